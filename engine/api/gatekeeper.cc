#include "api/gatekeeper.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include "api/authorization.h"
#include "base/decimal.h"

namespace sojourn {
namespace {

constexpr int64_t kPortMax = 65535;

bool changes_something(std::string_view method) { return method != "GET" && method != "HEAD" && method != "OPTIONS"; }

// The owner of no name: of this machine, or with the admin key.
void become_owner(Caller& caller, Caller::By by) {
  caller.by = by;
  caller.role = Role::kOwner;
  caller.permissions = Permissions::all();
}

void become(Caller& caller, const Account& account) {
  caller.account = account.account;
  caller.name = account.name.empty() ? account.account : account.name;
  caller.role = account.role;
  caller.permissions = permissions_of(account);
  caller.scope = account.scope;
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
  if (const std::string* site = request.header("Sec-Fetch-Site"); site != nullptr && same_word(*site, "cross-site")) {
    return Problem{403, "cross_origin", "requests that change something must come from this server's own pages",
                   "Sec-Fetch-Site"};
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

Gatekeeper::Gatekeeper(std::string_view admin_key, bool loopback, Access* access)
    : key_digest_(digest_of(admin_key)), needs_key_(!admin_key.empty()), loopback_(loopback), access_(access) {}

bool Gatekeeper::single_user() const { return access_ == nullptr || access_->book->empty(); }

Gatekeeper::Digest Gatekeeper::digest_of(std::string_view text) {
  Digest digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  return digest;
}

bool Gatekeeper::is_key(std::string_view text) const {
  if (!needs_key_) return false;
  const Digest digest = digest_of(text);
  return CRYPTO_memcmp(digest.data(), key_digest_.data(), digest.size()) == 0;
}

bool Gatekeeper::enter_by_bearer(const HttpRequest& request, Caller& caller) const {
  const std::string* header = request.header("Authorization");
  const std::optional<Authorization> offer = header == nullptr ? std::nullopt : parse_authorization(*header);
  if (!offer || offer->basic) return false;
  if (is_key(offer->word)) {
    become_owner(caller, Caller::By::kKey);
    return true;
  }
  if (access_ == nullptr || !offer->word.starts_with(kTokenPrefix)) return false;
  const std::optional<AccountBook::Carried> carried = access_->book->carry(offer->word, access_->now());
  if (!carried) return false;
  if (carried->account) {
    become(caller, *carried->account);
  } else {
    become_owner(caller, Caller::By::kToken);
  }
  caller.by = Caller::By::kToken;
  caller.credential = carried->token.id;
  caller.permissions = caller.permissions & carried->token.permissions;
  caller.scope = join_scopes(caller.scope, carried->token.scope);
  // What would read the record past the scope.
  if (!caller.scope.empty()) caller.permissions = caller.permissions & kScopedPermissions;
  return true;
}

bool Gatekeeper::enter_by_cookie(const HttpRequest& request, Caller& caller) const {
  if (single_user()) return false;
  const std::optional<std::string> secret = cookie_of(request, kSessionCookie);
  if (!secret) return false;
  const std::optional<AccountBook::Entered> entered = access_->book->enter(*secret, access_->now());
  if (!entered) return false;
  become(caller, entered->account);
  caller.by = Caller::By::kSession;
  caller.credential = entered->session.id;
  return true;
}

bool Gatekeeper::enter_by_basic(const HttpRequest& request, Caller& caller) const {
  const std::string* header = request.header("Authorization");
  const std::optional<Authorization> offer = header == nullptr ? std::nullopt : parse_authorization(*header);
  if (!offer || !offer->basic || !offer->decoded) return false;
  const size_t colon = offer->decoded->find(':');
  if (colon == std::string::npos || !is_key(std::string_view(*offer->decoded).substr(colon + 1))) return false;
  become_owner(caller, Caller::By::kKey);
  return true;
}

bool Gatekeeper::enter(const HttpRequest& request, Caller& caller) const {
  if (enter_by_bearer(request, caller) || enter_by_cookie(request, caller) || enter_by_basic(request, caller)) {
    return true;
  }
  if (needs_key_ || !single_user()) return false;
  become_owner(caller, Caller::By::kMachine);
  return true;
}

Problem Gatekeeper::ask_to_sign_in(const HttpRequest& request) const {
  if (single_user()) {
    return {401, "unauthorized", "the admin key is needed: Authorization: Bearer KEY", "Authorization"};
  }
  if (request.header("Authorization") != nullptr) {
    return {401, "unauthorized", "this key or token opens nothing: it may be mistyped, expired or revoked",
            "Authorization"};
  }
  return {401, "signed_out", "sign in first (POST /v1/sign-in), or send a token: Authorization: Bearer sjt_...", ""};
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

std::optional<Problem> Gatekeeper::admit(const HttpRequest& request, Door door, Caller& caller) const {
  caller.address = request.client;
  if (request.path == "/healthz") return std::nullopt;
  if (std::optional<Problem> problem = refuse_host(request, door == Door::kIntake)) return problem;
  if (door == Door::kIntake) return std::nullopt;
  if (!enter(request, caller) && door == Door::kOwner) return ask_to_sign_in(request);
  return refuse_foreign(request, *request.header("Host"));
}

std::optional<Problem> Gatekeeper::refuse(const HttpRequest& request, Door door) const {
  Caller caller;
  return admit(request, door, caller);
}

}  // namespace sojourn
