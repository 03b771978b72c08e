// Trains a LinearModel: dual coordinate descent for the squared hinge with L2 (C.-J. Hsieh et al., ICML 2008), one label
// against the rest, the rarer label weighing more; texts in shuffled order.
//
// Calibration  margins of texts kept aside (5 parts in turn up to 5,000 texts, then a tenth) fit the temperature and, where
//              labels are sentiments, how much the lexicon says beside the model; that may be at most
//              kPriorMost * 200 / (200 + texts), so that it fades.
// Repeats      the same texts in the same order give the same model.
// Memory       4 bytes a feature, about 4 features a byte of text.  Threads: one a label. Cost: about 10 s for 50,000
//              comments of 70 bytes on two busy cores.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "text/linear_model.h"
#include "text/scoring.h"

namespace sojourn {

inline constexpr double kPriorMost = 4;

class TrainingSet {
 public:
  // `rules`: the text's score by rules.
  void add(std::span<const uint32_t> rows, size_t label, double rules);
  size_t size() const { return labels_.size(); }
  size_t label(size_t text) const { return labels_[text]; }
  double rules(size_t text) const { return rules_[text]; }
  std::span<const uint32_t> rows(size_t text) const {
    return {rows_.data() + begins_[text], begins_[text + 1] - begins_[text]};
  }

 private:
  std::vector<uint32_t> rows_;
  std::vector<size_t> begins_{0};
  std::vector<uint32_t> labels_;
  std::vector<double> rules_;
};

class LinearTrainer {
 public:
  // `texts`: which of `set` to learn from. `language`: what the model says of itself.
  // Errors: kInvalidArgument unless there are two labels with two texts each.
  static Result<LinearModel> train(const TrainingSet& set, std::span<const uint32_t> texts,
                                   const std::vector<std::string>& labels, const std::string& language,
                                   ModelOrigin origin);
  // How the model does on `texts`.
  static Quality test(const LinearModel& model, const TrainingSet& set, std::span<const uint32_t> texts);
  static void set_quality(LinearModel& model, const LinearQuality& quality) { model.quality_ = quality; }
};

}  // namespace sojourn
