#include "text/sentiment.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "text/built_in.h"

namespace sojourn {
namespace {

// A model that has learned from fewer texts has met too few negations: in short texts the rules' sign wins over it there.
constexpr uint64_t kKnowsNegation = 10'000;

// A corrected phrase that stands alone is as told with this chance ...
constexpr double kToldChance = 0.9;
constexpr double kShiftLeast = 2, kShiftMost = 10;
// ... and so it is in a text that it makes up half of; in a longer one it says less.
constexpr double kWholeShare = 0.5;

constexpr std::array<std::string_view, 2> kWarmStarts{"en", "zh"};

size_t place_of(const LinearModel& model, std::string_view label) {
  const auto& labels = model.labels();
  return static_cast<size_t>(std::find(labels.begin(), labels.end(), label) - labels.begin());
}

// The shift that makes `label` as likely as kToldChance where nothing else is said.
double told_shift(const LinearModel& model, size_t label) {
  double others = 0;
  for (size_t other = 0; other < model.labels().size(); ++other) {
    if (other != label) others += std::exp(model.start_of(other) - model.start_of(label));
  }
  return std::clamp(std::log(others * kToldChance / (1 - kToldChance)), kShiftLeast, kShiftMost);
}

// The rows that only the phrase's tokens have in this text.
std::vector<uint32_t> own_rows(const Tokenizer& text, const CorrectedPhrase& phrase) {
  std::map<uint32_t, uint32_t> times;
  for (size_t token = 0; token < text.tokens().size(); ++token) {
    for (const uint32_t row : FeatureReader::rows_of(text, token)) ++times[row];
  }
  std::map<uint32_t, uint32_t> here;
  for (const uint32_t row : FeatureReader::rows_of(text, phrase.first, phrase.last)) ++here[row];
  std::vector<uint32_t> own;
  for (const auto& [row, count] : here) {
    if (times[row] == count) own.push_back(row);
  }
  return own;
}

}  // namespace

std::string_view judged_by_name(JudgedBy by) {
  switch (by) {
    case JudgedBy::kNothing: return "nothing";
    case JudgedBy::kRules: return "rules";
    case JudgedBy::kModel: return "model";
    case JudgedBy::kWarmStart: return "warm start";
  }
  return "";
}

void SentimentModels::add(std::shared_ptr<const LinearModel> model) {
  std::string language = model->language();
  models_.insert_or_assign(std::move(language), std::move(model));
}

void SentimentModels::remove(std::string_view language) {
  if (const auto found = models_.find(language); found != models_.end()) models_.erase(found);
}

const LinearModel* SentimentModels::of(std::string_view language) const {
  auto found = models_.find(language);
  if (found == models_.end()) found = models_.find("");
  if (found != models_.end()) return found->second.get();
  return language.empty() && models_.size() == 1 ? models_.begin()->second.get() : nullptr;
}

const LinearModel* SentimentModels::warm_start(std::string_view language) {
  static const std::map<std::string, LinearModel, std::less<>> models = [] {
    std::map<std::string, LinearModel, std::less<>> all;
    for (const std::string_view code : kWarmStarts) {
      const std::string name = std::string(code) + ".sentiment.model";
      const std::string_view bytes = built_in_file(name);
      if (!bytes.empty()) all.emplace(code, LinearModel::load(bytes, name).value());
    }
    return all;
  }();
  const auto found = models.find(language);
  return found == models.end() ? nullptr : &found->second;
}

RuleScorer* TextReader::scorer_of(std::string_view language) {
  const auto known = scorers_.find(language);
  if (known != scorers_.end()) return &known->second;
  static const Lexicon none;
  const Lexicon* lexicon = Lexicon::built_in(language);
  if (lexicon == nullptr && corrections_ == nullptr) return nullptr;
  std::string code(language);
  RuleScorer scorer(lexicon == nullptr ? none : *lexicon, corrections_, code);
  return &scorers_.emplace(std::move(code), std::move(scorer)).first->second;
}

// A model of one language also judges what is too short to tell its language.
const LinearModel* TextReader::model_of(std::string_view language, JudgedBy& by) const {
  by = JudgedBy::kModel;
  if (models_ != nullptr) {
    if (const LinearModel* model = models_->of(language); model != nullptr) return model;
  }
  if (model_ != nullptr && (model_->language().empty() || language.empty() || model_->language() == language)) {
    return model_;
  }
  by = JudgedBy::kWarmStart;
  return warm_starts_ ? SentimentModels::warm_start(language) : nullptr;
}

void TextReader::judge_by_rules(RuleScorer& scorer, TextVerdict& verdict) {
  const RuleScore score = scorer.score(tokenizer_);
  corrected_by_ = &scorer;
  seen_ = score;
  verdict.rules = score.score;
  verdict.rule_words = score.words;
  verdict.by = JudgedBy::kRules;
  verdict.label = sentiment_name(score.sentiment);
  verdict.confidence = score.words == 0 ? 0.5 : 0.5 + std::abs(score.score) / 2;
  verdict.score = score.score;
}

// What the model has learned of the phrase goes, and what was told comes.
void TextReader::shift_by(const LinearModel& model, std::span<const uint32_t> rows, const CorrectedPhrase& phrase) {
  const std::vector<uint32_t> own = own_rows(tokenizer_, phrase);
  for (size_t label = 0; label < shifts_.size(); ++label) {
    for (const uint32_t row : own) shifts_[label] -= model.temperature() * model.weight_of(rows, row, label);
  }
  // Turned, what was told is the opposite.
  const double strength = phrase.told == Sentiment::kNeutral
                              ? 1
                              : std::clamp(std::abs(phrase.weight) / static_cast<double>(kCorrectionValue), 0.3, 1.5);
  const Sentiment means = phrase.told == Sentiment::kNeutral ? Sentiment::kNeutral
                          : phrase.weight > 0                ? Sentiment::kPositive
                                                             : Sentiment::kNegative;
  const size_t label = place_of(model, sentiment_name(means));
  std::vector<double> shift(shifts_.size(), 0);
  if (label < shift.size()) {
    shift[label] = told_shift(model, label) * strength * std::min(1.0, model.share_of(rows, own) / kWholeShare);
    shifts_[label] += shift[label];
  }
  phrase_shifts_.push_back(std::move(shift));
}

std::span<const CorrectedPhrase> TextReader::corrected() const {
  return corrected_by_ == nullptr ? std::span<const CorrectedPhrase>() : corrected_by_->corrected();
}

// `prior`: what was known without the model, -1 to 1.
void TextReader::judge_by_model(const LinearModel& model, double prior, TextVerdict& verdict) {
  const auto rows = features_.read(tokenizer_);
  const size_t positive = place_of(model, "positive"), negative = place_of(model, "negative");
  const bool feels = std::max(positive, negative) < model.labels().size();
  shifts_.clear();
  phrase_shifts_.clear();
  if (feels && !corrected().empty()) {
    shifts_.assign(model.labels().size(), 0);
    for (const CorrectedPhrase& phrase : corrected()) shift_by(model, rows, phrase);
  }
  const LabelChoice choice = model.choose(rows, prior, probabilities_, shifts_);
  chosen_ = choice.label;
  judge_ = &model;
  verdict.score =
      feels ? probabilities_[positive] - probabilities_[negative] : std::numeric_limits<double>::quiet_NaN();
  // As likely good as bad is neither.
  const size_t neutral = place_of(model, sentiment_name(Sentiment::kNeutral));
  if (neutral < model.labels().size() && std::abs(verdict.score) < kFeeling) chosen_ = neutral;
  verdict.label = model.labels()[chosen_];
  verdict.confidence = probabilities_[chosen_];
}

// What is said of its own labels, halfway to saying nothing.
void TextReader::temper(double trust, TextVerdict& verdict) {
  const double even = probabilities_.empty() ? 0 : 1 / static_cast<double>(probabilities_.size());
  for (double& each : probabilities_) each = even + (each - even) * trust;
  verdict.confidence = even + (verdict.confidence - even) * trust;
  verdict.score *= trust;
}

void TextReader::judge_by_warm_start(const LinearModel& model, TextVerdict& verdict) {
  const TextVerdict by_rules = verdict;
  judge_by_model(model, by_rules.rules, verdict);
  verdict.by = JudgedBy::kWarmStart;
  const bool asked = by_rules.by == JudgedBy::kRules;
  const bool is_short = tokenizer_.tokens().size() <= kShortTokens;
  const bool feels = asked && std::abs(by_rules.rules) >= kFeeling;
  const bool against = feels && by_rules.rules * verdict.score < 0;
  const bool alone = asked && by_rules.rule_words == 0 && corrected().empty();
  const bool wishes = alone && is_short && seen_.asks;
  const bool unsure = alone && is_short && std::abs(verdict.score) < kAloneSure;
  const bool between = model.labels().size() == 2 && std::abs(verdict.score) < kNoSign && (!feels || against);
  if (wishes || unsure || between) verdict.label = sentiment_name(Sentiment::kNeutral);
  const bool rules_sure =
      std::abs(by_rules.rules) >= kRulesSure || (seen_.bent && feels) || (against && std::abs(verdict.score) < kNoSign);
  if (asked && is_short && rules_sure && (against || by_rules.label != verdict.label)) {
    verdict = by_rules;
    judge_ = nullptr;
    probabilities_.clear();
    return;
  }
  temper(wishes ? kTrustAsked : alone || against ? kTrustAlone : kTrust, verdict);
  if (std::abs(verdict.score) < kFeeling) verdict.label = sentiment_name(Sentiment::kNeutral);
}

TextVerdict TextReader::read(std::string_view text, std::string_view language) {
  tokenizer_.read(text);
  probabilities_.clear();
  corrected_by_ = nullptr;
  judge_ = nullptr;
  TextVerdict verdict;
  verdict.score = std::numeric_limits<double>::quiet_NaN();
  verdict.language = language.empty() ? LanguageModel::built_in().identify(tokenizer_, *prior_)
                                      : LanguageVerdict{language, 1, language};
  if (tokenizer_.tokens().empty()) return verdict;
  JudgedBy by = JudgedBy::kNothing;
  const LinearModel* model = model_of(verdict.language.code, by);
  // Too short to tell, or nothing but faces: the likeliest language's words, else those of the model.
  const std::string_view likely = !verdict.language.first.empty()                  ? verdict.language.first
                                  : model != nullptr && !model->language().empty() ? std::string_view(model->language())
                                                                                   : "en";
  const bool told = corrections_ != nullptr && corrections_->touches(tokenizer_, likely);
  if (model == nullptr || model->prior_weight() != 0 || told) {
    RuleScorer* scorer = scorer_of(likely);
    // Without a lexicon only what an owner has told says something.
    if (scorer != nullptr && (told || Lexicon::built_in(likely) != nullptr)) judge_by_rules(*scorer, verdict);
  }
  if (model == nullptr) return verdict;
  if (by == JudgedBy::kWarmStart) {
    judge_by_warm_start(*model, verdict);
    return verdict;
  }
  const TextVerdict by_rules = verdict;
  double prior = verdict.rules;
  if (model->prior_weight() != 0 && warm_starts_) {
    const LinearModel* warm = SentimentModels::warm_start(verdict.language.code);
    if (warm != nullptr) {
      judge_by_warm_start(*warm, verdict);
      prior = verdict.score;
    }
  }
  judge_by_model(*model, prior, verdict);
  verdict.by = by;
  const bool is_short = tokenizer_.tokens().size() <= kShortTokens;
  const bool bent = seen_.bent && std::abs(by_rules.rules) >= kFeeling && by_rules.rules * verdict.score < 0;
  if (by_rules.by == JudgedBy::kRules && is_short && bent && model->quality().trained_on < kKnowsNegation) {
    verdict = by_rules;
    judge_ = nullptr;
    probabilities_.clear();
  }
  return verdict;
}

TextVerdict TextReader::explain(std::string_view text, std::vector<Reason>& reasons, std::string_view language) {
  reasons.clear();
  const TextVerdict verdict = read(text, language);
  if (corrected_by_ != nullptr && (judge_ == nullptr || judge_->prior_weight() > 0)) {
    std::vector<Evidence> evidence;
    corrected_by_->explain(tokenizer_, evidence);
    for (const Evidence& each : evidence) {
      if (judge_ != nullptr && each.kind == EvidenceKind::kCorrection) continue;  // The model's own says it.
      reasons.push_back({std::string(evidence_name(each.kind)), each.range, each.weight, each.scope});
    }
  }
  if (judge_ != nullptr) explain_model(reasons);
  return verdict;
}

// Each token with what its features add for the label, shared among the tokens that have the feature; corrected phrases with
// their shift in the place of theirs.
void TextReader::explain_model(std::vector<Reason>& reasons) {
  const std::span<const CorrectedPhrase> told = corrected();
  const auto rows = features_.read(tokenizer_);
  const auto tokens = tokenizer_.tokens();
  std::map<uint32_t, uint32_t> times;
  for (size_t token = 0; token < tokens.size(); ++token) {
    for (const uint32_t row : FeatureReader::rows_of(tokenizer_, token)) ++times[row];
  }
  for (size_t phrase = 0; phrase < phrase_shifts_.size(); ++phrase) {
    reasons.push_back({"correction",
                       {tokens[told[phrase].first].begin, tokens[told[phrase].last].end},
                       phrase_shifts_[phrase][chosen_] / judge_->temperature(),
                       {}});
    for (const uint32_t row : own_rows(tokenizer_, told[phrase])) times.erase(row);
  }
  for (size_t token = 0; token < tokens.size(); ++token) {
    const bool replaced = std::any_of(told.begin(), told.end(), [&](const CorrectedPhrase& phrase) {
      return phrase.first <= token && token <= phrase.last;
    });
    if (replaced && !phrase_shifts_.empty()) continue;
    double weight = 0;
    for (const uint32_t row : FeatureReader::rows_of(tokenizer_, token)) {
      if (const auto found = times.find(row); found != times.end()) {
        weight += judge_->weight_of(rows, row, chosen_) / found->second;
      }
    }
    if (std::abs(weight) >= 0.005) reasons.push_back({"feature", {tokens[token].begin, tokens[token].end}, weight, {}});
  }
  std::stable_sort(reasons.begin(), reasons.end(),
                   [](const Reason& a, const Reason& b) { return a.range.begin < b.range.begin; });
}

}  // namespace sojourn
