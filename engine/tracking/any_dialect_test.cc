// What holds for bodies of whatever dialect.
#include <gmock/gmock.h>

#include "base/limits.h"
#include "tracking/tracking_fixture.h"

namespace sojourn {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

// `count` names from `first` on, as members of a JSON object.
std::string many_names(size_t count, const std::string& first) {
  std::string members;
  for (size_t i = 0; i < count; ++i) members += (i > 0 ? ",\"" : "\"") + first + std::to_string(i) + "\":1";
  return members;
}

// Each dialect's way of one event with an id and properties, and of several.
struct Wrapping {
  Dialect dialect;
  const char* event;  // ID and PROPERTIES stand for themselves.
  const char* before;
  const char* after;
};

std::string wrapped(const Wrapping& way, const std::string& id, const std::string& properties) {
  std::string text = way.event;
  text.replace(text.find("ID"), 2, id);
  return text.replace(text.find("PROPERTIES"), 10, properties);
}

const Wrapping kWrappings[] = {
    {Dialect::kPlain, R"({"id":"ID","time":"2026-01-01","customer":"c","properties":{PROPERTIES}})", "[", "]"},
    {Dialect::kSegment, R"({"type":"track","event":"x","messageId":"ID","userId":"u","properties":{PROPERTIES}})",
     R"({"batch":[)", "]}"},
    {Dialect::kPosthog, R"({"event":"x","uuid":"ID","distinct_id":"u","properties":{PROPERTIES}})",
     R"({"api_key":"k","batch":[)", "]}"},
    {Dialect::kCloudEvents,
     R"({"specversion":"1.0","id":"ID","source":"s","type":"x","subject":"u","data":{PROPERTIES}})", "[", "]"},
};

TEST(AnyDialect, OneEventOfTooManyNamesLeavesItsNeighboursAlone) {
  for (const Wrapping& way : kWrappings) {
    const std::string body = way.before + wrapped(way, "bad", many_names(limits::kColumnsMax + 1, "x")) + "," +
                             wrapped(way, "good", many_names(3, "y")) + "," +
                             wrapped(way, "other", many_names(3, "z")) + way.after;
    const ReadBody got = read_sent(way.dialect, {body, "/batch"});
    ASSERT_TRUE(got.status.ok()) << got.status.to_string();
    ASSERT_EQ(got.batch.rejects.size(), 1U) << way.event;
    EXPECT_EQ(got.batch.rejects[0].line, 1U);
    // Of Segment's events the limit of bytes is reached before.
    if (way.dialect != Dialect::kSegment) {
      EXPECT_THAT(got.batch.rejects[0].reason, HasSubstr("the event has more than 4096 different names"));
    }
    EXPECT_EQ(got.batch.events.size(), 2U) << way.event;
  }
}

TEST(AnyDialect, EventsMayNameWhatNoOtherNames) {
  constexpr size_t kEvents = 2 * limits::kColumnsMax;
  for (const Wrapping& way : kWrappings) {
    std::string body = way.before;
    for (size_t i = 0; i < kEvents; ++i) {
      body += (i > 0 ? "," : "") + wrapped(way, std::to_string(i), "\"b" + std::to_string(i) + "\":1,\"k\":2");
    }
    const ReadBody got = read_sent(way.dialect, {body + way.after, "/batch"});
    EXPECT_THAT(got.rejects(), IsEmpty());
    ASSERT_EQ(got.batch.events.size(), kEvents);
    EXPECT_THAT(got.lines().back(), HasSubstr("\"b" + std::to_string(kEvents - 1) + "\":1,\"k\":2"));
  }
}

// As many names as one may have, whatever other events named before it.
TEST(AnyDialect, NamesOfOtherEventsTakeNobodysRoom) {
  for (const Wrapping& way : kWrappings) {
    // Of Segment's events the limit of bytes is reached before.
    if (way.dialect == Dialect::kSegment) continue;
    const std::string body = way.before + wrapped(way, "few", many_names(500, "o")) + "," +
                             wrapped(way, "many", many_names(limits::kColumnsMax - 16, "n")) + way.after;
    const ReadBody got = read_sent(way.dialect, {body, "/batch"});
    EXPECT_THAT(got.rejects(), IsEmpty()) << way.event;
    ASSERT_EQ(got.batch.events.size(), 2U) << way.event;
    EXPECT_THAT(got.lines().back(), HasSubstr("\"n4000\":1"));
  }
}

// Each dialect's event of which a part is no object, among others.
TEST(AnyDialect, RowsAreEventsAndRejects) {
  constexpr struct {
    Dialect dialect;
    const char* body;
    size_t events;
    size_t rejects;
  } kBodies[] = {
      {Dialect::kPlain, R"([{"id":"a","time":"2026-01-01","customer":"c","properties":7},{"id":"b"},5])", 1, 2},
      {Dialect::kSegment,
       R"({"batch":[{"type":"track","event":"x","messageId":"a","userId":"u","properties":7},{"type":"track"},5]})", 1,
       3},
      {Dialect::kPosthog,
       R"({"batch":[{"event":"x","uuid":"a","distinct_id":"u","properties":{"$set":7}},{"distinct_id":"u"},5]})", 1, 3},
      {Dialect::kOpenTelemetry,
       R"({"resourceLogs":[{"resource":{"attributes":7},"scopeLogs":[{"logRecords":[{"eventName":"x","timeUnixNano":)"
       R"("1772366400000000000","attributes":[{"key":"user.id","value":{"stringValue":"u"}}]},5]}]}]})",
       1, 2},
  };
  for (const auto& [dialect, body, events, rejects] : kBodies) {
    const ReadBody got = read_sent(dialect, {body, "/batch"});
    ASSERT_TRUE(got.status.ok()) << got.status.to_string();
    EXPECT_EQ(got.batch.events.size(), events) << body << testing::PrintToString(got.rejects());
    EXPECT_EQ(got.batch.rejects.size(), rejects) << body << testing::PrintToString(got.rejects());
    EXPECT_EQ(got.batch.counts.rows, static_cast<int64_t>(got.batch.events.size() + got.batch.rejects.size())) << body;
    EXPECT_EQ(got.batch.counts.rejected, static_cast<int64_t>(got.batch.rejects.size())) << body;
  }
}

}  // namespace
}  // namespace sojourn
