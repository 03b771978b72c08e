// Method: small lives by hand; every life of up to five events and random ones against a twin that asks for each
// customer and period who was active when; both identities; the customers behind the cells; the laws of merging.
#include "retention/lifecycle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "measure/ask_fixture.h"
#include "retention/period_twin.h"

namespace sojourn {
namespace {

Question asked(std::map<std::string, std::string> options, const std::string& zone = "UTC") {
  Question question = with(std::move(options));
  question.measure = "lifecycle";
  question.zone = zone;
  return question;
}

Micros at(const std::string& time) { return parse_time(time, Zone())->utc; }

Fixture small() {
  Fixture life;
  life.add("anna", "2025-01-10", {{"touchpoint", "visit"}});
  life.add("anna", "2025-01-20", {{"touchpoint", "visit"}});
  life.add("anna", "2025-02-28", {{"touchpoint", "visit"}});
  life.add("anna", "2025-05-01", {{"touchpoint", "purchase"}});
  life.add("bert", "2025-01-31", {{"touchpoint", "visit"}});
  life.add("", "2025-01-01", {{"touchpoint", "visit"}});  // Nobody we could name.
  return life;
}

TEST(Lifecycle, EveryoneIsOneOfFour) {
  const Table table = table_of(ask(lifecycle_definition(), small(), asked({})).answer);
  EXPECT_EQ(number(table, "2025-01-01|new", "customers"), 2);
  EXPECT_EQ(number(table, "2025-02-01|returning", "customers"), 1);
  EXPECT_EQ(number(table, "2025-02-01|dormant", "customers"), 1) << "Bert";
  EXPECT_EQ(number(table, "2025-02-01|dormant", "n"), 2);
  EXPECT_EQ(table.at("2025-02-01|dormant").at("value"), "50");
  EXPECT_EQ(number(table, "2025-03-01|dormant", "customers"), 1) << "Anna";
  EXPECT_FALSE(table.contains("2025-04-01|dormant")) << "nobody was active in March";
  EXPECT_EQ(number(table, "2025-05-01|resurrected", "customers"), 1);
  EXPECT_EQ(table.at("2025-05-01|dormant").at("value"), "nobody was active in the period before");
  EXPECT_EQ(table.at("2025-05-01|new").at("complete"), "no") << "May has only begun";
  EXPECT_EQ(table.at("2025-03-01|new").at("complete"), "yes");
  EXPECT_EQ(table.at("2025-03-01|new").at("value"), "nobody was active");
}

TEST(Lifecycle, KnowsWhatWasBeforeTheRangeAndNotWhatIsAfter) {
  Question question = asked({});
  question.from = "2025-01-15";
  question.to = "2025-03-01";
  const Table table = table_of(ask(lifecycle_definition(), small(), question).answer);
  EXPECT_EQ(table.size(), 4u) << "February alone begins within; March has not begun";
  EXPECT_EQ(number(table, "2025-02-01|returning", "customers"), 1);
  EXPECT_EQ(table.at("2025-02-01|returning").at("complete"), "yes");
}

TEST(Lifecycle, CountsOnlyTheActivityAskedFor) {
  const Table table =
      table_of(ask(lifecycle_definition(), small(), asked({{"activity", "touchpoint = \"purchase\""}})).answer);
  EXPECT_EQ(table.size(), 4u);
  EXPECT_EQ(number(table, "2025-05-01|new", "customers"), 1);
  const FixtureQuestion wrong(lifecycle_definition(), small().snapshot(), asked({{"activity", "moon = 1"}}));
  EXPECT_EQ(wrong.answer().status().where(), "activity: column 1");
}

TEST(Lifecycle, ACustomerBelongsToTheGroupOfTheFirstEventInThePeriod) {
  Fixture life;
  life.add("anna", "2025-01-01", {{"channel", "web"}});
  life.add("anna", "2025-01-02", {{"channel", "app"}});
  life.add("anna", "2025-02-01", {{"channel", "app"}});
  life.add("bert", "2025-03-01", {{"channel", "app"}});
  Question question = asked({});
  question.by = {"channel"};
  const Table table = table_of(ask(lifecycle_definition(), life, question).answer);
  EXPECT_EQ(number(table, "web|2025-01-01|new", "customers"), 1);
  EXPECT_EQ(number(table, "app|2025-02-01|returning", "customers"), 1);
  EXPECT_EQ(number(table, "app|2025-03-01|dormant", "customers"), 1);
  EXPECT_EQ(number(table, "app|2025-03-01|new", "customers"), 1);
}

struct TwinPeriod {
  std::string label;
  std::set<uint32_t> active;
  std::map<std::string, std::set<uint32_t>> classes;
};

std::map<int64_t, TwinPeriod> twin(const TwinLives& lives, const Fixture& fixture, const PeriodTwin& periods,
                                   int64_t last) {
  std::map<int64_t, TwinPeriod> all;
  for (size_t c = 0; c < lives.size(); ++c) {
    for (const TwinEvent& event : lives[c]) {
      TwinPeriod& period = all[periods.number(event.time)];
      period.label = periods.label(event.time);
      period.active.insert(fixture.number(twin_name(c)));
    }
    for (const TwinEvent& event : lives[c]) {
      const int64_t next = periods.number(event.time) + 1;
      if (next <= last) all[next].label = periods.label(periods.end(event.time));
    }
  }
  std::set<uint32_t> ever;
  for (auto& [number, period] : all) {
    const std::set<uint32_t> before = all.contains(number - 1) ? all.at(number - 1).active : std::set<uint32_t>();
    for (const uint32_t customer : period.active) {
      const std::string name = !ever.contains(customer)    ? "new"
                               : before.contains(customer) ? "returning"
                                                           : "resurrected";
      period.classes[name].insert(customer);
    }
    for (const uint32_t customer : before) {
      if (!period.active.contains(customer)) period.classes["dormant"].insert(customer);
    }
    ever.insert(period.active.begin(), period.active.end());
  }
  return all;
}

void compare(const TwinLives& lives, const std::string& every, bool sunday, const std::string& zone,
             std::mt19937_64& random) {
  const std::string trace = every + (sunday ? " sunday " : " ") + zone;
  SCOPED_TRACE(trace);
  const Fixture fixture = fixture_of(lives);
  const PeriodTwin periods(every, *Zone::find(zone), sunday);
  int64_t last = 0;
  for (const auto& life : lives) {
    if (!life.empty()) last = std::max(last == 0 ? INT64_MIN : last, periods.number(life.back().time));
  }
  const Question question = asked({{"every", every}, {"week_start", sunday ? "sunday" : "monday"}}, zone);
  const FixtureQuestion asking(lifecycle_definition(), fixture.snapshot({2, 40, 5}), question);
  const Table table = table_of(*asking.answer());
  const auto wanted = twin(lives, fixture, periods, last);
  ASSERT_EQ(table.size(), wanted.size() * 4);
  for (const auto& [period, cells] : wanted) {
    const auto of = [&](const std::string& name) { return number(table, cells.label + "|" + name, "customers"); };
    for (const char* name : {"new", "returning", "resurrected", "dormant"}) {
      const auto people = cells.classes.contains(name) ? cells.classes.at(name) : std::set<uint32_t>();
      EXPECT_EQ(of(name), static_cast<int64_t>(people.size())) << cells.label << " " << name;
      if (random() % wanted.size() < 2) {
        EXPECT_EQ(asking.who({{{"period", cells.label}, {"class", name}}, "customers"}), people);
      }
    }
    const auto active = static_cast<int64_t>(cells.active.size());
    EXPECT_EQ(of("new") + of("returning") + of("resurrected"), active);
    EXPECT_EQ(number(table, cells.label + "|new", "n"), active);
    const int64_t before =
        wanted.contains(period - 1) ? static_cast<int64_t>(wanted.at(period - 1).active.size()) : int64_t{0};
    EXPECT_EQ(of("dormant"), before - of("returning"));
    EXPECT_EQ(number(table, cells.label + "|dormant", "n"), before);
  }
}

TEST(Lifecycle, EveryShortLife) {
  std::vector<Micros> moments;
  for (const char* time : {"2025-03-29T22:59:59Z", "2025-03-29T23:00:00Z", "2025-03-30T22:00:00Z",
                           "2025-03-31T21:59:59Z", "2025-04-01T22:00:00Z", "2025-04-30T22:00:00Z"}) {
    moments.push_back(at(time));
  }
  const TwinLives lives = every_life(moments, {"a"}, 5);
  std::mt19937_64 random(1);
  for (const char* every : {"day", "week", "month"}) {
    compare(lives, every, false, "Europe/Amsterdam", random);
    compare(lives, every, true, "Europe/Amsterdam", random);
  }
}

TwinLives random_lives(std::mt19937_64& random, const std::string& begin, Micros span) {
  TwinLives lives(120);
  for (auto& life : lives) {
    Micros time = at(begin) + static_cast<Micros>(random() % static_cast<uint64_t>(span / kHour)) * kHour;
    const size_t events = 1 + random() % 8;
    for (size_t e = 0; e < events; ++e) {
      life.push_back({time, "a", random() % 2 == 0 ? "web" : "app"});
      time += static_cast<Micros>(random() % 60) * 12 * kHour;
    }
  }
  return lives;
}

TEST(Lifecycle, RandomLivesAcrossZonesAndYears) {
  std::mt19937_64 random(2);
  for (const char* every : {"day", "week", "month", "quarter", "year"}) {
    compare(random_lives(random, "2024-10-20", 40 * kDay), every, false, "Europe/Amsterdam", random);
    compare(random_lives(random, "2025-02-20", 40 * kDay), every, true, "America/New_York", random);
    compare(random_lives(random, "1967-11-01", 900 * kDay), every, false, "UTC", random);
  }
}

TEST(Lifecycle, IsTheSameHoweverTheWorkIsDivided) {
  std::mt19937_64 random(3);
  const Fixture life = fixture_of(random_lives(random, "2025-01-01", 100 * kDay));
  Question question = asked({{"every", "week"}});
  EXPECT_EQ(difference_when_divided(lifecycle_definition(), life, question), "");
  question.by = {"channel"};
  question.over = Period::kMonth;
  question.from = "2025-02-01";
  EXPECT_EQ(difference_when_divided(lifecycle_definition(), life, question), "");
  EXPECT_EQ(trouble_with_damage(FixtureQuestion(lifecycle_definition(), life.snapshot(), asked({}))), "");
}

// In a group that customers leave for another one, too.
TEST(Lifecycle, AsManyStandBehindEachCountOfAGroupAsItSays) {
  for (uint64_t seed = 4; seed < 9; ++seed) {
    std::mt19937_64 random(seed);
    TwinLives lives = random_lives(random, "2025-01-01", 60 * kDay);
    lives.resize(12);
    Question question = asked({{"every", "week"}});
    question.by = {"channel"};
    if (seed % 2 == 0) question.over = Period::kMonth;
    const FixtureQuestion asking(lifecycle_definition(), fixture_of(lives).snapshot(), question);
    const Answer answer = *asking.answer();
    ASSERT_FALSE(answer.rows.empty());
    for (const std::vector<Value>& row : answer.rows) {
      CellRef cell;
      for (size_t i = 0; i < row.size(); ++i) {
        const ColumnRole role = answer.columns[i].role;
        if (role == ColumnRole::kSplit || role == ColumnRole::kKey) {
          cell.keys.emplace_back(answer.columns[i].name, value_text(row[i]));
        } else if (role == ColumnRole::kCount) {
          cell.column = answer.columns[i].name;
          EXPECT_EQ(asking.who(cell).size(), static_cast<size_t>(std::get<int64_t>(row[i]))) << cell.column;
        }
      }
    }
  }
}

TEST(Lifecycle, AnswersNothingForNobody) {
  EXPECT_TRUE(ask(lifecycle_definition(), Fixture(), asked({})).answer.rows.empty());
}

}  // namespace
}  // namespace sojourn
