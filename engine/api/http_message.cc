#include "api/http_message.h"

#include <algorithm>

#include "base/encoding.h"

namespace sojourn {
namespace {

constexpr size_t kQueryParametersMax = 64;
constexpr std::string_view kScheme = "http://";
// RFC 3986, 2.3: what needs no escape anywhere.
constexpr std::string_view kUnreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
constexpr std::string_view kHexDigits = "0123456789ABCDEF";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// 0..15, or -1.
int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char small = lower(c);
  return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

Status bad_byte(size_t position, std::string reason) {
  return Status::invalid(std::move(reason), "byte " + std::to_string(position + 1));
}

Status check_text(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 || byte == 0x7F) return bad_byte(i, "control characters have no place in an address");
  }
  const size_t bad = find_bad_utf8(text);
  return bad == std::string_view::npos ? Status() : bad_byte(bad, "the escapes are not UTF-8");
}

}  // namespace

bool same_word(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

const std::string* HttpRequest::header(std::string_view name) const {
  for (const auto& [each, value] : headers) {
    if (same_word(each, name)) return &value;
  }
  return nullptr;
}

size_t HttpRequest::count_headers(std::string_view name) const {
  return static_cast<size_t>(
      std::ranges::count_if(headers, [name](const NamedText& header) { return same_word(header.first, name); }));
}

std::string_view HttpReply::header(std::string_view name) const {
  for (const auto& [each, value] : headers) {
    if (same_word(each, name)) return value;
  }
  return {};
}

std::string_view status_phrase(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 421: return "Misdirected Request";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case kStatusClientGone: return "Client Closed Request";
    case 500: return "Internal Server Error";
    case 503: return "Service Unavailable";
    case 507: return "Insufficient Storage";
    case 505: return "HTTP Version Not Supported";
    default: return "Error";
  }
}

Result<std::string> percent_decode(std::string_view text, bool plus_is_blank) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_blank) {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
      if (high < 0 || low < 0) return bad_byte(i, "after % two hexadecimal digits were expected (%25 is a % itself)");
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  SOJOURN_CHECK(check_text(out));
  return out;
}

std::string percent_encode(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (kUnreserved.find(c) != std::string_view::npos) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += kHexDigits[byte >> 4];
      out += kHexDigits[byte & 15];
    }
  }
  return out;
}

Result<std::vector<NamedText>> parse_query(std::string_view text) {
  std::vector<NamedText> query;
  while (!text.empty()) {
    const std::string_view pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(pair.size() + 1, text.size()));
    if (pair.empty()) continue;
    if (query.size() == kQueryParametersMax) {
      return Status::invalid("an address may carry " + std::to_string(kQueryParametersMax) + " parameters");
    }
    const size_t equals = pair.find('=');
    SOJOURN_TRY(std::string name, percent_decode(pair.substr(0, equals), true));
    std::string value;
    if (equals != std::string_view::npos) {
      SOJOURN_TRY(value, percent_decode(pair.substr(equals + 1), true));
    }
    query.emplace_back(std::move(name), std::move(value));
  }
  return query;
}

Result<RequestTarget> parse_request_target(std::string_view target) {
  RequestTarget parsed;
  if (same_word(target.substr(0, kScheme.size()), kScheme)) {
    target.remove_prefix(kScheme.size());
    const size_t end = std::min(target.find_first_of("/?#"), target.size());
    parsed.authority = target.substr(0, end);
    target.remove_prefix(end);
    if (parsed.authority.empty()) return bad_byte(kScheme.size(), "the address names no host");
    if (target.empty() || target[0] != '/') {
      parsed.path = "/";
    }
  } else if (target == "*") {
    parsed.path = "*";
    return parsed;
  } else if (target.empty() || target[0] != '/') {
    return bad_byte(0, "the target of a request begins with /");
  }
  target = target.substr(0, target.find('#'));  // Fragments are the browser's own and should not come.
  const size_t mark = target.find('?');
  parsed.path += target.substr(0, mark);
  SOJOURN_CHECK(check_text(parsed.path));
  SOJOURN_CHECK(path_segments(parsed.path).status());
  if (mark != std::string_view::npos) {
    SOJOURN_TRY(parsed.query, parse_query(target.substr(mark + 1)));
  }
  return parsed;
}

Result<std::vector<std::string>> path_segments(std::string_view path) {
  std::vector<std::string> segments;
  if (!path.empty() && path[0] == '/') path.remove_prefix(1);
  while (true) {
    const size_t slash = path.find('/');
    SOJOURN_TRY(std::string segment, percent_decode(path.substr(0, slash), false));
    segments.push_back(std::move(segment));
    if (slash == std::string_view::npos) return segments;
    path.remove_prefix(slash + 1);
  }
}

}  // namespace sojourn
