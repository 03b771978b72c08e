#include "api/gatekeeper.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include "api/authorization.h"
#include "base/decimal.h"

namespace sojourn {
namespace {

constexpr int64_t kPortMax = 65535;

bool changes_something(std::string_view method) { return method != "GET" && method != "HEAD" && method != "OPTIONS"; }

// The key in an Authorization header: "Bearer KEY", or the password of "Basic base64(name:KEY)".
std::optional<std::string> key_of(std::string_view header) {
  const std::optional<Authorization> found = parse_authorization(header);
  if (!found) return std::nullopt;
  if (!found->basic) return found->word;
  if (!found->decoded || found->decoded->find(':') == std::string::npos) return std::nullopt;
  return found->decoded->substr(found->decoded->find(':') + 1);
}

// "http://host:port" without its scheme; nothing for "null" and the like.
std::optional<std::string_view> authority_of_origin(std::string_view origin) {
  const size_t mark = origin.find("://");
  if (mark == std::string_view::npos) return std::nullopt;
  return origin.substr(mark + 3);
}

std::optional<Problem> refuse_foreign(const HttpRequest& request, std::string_view host) {
  if (!changes_something(request.method)) return std::nullopt;
  if (const std::string* origin = request.header("Origin")) {
    const std::optional<std::string_view> authority = authority_of_origin(*origin);
    if (!authority || !same_word(*authority, host)) {
      return Problem{403, "cross_origin", "requests that change something must come from this server's own pages",
                     "Origin"};
    }
  }
  // Browsers say where a request comes from; programs such as curl do not, and call any body a form unless told.
  const bool from_browser = request.header("Origin") != nullptr || request.header("Sec-Fetch-Site") != nullptr;
  const std::string* type = request.header("Content-Type");
  if (from_browser && type != nullptr) {
    const std::string_view media = trimmed(std::string_view(*type).substr(0, type->find(';')));
    for (const std::string_view form : {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""}) {
      if (!same_word(media, form)) continue;
      return Problem{415, "unsupported_media_type",
                     "send the body as Content-Type: application/json, or a file as application/octet-stream",
                     "Content-Type"};
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string_view> host_name(std::string_view authority) {
  size_t end = authority.find(':');
  if (authority.starts_with('[')) {
    end = authority.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    ++end;
  }
  const std::string_view name = authority.substr(0, end);
  if (name.empty()) return std::nullopt;
  if (name.size() == authority.size()) return name;
  if (authority[name.size()] != ':') return std::nullopt;
  const Result<int64_t> port = parse_integer(authority.substr(name.size() + 1));
  if (!port.has_value() || *port < 0 || *port > kPortMax) return std::nullopt;
  return name;
}

Gatekeeper::Gatekeeper(std::string_view admin_key, bool loopback)
    : key_digest_(digest_of(admin_key)), needs_key_(!admin_key.empty()), loopback_(loopback) {}

Gatekeeper::Digest Gatekeeper::digest_of(std::string_view text) {
  Digest digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  return digest;
}

bool Gatekeeper::has_key(const HttpRequest& request) const {
  const std::string* authorization = request.header("Authorization");
  const std::optional<std::string> key = authorization == nullptr ? std::nullopt : key_of(*authorization);
  if (!key) return false;
  const Digest digest = digest_of(*key);
  return CRYPTO_memcmp(digest.data(), key_digest_.data(), digest.size()) == 0;
}

std::optional<Problem> Gatekeeper::refuse_host(const HttpRequest& request, bool any) const {
  const std::string* host = request.header("Host");
  if (host == nullptr || request.count_headers("Host") != 1) {
    return Problem{400, "invalid_argument", "one Host header is needed", "Host"};
  }
  const std::optional<std::string_view> name = host_name(*host);
  if (!name) return Problem{400, "invalid_argument", "this is no host", "Host"};
  const bool own = same_word(*name, "localhost") || *name == "127.0.0.1" || *name == "[::1]";
  if (loopback_ && !own && !any) {
    return Problem{421, "misdirected", "this server answers on this machine only: ask localhost, 127.0.0.1 or [::1]",
                   "Host"};
  }
  return std::nullopt;
}

std::optional<Problem> Gatekeeper::refuse(const HttpRequest& request, Door door) const {
  if (request.path == "/healthz") return std::nullopt;
  if (std::optional<Problem> problem = refuse_host(request, door == Door::kIntake)) return problem;
  if (door == Door::kIntake) return std::nullopt;
  if (needs_key_ && !has_key(request)) {
    return Problem{401, "unauthorized", "the admin key is needed: Authorization: Bearer KEY", "Authorization"};
  }
  return refuse_foreign(request, *request.header("Host"));
}

}  // namespace sojourn
