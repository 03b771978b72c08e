// Which events of the feedback pass a filter: the same filters, with the same meaning, as in questions.
//
// How       the first time over the timelines, whose blocks hold the feedback in the same order as by_customer(); then, as
//           long as the filter asks about the event alone, over what is new only (timelines/small_snapshot.h).
// Cost      the first time that of a question; then in proportion to what is new. A filter that asks about lives is
//           asked anew when anything is new, and one that asks what texts say (voice.*) when they are judged otherwise. A
//           byte an event and filter, for kKept filters; what somebody typed to search for has kTypedKept places of its
//           own, so that no scope and no case's filter makes room for it.
// Threads   one; the owner locks.
#pragma once

#include <atomic>
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include "inbox/feedback_index.h"
#include "timelines/filter.h"
#include "timelines/timelines.h"

namespace sojourn {

class FeedbackSets {
 public:
  using Bits = std::vector<uint8_t>;  // By position in FeedbackIndex::events(); 1: passes.
  using Set = std::shared_ptr<const Bits>;

  enum class Use : unsigned char { kLasting, kTyped };
  struct Asking {
    Use use = Use::kLasting;
    const std::atomic<bool>* cancelled = nullptr;  // The asker left.
  };

  // Both are borrowed.
  FeedbackSets(Store& store, Timelines& timelines) : store_(store), timelines_(timelines) {}

  // `filter` with its segments expanded; "" : null, everything passes. May let the index follow the record further: ask
  // again for what was asked before, then. Errors: those of the filter; kCancelled; kUnavailable when the record changes
  // so fast that no moment can be held.
  Result<Set> passing(FeedbackIndex& index, const std::string& filter, const Asking& asking);
  Result<Set> passing(FeedbackIndex& index, const std::string& filter) { return passing(index, filter, Asking()); }
  static Status nobody_waits();  // kCancelled.
  // Is it in memory? For tests.
  bool keeps(const std::string& filter) const;

 private:
  static constexpr size_t kKept = 24;
  static constexpr size_t kTypedKept = 3;
  struct Kept {
    std::string filter;
    bool life = false;
    bool voice = false;
    int64_t up_to = 0;
    int64_t identities = 0;
    int64_t stages = 0;
    uint64_t dress = 0;  // Timelines::dress_version(), where the filter asks about such columns.
    std::shared_ptr<Bits> bits;
  };
  using Cancelled = const std::atomic<bool>*;
  Status renew(FeedbackIndex& index, const Filter& filter, Kept& kept, Cancelled cancelled);
  Status extend(const FeedbackIndex& index, const Filter& filter, Kept& kept);
  Status walk(FeedbackIndex& index, const Filter& filter, Kept& kept, Cancelled cancelled);

  Store& store_;
  Timelines& timelines_;
  std::list<Kept> kept_;  // The one asked for last is first.
  std::list<Kept> typed_;
};

}  // namespace sojourn
