// Trains a LinearModel: dual coordinate descent for the squared hinge with L2 (C.-J. Hsieh et al., ICML 2008), one label
// against the rest, the rarer label weighing more; texts in shuffled order.
//
// Calibration  margins of texts kept aside (5 parts in turn up to 20,000 texts, then two tenths) fit the temperature and, where
//              labels are sentiments, how much the lexicon says beside the model; that may be at most
//              kPriorMost * 200 / (200 + texts), so that it fades. Then a line through the logits of the likeliest labels brings
//              them to how often they are right.
// Compact      only the rows that say most over all texts are kept, and the weights are learned again with these alone.
// Repeats      the same texts in the same order give the same model.
// Memory       4 bytes a feature, about 4 features a byte of text.  Threads: one a label. Cost: about 10 s for 50,000
//              comments of 70 bytes on two busy cores.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

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
  // How the model does on `texts`.
  static Quality test(const LinearModel& model, const TrainingSet& set, std::span<const uint32_t> texts);
  static void set_quality(LinearModel& model, const LinearQuality& quality) { model.quality_ = quality; }

 private:
  static void set_rows(const std::vector<float>& idf, const std::vector<std::vector<float>>& weights,
                       LinearModel& model);
};

}  // namespace sojourn
