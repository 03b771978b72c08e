// The sockets: accepts connections and hands their requests to an Application.
//
// Threads   One thread (the caller of run) serves all sockets; requests that take time run on a pool of workers.
// Limits    16 KiB of request head, 8 KiB of target, a body as its route allows (1 MiB; of the intake 2 or 20 MiB; files
//           go to the disk) and 256 MiB of bodies at once (more get 503), 30 s for a request to arrive, 75 s between
//           requests, 1000 connections (more get 503).
// Leaving   A client that closes its connection cancels the question, export or replay it asked for; not POST /v1/sql.
// Stopping  By stop() or a signal: nothing new is accepted, what runs is finished for at most 10 s, then cancelled and
//           cut off. POST /v1/sql alone is waited for, up to its own limit of 30 s.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "api/application.h"
#include "base/status.h"

namespace sojourn {

struct ListenerOptions {
  std::string bind = "127.0.0.1";  // An address, or "localhost".
  int port = 0;                    // 0: any free one.
  size_t workers = 4;
  bool signals = true;  // Stop on SIGINT and SIGTERM; a second one ends the process at once.
  size_t connections_max = 1000;
  size_t bodies_bytes_max = size_t{256} << 20;
  std::chrono::milliseconds read_time{30'000};
  std::chrono::milliseconds idle_time{75'000};
  std::chrono::milliseconds drain_time{10'000};
};

class HttpListener {
 public:
  // Listens from now on. Errors: kInvalidArgument (`bind`, `port`), kUnavailable when the address cannot be had.
  static Result<std::unique_ptr<HttpListener>> open(const ListenerOptions& options);
  virtual ~HttpListener() = default;

  virtual std::string address() const = 0;  // "http://127.0.0.1:8080"
  virtual int port() const = 0;
  virtual bool loopback() const = 0;

  // Serves until it is stopped; once only. `application` is borrowed.
  virtual Status run(Application& application) = 0;
  // From any thread; returns at once.
  virtual void stop() = 0;
};

}  // namespace sojourn
