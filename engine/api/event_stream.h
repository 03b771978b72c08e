// A reply without end (text/event-stream): what is put in goes out as it comes.
//
// Newest    a reader who is slow gets the newest only: what has not been sent yet is replaced, so that a stream holds
//           one event and putting never waits.
// Ended     by end(): its connection is closed, and nothing more is sent.
// Threads   put() and end() from any thread; take() and wake_by() on the thread that serves the socket.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>

namespace sojourn {

class EventStream {
 public:
  void put(std::string event);
  void end();
  bool ended() const;
  // What waits to be sent.
  std::optional<std::string> take();
  // `wake` is called, on the putting thread, whenever something waits; null: never again, once this has returned.
  void wake_by(std::function<void()> wake);

 private:
  mutable std::mutex mutex_;
  std::optional<std::string> waiting_;
  std::function<void()> wake_;
  bool ended_ = false;
};

// One event as it goes over the wire. `data` is one line.
std::string format_event(const std::string& data);
// How long a browser waits before it connects again, in milliseconds; sent first.
std::string format_retry(int milliseconds);
// A comment: tells both sides that the connection lives.
inline constexpr const char* kHeartbeat = ":\n\n";

}  // namespace sojourn
