#define TOML_IMPLEMENTATION
#include "collect/map_table.h"

#include <algorithm>

#include "base/decimal.h"
#include "base/encoding.h"
#include "base/suggest.h"

namespace sojourn {
namespace {

constexpr size_t kNestingMax = 64;

Status byte_error(std::string_view text, size_t at, const std::string& file, const std::string& message) {
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
  return Status::invalid(message, file + ":" + std::to_string(line));
}

// Writes characters outside ASCII in the way of TOML's own escapes, so that the parser, which in version 3.3 does not
// survive all of them in all places, never sees one. Those in comments become question marks.
class AsciiToml {
 public:
  explicit AsciiToml(std::string_view text) : text_(text) {}

  // Errors: kInvalidArgument with the line, for a character that stands in neither comment nor "string", and for
  // brackets or keys that nest too deeply.
  Result<std::string> convert(const std::string& file) {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (dots_ > kNestingMax || brackets_ > kNestingMax) {
        return byte_error(text_, at_, file,
                          "keys or brackets are nested more than " + std::to_string(kNestingMax) + " deep");
      }
      if (static_cast<unsigned char>(c) < 0x80) {
        step(c);
      } else if (inside_ == Inside::kComment) {
        out_ += '?';
        ++at_;
      } else if (inside_ == Inside::kString && quote_ == '"') {
        escape();
      } else {
        return byte_error(text_, at_, file, "letters outside ASCII need \"double quotes\" around them");
      }
    }
    return std::move(out_);
  }

 private:
  enum class Inside : unsigned char { kNothing, kComment, kString };

  // Follows comments and strings: of one line, or of several in three quotes.
  void step(char c) {
    size_t bytes = 1;
    if (inside_ == Inside::kNothing) nest(c);
    if (c == '\n' && (inside_ == Inside::kComment || quotes_ == 1)) {
      inside_ = Inside::kNothing;
    } else if (inside_ == Inside::kNothing && c == '#') {
      inside_ = Inside::kComment;
    } else if (inside_ == Inside::kNothing && (c == '"' || c == '\'')) {
      inside_ = Inside::kString;
      quote_ = c;
      bytes = quotes_ = three_quotes() ? 3 : 1;
    } else if (inside_ == Inside::kString && c == '\\' && quote_ == '"') {
      const bool escapes = at_ + 1 < text_.size() && static_cast<unsigned char>(text_[at_ + 1]) < 0x80;
      if (escapes && text_[at_ + 1] != '\n') bytes = 2;
    } else if (inside_ == Inside::kString && c == quote_ && (quotes_ == 1 || three_quotes())) {
      inside_ = Inside::kNothing;
      bytes = quotes_;
      quotes_ = 1;
    }
    out_ += text_.substr(at_, bytes);
    at_ += bytes;
  }

  // The parser calls itself for every part of a.dotted.key and every bracket: too many would end its stack.
  void nest(char c) {
    if (c == '[' || c == '{') ++brackets_;
    if ((c == ']' || c == '}') && brackets_ > 0) --brackets_;
    if (c == '.') {
      ++dots_;
    } else if (c == '\n' || c == '=' || c == ',' || c == '{') {
      dots_ = 0;
    }
  }

  // REQUIRES: well-formed UTF-8.
  void escape() {
    const auto lead = static_cast<unsigned char>(text_[at_]);
    const size_t bytes = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    uint32_t point = lead & (0xffU >> (bytes + 1));
    for (size_t i = 1; i < bytes; ++i) point = point << 6 | (static_cast<unsigned char>(text_[at_ + i]) & 0x3fU);
    constexpr char kHex[] = "0123456789abcdef";
    out_ += "\\U";
    for (int shift = 28; shift >= 0; shift -= 4) out_ += kHex[point >> shift & 15];
    at_ += bytes;
  }

  bool three_quotes() const { return text_.substr(at_, 3) == std::string(3, quote_); }

  std::string_view text_;
  std::string out_;
  size_t at_ = 0;
  Inside inside_ = Inside::kNothing;
  char quote_ = '"';
  size_t quotes_ = 1;
  size_t brackets_ = 0;  // Open ones.
  size_t dots_ = 0;      // Of the key being read; a number has one at most.
};

}  // namespace

std::string MapTable::path_of(std::string_view key) const {
  return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

Status MapTable::error(const toml::node& node, std::string_view key, const std::string& message) const {
  return Status::invalid(path_of(key) + ": " + message, file_ + ":" + std::to_string(node.source().begin.line));
}

Status MapTable::error(std::string_view key, const std::string& message) const {
  const toml::node* node = find(key);
  return error(node != nullptr ? *node : table_, key, message);
}

Status MapTable::only(std::initializer_list<std::string_view> known) const {
  for (const auto& [key, node] : table_) {
    if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
    const std::vector<std::string> names(known.begin(), known.end());
    return error(node, key.str(), "there is no such key here." + did_you_mean(key.str(), names));
  }
  return {};
}

Status MapTable::read(std::string_view key, std::string& into) const {
  const toml::node* node = find(key);
  if (node == nullptr) return {};
  const auto* text = node->as_string();
  if (text == nullptr) return error(key, "expected a text in quotes");
  into = text->get();
  return {};
}

Status MapTable::read(std::string_view key, bool& into) const {
  const toml::node* node = find(key);
  if (node == nullptr) return {};
  const auto* truth = node->as_boolean();
  if (truth == nullptr) return error(key, "expected true or false");
  into = truth->get();
  return {};
}

Status MapTable::read(std::string_view key, int64_t& into) const {
  const toml::node* node = find(key);
  if (node == nullptr) return {};
  const auto* number = node->as_integer();
  if (number == nullptr) return error(key, "expected a whole number");
  into = number->get();
  return {};
}

Status MapTable::read(std::string_view key, std::vector<std::string>& into) const {
  const toml::node* node = find(key);
  if (node == nullptr) return {};
  into.clear();
  if (const auto text = scalar_text(*node)) {
    into.push_back(*text);
    return {};
  }
  const auto* list = node->as_array();
  if (list == nullptr) return error(key, "expected a text, or a list of texts");
  for (const toml::node& item : *list) {
    const auto text = scalar_text(item);
    if (!text) return error(item, key, "expected a list of texts");
    into.push_back(*text);
  }
  return {};
}

Status MapTable::demand(std::string_view key, std::string& into) const {
  if (find(key) == nullptr) return error(key, "is missing");
  SOJOURN_CHECK(read(key, into));
  return into.empty() ? error(key, "must not be empty") : Status();
}

Result<toml::table> parse_toml(std::string_view text, const std::string& file) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  const size_t bad = find_bad_utf8(text);
  if (bad != std::string_view::npos) return byte_error(text, bad, file, "the map is not UTF-8 text");
  SOJOURN_TRY(const std::string ascii, AsciiToml(text).convert(file));
  try {
    return toml::parse(ascii);
  } catch (const toml::parse_error& error) {
    return Status::invalid(std::string(error.description()), file + ":" + std::to_string(error.source().begin.line));
  }
}

std::optional<std::string> scalar_text(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return std::to_string(number->get());
  if (const auto* number = node.as_floating_point()) return format_number(number->get());
  if (const auto* truth = node.as_boolean()) return truth->get() ? "true" : "false";
  return std::nullopt;
}

}  // namespace sojourn
