// Pieces of JSON text, written canonically.
#pragma once

#include <string>
#include <string_view>

namespace sojourn {

// Appends `text` as a JSON string with its quotes. REQUIRES: valid UTF-8.
inline void append_json_string(std::string& out, std::string_view text) {
  constexpr char kHex[] = "0123456789abcdef";
  const auto is_plain = [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; };
  out += '"';
  for (size_t at = 0; at < text.size(); ++at) {
    const size_t from = at;
    while (at < text.size() && is_plain(text[at])) ++at;
    out.append(text.substr(from, at - from));
    if (at == text.size()) break;
    const char c = text[at];
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else {
      out += "\\u00";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  out += '"';
}

// Is it true, false, or a plain number as JSON writes it: at most 15 digits, no leading zero or plus, no exponent?
// Whatever else looks like a number (007, 1e5, a long account number) is text that happens to hold digits.
inline bool is_json_scalar(std::string_view text) {
  if (text == "true" || text == "false") return true;
  size_t at = !text.empty() && text[0] == '-' ? 1 : 0;
  const size_t start = at;
  size_t digits = 0;
  const auto run = [&] {
    const size_t from = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    digits += at - from;
    return at - from;
  };
  const size_t whole = run();
  if (whole == 0 || (whole > 1 && text[start] == '0')) return false;
  if (at < text.size() && text[at] == '.') {
    ++at;
    if (run() == 0) return false;
  }
  return at == text.size() && digits <= 15;
}

}  // namespace sojourn
