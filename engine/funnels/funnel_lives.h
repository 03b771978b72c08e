// From a customer's events to the attempts among them: sessions and held values cut a life into lives of their own, each
// of which is searched. What the values of a split do: value_lives.h.
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
  std::vector<StepEvent> masked;  // What a value sees of a life (value_lives.h).
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
  void search(FunnelRoom& room) const;
  // The parts of it: adds what is found among a life's events (borrowed for the call) to room.found, and leaves there
  // what counts.
  void search_life(StepEvents events, const FunnelLife& life, FunnelRoom& room) const;
  void add_found(const Attempt& attempt, const FunnelLife& life, FunnelRoom& room) const {
    if (attempt.any()) room.found.push_back({attempt, life.shown});
  }
  void keep_reported(FunnelRoom& room) const;

  StepSet met(const Block& block, size_t event, const FunnelScratch& scratch) const;

 private:
  void read_life(const Slice& slice, std::span<const uint32_t> shown, const FunnelScratch& scratch) const;
  void divide_by_held(std::span<const uint32_t> shown, FunnelRoom& room) const;

  const FunnelPlan& plan_;
};

}  // namespace sojourn
