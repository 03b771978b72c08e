// Writes OCEL 2.0 as JSON, event by event; objects and types stand behind the events.
#include "collect/json_text.h"
#include "formats/event_log.h"
#include "formats/ocel_shape.h"

namespace sojourn {
namespace {

void append_member(std::string& out, std::string_view name, std::string_view value) {
  append_json_string(out, name);
  out += ':';
  append_json_string(out, value);
}

// Two members of text: what relations and attributes are.
void append_pair(std::string& out, std::string_view first, std::string_view a, std::string_view second,
                 std::string_view b) {
  out += out.back() == '[' ? "{" : ",{";
  append_member(out, first, a);
  out += ',';
  append_member(out, second, b);
  out += '}';
}

std::string event_json(const ShapedEvent& event, bool first) {
  std::string out = first ? "\n{" : ",\n{";
  append_member(out, "id", event.id);
  out += ',';
  append_member(out, "type", event.type);
  out += ',';
  append_member(out, "time", event.time);
  out += ",\"attributes\":[";
  for (const ShapedValue& value : event.values) append_pair(out, "name", value.name, "value", value.text);
  out += "],\"relationships\":[";
  for (const auto& [object, qualifier] : event.objects) append_pair(out, "objectId", object, "qualifier", qualifier);
  return out + "]}";
}

Status write_objects(const OcelShape& shape, const WriteText& write) {
  SOJOURN_CHECK(write("],\n\"objects\":["));
  bool first = true;
  for (const auto& [key, related] : shape.objects()) {
    std::string out = first ? "\n{" : ",\n{";
    first = false;
    append_member(out, "id", key.second);
    out += ',';
    append_member(out, "type", key.first);
    out += ",\"attributes\":[],\"relationships\":[";
    for (const std::string& customer : related) append_pair(out, "objectId", customer, "qualifier", "of customer");
    SOJOURN_CHECK(write(out + "]}"));
  }
  return {};
}

Status write_types(const OcelShape& shape, const WriteText& write) {
  std::string out = "],\n\"objectTypes\":[";
  std::set<std::string> kinds;
  for (const auto& [key, related] : shape.objects()) kinds.insert(key.first);
  for (const std::string& kind : kinds) {
    out += out.back() == '[' ? "{" : ",{";
    append_member(out, "name", kind);
    out += ",\"attributes\":[]}";
  }
  out += "],\n\"eventTypes\":[";
  for (const auto& [activity, attributes] : shape.event_types()) {
    out += out.back() == '[' ? "\n{" : ",\n{";
    append_member(out, "name", activity);
    out += ",\"attributes\":[";
    for (const auto& [name, type] : attributes) append_pair(out, "name", name, "type", type);
    out += "]}";
  }
  return write(out + "]}\n");
}

}  // namespace

Result<int64_t> write_ocel_json(const NextLogEvent& next, const WriteText& write) {
  SOJOURN_CHECK(write("{\"events\":["));
  OcelShape shape;
  int64_t count = 0;
  LogEvent event;
  while (true) {
    SOJOURN_TRY(const bool more, next(event));
    if (!more) break;
    SOJOURN_CHECK(write(event_json(shape.shape(event), count++ == 0)));
  }
  SOJOURN_CHECK(write_objects(shape, write));
  SOJOURN_CHECK(write_types(shape, write));
  return count;
}

}  // namespace sojourn
