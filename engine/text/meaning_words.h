// The words of one language that tell what a text means.
//
// File     lines `kind name number: entry, entry, ...`; `#` begins a comment. Head: `language`, `version`, `source`, `licence`.
//          An entry is a phrase: words parted by blanks; `a|b` either of them, `a+b|c` "a b" or "c", `_` among them nothing; `secur*` every word that
//          begins so and has at most kMeaningEndingMax letters more; `..` up to kMeaningGapMax words of the same clause;
//          `^` before the first word and `$` after the last: only where a clause, or what follows a sign of feeling, begins or ends.
//          Phrases reach over a comma ("wäre schön, wenn") and a hyphen within a word. Kinds:
//            negations N        turn what follows in their clause, at most N tokens on
//            behind N           negations that, where they turn nothing after them, turn what stands up to N tokens before
//            but                clauses begin at these: negations do not reach over them, wishes end there
//            stop               words without content
//            emotion E W        W: how much it speaks for E; `emotion off` hides emotion words inside it, as do the others' off;
//                               in XX.meaning only words that are no things: what is felt is told by XX.emotions (emotions.h)
//            more W             of emotions: words that make what follows W times as strong ("very")
//            motive M W         W below zero: the motive is missed ("unsafe")
//            intent I W
//            wish ahead W       what is wanted follows; `wish behind W`: it stands before
//            thing NAME         what obstacles are of; the name itself is an entry; `place NAME`: only where no thing is told
//            attribute NAME W   what is wrong with it; below kMeaningFirm only beside a thing
//            switch to W        a competitor follows; below kMeaningFirm only where a name does
//            switch better W    a competitor stands before, better than us; `switch worse W`: follows, worse than us
//            switch from W      a competitor follows, whom the writer left for us
//            unnamed            words that mean a competitor without naming it
//            known              capitalised words that are no competitor
//            brand              names of companies, however they are written
//            ends               words that end a name, in scripts without blanks
//            means NAME         of wishes: phrases that are one; the name itself is an entry
//            weak               of wishes: words that tell wishes apart little ("option", "button")
//            told               words that tell what is or was ("arrived", "nobody"): a clause with one wishes for nothing by itself, and
//                               none of them is a thing
//            bare               nouns of any shop ("parcel", "answer"): alone they name no wish and no obstacle
//            endings            words that differ in these only are one, for wishes
//            oblique            endings of words, not capitalised, in a case that no name stands in
//          and `phrase: {thing} {attribute}`, how obstacles are written, `spellings: ä=ae, ß=ss`, other ways to type (of four letters or more).
// Errors   kInvalidArgument with the line.
// Threads  read only once loaded.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "base/status.h"
#include "text/tokenizer.h"
#include "text/word_points.h"

namespace sojourn {

inline constexpr size_t kMeaningEndingMax = 6, kMeaningGapMax = 3;
inline constexpr double kMeaningFirm = 1.5;

enum class MeaningKind : uint8_t {
  kNegation,
  kBehind,
  kBut,
  kStop,
  kEmotion,
  kMotive,
  kIntent,
  kWish,
  kThing,
  kAttribute,
  kSwitch,
  kUnnamed,
  kKnown,
  kMeans,
  kWeak,
  kEnds,
  kMore,
  kBrand,
  kTold,
  kBare
};
inline constexpr size_t kMeaningKinds = 20;
enum class WishSide : uint8_t { kOff, kAhead, kBehind };
enum class SwitchSide : uint8_t { kOff, kTo, kBetter, kWorse, kFrom };
enum class ThingRank : uint8_t { kOff, kThing, kPlace };

struct MeaningEntry {
  MeaningKind kind = MeaningKind::kStop;
  uint8_t code = 0;  // Emotion, Motive, Intent, WishSide, SwitchSide or ThingRank; 0: off.
  uint32_t name = 0;
  float value = 1;
};

// Numbers by 64-bit keys; what is not there is told by a filter that stays in the nearest cache.
class KeyIndex {
 public:
  static constexpr uint32_t kAbsent = ~uint32_t{0};
  // The value of `key`; `value` where it was not there.
  uint32_t add(uint64_t key, uint32_t value);
  uint32_t find(uint64_t key) const {
    if (slots_.empty() || (filter_[(key >> 6) & kFilterMask] >> (key & 63U) & 1U) == 0) return kAbsent;
    for (size_t at = place(key);; at = (at + 1) & (slots_.size() - 1)) {
      if (slots_[at].second == kAbsent || slots_[at].first == key) return slots_[at].second;
    }
  }
  size_t size() const { return size_; }

