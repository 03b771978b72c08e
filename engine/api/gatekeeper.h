// Who may come in, and who that is: sessions, tokens, the admin key, the Host that was asked for, requests that another
// site sent through a browser.
//
// Doors     What follows holds at the owner's door. The intake's door is open to all sites and hosts, since browsers of
//           visitors and webhooks of vendors come there: it wants a key of a source (see write_key.h), only ever takes,
//           and gives nothing of the record away. The open door wants no sign-in, but Host and Origin as the owner's.
// Accounts  As long as there is none, whoever sits at this machine is the owner (single-user mode). From the first on, a
//           request carries a session ("Cookie: sojourn_session=..."), a token ("Authorization: Bearer sjt_..."), or
//           the admin key. What stands in Authorization as Bearer comes before the cookie; Basic, which browsers keep
//           on sending, after it.
// Key       When one is set: "Authorization: Bearer KEY", or Basic with the key as password, so that a browser can ask
//           for it. Compared by SHA-256 in constant time. Without accounts, all but /healthz must carry it.
// Host      Bound to loopback, only names of loopback are answered (any port: it may be forwarded). A page whose domain
//           was pointed at 127.0.0.1 (DNS rebinding) so gets 421 and no data.
// Origin    Requests that change something must come from our own pages: an Origin other than our Host is 403, and a
//           body of a browser that is declared as what plain forms of other sites can send is 415.
// Threads   any: what changes is in the account book.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "access/access.h"
#include "api/caller.h"
#include "api/http_message.h"
#include "api/problem.h"

namespace sojourn {

enum class Door : unsigned char {
  kOwner,   // For those who are signed in.
  kIntake,  // For senders of all sites.
  kOpen,    // For our own pages and programs, signed in or not: signing in, boards that were shared.
};

inline constexpr std::string_view kSessionCookie = "sojourn_session";

class Gatekeeper {
 public:
  // `admin_key` "" : none is asked for. `access` is borrowed; null: there are no accounts.
  Gatekeeper(std::string_view admin_key, bool loopback, Access* access = nullptr);

  // Who asks; fills `caller` as far as it is known. Else why the request is not let in. Looks at its head only, so that
  // it can be asked before the body has come.
  std::optional<Problem> admit(const HttpRequest& request, Door door, Caller& caller) const;
  std::optional<Problem> refuse(const HttpRequest& request, Door door = Door::kOwner) const;
  // Is there nobody to sign in?
  bool single_user() const;

 private:
  using Digest = std::array<unsigned char, 32>;
  static Digest digest_of(std::string_view text);
  bool is_key(std::string_view text) const;
  bool enter_by_bearer(const HttpRequest& request, Caller& caller) const;
  bool enter_by_cookie(const HttpRequest& request, Caller& caller) const;
  bool enter_by_basic(const HttpRequest& request, Caller& caller) const;
  bool enter(const HttpRequest& request, Caller& caller) const;
  Problem ask_to_sign_in(const HttpRequest& request) const;
  std::optional<Problem> refuse_host(const HttpRequest& request, bool any) const;

  Digest key_digest_;
  bool needs_key_;
  bool loopback_;
  Access* access_;
};

// "localhost" of "localhost:8080", "[::1]" of "[::1]:80". Empty when it is no host, or its port is no number.
std::optional<std::string_view> host_name(std::string_view authority);

}  // namespace sojourn
