#include "text/tokenizer.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>

#include <algorithm>

#include "text/emoticons.h"

namespace sojourn {
namespace {

// Placeholders, and what a hash stands for besides a token: any numbers do, as long as they stay.
constexpr uint64_t kNumberHash = 0xA1D5, kLinkHash = 0xA2D5, kUserHash = 0xA3D5, kMailHash = 0xA4D5;
constexpr uint64_t kCapitalsHash = 0xB1D5, kStretchedHash = 0xB2D5, kRepeatedHash = 0xB3D5, kEmojiBlockHash = 0xB4D5;
constexpr uint64_t kSmallNumberHash = 0xC1D5, kMarkHash = 0xC2D5, kEmojiHash = 0xC3D5;
constexpr uint32_t kWordEdge = 0x110000;  // Beyond every character.
constexpr uint32_t kBad = 0x110001;       // Not UTF-8.

constexpr uint32_t fold(uint64_t hash) {
  hash ^= hash >> 32;
  hash *= 0x9FB21C651E98DF25ULL;
  return static_cast<uint32_t>(hash >> 32);
}
constexpr uint64_t grow(uint64_t hash, uint32_t point) { return (hash ^ point) * 0x100000001B3ULL; }
constexpr uint64_t kSeed = 0xCBF29CE484222325ULL;

bool is_follow(std::string_view text, size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}
constexpr bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_host_char(char c) {
  return is_ascii_letter(c) || is_ascii_digit(c) || c == '.' || c == '-' || c == '_';
}

bool begins_with(std::string_view text, std::string_view lower_case) {
  if (text.size() < lower_case.size()) return false;
  for (size_t i = 0; i < lower_case.size(); ++i) {
    const char c = text[i];
    if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c) != lower_case[i]) return false;
  }
  return true;
}

}  // namespace

uint64_t hash_points(std::span<const uint32_t> points) {
  uint64_t hash = kSeed;
  for (const uint32_t point : points) hash = grow(hash, point);
  return hash ^ (hash >> 29);
}

Tokenizer::Tokenizer() : table_(CharTable::get()) {}

// Well-formed UTF-8 only: no overlong forms, no surrogates, nothing beyond 0x10FFFF; else one bad byte.
Tokenizer::Character Tokenizer::at(size_t position) const {
  const auto byte = [&](size_t i) { return static_cast<uint32_t>(static_cast<unsigned char>(text_[i])); };
  const uint32_t first = byte(position);
  if (first < 0x80) return {first, 1};
  if (first >= 0xC2 && first < 0xE0 && is_follow(text_, position + 1)) {
    return {(first & 0x1FU) << 6 | (byte(position + 1) & 0x3FU), 2};
  }
  if (first >= 0xE0 && first < 0xF0 && is_follow(text_, position + 1) && is_follow(text_, position + 2)) {
    const uint32_t point = (first & 0x0FU) << 12 | (byte(position + 1) & 0x3FU) << 6 | (byte(position + 2) & 0x3FU);
    if (point >= 0x800 && (point < 0xD800 || point > 0xDFFF)) return {point, 3};
  }
  if (first >= 0xF0 && first < 0xF5 && is_follow(text_, position + 1) && is_follow(text_, position + 2) &&
      is_follow(text_, position + 3)) {
    const uint32_t point = (first & 7U) << 18 | (byte(position + 1) & 0x3FU) << 12 | (byte(position + 2) & 0x3FU) << 6 |
                           (byte(position + 3) & 0x3FU);
    if (point >= 0x10000 && point <= 0x10FFFF) return {point, 4};
  }
  return {kBad, 1};
}

void Tokenizer::read(std::string_view text) {
  cut_ = text.size() > kTextReadBytes;
  if (cut_) {
    size_t end = kTextReadBytes;
    while (end > kTextReadBytes - 4 && is_follow(text, end)) --end;
    text = text.substr(0, end);
  }
  text_ = text;
  normalised_ = false;
  if (!pass()) {
    normalise();
    normalised_ = true;
    pass();
  }
}