 private:
  static constexpr size_t kFilterMask = 1023;
  size_t place(uint64_t key) const { return (key ^ key >> 29) * 0x9FB21C651E98DF25ULL >> 20 & (slots_.size() - 1); }
  void put(uint64_t key, uint32_t value);
  void grow();

  std::vector<std::pair<uint64_t, uint32_t>> slots_;
  std::vector<uint64_t> filter_;
  size_t size_ = 0;
};

// The entries a token may stand for: itself, and stems of it.
struct MeaningIds {
  static constexpr size_t kMost = 3;
  uint32_t ids[kMost];
  uint32_t count = 0;
};

class MeaningWords {
 public:
  // What `^` and `$` stand for among the ids of words.
  static constexpr uint32_t kBegins = 0, kEnds = 1;

  // Adds the entries of a file. `name` stands in errors.
  Status read(std::string_view text, std::string_view name);
  // Adds what data/shared.meaning says of `language`: words of wishes that are the same in other languages.
  Status read_shared(std::string_view text, std::string_view name, std::string_view language);
  // Of a language in the program: "en", "nl", "de", "ru", "zh". Null where there is none.
  static const MeaningWords* built_in(std::string_view language);

  MeaningIds ids_of(const Tokenizer& text, const Token& token) const;
  // Phrases are paths of ids. kAbsent where there is none.
  uint32_t step(uint32_t node, uint32_t id) const { return steps_.find(step_key(node, id)); }
  uint32_t gap(uint32_t node) const { return nodes_[node].gap; }
  const std::vector<MeaningEntry>& entries(uint32_t node) const { return nodes_[node].entries; }

  const std::string& name(uint32_t name) const { return names_[name]; }
  // What a name means: the same in all languages where it is shared.
  uint64_t term(uint32_t name) const {
    return name < terms_.size() && terms_[name] != 0 ? terms_[name] : hash64(names_[name]);
  }
  const std::string& language() const { return language_; }
  // Of a word of wishes: the hash of its lower-case letters without its ending.
  uint64_t stem_of(std::string_view word) const;
  // Has the word an ending of `oblique`? Capitalised words have none where only small ones are inflected so.
  bool is_oblique(std::string_view word) const;
  // The name of a term of wishes; empty where it is none that has one.
  std::string_view name_of(uint64_t term) const;
  std::string obstacle(std::string_view thing, std::string_view attribute) const;
  size_t size() const { return size_; }
  // One line a file: version, source, licence, checksum.
  const std::vector<std::string>& origins() const { return origins_; }

 private:
  struct Node {
    std::vector<MeaningEntry> entries;
    uint32_t gap = KeyIndex::kAbsent;  // The node after a gap.
  };
  struct Phrase;
  struct Head;
  static uint64_t stem_hash(std::string_view word);
  static uint64_t word_hash(const Tokenizer& text, const Token& token);
  static uint64_t step_key(uint32_t node, uint32_t id) {
    return (uint64_t{node} << 32 | id) * 0xD6E8FEB86659FD93ULL ^ id;
  }
  Status read_line(std::string_view line, Tokenizer& tokenizer);
  Status read_row(std::string_view row, size_t column, Tokenizer& tokenizer);
  bool read_setting(std::string_view kind, std::string_view rest);
  Status read_head(std::string_view text, Head& head);
  Status add(std::string_view text, const MeaningEntry& entry, Tokenizer& tokenizer);
  Status parse(std::string_view text, Phrase& phrase, Tokenizer& tokenizer);
  Status parse_word(std::string_view text, Phrase& phrase, Tokenizer& tokenizer);
  std::string respelled(std::string_view word) const;
  void insert(uint32_t node, const Phrase& phrase, size_t at, const MeaningEntry& entry);
  uint32_t child(uint32_t node, uint32_t id);
  uint32_t add_name(std::string_view name);

  std::unordered_map<uint64_t, uint32_t> term_names_;
  std::vector<uint64_t> terms_;  // By name; 0: shared with no other language.
  std::string language_, phrase_ = "{thing} {attribute}";
  std::vector<std::string> origins_, names_{""};
  std::vector<std::pair<std::string, std::string>> spellings_;
  std::vector<std::vector<uint32_t>> endings_, oblique_;  // The longest first.
  KeyIndex words_, stems_;                                // Ids by hash.
  uint32_t ids_ = 2;
  KeyIndex steps_;
  std::vector<Node> nodes_{Node{}};
  size_t size_ = 0;
};

}  // namespace sojourn
