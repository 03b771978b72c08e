// For tests: the application behind real sockets on this machine.
#pragma once

#include <future>
#include <memory>
#include <string>
#include <thread>

#include "api/client_fixture.h"
#include "api/company_fixture.h"
#include "api/http_listener.h"

namespace sojourn {

inline ListenerOptions quick_options() {
  ListenerOptions options;
  options.signals = false;
  return options;
}

class Server {
 public:
  explicit Server(const ListenerOptions& options = quick_options(), const std::string& admin_key = "",
                  const IntakeLimits& limits = {})
      : site_(admin_key, true, limits), listener_(HttpListener::open(options).value()) {
    served_ = std::async(std::launch::async, [this] { return listener_->run(site_.application()); });
  }
  ~Server() {
    begin_stop();
    EXPECT_TRUE(wait().ok());
  }
  Status wait() { return served_.valid() ? served_.get() : Status(); }
  bool stopped_within(std::chrono::milliseconds time) { return served_.wait_for(time) == std::future_status::ready; }
  void begin_stop() { listener_->stop(); }
  int port() const { return listener_->port(); }
  std::string address() const { return listener_->address(); }
  Application& application() { return site_.application(); }
  TestApplication& site() { return site_; }
  TestCompany& company() { return site_.company(); }

 private:
  TestApplication site_;
  std::unique_ptr<HttpListener> listener_;
  std::future<Status> served_;
};

// Waits until the text stands in /metrics.
inline bool counted(Application& application, const std::string& text) {
  for (int i = 0; i < 500; ++i) {
    if (application.answer(TestApplication::request("GET", "/metrics")).body.find(text) != std::string::npos)
      return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

}  // namespace sojourn
