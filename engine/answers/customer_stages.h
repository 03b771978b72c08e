// The stages that one customer went through, with the time of entry: what the measure `stages` counts, for one person.
//
// Events in a row in the same stage are one stay; events without a stage are passed over. The stage is the event's own,
// else that of its touchpoint by rule: by its name, else without regard to capitals. The last stay is open.
// Cost      reads the customer's newest events, up to kStageEventsMax: of a longer life the first stays are left out.
// Errors    those of the store. Threads: as the store's.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/status.h"
#include "store/store.h"

namespace sojourn {

inline constexpr size_t kStageEventsMax = 100'000;

struct StageStay {
  std::string stage;
  Micros entered = 0;
  std::optional<Micros> left;  // Empty: still there.
};

using StageRules = std::vector<std::pair<std::string, std::string>>;  // Touchpoint, stage.

// In order of time. `events` in any order.
std::vector<StageStay> stage_stays(std::vector<StoredEvent> events,
                                   std::span<const std::pair<std::string, std::string>> rules);
Result<std::vector<StageStay>> stages_of_customer(Store& store, IdentifierCode customer);

}  // namespace sojourn
