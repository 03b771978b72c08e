// Method: the capability by hand; then random lives against a twin that looks from each exposure for its reply;
// drill-down; and the same however the work is divided.
#include "stages/observers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "measure/ask_fixture.h"
#include "stages/random_journeys.h"

namespace sojourn {
namespace {

Table observers(const Fixture& life, const Question& question = {}) {
  return table_of(ask(observers_definition(), life, question).answer);
}

TEST(Observers, ThirtyOfAThousandReply) {
  Fixture life;
  for (int i = 0; i < 1'000; ++i) {
    const std::string customer = "c" + std::to_string(i);
    life.add(customer, "2026-01-01", {{"direction", "out"}, {"campaign", "spring"}});
    if (i < 30) life.add(customer, "2026-01-08", {{"direction", "in"}, {"touchpoint", "visit"}});
    if (i >= 30 && i < 60) life.add(customer, "2026-01-08T00:00:01Z", {{"direction", "in"}});
  }
  const Table table = observers(life);
  EXPECT_EQ(table.at("spring").at("value"), "3");
  EXPECT_EQ(number(table, "spring", "n"), 1'000);
  EXPECT_EQ(number(table, "spring", "customers"), 30);
  EXPECT_EQ(table.at("spring").at("median_seconds"), "604800");
  EXPECT_GT(real(table, "spring", "low"), 2);
}

TEST(Observers, WhoHasRepliedIsNoObserver) {
  Fixture life;
  life.add("anna", "2026-01-01", {{"direction", "in"}});
  life.add("anna", "2026-01-02", {{"direction", "out"}, {"campaign", "spring"}});
  life.add("anna", "2026-01-03", {{"direction", "in"}});
  life.add("bert", "2026-01-03", {{"direction", "out"}});
  Table table = observers(life);
  EXPECT_EQ(table.count("spring"), 0u);
  EXPECT_EQ(number(table, "", "waiting"), 1) << "bert has until the tenth";
  table = observers(life, with({{"observers", "everyone"}}));
  EXPECT_EQ(table.at("spring").at("value"), "100");
  Question question;
  question.from = "2026-01-02";
  EXPECT_EQ(observers(life, question).count("spring"), 0u) << "the reply before the range counts";
  question.to = "2026-01-03";
  question.parameters["observers"] = {"everyone"};
  EXPECT_EQ(number(observers(life, question), "spring", "customers"), 1) << "and the one after it";
}

TEST(Observers, AReplyCountsForEveryCampaignWithinReach) {
  Fixture life;
  life.add("anna", "2026-01-01", {{"direction", "out"}, {"campaign", "old"}});
  life.add("anna", "2026-01-05", {{"direction", "out"}, {"campaign", "spring"}});
  life.add("anna", "2026-01-06", {{"direction", "out"}, {"campaign", "spring"}});
  life.add("anna", "2026-01-08T00:00:01Z", {{"direction", "in"}});
  const Table table = observers(life);
  EXPECT_EQ(table.at("old").at("value"), "0");
  EXPECT_EQ(number(table, "old", "waiting"), 0);
  EXPECT_EQ(table.at("spring").at("value"), "100");
  EXPECT_EQ(table.at("spring").at("median_seconds"), "172801") << "from the last exposure";
}

TEST(Observers, AnEventOfTheFutureDoesNotEndTheWaiting) {
  Fixture life;
  life.add("anna", "2026-01-01", {{"direction", "out"}});
  life.add("bert", "2026-01-09", {{"direction", "out"}});
  life.add("carl", "2099-01-01", {{"touchpoint", "visit"}});
  const Micros clock = parse_time("2026-01-10", Zone())->utc;
  const FixtureQuestion asked(observers_definition(), life.snapshot(), Question(), clock);
  EXPECT_EQ(number(table_of(*asked.answer()), "", "waiting"), 1) << "bert; anna had until the eighth";
  Question question;
  question.to = "2026-01-02";
  const FixtureQuestion past(observers_definition(), life.snapshot(), question, clock);
  EXPECT_EQ(number(table_of(*past.answer()), "", "waiting"), 0) << "anna is followed beyond the range";
}

struct Seen {
  std::set<uint32_t> exposed;
  std::set<uint32_t> replied;
  std::set<uint32_t> waiting;
};

std::map<std::string, Seen> twin(const TwinLives& lives, bool passive, Micros within, TimeRange range, Micros now) {
  std::map<std::string, Seen> rows;
  for (const auto& [customer, events] : lives.customers) {
    for (size_t i = 0; i < events.size(); ++i) {
      const TwinEvent& event = events[i];
      if (event.field("direction") != "out" || !range.contains(event.time)) continue;
      const auto replies = [](const TwinEvent& each) { return each.field("touchpoint") == "reply"; };
      const auto here = events.begin() + static_cast<std::ptrdiff_t>(i);
      if (passive && std::any_of(events.begin(), here + 1, replies)) continue;
      const auto reply = std::find_if(here + 1, events.end(), replies);
      Seen& seen = rows[event.field("campaign")];
      seen.exposed.insert(customer);
      if (reply != events.end() && reply->time - event.time <= within) seen.replied.insert(customer);
      if (reply == events.end() && now - event.time < within) seen.waiting.insert(customer);
    }
  }
  for (auto& [campaign, seen] : rows) {
    for (const uint32_t customer : seen.replied) seen.waiting.erase(customer);
  }
  return rows;
}

const FieldChoices kChoices{{"direction", {"", "out", "in"}},
                            {"touchpoint", {"", "", "", "reply", "visit"}},
                            {"campaign", {"", "a", "b", "c"}},
                            {"channel", {"web", "call"}}};

TEST(Observers, AgreesWithTheTwinAndOpensToItsCustomers) {
  for (const bool passive : {true, false}) {
    const TwinLives lives = random_lives(7, 500, kChoices);
    Question question = with({{"within", "3h"}, {"replied", "touchpoint = \"reply\""}});
    question.parameters["observers"] = {passive ? "passive" : "everyone"};
    question.from = "1970-01-01T04:00:00Z";
    question.to = "1970-01-01T19:00:00Z";
    const auto snapshot = lives.fixture.snapshot();
    const FixtureQuestion asked(observers_definition(), snapshot, question);
    const Table table = table_of(*asked.answer());
    const auto rows = twin(lives, passive, 3 * kHour, {4 * kHour, 19 * kHour}, snapshot->time_span().to);
    ASSERT_EQ(table.size(), rows.size());
    for (const auto& [campaign, seen] : rows) {
      const auto expect = [&, name = campaign](const std::string& column, const std::set<uint32_t>& people) {
        EXPECT_EQ(number(table, name, column), static_cast<int64_t>(people.size())) << name << " " << column;
        EXPECT_EQ(asked.who({{{"campaign", name}}, column}), people) << name << " " << column;
      };
      expect("n", seen.exposed);
      expect("customers", seen.replied);
      expect("waiting", seen.waiting);
    }
    EXPECT_EQ(difference_when_divided(observers_definition(), lives.fixture, question), "");
    question.by = {"channel"};
    EXPECT_EQ(difference_when_divided(observers_definition(), lives.fixture, question), "");
  }
}

TEST(Observers, NobodyAndDamage) {
  EXPECT_TRUE(observers(Fixture()).empty());
  const Question unread = with({{"replied", "direction = "}});
  EXPECT_THAT(ask(observers_definition(), Fixture(), unread).error, testing::HasSubstr("replied"));
  const FixtureQuestion asked(observers_definition(), random_lives(7, 30, kChoices).fixture.snapshot(), Question());
  EXPECT_EQ(trouble_with_damage(asked), "");
}

}  // namespace
}  // namespace sojourn
