#include "text/personal_tokens.h"

#include "text/characters.h"
#include "text/personal_gazetteer.h"
#include "text/personal_words.h"

namespace sojourn {
namespace {

constexpr uint64_t kSeed = 0xCBF29CE484222325ULL;
uint64_t mix(uint64_t hash, uint32_t point) { return (hash ^ point) * 0x100000001B3ULL; }
uint64_t finish(uint64_t hash) {
  hash ^= hash >> 29;
  return hash * 0xBF58476D1CE4E5B9ULL;
}

struct Decoded {
  uint32_t point;
  uint32_t bytes;
};

// What is not UTF-8 is a blank of one byte.
Decoded decode(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) { return at + i < text.size() ? static_cast<uint8_t>(text[at + i]) : uint32_t{0}; };
  const auto tail = [&](size_t i) { return byte(i) & 0x3FU; };
  const auto follows = [&](size_t i) { return (byte(i) & 0xC0U) == 0x80; };
  const uint32_t first = byte(0);
  if (first < 0x80) return {first, 1};
  if (first >= 0xC2 && first < 0xE0 && follows(1)) return {(first & 0x1FU) << 6 | tail(1), 2};
  if (first >= 0xE0 && first < 0xF0 && follows(1) && follows(2)) {
    return {(first & 0x0FU) << 12 | tail(1) << 6 | tail(2), 3};
  }
  if (first >= 0xF0 && first < 0xF5 && follows(1) && follows(2) && follows(3)) {
    const uint32_t point = (first & 0x07U) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3);
    return {point <= 0x10FFFF ? point : 0, point <= 0x10FFFF ? 4U : 1U};
  }
  return {0, 1};
}

bool joins_words(uint32_t point) { return point == '\'' || point == 0x2019 || point == '-' || point == 0x2011; }
bool ends_sentence(uint32_t point) {
  return point == '.' || point == '!' || point == '?' || point == ':' || point == 0x2026 || point == 0x2022 ||
         point == '>' || point == '|';
}
uint32_t same_mark(uint32_t point) { return point == 0x2019 ? '\'' : point; }

// "Anna's": the name ends before the mark. Not of "it's" and the like, where nothing hangs on it.
bool is_genitive(std::string_view text, size_t after_mark) {
  if (text[after_mark] != 's' && text[after_mark] != 'S') return false;
  const size_t next = after_mark + 1;
  return next >= text.size() || CharTable::get().traits(decode(text, next).point).kind != CharKind::kLetter;
}

}  // namespace

uint64_t personal_word_hash(std::string_view word) {
  const CharTable& table = CharTable::get();
  uint64_t hash = kSeed;
  for (size_t at = 0; at < word.size();) {
    const Decoded character = decode(word, at);
    hash = mix(hash, same_mark(table.lower(character.point)));
    at += character.bytes;
  }
  return finish(hash);
}

PersonalToken& PersonalTokens::add(PersonalToken::Kind kind, size_t begin, size_t end, bool blank) {
  PersonalToken& token = tokens_.emplace_back();
  token.kind = kind;
  token.begin = static_cast<uint32_t>(begin);
  token.end = static_cast<uint32_t>(end);
  token.blank_before = blank;
  return token;
}

