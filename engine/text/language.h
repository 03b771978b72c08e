// In which language a text is written.
//
// By script    Han without kana is Chinese, with kana Japanese; Hangul Korean; Greek, Hebrew, Thai, Georgian and Armenian
//              letters each mean one language.
// By model     Latin and Cyrillic letters: a linear model over the tokenizer's hashes of 1 to 5 characters, at 2^16 rows of
//              16 numbers (1 MB). Scripts share the rows' columns, since they share no characters.
// By prior     what is known of where the text comes from (language_prior.h) weighs where letters do not tell.
// Unknown      no letters, a script without a rule, or no first language: below kLanguageLeast of the probability (of three
//              words and more: kLanguageLeastOfThree), or less than kLanguageLead times as likely as the second. Probabilities are calibrated, so that more would throw away
//              answers that are mostly right.
// Threads      a model is read only. Cost: about 2 ns a hash, 512 hashes at the most, spread over the text.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "text/language_prior.h"
#include "text/model_file.h"
#include "text/sentences.h"
#include "text/tokenizer.h"

namespace sojourn {

inline constexpr double kLanguageLeast = 0.25, kLanguageLeastOfThree = 0.4;
inline constexpr double kLanguageLead = 1.2;
// From here on a text tells its language by itself.
inline constexpr double kLanguageClear = 0.9;
inline constexpr size_t kLanguageLanes = 16;
inline constexpr size_t kLanguageRows = size_t{1} << 16;

struct LanguageVerdict {
  std::string_view code;   // "nl"; "": unknown. Lives as long as the model.
  double confidence = 0;   // Of the first language, also where it is not enough.
  std::string_view first;  // The first language, also where it is not enough.
};

// The languages of one script, each with its column.
struct LanguageGroup {
  Script script = Script::kLatin;
  std::vector<std::string> codes;
  std::vector<float> biases;
  float scale = 1;  // Of a row's numbers; temperature included.
};

class LanguageModel {
 public:
  // Errors: kCorruption.
  static Result<LanguageModel> load(std::string_view bytes, std::string_view name);
  std::string save() const;
  // The one in the program.
  static const LanguageModel& built_in();

  // Of what `text` has read.
  LanguageVerdict identify(const Tokenizer& text, const LanguagePrior& prior = LanguagePrior::none()) const;
  // All codes, sorted.
  std::vector<std::string> codes() const;
  const ModelOrigin& origin() const { return origin_; }
  uint64_t checksum() const { return checksum_; }

 private:
  friend class LanguageTrainer;
  using Sums = std::array<int32_t, kLanguageLanes>;
  size_t add_rows(std::span<const uint32_t> hashes, size_t step, Sums& sums) const;
  LanguageVerdict choose(const LanguageGroup& group, const Tokenizer& text, const LanguagePrior& prior) const;

  ModelOrigin origin_;
  uint64_t checksum_ = 0;
  std::vector<LanguageGroup> groups_;
  std::vector<int8_t> rows_;  // kLanguageRows x kLanguageLanes
};

struct SentenceLanguage {
  ByteRange range;
  LanguageVerdict language;
};

// Each sentence by itself, for texts that mix languages. A sentence that is not sure takes the text's language.
class LanguageReader {
 public:
  // `model` is borrowed.
  explicit LanguageReader(const LanguageModel& model) : model_(model) {}
  LanguageVerdict identify(std::string_view text, const LanguagePrior& prior = LanguagePrior::none());
  const std::vector<SentenceLanguage>& identify_sentences(std::string_view text,
                                                          const LanguagePrior& prior = LanguagePrior::none());
  // Counts a text where it tells its language by itself (kLanguageClear): how a source's prior is learned.
  void teach(std::string_view text, uint64_t times, LanguagePrior& prior);

 private:
  const LanguageModel& model_;
  Tokenizer tokenizer_;
  SentenceSplitter splitter_;
  std::vector<SentenceLanguage> sentences_;
};

}  // namespace sojourn
