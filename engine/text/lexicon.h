// The words of one language that say how somebody feels, and those that turn or weigh them.
//
// File     lines `kind number: entry, entry, ...`; `#` begins a comment. An entry is one or more words, or an emoji or an
//          emoticon. Head: `language`, `version`, `source`, `licence`, each `name: text`. Kinds:
//            words V          from -4 to 4
//            stems V          V for every word that begins so and has at most kStemEndingMax letters more
//            needed V         says nothing by itself, and -V when it is negated ("works", "arrived")
//            negations N      turns what follows in its clause, at most N tokens on
//            behind N         a negation that, when it turns nothing after it, turns what stands up to N tokens before it
//            intensifiers F   multiplies the word after it ("very" 1.3, "a bit" 0.6)
//            joins            "and": a negation behind turns nothing that stands before it
//            but              what follows weighs more than what came before
//            asks             says that a sentence asks for something ("please", "could you"); by itself it feels nothing
//            concord          in this language two negations say one ("никто не"): what is turned stays so
//            endings          two words that differ in these only are the same; checked where no other entry fits
// Numbers  in an entry mean themselves: "1 star" is not "5 stars", though a model reads both alike.
// Errors   kInvalidArgument with the line.
// Threads  read only once loaded.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/status.h"
#include "text/tokenizer.h"

namespace sojourn {

enum class Sentiment : uint8_t { kNegative, kNeutral, kPositive };
std::string_view sentiment_name(Sentiment sentiment);

inline constexpr size_t kStemEndingMax = 5;

enum class EntryKind : uint8_t { kNone, kWord, kNeeded, kNegation, kBehind, kIntensifier, kBut, kJoin };

struct LexiconEntry {
  EntryKind kind = EntryKind::kNone;
  float value = 0;
  bool asks = false;  // A kWord of value 0 that makes a wish of its sentence.
};

struct LexiconMatch {
  LexiconEntry entry;
  size_t tokens = 1;
};

class Lexicon {
 public:
  // Adds the entries of a file; those read later replace those read before. `name` stands in errors.
  Status read(std::string_view text, std::string_view name);
  // Of a language in the program: "en", "nl", "de", "ru", "zh". Null where there is none.
  static const Lexicon* built_in(std::string_view language);

  // The longest entry that begins at token `at`; kind kNone where there is none.
  LexiconMatch find(const Tokenizer& text, size_t at) const { return find_longer(text, at, find_first(text, at)); }
  size_t size() const { return entries_.size() + stems_.size(); }
  // One line a file: version, source, licence, checksum.
  const std::vector<std::string>& origins() const { return origins_; }
  const std::string& language() const { return language_; }
  bool negations_agree() const { return negations_agree_; }

 private:
  friend class LexiconReader;
  struct Slot {
    LexiconEntry entry;
    uint8_t longest = 1;  // Tokens of the longest entry that begins with this token; set on single tokens only.
  };
  // Of the token as entries are kept by.
  static uint64_t hash_of(const Tokenizer& text, const Token& token) {
    return token.kind == TokenKind::kNumber ? hash_of_number(text.text_of(token)) : token.hash;
  }
  static uint64_t hash_of_number(std::string_view number);
  Slot find_first(const Tokenizer& text, size_t at) const;
  LexiconMatch find_longer(const Tokenizer& text, size_t at, const Slot& first) const;
  Status read_line(std::string_view line, Tokenizer& tokenizer);
  Status add(std::string_view entry, LexiconEntry value, Tokenizer& tokenizer);
  LexiconEntry find_stem(std::string_view word) const;
  LexiconEntry find_ended(std::string_view word) const;
  uint64_t hash_without_ending(std::string_view word) const;
  void index_endings();

  std::string language_;
  bool negations_agree_ = false;
  std::vector<std::string> origins_;
  std::unordered_map<uint64_t, Slot> entries_;  // By hashes joined over the tokens.
  std::unordered_map<uint64_t, LexiconEntry> stems_;
  std::unordered_map<uint64_t, LexiconEntry> ended_;  // Single words without their endings.
  std::vector<std::vector<uint32_t>> endings_;        // The longest first.
  std::vector<std::pair<std::string, LexiconEntry>> single_words_;
};

// Looks up the words of many texts: the usual ones are remembered. Threads: one reader a thread.
class LexiconReader {
 public:
  // `lexicon` is borrowed.
  explicit LexiconReader(const Lexicon& lexicon) : lexicon_(lexicon), known_(kKnown) {}
  const Lexicon& lexicon() const { return lexicon_; }
  LexiconMatch find(const Tokenizer& text, size_t at) {
    const uint64_t hash = Lexicon::hash_of(text, text.tokens()[at]);
    Known& known = known_[(hash ^ hash >> 32) % kKnown];
    if (known.hash != hash) known = {hash, lexicon_.find_first(text, at)};
    return known.slot.longest > 1 ? lexicon_.find_longer(text, at, known.slot) : LexiconMatch{known.slot.entry, 1};
  }

 private:
  static constexpr size_t kKnown = 4096;
  struct Known {
    uint64_t hash = 0;
    Lexicon::Slot slot;
  };
  const Lexicon& lexicon_;
  std::vector<Known> known_;
};

}  // namespace sojourn
