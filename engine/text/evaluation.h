// Learning from labelled texts, and how well it goes: what `sojourn text train` and `evaluate` do.
//
// Texts    blanks are collapsed; empty texts, labels beside the scale and repeats are left out,
//          the first is kept.
// Splits   5: text i is tested in split i mod 5 and learned from in the others, counted within its language. Figures are of
//          all texts together, each judged once, since few texts are off by chance; intervals are Student's over the 5. Rules,
//          warm starts and language identification learn nothing: their figures do not depend on the order of the texts.
// Frozen   a tenth of the texts, by their hash, is never learned from by train_model: the same texts as data grow, so that
//          models can be compared.
// Threads  as LinearTrainer.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "text/labels.h"
#include "text/linear_trainer.h"
#include "text/sentiment.h"

namespace sojourn {

struct LabelledText {
  std::string text;
  std::string label;
  std::string language;  // "": is found out.
};

// Sentiments in place of labels by `scale`, repeats left out. Errors: those of the scale; kInvalidArgument when nothing is left.
Result<std::vector<LabelledText>> prepare_texts(std::vector<LabelledText> texts, LabelScale scale);

// Is this text kept from learning by train_model?
bool is_frozen(std::string_view text);

struct EvaluationRow {
  std::string language;
  std::string task;    // "language", "sentiment", "labels"
  std::string method;  // "identifier", "rules", "warm start", "learned", "model"
  size_t count = 0;
  Spread macro_f1, accuracy, calibration_error;
};

struct EvaluationOptions {
  bool labels_as_is = false;
  const LinearModel* model = nullptr;  // Is also tested, on all texts of its language.
  size_t least = 50;                   // Languages with fewer texts get no learned row.
};
// REQUIRES: prepared texts. `progress` is told of each step by its name.
std::vector<EvaluationRow> evaluate_texts(const std::vector<LabelledText>& texts, const EvaluationOptions& options,
                                          const std::function<void(std::string_view)>& progress);

struct TrainingReport {
  LinearModel model;
  size_t frozen = 0;
  Quality learned;     // On the frozen texts.
  Quality rules;       // On the same; count 0 where labels are no sentiments.
  Quality warm_start;  // Of the model in the program, on the same; count 0 where there is none.
  Quality before;      // Of the model before, on the same; count 0 where there is none.
  bool worse = false;  // Than the one before by more than kDrop: it should stay.
};
inline constexpr double kDrop = 0.01;
// `language` "": any. `before` may be null. Errors: those of LinearTrainer; kInvalidArgument below 20 texts.
Result<TrainingReport> train_model(const std::vector<LabelledText>& texts, const std::string& language,
                                   const LinearModel* before, ModelOrigin origin, const TrainOptions& options = {});

}  // namespace sojourn
