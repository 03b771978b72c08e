// XES event logs (IEEE 1849), read as a stream.
//
// Cases     a trace is a customer (usual), a journey or a contact, by the setting `case`. An attribute of the trace or of
//           the event may name the customer instead (customer_attribute).
// Lifecycle only what is complete counts, since a start and a complete are one thing that happened; lifecycle = all takes
//           every transition as an event.
// Ids       identity:id, else the case and the place in its trace, so that two alike events are two.
// Lists     items of the same name are an array ("tags.tag"), as are other attributes that repeat.
// No case   events outside of traces are of nobody.
// Ours      events that we wrote (log_names.h) come back as they were: fields as fields, and events of nobody stay so.
// Safe      declarations of document types are refused; nesting is bounded; one trace is held in memory at a time.
// Source    IEEE 1849-2016 and the standard extensions (concept, time, lifecycle, org, cost, identity).
#include <algorithm>
#include <map>

#include "base/decimal.h"
#include "base/text.h"
#include "collect/xml_stream.h"
#include "formats/contact.h"
#include "formats/json_fields.h"
#include "formats/log_names.h"

namespace sojourn {
namespace {

constexpr size_t kAttributesMax = 1024;        // Of one event; more are left out.
constexpr size_t kItemsMax = 1000;             // Of one list.
constexpr size_t kKeptBytesMax = 64 * 1024;    // Of the properties of one event.
constexpr size_t kTraceEventsMax = 2'000'000;  // Beyond it a trace is no case of anybody.

struct Attribute {
  std::string value;
  bool number = false;            // int, float, boolean
  std::vector<std::string> more;  // Further ones of the same name.
};
using Attributes = std::map<std::string, Attribute, std::less<>>;

struct LoggedEvent {
  Attributes attributes;
  uint64_t line = 0;
};

std::string at(const Attributes& attributes, std::string_view name) {
  const auto found = attributes.find(name);
  return found == attributes.end() ? std::string() : found->second.value;
}

class LogReader final : public XmlHandler {
 public:
  LogReader(const FormatInput& input, const FormatSettings& settings, EventWriter& writer)
      : writer_(writer), xml_(ByteStream::lent(input.bytes), *this) {
    case_ = setting(settings, "case");
    if (case_.empty()) case_ = "customer";
    customer_attribute_ = setting(settings, "customer_attribute");
    all_ = setting(settings, "lifecycle") == "all";
    channel_ = setting(settings, "channel");
  }

  Status read() {
    if (case_ != "customer" && case_ != "journey" && case_ != "contact") {
      return Status::invalid("a case is a customer, a journey or a contact, not '" + case_.substr(0, 40) + "'", "case");
    }
    SOJOURN_CHECK(xml_.read_all());
    if (passed_over_ > 0 && written_ == 0) {
      return Status::invalid(
          "no event of the log is complete; to take every transition as an event, set lifecycle = all", "lifecycle");
    }
    return {};
  }

 private:
  void begin(std::string_view name, const XmlAttributes& attributes) override {
    path_.emplace_back(name);
    if (path_.size() == 1) {
      if (name != "log")
        xml_.stop(Status::invalid("an event log begins with <log>, not <" + std::string(name.substr(0, 40)) + ">"));
    } else if (path_.size() == 2 && name == "trace") {
      trace_ = {};
      events_.clear();
    } else if (path_.size() == 3 && name == "event" && path_[1] == "trace") {
      events_.push_back({{}, xml_.line()});
      if (events_.size() > kTraceEventsMax)
        xml_.stop(Status::limit("a trace has more than " + std::to_string(kTraceEventsMax) + " events"));
    } else if (path_.size() == 2 && name == "event") {
      trace_ = {};
      events_.assign(1, {{}, xml_.line()});
    } else if (path_.size() >= 3 && (path_[1] == "trace" || path_[1] == "event")) {
      read_attribute(name, attributes);
    }
  }

