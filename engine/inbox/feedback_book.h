// The states of items as documents of the record, kind "feedback", named by the item's number: those that somebody
// touched. Everything else is open.
//
// Threads   any number; reading does not wait for the disk.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <span>
#include <unordered_map>

#include "inbox/feedback_state.h"
#include "store/store.h"

namespace sojourn {

class FeedbackBook {
 public:
  using States = std::unordered_map<int64_t, FeedbackState>;  // By item.

  // `store` is borrowed. Errors: kCorruption, which names the item.
  static Result<std::unique_ptr<FeedbackBook>> open(Store& store);

  // All of them, as long as this lives. Changes wait meanwhile.
  struct Reading {
    std::shared_lock<std::shared_mutex> lock;
    const States& states;
  };
  Reading read() const { return {std::shared_lock(mutex_), states_}; }
  FeedbackState of(int64_t item) const;

  // Changes all of them in one transaction, or none. Errors: those of `change` and of the store.
  Status change(std::span<const int64_t> items, const std::function<Status(FeedbackState&)>& change);
  // Nobody sees to what that account saw to. One transaction; what others change meanwhile waits for it.
  Status forget_account(const std::string& account);

 private:
  explicit FeedbackBook(Store& store) : store_(store) {}
  Status keep(States changed);  // REQUIRES changing_.

  Store& store_;
  std::mutex changing_;  // One change at a time; held while the disk is at it.
  mutable std::shared_mutex mutex_;
  States states_;
};

}  // namespace sojourn
