#include "enrich/fold_models.h"

#include <utility>

#include "base/bytes.h"
#include "base/hash.h"
#include "text/bare_letters.h"
#include "text/model_file.h"

namespace sojourn {
namespace {

constexpr std::string_view kKind = "SJFOLD02";

}  // namespace

size_t fold_of(std::string_view text) { return hash64(bare_letters(text)) % kFolds; }

FoldedModel::FoldedModel(std::vector<LinearModel> models) {
  for (size_t fold = 0; fold < kFolds; ++fold) {
    models_[fold] = std::make_shared<const LinearModel>(std::move(models[fold]));
  }
  checksum_ = hash64(save());
}

std::string FoldedModel::save() const {
  ByteWriter file = begin_model_file(kKind, origin());
  for (const std::shared_ptr<const LinearModel>& each : models_) file.text(each->save());
  return end_model_file(std::move(file));
}

Result<FoldedModel> FoldedModel::load(std::string_view bytes, std::string_view name) {
  SOJOURN_TRY(OpenedModel opened, open_model_file(bytes, kKind, name));
  FoldedModel all;
  for (std::shared_ptr<const LinearModel>& each : all.models_) {
    SOJOURN_TRY(const std::string file, opened.body.text());
    SOJOURN_TRY(LinearModel model, LinearModel::load(file, name));
    each = std::make_shared<const LinearModel>(std::move(model));
    if (each->language() != all.language()) return opened.body.corrupt("its models are of different languages");
  }
  SOJOURN_CHECK(opened.body.end());
  all.checksum_ = hash64(bytes);
  return all;
}

void FoldModels::add(std::shared_ptr<const FoldedModel> model) {
  for (size_t fold = 0; fold < kFolds; ++fold) folds_[fold].add(model->of_fold(fold));
  std::string language = model->language();
  models_.insert_or_assign(std::move(language), std::move(model));
}

const FoldedModel* FoldModels::of(std::string_view language) const {
  const auto found = models_.find(language);
  return found == models_.end() ? nullptr : found->second.get();
}

}  // namespace sojourn
