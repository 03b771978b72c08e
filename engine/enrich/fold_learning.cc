#include "enrich/fold_learning.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

namespace sojourn {
namespace {

using Labels = std::vector<std::string>;

void sort_out(Labels& labels) {
  std::sort(labels.begin(), labels.end());
  labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
}

size_t index_of(const Labels& labels, std::string_view label) {
  return static_cast<size_t>(std::lower_bound(labels.begin(), labels.end(), label) - labels.begin());
}

// What is known of them without the models to be learned is what the program knows by itself.
TrainingSet read_set(const std::vector<LabelledText>& texts, const Labels& labels) {
  TrainingSet set;
  TextReader reader;
  for (const LabelledText& text : texts) {
    const TextVerdict verdict = reader.read(text.text, text.language);
    set.add(reader.rows(), index_of(labels, text.label), std::isnan(verdict.score) ? 0 : verdict.score);
  }
  return set;
}

// A label that nobody gave is taken for the nearest that somebody did; who says nothing has no complaint.
size_t guess_of(const Labels& labels, const TextVerdict& verdict) {
  std::string_view guess = verdict.label.empty() ? "neutral" : verdict.label;
  if (!std::binary_search(labels.begin(), labels.end(), guess)) guess = verdict.score < 0 ? "negative" : "positive";
  return std::min(index_of(labels, guess), labels.size() - 1);
}

using OfFolds = std::array<const LinearModel*, kFolds>;

// Without models: by what the program knows.
Quality judge_texts(const std::vector<LabelledText>& texts, const Labels& labels, const OfFolds& models = {}) {
  std::array<std::unique_ptr<TextReader>, kFolds> readers;
  for (size_t fold = 0; fold < kFolds; ++fold) readers[fold] = std::make_unique<TextReader>(models[fold]);
  std::vector<Judged> judged;
  for (const LabelledText& text : texts) {
    const TextVerdict verdict = readers[fold_of(text.text)]->read(text.text, text.language);
    judged.push_back({index_of(labels, text.label), guess_of(labels, verdict), verdict.confidence});
  }
  return judge(judged, labels.size());
}

bool knows(std::string_view language) {
  return Lexicon::built_in(language) != nullptr || SentimentModels::warm_start(language) != nullptr;
}

}  // namespace

Result<FoldLearning> learn_folds(const std::vector<LabelledText>& texts, const std::string& language,
                                 const FoldedModel* before, const ModelOrigin& origin,
                                 const std::function<bool()>& fitted) {
  Labels labels;
  std::vector<uint8_t> parts;
  for (const LabelledText& text : texts) {
    labels.push_back(text.label);
    parts.push_back(static_cast<uint8_t>(fold_of(text.text)));
  }
  sort_out(labels);
  SOJOURN_TRY(std::vector<LinearModel> models,
              LinearTrainer::train_parts(read_set(texts, labels), parts, kFolds, labels, language, origin, fitted));
  OfFolds of_folds{};
  for (size_t fold = 0; fold < kFolds; ++fold) of_folds[fold] = &models[fold];
  const Quality quality = judge_texts(texts, labels, of_folds);
  for (LinearModel& model : models) {
    LinearTrainer::set_quality(model, {model.quality().trained_on, texts.size(), quality.macro_f1, quality.accuracy,
                                       quality.calibration_error});
  }
  FoldLearning learning{FoldedModel(std::move(models)), quality, {}, {}};
  if (knows(language)) learning.built_in = judge_texts(texts, labels);
  if (before == nullptr) return learning;
  for (size_t fold = 0; fold < kFolds; ++fold) of_folds[fold] = before->of_fold(fold).get();
  learning.before = judge_texts(texts, labels, of_folds);
  return learning;
}

}  // namespace sojourn