void Tokenizer::start() {
  tokens_.clear();
  words_.clear();
  chars_.clear();
  long_chars_.clear();
  letter_hashes_.clear();
  letters_.fill(0);
  before_ = {};
  ideograph_end_ = 0;
  open_brackets_ = 0;
  bad_bytes_ = 0;
}

void Tokenizer::normalise() {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(error);
  std::string normal;
  icu::StringByteSink<std::string> sink(&normal);
  if (U_SUCCESS(error)) {
    nfc->normalizeUTF8(0, icu::StringPiece(text_.data(), static_cast<int32_t>(text_.size())), sink, nullptr, error);
  }
  if (U_FAILURE(error)) normal.assign(text_);  // Out of memory: the text as it stands is still read.
  normal_ = std::move(normal);
  text_ = normal_;
}

// Is nothing of a word right before?
bool Tokenizer::blank_before(size_t position) const {
  return position == 0 || tokens_.empty() || tokens_.back().end < position ||
         (tokens_.back().kind != TokenKind::kWord && tokens_.back().kind != TokenKind::kNumber);
}

bool Tokenizer::pass() {
  start();
  size_t position = 0;
  while (position < text_.size()) {
    const Character character = at(position);
    if (character.point == kBad) {
      ++bad_bytes_;
      ++position;
      continue;
    }
    const CharTraits traits = table_.traits(character.point);
    if (traits.may_compose && !normalised_) return false;
    switch (traits.kind) {
      case CharKind::kBlank:
      case CharKind::kJoiner: position += character.bytes; break;
      case CharKind::kLetter:
        if (!read_link(position) && !read_emoticon(position) && !read_word(position)) return false;
        break;
      case CharKind::kIdeograph: read_ideograph(position, character); break;
      case CharKind::kDigit: read_number(position); break;
      case CharKind::kEmoji: read_emoji(position); break;
      case CharKind::kPunctuation:
        if (!read_at_sign(position) && !read_emoticon(position) && !read_brackets(position)) {
          read_mark(position, character);
        }
        break;
    }
  }
  return true;
}

Token& Tokenizer::add(TokenKind kind, size_t begin, size_t end, uint64_t hash) {
  words_.make_room(8);
  words_.add(fold(hash));
  if (!tokens_.empty()) words_.add(fold(join_hashes(tokens_.back().hash, hash)));
  return tokens_.emplace_back(Token{static_cast<uint32_t>(begin), static_cast<uint32_t>(end), hash, kind, 0, 0, 0, 0});
}

void Tokenizer::close(Token& token) {
  if ((token.flags & kCapitals) != 0) words_.add(fold(kCapitalsHash));
  if ((token.flags & kStretched) != 0) words_.add(fold(kStretchedHash));
  if ((token.flags & kRepeated) != 0) words_.add(fold(join_hashes(kRepeatedHash, token.hash)));
  token.words_end = static_cast<uint32_t>(words_.size());
  token.chars_end = static_cast<uint32_t>(chars_.size());
  token.long_chars_end = static_cast<uint32_t>(long_chars_.size());
}

// `points` is the word between two edges; `count` counts those too.
void Tokenizer::hash_word(const uint32_t* points, size_t count) {
  uint32_t* letters = letter_hashes_.make_room(count);
  uint32_t* chars = chars_.make_room(count * 3);
  uint32_t* long_chars = long_chars_.make_room(count);
  for (size_t begin = 0; begin + 1 < count; ++begin) {
    uint64_t hash = grow(kSeed, points[begin]);
    if (begin > 0) *letters++ = fold(hash);
    const size_t most = std::min<size_t>(count - begin, 4);
    for (size_t length = 2; length <= most; ++length) *chars++ = fold(hash = grow(hash, points[begin + length - 1]));
    if (count - begin > 4) *long_chars++ = fold(grow(hash, points[begin + 4]));
  }
  letter_hashes_.end_at(letters);
  chars_.end_at(chars);
  long_chars_.end_at(long_chars);
}

