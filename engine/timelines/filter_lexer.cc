#include "timelines/filter_lexer.h"

#include "base/decimal.h"
#include "base/encoding.h"
#include "base/limits.h"
#include "timelines/filter_syntax.h"

namespace sojourn {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_beyond_ascii(char c) { return static_cast<unsigned char>(c) >= 0x80; }
bool is_word_byte(char c) { return is_letter(c) || is_digit(c) || is_beyond_ascii(c); }

size_t count_characters(std::string_view utf8) {
  size_t count = 0;
  for (const char c : utf8) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Result<std::vector<FilterToken>> run() {
    for (;;) {
      skip_blanks();
      begin_ = at_;
      column_ += count_characters(text_.substr(counted_, at_ - counted_));
      counted_ = at_;
      if (at_ == text_.size()) break;
      SOJOURN_CHECK(next());
    }
    push(FilterToken::Type::kEnd, "the end");
    return std::move(tokens_);
  }

 private:
  char peek(size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  void skip_blanks() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') ++at_;
  }

  void push(FilterToken::Type type, std::string text) {
    tokens_.push_back({type, std::move(text), 0, column_, begin_, at_});
  }

  Status fail(std::string message) const { return Status::invalid(std::move(message), filter_where(column_)); }

  Status next() {
    const char c = peek();
    if (c == '"' || c == '\'') return read_string(c);
    const char after = peek(1);
    const bool signed_number = (c == '-' || c == '+') && (is_digit(after) || (after == '.' && is_digit(peek(2))));
    if (is_digit(c) || signed_number || (c == '.' && is_digit(after) && !after_name())) return read_number();
    if (is_letter(c) || is_beyond_ascii(c)) {
      while (is_word_byte(peek())) ++at_;
      push(FilterToken::Type::kWord, std::string(text_.substr(begin_, at_ - begin_)));
      return {};
    }
    return read_sign(c);
  }

  // A point that follows a word or a quoted segment belongs to a name: properties.2024 is no number.
  bool after_name() const {
    return begin_ > 0 && (is_word_byte(text_[begin_ - 1]) || text_[begin_ - 1] == '"' || text_[begin_ - 1] == '\'');
  }

  Status read_string(char quote) {
    std::string value;
    for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
      if (text_[at_] != '\\') {
        value += text_[at_];
        continue;
      }
      switch (peek(1)) {
        case 'n': value += '\n'; break;
        case 't': value += '\t'; break;
        case 'r': value += '\r'; break;
        case '"':
        case '\'':
        case '\\': value += peek(1); break;
        default:
          column_ += count_characters(text_.substr(counted_, at_ - counted_));
          return fail("a backslash stands before \\ \" ' n t or r only; write \\\\ for a backslash");
      }
      ++at_;
    }
    if (at_ == text_.size()) return fail(std::string("this quote is never closed: a ") + quote + " is missing");
    ++at_;
    push(FilterToken::Type::kString, std::move(value));
    return {};
  }

  Status read_number() {
    if (!is_digit(peek())) ++at_;
    bool unit = false;
    for (; is_word_byte(peek()) || peek() == '.'; ++at_) {
      const char c = peek();
      const bool exponent = !unit && (c == 'e' || c == 'E') &&
                            (is_digit(peek(1)) || ((peek(1) == '-' || peek(1) == '+') && is_digit(peek(2))));
      if (exponent) {
        ++at_;
      } else {
        unit = unit || !(is_digit(c) || c == '.');
      }
    }
    const std::string word(text_.substr(begin_, at_ - begin_));
    if (!unit) {
      const Result<double> number = parse_number(word);
      if (!number) return fail(number.error().message());
      push(FilterToken::Type::kNumber, word);
      return {};
    }
    return add_duration(word);
  }

  Status add_duration(const std::string& word) {
    const Result<Micros> length = parse_duration(word);
    if (!length)
      return fail("\"" + word + "\" is neither a number nor a length of time; lengths are written as 90s, " +
                  "15m, 2h, 30d or 4w, and texts in quotes");
    if (!tokens_.empty() && tokens_.back().type == FilterToken::Type::kDuration) {
      FilterToken& last = tokens_.back();
      if (__builtin_add_overflow(last.duration, *length, &last.duration))
        return fail("that length of time is too long");
      last.end = at_;
      return {};
    }
    push(FilterToken::Type::kDuration, word);
    tokens_.back().duration = *length;
    return {};
  }

  Status read_sign(char c) {
    const std::string_view two = text_.substr(at_, 2);
    for (const std::string_view sign : {"==", "!=", "<=", ">=", "<>", "&&", "||"}) {
      if (two != sign) continue;
      if (sign == "&&") return fail("write \"and\" for &&");
      if (sign == "||") return fail("write \"or\" for ||");
      at_ += 2;
      push(FilterToken::Type::kSign, sign == "==" ? "=" : sign == "<>" ? "!=" : std::string(sign));
      return {};
    }
    if (std::string_view("=<>(),.").find(c) == std::string_view::npos || c == '\0') {
      if (c == '!') return fail("write \"not\" for !");
      return fail("unexpected character" + (c < ' ' ? std::string() : " \"" + std::string(1, c) + "\""));
    }
    ++at_;
    push(FilterToken::Type::kSign, std::string(1, c));
    return {};
  }

  std::string_view text_;
  size_t at_ = 0;
  size_t begin_ = 0;
  size_t counted_ = 0;  // Bytes whose characters are in column_.
  size_t column_ = 1;
  std::vector<FilterToken> tokens_;
};

}  // namespace

bool is_plain_word(std::string_view word) {
  if (word.empty() || is_digit(word[0])) return false;
  for (const char c : word) {
    if (!is_word_byte(c)) return false;
  }
  return true;
}

Result<std::vector<FilterToken>> lex_filter(std::string_view text) {
  if (text.size() > limits::kFilterBytesMax) {
    return Status::limit("the filter is longer than " + std::to_string(limits::kFilterBytesMax) + " bytes",
                         filter_where(1));
  }
  const size_t bad = find_bad_utf8(text);
  if (bad != std::string_view::npos) {
    return Status::invalid("this is not UTF-8", filter_where(count_characters(text.substr(0, bad)) + 1));
  }
  return Lexer(text).run();
}

}  // namespace sojourn
