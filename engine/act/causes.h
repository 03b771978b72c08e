// Causes: the events that rules ask for, among those with the numbers of a stretch.
//
// Key       of a cause: source and id of the event, so that a record told again is the same cause; without an id, its
//           number, which never changes.
// Own       what Sojourn itself wrote about invitations causes none.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "act/rule.h"
#include "base/status.h"
#include "store/store.h"
#include "timelines/small_snapshot.h"

namespace sojourn {

inline constexpr std::string_view kInvitationSource = "invitations";

struct Cause {
  int64_t sequence = 0;
  Micros time = 0;
  std::string key;
  std::string who;    // The customer's name, "c-17"; "" : nobody is known.
  std::string order;  // Of the event; "" : none.
  std::string event;  // Its id; "" : none.
  std::string touchpoint;
  std::string about;  // As LinkClaims::about: "order:o-17", "call:9", "event:7", "touchpoint:visit".
};

struct CauseSearch {
  const InvitationRule* rule = nullptr;
  int64_t after = 0;  // Only events with a larger number ...
  Micros since = 0;   // ... that happened then or later.
};

// For each search the causes among the events of (after, up_to], in the order of their numbers. `now`: the moment of
// "did(...) in last 30d".
// Cost: what small_snapshot() costs, and nothing for stretches in which nothing is recent enough.
Result<std::vector<std::vector<Cause>>> find_causes(Store& store, std::span<const CauseSearch> searches, int64_t after,
                                                    int64_t up_to, Micros now, const DressSnapshot& dress = {});

// Events before this number happened before that time. Errors: those of the store.
Result<int64_t> first_sequence_since(Store& store, Micros time);

}  // namespace sojourn
