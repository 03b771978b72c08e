#include "formats/json_records.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/contact.h"
#include "formats/turns.h"

namespace sojourn {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// "line:member:text" of every record.
std::vector<std::string> cut(std::string_view bytes, std::vector<std::string> wrappers = {}) {
  std::vector<std::string> found;
  JsonRecords records(bytes, std::move(wrappers));
  JsonRecord record;
  while (records.next(record)) {
    found.push_back(std::to_string(record.line) + ":" + record.member + ":" + std::string(record.text));
  }
  return found;
}

TEST(JsonRecords, CutsEveryLayout) {
  EXPECT_THAT(cut(R"({"a":1})"), ElementsAre(R"(1::{"a":1})"));
  EXPECT_THAT(cut("\xEF\xBB\xBF {\"a\":1}\n"), ElementsAre(R"(1::{"a":1})"));
  EXPECT_THAT(cut("{\"a\":1}\n\n{\"a\":2}\n"), ElementsAre(R"(1::{"a":1})", R"(3::{"a":2})"));
  EXPECT_THAT(cut("{\"a\":1}{\"a\":2} {\"a\":3}"), ElementsAre(R"(1::{"a":1})", R"(1::{"a":2})", R"(1::{"a":3})"));
  EXPECT_THAT(cut("[{\"a\":\"]\\\"}\"},\n {\"a\":[2]}\n]"), ElementsAre(R"(1::{"a":"]\"}"})", R"(2::{"a":[2]})"));
  EXPECT_THAT(cut("{\n \"a\": 1\n}\n{\n \"a\": 2\n}"), ElementsAre("1::{\n \"a\": 1\n}", "4::{\n \"a\": 2\n}"));
  EXPECT_THAT(cut(""), ElementsAre());
  EXPECT_THAT(cut(" \n"), ElementsAre());
  EXPECT_THAT(cut("[]"), ElementsAre());
}

TEST(JsonRecords, OpensWrappers) {
  EXPECT_THAT(cut(R"({"tickets":[{"id":1},{"id":2}],"next":null,"users":[{"id":3}],"count":2})", {"tickets", "users"}),
              ElementsAre(R"(1:tickets:{"id":1})", R"(1:tickets:{"id":2})", R"(1:users:{"id":3})"));
  EXPECT_THAT(cut(R"({"ticket":{"id":1}})", {"ticket"}), ElementsAre(R"(1:ticket:{"id":1})"));
  // No record has what the wrappers hold, so it is one.
  EXPECT_THAT(cut(R"({"a":{"tickets":[]}})", {"tickets"}), ElementsAre(R"(1::{"a":{"tickets":[]}})"));
  // A record holds members of those names itself.
  EXPECT_THAT(cut(R"({"id":1,"comments":[{"id":2}]})", {"comments"}),
              ElementsAre(R"(1::{"id":1,"comments":[{"id":2}]})"));
  EXPECT_THAT(cut("{\"t\":[{\"x\":1}]}\n{\"t\":[{\"x\":2}]}", {"t"}), ElementsAre(R"(1:t:{"x":1})", R"(2:t:{"x":2})"));
  EXPECT_THAT(cut(R"({"t":[]})", {"t"}), ElementsAre());
}

TEST(JsonRecords, SurvivesWhatIsCutOff) {
  EXPECT_THAT(cut("[{\"a\":1},{\"a\":"), ElementsAre(R"(1::{"a":1})", R"(1::{"a":)"));
  EXPECT_THAT(cut("{\"a\":1}\n{\"a\":\n{\"a\":3}\n"), ElementsAre(R"(1::{"a":1})", R"(2::{"a":)", R"(3::{"a":3})"));
  EXPECT_THAT(cut("{\"a\":\n{\"a\":3}\n"), ElementsAre(R"(1::{"a":)", R"(2::{"a":3})"));
  EXPECT_THAT(cut(R"({"t":[{"x":1},{"x")", {"t"}), ElementsAre(R"(1:t:{"x":1})", R"(1:t:{"x")"));
  EXPECT_THAT(cut("]"), ElementsAre("1::]"));
  EXPECT_THAT(cut("}{"), ElementsAre("1::}", "1::{"));
}

struct Told {
  EventBatch batch;
  Status status;
};

Told read_all(std::string_view bytes) {
  Told told;
  EventWriter writer(told.batch, {});
  told.status = read_json_records(bytes, {}, writer, [&](const Json& json, const JsonRecord& record) {
    writer.begin(record.line, record.text);
    writer.time(text_at(json, "t")).set("touchpoint", "x");
    keep_others(writer, json, {"t"});
    return ended(writer);
  });
  return told;
}

TEST(JsonRecords, BadRecordsAreRejectedAndTheRestIsRead) {
  const Told told = read_all("{\"t\":\"2026-03-01\"}\n{\"t\":}\n[1]\n{\"t\":\"2026-03-02\"}\n");
  EXPECT_TRUE(told.status.ok());
  EXPECT_EQ(told.batch.events.size(), 2U);
  ASSERT_EQ(told.batch.rejects.size(), 2U);
  EXPECT_EQ(told.batch.rejects[0].line, 2U);
  EXPECT_THAT(told.batch.rejects[0].reason, HasSubstr("byte 6"));
  EXPECT_EQ(told.batch.rejects[1].line, 3U);
  EXPECT_EQ(told.batch.counts.rows, 4);
}

TEST(JsonRecords, WhatIsNoJsonIsAnError) {
  EXPECT_THAT(read_all("time,score\n1,2\n").status.to_string(), HasSubstr("line 1"));
  std::string many;
  for (int i = 0; i < 5000; ++i) many += "x y\n";
  const Told told = read_all(many);
  EXPECT_FALSE(told.status.ok());
  EXPECT_LE(told.batch.rejects.size(), 1000U);
}

