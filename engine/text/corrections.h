// What an owner says of phrases against lexicons and models: "in our shop `sick` is praise".
//
// Phrase    1 to 8 words or signs (Han and kana: 16 characters) on one line; marks around it are left out, capitals and
//           blanks make no difference. One phrase of one language has one sentiment: adding it again replaces it.
// Language  "en", "nl" ...; "": of every language. Where both are told, that of the language wins.
// Effect    by rules: the phrase has the value kCorrectionValue (positive), its opposite (negative) or 0 (neutral) in place of
//           what the lexicon says; negations and intensifiers still turn and weigh it. By a model: TextReader.
// Lines     `positive: sick`, `negative en: hot mess`; sorted by language and phrase; `#` begins a comment line.
// Errors    kInvalidArgument that names the phrase or the line, kLimit above kCorrectionsMax.
// Threads   read only once made. Cost: a look-up a token and language.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/status.h"
#include "text/lexicon.h"

namespace sojourn {

inline constexpr size_t kCorrectionsMax = 5000;
inline constexpr size_t kCorrectionWordsMax = 8, kCorrectionIdeographsMax = 16, kCorrectionBytesMax = 400;
inline constexpr float kCorrectionValue = 3;

struct Correction {
  std::string phrase;
  Sentiment sentiment = Sentiment::kNeutral;
  std::string language;  // "": any.
  bool operator==(const Correction&) const = default;
};

struct CorrectionMatch {
  size_t tokens = 0;  // 0: there is none.
  Sentiment sentiment = Sentiment::kNeutral;
};

class Corrections {
 public:
  // What `print` wrote, or somebody by hand. `name` stands in errors.
  static Result<Corrections> read(std::string_view lines, std::string_view name);
  std::string print() const;

  Status add(Correction correction);
  // False where there is none of this phrase and language. Errors: as add's of the phrase.
  Result<bool> remove(std::string_view phrase, std::string_view language);

  // Sorted by language and phrase.
  std::vector<Correction> list() const;
  size_t size() const { return corrections_.size(); }
  bool empty() const { return corrections_.empty(); }
  // Equal for equal corrections: part of an edition's version.
  uint64_t checksum() const;

  // The longest phrase that begins at token `at`.
  CorrectionMatch find(const Tokenizer& text, size_t at, std::string_view language) const;
  // Does any phrase stand in the text?
  bool touches(const Tokenizer& text, std::string_view language) const;

 private:
  // By language, then by the hashes of the tokens joined.
  using Key = std::pair<std::string, uint64_t>;
  using Index = std::unordered_map<uint64_t, CorrectionMatch>;
  CorrectionMatch find_in(const Index& index, const Tokenizer& text, size_t at) const;

  std::map<Key, Correction> corrections_;
  std::map<std::string, Index, std::less<>> phrases_;  // By language.
  std::unordered_map<uint64_t, size_t> longest_;       // By the first token: tokens of the longest phrase.
};

}  // namespace sojourn
