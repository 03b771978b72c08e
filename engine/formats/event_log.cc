#include "formats/event_log.h"

#include <map>
#include <set>

#include "base/encoding.h"
#include "collect/json_text.h"
#include "formats/json_fields.h"

namespace sojourn {
namespace {

// Text as XML has it; control characters, which it cannot hold, are left out.
std::string xml(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\n': out += "&#10;"; break;
      case '\r': out += "&#13;"; break;
      case '\t': out += "&#9;"; break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20) out += c;
    }
  }
  // Two letters that Unicode has and XML has not.
  for (const std::string_view bad : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"}) {
    for (size_t at = out.find(bad); at != std::string::npos; at = out.find(bad)) out.erase(at, bad.size());
  }
  return out;
}

std::string xes_attribute(std::string_view type, std::string_view key, std::string_view value) {
  return "<" + std::string(type) + " key=\"" + xml(key) + "\" value=\"" + xml(value) + "\"/>";
}

std::string_view xes_type(LogValue::Type type) {
  switch (type) {
    case LogValue::Type::kInteger: return "int";
    case LogValue::Type::kNumber: return "float";
    case LogValue::Type::kTruth: return "boolean";
    case LogValue::Type::kText: return "string";
  }
  return "string";
}

constexpr std::string_view kXesHead = R"(<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xes.features="" xmlns="http://www.xes-standard.org/">
 <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
 <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
 <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
 <extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
 <extension name="Identity" prefix="identity" uri="http://www.xes-standard.org/identity.xesext"/>
 <global scope="trace"><string key="concept:name" value="name"/></global>
 <global scope="event"><string key="concept:name" value="name"/><date key="time:timestamp" value="1970-01-01T00:00:00Z"/><string key="lifecycle:transition" value="complete"/></global>
 <classifier name="Activity" keys="concept:name"/>
)";

std::string xes_event(const LogEvent& event) {
  std::string out = "  <event>" + xes_attribute("string", "concept:name", event.activity) +
                    xes_attribute("date", "time:timestamp", format_time(event.time)) +
                    xes_attribute("string", "lifecycle:transition", "complete");
  // Not identity:id, which is a UUID; ours are the sources' own.
  for (const auto& [key, value] :
       {std::pair("event_id", event.id), std::pair("org:resource", event.agent), std::pair("org:group", event.queue),
        std::pair("order", event.order), std::pair("episode", event.contact)}) {
    if (!value.empty()) out += xes_attribute("string", key, value);
  }
  for (const LogValue& value : event.values) out += xes_attribute(xes_type(value.type), value.name, value.value);
  return out + "</event>\n";
}

// Cuts events into traces: by customer, and by pauses.
class Traces {
 public:
  explicit Traces(std::optional<Micros> gap) : gap_(gap) {}

  // What stands before the event's own line.
  std::string before(const LogEvent& event) {
    const bool same = open_ && !event.customer.empty() && event.customer == customer_;
    const bool goes_on = same && (!gap_ || event.time - last_ <= *gap_);
    last_ = event.time;
    if (goes_on) return {};
    journey_ = same ? journey_ + 1 : 1;
    customer_ = event.customer;
    std::string name = event.customer;
    if (name.empty()) name = "unknown/" + std::to_string(++unknown_);
    if (journey_ > 1) name += "/" + std::to_string(journey_);
    std::string out = open_ ? " </trace>\n" : "";
    open_ = true;
    out += " <trace>\n  " + xes_attribute("string", "concept:name", name);
    if (!event.customer.empty()) out += xes_attribute("string", "customer", event.customer);
    return out + "\n";
  }
  std::string_view end() const { return open_ ? " </trace>\n" : ""; }

 private:
  std::optional<Micros> gap_;
  std::string customer_;
  Micros last_ = 0;
  int64_t journey_ = 0;
  int64_t unknown_ = 0;
  bool open_ = false;
};

void append_member(std::string& out, std::string_view name, std::string_view value) {
  append_json_string(out, name);
  out += ':';
  append_json_string(out, value);
}

std::string_view ocel_type(LogValue::Type type) {
  switch (type) {
    case LogValue::Type::kInteger: return "integer";
    case LogValue::Type::kNumber: return "float";
    case LogValue::Type::kTruth: return "boolean";
    case LogValue::Type::kText: return "string";
  }
  return "string";
}

// What was met on the way, to be told at the end.
class OcelWriter {
 public:
  explicit OcelWriter(const WriteText& write) : write_(write) {}

  Status event(const LogEvent& event, int64_t number) {
    std::string out = number == 1 ? "\n{" : ",\n{";
    append_member(out, "id", event.id.empty() ? "event " + std::to_string(number) : event.id);
    out += ',';
    append_member(out, "type", event.activity);
    out += ',';
    append_member(out, "time", format_time(event.time));
    out += ",\"attributes\":[";
    bool first = true;
    Types& types = events_[event.activity];
    for (const LogValue& value : event.values) {
      if (!first) out += ',';
      first = false;
      append_attribute(out, value, types);
    }
    if (!event.queue.empty())
      append_attribute(out += first ? "" : ",", {"queue", event.queue, LogValue::Type::kText}, types);
    out += "],\"relationships\":[";
    relate(out, event);
    return write_(out + "]}");
  }

