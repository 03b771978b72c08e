// Where PostHog's SDKs put the key of the project: beside the events, or in the first one that has it.
#include "tracking/dialects.h"
#include "tracking/json_room.h"
#include "tracking/posthog_words.h"
#include "tracking/request_text.h"

namespace sojourn {
namespace {

bool is_key(std::string_view name) {
  return name == "api_key" || name == "token" || name == "$token" || name == "apiKey";
}

// Of one event: beside its name, or among its properties.
Status find_key(json::object object, JsonRoom& room, std::string& key, bool& listed);

Status find_key_of_first(json::array array, JsonRoom& room, std::string& key) {
  bool listed = true;
  return each_element(array, [&](json::value element) -> Status {
    SOJOURN_TRY(const json::json_type type, type_of(element));
    if (type != json::json_type::object || !key.empty()) return {};
    SOJOURN_TRY(const json::object object, object_of(element));
    return find_key(object, room, key, listed);
  });
}

Status find_key(json::object object, JsonRoom& room, std::string& key, bool& listed) {
  std::string inner_key;
  SOJOURN_CHECK(each_field(object, [&](std::string_view name, json::value value) -> Status {
    SOJOURN_TRY(const json::json_type type, type_of(value));
    std::string_view text;
    if (is_key(name) && type == json::json_type::string) {
      Status status = room.text(value, text);
      key.assign(text);
      return status;
    }
    if (name == "properties" && type == json::json_type::object) {
      SOJOURN_TRY(const json::object properties, object_of(value));
      return each_field(properties, [&](std::string_view member, json::value one) -> Status {
        if (member != "token" && member != "$token") return {};
        Status status = room.text(one, text);
        inner_key.assign(text);
        return status;
      });
    }
    if (name == "batch" && type == json::json_type::array && !listed) {
      listed = true;
      SOJOURN_TRY(const json::array batch, array_of(value));
      return find_key_of_first(batch, room, inner_key);
    }
    return {};
  }));
  if (key.empty()) key = inner_key;
  return {};
}

}  // namespace

Result<std::string> posthog_key(const TrackingRequest& request) {
  for (const std::string_view name : {"api_key", "token"}) {
    const std::string_view asked = query_value(request, name);
    if (!asked.empty()) return std::string(asked);
  }
  const std::string unwrapped = posthog::json_of(request);
  JsonRoom room;
  SOJOURN_CHECK(room.open(unwrapped.empty() ? request.body : std::string_view(unwrapped)));
  json::json_type type{};
  if (const auto error = room.document().type().get(type)) return not_json(error);
  std::string key;
  bool listed = false;
  if (type == json::json_type::array) {
    json::array array;
    if (const auto error = room.document().get_array().get(array)) return not_json(error);
    SOJOURN_CHECK(find_key_of_first(array, room, key));
  } else if (type == json::json_type::object) {
    json::object object;
    if (const auto error = room.document().get_object().get(object)) return not_json(error);
    SOJOURN_CHECK(find_key(object, room, key, listed));
  }
  return key;
}

}  // namespace sojourn
