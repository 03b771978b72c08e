// Learns a model a fold, and how well they do: each text judged as it will be when they are in force, by the model that has
// not learned from it, besides by what was there before. So every text tells of the quality, none of them flatters.
// Threads: works on all cores. Cost: five fits, then about 10 µs a text.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "enrich/fold_models.h"
#include "text/evaluation.h"

namespace sojourn {

struct FoldLearning {
  FoldedModel model;
  Quality learned;
  Quality built_in;  // Of what the program knows by itself; count 0 where that is nothing.
  Quality before;    // Count 0 where there was none.
};
// REQUIRES: prepared texts of one language. `before` may be null. `fitted` is told of each fold's model, from several threads;
// false: stop. Errors: those of LinearTrainer::train_parts.
Result<FoldLearning> learn_folds(const std::vector<LabelledText>& texts, const std::string& language,
                                 const FoldedModel* before, const ModelOrigin& origin,
                                 const std::function<bool()>& fitted);

}  // namespace sojourn
