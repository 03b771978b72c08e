// The whole server but its sockets: one request in, one reply out, as plain values.
//
// Order     gatekeeper, permission, method, route, query, handler; then audit log, request id, security headers, gzip,
//           counters.
// Errors    become problem replies; an exception that gets this far is 500 (out of memory: 503) and never leaves.
//           At the intake's door, what went wrong with the record is told to the owner alone (trouble.h).
// Guessing  an address that showed kFailuresMost wrong keys in a minute gets 429 until that minute is over; each door counts
//           for itself. At the owner's, where an admin key is set: whatever key it shows. At the intake's: in place of 401
//           alone, so that a key that opens always passes, wherever it stands. Who has no address (client_address.h) is not
//           counted.
// Refused   401: nobody is signed in; 403: a permission is missing, and who can give it is named.
// Waiting   a handler may give a pending reply (pending_reply.h): then answer() returns at once, and the reply is told
//           when it is there.
// Threads   any number of answer() at once.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
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
  // Does the body of this request go into a file?
  bool takes_upload(const HttpRequest& request) const;
  // The file, or the reply that says why not. Looks at the head only, but may wait for the disk.
  std::optional<HttpReply> begin_upload(HttpRequest& request, std::optional<uint64_t> length);
  // The reply when the disk does not take it.
  HttpReply reject_upload(const Status& status, const HttpRequest& request);
  // Bytes that the body of a request may have, judged by its head.
  size_t body_bytes_max(const HttpRequest& request) const;

  // The reply is told once: before this returns, or later by the thread that completes it; `request` stays until then,
  // but its body is needed until this returns only.
  // A status of kStatusClientGone: nothing is to be sent. Of HEAD, the body is to be counted but not sent.
  using Tell = std::function<void(HttpReply)>;
  void answer(const HttpRequest& request, const std::atomic<bool>* cancelled, const Tell& tell);
  // The same for those who have a thread to spare.
  HttpReply answer(const HttpRequest& request, const std::atomic<bool>* cancelled = nullptr);
  // For requests that cannot be read to their end: 400, 413, 414, 431 ... What is known of it by then is in `request`.
  HttpReply reject(const Problem& problem, const HttpRequest& request);
  static constexpr int64_t kFailuresMost = 100;

  // The client's own X-Request-Id where it is a plain word of up to 64 characters, else a new one.
  std::string request_id(const std::string* wanted);

  ServerCounters& counters() { return counters_; }
  const Router& router() const { return router_; }

 private:
  std::vector<Route> make_routes();
  // What is known of a request while it is answered.
  struct Course {
    Caller caller;
    std::string label;               // The route, in counters.
    std::optional<AuditEntry> note;  // For the audit log, once it succeeded.
    std::chrono::steady_clock::time_point begin;
  };
  // The reply to a request that is not let in; else who asks.
  std::optional<HttpReply> let_in(const HttpRequest& request, Caller& caller);
  std::optional<Problem> refuse_permission(const HttpRequest& request, const Caller& caller) const;
  void keep_uses() const;
  HttpReply dispatch(const HttpRequest& request, const std::atomic<bool>* cancelled, Course& course);
  HttpReply run(const Route& route, const Call& call) const;
  HttpReply failed(const Status& status, const Route& route, const HttpRequest& request) const;
  // Is the address one that guesses the admin key?
  std::optional<HttpReply> refuse_guessing(const HttpRequest& request) const;
  // What the intake says to a key that opens nothing.
  HttpReply refuse_key(const HttpRequest& request, HttpReply reply);
  // Why the admin key, at the intake's door, does not let in.
  std::optional<Problem> refuse_owner(const HttpRequest& request) const;
  HttpReply refused(HttpReply reply, const HttpRequest& request);
  Door door_of(const HttpRequest& request) const;
  HttpReply finish(const HttpRequest& request, HttpReply reply, Course& course);

  Engine engine_;
  Gatekeeper gatekeeper_;
  StaticFiles files_;
  ServerCounters counters_;
  Router router_;
  std::string openapi_;
  std::atomic<uint64_t> requests_{0};
  const bool has_key_;                                    // Is an admin key set?
  WindowLimit wrong_admin_keys_{kMinute, kFailuresMost};  // At the owner's door; by address.
  WindowLimit wrong_keys_{kMinute, kFailuresMost};        // At the intake's; by address.
};

}  // namespace sojourn