// False where the word has to be normalised first.
bool Tokenizer::read_word(size_t& position) {
  std::array<uint32_t, kWordLettersMax + 2> points;
  points[0] = kWordEdge;
  size_t count = 1, letters = 0, capitals = 0, run = 1;
  bool stretched = false;
  const size_t begin = position;
  while (position < text_.size() && count <= kWordLettersMax) {
    const Character character = at(position);
    if (character.point == kBad) break;
    const CharTraits traits = table_.traits(character.point);
    uint32_t lower = table_.lower(character.point);
    if (traits.kind == CharKind::kLetter) {
      if (traits.may_compose && !normalised_) return false;
      ++letters;
      capitals += lower != character.point ? 1 : 0;
      ++letters_[static_cast<size_t>(traits.script)];
    } else if (character.point == '\'' || character.point == 0x2019) {
      const size_t next = position + character.bytes;
      if (next >= text_.size() || count == 1) break;
      const Character after = at(next);
      if (after.point == kBad || table_.traits(after.point).kind != CharKind::kLetter) break;
      lower = '\'';
    } else if (traits.kind != CharKind::kDigit) {
      break;
    }
    position += character.bytes;
    run = lower == points[count - 1] ? run + 1 : 1;
    if (run > 2 && traits.kind == CharKind::kLetter) {
      stretched = true;
    } else {
      points[count++] = lower;
    }
  }
  Token& token = add(TokenKind::kWord, begin, position, hash_points({points.data() + 1, count - 1}));
  points[count++] = kWordEdge;
  hash_word(points.data(), count);
  if (capitals >= 3 && capitals == letters) token.flags |= kCapitals;
  if (stretched) token.flags |= kStretched;
  close(token);
  return true;
}

bool Tokenizer::read_link(size_t& position) {
  const char first = text_[position];
  if ((first != 'h' && first != 'H' && first != 'w' && first != 'W') || !blank_before(position)) return false;
  const std::string_view rest = text_.substr(position);
  if (!begins_with(rest, "http://") && !begins_with(rest, "https://") && !begins_with(rest, "www.")) return false;
  size_t end = position + 4;
  while (end < text_.size() && text_[end] > ' ' && static_cast<unsigned char>(text_[end]) < 0x80 &&
         std::string_view("<>\"'`|{}").find(text_[end]) == std::string_view::npos) {
    ++end;
  }
  while (end > position + 4 && std::string_view(".,!?;:)").find(text_[end - 1]) != std::string_view::npos) --end;
  close(add(TokenKind::kLink, position, end, kLinkHash));
  position = end;
  return true;
}

bool Tokenizer::read_at_sign(size_t& position) {
  if (text_[position] != '@' || position + 1 >= text_.size() || !is_host_char(text_[position + 1])) return false;
  const bool mail = !blank_before(position);
  size_t end = position + 1;
  while (end < text_.size() && is_host_char(text_[end])) ++end;
  while (end > position + 2 && (text_[end - 1] == '.' || text_[end - 1] == '-')) --end;
  close(add(mail ? TokenKind::kMail : TokenKind::kUser, position, end, mail ? kMailHash : kUserHash));
  position = end;
  return true;
}

void Tokenizer::read_number(size_t& position) {
  const size_t begin = position;
  size_t digits = 0;
  uint64_t value = kSeed;
  while (position < text_.size()) {
    const Character character = at(position);
    if (character.point != kBad && table_.traits(character.point).kind == CharKind::kDigit) {
      value = grow(value, character.point);
      ++digits;
    } else if (std::string_view(".,:/-").find(text_[position]) == std::string_view::npos ||
               position + 1 >= text_.size() || !is_ascii_digit(text_[position + 1])) {
      break;
    }
    position += character.bytes;
  }
  Token& token = add(TokenKind::kNumber, begin, position, kNumberHash);
  if (digits <= 2) words_.add(fold(join_hashes(kSmallNumberHash, value)));
  close(token);
}

