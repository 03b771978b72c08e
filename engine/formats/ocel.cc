// OCEL 2.0 logs as JSON and as SQLite files; what becomes of them, ocel_log.h says.
#include "formats/json_records.h"
#include "formats/ocel_log.h"
#include "formats/ocel_sqlite.h"

namespace sojourn {
namespace {

std::vector<std::string> related_ids(const Json& json) {
  std::vector<std::string> ids;
  for (const Json& relation : items_at(json, "relationships")) {
    std::string id = text_at(relation, "objectId");
    if (!id.empty()) ids.push_back(std::move(id));
  }
  return ids;
}

void read_object(const Json& json, OcelLog& log) {
  const std::string id = text_at(json, "id");
  if (id.empty()) return;
  OcelObject object;
  object.type = text_at(json, "type");
  for (const Json& attribute : items_at(json, "attributes")) {
    object.values.push_back(
        {text_at(attribute, "name"), instant_at(attribute, "time").value_or(0), text_at(attribute, "value")});
  }
  object.related = related_ids(json);
  log.add_object(id, std::move(object));
}

Status read_event(const Json& json, const JsonRecord& raw, const OcelLog& log, EventWriter& writer) {
  OcelEvent event;
  event.id = text_at(json, "id");
  event.type = text_at(json, "type");
  event.time = text_at(json, "time");
  for (const Json& attribute : items_at(json, "attributes")) {
    event.values.emplace_back(text_at(attribute, "name"), text_at(attribute, "value"));
  }
  event.objects = related_ids(json);
  return log.write(event, writer, raw.line, raw.text);
}

Status read(const FormatInput& input, const FormatSettings& settings, EventWriter& writer) {
  if (is_sqlite(input.bytes)) return read_ocel_sqlite(input.bytes, settings, writer);
  OcelLog log(settings);
  look_through_json(input.bytes, {"objects"}, [&](const Json& json, const JsonRecord& raw) {
    if (raw.member == "objects") read_object(json, log);
  });
  SOJOURN_CHECK(log.settle());
  return read_json_records(input.bytes, {"events"}, writer, [&](const Json& json, const JsonRecord& raw) -> Status {
    if (raw.member == "events") return read_event(json, raw, log, writer);
    return writer.reject(raw.line, raw.text, "events", "the log has no events");
  });
}

bool recognises(std::string_view head, std::string_view) {
  if (is_sqlite(head)) return head.find("ocel_id") != std::string_view::npos;
  return is_json_with(head, {"objectTypes"}) || is_json_with(head, {"eventTypes"}) ||
         is_json_with(head, {"events", "relationships", "objectId"});
}

}  // namespace

Format ocel_format() {
  Format format;
  format.id = "ocel";
  format.title = "OCEL 2.0 object-centric event logs";
  format.family = "event log";
  format.channel = "";
  format.about = "Object-centric event logs of process mining: OCEL 2.0 as JSON or SQLite.";
  format.settings = {
      {"customer_type", "The type of objects that are the customers; else customer, client, user and the like"},
      {"channel", "Channel of all its events"},
  };
  format.recognises = recognises;
  format.read = read;
  return format;
}

}  // namespace sojourn
