// Method: small lives by hand; every life of up to five events over three touchpoints and a random many against a twin
// that follows the definition literally (retention/period_twin.h), for all combinations of parameters, across changes
// of the clocks; then the customers behind the cells, and the laws of merging.
#include "retention/retention.h"
#include "base/decimal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "measure/ask_fixture.h"
#include "retention/period_twin.h"
#include "stats/intervals.h"

namespace sojourn {
namespace {

using Options = std::map<std::string, std::string>;

Question asked(const Options& options, const std::string& zone = "UTC") {
  Question question = with(options);
  question.measure = "retention";
  question.zone = zone;
  return question;
}

Micros at(const std::string& time) { return parse_time(time, Zone())->utc; }

// --- the twin

struct TwinCell {
  std::set<uint32_t> joined;
  std::set<uint32_t> returned;
  bool complete = false;
};

class Twin {
 public:
  Twin(Options options, const std::string& zone, Micros until, TimeRange range)
      : options_(std::move(options)),
        zone_(*Zone::find(zone)),
        periods_(option("every", "month"), zone_, option("week_start", "monday") == "sunday"),
        until_(until),
        range_(range),
        intervals_(static_cast<int>(*parse_integer(option("intervals", "12")))) {}

  void add(uint32_t customer, const std::vector<TwinEvent>& life) {
    std::set<int64_t> joined;
    for (const TwinEvent& event : life) {
      if (!passes("start", event)) continue;
      const bool recurring = option("cohort", "first_ever") == "recurring";
      if (!recurring && !joined.empty()) break;
      if (!range_.contains(event.time)) {
        if (!recurring) break;
        continue;
      }
      if (!joined.insert(periods_.number(event.time)).second) continue;
      join(customer, life, event.time);
    }
  }

  // "cohort|interval" -> cells, as the answer names them.
  std::map<std::string, TwinCell> cells;

 private:
  std::string option(const std::string& name, const std::string& preset) const {
    const auto found = options_.find(name);
    return found == options_.end() ? preset : found->second;
  }
  bool passes(const std::string& filter, const TwinEvent& event) const {
    const std::string text = option(filter, "");
    return text.empty() || text == "touchpoint = \"" + event.touchpoint + "\"";
  }
  bool rolling() const { return option("clock", "calendar") == "rolling"; }

  Micros step(Micros joined, int n) const {
    const std::string every = option("every", "month");
    if (every == "day") return joined + n * kDay;
    if (every == "week") return joined + n * 7 * kDay;
    if (n == 0) return joined;
    CivilTime date = micros_to_civil(zone_.to_wall(joined));
    for (int m = n * (every == "month" ? 1 : every == "quarter" ? 3 : 12); m > 0; --m) {
      if (++date.month == 13) {
        date.month = 1;
        ++date.year;
      }
    }
    const auto exists = [&] {
      const CivilTime same = micros_to_civil(civil_to_micros({date.year, date.month, date.day, 0, 0, 0, 0}));
      return same.month == date.month && same.day == date.day;
    };
    while (!exists()) --date.day;
    return zone_.to_utc(civil_to_micros(date));
  }
  int64_t interval(Micros joined, Micros time) const {
    if (!rolling()) return periods_.number(time) - periods_.number(joined);
    int n = 0;
    while (step(joined, n + 1) <= time) ++n;
    return n;
  }

  void join(uint32_t customer, const std::vector<TwinEvent>& life, Micros joined) {
    const Micros end = periods_.end(joined);
    const Micros start = [&] {
      Micros first = joined;  // The start of the period: where the one before ends. No day is shorter than 23 hours.
      while (periods_.number(first) == periods_.number(joined)) first -= 22 * kHour;
      return periods_.end(first);
    }();
    for (int n = 0; n <= intervals_; ++n) {
      const bool begun =
          rolling() ? step(start, n) < until_ : periods_.number(until_ - 1) >= periods_.number(joined) + n;
      if (n > 0 && !begun) break;
      TwinCell& cell = cells[periods_.label(joined) + "|" + std::to_string(n)];
      cell.joined.insert(customer);
      const bool over = end <= until_;
      const bool whole =
          rolling() ? over && step(end - 1, n + 1) <= until_ : periods_.number(until_) > periods_.number(joined) + n;
      cell.complete = n == 0 ? over : whole;
      const bool returned = std::any_of(life.begin(), life.end(), [&](const TwinEvent& event) {
        if (!passes("return", event) || event.time < joined) return false;
        const int64_t found = interval(joined, event.time);
        return option("count", "on") == "on" ? found == n : found >= n;
      });
      if (n == 0 || returned) cell.returned.insert(customer);
    }
  }

