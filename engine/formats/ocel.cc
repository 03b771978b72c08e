// OCEL 2.0 logs as JSON, XML and SQLite files; what becomes of them, ocel_log.h says.
#include "formats/json_records.h"
#include "formats/ocel_log.h"
#include "formats/ocel_sqlite.h"
#include "formats/ocel_xml.h"

namespace sojourn {
namespace {

void read_type(const Json& json, const std::string& what, OcelLog& log) {
  const std::string type = text_at(json, "name");
  for (const Json& attribute : items_at(json, "attributes")) {
    log.declare(what, type, text_at(attribute, "name"), text_at(attribute, "type"));
  }
}

OcelValue read_value(const Json& json, const std::string& what, const std::string& type, const OcelLog& log) {
  OcelValue value;
  value.name = text_at(json, "name");
  value.value = text_at(json, "value");
  value.time = instant_at(json, "time").value_or(0);
  value.type = log.type_of(what, type, value.name);
  return value;
}

void read_object(const Json& json, OcelLog& log) {
  const std::string id = text_at(json, "id");
  if (id.empty()) return;
  OcelObject object;
  object.type = text_at(json, "type");
  for (const Json& attribute : items_at(json, "attributes")) {
    object.values.push_back(read_value(attribute, "object", object.type, log));
  }
  for (const Json& relation : items_at(json, "relationships")) {
    std::string other = text_at(relation, "objectId");
    if (!other.empty()) object.related.push_back(std::move(other));
  }
  log.add_object(id, std::move(object));
}

Status read_event(const Json& json, const JsonRecord& raw, const OcelLog& log, EventWriter& writer) {
  OcelEvent event;
  event.id = text_at(json, "id");
  event.type = text_at(json, "type");
  event.time = text_at(json, "time");
  for (const Json& attribute : items_at(json, "attributes")) {
    event.values.push_back(read_value(attribute, "event", event.type, log));
  }
  for (const Json& relation : items_at(json, "relationships")) {
    OcelRelation to{text_at(relation, "objectId"), text_at(relation, "qualifier")};
    if (!to.object.empty()) event.objects.push_back(std::move(to));
  }
  return log.write(event, writer, raw.line, raw.text);
}

Status read(const FormatInput& input, const FormatSettings& settings, EventWriter& writer) {
  if (is_sqlite(input.bytes)) return read_ocel_sqlite(input.bytes, settings, writer);
  if (is_ocel_xml(input.bytes)) return read_ocel_xml(input.bytes, settings, writer);
  OcelLog log(settings);
  look_through_json(input.bytes, {"eventTypes", "objectTypes"}, [&](const Json& json, const JsonRecord& raw) {
    if (raw.member == "eventTypes") read_type(json, "event", log);
    if (raw.member == "objectTypes") read_type(json, "object", log);
  });
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
  // No other format is a database; the names of its tables may stand far behind the beginning.
  if (is_sqlite(head)) return true;
  if (is_ocel_xml(head)) return true;
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
  format.about = "Object-centric event logs of process mining: OCEL 2.0 as JSON, XML or SQLite.";
  format.settings = {
      {"customer_type", "The type of objects that are the customers; else customer, client, user and the like"},
      {"channel", "Channel of all its events"},
  };
  format.recognises = recognises;
  format.read = read;
  return format;
}

}  // namespace sojourn
