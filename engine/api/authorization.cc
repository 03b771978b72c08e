#include "api/authorization.h"

#include <openssl/evp.h>

namespace sojourn {

std::optional<Authorization> parse_authorization(std::string_view header) {
  const size_t blank = header.find(' ');
  if (blank == std::string_view::npos) return std::nullopt;
  const std::string_view scheme = header.substr(0, blank);
  Authorization found;
  found.word = trimmed(header.substr(blank));
  if (same_word(scheme, "Bearer")) return found;
  if (!same_word(scheme, "Basic")) return std::nullopt;
  found.basic = true;
  found.decoded = decode_base64(found.word);
  return found;
}

std::optional<std::string> decode_base64(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  if (text.empty() || text.size() % 4 == 1) return std::nullopt;
  std::string standard(text);
  for (char& c : standard) {
    if (c == '-' || c == ' ') c = '+';
    if (c == '_') c = '/';
  }
  const size_t padding = (4 - standard.size() % 4) % 4;
  standard.append(padding, '=');
  std::string bytes(standard.size() / 4 * 3, '\0');
  const int size =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                      reinterpret_cast<const unsigned char*>(standard.data()), static_cast<int>(standard.size()));
  if (size < 0) return std::nullopt;
  bytes.resize(static_cast<size_t>(size) - padding);  // OpenSSL counts the padding as zero bytes.
  return bytes;
}

std::optional<std::string> cookie_of(const HttpRequest& request, std::string_view name) {
  for (const auto& [header, value] : request.headers) {
    if (!same_word(header, "Cookie")) continue;
    for (std::string_view rest = value; !rest.empty();) {
      const size_t end = rest.find(';');
      const std::string_view cookie = trimmed(rest.substr(0, end));
      rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
      const size_t equals = cookie.find('=');
      if (equals == std::string_view::npos || cookie.substr(0, equals) != name) continue;
      std::string_view text = cookie.substr(equals + 1);
      if (text.size() > 1 && text.starts_with('"') && text.ends_with('"')) text = text.substr(1, text.size() - 2);
      return std::string(text);
    }
  }
  return std::nullopt;
}

}  // namespace sojourn
