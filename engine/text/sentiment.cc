#include "text/sentiment.h"

#include <algorithm>
#include <cmath>

namespace sojourn {

std::string_view judged_by_name(JudgedBy by) {
  switch (by) {
    case JudgedBy::kNothing: return "nothing";
    case JudgedBy::kRules: return "rules";
    case JudgedBy::kModel: return "model";
  }
  return "";
}

RuleScorer* TextReader::scorer_of(std::string_view language) {
  const auto known = scorers_.find(language);
  if (known != scorers_.end()) return &known->second;
  const Lexicon* lexicon = Lexicon::built_in(language);
  if (lexicon == nullptr) return nullptr;
  return &scorers_.emplace(std::string(language), RuleScorer(*lexicon)).first->second;
}

// A model of one language also judges what is too short to tell its language.
bool TextReader::uses_model(std::string_view language) const {
  return model_ != nullptr && (model_->language().empty() || language.empty() || model_->language() == language);
}

TextVerdict TextReader::read(std::string_view text, std::string_view language) {
  tokenizer_.read(text);
  TextVerdict verdict;
  verdict.language =
      language.empty() ? LanguageModel::built_in().identify(tokenizer_) : LanguageVerdict{language, 1, language};
  if (tokenizer_.tokens().empty()) return verdict;
  const bool by_model = uses_model(verdict.language.code);
  // Too short to tell, or nothing but faces: the likeliest language's words, else those of the model.
  const std::string_view likely = !verdict.language.first.empty()           ? verdict.language.first
                                  : by_model && !model_->language().empty() ? std::string_view(model_->language())
                                                                            : "en";
  RuleScorer* scorer = by_model && model_->prior_weight() == 0 ? nullptr : scorer_of(likely);
  if (scorer != nullptr) {
    const RuleScore score = scorer->score(tokenizer_);
    verdict.rules = score.score;
    verdict.rule_words = score.words;
    verdict.by = JudgedBy::kRules;
    verdict.label = sentiment_name(score.sentiment);
    verdict.confidence = score.words == 0 ? 0.5 : 0.5 + std::abs(score.score) / 2;
  }
  if (by_model) {
    const LabelChoice choice = model_->choose(features_.read(tokenizer_), verdict.rules, probabilities_);
    chosen_ = choice.label;
    verdict.by = JudgedBy::kModel;
    verdict.label = model_->labels()[choice.label];
    verdict.confidence = choice.confidence;
  }
  return verdict;
}

TextVerdict TextReader::explain(std::string_view text, std::vector<Reason>& reasons, std::string_view language) {
  reasons.clear();
  const TextVerdict verdict = read(text, language);
  if (verdict.by == JudgedBy::kNothing) return verdict;
  RuleScorer* scorer = scorer_of(verdict.language.first.empty() ? "en" : verdict.language.first);
  if (scorer != nullptr && (verdict.by == JudgedBy::kRules || model_->prior_weight() > 0)) {
    std::vector<Evidence> evidence;
    scorer->explain(tokenizer_, evidence);
    for (const Evidence& each : evidence) {
      reasons.push_back({std::string(evidence_name(each.kind)), each.range, each.weight, each.scope});
    }
  }
  if (verdict.by == JudgedBy::kModel) explain_model(reasons);
  return verdict;
}

// Each token with what its features add for the label, shared among the tokens that have the feature.
void TextReader::explain_model(std::vector<Reason>& reasons) {
  const auto rows = features_.read(tokenizer_);
  const auto tokens = tokenizer_.tokens();
  std::map<uint32_t, uint32_t> times;
  for (size_t token = 0; token < tokens.size(); ++token) {
    for (const uint32_t row : FeatureReader::rows_of(tokenizer_, token)) ++times[row];
  }
  for (size_t token = 0; token < tokens.size(); ++token) {
    double weight = 0;
    for (const uint32_t row : FeatureReader::rows_of(tokenizer_, token))
      weight += model_->weight_of(rows, row, chosen_) / times[row];
    if (std::abs(weight) >= 0.005) reasons.push_back({"feature", {tokens[token].begin, tokens[token].end}, weight, {}});
  }
  std::stable_sort(reasons.begin(), reasons.end(),
                   [](const Reason& a, const Reason& b) { return a.range.begin < b.range.begin; });
}

}  // namespace sojourn