void Tokenizer::read_ideograph(size_t& position, const Character& character) {
  if (ideograph_end_ != position) before_ = {};
  ++letters_[static_cast<size_t>(table_.traits(character.point).script)];
  Token& token = add(TokenKind::kIdeograph, position, position + character.bytes, hash_points({&character.point, 1}));
  chars_.make_room(3);
  uint64_t hash = grow(kSeed, character.point);
  chars_.add(fold(hash));
  for (const uint32_t point : before_) {
    if (point == 0) break;
    chars_.add(fold(hash = grow(hash + 1, point)));
  }
  close(token);
  before_ = {character.point, before_[0]};
  position += character.bytes;
  ideograph_end_ = position;
}

// A picture with its joiners, and the second half of a flag. A run of one picture is one token.
void Tokenizer::read_emoji(size_t& position) {
  const size_t begin = position;
  const Character first = at(position);
  position += first.bytes;
  bool joined = false, repeated = false;
  while (position < text_.size()) {
    const Character next = at(position);
    if (next.point == kBad) break;
    const CharTraits traits = table_.traits(next.point);
    const bool flag = first.point >= 0x1F1E6 && first.point <= 0x1F1FF && position == begin + first.bytes;
    const bool same = next.point == first.point && !flag;
    if (traits.kind != CharKind::kJoiner && !(traits.kind == CharKind::kEmoji && (joined || flag || same))) break;
    repeated |= same && !joined;
    joined = next.point == 0x200D;
    position += next.bytes;
  }
  Token& token = add(TokenKind::kEmoji, begin, position, join_hashes(kEmojiHash, first.point));
  if (repeated) token.flags |= kRepeated;
  words_.add(fold(join_hashes(kEmojiBlockHash, first.point >> 4)));
  close(token);
}

bool Tokenizer::read_emoticon(size_t& position) {
  const EmoticonMatch match = match_emoticon(text_.substr(position), blank_before(position));
  if (match.bytes == 0) return false;
  Token& token = add(TokenKind::kEmoticon, position, position + match.bytes, match.hash);
  if (match.repeated) token.flags |= kRepeated;
  close(token);
  position += match.bytes;
  return true;
}

// Brackets that open nothing and close nothing are smiles: "спасибо)", ")))", "(((".
bool Tokenizer::read_brackets(size_t& position) {
  const char bracket = text_[position];
  if (bracket != '(' && bracket != ')') return false;
  size_t end = position;
  while (end < text_.size() && text_[end] == bracket) ++end;
  const size_t count = end - position;
  if (bracket == '(' && count == 1) {
    ++open_brackets_;
    return false;
  }
  const bool word_before = !tokens_.empty() && tokens_.back().end == position &&
                           tokens_.back().kind == TokenKind::kWord && tokens_.back().end - tokens_.back().begin > 2;
  if (bracket == ')' && open_brackets_ >= count) {
    open_brackets_ -= static_cast<uint32_t>(count);
    return false;
  }
  if (count == 1 && !word_before) return false;
  Token& token = add(TokenKind::kEmoticon, position, end, emoticon_hash(bracket == ')' ? ":)" : ":("));
  if (count > 1) token.flags |= kRepeated;
  close(token);
  position = end;
  return true;
}

void Tokenizer::read_mark(size_t& position, const Character& character) {
  const size_t begin = position;
  size_t count = 0;
  while (position < text_.size() && at(position).point == character.point) {
    position += character.bytes;
    ++count;
  }
  // Full-width marks mean what their narrow twins mean.
  const uint32_t point =
      character.point >= 0xFF01 && character.point <= 0xFF5E ? character.point - 0xFEE0 : character.point;
  Token& token = add(TokenKind::kPunctuation, begin, position, join_hashes(kMarkHash, point == 0x3002 ? '.' : point));
  if (count > 1) token.flags |= kRepeated;
  close(token);
}

}  // namespace sojourn
