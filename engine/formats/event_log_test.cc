#include "formats/event_log.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include "base/decimal.h"
#include "formats/format.h"
#include "formats/json_fields.h"

namespace sojourn {
namespace {

LogEvent made(std::string customer, std::string id, Micros time, std::string activity) {
  LogEvent event;
  event.customer = std::move(customer);
  event.id = std::move(id);
  event.time = time;
  event.activity = std::move(activity);
  return event;
}

std::vector<LogEvent> life() {
  std::vector<LogEvent> events;
  events.push_back(made("7", "a", 0, "page <view> & \"more\""));
  events.push_back(made("7", "b", kHour, "purchase"));
  events.back().order = "O-1";
  events.back().agent = "dora";
  events.back().values = {{"amount", "12.5", LogValue::Type::kNumber}, {"text", "a\nb\x01", LogValue::Type::kText}};
  events.push_back(made("7", "c", kHour + 31 * kDay, "call"));
  events.back().values = {{"ok", "true", LogValue::Type::kTruth}, {"amount", "3", LogValue::Type::kInteger}};
  events.push_back(made("email:anna@example.com", "d", 5, "call"));
  events.push_back(made("", "e", 5, "call"));
  events.push_back(made("", "f", 5, "call"));
  return events;
}

NextLogEvent reader(std::vector<LogEvent> events) {
  return [events = std::move(events), place = size_t{0}](LogEvent& event) mutable -> Result<bool> {
    if (place == events.size()) return false;
    event = events[place++];
    return true;
  };
}

std::string text_of_log(bool xes, std::optional<Micros> gap) {
  std::string text;
  const WriteText write = [&](std::string_view part) -> Status {
    text += part;
    return {};
  };
  const Result<int64_t> count = xes ? write_xes(reader(life()), write, gap) : write_ocel_json(reader(life()), write);
  EXPECT_EQ(count.value(), 6);
  return text;
}

EventBatch read_back(const std::string& format, const std::string& text, const FormatSettings& settings) {
  EventBatch batch;
  batch.source = "log";
  EventWriter writer(batch, {});
  FormatInput input;
  input.bytes = text;
  const Status status = read_format(**find_format(format), input, settings, writer);
  EXPECT_TRUE(status.ok()) << status.to_string();
  return batch;
}

TEST(WriteXes, CutsLivesIntoJourneys) {
  const std::string text = text_of_log(true, 30 * kDay);
  const EventBatch batch = read_back("xes", text, {});
  ASSERT_EQ(batch.events.size(), 6U) << text;
  EXPECT_EQ(batch.events[0].text(Field::kTouchpoint), "page <view> & \"more\"");
  EXPECT_EQ(batch.events[0].who[0].value, "7");
  EXPECT_EQ(batch.events[1].time, kHour);
  EXPECT_EQ(batch.events[1].text(Field::kAgent), "dora");
  EXPECT_EQ(batch.events[1].text(Field::kText), "a\nb");
  EXPECT_EQ(batch.events[1].integer(Field::kAmount), 1250);
  EXPECT_NE(text.find("value=\"7/2\""), std::string::npos);  // More than the gap later: another journey,
  EXPECT_EQ(batch.events[2].who[0].value, "7");              // of the same customer.
  EXPECT_EQ(batch.events[4].who_count, 0);
  EXPECT_EQ(batch.events[5].who_count, 0);
  EXPECT_NE(text.find("value=\"unknown/2\""), std::string::npos);
}

TEST(WriteXes, WithoutAGapALifeIsOneTrace) {
  const std::string text = text_of_log(true, std::nullopt);
  EXPECT_EQ(text.find("value=\"7/2\""), std::string::npos);
  EXPECT_EQ(read_back("xes", text, {}).events[2].id, "c");
}

TEST(WriteOcel, HasObjectsAndTypes) {
  const std::string text = text_of_log(false, std::nullopt);
  const Result<Json> json = parse_json(text);
  ASSERT_TRUE(json.has_value()) << text;
  EXPECT_EQ(items_at(*json, "events").size(), 6U);
  EXPECT_EQ(items_at(*json, "objects").size(), 4U);  // Two customers, an order, an agent.
  for (const Json& type : items_at(*json, "eventTypes")) {
    if (text_at(type, "name") != "purchase") continue;
    EXPECT_EQ(text_at(type, "attributes.0.type"), "float");
  }
  const EventBatch batch = read_back("ocel", text, {});
  ASSERT_EQ(batch.events.size(), 6U);
  EXPECT_EQ(batch.events[1].id, "b");
  EXPECT_EQ(batch.events[1].who[0].value, "7");
  EXPECT_EQ(batch.events[1].text(Field::kOrder), "O-1");
  EXPECT_EQ(batch.events[5].who_count, 0);
}

// The published schema of OCEL 2.0 as JSON, in words: what is required, and that names, ids and values are strings.
TEST(WriteOcel, KeepsToTheSchema) {
  const Json json = Json::parse(text_of_log(false, std::nullopt));
  const auto strings = [](const Json& list, std::initializer_list<const char*> names) {
    ASSERT_TRUE(list.is_array());
    for (const Json& item : list) {
      for (const char* name : names) EXPECT_TRUE(item.contains(name) && item[name].is_string()) << item.dump();
    }
  };
  for (const char* types : {"eventTypes", "objectTypes"}) {
    strings(json.at(types), {"name"});
    for (const Json& type : json.at(types)) strings(type.at("attributes"), {"name", "type"});
  }
  strings(json.at("events"), {"id", "type", "time"});
  std::set<std::string> ids;
  for (const Json& event : json.at("events")) {
    EXPECT_TRUE(ids.insert(event["id"]).second);
    strings(event.at("attributes"), {"name", "value"});
    strings(event.at("relationships"), {"objectId", "qualifier"});
  }
  strings(json.at("objects"), {"id", "type"});
  for (const Json& object : json.at("objects")) strings(object.at("relationships"), {"objectId", "qualifier"});
}

// A life of one event, of whichever kind, made up.
class MadeUp {
 public:
  explicit MadeUp(unsigned seed) : random_(seed) {}

