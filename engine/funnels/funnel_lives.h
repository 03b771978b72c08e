// From a customer's events to the attempts among them: sessions, held values and the values of a split cut a life into
// lives of their own, each of which is searched.
#pragma once

#include <span>
#include <vector>

#include "funnels/funnel_plan.h"
#include "measure/fold.h"

namespace sojourn {

// What happened, as the search sees it, and all that happened meanwhile.
struct FunnelLife {
  size_t begin = 0;  // Into FunnelRoom::events.
  size_t end = 0;
  std::span<const uint32_t> shown;  // Positions of all events in scope, whether they matter to a step or not.
};

struct FoundAttempt {
  Attempt attempt;
  std::span<const uint32_t> shown;
};

// Room for one customer, reused.
struct FunnelRoom {
  std::vector<StepEvent> events;
  std::vector<FunnelLife> lives;
  std::vector<std::pair<HeldValues, StepEvent>> held;
  std::vector<StepEvent> masked;
  std::vector<StepEvent> busy;
  std::vector<Attempt> series;
  std::vector<FoundAttempt> found;
};

// One a thread.
struct FunnelScratch {
  std::vector<EventBits> met;    // By step: the events that meet it; empty where a code says it.
  std::vector<EventBits> kills;  // By exclusion.
  EventBits matters;             // Those that the search must see.
  EventBits first;               // Those that meet step 1.
  EventBits spare;
  EventList list;
  const uint8_t* codes = nullptr;  // Of the block at hand, when StepCodes knows them.
  SessionScratch sessions;
  mutable FunnelRoom room;
};

class FunnelLives {
 public:
  explicit FunnelLives(const FunnelPlan& plan) : plan_(plan) {}

  // Finds out which events of the block meet what.
  void select(const Block& block, FunnelScratch& scratch) const;
  // Takes from `shown` what makes no difference.
  void narrow(const Block& block, const FunnelScratch& scratch, EventBits& shown) const;

  // Fills scratch.room with the customer's lives.
  void read(const Slice& slice, const FunnelScratch& scratch) const;
  // Searches them; replaces room.found. Of customers only the attempt that is reported.
  void search(const FunnelScratch& scratch) const { search(scratch, scratch.room.events, 0); }
  // The same when only events whose value passes serve: every step (touch=all), or that step (touch=step). Lives
  // without such an event are left out.
  template <class Passes>
  void search_for(const FunnelScratch& scratch, Passes passes) const {
    std::vector<StepEvent>& masked = scratch.room.masked;
    masked = scratch.room.events;
    const StepSet bound = plan_.touch == FunnelTouch::kAll ? ~StepSet{0} : StepSet{1} << plan_.touch_step;
    for (size_t i = 0; i < masked.size(); ++i) {
      if ((masked[i].met & bound) != 0 && !passes(i)) masked[i].met &= ~bound;
    }
    search(scratch, masked, bound);
  }

  StepSet met(const Block& block, size_t event, const FunnelScratch& scratch) const;

 private:
  void read_life(const Slice& slice, std::span<const uint32_t> shown, const FunnelScratch& scratch) const;
  void divide_by_held(std::span<const uint32_t> shown, FunnelRoom& room) const;
  StepEvents without_idle(StepEvents events, FunnelRoom& room) const;
  // `needed`: a life must have an event that meets one of these steps (0: none).
  void search(const FunnelScratch& scratch, const std::vector<StepEvent>& events, StepSet needed) const;

  const FunnelPlan& plan_;
};

}  // namespace sojourn
