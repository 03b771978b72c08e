// PostHog: POST and GET /batch /capture /e /track /engage /i/v0/e, and POST /i/v1/analytics/events. A body is one event,
// a list, {"batch": [...]}, or the old form data=.... Contract: docs/sources/posthog.md.
#include <optional>

#include "base/text.h"
#include "tracking/dialects.h"
#include "tracking/posthog_event.h"
#include "tracking/posthog_survey.h"
#include "tracking/posthog_words.h"
#include "tracking/request_text.h"
#include "tracking/tracked_call.h"

namespace sojourn {
namespace {

using posthog::Place;
using posthog::Role;

class PosthogReader {
 public:
  PosthogReader(const TrackingRequest& request, EventWriter& writer) : request_(request), calls_(writer) {}

  Status read() {
    const std::string unwrapped = posthog::json_of(request_);
    SOJOURN_CHECK(room_.open(unwrapped.empty() ? request_.body : std::string_view(unwrapped)));
    read_envelope();
    json::json_type type{};
    if (const auto error = room_.document().type().get(type)) return not_json(error);
    if (type == json::json_type::array) {
      json::array array;
      if (const auto error = room_.document().get_array().get(array)) return not_json(error);
      SOJOURN_CHECK(read_list(array));
    } else if (type == json::json_type::object) {
      SOJOURN_CHECK(read_object());
    } else {
      return Status::invalid("an event is a JSON object {...}", "body");
    }
    if (room_.document().current_location().error() == simdjson::SUCCESS) {
      return Status::invalid("not JSON: more text follows", "body");
    }
    return {};
  }

 private:
  // When it was sent, as query and headers say it.
  void read_envelope() {
    for (const std::string_view text :
         {header_value(request_, "posthog-request-timestamp"), query_value(request_, "_")}) {
      if (const auto sent = read_said_time(text); sent && !sent_) sent_ = sent->utc;
    }
  }

  Status read_object() {
    json::object object;
    if (const auto error = room_.document().get_object().get(object)) return not_json(error);
    bool has_batch = false;
    std::string sent;
    SOJOURN_CHECK(each_field(object, [&](std::string_view key, json::value value) -> Status {
      if (key == "batch") {
        SOJOURN_TRY(const json::json_type type, type_of(value));
        if (type != json::json_type::array) return Status::invalid("the batch is no list", "batch");
        has_batch = true;
      } else if (key == "sent_at" || key == "created_at" || key == "historical_migration") {
        Cell cell;
        SOJOURN_TRY(const json::json_type type, type_of(value));
        if (type == json::json_type::object || type == json::json_type::array) return {};
        Status status = room_.cell(value, cell);
        if (key == "historical_migration") historical_ = cell.text == "true";
        if (key != "historical_migration" && (sent.empty() || key == "sent_at")) sent.assign(cell.text);
        return status;
      }
      return {};
    }));
    if (const auto at = read_said_time(sent)) sent_ = at->utc;
    room_.rewind();
    if (const auto error = room_.document().get_object().get(object)) return not_json(error);
    if (!has_batch) return read_event(object, room_.body().data());
    return each_field(object, [&](std::string_view key, json::value value) -> Status {
      if (key != "batch") return {};
      SOJOURN_TRY(const json::array list, array_of(value));
      return read_list(list);
    });
  }

  Status read_list(json::array list) {
    listed_ = true;
    return each_element(list, [&](json::value element) -> Status {
      SOJOURN_TRY(const json::json_type type, type_of(element));
      const std::string_view token = element.raw_json_token();
      if (type != json::json_type::object) {
        Cell unused;
        SOJOURN_CHECK(room_.cell(element, unused));  // Is it JSON?
        calls_.writer().row();
        return calls_.writer().reject(++number_, token, "batch", "an event is a JSON object {...}");
      }
      SOJOURN_TRY(const json::object object, object_of(element));
      return read_event(object, token.data());
    });
  }

  Status read_event(json::object object, const char* begin) {
    call_.clear();
    said_ = {};
    survey_.clear();
    set_once_.clear();
    left_out_ = {};
    room_.fault = {};
    places_.restart();
    SOJOURN_CHECK(each_field(object, [&](std::string_view key, json::value value) { return read_field(key, value); }));
    call_.number = ++number_;
    const char* end = room_.body().data() + room_.body().size();
    if (listed_) {
      if (const auto error = room_.document().current_location().get(end)) return not_json(error);
    }
    call_.raw = trim_end(std::string_view(begin, static_cast<size_t>(end - begin)));
    const size_t refused = calls_.writer().batch().rejects.size();
    SOJOURN_CHECK(write_event());
    if (left_out_.empty() || calls_.writer().batch().rejects.size() > refused) return {};
    return calls_.leave_out(call_.number, call_.raw, left_out_,
                            "it is no JSON object {...}; the event was kept without it");
  }

  Status read_field(std::string_view key, json::value value) {
    if (key == "event") return room_.text(value, call_.event);
    if (key == "uuid" || key == "$uuid") return room_.text(value, call_.id);
    if (key == "distinct_id" || key == "$distinct_id") return name(value, said_.distinct);
    if (key == "timestamp") return read_time(value);
    if (key == "offset") return room_.text(value, said_.offset);
    if (key == "session_id") return room_.read(value, "session", call_.facts);
    if (key == "properties") {
      return each_member("properties", value,
                         [&](std::string_view inner, json::value one) { return read_property(inner, one); });
    }
    if (key == "$set") return read_members("$set", value, call_.traits);
    if (key == "$set_once") return read_members("$set_once", value, set_once_);
    return {};  // api_key, sent_at, library, type ...
  }

