// What damaged, hostile and misunderstood files are told; and a few words of settings.
#include <gtest/gtest.h>

#include "formats/format.h"
#include "formats/survey_response.h"

namespace sojourn {
namespace {

struct Told {
  EventBatch batch;
  Status status;
};

Told read_as(const char* format, std::string_view bytes, const FormatSettings& settings = {},
             const std::string& name = "x") {
  Told told;
  told.batch.source = format;
  EventWriter writer(told.batch, {});
  FormatInput input;
  input.bytes = bytes;
  input.name = name;
  told.status = read_format(**find_format(format), input, settings, writer);
  return told;
}

// Whoever calls a hook is answered by what became of it: nothing may vanish without a word.
TEST(Webhooks, WhatIsNotUnderstoodIsTold) {
  for (const Format& format : formats()) {
    if (!format.webhooks) continue;
    for (const char* body : {R"({"hello":"world"})", R"({"id":1})"}) {
      const Told told = read_as(format.id.c_str(), body, {}, "");
      EXPECT_TRUE(told.batch.events.empty()) << format.id << body;
      EXPECT_TRUE(!told.status.ok() || !told.batch.rejects.empty()) << format.id << body;
    }
  }
}

TEST(Stripe, SaysWhatTheEventLacks) {
  const auto reject = [](const char* body) {
    const Told told = read_as("stripe", body);
    return told.batch.rejects.empty() ? "" : told.batch.rejects[0].field + ": " + told.batch.rejects[0].reason;
  };
  EXPECT_EQ(reject(R"({"id":"e","created":1767607200,"type":"invoice.paid"})"),
            "object: the record is no event of Stripe: its object is not \"event\"");
  EXPECT_EQ(reject(R"({"object":"event","created":1767607200})"), "id: the event has no id");
  EXPECT_EQ(reject(R"({"object":"event","id":"e"})"), "created: the event has no time");
}

TEST(Shops, HalfASurrogatePairIsMended) {
  const Told told = read_as("chatwoot", R"({"event":"contact_created","id":7,"name":"A","updated_at":1767607200,)"
                                        R"("custom_attributes":{"note":"half \ud83d!"}})");
  ASSERT_EQ(told.batch.events.size(), 1U);
  EXPECT_NE(told.batch.events[0].properties.find("half \xEF\xBF\xBD!"), std::string_view::npos);
}

TEST(HostileXes, DocumentTypesAndDeepNestingAreRefused) {
  const Told bomb =
      read_as("xes", "<?xml version=\"1.0\"?><!DOCTYPE log [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]><log>&b;</log>");
  EXPECT_EQ(bomb.status.code(), StatusCode::kInvalidArgument);
  std::string deep = "<log>";
  for (int i = 0; i < 100'000; ++i) deep += "<trace>";
  EXPECT_EQ(read_as("xes", deep).status.code(), StatusCode::kLimit);
  EXPECT_EQ(read_as("xes", "<html></html>").status.code(), StatusCode::kInvalidArgument);
  const Status cut = read_as("xes", "<log>\n<trace>\n<event").status;
  EXPECT_EQ(cut.code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(cut.where(), "line 3");
  EXPECT_EQ(read_as("xes", "<log/>", {{"case", "order"}}).status.code(), StatusCode::kInvalidArgument);
}

TEST(HostileXes, ALogWithoutCompleteEventsSaysWhatToDo) {
  const std::string log = R"(<log xes.version="1.0"><trace><string key="concept:name" value="1"/><event>
    <string key="concept:name" value="a"/><date key="time:timestamp" value="2026-03-01T12:00:00Z"/>
    <string key="lifecycle:transition" value="start"/></event></trace></log>)";
  EXPECT_EQ(read_as("xes", log).status.where(), "lifecycle");
  EXPECT_EQ(read_as("xes", log, {{"lifecycle", "all"}}).batch.events.size(), 1U);
}

// A file may claim to be ours and hold anything.
TEST(HostileXes, MarksOfOursAreCheckedLikeAllElse) {
  const Told told = read_as("xes", R"(<log xes.version="1.0"><trace><string key="customer" value="unknown:1"/><event>
    <string key="concept:name" value="a"/><date key="time:timestamp" value="2026-03-01T12:00:00Z"/>
    <string key="json.x" value="[1,"/><string key="json." value="[1]"/><string key="properties." value="y"/>
    <string key="sojourn_source" value=""/></event></trace></log>)");
  ASSERT_TRUE(told.status.ok());
  ASSERT_EQ(told.batch.events.size(), 1U);
  EXPECT_EQ(told.batch.events[0].who_count, 0);
  EXPECT_NE(told.batch.events[0].properties.find(R"("x":"[1,")"), std::string_view::npos);
}

TEST(HostileOcel, XmlIsBounded) {
  EXPECT_FALSE(read_as("ocel", "<log><events><!DOCTYPE x></events></log>").status.ok());
  EXPECT_FALSE(
      read_as("ocel", "<?xml version=\"1.0\"?><!DOCTYPE log [<!ENTITY a \"b\">]><log><events/></log>").status.ok());
  std::string deep = "<log><events>";
  for (int i = 0; i < 100'000; ++i) deep += "<event>";
  EXPECT_EQ(read_as("ocel", deep).status.code(), StatusCode::kLimit);
}

TEST(HostileEnvelopes, WhatIsNoBase64IsARecordThatNamesNoContact) {
  const Told told = read_as("amazon-connect", R"({"requestId":"1","records":[{"data":"***"},{"data":"eA=="}]})");
  EXPECT_TRUE(told.batch.events.empty());
  EXPECT_EQ(told.batch.rejects.size(), 1U);
}

TEST(HostileOcel, SaysWhichTypesThereAre) {
  const Status status = read_as("ocel", R"({"objects":[{"id":"1","type":"Truck"}],"events":[]})").status;
  EXPECT_EQ(status.where(), "customer_type");
  EXPECT_NE(status.message().find("Truck"), std::string::npos);
}

TEST(HostileOcel, DamagedDatabasesAreErrors) {
  std::string bytes("SQLite format 3\0", 16);
  EXPECT_FALSE(read_as("ocel", bytes).status.ok());
  for (int i = 0; i < 5000; ++i) bytes += static_cast<char>(i * 37);
  EXPECT_FALSE(read_as("ocel", bytes).status.ok());
}

TEST(HostileTables, WhatIsNotTheFormatIsAnError) {
  EXPECT_FALSE(read_as("qualtrics", "a,b\n1,2\n").status.ok());
  EXPECT_FALSE(read_as("qualtrics", "a,b\n1,2\n3,4\n").status.ok());
  EXPECT_FALSE(read_as("shopify", "a,b\n1,2\n").status.ok());
  EXPECT_FALSE(read_as("play-reviews", "a,b\n1,2\n").status.ok());
  EXPECT_FALSE(read_as("salesforce", "a,b\n1,2\n").status.ok());
  EXPECT_FALSE(read_as("hubspot", "a,b\n1,2\n").status.ok());
  EXPECT_FALSE(read_as("delighted", "a,b\n1,2\n").status.ok());
  EXPECT_FALSE(read_as("transcripts", "hello").status.ok());
  EXPECT_FALSE(read_as("google-forms", "Timestamp,a\n1,2\n", {{"locale", "xx"}}).status.ok());
}

TEST(QuestionRules, SayWhatIsWrong) {
  EXPECT_FALSE(QuestionRules::read({{"question.a", "csat:5-1"}}).has_value());
  EXPECT_FALSE(QuestionRules::read({{"question.a", "happiness"}}).has_value());
  EXPECT_FALSE(QuestionRules::read({{"label.Good", "very"}}).has_value());
  const Result<QuestionRules> rules =
      QuestionRules::read({{"question.Q1", "nps"}, {"question.Q2", "score:-5-5"}, {"label.Very Good", "5"}});
  ASSERT_TRUE(rules.has_value());
  EXPECT_EQ(rules->find({"x", "q1"})->kind, "nps");
  EXPECT_EQ(rules->find({"Q2"})->scale->min, -5);
  EXPECT_EQ(rules->find({"Q3"}), nullptr);
  EXPECT_EQ(rules->number_of(" very good "), 5);
  EXPECT_EQ(rules->number_of("10 - Extremely likely"), 10);
  EXPECT_EQ(rules->number_of("4.5"), 4.5);
  EXPECT_EQ(rules->number_of("3rd choice"), std::nullopt);
  EXPECT_EQ(rules->number_of("4.5 stars"), std::nullopt);
}

TEST(SurveyResponse, ACommentGoesWithTheOnlyScore) {
  EventBatch batch;
  batch.source = "s";
  EventWriter writer(batch, {});
  SurveyResponse response;
  response.id = "r";
  response.time = {kDay, 0};
  response.add_score("a", "A", {"nps", {}}, 9);
  response.add_score("b", "B", {"csat", {}}, 4);
  response.add_text("t", "T", "same");
  response.add_text("u", "U", "same", "b");
  ASSERT_TRUE(response.write(writer, 1, "", [] {}).ok());
  ASSERT_EQ(batch.events.size(), 3U);
  EXPECT_FALSE(batch.events[0].has(Field::kText));
  EXPECT_EQ(batch.events[1].text(Field::kText), "same");  // As the setting says.
  EXPECT_EQ(batch.events[2].id, "r:t");                   // The same words, of another question.
}

}  // namespace
}  // namespace sojourn
