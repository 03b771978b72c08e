#include "text/emotion_model.h"

#include <algorithm>
#include <optional>

#include "text/built_in.h"

namespace sojourn {
namespace {

constexpr std::string_view kFile = "en.emotion.model", kNoFeeling = "neutral";

}  // namespace

const LinearModel* EmotionReader::built_in(std::string_view language) {
  static const std::optional<LinearModel> model = []() -> std::optional<LinearModel> {
    const std::string_view bytes = built_in_file(kFile);
    if (bytes.empty()) return std::nullopt;
    return LinearModel::load(bytes, kFile).value();
  }();
  return language == "en" && model ? &*model : nullptr;
}

EmotionVerdict EmotionReader::read(const Tokenizer& text, std::string_view language) {
  EmotionVerdict verdict;
  const LinearModel* model = built_in(language);
  if (model == nullptr || text.tokens().empty()) return verdict;
  const LabelChoice choice = model->choose(features_.read(text), 0, probabilities_);
  verdict.label = model->labels()[choice.label];
  verdict.confidence = choice.confidence;
  for (size_t label = 0; label < probabilities_.size(); ++label) {
    if (model->labels()[label] == kNoFeeling || probabilities_[label] <= verdict.feeling_confidence) continue;
    verdict.feeling = model->labels()[label];
    verdict.feeling_confidence = probabilities_[label];
  }
  return verdict;
}

std::vector<std::pair<ByteRange, double>> EmotionReader::explain(const Tokenizer& text, std::string_view language,
                                                                 std::string_view label, size_t most) {
  std::vector<std::pair<ByteRange, double>> reasons;
  const LinearModel* model = built_in(language);
  if (model == nullptr) return reasons;
  const auto place = std::find(model->labels().begin(), model->labels().end(), label);
  if (place == model->labels().end()) return reasons;
  const auto rows = features_.read(text);
  for (size_t token = 0; token < text.tokens().size(); ++token) {
    double weight = 0;
    for (const uint32_t row : FeatureReader::rows_of(text, token)) {
      weight += model->weight_of(rows, row, static_cast<size_t>(place - model->labels().begin()));
    }
    if (weight > 0) reasons.push_back({{text.tokens()[token].begin, text.tokens()[token].end}, weight});
  }
  std::stable_sort(reasons.begin(), reasons.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  if (reasons.size() > most) reasons.resize(most);
  return reasons;
}

}  // namespace sojourn
