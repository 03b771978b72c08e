#include "api/record_json.h"

namespace sojourn {

Json time_or_null(Micros time) { return time == 0 ? Json(nullptr) : Json(format_time(time)); }

Json identifier_json(const Identifier& identifier) {
  return {{"kind", identifier_kind_name(identifier.kind)}, {"value", identifier.value}};
}

Json person_json(uint32_t number, std::span<const Identifier> identifiers) {
  Json json;
  json["customer"] = identifiers.empty() ? std::string() : format_identifier(identifiers.front());
  json["number"] = number;
  Json& list = json["identifiers"] = Json::array();
  for (const Identifier& each : identifiers) list.push_back(identifier_json(each));
  return json;
}

Json link_json(const LinkFact& link) {
  Json json;
  json["number"] = link.number;
  json["a"] = format_identifier(link.a);
  json["b"] = format_identifier(link.b);
  json["since"] = time_or_null(link.since);
  json["by_hand"] = link.by_hand;
  json["reason"] = link.reason;
  json["made_at"] = time_or_null(link.made_at);
  json["undone_at"] = time_or_null(link.undone_at.value_or(0));
  return json;
}

Json event_json(const StoredEvent& event) {
  Json json;
  json["sequence"] = event.sequence;
  json["id"] = event.id;
  json["source"] = event.source;
  json["time"] = format_time(event.time);
  json["offset_minutes"] = event.offset_minutes;
  json["received"] = format_time(event.received);
  Json& who = json["who"] = Json::array();
  for (const Identifier& each : event.who) who.push_back(identifier_json(each));
  Json& fields = json["fields"] = Json::object();
  for (const auto& [field, value] : event.fields) fields[std::string(field_info(field).name)] = value;
  json["properties"] = Json::object();
  if (!event.properties.empty()) {
    Json properties = Json::parse(event.properties, nullptr, false);
    if (properties.is_object()) json["properties"] = std::move(properties);
  }
  return json;
}

HttpReply json_reply(const Json& json, int status) { return {status, "application/json", json_text(json), {}}; }

}  // namespace sojourn
