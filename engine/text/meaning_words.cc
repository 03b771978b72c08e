#include "text/meaning_words.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/encoding.h"
#include "text/built_in.h"

namespace sojourn {
namespace {

constexpr size_t kStemMin = 2, kStemmedMin = 3;

// Stems are compared from letter to letter.
constexpr uint64_t kStemSeed = 0xCBF29CE484222325ULL;
constexpr uint64_t more_stem(uint64_t hash, uint32_t letter) { return (hash ^ letter) * 0x100000001B3ULL; }
}  // namespace

uint64_t MeaningWords::stem_hash(std::string_view word) {
  const WordPoints letters = word_points(word);
  uint64_t hash = kStemSeed;
  for (size_t i = 0; i < letters.size; ++i) hash = more_stem(hash, letters.points[i]);
  return hash;
}

// The tokenizer's hash is one for all numbers; "5 stars" are not "1 star".
uint64_t MeaningWords::word_hash(const Tokenizer& text, const Token& token) {
  return token.kind == TokenKind::kNumber ? stem_hash(text.text_of(token)) : token.hash;
}

uint32_t KeyIndex::add(uint64_t key, uint32_t value) {
  const uint32_t known = find(key);
  if (known != kAbsent) return known;
  if ((size_ + 1) * 3 > slots_.size()) grow();
  put(key, value);
  ++size_;
  return value;
}

void KeyIndex::put(uint64_t key, uint32_t value) {
  filter_[(key >> 6) & kFilterMask] |= uint64_t{1} << (key & 63U);
  size_t at = place(key);
  while (slots_[at].second != kAbsent) at = (at + 1) & (slots_.size() - 1);
  slots_[at] = {key, value};
}

void KeyIndex::grow() {
  std::vector<std::pair<uint64_t, uint32_t>> before(std::max<size_t>(64, slots_.size() * 2), {0, kAbsent});
  before.swap(slots_);
  filter_.resize(kFilterMask + 1);
  for (const auto& [key, value] : before) {
    if (value != kAbsent) put(key, value);
  }
}

uint32_t MeaningWords::child(uint32_t node, uint32_t id) {
  const auto fresh = static_cast<uint32_t>(nodes_.size());
  const uint32_t known = steps_.add(step_key(node, id), fresh);
  if (known == fresh) nodes_.emplace_back();
  return known;
}

MeaningIds MeaningWords::ids_of(const Tokenizer& text, const Token& token) const {
  MeaningIds found;
  if (const uint32_t id = words_.find(word_hash(text, token)); id != KeyIndex::kAbsent) found.ids[found.count++] = id;
  if (token.kind != TokenKind::kWord || stems_.size() == 0) return found;
  const WordPoints word = word_points(text.text_of(token));
  std::array<uint64_t, kMeaningEndingMax + 1> hashes;  // Of the longest beginnings.
  const size_t least = std::max(kStemMin, word.size > kMeaningEndingMax ? word.size - kMeaningEndingMax : 0);
  uint64_t hash = kStemSeed;
  for (size_t size = 1; size <= word.size; ++size) {
    hash = more_stem(hash, word.points[size - 1]);
    if (size >= least) hashes[size - least] = hash;
  }
  for (size_t size = word.size; size >= least && found.count < MeaningIds::kMost; --size) {
    if (const uint32_t id = stems_.find(hashes[size - least]); id != KeyIndex::kAbsent) found.ids[found.count++] = id;
  }
  return found;
}

uint64_t MeaningWords::stem_of(std::string_view word) const {
  const WordPoints points = word_points(word);
  std::span<const uint32_t> stem = without_ending(points, endings_, kStemmedMin);
  // "Wrapped" is of "wrap": the last letter stands once, in all words alike.
  if (language_ == "en" && stem.size() > kStemmedMin && stem[stem.size() - 1] == stem[stem.size() - 2])
    stem = stem.first(stem.size() - 1);
  return hash_points(stem);
}

bool MeaningWords::is_oblique(std::string_view word) const {
  if (oblique_.empty() || fold_case(word) != word) return false;
  const WordPoints points = word_points(word);
  return without_ending(points, oblique_, kStemmedMin).size() != points.size;
}

std::string_view MeaningWords::name_of(uint64_t term) const {
  const auto found = term_names_.find(term);
  return found == term_names_.end() ? std::string_view() : std::string_view(names_[found->second]);
}

std::string MeaningWords::obstacle(std::string_view thing, std::string_view attribute) const {
  if (thing.empty() || thing == attribute) return std::string(attribute);
  if (attribute.empty()) return std::string(thing);
  std::string text = phrase_;
  for (const auto& [mark, word] :
       {std::pair<std::string_view, std::string_view>("{thing}", thing), {"{attribute}", attribute}}) {
    if (const size_t at = text.find(mark); at != std::string::npos) text.replace(at, mark.size(), word);
  }
  return text;
}

const MeaningWords* MeaningWords::built_in(std::string_view language) {
  static const std::map<std::string, MeaningWords, std::less<>> all = [] {
    std::map<std::string, MeaningWords, std::less<>> made;
    for (const std::string code : {"en", "nl", "de", "ru", "zh"}) {
      for (const std::string& file : {code + ".meaning", std::string("signs.meaning")}) {
        const std::string_view text = built_in_file(file);
        const Status status = text.empty() ? Status() : made[code].read(text, file);
        SOJOURN_ASSERT(status.ok(), "a file of meanings in the program is well-formed");
      }
      const Status status = made[code].read_shared(built_in_file("shared.meaning"), "shared.meaning", code);
      SOJOURN_ASSERT(status.ok(), "the file of shared meanings in the program is well-formed");
    }
    return made;
  }();
  const auto found = all.find(language);
  return found == all.end() ? nullptr : &found->second;
}

}  // namespace sojourn