  // <string key="concept:name" value="..."/>, whose children are told as "parent.child".
  void read_attribute(std::string_view type, const XmlAttributes& attributes) {
    const std::string key(attributes.at("key"));
    std::string value(attributes.at("value"));
    const bool lone = path_[1] == "event";
    const bool of_event = lone || (path_.size() >= 4 && path_[2] == "event");
    // The names above it; lists have an element <values> between.
    const size_t depth = path_.size() - (of_event && !lone ? 4 : 3);
    keys_.resize(depth);
    keys_.push_back(type == "values" ? "" : key);
    if (type == "values" || key.empty()) return;
    std::string full;
    for (const std::string& one : keys_) {
      if (!one.empty()) full += (full.empty() ? "" : ".") + one;
    }
    Attributes& place = of_event ? events_.back().attributes : trace_;
    if (type == "list" || type == "container" || place.size() >= kAttributesMax) return;
    const bool number = type == "int" || type == "float" || type == "boolean";
    const auto [known, fresh] = place.emplace(std::move(full), Attribute{value, number, {}});
    if (!fresh && known->second.more.size() < kItemsMax) known->second.more.push_back(std::move(value));
  }

  void end(std::string_view name) override {
    if (path_.size() == 2 && (name == "trace" || name == "event")) {
      const Status status = name == "trace" ? write_trace() : write_lone_event();
      if (!status.ok()) xml_.stop(status);
    }
    if (!path_.empty()) path_.pop_back();
  }

  Status write_trace() {
    const std::string name = at(trace_, "concept:name");
    for (size_t i = 0; i < events_.size(); ++i) {
      writer_.row();
      SOJOURN_CHECK(write_event(name, i + 1, events_[i]));
    }
    events_.clear();
    return {};
  }

  // One that stands outside of traces: nobody knows whose it is.
  Status write_lone_event() {
    writer_.row();
    const Status status = write_event("", 0, events_.front());
    events_.clear();
    return status;
  }

  Status write_event(const std::string& name, size_t place, const LoggedEvent& event) {
    const Attributes& own = event.attributes;
    const std::string transition = lower_ascii(at(own, "lifecycle:transition"));
    if (!all_ && !transition.empty() && transition != "complete") {
      ++passed_over_;
      return {};
    }
    ++written_;
    const std::string raw = describe(name, own);
    if (own.contains(kLogSource)) return write_own(event, raw);
    const std::string activity = at(own, "concept:name");
    const std::string id = at(own, "identity:id");
    if (place > 0 && name.empty() && id.empty()) {
      return writer_.reject(event.line, raw, "concept:name", "its trace has no name, so nobody knows whose it is");
    }
    writer_.begin(event.line, raw);
    writer_.id(id.empty() && place > 0 ? name + ":" + std::to_string(place) : id).time(at(own, "time:timestamp"));
    writer_.set("touchpoint",
                all_ && !transition.empty() && transition != "complete" ? activity + " " + transition : activity);
    writer_.set("channel", channel_);
    write_who(name, own);
    writer_.set("agent", at(own, "org:resource"))
        .set("queue", at(own, "org:group"))
        .set("org_role", at(own, "org:role"));
    const bool cost = write_cost(own);
    kept_bytes_ = 0;
    write_rest(trace_, "case.", {"concept:name"});
    write_rest(own, "",
               {"concept:name", "time:timestamp", "identity:id", "org:resource", "org:group", "org:role",
                cost ? "cost:total" : "", cost ? "cost:currency" : ""});
    return ended(writer_);
  }

  // Money that is money; what is not stays a property.
  bool write_cost(const Attributes& own) {
    const std::string currency = at(own, "cost:currency");
    const bool letters =
        currency.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos;
    const bool known = currency.size() == 3 ? letters : currency.empty();
    if (!known || !parse_decimal(at(own, "cost:total"), false)) return false;
    writer_.set("cost", at(own, "cost:total")).set("currency", currency);
    return true;
  }

  // One that we wrote.
  Status write_own(const LoggedEvent& event, const std::string& raw) {
    const Attributes& own = event.attributes;
    writer_.begin(event.line, raw);
    writer_.id(at(own, kLogId)).time(at(own, "time:timestamp")).set("touchpoint", at(own, "concept:name"));
    writer_.set("agent", at(own, "org:resource")).set("queue", at(own, "org:group"));
    writer_.set("properties.episode", at(own, kLogEpisode));  // As text; a number stands as a property beside it.
    write_log_customer(writer_, at(trace_, kLogCustomer));
    for (const auto& [name, attribute] : own) {
      const bool standard =
          name.find(':') != std::string::npos || name == kLogSource || name == kLogId || name == kLogEpisode;
      const CellType type = attribute.number ? log_number_type(attribute.value) : CellType::kString;
      if (!standard) write_log_value(writer_, name, Cell{attribute.value, false, type});
    }
    write_log_source(writer_, at(own, kLogSource), own.contains(kRecordSource));
    return ended(writer_);
  }

