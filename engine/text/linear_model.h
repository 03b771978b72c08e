// A linear model over the tokenizer's hashes: what texts were scored teaches which label a text has.
//
// Features  two groups of rows, 2^18 each: words (1 and 2 tokens), chars (1 to 5 characters of a word, 1 to 3 ideographs).
//           A feature counts once a text, weighs its inverse document frequency, and a text's weights have length one.
// Weights   16-bit steps; a row is the label's weights and the feature's own weight, side by side.
// Score     margins of squared hinges, one a label, times a temperature, plus the lexicon's word where the model has one:
//           a softmax of these are the probabilities.
// Threads   a model is read only; a reader is one thread's. Cost: about 8 ns a hash.
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

 private:
  bool is_new(uint32_t row);
  std::vector<uint32_t> rows_;
  std::vector<uint32_t> slots_;  // A table of row + 1 and, above, the text's number.
  std::vector<uint32_t> stamps_;
  uint32_t stamp_ = 0;
  size_t mask_ = 0;
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
  double prior_weight() const { return prior_; }

  // `probabilities` gets one a label. `rules` is the text's score by rules, 0 where there is none.
  LabelChoice choose(std::span<const uint32_t> rows, double rules, std::vector<double>& probabilities) const;
  // What each row adds to a label's margin, before the temperature.
  double weight_of(std::span<const uint32_t> rows, uint32_t row, size_t label) const;

 private:
  friend class LinearTrainer;
  void add_margins(std::span<const uint32_t> rows, std::vector<double>& margins) const;
  size_t stride() const { return labels_.size() + 1; }
  double length_of(std::span<const uint32_t> rows) const;

  ModelOrigin origin_;
  uint64_t checksum_ = 0;
  std::string language_;
  std::vector<std::string> labels_;
  LinearQuality quality_;
  double step_ = 1;      // Of weights.
  double idf_step_ = 1;  // Of the features' own weights.
  double temperature_ = 1;
  double prior_ = 0;
  std::vector<double> biases_;
  std::vector<int16_t> rows_;  // kLinearRows x (labels + 1)
};

// The lexicon's word on each label, as the logarithm of a chance; 0 for labels that are no sentiments.
double prior_of(std::string_view label, double rules);

}  // namespace sojourn
