// Who handled a Genesys conversation, and how long it waited, talked, was held: from the metrics of its sessions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "formats/json_fields.h"

namespace sojourn {

// One session of one participant.
struct GenesysLeg {
  std::string purpose;
  std::string user;
  const Json* session = nullptr;
  Micros at = kTimeMax;
};

// What agents and queues did in one conversation.
struct GenesysHandling {
  bool queued = false;
  bool abandoned = false;
  bool has_metrics = false;
  bool has_agent_party = false;
  std::string queue_id;
  std::vector<std::string> agents;  // Ids of those who handled it, in the order of answering.
  std::optional<int64_t> wait, talk, hold, wrap, handle, ivr, transfers;
  std::string wrap_up;
  std::string wrap_up_note;
};

// In the order in which they began. Borrow from `conversation`.
std::vector<GenesysLeg> genesys_legs(const Json& conversation);
GenesysHandling genesys_handling(const std::vector<GenesysLeg>& legs);

}  // namespace sojourn