  void write_who(const std::string& name, const Attributes& own) {
    if (name.empty() && customer_attribute_.empty()) return;
    if (!customer_attribute_.empty()) {
      const std::string mine = at(own, customer_attribute_);
      writer_.who(IdentifierKind::kId, mine.empty() ? at(trace_, customer_attribute_) : mine);
    } else if (case_ == "customer") {
      writer_.who(IdentifierKind::kId, name);
    } else {
      writer_.who(IdentifierKind::kAnonymous, name);  // One journey or contact, of a customer whom nobody named.
    }
    if (case_ == "journey") writer_.set("journey", name);
    if (case_ == "contact") writer_.set("episode", name);
  }

  void write_rest(const Attributes& attributes, const std::string& prefix,
                  std::initializer_list<std::string_view> known) {
    constexpr size_t kKeptMax = 100;
    size_t kept = 0;
    for (const auto& [name, attribute] : attributes) {
      if (std::find(known.begin(), known.end(), name) != known.end() || ++kept > kKeptMax) continue;
      if (attribute.more.empty()) {
        const CellType type = attribute.number ? CellType::kUntyped : CellType::kString;
        keep(prefix + name, attribute.value, type);
      } else {
        keep(prefix + name, array_of(attribute), CellType::kJson);
      }
    }
  }

  void keep(const std::string& name, const std::string& value, CellType type) {
    kept_bytes_ += name.size() + value.size();
    if (kept_bytes_ <= kKeptBytesMax) writer_.set("properties." + name, Cell{value, false, type});
  }

  static std::string array_of(const Attribute& attribute) {
    Json array = Json::array();
    const auto add = [&](const std::string& text) {
      const Json item = attribute.number ? Json::parse(text, nullptr, false) : Json(text);
      array.push_back(item.is_discarded() ? Json(text) : item);
    };
    add(attribute.value);
    for (const std::string& text : attribute.more) add(text);
    return array.dump(-1, ' ', false, Json::error_handler_t::replace);
  }

  static std::string describe(const std::string& name, const Attributes& own) {
    std::string text = "case " + name;
    for (const auto& [key, attribute] : own) text += ", " + key + "=" + attribute.value;
    return std::string(fitting(text, 1024));
  }

  EventWriter& writer_;
  XmlStream xml_;
  std::string case_;
  std::string customer_attribute_;
  std::string channel_;
  bool all_ = false;
  int64_t passed_over_ = 0;  // Events that are not complete.
  int64_t written_ = 0;
  size_t kept_bytes_ = 0;
  std::vector<std::string> path_;  // Elements that are open.
  std::vector<std::string> keys_;  // Of attributes that are open.
  Attributes trace_;
  std::vector<LoggedEvent> events_;
};

Status read(const FormatInput& input, const FormatSettings& settings, EventWriter& writer) {
  return LogReader(input, settings, writer).read();
}

bool recognises(std::string_view head, std::string_view) {
  while (!head.empty() && (is_blank(head.front()) || static_cast<unsigned char>(head.front()) >= 0x80))
    head.remove_prefix(1);
  if (!head.starts_with("<")) return false;
  const size_t log = head.find("<log");
  return log != std::string_view::npos &&
         (head.find("xes.") != std::string_view::npos || head.find("<trace") != std::string_view::npos);
}

}  // namespace

Format xes_format() {
  Format format;
  format.id = "xes";
  format.title = "XES event logs";
  format.family = "event log";
  format.channel = "";
  format.about = "Event logs of process mining in XES (IEEE 1849), packed (.xes.gz) or not.";
  format.settings = {
      {"case", "What a trace is: customer (usual), journey or contact"},
      {"customer_attribute", "Attribute of events or traces that holds the customer number"},
      {"lifecycle", "all: every transition is an event; else only complete ones"},
      {"channel", "Channel of all its events"},
  };
  format.recognises = recognises;
  format.read = read;
  return format;
}

}  // namespace sojourn
