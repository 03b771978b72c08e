#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "base/decimal.h"
#include "cli/commands.h"
#include "cli/record_desk.h"

namespace sojourn {
namespace {

// Fields that have columns of their own in the table; the rest is written as name=value.
bool has_own_column(Field field) {
  return field == Field::kChannel || field == Field::kTouchpoint || field == Field::kStage || field == Field::kText;
}

std::string field_text(const StoredEvent& event, Field field) {
  for (const auto& [name, value] : event.fields) {
    if (name == field) return value;
  }
  return {};
}

std::vector<Value> event_row(const StoredEvent& event, const Zone& zone) {
  std::string more;
  for (const auto& [field, value] : event.fields) {
    if (!has_own_column(field)) more += (more.empty() ? "" : " ") + std::string(field_info(field).name) + "=" + value;
  }
  if (!event.properties.empty()) more += (more.empty() ? "" : " ") + event.properties;
  return {format_time(event.time, zone.offset_minutes(event.time)),
          field_text(event, Field::kChannel),
          field_text(event, Field::kTouchpoint),
          field_text(event, Field::kStage),
          field_text(event, Field::kText),
          more,
          event.source};
}

nlohmann::ordered_json event_json(const StoredEvent& event) {
  nlohmann::ordered_json json;
  json["sequence"] = event.sequence;
  json["id"] = event.id;
  json["source"] = event.source;
  json["time"] = format_time(event.time);
  json["offset_minutes"] = event.offset_minutes;
  json["received"] = format_time(event.received);
  json["who"] = nlohmann::ordered_json::array();
  for (const Identifier& identifier : event.who) {
    json["who"].push_back({{"kind", std::string(identifier_kind_name(identifier.kind))}, {"value", identifier.value}});
  }
  json["fields"] = nlohmann::ordered_json::object();
  for (const auto& [field, value] : event.fields) json["fields"][std::string(field_info(field).name)] = value;
  json["properties"] = event.properties.empty() ? nlohmann::ordered_json::object()
                                                : nlohmann::ordered_json::parse(event.properties, nullptr, false);
  return json;
}

std::vector<Value> link_row(const LinkFact& link) {
  return {link.number,
          format_identifier(link.a),
          format_identifier(link.b),
          std::string(link.by_hand ? "by hand" : "seen on events"),
          link.reason,
          TimeValue{link.since},
          link.undone_at ? Value(TimeValue{*link.undone_at}) : Value(std::monostate{})};
}

const std::vector<std::string> kLinkColumns{"link", "a", "b", "made", "reason", "since", "undone"};

Result<Micros> time_of(const std::string& text, const Zone& zone, Micros otherwise, const char* name) {
  if (text.empty()) return otherwise;
  Result<ParsedTime> parsed = parse_time(text, zone);
  if (!parsed.has_value()) return std::move(parsed).error().within(name);
  return parsed->utc;
}

}  // namespace

Status run_timeline(const std::string& folder, const TimelineWords& words) {
  SOJOURN_TRY(const Zone zone, Zone::find(words.zone));
  TimeRange range;
  SOJOURN_TRY(range.from, time_of(words.from, zone, range.from, "from"));
  SOJOURN_TRY(range.to, time_of(words.to, zone, range.to, "to"));
  SOJOURN_TRY(const Identifier identifier, parse_identifier(words.customer));
  SOJOURN_TRY(const std::unique_ptr<RecordDesk> desk, open_record_desk(folder, "sojourn timeline", false));
  SOJOURN_TRY(const RecordDesk::Life life, desk->life(identifier, range, words.limit, words.offset));
  const std::vector<StoredEvent>& events = life.events;
  const std::vector<StageStay>& stays = life.stays;
  if (words.format == Output::kJson) {
    nlohmann::ordered_json json;
    json["customer"] = format_identifier(life.identifiers.front());
    json["identifiers"] = nlohmann::ordered_json::array();
    for (const Identifier& each : life.identifiers) json["identifiers"].push_back(format_identifier(each));
    json["stages"] = nlohmann::ordered_json::array();
    for (const StageStay& stay : stays) {
      json["stages"].push_back(
          {{"stage", stay.stage},
           {"entered", format_time(stay.entered)},
           {"left", stay.left ? nlohmann::ordered_json(format_time(*stay.left)) : nlohmann::ordered_json(nullptr)}});
    }
    json["events"] = nlohmann::ordered_json::array();
    for (const StoredEvent& event : events) json["events"].push_back(event_json(event));
    print_line(json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
    return {};
  }
  std::vector<std::vector<Value>> rows;
  for (const StoredEvent& event : events) rows.push_back(event_row(event, zone));
  if (words.format == Output::kTable) {
    std::string names;
    for (const Identifier& each : life.identifiers) names += (names.empty() ? "" : ", ") + format_identifier(each);
    print_line(names + ": " + with_groups(static_cast<int64_t>(events.size())) + " events");
    std::string way;
    for (const StageStay& stay : stays) {
      way += (way.empty() ? "stages: " : " > ") + stay.stage + " since " + format_time(stay.entered).substr(0, 10);
    }
    if (!way.empty()) print_line(way);
  }
  print_table({"time", "channel", "touchpoint", "stage", "text", "more", "source"}, rows, words.format);
  return {};
}

Status run_link(const std::string& folder, const std::string& a, const std::string& b, const std::string& reason) {
  SOJOURN_TRY(const Identifier first, parse_identifier(a));
  SOJOURN_TRY(const Identifier second, parse_identifier(b));
  SOJOURN_TRY(const std::unique_ptr<RecordDesk> desk, open_record_desk(folder, "sojourn link", true));
  for (const Identifier& each : {first, second}) {
    // Linking ahead of the data is allowed, but a typing error should not go unseen.
    SOJOURN_TRY(const bool known, desk->knows(each));
    if (!known) print_notice("no event names " + format_identifier(each) + " so far");
  }
  SOJOURN_TRY(const LinkFact link, desk->link(first, second, reason));
  print_line(format_identifier(link.a) + " and " + format_identifier(link.b) + " are one customer now (link " +
             std::to_string(link.number) + "; undo with: sojourn unlink " + std::to_string(link.number) + ")");
  return {};
}

Status run_unlink(const std::string& folder, const std::string& a, const std::string& b) {
  SOJOURN_TRY(const std::unique_ptr<RecordDesk> desk, open_record_desk(folder, "sojourn unlink", false));
  std::vector<LinkFact> undone;
  if (b.empty()) {
    Result<int64_t> number = parse_integer(a);
    if (!number.has_value()) return Status::invalid("give two identifiers, or the number of one link", "unlink");
    const Micros begun = now();
    SOJOURN_TRY(LinkFact link, desk->unlink(*number));
    if (link.undone_at && *link.undone_at < begun) {
      print_line("nothing to do: link " + std::to_string(link.number) + " between " + format_identifier(link.a) +
                 " and " + format_identifier(link.b) + " does not hold since " + format_time(*link.undone_at));
      return {};
    }
    undone.push_back(std::move(link));
  } else {
    SOJOURN_TRY(const Identifier first, parse_identifier(a));
    SOJOURN_TRY(const Identifier second, parse_identifier(b));
    SOJOURN_TRY(undone, desk->unlink(first, second));
  }
  for (const LinkFact& link : undone) {
    print_line("undone: link " + std::to_string(link.number) + " between " + format_identifier(link.a) + " and " +
               format_identifier(link.b));
  }
  return {};
}

Status run_links(const std::string& folder, const std::string& of, Output format) {
  std::optional<Identifier> identifier;
  if (!of.empty()) {
    SOJOURN_TRY(identifier, parse_identifier(of));
  }
  SOJOURN_TRY(const std::unique_ptr<RecordDesk> desk, open_record_desk(folder, "sojourn links", false));
  SOJOURN_TRY(const std::vector<LinkFact> links, desk->links(identifier));
  std::vector<std::vector<Value>> rows;
  for (const LinkFact& link : links) rows.push_back(link_row(link));
  print_table(kLinkColumns, rows, format);
  SOJOURN_TRY(const std::vector<Store::Flag> flags, desk->flags(identifier));
  for (const Store::Flag& flag : flags) {
    print_notice("guarded, joins nobody: " + format_identifier(flag.identifier) + " (" + flag.reason + ")");
  }
  return {};
}

}  // namespace sojourn
