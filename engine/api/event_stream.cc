#include "api/event_stream.h"

#include <utility>

namespace sojourn {

void EventStream::put(std::string event) {
  const std::lock_guard lock(mutex_);
  waiting_ = std::move(event);
  if (wake_) wake_();
}

void EventStream::end() {
  const std::lock_guard lock(mutex_);
  waiting_.reset();
  ended_ = true;
  if (wake_) wake_();
}

bool EventStream::ended() const {
  const std::lock_guard lock(mutex_);
  return ended_;
}

std::optional<std::string> EventStream::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(waiting_, std::nullopt);
}

void EventStream::wake_by(std::function<void()> wake) {
  const std::lock_guard lock(mutex_);
  wake_ = std::move(wake);
}

std::string format_event(const std::string& data) { return "data: " + data + "\n\n"; }

std::string format_retry(int milliseconds) { return "retry: " + std::to_string(milliseconds) + "\n\n"; }

}  // namespace sojourn