TEST(JsonFields, RefusesDepthAndGivesNoThrow) {
  EXPECT_EQ(parse_json(std::string(100'000, '[')).error().code(), StatusCode::kLimit);
  EXPECT_EQ(parse_json(std::string(60, '[') + std::string(60, ']')).value().size(), 1U);
  for (const char* bad : {"", "{", "nul", "1e999", "\"\\ud80\"", "\"\xff\"", "{\"a\":1}x", "\"\x01\""}) {
    EXPECT_FALSE(parse_json(bad).has_value()) << bad;
  }
  EXPECT_EQ(parse_json("\"\\ud800\"").value(), "\xEF\xBF\xBD");  // Half of a pair is mended.
}

TEST(JsonFields, ReadsByPath) {
  const Json json = parse_json(R"({"a":{"b":[{"c":"  x "},null]},"n":null,"i":12,"f":12.5,"w":"42","t":true,"neg":-1,
      "big":18446744073709551615,"s":"12.25","e":""})")
                        .value();
  EXPECT_EQ(text_at(json, "a.b.0.c"), "x");
  EXPECT_EQ(text_at(json, "a.b.1"), "");
  EXPECT_EQ(text_at(json, "a.b.2.c"), "");
  EXPECT_EQ(text_at(json, {"n", "e", "w"}), "42");
  EXPECT_EQ(json_at(json, "n"), nullptr);
  EXPECT_EQ(integer_at(json, "i"), 12);
  EXPECT_EQ(integer_at(json, "w"), 42);
  EXPECT_EQ(integer_at(json, "f"), std::nullopt);
  EXPECT_EQ(integer_at(json, "big"), std::nullopt);
  EXPECT_EQ(integer_at(json, "e"), std::nullopt);
  EXPECT_EQ(number_at(json, "s"), 12.25);
  EXPECT_EQ(truth_at(json, "t"), true);
  EXPECT_EQ(truth_at(json, "i"), std::nullopt);
  EXPECT_EQ(duration_at(json, "i", kMinute), 12 * kMinute);
  EXPECT_EQ(duration_at(json, "f", kSecond), 12'500'000);
  EXPECT_EQ(duration_at(json, "neg", kSecond), std::nullopt);
  EXPECT_EQ(duration_at(json, "n", kSecond), std::nullopt);
  EXPECT_EQ(items_at(json, "a.b").size(), 2U);
  EXPECT_TRUE(items_at(json, "zzz").empty());
}

TEST(JsonFields, KeepsWhatItDoesNotKnow) {
  Told told = read_all(R"({"t":"2026-03-01","a":{"b c":1,"d":null,"e":[]},"l":[1,"x"],"id":"7","time":"x","s":"007"})");
  ASSERT_EQ(told.batch.events.size(), 1U);
  EXPECT_EQ(told.batch.events[0].properties, R"({"a.b_c":1,"l":[1,"x"],"raw_id":"7","raw_time":"x","s":"007"})");
  EXPECT_TRUE(told.batch.events[0].id.empty());
  // Too much of it is left out, and the event stays.
  std::string much = R"({"t":"2026-03-01")";
  for (int i = 0; i < 5000; ++i) much += ",\"p" + std::to_string(i) + "\":\"" + std::string(100, 'x') + "\"";
  told = read_all(much + "}");
  EXPECT_EQ(told.batch.events.size(), 1U);
  EXPECT_TRUE(told.batch.rejects.empty());
}

TEST(JsonFields, FitsTextBetweenLetters) {
  EXPECT_EQ(fitting("abc", 3), "abc");
  EXPECT_EQ(fitting("ab\xC3\xA9", 3), "ab");
  EXPECT_EQ(fitting("\xC3\xA9", 1), "");
}

TEST(Addresses, TellWhoStandsBehindThem) {
  EXPECT_EQ(address_kind("tel:+31201234567"), IdentifierKind::kPhone);
  EXPECT_EQ(bare_address("sip:+31201234567@pbx.example;user=phone"), "+31201234567");
  EXPECT_EQ(address_kind("sip:+31201234567@pbx.example"), IdentifierKind::kPhone);
  EXPECT_EQ(address_kind("whatsapp:+31201234567"), IdentifierKind::kPhone);
  EXPECT_EQ(address_kind("client:anna"), IdentifierKind::kId);
  EXPECT_EQ(address_kind("anna@example.org"), IdentifierKind::kEmail);
  for (const char* nobody :
       {"", "1001", "anonymous", "Restricted", "+266696687", "7378742833", "sip:queue@pbx", "unknown"}) {
    EXPECT_EQ(address_kind(nobody), std::nullopt) << nobody;
  }
}

TEST(Turns, AreSortedAndTold) {
  EventBatch batch;
  EventWriter writer(batch, {});
  writer.begin(1, "");
  writer.time(0);
  write_turns(writer, {{"agent", "anna", 2000, 3000, " Hello ", ""},
                       {"customer", "", 1000, 1500, "Hi", "positive"},
                       {"customer", "", {}, {}, "there", ""},
                       {"customer", "", 9000, {}, "  ", ""}});
  ASSERT_TRUE(writer.end().value());
  EXPECT_EQ(batch.events[0].text(Field::kText), "Hi\nthere");
  EXPECT_EQ(batch.events[0].properties,
            R"({"turns":[{"role":"customer","from_ms":1000,"to_ms":1500,"text":"Hi","sentiment":"positive"},)"
            R"({"role":"customer","text":"there"},)"
            R"({"role":"agent","name":"anna","from_ms":2000,"to_ms":3000,"text":"Hello"}]})");
}

}  // namespace
}  // namespace sojourn
