// The whole server but its sockets: one request in, one reply out, as plain values.
//
// Order     gatekeeper, method, route, query, handler; then request id, security headers, gzip, counters.
// Errors    become problem replies; an exception that gets this far is 500 (out of memory: 503) and never leaves.
// Threads   any number of answer() at once.
#pragma once

#include <atomic>
#include <optional>
#include <string>

#include "api/gatekeeper.h"
#include "api/handlers.h"
#include "api/router.h"
#include "api/server.h"
#include "api/server_counters.h"
#include "api/static_files.h"

namespace sojourn {

class Application {
 public:
  // What the options, the store and the rest point to is borrowed. `loopback`: bound to this machine alone.
  Application(const ServerOptions& options, bool loopback, const Engine& engine);

  // The reply to a request that is not let in; looks at its head only. answer() asks it as well.
  std::optional<HttpReply> refuse(const HttpRequest& request);
  // Takes no time worth speaking of: may run where sockets are served.
  bool quick(const HttpRequest& request) const;
  // A status of kStatusClientGone: nothing is to be sent. Of HEAD, the body is to be counted but not sent.
  HttpReply answer(const HttpRequest& request, const std::atomic<bool>* cancelled = nullptr);
  // For requests that cannot even be read: 400, 414, 431 ...
  HttpReply reject(const Problem& problem, const std::string& request_id);

  // The client's own X-Request-Id where it is a plain word of up to 64 characters, else a new one.
  std::string request_id(const std::string* wanted);

  ServerCounters& counters() { return counters_; }
  const Router& router() const { return router_; }

 private:
  std::vector<Route> make_routes();
  HttpReply dispatch(const HttpRequest& request, const std::atomic<bool>* cancelled, std::string& label);
  HttpReply run(const Route& route, const Call& call) const;

  Engine engine_;
  Gatekeeper gatekeeper_;
  StaticFiles files_;
  ServerCounters counters_;
  Router router_;
  std::string openapi_;
  std::atomic<uint64_t> requests_{0};
};

}  // namespace sojourn
