// Trains a LinearModel: dual coordinate descent for the squared hinge with L2 (C.-J. Hsieh et al., ICML 2008), one label
// against the rest, the rarer label weighing more; texts in shuffled order.
//
// Calibration  margins of texts kept aside (5 parts in turn up to 20,000 texts, then one of 5) fit the temperature and, where
//              labels are sentiments, how much the lexicon says beside the model; that may be at most
//              kPriorMost * 200 / (200 + texts), so that it fades. Then come shifts of the labels, for macro-F1, and a line that
//              brings the likeliest labels to how often they are right (linear_calibration.h).
// Compact      only the rows that say most over all texts are kept, and the weights are learned again with these alone.
// Repeats      the same texts in the same order give the same model.
// Memory       4 bytes a feature, about 4 features a byte of text.  Threads: one a label. Cost: about 10 s for 50,000
//              comments of 70 bytes on two busy cores.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "text/linear_calibration.h"
#include "text/linear_model.h"
#include "text/scoring.h"

namespace sojourn {

inline constexpr double kPriorMost = 4;

struct TrainOptions {
  size_t rows_most = 0;  // Of a compact model; 0: all.
  // How much the lexicon says, told and not fitted: for a model that is to judge other texts than those it has learned from.
  std::optional<double> prior;
};

class TrainingSet {
 public:
  // `prior`: what is known of its sentiment without the model, -1 to 1.
  void add(std::span<const uint32_t> rows, size_t label, double prior);
  size_t size() const { return labels_.size(); }
  size_t label(size_t text) const { return labels_[text]; }
  double prior(size_t text) const { return priors_[text]; }
  std::span<const uint32_t> rows(size_t text) const {
    return {rows_.data() + begins_[text], begins_[text + 1] - begins_[text]};
  }

 private:
  std::vector<uint32_t> rows_;
  std::vector<size_t> begins_{0};
  std::vector<uint32_t> labels_;
  std::vector<double> priors_;
};

class LinearTrainer {
 public:
  // `texts`: which of `set` to learn from. `language`: what the model says of itself.
  // Errors: kInvalidArgument unless there are two labels with two texts each.
  static Result<LinearModel> train(const TrainingSet& set, std::span<const uint32_t> texts,
                                   const std::vector<std::string>& labels, const std::string& language,
                                   ModelOrigin origin, const TrainOptions& options = {});
  // One model for each of `count` parts of the texts, which has learned from all but that part: so each text has one that does
  // not know it. All are calibrated together, each by the part that it does not know; `parts` has one for each text of `set`.
  // `fitted` is told, from several threads, of each model that is ready; false: stop. Errors: as train; kCancelled.
  static Result<std::vector<LinearModel>> train_parts(const TrainingSet& set, std::span<const uint8_t> parts,
                                                      size_t count, const std::vector<std::string>& labels,
                                                      const std::string& language, const ModelOrigin& origin,
                                                      const std::function<bool()>& fitted);
  // How the model does on `texts`.
  static Quality test(const LinearModel& model, const TrainingSet& set, std::span<const uint32_t> texts);
  static void set_quality(LinearModel& model, const LinearQuality& quality) { model.quality_ = quality; }

 private:
  static void set_calibration(const FittedCalibration& fitted, LinearModel& model);
  static void set_rows(const std::vector<float>& idf, const std::vector<std::vector<float>>& weights,
                       LinearModel& model);
};

}  // namespace sojourn
