// What a text says and feels, in one pass: its language, then its sentiment by the learned model where there is one for that
// language, else by the model that the program brings along for it (a warm start), else by the rules of that language, else
// "unknown".
//
// Warm start   it has learned from other people's texts, and sees no grammar: it is never believed whole. Its probabilities are
//              mixed with even ones; it keeps kTrust of what it says, less where the rules contradict it or find no word that
//              feels, least where such a text asks for something. In a text of at most kShortTokens tokens the sign is that of
//              the rules where they see a negation or a "but", score kRulesSure or more, or speak against a warm start that is
//              within kNoSign of 0; and where they find no word that
//              feels, it is "neutral" unless the warm start by itself is as sure as kAloneSure, and always where the text asks.
//              One that knows no "neutral" says so within kNoSign of 0 where the rules do not feel the same.
// Even         good and bad as likely within kFeeling are "neutral" by any model that knows it.
// Prior        what a learned model takes from the lexicon while its texts were few is what the program says by itself: the warm
//              start's score where there is one, else that of the rules.
// Corrections  what an owner has said of phrases. By rules: corrections.h. By a model: what the model has learned of the phrase
//              is taken out of the margins, and in its place stands a shift that would, for the phrase alone, make the told
//              sentiment nine in ten; it weighs less in a long text, as any word does, and is turned where the phrase is
//              negated. Explained as a reason of kind "correction". Texts without the phrase are judged as before.
// Threads      one reader a thread; models and corrections are borrowed and shared. Cost: about 3 µs a short comment with a
//              model.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "text/corrections.h"
#include "text/language.h"
#include "text/linear_model.h"
#include "text/rules.h"

namespace sojourn {

inline constexpr size_t kShortTokens = 30;
inline constexpr double kNoSign = 0.3, kRulesSure = 0.3, kAloneSure = 0.6;
// How much of a warm start is believed: as a rule, without a word that feels or against the rules, and of wishes and questions.
inline constexpr double kTrust = 0.7, kTrustAlone = 0.4, kTrustAsked = 0.2;

enum class JudgedBy : uint8_t { kNothing, kRules, kModel, kWarmStart };
std::string_view judged_by_name(JudgedBy by);

struct TextVerdict {
  LanguageVerdict language;
  JudgedBy by = JudgedBy::kNothing;
  std::string_view label;  // "positive", "neutral", "negative", or what the model was taught; "": unknown.
  double confidence = 0;   // Of the model: a calibrated probability. Of rules: how strong the words are, 0.5 to 1.
  double score = 0;        // -1 to 1. Of a model: p(positive) - p(negative); of rules: theirs. NaN: unknown.
  double rules = 0;        // Score by rules, -1 to 1; 0 where nobody asked them.
  uint32_t rule_words = 0;
};

// A stretch of the text and what it did.
struct Reason {
  std::string kind;  // "word", "negation", "intensifier", "but", "question", "correction"; "feature" of a model.
  ByteRange range;
  double weight = 0;  // Of a model: for the label that was chosen.
  ByteRange scope;
};

// One learned model a language, and one for those that have none.
class SentimentModels {
 public:
  // Replaces the one of its language; of language "": for every language without one.
  void add(std::shared_ptr<const LinearModel> model);
  void remove(std::string_view language);
  // Null where there is none. `language` "": unknown; it gets the model of any language, else the only one there is.
  const LinearModel* of(std::string_view language) const;
  const std::map<std::string, std::shared_ptr<const LinearModel>, std::less<>>& all() const { return models_; }
  // The one in the program. Null where there is none.
  static const LinearModel* warm_start(std::string_view language);

 private:
  std::map<std::string, std::shared_ptr<const LinearModel>, std::less<>> models_;
};

class TextReader {
 public:
  // What a program knows that has learned nothing. With `model`: that model where it fits, warm starts elsewhere.
  explicit TextReader(const LinearModel* model = nullptr) : model_(model) {}
  // Both may be null.
  TextReader(const SentimentModels* models, const Corrections* corrections)
      : models_(models), corrections_(corrections) {}
  // Without them texts that no model given above fits are judged by rules alone.
  void use_warm_starts(bool use) { warm_starts_ = use; }
  // In which languages texts come, for those whose letters do not tell. Borrowed.
  void use_prior(const LanguagePrior& prior) { prior_ = &prior; }

  // `language`: what it is in, where that is known; else it is found out. It has to live as long as the verdict.
  TextVerdict read(std::string_view text, std::string_view language = {});
  // With the reasons of the one who judged, in the order of the text, ranges of text().
  TextVerdict explain(std::string_view text, std::vector<Reason>& reasons, std::string_view language = {});
  // What ranges are of: the text last read, in NFC.
  std::string_view text() const { return tokenizer_.text(); }
  // The tokens and hashes of the text last read, for other heads.
  const Tokenizer& tokenizer() const { return tokenizer_; }
  // The rows of the text last read.
  std::span<const uint32_t> rows() { return features_.read(tokenizer_); }
  // Of the label last chosen by a model, one a label; empty where none judged.
  std::span<const double> probabilities() const { return probabilities_; }

 private:
  RuleScorer* scorer_of(std::string_view language);
  // The one that judges texts of `language`.
  const LinearModel* model_of(std::string_view language, JudgedBy& by) const;
  void judge_by_rules(RuleScorer& scorer, TextVerdict& verdict);
  void temper(double trust, TextVerdict& verdict);
  void judge_by_warm_start(const LinearModel& model, TextVerdict& verdict);
  std::span<const CorrectedPhrase> corrected() const;
  void judge_by_model(const LinearModel& model, double prior, TextVerdict& verdict);
  void shift_by(const LinearModel& model, std::span<const uint32_t> rows, const CorrectedPhrase& phrase);
  void explain_model(std::vector<Reason>& reasons);

  const LinearModel* model_ = nullptr;
  const SentimentModels* models_ = nullptr;
  const Corrections* corrections_ = nullptr;
  const LanguagePrior* prior_ = &LanguagePrior::none();
  bool warm_starts_ = true;
  Tokenizer tokenizer_;
  FeatureReader features_;
  std::map<std::string, RuleScorer, std::less<>> scorers_;
  std::vector<double> probabilities_;
  std::vector<double> shifts_;                      // Of the labels by corrections; empty where there are none.
  std::vector<std::vector<double>> phrase_shifts_;  // The same a phrase.
  RuleScorer* corrected_by_ = nullptr;              // Where the corrected phrases of the text stand.
  RuleScore seen_;                                  // What the rules saw.
  const LinearModel* judge_ = nullptr;
  size_t chosen_ = 0;
};

}  // namespace sojourn
