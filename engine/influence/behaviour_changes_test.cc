// Changes of behaviour by hand, and against a twin that cuts and searches anew.
#include "influence/behaviour_changes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "influence/written_life.h"
#include "measure/ask_fixture.h"

namespace sojourn {
namespace {

const MeasureDefinition kChanges = behaviour_changes_definition();

void visits(WrittenLife& life, const std::string& name, int first_week, int weeks, int a_week) {
  for (int week = first_week; week < first_week + weeks; ++week) {
    for (int i = 0; i < a_week; ++i) life.add(name, 7 * week + 1.5 * i, "visit");
  }
}

TEST(BehaviourChanges, FromFourVisitsAWeekToOne) {
  WrittenLife life;
  visits(life, "anna", 0, 10, 4);
  life.add("anna", 69, "complaint");
  visits(life, "anna", 10, 10, 1);
  visits(life, "bert", 0, 20, 2);
  life.add("newest", 140, "visit");
  const Asked asked = ask(kChanges, life.fixture());
  ASSERT_EQ(asked.answer.rows.size(), 1u);
  EXPECT_EQ(asked.text("touchpoint"), "complaint");
  EXPECT_EQ(asked.text("direction"), "falling");
  EXPECT_EQ(asked.number("customers"), 1);
  EXPECT_EQ(asked.number("n"), 2) << "newest has no history";
  EXPECT_NEAR(asked.number("rate_before"), 4.1, 1e-6) << "the complaint is an event too";
  EXPECT_EQ(asked.number("rate_after"), 1);
  EXPECT_EQ(asked.text("first"), "2026-03-12T00:00:00Z");
  EXPECT_EQ(asked.text("last"), "2026-03-12T00:00:00Z");
  EXPECT_EQ(who(kChanges, life.fixture(), {}, {{{"touchpoint", "complaint"}, {"direction", "falling"}}, "customers"}),
            std::vector<uint32_t>{life.fixture().number("anna")});
  EXPECT_EQ(who(kChanges, life.fixture(), {}, {{{"touchpoint", "complaint"}, {"direction", "falling"}}, "n"}).size(),
            2u);

  const Asked only = ask(kChanges, life.fixture(), with({{"activity", "touchpoint = \"visit\""}}));
  EXPECT_EQ(only.number("rate_before"), 4);
  EXPECT_EQ(only.text("touchpoint"), "complaint") << "what came just before need not be activity";
  const Asked when = ask(kChanges, life.fixture(), with({{"show", "when"}, {"every", "day"}}));
  EXPECT_EQ(when.text("at"), "2026-03-12");
}

TEST(BehaviourChanges, DrillDownMakesNoRowsOfChangesThatTheCustomerNeverHad) {
  for (const char* show : {"changes", "when"}) {
    const FixtureQuestion asked(kChanges, random_written_life(3, 5, 200).fixture().snapshot(), with({{"show", show}}));
    EXPECT_FALSE((*asked.bind())->who_needs_whole()) << "the work would be rows times customers";
  }
}

TEST(BehaviourChanges, RisingAndSeveralChanges) {
  WrittenLife life;
  visits(life, "anna", 0, 20, 1);
  visits(life, "anna", 20, 15, 4);
  visits(life, "anna", 35, 15, 1);
  life.add("newest", 7 * 50, "visit");
  const Table all = table_of(ask(kChanges, life.fixture(), with({{"changes", "all"}})).answer);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(number(all, "visit|rising", "changes"), 1);
  EXPECT_EQ(real(all, "visit|falling", "rate_before"), 4);
  EXPECT_EQ(table_of(ask(kChanges, life.fixture()).answer).size(), 1u) << "the strongest only";
}

TEST(BehaviourChanges, ShortHistoriesAreNotTested) {
  WrittenLife life;
  visits(life, "anna", 0, 4, 4);
  life.add("newest", 7 * 8 - 0.01, "visit");
  const Asked asked = ask(kChanges, life.fixture());
  EXPECT_TRUE(asked.answer.rows.empty());
  ASSERT_EQ(asked.answer.notes.size(), 1u);
  EXPECT_THAT(asked.answer.notes[0], ::testing::HasSubstr("fewer whole periods than least: 2"));
  life.add("newest", 7 * 8, "visit");
  EXPECT_EQ(ask(kChanges, life.fixture()).number("n"), 1) << "eight weeks are over";
}

TEST(BehaviourChanges, EventsCloseTogetherAreOneVisit) {
  WrittenLife life;
  for (int week = 0; week < 20; ++week) {
    for (int click = 0; click < (week < 10 ? 8 : 1); ++click) life.add("anna", 7 * week + click * 0.01, "click");
  }
  life.add("newest", 140, "visit");
  EXPECT_TRUE(ask(kChanges, life.fixture()).answer.rows.empty());
  EXPECT_EQ(ask(kChanges, life.fixture(), with({{"gap", "0"}})).answer.rows.size(), 1u);
}

TEST(BehaviourChanges, AnEventWithoutATouchpointMayComeJustBefore) {
  WrittenLife life;
  visits(life, "anna", 0, 10, 4);
  life.add("anna", 69.9, "");
  life.add("newest", 140, "visit");
  const Asked asked = ask(kChanges, life.fixture());
  ASSERT_EQ(asked.answer.rows.size(), 1u);
  EXPECT_EQ(asked.text("touchpoint"), "");
  EXPECT_EQ(asked.number("rate_after"), 0);
}

// --- the twin

struct TwinChange {
  std::string place;
  std::string direction;
  Micros date = 0;
};

double choose_log(double n, double k) { return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1); }

std::optional<size_t> change_of(const std::vector<int>& counts, double level) {
  const auto likelihood = [&](size_t begin, size_t end) {
    double sum = 0;
    for (size_t i = begin; i < end; ++i) sum += counts[i];
    return sum == 0 ? 0 : sum * std::log(sum / static_cast<double>(end - begin));
  };
  size_t best = 0;
  double most = -1e300;
  for (size_t k = 2; k + 2 <= counts.size(); ++k) {
    const double now = likelihood(0, k) + likelihood(k, counts.size());
    if (now <= most + 1e-9) continue;
    most = now;
    best = k;
  }
  double before = 0;
  double sum = 0;
  for (size_t i = 0; i < counts.size(); ++i) {
    sum += counts[i];
    before += i < best ? counts[i] : 0;
  }
  const double share = static_cast<double>(best) / static_cast<double>(counts.size());
  double low = 0;
  double high = 0;
  for (double x = 0; x <= sum; ++x) {
    const double chance = std::exp(choose_log(sum, x) + x * std::log(share) + (sum - x) * std::log(1 - share));
    low += x <= before ? chance : 0;
    high += x >= before ? chance : 0;
  }
  const double p = std::min(1.0, 2 * std::min(low, high)) * static_cast<double>(counts.size() - 3);
  return p <= level ? std::optional(best) : std::nullopt;
}

std::map<std::string, TwinChange> twin(const WrittenLife& life, double level, int64_t& tested) {
  std::map<std::string, TwinChange> changes;
  for (const auto& [name, events] : life.persons()) {
    const Micros begin = events.front().time;
    const int64_t periods = (life.newest() - begin + 1) / (5 * kDay);
    if (periods < 6) continue;
    ++tested;
    std::vector<int> counts(static_cast<size_t>(periods), 0);
    for (size_t i = 0; i < events.size(); ++i) {
      if (i > 0 && events[i].time - events[i - 1].time <= 12 * kHour) continue;
      const auto period = static_cast<size_t>((events[i].time - begin) / (5 * kDay));
      if (period < counts.size()) ++counts[period];
    }
    const std::optional<size_t> at = change_of(counts, level);
    if (!at) continue;
    TwinChange change;
    change.date = begin + static_cast<Micros>(*at) * 5 * kDay;
    double before = 0;
    double after = 0;
    for (size_t i = 0; i < counts.size(); ++i) (i < *at ? before : after) += counts[i];
    const bool rising = after / static_cast<double>(counts.size() - *at) > before / static_cast<double>(*at);
    change.direction = rising ? "rising" : "falling";
    for (const WrittenEvent& event : events) {
      if (event.time < change.date) change.place = event.field("touchpoint");
    }
    changes[name] = change;
  }
  return changes;
}

TEST(BehaviourChanges, AgreesWithTheTwin) {
  int64_t found = 0;
  for (uint64_t seed = 1; seed <= 15; ++seed) {
    WrittenLife life = random_written_life(seed, 40, 300 + 100 * seed, 60);
    std::mt19937_64 random(seed);
    for (int i = 0; i < 1000; ++i) {  // Some are busy early, some late.
      const auto customer = random() % 40;
      life.add("c" + std::to_string(customer), static_cast<double>(random() % 30 + (customer % 4 == 1 ? 30 : 0)),
               "visit");
    }
    const Fixture fixture = life.fixture();
    int64_t tested = 0;
    const auto wanted = twin(life, 0.2, tested);
    const Question question = with({{"period", "5d"}, {"gap", "12h"}, {"least", "6"}, {"level", "0.2"}});
    const Table table = table_of(ask(kChanges, fixture, question).answer);
    std::map<std::pair<std::string, std::string>, std::set<uint32_t>> rows;
    for (const auto& [name, change] : wanted) rows[{change.place, change.direction}].insert(fixture.number(name));
    ASSERT_EQ(table.size(), rows.size());
    for (const auto& [row, people] : rows) {
      const std::string key = row.first.empty() ? row.second : row.first + "|" + row.second;
      EXPECT_EQ(number(table, key, "customers"), static_cast<int64_t>(people.size())) << key;
      EXPECT_EQ(number(table, key, "n"), tested);
      const CellRef cell{{{"touchpoint", row.first}, {"direction", row.second}}, "customers"};
      const auto who_found = who(kChanges, fixture, question, cell);
      EXPECT_EQ(std::set<uint32_t>(who_found.begin(), who_found.end()), people);
      found += number(table, key, "customers");
    }
    Question when = question;
    when.parameters["show"] = {"when"};
    when.parameters["every"] = {"day"};
    std::map<std::string, int64_t> days;
    for (const auto& [name, change] : wanted) ++days[format_time(change.date).substr(0, 10) + "|" + change.direction];
    const Table by_day = table_of(ask(kChanges, fixture, when).answer);
    ASSERT_EQ(by_day.size(), days.size());
    for (const auto& [key, count] : days) EXPECT_EQ(number(by_day, key, "customers"), count) << key;
  }
  EXPECT_GT(found, 50);
}

TEST(BehaviourChanges, IsTheSameHoweverTheWorkIsDivided) {
  for (const std::string show : {"changes", "when"}) {
    Question question = with({{"show", show}, {"changes", "all"}, {"level", "0.4"}, {"period", "3d"}, {"least", "4"}});
    EXPECT_EQ(difference_when_divided(kChanges, random_written_life(3, 30, 600).fixture(), question), "");
    question.by = {"channel"};
    question.over = Period::kMonth;
    EXPECT_EQ(difference_when_divided(kChanges, random_written_life(4, 30, 600).fixture(), question), "");
  }
}

}  // namespace
}  // namespace sojourn