  // The event as it is, and as the record gives it to the writer.
  void make(int number, EventWriter& writer, LogEvent& event) {
    event = {};
    event.time = static_cast<Micros>(random_() % 2'000'000'000) * kSecond + static_cast<Micros>(random_() % 1'000'000);
    event.offset_minutes = static_cast<int>(random_() % 5) * 45 - 60;
    event.activity = text();
    writer.begin(1, "");
    writer.time(event.time, event.offset_minutes).set("touchpoint", event.activity);
    if (number % 3 != 0) event.id = "web:" + std::to_string(number);
    writer.id(event.id);
    constexpr std::pair<const char*, IdentifierKind> kWho[] = {{"7", IdentifierKind::kId},
                                                               {"id:a:b", IdentifierKind::kId},
                                                               {"email:ann@example.com", IdentifierKind::kEmail},
                                                               {"phone:+31201234567", IdentifierKind::kPhone},
                                                               {"anonymous:x-1", IdentifierKind::kAnonymous}};
    if (const auto who = random_() % 7; who < 5) {
      event.customer = kWho[who].first;
      const std::string_view name = kWho[who].first;
      const size_t colon = name.find(':');
      writer.who(kWho[who].second, colon == std::string_view::npos ? name : name.substr(colon + 1));
    }
    named(writer, "agent", event.agent);
    named(writer, "queue", event.queue);
    named(writer, "order", event.order);
    named(writer, "properties.episode", event.contact);
    event.values.push_back({"source", "web"});
    fields(writer, event);
    properties(writer, event);
  }

 private:
  bool often() { return random_() % 3 == 0; }
  std::string text() {
    static const std::vector<std::string> kTexts{"007",          "12",           "3.50",           "true", "null",
                                                 "a<b> & \"c\"", "zwei\nZeilen", "\xE2\x82\xAC 5", "[1]",  "x:y",
                                                 "call",         "e\xCC\x81",    "customer"};
    return kTexts[random_() % kTexts.size()];
  }
  void named(EventWriter& writer, const char* name, std::string& place) {
    if (!often()) return;
    place = text();
    writer.set(name, place);
  }

  void fields(EventWriter& writer, LogEvent& event) {
    const auto put = [&](const char* name, const std::string& value, LogValue::Type type) {
      event.values.push_back({name, value, type});
      writer.set(name, Cell{value, false, CellType::kUntyped});
    };
    for (const char* name : {"channel", "outcome", "product", "subscription", "campaign", "location", "question"}) {
      if (often()) put(name, text(), LogValue::Type::kText);
    }
    for (const char* name : {"wait", "talk", "hold", "wrap"}) {
      if (often()) put(name, std::to_string(random_() % 5000) + ".25", LogValue::Type::kNumber);
    }
    if (often()) put("transfers", std::to_string(random_() % 3) + ".0", LogValue::Type::kNumber);
    if (often()) put("resolved", random_() % 2 == 0 ? "true" : "false", LogValue::Type::kTruth);
    if (often()) put("direction", "in", LogValue::Type::kText);
    if (often()) put("promise", "2026-03-05 10:00:00.5", LogValue::Type::kText);
    if (often()) {
      put("currency", "EUR", LogValue::Type::kText);
      put("amount", "-" + std::to_string(random_() % 900) + ".5000", LogValue::Type::kNumber);
    }
    if (often()) {
      event.values.push_back({"device", "ab-12345", LogValue::Type::kText});
      writer.field(Field::kDevice, "ab-12345");
    }
  }

  void properties(EventWriter& writer, LogEvent& event) {
    static const std::vector<std::string> kNames{"plan",         "channel",  "2fa",  "json.x",
                                                 "properties.y", "event_id", "a.b",  "source",
                                                 "amount",       "customer", "Plan", "\xC3\xA9t\xC3\xA9"};
    static const std::vector<std::string> kValues{"5", "2.5", "true", "[1,2]", "[{\"a\":\"b\"}]", "\"007\"", "\"x\""};
    Json json = Json::object();
    for (const std::string& name : kNames) {
      if (often()) json[name] = Json::parse(kValues[random_() % kValues.size()]);
    }
    add_log_values(json.dump(), event.values);
    for (const auto& [name, value] : json.items()) {
      const std::string own = value.is_string() ? value.get<std::string>() : value.dump();
      writer.property(name,
                      Cell{kept_.emplace_back(own), false, value.is_string() ? CellType::kString : CellType::kJson});
    }
  }

  std::mt19937 random_;
  std::deque<std::string> kept_;
};

std::string slurp(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

// All that an event says, without the name that reading back adds.
std::string told(const Event& event) {
  std::string out = std::string(event.id) + " " + format_time(event.time, event.offset_minutes);
  for (size_t i = 0; i < event.who_count; ++i) {
    out += " " + std::string(identifier_kind_name(event.who[i].kind)) + "=" + std::string(event.who[i].value);
  }
  for (const FieldInfo& info : all_fields()) {
    if (!event.has(info.field)) continue;
    out += " " + std::string(info.name) + "=" +
           (is_text(info.type)                ? std::string(event.text(info.field))
            : info.type == FieldType::kNumber ? std::to_string(event.number(info.field))
                                              : std::to_string(event.integer(info.field)));
  }
  Json json = event.properties.empty() ? Json::object() : Json::parse(event.properties);
  json.erase("record_source");  // Added on the way.
  for (Json& value : json) {
    if (value.is_number()) value = value.get<double>();  // SQLite may write 5 as 5.0.
  }
  return out + " " + json.dump();
}

class RoundTrip : public testing::TestWithParam<const char*> {};

TEST_P(RoundTrip, IsExact) {
  constexpr int kEvents = 250;
  for (unsigned seed = 1; seed <= 5; ++seed) {
    MadeUp made(seed);
    EventBatch batch;
    EventWriter writer(batch, {});
    std::vector<LogEvent> events(kEvents);
    std::multiset<std::string> expected;
    for (int i = 0; i < kEvents; ++i) {
      made.make(i, writer, events[static_cast<size_t>(i)]);
      ASSERT_TRUE(writer.end().value());
      expected.insert(told(batch.events.back()));
    }
    std::string text;
    const WriteText write = [&](std::string_view part) -> Status {
      text += part;
      return {};
    };
    const std::string path = testing::TempDir() + "log" + GetParam();
    const std::string format = std::string(GetParam()) == ".xes" ? "xes" : "ocel";
    std::ofstream(path, std::ios::trunc).flush();  // There, and empty.
    const Result<int64_t> count =
        format == "xes" ? write_xes(reader(events), write, kDay) : write_ocel(reader(events), write, path, path);
    ASSERT_TRUE(count) << count.error().to_string();
    if (text.empty()) text = slurp(path);
    const EventBatch back = read_back(format, text, {});
    EXPECT_TRUE(back.rejects.empty()) << back.rejects.front().reason;
    std::multiset<std::string> read;
    for (const Event& event : back.events) read.insert(told(event));
    ASSERT_EQ(read.size(), expected.size());
    for (auto a = expected.begin(), b = read.begin(); a != expected.end(); ++a, ++b) ASSERT_EQ(*b, *a) << seed;
    const Format* found = recognise_format(std::string_view(text).substr(0, 65536), "log");
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->id, format);
  }
}

// Properties of every type, each among others of its name, are what they were: to the letter.
TEST_P(RoundTrip, TypesOfPropertiesAreKept) {
  const std::vector<std::string> values{"12",
                                        "12.0",
                                        "2.5",
                                        "-3",
                                        "1e-07",
                                        "0.30000000000000004",
                                        "9007199254740993",
                                        "0",
                                        "0.0",
                                        "true",
                                        "false",
                                        "\"12\"",
                                        "\"007\"",
                                        "\"true\"",
                                        "\"2026-03-01\"",
                                        "\"2026-03-01T10:00:00+01:00\"",
                                        "\"null\"",
                                        "\"1e5\"",
                                        "[1,2.5,\"3\"]",
                                        "12345678901234567890"};
  std::vector<LogEvent> events;
  std::multiset<std::string> expected;
  for (size_t i = 0; i < values.size(); ++i) {
    for (const char* name : {"episode", "level", "channel", "Plan"}) {
      const std::string properties = "{\"" + std::string(name) + "\":" + values[i] + "}";
      LogEvent event =
          made("7", "web:" + std::string(name) + std::to_string(i), kHour * static_cast<Micros>(i), "call");
      event.values.push_back({"source", "web"});
      add_log_values(properties, event.values);
      // As the record gives it to the writer (intake/log_export.cc).
      if (std::string_view(name) == "episode") event.contact = event.values.back().value;
      if (!event.contact.empty() && event.values.back().type == LogValue::Type::kText) event.values.pop_back();
      events.push_back(std::move(event));
      expected.insert(properties);
    }
  }
  std::string text;
  const WriteText write = [&](std::string_view part) -> Status {
    text += part;
    return {};
  };
  const std::string path = testing::TempDir() + "types" + GetParam();
  const std::string format = std::string(GetParam()) == ".xes" ? "xes" : "ocel";
  std::ofstream(path, std::ios::trunc).flush();
  const Result<int64_t> count =
      format == "xes" ? write_xes(reader(events), write, kDay) : write_ocel(reader(events), write, path, path);
  ASSERT_TRUE(count) << count.error().to_string();
  if (text.empty()) text = slurp(path);
  const EventBatch back = read_back(format, text, {});
  std::multiset<std::string> read;
  for (const Event& event : back.events) {
    Json json = Json::parse(event.properties);
    json.erase("record_source");
    ASSERT_EQ(json.size(), 1U) << event.properties;
    // As it stands, which a parser of numbers would round.
    const std::string name = json.begin().key();
    const size_t at = event.properties.find("\"" + name + "\":") + name.size() + 3;
    const size_t end = std::min(event.properties.find(",\"record_source\"", at), event.properties.size() - 1);
    read.insert("{\"" + name + "\":" + std::string(event.properties.substr(at, end - at)) + "}");
  }
  EXPECT_EQ(read, expected);
}

// The schema of XES: keys are names of XML, values are of the type that their element says.
bool is_xml_name(const std::string& text) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' || (c & 0x80) != 0;
  };
  return !text.empty() && letter(text[0]) && std::all_of(text.begin(), text.end(), [&](char c) {
    return letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
}

// By the types of XML Schema that XES names.
bool is_xes_value(std::string_view type, const std::string& text) {
  if (type == "string") return text.find('<') == std::string::npos;
  if (type == "boolean") return text == "true" || text == "false";
  if (type == "int") return parse_integer(text).has_value();
  if (type == "float") return parse_number(text).has_value();
  return text.find('T') != std::string::npos && parse_time(text, Zone()).has_value() &&
         (text.ends_with('Z') || text[text.size() - 6] == '+' || text[text.size() - 6] == '-');
}

TEST(WriteXes, KeepsToTheSchema) {
  MadeUp made(9);
  EventBatch batch;
  EventWriter writer(batch, {});
  std::vector<LogEvent> events(300);
  for (int i = 0; i < 300; ++i) {
    made.make(i, writer, events[static_cast<size_t>(i)]);
    ASSERT_TRUE(writer.end().value());
  }
  std::string text;
  ASSERT_TRUE(write_xes(
      reader(events), [&](std::string_view part) { return text += part, Status(); }, std::nullopt));
  size_t seen = 0;
  for (const std::string_view type : {"string", "date", "int", "float", "boolean"}) {
    const std::string begin = "<" + std::string(type) + " key=\"";
    for (size_t at = text.find(begin); at != std::string::npos; at = text.find(begin, at + 1), ++seen) {
      const size_t key = at + begin.size();
      const size_t key_end = text.find('"', key);
      constexpr std::string_view kBetween = "\" value=\"";
      ASSERT_EQ(text.compare(key_end, kBetween.size(), kBetween), 0) << text.substr(at, 80);
      const size_t value = key_end + kBetween.size();
      const size_t value_end = text.find('"', value);
      EXPECT_EQ(text.compare(value_end, 3, "\"/>"), 0) << text.substr(at, 80);
      EXPECT_TRUE(is_xml_name(text.substr(key, key_end - key))) << text.substr(at, 80);
      EXPECT_TRUE(is_xes_value(type, text.substr(value, value_end - value))) << text.substr(at, 80);
    }
  }
  EXPECT_GT(seen, events.size() * 4);
  // Nothing else stands in an event.
  size_t keys = 0;
  for (size_t at = text.find(" key="); at != std::string::npos; at = text.find(" key=", at + 1)) ++keys;
  EXPECT_EQ(keys, seen);
}

INSTANTIATE_TEST_SUITE_P(Logs, RoundTrip, testing::Values(".xes", ".json", ".xml", ".sqlite"));

TEST(AddLogValues, TakesScalarsAndArrays) {
  std::vector<LogValue> values;
  add_log_values(R"({"a":"x","b":2,"c":2.5,"d":true,"e":[1],"f":null})", values);
  ASSERT_EQ(values.size(), 5U);  // Not what is null.
  EXPECT_EQ(values[4].value, "[1]");
  EXPECT_EQ(values[1].type, LogValue::Type::kInteger);
  EXPECT_EQ(values[2].value, "2.5");
  values.clear();
  add_log_values("not json", values);
  EXPECT_TRUE(values.empty());
}

}  // namespace
}  // namespace sojourn
