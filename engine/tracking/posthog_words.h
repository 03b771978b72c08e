// What PostHog's own events and properties mean here.
#pragma once

#include <string>
#include <string_view>

#include "tracking/tracking.h"

namespace sojourn::posthog {

// Its events begin with a $; those of the company do not.
struct EventMeaning {
  enum class Kind : unsigned char { kTrack, kPage, kScreen, kIdentify, kAlias, kGroup };
  Kind kind = Kind::kTrack;
  std::string_view touchpoint;  // "": its own name.
  bool silent = false;          // No step of a journey.
};
EventMeaning meaning_of(std::string_view event);

enum class Role : unsigned char {
  kOwn,      // A property under its name.
  kRenamed,  // ... under another.
  kDropped,
  kDistinctId,
  kDeviceId,
  kAnonymousId,  // Of $identify: who it was before.
  kIdentified,
  kAlias,
  kLibrary,
  kIgnoreSent,
  kDeviceType,
  kLanguage,
  kCampaign,
  kGroupType,
  kGroupKey,
  kGroups,
  kGroupSet,
  kSet,
  kSetOnce,
  kSurvey,
};
struct Place {
  Role role = Role::kOwn;
  std::string name;
};
// Of a member of `properties`. Addresses and user agents are personal data: they stay in the raw body, as do the many
// that only describe the library's own work.
Place place_of(std::string_view name);

// The JSON of a request that came as a form or a query; "" : the body is it.
std::string json_of(const TrackingRequest& request);

// Does the library run in a browser or a mobile?
bool runs_at_customer(std::string_view library);
bool runs_in_app(std::string_view library);

// The identifier of a group: its key alone where the group is a company, else "type:key".
std::string account_of(std::string_view type, std::string_view key);

}  // namespace sojourn::posthog
