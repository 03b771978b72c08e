// Who may come in: the admin key, the Host that was asked for, requests that another site sent through a browser.
//
// Doors     What follows holds at the owner's door. The intake's door is open to all sites and hosts, since browsers of
//           visitors and webhooks of vendors come there: it wants a key of a source (see write_key.h), only ever takes,
//           and gives nothing of the record away.
// Key       When one is set, all but /healthz must carry it: "Authorization: Bearer KEY", or Basic with the key as
//           password, so that a browser can ask for it. Compared by SHA-256 in constant time.
// Host      Bound to loopback, only names of loopback are answered (any port: it may be forwarded). A page whose domain
//           was pointed at 127.0.0.1 (DNS rebinding) so gets 421 and no data.
// Origin    Requests that change something must come from our own pages: an Origin other than our Host is 403, and a
//           body of a browser that is declared as what plain forms of other sites can send is 415.
// Threads   immutable.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/http_message.h"
#include "api/problem.h"

namespace sojourn {

enum class Door : unsigned char { kOwner, kIntake };

class Gatekeeper {
 public:
  // `admin_key` "" : none is asked for.
  Gatekeeper(std::string_view admin_key, bool loopback);

  // Why the request is not let in; looks at its head only, so that it can be asked before the body has come.
  std::optional<Problem> refuse(const HttpRequest& request, Door door = Door::kOwner) const;

 private:
  using Digest = std::array<unsigned char, 32>;
  static Digest digest_of(std::string_view text);
  bool has_key(const HttpRequest& request) const;
  std::optional<Problem> refuse_host(const HttpRequest& request, bool any) const;

  Digest key_digest_;
  bool needs_key_;
  bool loopback_;
};

// "localhost" of "localhost:8080", "[::1]" of "[::1]:80". Empty when it is no host, or its port is no number.
std::optional<std::string_view> host_name(std::string_view authority);

}  // namespace sojourn
