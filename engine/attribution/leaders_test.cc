// Method: the shares of the definition by hand; random lives against a twin that looks for the last touch of each
// conversion anew; the people behind a row. That no answer depends on how the work is divided is in
// attribution_test.cc.
#include "attribution/leaders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "attribution/attribution.h"
#include "measure/ask_fixture.h"
#include "stats/intervals.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;

Question led_question(const std::string& show, std::vector<std::string> groups = {}) {
  Question question = with({{"show", show}});
  if (!groups.empty()) question.parameters["group"] = std::move(groups);
  return question;
}

Table asked(const Fixture& life, const Question& question) {
  const Asked answer = ask(attribution_definition(), life, question);
  EXPECT_EQ(answer.error, "");
  return table_of(answer.answer);
}

void add_purchase(Fixture& life, const std::string& customer, const std::string& last_channel, int month = 3) {
  const std::string day = "2026-0" + std::to_string(month) + "-1";
  if (!last_channel.empty()) life.add(customer, day + "0", {{"channel", "ad"}});
  if (!last_channel.empty()) life.add(customer, day + "1", {{"channel", last_channel}});
  life.add(customer, day + "2", {{"touchpoint", "purchase"}, {"channel", "web"}});
}

TEST(Leaders, FortyThreeOfAHundredPurchasesAreTheClosers) {
  Fixture life;
  for (int i = 0; i < 100; ++i) {
    const char* last = i < 30 ? "store" : i < 43 ? "agent" : i < 80 ? "web" : i < 95 ? "mail" : "";
    add_purchase(life, "c" + std::to_string(i), last);
  }
  const Asked answer = ask(attribution_definition(), life, led_question("closer"));
  EXPECT_EQ(answer.text("group"), "closer");
  EXPECT_EQ(answer.number("value"), 43);
  const Table table = table_of(answer.answer);
  EXPECT_EQ(table.size(), 4u);
  EXPECT_EQ(number(table, "closer", "customers"), 43);
  EXPECT_EQ(real(table, "web", "value"), 37);
  EXPECT_EQ(real(table, "mail", "value"), 15);
  EXPECT_EQ(real(table, "(none)", "value"), 5);
  EXPECT_EQ(number(table, "(none)", "n"), 100);
  const Interval wanted = *wilson(43, 100);
  EXPECT_DOUBLE_EQ(real(table, "closer", "low"), 100 * wanted.low);
  EXPECT_DOUBLE_EQ(real(table, "closer", "high"), 100 * wanted.high);
}

TEST(Leaders, OfTwoHundredRepeatPurchasesServiceLedNinetyAndMarketingSeventy) {
  Fixture life;
  for (int i = 0; i < 200; ++i) {
    const std::string customer = "c" + std::to_string(i);
    add_purchase(life, customer, "store", 1);
    add_purchase(life, customer, i < 90 ? "call" : i < 160 ? "mail" : "web", 3);
  }
  Question question =
      led_question("groups", {"service: channel = \"call\"", " marketing :channel in (\"mail\", \"ad\")"});
  question.parameters["conversions"] = {"repeat"};
  const Table table = asked(life, question);
  EXPECT_EQ(table.size(), 3u);
  EXPECT_EQ(real(table, "service", "value"), 45);
  EXPECT_EQ(real(table, "marketing", "value"), 35);
  EXPECT_EQ(real(table, "(other)", "value"), 20);
  EXPECT_EQ(number(table, "service", "n"), 200);
}

TEST(Leaders, WithoutGroupsTheRowsAreNodes) {
  Fixture life;
  add_purchase(life, "anna", "closer");
  add_purchase(life, "bert", "(none)");
  const Table nodes = asked(life, led_question("groups"));
  EXPECT_EQ(number(nodes, "closer", "led"), 1);
  EXPECT_EQ(number(nodes, "\"(none)\"", "led"), 1);
  EXPECT_EQ(number(asked(life, led_question("closer")), "\"closer\"", "led"), 1) << "a channel of that name";
}

