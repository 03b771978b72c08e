// Method: a few journeys by hand; then random ones against a twin that cuts each life at its goals; drill-down; and the
// same however the work is divided.
#include "journeys/stalled.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "measure/ask_fixture.h"

namespace sojourn {
namespace {

Question stalled_question(std::map<std::string, std::string> parameters = {}) {
  Question question = with(std::move(parameters));
  question.measure = "stalled";
  return question;
}

Table stalled(const Fixture& life, const Question& question = stalled_question()) {
  return table_of(ask(stalled_definition(), life, question).answer);
}

// Now is the first of March. anna and bert stopped at the basket, carl got his order, dora too, and came back for
// another.
Fixture shop() {
  Fixture life;
  life.add("anna", "2026-01-10", {{"touchpoint", "visit"}, {"stage", "evaluate"}});
  life.add("anna", "2026-01-20", {{"touchpoint", "basket"}});
  life.add("bert", "2026-02-01", {{"touchpoint", "basket"}, {"stage", "evaluate"}});
  life.add("carl", "2026-01-05", {{"touchpoint", "basket"}});
  life.add("carl", "2026-01-06", {{"touchpoint", "delivered"}, {"stage", "enjoy"}});
  life.add("dora", "2026-01-05", {{"touchpoint", "delivered"}, {"stage", "enjoy"}});
  life.add("dora", "2026-02-15", {{"touchpoint", "basket"}});
  life.add("emma", "2026-03-01", {{"touchpoint", "visit"}});
  return life;
}

TEST(Stalled, NamesWhoWaitsWhereAndForHowLong) {
  Table table = stalled(shop(), stalled_question({{"goal", "touchpoint = \"delivered\""}}));
  EXPECT_EQ(number(table, "basket|evaluate", "customers"), 2);
  EXPECT_EQ(number(table, "basket|evaluate", "value"), 2);
  EXPECT_EQ(table.at("basket|evaluate").at("median_days"), "34");
  EXPECT_EQ(table.at("basket|evaluate").at("longest_days"), "40");
  EXPECT_EQ(number(table, "basket|enjoy", "n"), 1);
  EXPECT_EQ(number(table, "basket|enjoy", "customers"), 0) << "dora: exactly 14 days";
  EXPECT_EQ(table.at("basket|enjoy").at("longest_days"), "");
  EXPECT_EQ(number(table, "visit|", "n"), 1);
  EXPECT_EQ(table.count("delivered|enjoy"), 0u) << "carl's journey is complete";
  table = stalled(shop());
  EXPECT_EQ(number(table, "delivered|enjoy", "customers"), 1) << "without a goal nothing is ever complete";
}

TEST(Stalled, SinceLooksAtJourneysThatBeganLately) {
  const Table table =
      stalled(shop(), stalled_question({{"goal", "touchpoint = \"delivered\""}, {"since", "28d"}, {"after", "10d"}}));
  EXPECT_EQ(number(table, "basket|evaluate", "n"), 1) << "bert's began exactly 28 days ago";
  EXPECT_EQ(number(table, "basket|enjoy", "customers"), 1) << "dora's second journey";
}

struct Life {
  std::vector<std::pair<Micros, std::array<std::string, 2>>> events;  // Time, touchpoint and stage.
};

std::map<std::string, Life> random_lives(uint64_t seed, int customers, Fixture& fixture) {
  std::mt19937_64 random(seed);
  std::map<std::string, Life> lives;
  for (int c = 0; c < customers; ++c) {
    const std::string name = "c" + std::to_string(c);
    for (uint64_t e = random() % 6; e > 0; --e) {
      const std::string touchpoint = std::array{"", "a", "b", "end"}[random() % 4];
      const std::string stage = std::array{"", "", "consider", "buy"}[random() % 4];
      const Micros time = static_cast<Micros>(random() % 40) * kHour;
      Fixture::Fields fields{{"channel", random() % 2 == 0 ? "web" : "call"}};
      if (!touchpoint.empty()) fields.emplace_back("touchpoint", touchpoint);
      if (!stage.empty()) fields.emplace_back("stage", stage);
      fixture.add(name, time, fields);
      lives[name].events.push_back({time, {touchpoint, stage}});
    }
  }
  for (auto& [name, life] : lives) {
    std::stable_sort(life.events.begin(), life.events.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
  }
  return lives;
}

TEST(Stalled, AgreesWithTheTwinAndOpensToItsCustomers) {
  for (const bool lately : {false, true}) {
    Fixture fixture;
    const std::map<std::string, Life> lives = random_lives(5, 800, fixture);
    const auto snapshot = fixture.snapshot();
    const Micros now = snapshot->time_span().to;
    Question question = stalled_question({{"goal", "touchpoint = \"end\""}, {"after", "9h"}});
    if (lately) question.parameters["since"] = {"20h"};
    std::map<std::string, std::set<uint32_t>> open;
    std::map<std::string, std::map<uint32_t, Micros>> silent;
    for (const auto& [name, life] : lives) {
      std::vector<Micros> journey;  // Times since the last goal.
      std::string stage;
      for (const auto& [time, names] : life.events) {
        if (!names[1].empty()) stage = names[1];
        journey.push_back(time);
        if (names[0] == "end") journey.clear();
      }
      if (journey.empty() || (lately && now - journey.front() > 20 * kHour)) continue;
      const std::string row = life.events.back().second[0] + "|" + stage;
      open[row].insert(fixture.number(name));
      if (now - journey.back() > 9 * kHour) silent[row][fixture.number(name)] = now - journey.back();
    }
    const FixtureQuestion asked(stalled_definition(), snapshot, question);
    const Table table = table_of(*asked.answer());
    ASSERT_EQ(table.size(), open.size());
    for (const auto& [row, people] : open) {
      const std::string line = row.starts_with("|") ? row.substr(1) : row;  // As table_of() joins names.
      std::set<uint32_t> stuck;
      Micros longest = 0;
      for (const auto& [customer, silence] : silent[row]) {
        stuck.insert(customer);
        longest = std::max(longest, silence);
      }
      EXPECT_EQ(number(table, line, "n"), static_cast<int64_t>(people.size())) << row;
      EXPECT_EQ(number(table, line, "customers"), static_cast<int64_t>(stuck.size())) << row;
      const size_t bar = row.find('|');
      CellRef cell{{{"touchpoint", row.substr(0, bar)}, {"stage", row.substr(bar + 1)}}, "customers"};
      EXPECT_EQ(asked.who(cell), stuck) << row;
      cell.column = "n";
      EXPECT_EQ(asked.who(cell), people) << row;
      if (stuck.empty()) continue;
      EXPECT_NEAR(real(table, line, "longest_days"), static_cast<double>(longest) / kDay, 1e-9) << row;
    }
    EXPECT_EQ(difference_when_divided(stalled_definition(), fixture, question), "");
    question.by = {"channel"};
    EXPECT_EQ(difference_when_divided(stalled_definition(), fixture, question), "");
  }
}

TEST(Stalled, NobodyAndDamage) {
  EXPECT_TRUE(stalled(Fixture()).empty());
  Fixture fixture;
  random_lives(5, 30, fixture);
  EXPECT_EQ(trouble_with_damage(FixtureQuestion(stalled_definition(), fixture.snapshot(), stalled_question())), "");
}

}  // namespace
}  // namespace sojourn
