#include "tracking/posthog_words.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "tracking/request_text.h"

namespace sojourn::posthog {

EventMeaning meaning_of(std::string_view event) {
  using Kind = EventMeaning::Kind;
  struct Entry {
    std::string_view event;
    EventMeaning meaning;
  };
  static constexpr std::array kEvents{
      Entry{"$pageview", {Kind::kPage, "page view"}},     Entry{"$screen", {Kind::kScreen, "screen view"}},
      Entry{"$identify", {Kind::kIdentify, ""}},          Entry{"$set", {Kind::kIdentify, ""}},
      Entry{"$set_once", {Kind::kIdentify, ""}},          Entry{"$create_alias", {Kind::kAlias, ""}},
      Entry{"$merge_dangerously", {Kind::kAlias, ""}},    Entry{"$groupidentify", {Kind::kGroup, ""}},
      Entry{"$autocapture", {Kind::kTrack, "click"}},     Entry{"$rageclick", {Kind::kTrack, "rage click"}},
      Entry{"$dead_click", {Kind::kTrack, "dead click"}}, Entry{"$exception", {Kind::kTrack, "error"}},
  };
  for (const Entry& entry : kEvents) {
    if (entry.event == event) return entry.meaning;
  }
  // $pageleave, $feature_flag_called, $web_vitals, $opt_in ...: happened, but the customer did not do it.
  return {Kind::kTrack, "", event.starts_with('$')};
}

Place place_of(std::string_view name) {
  struct Entry {
    std::string_view name;
    Role role;
    std::string_view as;
  };
  static constexpr std::array kPlaces{
      Entry{"distinct_id", Role::kDistinctId, ""},
      Entry{"$distinct_id", Role::kDistinctId, ""},
      Entry{"$device_id", Role::kDeviceId, ""},
      Entry{"$anon_distinct_id", Role::kAnonymousId, ""},
      Entry{"$is_identified", Role::kIdentified, ""},
      Entry{"alias", Role::kAlias, ""},
      Entry{"$lib", Role::kLibrary, ""},
      Entry{"$ignore_sent_at", Role::kIgnoreSent, ""},
      Entry{"$device_type", Role::kDeviceType, ""},
      Entry{"$browser_language", Role::kLanguage, ""},
      Entry{"$locale", Role::kLanguage, ""},
      Entry{"utm_campaign", Role::kCampaign, ""},
      Entry{"utm_source", Role::kRenamed, "campaign_source"},
      Entry{"utm_medium", Role::kRenamed, "campaign_medium"},
      Entry{"utm_term", Role::kRenamed, "campaign_term"},
      Entry{"utm_content", Role::kRenamed, "campaign_content"},
      Entry{"$group_type", Role::kGroupType, ""},
      Entry{"$group_key", Role::kGroupKey, ""},
      Entry{"$groups", Role::kGroups, ""},
      Entry{"$group_set", Role::kGroupSet, ""},
      Entry{"$set", Role::kSet, ""},
      Entry{"$set_once", Role::kSetOnce, ""},
      Entry{"$current_url", Role::kRenamed, "url"},
      Entry{"$pathname", Role::kRenamed, "path"},
      Entry{"$referrer", Role::kRenamed, "referrer"},
      Entry{"$session_id", Role::kRenamed, "session"},
      Entry{"$screen_name", Role::kRenamed, "screen"},
      Entry{"$app_name", Role::kRenamed, "app"},
      Entry{"$app_version", Role::kRenamed, "app_version"},
  };
  for (const Entry& entry : kPlaces) {
    if (entry.name == name) return {entry.role, std::string(entry.as)};
  }
  if (name.starts_with("$survey_")) return {Role::kSurvey, {}};
  if (!name.starts_with('$')) return {name == "token" ? Role::kDropped : Role::kOwn, {}};
  // What the library adds to every event is long known; what a company calls $something of its own is kept.
  static constexpr std::array kKept{"$feature_flag_response", "$feature_flag",       "$exception_type",
                                    "$exception_message",     "$geoip_country_code", "$geoip_city_name"};
  static constexpr std::array kNoise{"$active_feature_flags",
                                     "$autocapture",
                                     "$browser_",
                                     "$cohort",
                                     "$config_",
                                     "$configured_",
                                     "$console",
                                     "$cookieless",
                                     "$copy_",
                                     "$current_",
                                     "$dead_clicks",
                                     "$device",
                                     "$elements",
                                     "$enabled_",
                                     "$exception_",
                                     "$external_",
                                     "$feature_flag_",
                                     "$geoip_",
                                     "$had_",
                                     "$heatmap",
                                     "$initial_",
                                     "$insert_id",
                                     "$ip",
                                     "$is_",
                                     "$lib_",
                                     "$os_",
                                     "$pageview_id",
                                     "$prev_",
                                     "$process_",
                                     "$raw_",
                                     "$recording_",
                                     "$replay_",
                                     "$screen_",
                                     "$sdk_",
                                     "$sent_at",
                                     "$session_",
                                     "$surveys_",
                                     "$time",
                                     "$token",
                                     "$user_",
                                     "$viewport_",
                                     "$web_vitals",
                                     "$window_id"};
  if (name == "$timezone" || std::find(kKept.begin(), kKept.end(), name) != kKept.end()) return {Role::kOwn, {}};
  const bool noise =
      std::any_of(kNoise.begin(), kNoise.end(), [&](const char* each) { return name.starts_with(each); });
  return {noise ? Role::kDropped : Role::kOwn, {}};
}

std::string json_of(const TrackingRequest& request) {
  if (trim(request.body).empty()) return json_of_data(std::string(query_value(request, "data")));
  return form_data(request.body).value_or(std::string());
}

bool runs_in_app(std::string_view library) {
  return library == "posthog-ios" || library == "posthog-android" || library == "posthog-react-native" ||
         library == "posthog-flutter" || library == "posthog-unity";
}

bool runs_at_customer(std::string_view library) {
  return library == "web" || library == "js" || library == "posthog-js" || library == "posthog-js-lite" ||
         runs_in_app(library);
}

std::string account_of(std::string_view type, std::string_view key) {
  for (const std::string_view company : {"company", "account", "organization", "organisation", ""}) {
    if (type == company) return std::string(key);
  }
  return std::string(type) + ":" + std::string(key);
}

}  // namespace sojourn::posthog
