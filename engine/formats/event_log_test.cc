#include "formats/event_log.h"

#include <gtest/gtest.h>

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
  const Status status = (*find_format(format))->read(input, settings, writer);
  EXPECT_TRUE(status.ok()) << status.to_string();
  return batch;
}

TEST(WriteXes, IsReadBackAsItWas) {
  const std::string text = text_of_log(true, 30 * kDay);
  const EventBatch batch = read_back("xes", text, {});
  ASSERT_EQ(batch.events.size(), 6U) << text;
  EXPECT_EQ(batch.events[0].text(Field::kTouchpoint), "page <view> & \"more\"");
  EXPECT_EQ(batch.events[0].who[0].value, "7");
  EXPECT_EQ(batch.events[1].time, kHour);
  EXPECT_EQ(batch.events[1].text(Field::kAgent), "dora");
  EXPECT_EQ(batch.events[1].text(Field::kText), "");  // A property of the log, in our file's field.
  EXPECT_EQ(batch.events[2].who[0].value, "7/2");     // More than the gap later: another journey.
  EXPECT_EQ(batch.events[4].who[0].value, "unknown/1");
  EXPECT_EQ(batch.events[5].who[0].value, "unknown/2");
}

TEST(WriteXes, WithoutAGapALifeIsOneTrace) {
  const EventBatch batch = read_back("xes", text_of_log(true, std::nullopt), {{"customer_attribute", "customer"}});
  ASSERT_EQ(batch.events.size(), 6U);
  EXPECT_EQ(batch.events[2].id, "7:3");
  EXPECT_EQ(batch.events[2].who[0].value, "7");
  EXPECT_EQ(batch.events[4].who_count, 0);
}

TEST(WriteOcel, IsReadBackAsItWas) {
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
  EXPECT_EQ(batch.events[1].text(Field::kOrder), "order:O-1");
  EXPECT_EQ(batch.events[5].who_count, 0);
}

TEST(AddLogValues, TakesScalars) {
  std::vector<LogValue> values;
  add_log_values(R"({"a":"x","b":2,"c":2.5,"d":true,"e":[1],"f":null})", values);
  ASSERT_EQ(values.size(), 4U);
  EXPECT_EQ(values[1].type, LogValue::Type::kInteger);
  EXPECT_EQ(values[2].value, "2.5");
  values.clear();
  add_log_values("not json", values);
  EXPECT_TRUE(values.empty());
}

}  // namespace
}  // namespace sojourn
