// What the handlers of sign-in, accounts and tokens share.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "access/access_json.h"
#include "access/hashing_queue.h"
#include "api/access_audit.h"
#include "api/handlers.h"
#include "api/json_body.h"
#include "api/known_browsers.h"
#include "api/window_limit.h"

namespace sojourn {

// Failed sign-ins, and how long one has to wait after too many. By account and address; and, for those who try one
// account from many addresses or many accounts from one, by each of them. A browser that the account signed in from
// before (`browser`; "" : none) is counted by itself: strangers at the same address, or at many, do not lock it out.
class SignInLimit {
 public:
  static constexpr int64_t kFailuresMost = 10;
  static constexpr int64_t kFailuresOfOneMost = 100;
  static constexpr Micros kWindow = 15 * kMinute;

  struct From {
    std::string address;
    std::string browser;  // known_browsers.h
  };
  Micros wait(const std::string& account, const From& from, Micros now) const;
  void count(const std::string& account, const From& from, Micros now);

 private:
  WindowLimit pairs_{kWindow, kFailuresMost};
  WindowLimit accounts_{kWindow, kFailuresOfOneMost};
  WindowLimit addresses_{kWindow, kFailuresOfOneMost};
};

struct AccessDesk {
  Engine engine;
  SignInLimit failures;
  KnownBrowsers browsers;
  HashingQueue hashing;  // Last: what it has under way uses the others.

  explicit AccessDesk(const Engine& of) : engine(of), browsers(of.store) {}
  AccountBook& book() const { return *engine.access->book; }
  Micros now() const { return engine.access->now(); }
  // Where somebody tries to sign in to that account from.
  SignInLimit::From from(const Call& call, const std::string& account);
  // A pending reply that the queue makes; 503 when too much waits. `work` may hold the call, but not its body.
  HttpReply hash(const Call& call, std::function<Result<HttpReply>()> work);
};
using SharedDesk = std::shared_ptr<AccessDesk>;

Json me_json(const AccessDesk& desk, const Caller& caller);
// {"sessions":[...]} of an account.
HttpReply sessions_reply(const AccessDesk& desk, const std::string& account, const std::string& current);

// By theme, as handlers.h has them.
void add_sign_in_routes(const SharedDesk& desk, std::vector<Route>& routes);
void add_account_routes(const SharedDesk& desk, std::vector<Route>& routes);
void add_token_routes(const SharedDesk& desk, std::vector<Route>& routes);

}  // namespace sojourn
