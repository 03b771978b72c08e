// Imports with personal data: counted, and masked where that is wished.
#include "intake/redaction.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "collect/memory_sink.h"

namespace sojourn {
namespace {

using Json = nlohmann::json;

EventBatch batch_of_three() {
  EventBatch batch;
  batch.source = "chat";
  batch.input = "chat.jsonl";
  Event& first = batch.events.emplace_back();
  first.id = "1";
  first.set_text(Field::kText, "My mail is anna@example.com");
  Event& second = batch.events.emplace_back();
  second.id = "2";
  second.set_text(Field::kText, "All good, thanks");
  Event& third = batch.events.emplace_back();
  third.id = "3";
  third.properties =
      R"({"turns":[{"name":"Carl","role":"customer","text":"call +31 20 123 4567"},{"role":"agent","text":"ok"}]})";
  batch.rejects.push_back({"chat.jsonl", 4, "time", "\"anna@example.com\" is no time", "anna@example.com,x"});
  batch.counts.rows = 4;
  return batch;
}

TEST(Redaction, MasksTextsTurnsAndRefusedRows) {
  MemorySink sink;
  RedactingSink redacting(sink, true);
  ASSERT_TRUE(redacting.append(batch_of_three()));
  EXPECT_EQ(redacting.counts().at("chat").texts, 3);
  EXPECT_EQ(redacting.counts().at("chat").personal, 2);
  EXPECT_EQ(sink.count(Field::kText, "My mail is [e-mail]"), 1);
  EXPECT_EQ(sink.count(Field::kText, "All good, thanks"), 1);
  EXPECT_EQ(sink.properties.at(2),
            R"({"turns":[{"name":"[name]","role":"customer","text":"call [phone]"},{"role":"agent","text":"ok"}]})");
  ASSERT_EQ(sink.rejects.size(), 1U);
  EXPECT_EQ(sink.rejects[0].raw, "[e-mail],x");
  EXPECT_EQ(sink.rejects[0].reason, "\"[e-mail]\" is no time");
  EXPECT_EQ(sink.counts_of_batches.rows, 4);
}

TEST(Redaction, ANameGoesUnlessItIsOfOneOfUs) {
  EventBatch batch;
  batch.source = "chat";
  Json turns = Json::array();
  for (const char* role : {"Customer", "end_user", "contact", "incoming", "somebody", "Agent", "virtual agent"}) {
    turns.push_back({{"role", role}, {"name", "Carl"}, {"text", "ok"}});
  }
  turns.push_back({{"name", "Carl"}, {"text", "ok"}});
  Event& event = batch.events.emplace_back();
  event.properties = batch.arena.keep(Json{{"turns", turns}}.dump());
  MemorySink sink;
  RedactingSink redacting(sink, true);
  ASSERT_TRUE(redacting.append(batch));
  std::vector<std::string> kept;
  const Json shown = Json::parse(sink.properties.at(0));
  for (const Json& turn : shown["turns"]) {
    if (turn["name"] == "Carl") kept.push_back(turn["role"]);
  }
  EXPECT_THAT(kept, testing::ElementsAre("Agent", "virtual agent"));
}

TEST(Redaction, OnlyCountsUnlessItIsWished) {
  MemorySink sink;
  RedactingSink counting(sink, false);
  ASSERT_TRUE(counting.append(batch_of_three()));
  EXPECT_EQ(counting.counts().at("chat").personal, 2);
  EXPECT_EQ(sink.count(Field::kText, "My mail is anna@example.com"), 1);
  EXPECT_EQ(sink.rejects[0].raw, "anna@example.com,x");
}

}  // namespace
}  // namespace sojourn
