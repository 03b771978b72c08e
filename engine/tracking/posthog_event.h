// One event of PostHog, from what its JSON said to the shape that all trackers share: who, what, and when.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "tracking/json_room.h"
#include "tracking/tracked_call.h"

namespace sojourn::posthog {

// The members of an event, as they stand.
struct SaidEvent {
  std::string_view distinct;
  std::string_view device;
  std::string_view anonymous;
  std::string_view alias;
  std::string_view library;
  std::string_view device_type;
  std::string_view locale;
  std::string_view group_type;
  std::string_view group_key;
  std::string_view company;  // Of its groups the one that is a company.
  std::string_view offset;
  std::vector<std::string_view> accounts;  // Of all its groups.
  bool anonymous_person = false;
  bool ignore_sent = false;
  // Of its body:
  Micros received = 0;
  std::optional<Micros> sent;
  bool historical = false;
};

// The name of a person: the first 200 characters, which is what PostHog keeps.
std::string_view cut_name(std::string_view text);

// Fills `call`, which has its event and properties. Names that are made up are kept in the room.
// False: it says nothing and is to be passed over.
bool settle(const SaidEvent& said, JsonRoom& room, TrackedCall& call);

}  // namespace sojourn::posthog