  Options options_;
  Zone zone_;
  PeriodTwin periods_;
  Micros until_;
  TimeRange range_;
  int intervals_;
};

Micros last_time(const TwinLives& lives) {
  Micros last = kTimeMin;
  for (const auto& life : lives) {
    for (const TwinEvent& event : life) last = std::max(last, event.time);
  }
  return last;
}

// Compares the heat map, some of its people, and the curve. The question may have a range.
void compare(const TwinLives& lives, const Fixture& fixture, const std::shared_ptr<const Snapshot>& snapshot,
             const Options& options, Question question, std::mt19937_64& random, Micros until, TimeRange range) {
  Twin twin(options, question.zone, until, range);
  for (size_t c = 0; c < lives.size(); ++c) twin.add(fixture.number(twin_name(c)), lives[c]);
  const FixtureQuestion heat(retention_definition(), snapshot, question);
  const Result<Answer> answer = heat.answer();
  ASSERT_TRUE(answer.has_value()) << answer.status().to_string();
  const Table table = table_of(*answer);
  ASSERT_EQ(table.size(), twin.cells.size());
  struct Sum {
    int64_t joined = 0, returned = 0, cohorts = 0;
  };
  std::map<std::string, Sum> curve;
  for (const auto& [key, cell] : twin.cells) {
    ASSERT_TRUE(table.contains(key)) << key;
    EXPECT_EQ(number(table, key, "n"), static_cast<int64_t>(cell.joined.size())) << key;
    EXPECT_EQ(number(table, key, "customers"), static_cast<int64_t>(cell.returned.size())) << key;
    EXPECT_EQ(table.at(key).at("complete"), cell.complete ? "yes" : "no") << key;
    if (cell.complete) {
      Sum& sum = curve[key.substr(key.find('|') + 1)];
      sum.joined += static_cast<int64_t>(cell.joined.size());
      sum.returned += static_cast<int64_t>(cell.returned.size());
      ++sum.cohorts;
    }
    if (random() % twin.cells.size() < 2) {
      const size_t bar = key.find('|');
      const CellRef behind{{{"cohort", key.substr(0, bar)}, {"interval", key.substr(bar + 1)}}, "customers"};
      EXPECT_EQ(heat.who(behind), cell.returned) << key;
    }
  }
  question.parameters["show"] = {"curve"};
  const Table pooled = table_of(*FixtureQuestion(retention_definition(), snapshot, question).answer());
  ASSERT_EQ(pooled.empty(), twin.cells.empty());
  for (const auto& [interval, sum] : curve) ASSERT_TRUE(pooled.contains(interval)) << interval;
  for (const auto& [interval, cells] : pooled) {
    const Sum sum = curve[interval];
    EXPECT_EQ(number(pooled, interval, "n"), sum.joined) << interval;
    EXPECT_EQ(number(pooled, interval, "customers"), sum.returned) << interval;
    EXPECT_EQ(number(pooled, interval, "cohorts"), sum.cohorts) << interval;
    if (sum.joined > 0) {
      EXPECT_NEAR(real(pooled, interval, "value"),
                  100.0 * static_cast<double>(sum.returned) / static_cast<double>(sum.joined), 1e-9);
    }
  }
}

// Every combination of the switches with each set of base options.
std::vector<Options> every_choice(const std::vector<Options>& bases) {
  std::vector<Options> all;
  for (const Options& base : bases) {
    for (const char* clock : {"calendar", "rolling"}) {
      for (const char* count : {"on", "on_or_after"}) {
        for (const char* cohort : {"first_ever", "recurring"}) {
          Options options = base;
          options["clock"] = clock;
          options["count"] = count;
          options["cohort"] = cohort;
          all.push_back(options);
        }
      }
    }
  }
  return all;
}

// --- by hand

Fixture small() {
  Fixture life;
  life.add("anna", "2025-01-10T10:00:00Z", {{"touchpoint", "purchase"}});
  life.add("anna", "2025-01-20T10:00:00Z", {{"touchpoint", "purchase"}});
  life.add("anna", "2025-02-28T23:30:00Z", {{"touchpoint", "visit"}});
  life.add("anna", "2025-04-01T00:00:00Z", {{"touchpoint", "purchase"}});
  life.add("bert", "2025-01-31T12:00:00Z", {{"touchpoint", "visit"}});
  life.add("bert", "2025-03-01T00:00:00Z", {{"touchpoint", "purchase"}});
  life.add("carl", "2025-02-05T00:00:00Z", {{"touchpoint", "purchase"}});
  life.add("", "2025-01-01T00:00:00Z", {{"touchpoint", "purchase"}});  // Nobody we could name.
  return life;
}

TEST(Retention, CohortsByMonthOfTheFirstEvent) {
  const Asked heat = ask(retention_definition(), small(), asked({}));
  EXPECT_EQ(heat.table(),
            "2025-01-01|0|100|||2|2|yes|\n"
            "2025-01-01|1|50|9.453120573423075|90.54687942657694|2|1|yes|\n"
            "2025-01-01|2|50|9.453120573423075|90.54687942657694|2|1|yes|\n"
            "2025-01-01|3|50|9.453120573423075|90.54687942657694|2|1|no|\n"
            "2025-02-01|0|100|||1|1|yes|\n"
            "2025-02-01|1|0|0|79.34506856227625|1|0|yes|\n"
            "2025-02-01|2|0|0|79.34506856227625|1|0|no|\n"
            "cells whose interval is not over for everybody (complete = no): 2\n");
  const Asked curve = ask(retention_definition(), small(), asked({{"show", "curve"}, {"intervals", "3"}}));
  EXPECT_EQ(curve.number("n", 0), 3);
  EXPECT_EQ(curve.number("value", 0), 100);
  EXPECT_NEAR(curve.number("value", 1), 100.0 / 3, 1e-12);
  EXPECT_EQ(curve.number("cohorts", 1), 2);
  EXPECT_EQ(curve.number("value", 2), 50) << "February's second month is running: it is not in the average";
  EXPECT_EQ(curve.number("cohorts", 2), 1);
  EXPECT_EQ(curve.none("value", 3), "no cohort has lived through this interval yet");
  EXPECT_EQ(curve.number("n", 3), 0);
}

TEST(Retention, UnboundedRecurringAndFilters) {
  const Asked after = ask(retention_definition(), small(), asked({{"count", "on_or_after"}}));
  EXPECT_EQ(after.number("customers", 1), 2);
  EXPECT_EQ(after.number("customers", 2), 2);
  EXPECT_EQ(after.number("customers", 3), 1);
  const Table again = table_of(ask(retention_definition(), small(), asked({{"cohort", "recurring"}})).answer);
  EXPECT_EQ(number(again, "2025-02-01|0", "n"), 2) << "Anna and Carl";
  EXPECT_EQ(number(again, "2025-02-01|2", "customers"), 1);
  EXPECT_EQ(number(again, "2025-03-01|0", "n"), 1) << "Bert";
  const Options buying{{"start", "touchpoint = \"visit\""}, {"return", "touchpoint = \"purchase\""}};
  const Table bought = table_of(ask(retention_definition(), small(), asked(buying)).answer);
  EXPECT_EQ(number(bought, "2025-01-01|0", "n"), 1) << "Bert";
  EXPECT_EQ(number(bought, "2025-01-01|2", "customers"), 1);
  EXPECT_EQ(number(bought, "2025-02-01|2", "customers"), 1) << "Anna visits first in February";
}

TEST(Retention, TheRangeChoosesCohortsAndFirstStaysFirst) {
  Question question = asked({});
  question.from = "2025-02-01";
  question.to = "2025-03-01";
  const Asked heat = ask(retention_definition(), small(), question);
  ASSERT_EQ(heat.answer.rows.size(), 3u) << "Carl alone; Anna was there before, and April has begun\n" << heat.table();
  EXPECT_EQ(heat.number("n", 0), 1);
  EXPECT_EQ(heat.text("complete", 1), "yes") << "he is followed beyond the range";
}

TEST(Retention, TheEndOfTheRangeCompletesWhatHasEndedByThen) {
  Question question = asked({});
  EXPECT_EQ(ask(retention_definition(), small(), question).text("complete", 3), "no");
  question.to = "2025-05-01";
  EXPECT_EQ(ask(retention_definition(), small(), question).text("complete", 3), "yes");
}

TEST(Retention, RollingDaysAreRoundedDown) {
  Fixture life;
  life.add("anna", "2025-03-29T10:00:00Z", {});
  life.add("anna", "2025-03-30T09:59:59.999999Z", {});
  life.add("bert", "2025-03-29T10:00:00Z", {});
  life.add("bert", "2025-03-30T10:00:00Z", {});
  life.add("carl", "2025-04-09T00:00:00Z", {});
  const Options days{{"every", "day"}, {"clock", "rolling"}};
  const Table rolling = table_of(ask(retention_definition(), life, asked(days, "Europe/Amsterdam")).answer);
  EXPECT_EQ(number(rolling, "2025-03-29|1", "customers"), 1) << "24 hours, though the clocks were changed";
  const Table calendar = table_of(ask(retention_definition(), life, asked({{"every", "day"}})).answer);
  EXPECT_EQ(number(calendar, "2025-03-29|1", "customers"), 2);
}

TEST(Retention, MonthsFromTheLastDayOfAMonth) {
  Fixture life;
  life.add("anna", "2024-01-31T12:00:00Z", {});
  life.add("anna", "2024-02-29T12:00:00Z", {});  // One month: February's last day, also in a leap year.
  life.add("anna", "2024-03-31T11:59:59Z", {});  // Not yet two.
  life.add("anna", "2024-04-30T12:00:00Z", {});  // Three.
  life.add("bert", "2024-12-31T12:00:00Z", {});
  const Table table =
      table_of(ask(retention_definition(), life, asked({{"clock", "rolling"}, {"intervals", "4"}})).answer);
  EXPECT_EQ(number(table, "2024-01-01|1", "customers"), 1);
  EXPECT_EQ(number(table, "2024-01-01|2", "customers"), 0);
  EXPECT_EQ(number(table, "2024-01-01|3", "customers"), 1);
  EXPECT_EQ(number(table, "2024-01-01|4", "customers"), 0);
}

TEST(Retention, ARollingMonthIsOverWhenItIsForTheLastWhoCouldJoin) {
  // Whoever joins on the last of February ends the second month on the 28th of April, not on the first of May.
  const auto complete = [](const std::string& newest) {
    Fixture life;
    life.add("anna", "2026-02-10T00:00:00Z", {});
    life.add("bert", newest, {});
    return table_of(ask(retention_definition(), life, asked({{"clock", "rolling"}, {"start", ""}})).answer)
        .at("2026-02-01|1")
        .at("complete");
  };
  EXPECT_EQ(complete("2026-04-28T23:59:59Z"), "no");
  EXPECT_EQ(complete("2026-04-29T00:00:00Z"), "yes");
}

TEST(Retention, WhatIsKnownDoesNotRunOnWithAnEventOfTheFuture) {
  Fixture life;
  life.add("anna", "2026-01-10", {});
  life.add("bert", "2026-02-10", {});
  life.add("carl", "2099-01-01", {});
  const Micros clock = parse_time("2026-03-10", Zone())->utc;
  for (const char* to : {"", "2026-02-01"}) {
    Question question = asked({});
    question.to = to;
    const FixtureQuestion heat(retention_definition(), life.snapshot(), question, clock);
    const Table table = table_of(*heat.answer());
    EXPECT_EQ(table.at("2026-01-01|1").at("complete"), "yes") << to;
    EXPECT_EQ(table.at("2026-01-01|2").at("complete"), "no") << "March is not over: " << to;
    EXPECT_EQ(table.count("2026-01-01|3"), 0u) << "nor has April begun: " << to;
  }
}

TEST(Retention, WeeksBeginWhereTheQuestionSays) {
  Fixture life;
  life.add("anna", "2025-03-08T23:59:59Z", {});  // Saturday.
  life.add("anna", "2025-03-09T00:00:00Z", {});  // Sunday.
  life.add("bert", "2025-03-24T00:00:00Z", {});
  const Table monday = table_of(ask(retention_definition(), life, asked({{"every", "week"}})).answer);
  EXPECT_EQ(number(monday, "2025-03-03|1", "customers"), 0);
  const Options sundays{{"every", "week"}, {"week_start", "sunday"}};
  const Table sunday = table_of(ask(retention_definition(), life, asked(sundays)).answer);
  EXPECT_EQ(number(sunday, "2025-03-02|1", "customers"), 1);
}

TEST(Retention, ACustomerBelongsToTheGroupOfTheEventOfJoining) {
  Fixture life;
  life.add("anna", "2025-01-01T00:00:00Z", {{"channel", "web"}});
  life.add("anna", "2025-02-01T00:00:00Z", {{"channel", "call"}});
  life.add("bert", "2025-03-01T00:00:00Z", {{"channel", "call"}});
  Question question = asked({});
  question.by = {"channel"};
  const Table table = table_of(ask(retention_definition(), life, question).answer);
  EXPECT_EQ(number(table, "web|2025-01-01|1", "customers"), 1);
  EXPECT_EQ(number(table, "call|2025-03-01|0", "n"), 1);
  EXPECT_EQ(table.size(), 4u);
}

TEST(Retention, AnswersNothingForNobody) {
  Fixture life;
  EXPECT_TRUE(ask(retention_definition(), life, asked({})).answer.rows.empty());
  life.add("", "2025-01-01T00:00:00Z", {});
  EXPECT_TRUE(ask(retention_definition(), life, asked({{"show", "curve"}})).answer.rows.empty());
}

TEST(Retention, NamesTheFilterThatCannotBeRead) {
  const FixtureQuestion question(retention_definition(), small().snapshot(), asked({{"return", "touchpont = 1"}}));
  EXPECT_EQ(question.answer().status().where(), "return: column 1");
  EXPECT_FALSE(FixtureQuestion(retention_definition(), small().snapshot(), asked({{"intervals", "0"}})).answer());
}

// --- against the twin

TEST(Retention, EveryShortLifeOfEveryKind) {
  // Around the nights of a Saturday and a Sunday on which Amsterdam's clocks go forward, and the end of a month.
  const std::vector<Micros> moments = {at("2025-03-29T22:59:59Z"), at("2025-03-29T23:00:00Z"),
                                       at("2025-03-30T22:00:00Z"), at("2025-03-31T22:00:00Z")};
  const TwinLives lives = every_life(moments, {"a", "b", "c"}, 5);
  ASSERT_EQ(lives.size(), 6187u);
  const Fixture fixture = fixture_of(lives);
  const std::shared_ptr<const Snapshot> snapshot = fixture.snapshot();
  std::mt19937_64 random(1);
  std::vector<Options> bases;
  for (const char* every : {"day", "week", "month"}) {
    bases.push_back({{"every", every}, {"week_start", "sunday"}, {"intervals", "3"}});
    bases.push_back({{"every", every}, {"start", "touchpoint = \"a\""}, {"intervals", "3"}});
    bases.push_back({{"every", every}, {"start", "touchpoint = \"a\""}, {"return", "touchpoint = \"b\""}});
  }
  for (const Options& options : every_choice(bases)) {
    std::string trace;
    for (const auto& [name, value] : options) trace += name + "=" + value + " ";
    SCOPED_TRACE(trace);
    compare(lives, fixture, snapshot, options, asked(options, "Europe/Amsterdam"), random, last_time(lives) + 1, {});
    if (HasFailure()) return;
  }
}

TwinLives random_lives(std::mt19937_64& random, size_t customers, Micros begin, Micros span, Micros grain) {
  TwinLives lives(customers);
  for (auto& life : lives) {
    const size_t events = 1 + random() % (random() % 10 == 0 ? 60 : 6);
    Micros first = begin + static_cast<Micros>(random() % static_cast<uint64_t>(span / grain)) * grain;
    for (size_t e = 0; e < events; ++e) {
      life.push_back({first, std::string(1, static_cast<char>('a' + random() % 3)), random() % 2 == 0 ? "web" : "app"});
      if (random() % 4 != 0) first += static_cast<Micros>(random() % 40) * grain;
    }
  }
  return lives;
}

TEST(Retention, RandomLivesAcrossZonesAndYears) {
  std::mt19937_64 random(2);
  struct Time {
    const char* zone;
    const char* begin;
    Micros span;
    Micros grain;
  };
  const std::vector<Time> times = {{"Europe/Amsterdam", "2024-10-20", 30 * kDay, kHour},
                                   {"America/New_York", "2025-02-20", 40 * kDay, 30 * kMinute},
                                   {"America/New_York", "1966-10-01", 2000 * kDay, 3 * kHour},
                                   {"UTC", "2023-11-15", 500 * kDay, 12 * kHour},
                                   {"Asia/Kolkata", "1899-12-25", 300 * kDay, 7 * kHour}};
  for (const Time& time : times) {
    const TwinLives lives = random_lives(random, 50, at(time.begin), time.span, time.grain);
    const Fixture fixture = fixture_of(lives);
    const std::shared_ptr<const Snapshot> snapshot = fixture.snapshot({3, 50, 11});
    std::vector<Options> bases;
    for (const char* every : {"day", "week", "month", "quarter", "year"}) {
      bases.push_back({{"every", every}, {"week_start", random() % 2 == 0 ? "sunday" : "monday"}});
      bases.push_back({{"every", every}, {"return", "touchpoint = \"b\""}, {"intervals", "100"}});
      bases.push_back({{"every", every}, {"start", "touchpoint = \"c\""}, {"intervals", "62"}});
    }
    for (const Options& options : every_choice(bases)) {
      std::string trace = time.zone;
      for (const auto& [name, value] : options) trace += " " + name + "=" + value;
      SCOPED_TRACE(trace);
      Question question = asked(options, time.zone);
      TimeRange range;
      if (random() % 2 == 0) {
        question.from = "1990-01-01";
        range.from = parse_time(question.from, *Zone::find(time.zone))->utc;
      }
      compare(lives, fixture, snapshot, options, question, random, last_time(lives) + 1, range);
      if (HasFailure()) return;
    }
  }
}

TEST(Retention, IsTheSameHoweverTheWorkIsDivided) {
  std::mt19937_64 random(3);
  const Fixture life = fixture_of(random_lives(random, 80, at("2025-01-01"), 200 * kDay, 12 * kHour));
  for (const Options& options : every_choice({{{"every", "week"}}, {{"show", "curve"}, {"every", "day"}}})) {
    Question question = asked(options);
    EXPECT_EQ(difference_when_divided(retention_definition(), life, question), "");
    question.by = {"channel"};
    question.over = Period::kQuarter;
    EXPECT_EQ(difference_when_divided(retention_definition(), life, question), "");
  }
}

// Two customers with many places each are worth less than as many customers with one.
TEST(Retention, TheCurveOfRecurringCohortsKnowsWhoIsTheSame) {
  Fixture life;
  for (int week = 0; week < 30; ++week) {
    const Micros monday = at("2025-01-06") + week * 7 * kDay;
    life.add("anna", monday, {});
    if (week % 3 == 0) life.add("bert", monday, {});
    if (week % 4 == 0) life.add("carl", monday, {});
  }
  const Options curve{{"every", "week"}, {"cohort", "recurring"}, {"show", "curve"}, {"intervals", "2"}};
  const Asked wide = ask(retention_definition(), life, asked(curve));
  const double n = wide.number("n", 1);
  const double share = wide.number("value", 1) / 100;
  const Interval naive = *wilson(share * n, n);
  EXPECT_GT(wide.number("high", 1) - wide.number("low", 1), 100 * (naive.high - naive.low));
  EXPECT_EQ(wide.answer.columns[4].unit, "joins");
}

TEST(Retention, RefusesDamagedStates) {
  std::mt19937_64 random(4);
  const Fixture life = fixture_of(random_lives(random, 30, at("2025-01-01"), 100 * kDay, 12 * kHour));
  for (const Options& options : every_choice({{{"every", "month"}, {"intervals", "3"}}, {{"show", "curve"}}})) {
    EXPECT_EQ(trouble_with_damage(FixtureQuestion(retention_definition(), life.snapshot(), asked(options)), 7), "");
  }
}

}  // namespace
}  // namespace sojourn
