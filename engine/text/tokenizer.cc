#include "text/tokenizer.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>

#include <algorithm>

#include "text/token_parts.h"

namespace sojourn {

namespace {

using token_parts::fold, token_parts::grow, token_parts::is_follow, token_parts::kBad, token_parts::kSeed;

// What a hash stands for besides a token: any numbers do, as long as they stay.
constexpr uint64_t kCapitalsHash = 0xB1D5, kStretchedHash = 0xB2D5, kRepeatedHash = 0xB3D5;
constexpr uint32_t kWordEdge = 0x110000;  // Beyond every character.

}  // namespace

uint64_t hash_points(std::span<const uint32_t> points) {
  uint64_t hash = kSeed;
  for (const uint32_t point : points) hash = grow(hash, point);
  return hash ^ (hash >> 29);
}

Tokenizer::Tokenizer() : table_(CharTable::get()) {}

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

}  // namespace sojourn
