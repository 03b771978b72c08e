// What went wrong with the record last, in its own words: for the owner (GET /v1/intake). Senders are told that it
// cannot be written, not the names of our files.
// Threads   any.
#pragma once

#include <mutex>
#include <string>
#include <utility>

#include "base/time.h"

namespace sojourn {

class Trouble {
 public:
  struct Said {
    std::string text;
    Micros at = 0;  // 0: nothing went wrong since the server started.
  };

  void note(std::string text) {
    const std::lock_guard lock(mutex_);
    last_ = {std::move(text), now()};
  }
  Said last() const {
    const std::lock_guard lock(mutex_);
    return last_;
  }

 private:
  mutable std::mutex mutex_;
  Said last_;
};

// What senders are told in its place.
inline constexpr const char* kCannotWrite =
    "the record cannot be written at present, and nothing of this was taken: send the same again later";

}  // namespace sojourn
