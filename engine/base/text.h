// Small things that every reader of text needs. ASCII only: what stands outside it is a letter like any other.
#pragma once

#include <string>
#include <string_view>

namespace sojourn {

// Blanks and control characters.
constexpr bool is_blank(char c) { return static_cast<unsigned char>(c) <= ' '; }

constexpr std::string_view trim_end(std::string_view text) {
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// The text without blanks at either end.
constexpr std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  return trim_end(text);
}

constexpr char lower_ascii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

inline std::string lower_ascii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = lower_ascii(c);
  return lower;
}

// "/data/orders_2026.csv.gz" -> "orders_2026.csv.gz".
inline std::string file_name(std::string_view path) {
  const size_t slash = path.rfind('/');
  return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

}  // namespace sojourn
