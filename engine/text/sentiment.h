// What a text says and feels, in one pass: its language, then its sentiment by the learned model where there is one for that
// language, else by the rules of that language, else "unknown".
// Threads: one reader a thread; the model is borrowed and shared. Cost: about 3 µs a short comment with a model.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "text/language.h"
#include "text/linear_model.h"
#include "text/rules.h"

namespace sojourn {

enum class JudgedBy : uint8_t { kNothing, kRules, kModel };
std::string_view judged_by_name(JudgedBy by);

struct TextVerdict {
  LanguageVerdict language;
  JudgedBy by = JudgedBy::kNothing;
  std::string_view label;  // "positive", "neutral", "negative", or what the model was taught; "": unknown.
  double confidence = 0;   // Of the model: a calibrated probability. Of rules: how strong the words are, 0.5 to 1.
  double rules = 0;        // Score by rules, -1 to 1.
  uint32_t rule_words = 0;
};

// A stretch of the text and what it did.
struct Reason {
  std::string kind;  // "word", "negation", "intensifier", "but", "question"; "feature" of a model.
  ByteRange range;
  double weight = 0;  // Of a model: for the label that was chosen.
  ByteRange scope;
};

class TextReader {
 public:
  // `model` may be null.
  explicit TextReader(const LinearModel* model = nullptr) : model_(model) {}
  // `language`: what it is in, where that is known; else it is found out.
  TextVerdict read(std::string_view text, std::string_view language = {});
  // With the reasons of the one who judged, in the order of the text, ranges of text().
  TextVerdict explain(std::string_view text, std::vector<Reason>& reasons, std::string_view language = {});
  // What ranges are of: the text last read, in NFC.
  std::string_view text() const { return tokenizer_.text(); }
  // The rows of the text last read.
  std::span<const uint32_t> rows() { return features_.read(tokenizer_); }

 private:
  RuleScorer* scorer_of(std::string_view language);
  bool uses_model(std::string_view language) const;
  void explain_model(std::vector<Reason>& reasons);

  const LinearModel* model_;
  Tokenizer tokenizer_;
  FeatureReader features_;
  std::map<std::string, RuleScorer, std::less<>> scorers_;
  std::vector<double> probabilities_;
  size_t chosen_ = 0;
};

}  // namespace sojourn