size_t PersonalTokens::read_word(size_t position, bool blank) {
  const CharTable& table = CharTable::get();
  const size_t begin = position;
  uint64_t hash = kSeed;
  size_t letters = 0;
  size_t capitals = 0;
  bool first_capital = false;
  bool number = false;
  while (position < text_.size()) {
    Decoded character = decode(text_, position);
    const CharTraits traits = table.traits(character.point);
    if (traits.kind == CharKind::kLetter) {
      cyrillic_ |= traits.script == Script::kCyrillic;
      const uint32_t lower = table.lower(character.point);
      const bool upper = lower != character.point;
      first_capital |= upper && position == begin;
      capitals += upper ? 1 : 0;
      ++letters;
      hash = mix(hash, lower);
    } else if (traits.kind == CharKind::kDigit) {
      number |= letters == 0;
      digits_ = true;
      hash = mix(hash, '0');
    } else if (position > begin && joins_words(character.point) && position + character.bytes < text_.size() &&
               !number) {
      const Decoded after = decode(text_, position + character.bytes);
      if (table.traits(after.point).kind != CharKind::kLetter) break;
      if (is_genitive(text_, position + character.bytes)) break;
      hash = mix(hash, same_mark(character.point));
    } else {
      break;
    }
    position += character.bytes;
  }
  PersonalToken& token =
      add(number ? PersonalToken::Kind::kNumber : PersonalToken::Kind::kWord, begin, position, blank);
  token.hash = finish(hash);
  token.capital = first_capital;
  token.capitals = letters > 1 && capitals == letters;
  token.opens = opens_;
  if (!number) token.known = gazetteer_.find(token.hash);
  known_ |= (token.known & (kFirstName | kPlaceName | kCountry)) != 0 && (token.known & (kOrdinary | kNoName)) == 0;
  const bool after_initial = tokens_.size() > 2 && tokens_[tokens_.size() - 2].mark == '.' &&
                             tokens_[tokens_.size() - 3].capital &&
                             tokens_[tokens_.size() - 3].end - tokens_[tokens_.size() - 3].begin <= 2;
  capitals_inside_ |= token.capital && after_initial && position - begin > 2;
  capitals_inside_ |= token.capital && !opens_ && position - begin > 1 && text_[begin + 1] != '\'';
  opens_ = false;
  return position;
}

// "Mrs." ends no sentence.
bool PersonalTokens::after_abbreviation() const {
  static const CueWords kAbbreviations{"mr",   "mrs", "ms",  "dr",  "prof", "st",  "hr", "fr", "dhr",
                                       "mevr", "mw",  "ing", "drs", "jr",   "str", "ул", "д",  "кв"};
  return tokens_.size() > 1 && kAbbreviations.has(tokens_[tokens_.size() - 2]);
}

void PersonalTokens::read_other(size_t& position, bool& blank) {
  const Decoded character = decode(text_, position);
  const CharTraits traits = CharTable::get().traits(character.point);
  const size_t end = position + character.bytes;
  if (character.point == '\n' || character.point == '\r' || character.point == 0x2028) {
    if (tokens_.empty() || tokens_.back().kind != PersonalToken::Kind::kLine) {
      add(PersonalToken::Kind::kLine, position, end, blank);
    }
    opens_ = true;
  } else if (traits.kind == CharKind::kIdeograph) {
    PersonalToken& token = add(PersonalToken::Kind::kHan, position, end, blank);
    token.hash = finish(mix(kSeed, character.point));
    han_ = true;
    opens_ = false;
  } else if (traits.kind == CharKind::kPunctuation) {
    PersonalToken& token = add(PersonalToken::Kind::kMark, position, end, blank);
    token.hash = finish(mix(kSeed, character.point));
    token.mark = character.bytes == 1 ? static_cast<char>(character.point) : '\0';
    at_ |= character.point == '@';
    if (ends_sentence(character.point)) opens_ = character.point != '.' || !after_abbreviation();
  }
  blank = traits.kind == CharKind::kBlank;
  position = end;
}

void PersonalTokens::read(std::string_view text) {
  const CharTable& table = CharTable::get();
  text_ = text;
  tokens_.clear();
  digits_ = han_ = cyrillic_ = at_ = capitals_inside_ = known_ = false;
  opens_ = true;
  bool blank = false;
  for (size_t position = 0; position < text.size();) {
    if (text[position] == ' ') {
      blank = true;
      ++position;
      continue;
    }
    const CharKind kind = table.traits(decode(text, position).point).kind;
    if (kind == CharKind::kLetter || kind == CharKind::kDigit) {
      position = read_word(position, blank);
      blank = false;
    } else {
      read_other(position, blank);
    }
  }
}

}  // namespace sojourn
