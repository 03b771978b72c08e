// A customer's lives as each value of a split sees them, for touch=all and touch=step.
//
// The evaluation of a value is the search among all events of the lives that have the value, in which the steps that
// touch asks about are served by events with that value only. It is not made anew from all events for each value:
//
// touch=all   The events with the value are searched, and of the others those that can end an attempt: between two
//             instants with the value, and at them, the first one of each exclusion, or with order=strict the first
//             stranger. Later ones of the same kind find nothing left to end.
// touch=step  An attempt that comes to the step asked about uses an event with the value there, so all of it lies
//             within a window (and a grace) of such an event: only these are searched. When none comes so far, the
//             attempt is the one of an evaluation in which nothing serves that step; it is found once a life. (Whether
//             x killed that one does not depend on the value either: had it passed an event with the value while it
//             might still go on, it would have come further.)
//             Not so for a series of attempts, order=any and exclude_scope=customer: there all events are searched for
//             each value.
// Cost        touch=all: O(events log events) for all values together. touch=step: the events within a window of those
//             with the value, or the exceptions above: all events, times the values.
// Checked     against the funnel whose steps ask for the value themselves; value_lives_test.cc.
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "funnels/funnel_lives.h"

namespace sojourn {

class ValueLives {
 public:
  // Both are borrowed; the room has been read. The values are those of `groups` in the block and customer at hand.
  template <class State>
  ValueLives(const FunnelPlan& plan, FunnelRoom& room, Groups<State>& groups) : ValueLives(plan, room) {
    for (size_t event = 0; event < room.events.size(); ++event) {
      if ((room.events[event].met & bound_) != 0) deal(event, groups.values(room.events[event].position));
    }
    sort_dealt();
  }

  // Values have numbers from 0.
  size_t size() const { return carriers_.size(); }
  // The position of an event with that value.
  uint32_t carrier(size_t value) const { return carriers_[value]; }
  // As FunnelLives::search, for that value. Lives without an event of it are left out.
  void search(size_t value);

 private:
  static constexpr uint32_t kNone = UINT32_MAX;
  // An event (of room.events) with a value that is asked for.
  struct Dealt {
    uint32_t value = 0;
    uint32_t event = 0;
    uint32_t life = 0;
  };
  using Own = std::span<const Dealt>;  // Those of one value in one life.

  ValueLives(const FunnelPlan& plan, FunnelRoom& room);
  void deal(size_t event, GroupKey value);
  void sort_dealt();

  // Events as the value sees them: those that mean nothing to it are left out.
  void add_masked(size_t event, uint32_t value);
  // Adds the events that can end an attempt from [begin, end), where a second one of a kind makes no difference.
  void add_enders(size_t begin, size_t end, uint32_t value);
  void select_all(const FunnelLife& life, Own own);
  void select_near(const FunnelLife& life, Own own);
  void select_life(const FunnelLife& life, uint32_t value);
  // The life's attempt when nothing serves the step asked about.
  const Attempt& without_step(uint32_t life);
  Attempt near_attempt(Own own);

  const FunnelPlan& plan_;
  FunnelRoom& room_;
  const FunnelLives lives_;
  const StepSet bound_;  // The steps that only events with the value serve.
  const bool near_;      // May only what is near be searched?
  std::unordered_map<GroupKey, uint32_t, GroupKeyHash> numbers_;
  std::vector<uint32_t> carriers_;                // By value.
  std::vector<uint32_t> value_of_;                // By event; kNone where it is not asked for.
  std::vector<Dealt> dealt_;                      // By value, then in order of room.events.
  std::vector<size_t> begins_;                    // By value: into dealt_.
  std::vector<std::vector<uint32_t>> enders_;     // By exclusion: its events.
  std::vector<std::optional<Attempt>> furthest_;  // By life: without_step, once asked.
  std::vector<uint32_t> picked_;
};

}  // namespace sojourn
