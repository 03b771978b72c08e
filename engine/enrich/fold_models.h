// Sentiment models that never judge a text they have learned from, so that what is said of scored comments is as honest as
// what is said of new ones.
//
// Folds     a text belongs to one of kFolds by its letters alone: blanks, capitals, digits, marks, emoji and how Unicode
//           composes characters make no difference. Where it has no letters, digits decide; without those, all signs.
//           Each language has a model a fold, learned from all scored comments but those of that fold.
// Judging   every text by the model of its fold, known or not. So history and what comes after the learning are judged
//           alike: no step in a trend where a model came into force, and how good the models are on the texts of their own
//           folds is how good they are on new ones.
// File      one a language: "SJFOLD02", then the models as they write themselves. Errors: kCorruption.
// Memory    kFolds * 2 MB a language. Threads: read only once made.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "text/sentiment.h"

namespace sojourn {

inline constexpr size_t kFolds = 5;

size_t fold_of(std::string_view text);

// The models of one language.
class FoldedModel {
 public:
  // REQUIRES: kFolds models of one language and origin.
  explicit FoldedModel(std::vector<LinearModel> models);
  static Result<FoldedModel> load(std::string_view bytes, std::string_view name);
  std::string save() const;

  const std::string& language() const { return models_[0]->language(); }
  const ModelOrigin& origin() const { return models_[0]->origin(); }
  // On texts of their own folds, all models together.
  const LinearQuality& quality() const { return models_[0]->quality(); }
  // Of what save() gives.
  uint64_t checksum() const { return checksum_; }
  const std::shared_ptr<const LinearModel>& of_fold(size_t fold) const { return models_[fold]; }

 private:
  FoldedModel() = default;

  std::array<std::shared_ptr<const LinearModel>, kFolds> models_;
  uint64_t checksum_ = 0;
};

class FoldModels {
 public:
  // Replaces that of its language.
  void add(std::shared_ptr<const FoldedModel> model);
  const SentimentModels& of_fold(size_t fold) const { return folds_[fold]; }
  // Null where there is none.
  const FoldedModel* of(std::string_view language) const;
  const std::map<std::string, std::shared_ptr<const FoldedModel>, std::less<>>& all() const { return models_; }

 private:
  std::map<std::string, std::shared_ptr<const FoldedModel>, std::less<>> models_;
  std::array<SentimentModels, kFolds> folds_;
};

}  // namespace sojourn
