#include "text/emoticons.h"
#include "text/token_parts.h"

namespace sojourn {

namespace {

using token_parts::fold, token_parts::grow, token_parts::kBad, token_parts::kSeed;

// Placeholders, and what a hash stands for besides a token: any numbers do, as long as they stay.
constexpr uint64_t kNumberHash = 0xA1D5, kLinkHash = 0xA2D5, kUserHash = 0xA3D5, kMailHash = 0xA4D5;
constexpr uint64_t kEmojiBlockHash = 0xB4D5, kSmallNumberHash = 0xC1D5, kMarkHash = 0xC2D5, kEmojiHash = 0xC3D5;

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
