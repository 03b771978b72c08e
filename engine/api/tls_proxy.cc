#include "api/tls_proxy.h"

#include "api/client_address.h"

namespace sojourn {

bool came_over_tls(std::string_view peer, const HttpRequest& request) {
  if (!client_address(peer, HttpRequest()).empty()) return false;  // Not of this machine.
  std::string_view last;
  for (const auto& [name, value] : request.headers) {
    if (!same_word(name, "X-Forwarded-Proto")) continue;
    const std::string_view all = value;
    const size_t comma = all.rfind(',');
    last = trimmed(comma == std::string_view::npos ? all : all.substr(comma + 1));
  }
  return same_word(last, "https");
}

}  // namespace sojourn