  // `field` is a name of ours.
  template <class Each>
  Status each_member(std::string_view field, json::value value, Each&& each) {
    SOJOURN_TRY(const json::json_type type, type_of(value));
    if (type != json::json_type::object) {
      Cell other;
      SOJOURN_CHECK(room_.cell(value, other));
      if (!other.null) left_out_ = field;  // Of PHP an empty one is [], which is null here.
      return {};
    }
    SOJOURN_TRY(const json::object object, object_of(value));
    return each_field(object, each);
  }

  Status read_members(std::string_view field, json::value value, NamedValues& out) {
    return each_member(field, value, [&](std::string_view key, json::value inner) -> Status {
      return key.starts_with("$initial_") ? Status() : room_.read(inner, key, out, 2);
    });
  }

  // Names of persons are texts, whatever was sent.
  Status name(json::value value, std::string_view& out) {
    Cell cell;
    SOJOURN_TRY(const json::json_type type, type_of(value));
    if (type == json::json_type::object) {
      SOJOURN_TRY(json::object object, object_of(value));
      std::string_view raw;
      if (const auto error = object.raw_json().get(raw)) return not_json(error);
      out = posthog::cut_name(room_.keep(raw));
      return {};
    }
    SOJOURN_CHECK(room_.cell(value, cell));
    out = posthog::cut_name(cell.text);
    return {};
  }

  // ISO 8601 alone: numbers fall back to the time of arrival, as they do there.
  Status read_time(json::value value) {
    SOJOURN_TRY(const json::json_type type, type_of(value));
    if (type != json::json_type::string) return {};
    std::string_view text;
    SOJOURN_CHECK(room_.text(value, text));
    if (text.find('-') == std::string_view::npos) return {};
    if (const auto said = read_said_time(text)) {
      call_.times.said = said->utc;
      call_.offset_minutes = said->offset_minutes;
    }
    return {};
  }

  Status read_property(std::string_view key, json::value value) {
    const Place& place = places_.find(key, posthog::place_of);
    switch (place.role) {
      case Role::kOwn: return room_.read(value, key, call_.properties);
      case Role::kRenamed: return room_.read(value, place.name, call_.properties);
      case Role::kDropped: return {};
      case Role::kDistinctId: return said_.distinct.empty() ? name(value, said_.distinct) : Status();
      case Role::kDeviceId: return name(value, said_.device);
      case Role::kAnonymousId: return name(value, said_.anonymous);
      case Role::kAlias: return name(value, said_.alias);
      case Role::kIdentified: return flag(value, said_.anonymous_person, "false");
      case Role::kIgnoreSent: return flag(value, said_.ignore_sent, "true");
      case Role::kLibrary: return room_.text(value, said_.library);
      case Role::kDeviceType: return room_.text(value, said_.device_type);
      case Role::kLanguage: return room_.text(value, said_.locale);
      case Role::kCampaign: return room_.text(value, call_.campaign);
      case Role::kGroupType: return room_.text(value, said_.group_type);
      case Role::kGroupKey: return name(value, said_.group_key);
      case Role::kGroupSet:
        return each_member("$group_set", value, [&](std::string_view inner, json::value one) {
          return room_.read(one, room_.join("account", inner), call_.account, 2);
        });
      case Role::kGroups:
        return each_member("$groups", value, [&](std::string_view type, json::value one) -> Status {
          std::string_view group;
          SOJOURN_CHECK(name(one, group));
          if (group.empty()) return {};
          said_.accounts.push_back(room_.keep(posthog::account_of(type, group)));
          if (said_.accounts.back() == group)
            said_.company = group;  // The other types of groups stand before their keys.
          return {};
        });
      case Role::kSet: return read_members("$set", value, call_.traits);
      case Role::kSetOnce: return read_members("$set_once", value, set_once_);
      case Role::kSurvey: return room_.read(value, key, survey_);
    }
    return {};
  }

  Status flag(json::value value, bool& out, std::string_view word) {
    SOJOURN_TRY(const json::json_type type, type_of(value));
    if (type != json::json_type::boolean) return {};
    Cell cell;
    SOJOURN_CHECK(room_.cell(value, cell));
    out = cell.text == word;
    return {};
  }

  Status write_event() {
    if (!room_.fault.ok()) call_.fault = std::move(room_.fault).within("properties");
    if (call_.event.empty() && call_.fault.ok()) call_.fault = Status::invalid("the event has no name", "event");
    const bool survey = call_.event == "survey sent";
    said_.received = request_.received;
    said_.sent = sent_;
    said_.historical = historical_;
    if (!posthog::settle(said_, room_, call_)) {
      calls_.writer().row();
      return {};
    }
    // The first known value of each is `first.NAME`; a value that is set outright holds over it.
    call_.traits.insert(call_.traits.begin(), set_once_.begin(), set_once_.end());
    if (survey) return write_posthog_survey(call_, survey_, calls_);
    for (const NamedValue& value : survey_) call_.properties.push_back(value);
    if (call_.type == TrackedCall::Type::kTrack && call_.event.starts_with("survey ")) call_.channel = "survey";
    return calls_.write(call_);
  }

  const TrackingRequest& request_;
  CallWriter calls_;
  JsonRoom room_;
  TrackedCall call_;
  posthog::SaidEvent said_;
  NamedValues survey_;
  NamedValues set_once_;
  std::string_view left_out_;  // The member of the event that is no object.
  std::optional<Micros> sent_;
  bool historical_ = false;
  bool listed_ = false;
  uint64_t number_ = 0;
  NameMemo<Place> places_;
};

}  // namespace

Status read_posthog(const TrackingRequest& request, EventWriter& writer) {
  return PosthogReader(request, writer).read();
}

}  // namespace sojourn
