// A linear model over the tokenizer's hashes: what texts were scored teaches which label a text has.
//
// Features  two groups of rows, 2^18 each: words (1 and 2 tokens), chars (2 to 5 characters of a word, 1 to 3 ideographs).
//           A feature counts once a text, weighs its inverse document frequency, and a text's weights have length one.
// Numbers   a row is the labels' weights and the square of the feature's own weight, side by side, 8 bits each.
// Score     margins of squared hinges, one a label, times a temperature, plus the lexicon's word where the model has one:
//           a softmax of these are the probabilities. The likeliest one is then brought to how often such are right.
// File      rows that no text had are left out; a compact model (linear_trainer.h) has only those that say most.
// Threads   a model is read only; a reader is one thread's. Cost: about 3 ns a hash. Memory: 2 MB for up to 3 labels, 4 MB for
//           up to 7.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "text/model_file.h"
#include "text/rules.h"
#include "text/tokenizer.h"

namespace sojourn {

inline constexpr uint32_t kLinearRowBits = 18;
inline constexpr uint32_t kLinearRows = 2U << kLinearRowBits;
inline constexpr size_t kLinearLabelsMax = 200;

// The rows of a text, each once, in the order of the text. Makes no allocation once it has grown.
class FeatureReader {
 public:
  std::span<const uint32_t> read(const Tokenizer& text);
  // The rows of one token, also those that another token has had before.
  static std::vector<uint32_t> rows_of(const Tokenizer& text, size_t token);
  // The rows of tokens `first` to `last`, and of the pair that `last` makes with the token behind it.
  static std::vector<uint32_t> rows_of(const Tokenizer& text, size_t first, size_t last);

 private:
  std::vector<uint32_t> rows_;
  std::vector<uint64_t> seen_;  // A bit a row; all are 0 between texts.
};

// What training found out about itself, on texts that it has not seen.
struct LinearQuality {
  uint64_t trained_on = 0, tested_on = 0;
  double macro_f1 = 0, accuracy = 0, calibration_error = 0;
};

struct LabelChoice {
  size_t label = 0;
  double confidence = 0;
};

// From margins to chances; found by the trainer on texts kept aside.
struct Calibration {
  double temperature = 1;
  double prior = 0;                 // How much the lexicon says.
  double slope = 1, intercept = 0;  // Of the logit of the likeliest label's chance.
};

class LinearModel {
 public:
  // Errors: kCorruption.
  static Result<LinearModel> load(std::string_view bytes, std::string_view name);
  std::string save() const;

  const std::vector<std::string>& labels() const { return labels_; }
  const std::string& language() const { return language_; }  // "": any.
  const LinearQuality& quality() const { return quality_; }
  const ModelOrigin& origin() const { return origin_; }
  uint64_t checksum() const { return checksum_; }
  // How much the lexicon still says beside the model; 0: nothing, or the labels are no sentiments.
  double prior_weight() const { return calibration_.prior; }

  // `probabilities` gets one a label. `prior` is what is known of its sentiment without the model, -1 to 1. `shifts`, where there are
  // any, are added to the logarithms of the labels' chances.
  LabelChoice choose(std::span<const uint32_t> rows, double prior, std::vector<double>& probabilities,
                     std::span<const double> shifts = {}) const;
  // What each row adds to a label's margin, before the temperature.
  double weight_of(std::span<const uint32_t> rows, uint32_t row, size_t label) const;
  // How much of a text's length `part` of its rows makes up, 0 to 1.
  double share_of(std::span<const uint32_t> rows, std::span<const uint32_t> part) const;
  double temperature() const { return calibration_.temperature; }
  // The logarithm of a label's chance where a text says nothing.
  double start_of(size_t label) const { return calibration_.temperature * biases_[label]; }

 private:
  friend class LinearTrainer;
  void add_margins(std::span<const uint32_t> rows, std::vector<double>& margins) const;
  void set_labels(std::vector<std::string> labels);
  double length_of(std::span<const uint32_t> rows) const;
  double length_by(int64_t squares) const;

  ModelOrigin origin_;
  uint64_t checksum_ = 0;
  std::string language_;
  std::vector<std::string> labels_;
  LinearQuality quality_;
  Calibration calibration_;
  std::vector<double> steps_;  // Of the labels' weights.
  double square_step_ = 1;     // Of the squares.
  std::vector<double> biases_;
  size_t stride_ = 0;         // Labels and one more, filled up to 4 or a multiple of 8.
  std::vector<int8_t> rows_;  // kLinearRows x stride_; the square stands behind the last label.
};

// What a score (of rules, -1 to 1) says of a label, as the logarithm of a chance; 0 for labels that are no sentiments.
double prior_of(std::string_view label, double score);

// Chances of the labels from their logarithms, which they stand in the place of.
LabelChoice chances_of(const Calibration& calibration, std::vector<double>& logarithms);

}  // namespace sojourn
