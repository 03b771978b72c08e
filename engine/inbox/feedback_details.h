// What events of feedback say, by their numbers, from the record; those read last stay in memory, since a page is
// asked for again whenever something new comes. An event never changes.
//
// Cost      one scan of the record, of whom they are of, for all that are not in memory.
// Threads   any number.
#pragma once

#include <list>
#include <mutex>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "inbox/feedback_item.h"
#include "store/store.h"

namespace sojourn {

struct FeedbackEvent {
  int64_t sequence = 0;
  IdentifierCode who = 0;  // Its primary identifier.
};

class FeedbackDetails {
 public:
  // `store` is borrowed.
  explicit FeedbackDetails(Store& store) : store_(store) {}

  // In the order given, but for their ids; numbers of no event give none. Errors: those of the store.
  Result<std::vector<FeedbackAnswer>> read(std::span<const FeedbackEvent> events);
  // Fills in the ids that the source gave. One question in SQL.
  Status add_ids(std::span<FeedbackAnswer> answers);

 private:
  static constexpr size_t kKept = 5000;
  using Answers = std::unordered_map<int64_t, FeedbackAnswer>;
  Status fetch(std::span<const FeedbackEvent> events, Answers& found);
  void keep(const FeedbackAnswer& answer);

  Store& store_;
  std::mutex mutex_;
  std::list<int64_t> order_;  // The oldest first.
  Answers kept_;
};

}  // namespace sojourn
