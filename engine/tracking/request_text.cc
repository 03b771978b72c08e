#include "tracking/request_text.h"

#include <array>
#include <cstdint>

#include "base/text.h"

namespace sojourn {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = lower_ascii(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

int base64_digit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-' || c == ' ') return 62;
  return c == '/' || c == '_' ? 63 : -1;
}

std::string_view value_of(const std::vector<std::pair<std::string, std::string>>& pairs, std::string_view name) {
  for (const auto& [key, value] : pairs) {
    if (key == name) return value;
  }
  return {};
}

}  // namespace

std::string_view query_value(const TrackingRequest& request, std::string_view name) {
  return value_of(request.query, name);
}

std::string_view header_value(const TrackingRequest& request, std::string_view name) {
  return value_of(request.headers, name);
}

std::string_view last_word(std::string_view path) {
  while (path.ends_with('/')) path.remove_suffix(1);
  const size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string unescaped(std::string_view text, bool form) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size(); ++at) {
    const int high = text[at] == '%' && at + 2 < text.size() ? hex_digit(text[at + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[at + 2]) : -1;
    if (low >= 0) {
      out += static_cast<char>(high * 16 + low);
      at += 2;
    } else {
      out += form && text[at] == '+' ? ' ' : text[at];
    }
  }
  return out;
}

std::optional<std::string> base64_decoded(std::string_view text) {
  text = trim(text);
  while (text.ends_with('=')) text.remove_suffix(1);
  std::string out;
  out.reserve(text.size() * 3 / 4);
  uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    const int digit = base64_digit(c);
    if (digit < 0) return std::nullopt;
    bits = (bits << 6 | static_cast<uint32_t>(digit)) & 0xFFFFFF;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out += static_cast<char>(bits >> held & 0xFF);
  }
  if (text.size() % 4 == 1) return std::nullopt;
  return out;
}

std::string json_of_data(std::string data) {
  const std::string_view plain = trim(data);
  if (plain.starts_with('{') || plain.starts_with('[')) return data;
  std::optional<std::string> decoded = base64_decoded(plain);
  return decoded ? *std::move(decoded) : std::move(data);
}

std::optional<std::string> form_data(std::string_view body) {
  constexpr std::string_view kData = "data=";
  body = trim(body);
  size_t at = 0;
  while (!body.substr(at).starts_with(kData)) {
    if (body.starts_with('{') || body.starts_with('[')) return std::nullopt;
    at = body.find('&', at);
    if (at == std::string_view::npos) return std::nullopt;
    ++at;
  }
  const size_t begin = at + kData.size();
  return json_of_data(unescaped(body.substr(begin, body.find('&', begin) - begin), true));
}

}  // namespace sojourn
