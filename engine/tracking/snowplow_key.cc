// The application id stands for the key in Snowplow: in the query, or in the first payload.
#include "base/text.h"
#include "tracking/dialects.h"
#include "tracking/json_room.h"
#include "tracking/request_text.h"

namespace sojourn {

Result<std::string> snowplow_key(const TrackingRequest& request) {
  const std::string_view asked = query_value(request, "aid");
  if (!asked.empty() || trim(request.body).empty()) return std::string(asked);
  JsonRoom room;
  SOJOURN_CHECK(room.open(request.body));
  json::object object;
  if (const auto error = room.document().get_object().get(object)) return not_json(error);
  std::string key;
  const auto read_payload = [&](json::value element) -> Status {
    SOJOURN_TRY(const json::json_type type, type_of(element));
    if (type != json::json_type::object || !key.empty()) return {};
    SOJOURN_TRY(const json::object payload, object_of(element));
    return each_field(payload, [&](std::string_view name, json::value value) -> Status {
      std::string_view text;
      if (name != "aid") return {};
      Status status = room.text(value, text);
      key.assign(text);
      return status;
    });
  };
  SOJOURN_CHECK(each_field(object, [&](std::string_view name, json::value value) -> Status {
    SOJOURN_TRY(const json::json_type type, type_of(value));
    if (name != "data" || type != json::json_type::array) return {};
    SOJOURN_TRY(const json::array list, array_of(value));
    return each_element(list, read_payload);
  }));
  return key;
}

}  // namespace sojourn
