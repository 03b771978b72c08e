#include "formats/event_log.h"

#include "formats/json_fields.h"
#include "formats/log_names.h"

namespace sojourn {
namespace {

std::string xes_attribute(std::string_view type, std::string_view key, std::string_view value) {
  return "<" + std::string(type) + " key=\"" + xml_text(key) + "\" value=\"" + xml_text(value) + "\"/>";
}

std::string_view xes_type(const LogValue& value) {
  if (is_log_time(value)) return "date";
  switch (value.type) {
    case LogValue::Type::kInteger: return "int";
    case LogValue::Type::kNumber: return "float";
    case LogValue::Type::kTruth: return "boolean";
    case LogValue::Type::kText:
    case LogValue::Type::kJson: return "string";
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
                    xes_attribute("date", "time:timestamp", format_time(event.time, event.offset_minutes)) +
                    xes_attribute("string", "lifecycle:transition", "complete");
  // Not identity:id, which is a UUID; ours are the sources' own.
  for (const auto& [key, value] :
       {std::pair(kLogId, event.id), std::pair(std::string_view("org:resource"), event.agent),
        std::pair(std::string_view("org:group"), event.queue), std::pair(std::string_view("order"), event.order),
        std::pair(kLogEpisode, event.contact)}) {
    if (!value.empty()) out += xes_attribute("string", key, value);
  }
  std::string source;
  for (const LogValue& value : event.values) {
    if (!value.property && value.name == "source") {
      source = value.value;
    } else {
      out += xes_attribute(xes_type(value), log_name(value), log_text(value));
    }
  }
  return out + xes_attribute("string", kLogSource, source) + "</event>\n";
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
    if (name.empty()) name = "unknown/" + std::to_string(++unknown_);  // No customer: only a name that a trace needs.
    if (journey_ > 1) name += "/" + std::to_string(journey_);
    std::string out = open_ ? " </trace>\n" : "";
    open_ = true;
    out += " <trace>\n  " + xes_attribute("string", "concept:name", name);
    if (!event.customer.empty()) out += xes_attribute("string", kLogCustomer, event.customer);
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

void add_log_values(std::string_view properties, std::vector<LogValue>& values) {
  const Result<Json> json = parse_json(properties);
  if (!json || !json->is_object()) return;
  for (const auto& [name, value] : json->items()) {
    if (value.is_string()) {
      values.push_back({name, value.get<std::string>(), LogValue::Type::kText, true});
    } else if (value.is_boolean()) {
      values.push_back({name, value.dump(), LogValue::Type::kTruth, true});
    } else if (value.is_number()) {
      values.push_back(
          {name, value.dump(), value.is_number_integer() ? LogValue::Type::kInteger : LogValue::Type::kNumber, true});
    } else if (!value.is_null()) {
      values.push_back({name, value.dump(), LogValue::Type::kJson, true});
    }
  }
}

}  // namespace sojourn