  Status objects() {
    SOJOURN_CHECK(write_("],\n\"objects\":["));
    bool first = true;
    for (const auto& [key, related] : objects_) {
      std::string out = first ? "\n{" : ",\n{";
      first = false;
      append_member(out, "id", key.second);
      out += ',';
      append_member(out, "type", key.first);
      out += ",\"attributes\":[],\"relationships\":[";
      bool first_relation = true;
      for (const std::string& customer : related) {
        out += first_relation ? "{" : ",{";
        first_relation = false;
        append_member(out, "objectId", customer);
        out += ',';
        append_member(out, "qualifier", "of customer");
        out += '}';
      }
      SOJOURN_CHECK(write_(out + "]}"));
    }
    return {};
  }

  Status types() {
    std::string out = "],\n\"objectTypes\":[";
    std::set<std::string> kinds;
    for (const auto& [key, related] : objects_) kinds.insert(key.first);
    for (const std::string& kind : kinds) {
      out += out.back() == '[' ? "{" : ",{";
      append_member(out, "name", kind);
      out += ",\"attributes\":[]}";
    }
    out += "],\n\"eventTypes\":[";
    for (const auto& [activity, attributes] : events_) {
      out += out.back() == '[' ? "\n{" : ",\n{";
      append_member(out, "name", activity);
      out += ",\"attributes\":[";
      for (const auto& [name, type] : attributes) {
        out += out.back() == '[' ? "{" : ",{";
        append_member(out, "name", name);
        out += ',';
        append_member(out, "type", ocel_type(type));
        out += '}';
      }
      out += "]}";
    }
    return write_(out + "]}\n");
  }

 private:
  using Types = std::map<std::string, LogValue::Type>;

  static void append_attribute(std::string& out, const LogValue& value, Types& types) {
    const auto [place, fresh] = types.emplace(value.name, value.type);
    if (!fresh && place->second != value.type) {
      const auto number = [](LogValue::Type type) {
        return type == LogValue::Type::kInteger || type == LogValue::Type::kNumber;
      };
      place->second = number(place->second) && number(value.type) ? LogValue::Type::kNumber : LogValue::Type::kText;
    }
    out += '{';
    append_member(out, "name", value.name);
    out += ",\"value\":";
    if (value.type == LogValue::Type::kText) {
      append_json_string(out, value.value);
    } else {
      out += value.value;
    }
    out += '}';
  }

  // Ids of objects are one space: those that are no customers carry their type before them.
  void relate(std::string& out, const LogEvent& event) {
    bool first = true;
    const auto add = [&](const std::string& type, const std::string& id, bool own) {
      if (id.empty()) return;
      const std::string object = type == "customer" ? id : type + ":" + id;
      std::set<std::string>& related = objects_[{type, object}];
      if (own && !event.customer.empty()) related.insert(event.customer);
      out += first ? "{" : ",{";
      first = false;
      append_member(out, "objectId", object);
      out += ',';
      append_member(out, "qualifier", type);
      out += '}';
    };
    add("customer", event.customer, false);
    add("order", event.order, true);
    add("contact", event.contact, true);
    add("agent", event.agent, false);
  }

  const WriteText& write_;
  std::map<std::pair<std::string, std::string>, std::set<std::string>> objects_;  // With the customers of each.
  std::map<std::string, Types> events_;
};

}  // namespace

Result<int64_t> write_xes(const NextLogEvent& next, const WriteText& write, std::optional<Micros> gap) {
  SOJOURN_CHECK(write(kXesHead));
  Traces traces(gap);
  int64_t count = 0;
  LogEvent event;
  while (true) {
    SOJOURN_TRY(const bool more, next(event));
    if (!more) break;
    SOJOURN_CHECK(write(traces.before(event) + xes_event(event)));
    ++count;
  }
  SOJOURN_CHECK(write(std::string(traces.end()) + "</log>\n"));
  return count;
}

Result<int64_t> write_ocel_json(const NextLogEvent& next, const WriteText& write) {
  SOJOURN_CHECK(write("{\"events\":["));
  OcelWriter writer(write);
  int64_t count = 0;
  LogEvent event;
  while (true) {
    SOJOURN_TRY(const bool more, next(event));
    if (!more) break;
    SOJOURN_CHECK(writer.event(event, ++count));
  }
  SOJOURN_CHECK(writer.objects());
  SOJOURN_CHECK(writer.types());
  return count;
}

void add_log_values(std::string_view properties, std::vector<LogValue>& values) {
  const Result<Json> json = parse_json(properties);
  if (!json || !json->is_object()) return;
  for (const auto& [name, value] : json->items()) {
    if (value.is_string()) {
      values.push_back({name, value.get<std::string>(), LogValue::Type::kText});
    } else if (value.is_boolean()) {
      values.push_back({name, value.dump(), LogValue::Type::kTruth});
    } else if (value.is_number()) {
      values.push_back(
          {name, value.dump(), value.is_number_integer() ? LogValue::Type::kInteger : LogValue::Type::kNumber});
    }
  }
}

}  // namespace sojourn