TEST(Leaders, ConversionsOfFewCustomersAreWorthFewer) {
  Fixture life;
  for (const int month : {1, 3, 5}) add_purchase(life, "anna", "store", month);
  const Asked alone = ask(attribution_definition(), life, led_question("closer"));
  EXPECT_EQ(alone.number("value"), 100);
  EXPECT_THAT(alone.none("low"), HasSubstr("one customer"));
  for (const int month : {1, 3, 5}) add_purchase(life, "bert", "web", month);
  const Table table = asked(life, led_question("closer"));
  EXPECT_EQ(number(table, "closer", "n"), 6);
  ClusterSums customers;
  customers.add(3, 3);
  customers.add(3, 0);
  const double worth = *customers.effective_n(3);
  EXPECT_LT(worth, 2) << "each repeats one answer";
  EXPECT_DOUBLE_EQ(real(table, "closer", "low"), 100 * wilson(worth / 2, worth)->low);
}

TEST(Leaders, NobodyBought) {
  const Asked nothing = ask(attribution_definition(), Fixture(), led_question("closer"));
  EXPECT_EQ(nothing.none("value"), "no conversions");
  EXPECT_EQ(nothing.number("led"), 0);
  EXPECT_EQ(ask(attribution_definition(), Fixture(), led_question("groups")).none("value"), "no conversions");
}

TEST(Leaders, RefusesGroupsThatCannotBeRead) {
  Fixture life;
  add_purchase(life, "anna", "web");
  const auto error = [&](const std::vector<std::string>& groups) {
    return ask(attribution_definition(), life, led_question("groups", groups)).error;
  };
  EXPECT_THAT(error({"service"}), HasSubstr("name: filter"));
  EXPECT_THAT(error({": channel = \"web\""}), HasSubstr("name: filter"));
  EXPECT_THAT(error({"a: chanel = \"web\""}), HasSubstr("channel"));
  EXPECT_THAT(error({"a: channel = \"web\"", "a: channel = \"web\""}), HasSubstr("twice"));
}

TEST(Leaders, AgreesWithTheTwin) {
  struct Event {
    Micros time;
    std::string channel;
    bool bought;
  };
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    std::mt19937_64 random(seed);
    Fixture life;
    std::map<std::string, std::pair<int64_t, std::set<uint32_t>>> wanted;
    for (int c = 0; c < 25; ++c) {
      std::vector<Event> events(random() % 8);
      for (Event& event : events) {
        event = {static_cast<Micros>(random() % 50) * kDay,
                 std::vector<std::string>{"store", "web", "mail", "agent", ""}[random() % 5], random() % 4 == 0};
      }
      std::stable_sort(events.begin(), events.end(), [](const auto& a, const auto& b) { return a.time < b.time; });
      const std::string name = "c" + std::to_string(c);
      for (size_t i = 0; i < events.size(); ++i) {
        Fixture::Fields fields;
        if (!events[i].channel.empty()) fields.emplace_back("channel", events[i].channel);
        if (events[i].bought) fields.emplace_back("touchpoint", "purchase");
        life.add(name, events[i].time, fields);
        if (!events[i].bought) continue;
        std::string leader = "(none)";
        for (size_t j = 0; j < i; ++j) {
          const bool counts = !events[j].bought && !events[j].channel.empty();
          if (counts && events[i].time - events[j].time <= 10 * kDay) leader = events[j].channel;
        }
        if (leader == "store" || leader == "agent") leader = "closer";
        ++wanted[leader].first;
        wanted[leader].second.insert(life.number(name));
      }
    }
    Question question = led_question("closer");
    question.parameters["look_back"] = {"10d"};
    const Table table = asked(life, question);
    EXPECT_EQ(table.size(), wanted.size() + (wanted.contains("closer") ? 0 : 1)) << seed;
    const FixtureQuestion people(attribution_definition(), life.snapshot(), question);
    for (const auto& [group, led] : wanted) {
      EXPECT_EQ(number(table, group, "led"), led.first) << group << ", seed " << seed;
      EXPECT_EQ(people.who({{{"group", group}}, "led"}), led.second) << group << ", seed " << seed;
    }
  }
}

}  // namespace
}  // namespace sojourn
