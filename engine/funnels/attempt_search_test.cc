// The search against its definition (attempt_twin.h), for all timelines of up to five events over three touchpoints
// with all patterns of equal times, and for random longer ones; then the rules one by one, by hand.
#include "funnels/attempt_search.h"

#include <gtest/gtest.h>

#include <functional>
#include <random>

#include "funnels/attempt_twin.h"

namespace sojourn {
namespace {

using Events = std::vector<StepEvent>;

Events events_of(std::initializer_list<std::pair<Micros, StepSet>> list) {
  Events events;
  for (const auto& [time, met] : list) events.push_back({time, met, static_cast<uint32_t>(events.size())});
  return events;
}

std::string describe(const FunnelRules& rules, const Events& events) {
  std::string text = "window " + std::to_string(rules.window) + ", order " +
                     std::to_string(static_cast<int>(rules.order)) + (rules.first_attempt ? " first" : "") +
                     (rules.strictly_later ? " strictly_later" : "") + (rules.no_repeats ? " no_repeats" : "") +
                     (rules.whole_customer ? " whole_customer" : "") + ", grace " + std::to_string(rules.grace);
  for (const Micros limit : rules.step_window) text += ", limit " + std::to_string(limit);
  for (const Exclusion& each : rules.exclusions) {
    text += ", x " + std::to_string(each.from) + "-" + std::to_string(each.to);
  }
  text += "; events";
  for (const StepEvent& event : events) {
    text += " " + std::to_string(event.met) + (event.kills != 0 ? "x" : "") + "@" + std::to_string(event.time);
  }
  return text;
}

std::string describe(const Attempt& attempt) {
  std::string text = "level " + std::to_string(attempt.level) + (attempt.excluded ? " excluded" : "") + ":";
  for (size_t i = 0; i < attempt.level; ++i) text += " " + std::to_string(attempt.times[i]);
  return text + ", events " + std::to_string(attempt.first) + " to " + std::to_string(attempt.last);
}

bool equal(const Attempt& a, const Attempt& b) {
  if (a.level != b.level || a.excluded != b.excluded) return false;
  if (!a.any()) return true;
  if (a.level == 0) return a.first == b.first;
  return a.first == b.first && a.last == b.last &&
         std::equal(a.times.begin(), a.times.begin() + static_cast<std::ptrdiff_t>(a.level), b.times.begin());
}

// Strangers matter to strict order only; the other searches are not shown them.
Events shown_to(const FunnelRules& rules, const Events& events) {
  Events kept;
  for (const StepEvent& event : events) {
    if (event.met == 0 && event.kills == 0 && rules.order != StepOrder::kStrict) continue;
    kept.push_back(event);
    kept.back().position = static_cast<uint32_t>(kept.size() - 1);
  }
  return kept;
}

bool agrees(const FunnelRules& rules, const Events& all) {
  const Events events = shown_to(rules, all);
  const Attempt found = find_attempt(rules, events);
  const Attempt wanted = AttemptTwin(rules, events).find();
  if (equal(found, wanted)) return true;
  ADD_FAILURE() << describe(rules, events) << "\n  found " << describe(found) << "\n  wanted " << describe(wanted);
  return false;
}

bool series_agrees(const FunnelRules& rules, const Events& all) {
  const Events events = shown_to(rules, all);
  std::vector<Attempt> found;
  find_attempts(rules, events, found);
  const std::vector<Attempt> wanted = AttemptTwin(rules, events).series();
  if (std::equal(found.begin(), found.end(), wanted.begin(), wanted.end(), equal)) return true;
  std::string text = describe(rules, events);
  for (const Attempt& attempt : found) text += "\n  found " + describe(attempt);
  for (const Attempt& attempt : wanted) text += "\n  wanted " + describe(attempt);
  ADD_FAILURE() << text;
  return false;
}

// --- ways to ask

using Modes = std::vector<FunnelRules>;

// Every sensible combination, with limits from step to step and with a grace of so much.
Modes modes_of(size_t steps, Micros window, Micros limit, Micros grace) {
  Modes modes;
  for (unsigned bits = 0; bits < 32; ++bits) {
    for (const StepOrder order : {StepOrder::kOrdered, StepOrder::kStrict, StepOrder::kAny}) {
      FunnelRules rules;
      rules.steps = steps;
      rules.window = window;
      rules.order = order;
      rules.first_attempt = (bits & 1) != 0;
      rules.strictly_later = (bits & 2) != 0;
      rules.no_repeats = (bits & 4) != 0;
      if ((bits & 8) != 0) rules.step_window = std::vector<Micros>(steps, limit);
      if ((bits & 16) != 0) rules.grace = grace;
      if (order == StepOrder::kAny && bits > 1) continue;
      const bool no_grace = order == StepOrder::kStrict || rules.strictly_later || rules.no_repeats;
      if (rules.grace > 0 && no_grace) continue;
      modes.push_back(rules);
    }
  }
  return modes;
}

Modes excluding(Modes modes, const std::vector<Exclusion>& exclusions) {
  Modes with;
  for (FunnelRules& rules : modes) {
    if (rules.order != StepOrder::kOrdered || rules.grace > 0) continue;
    rules.exclusions = exclusions;
    for (const bool whole : {false, true}) {
      rules.whole_customer = whole;
      with.push_back(rules);
    }
  }
  return with;
}

int options_of(const FunnelRules& rules) {
  return int{rules.first_attempt} + int{rules.strictly_later} + int{rules.no_repeats} + int{rules.grace > 0} +
         int{!rules.step_window.empty()} + int{rules.whole_customer};
}

// --- all timelines

// Which steps touchpoints a, b and c meet in each of the funnels tried, and which exclusions they are an x of.
struct Touchpoints {
  const char* name;
  size_t steps;
  std::array<StepSet, 3> met;
  std::array<uint32_t, 3> kills = {0, 0, 0};
  std::vector<Exclusion> exclusions = {};
};
const Touchpoints kFunnels[] = {
    {"a, b, c", 3, {0b001, 0b010, 0b100}},
    {"a, b, a", 3, {0b101, 0b010, 0}},
    {"a, a, b", 3, {0b011, 0b100, 0}},
    {"a or b, b, b or c", 3, {0b001, 0b111, 0b100}},
    {"b or c, a or b, a or c", 3, {0b110, 0b011, 0b101}},
    {"a, b without c", 2, {0b01, 0b10, 0}, {0, 0, 1}, {{1, 2}}},
    {"a, b, a without c", 3, {0b101, 0b010, 0}, {0, 0, 1}, {{1, 3}}},
    {"a, b, b without c between 2 and 3", 3, {0b001, 0b110, 0}, {0, 0, 1}, {{2, 3}}},
    {"a, b, c without c between 1 and 2", 3, {0b001, 0b010, 0b100}, {0, 0, 1}, {{1, 2}}},
    {"a or b, b, a without a between 1 and 2, without c between 2 and 3",
     3,
     {0b101, 0b011, 0},
     {1, 0, 2},
     {{1, 2}, {2, 3}}},
};

// All timelines of exactly `size` events: each event one of three touchpoints, 0, 1 or 2 after the one before.
void for_all_timelines(size_t size, const Touchpoints& touchpoints, const std::function<bool(const Events&)>& visit) {
  Events events;
  std::function<bool()> extend = [&]() -> bool {
    if (events.size() == size) return visit(events);
    const bool first = events.empty();
    for (Micros gap = 0; gap <= (first ? 0 : 2); ++gap) {
      const Micros time = first ? 0 : events.back().time + gap;
      for (size_t t = 0; t < 3; ++t) {
        events.push_back({time, touchpoints.met[t], static_cast<uint32_t>(events.size()), touchpoints.kills[t]});
        const bool go_on = extend();
        events.pop_back();
        if (!go_on) return false;
      }
    }
    return true;
  };
  extend();
}

class EveryTimeline : public testing::TestWithParam<size_t> {};

TEST_P(EveryTimeline, AgreesWithAllAssignments) {
  const Touchpoints& funnel = kFunnels[GetParam()];
  Modes modes;
  for (const Micros window : {0, 3, 100}) {
    const Modes more = modes_of(funnel.steps, window, 1, window == 3 ? 2 : 1);
    modes.insert(modes.end(), more.begin(), more.end());
  }
  if (!funnel.exclusions.empty()) modes = excluding(modes, funnel.exclusions);
  int64_t checks = 0;
  size_t turn = 0;
  for (size_t size = 0; size <= 5; ++size) {
    for_all_timelines(size, funnel, [&](const Events& events) {
      for (const FunnelRules& rules : modes) {
        // Of five events, several options at once and no window at all are tried on every eleventh timeline, each
        // option with each other window on all.
        if (size == 5 && (options_of(rules) > 1 || rules.window == 0) && ++turn % 11 != 0) continue;
        ++checks;
        if (!agrees(rules, events)) return false;
        if (!rules.first_attempt && !rules.whole_customer && !series_agrees(rules, events)) return false;
      }
      return true;
    });
  }
  EXPECT_GT(checks, 500'000) << funnel.name;
}
INSTANTIATE_TEST_SUITE_P(AttemptSearch, EveryTimeline, testing::Range(size_t{0}, std::size(kFunnels)));

// --- random ones beyond

TEST(AttemptSearch, AgreesWithAllAssignmentsOnRandomTimelinesAndRanges) {
  std::mt19937_64 random(20260301);
  const auto below = [&](uint64_t bound) { return static_cast<size_t>(random() % bound); };
  for (int round = 0; round < 12'000 && !HasFailure(); ++round) {
    const size_t steps = 1 + below(4);
    Events events;
    Micros time = 0;
    const size_t count = below(8);
    const size_t spread = 1 + below(3);
    for (size_t i = 0; i < count; ++i) {
      time += static_cast<Micros>(below(spread + 1));
      const StepSet any = static_cast<StepSet>(below(steps_below(steps) + 1));
      const StepSet one = StepSet{1} << below(steps);
      events.push_back({time, below(2) == 0 ? any : one, static_cast<uint32_t>(i)});
    }
    Modes modes = modes_of(steps, static_cast<Micros>(below(9)), static_cast<Micros>(1 + below(3)),
                           static_cast<Micros>(1 + below(3)));
    if (steps > 1 && below(2) == 0) {
      std::vector<Exclusion> exclusions;
      for (size_t i = 0; i <= below(2); ++i) {
        const size_t from = 1 + below(steps - 1);
        exclusions.push_back({from, from + 1 + below(steps - from)});
      }
      for (StepEvent& event : events) {
        if (below(3) != 0) continue;
        if (below(3) != 0) event.met = 0;
        event.kills = static_cast<uint32_t>(1 + below((1U << exclusions.size()) - 1));
      }
      modes = excluding(modes, exclusions);
    }
    const TimeRange range{static_cast<Micros>(below(4)), static_cast<Micros>(3 + below(6))};
    for (FunnelRules& rules : modes) {
      if (below(2) == 0) rules.range = range;
      if (!agrees(rules, events)) return;
      if (!rules.whole_customer && !series_agrees(rules, events)) return;
    }
  }
}

// Changing the order of events of equal time changes nothing but which events count as first and last.
TEST(AttemptSearch, OrderWithinAnInstantDoesNotMatter) {
  std::mt19937_64 random(7);
  const std::vector<Exclusion> exclusions{{1, 3}};
  for (int round = 0; round < 1'000; ++round) {
    Modes modes = modes_of(4, 4, 2, 2);
    const Modes more = excluding(modes, exclusions);
    modes.insert(modes.end(), more.begin(), more.end());
    Events events;
    for (uint32_t i = 0; i < 12; ++i) {
      const bool x = random() % 5 == 0;
      events.push_back({static_cast<Micros>(random() % 7), 1 + static_cast<StepSet>(random() % 15), i, x ? 1U : 0U});
    }
    const auto by_time = [](const StepEvent& a, const StepEvent& b) { return a.time < b.time; };
    std::stable_sort(events.begin(), events.end(), by_time);
    Events shuffled = events;
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    std::stable_sort(shuffled.begin(), shuffled.end(), by_time);
    for (const FunnelRules& rules : modes) {
      Events these = events;
      Events others = shuffled;
      if (rules.exclusions.empty()) {
        for (Events* each : {&these, &others}) {
          for (StepEvent& event : *each) event.kills = 0;
        }
      }
      const Attempt one = find_attempt(rules, these);
      const Attempt other = find_attempt(rules, others);
      ASSERT_EQ(one.level, other.level) << describe(rules, these);
      ASSERT_EQ(one.excluded, other.excluded) << describe(rules, these);
      ASSERT_EQ(one.times, other.times) << describe(rules, these);
    }
  }
}

// --- by hand

constexpr StepSet kA = 0b001;
constexpr StepSet kB = 0b010;
constexpr StepSet kC = 0b100;

FunnelRules three_steps(Micros window) {
  FunnelRules rules;
  rules.steps = 3;
  rules.window = window;
  return rules;
}

TEST(AttemptSearch, WindowIncludesItsEdge) {
  const Events events = events_of({{0, kA}, {10, kB}});
  EXPECT_EQ(find_attempt(three_steps(10), events).level, 2u);
  EXPECT_EQ(find_attempt(three_steps(9), events).level, 1u);
}

TEST(AttemptSearch, LaterStartSavesAnAttemptWhoseTimeRanOut) {
  const Events events = events_of({{0, kA}, {5, kA}, {12, kB}, {14, kC}});
  const Attempt best = find_attempt(three_steps(10), events);
  EXPECT_EQ(best.level, 3u);
  EXPECT_EQ(best.times[0], 5);
  FunnelRules first = three_steps(10);
  first.first_attempt = true;
  EXPECT_EQ(find_attempt(first, events).level, 1u);
}

TEST(AttemptSearch, StrictlyLaterReadsTheStateBeforeTheInstant) {
  FunnelRules rules = three_steps(100);
  rules.strictly_later = true;
  // The second A shares its instant with B; the first A is still there to be followed by it.
  EXPECT_EQ(find_attempt(rules, events_of({{1, kA}, {2, kA}, {2, kB}})).level, 2u);
  EXPECT_EQ(find_attempt(rules, events_of({{2, kA}, {2, kB}})).level, 1u);
}

TEST(AttemptSearch, OneEventServesOneStep) {
  EXPECT_EQ(find_attempt(three_steps(0), events_of({{1, 0b111}})).level, 1u);
  EXPECT_EQ(find_attempt(three_steps(0), events_of({{1, 0b111}, {1, 0b111}, {1, 0b111}})).level, 3u);
}

TEST(AttemptSearch, RepeatEndsTheAttemptOnlyWhenAsked) {
  const Events events = events_of({{1, 0b0001}, {2, 0b0010}, {3, 0b0100}, {4, 0b0010}, {5, 0b1000}});  // A B C B D
  FunnelRules rules = three_steps(100);
  rules.steps = 4;
  EXPECT_EQ(find_attempt(rules, events).level, 4u);
  rules.no_repeats = true;
  EXPECT_EQ(find_attempt(rules, events).level, 3u);
  const Events again = events_of({{1, kA}, {2, kB}, {3, kB}, {4, kA}, {5, kB}, {6, kC}});
  rules.steps = 3;
  EXPECT_EQ(find_attempt(rules, again).level, 3u) << "a later attempt starts anew";
}

TEST(AttemptSearch, LaterStepsMayLieBeyondTheRange) {
  FunnelRules rules = three_steps(10);
  rules.range = {0, 5};
  EXPECT_EQ(find_attempt(rules, events_of({{4, kA}, {9, kB}, {14, kC}})).level, 3u);
  EXPECT_EQ(find_attempt(rules, events_of({{5, kA}, {9, kB}})).level, 0u);
}

TEST(AttemptSearch, AnyOrderCountsDifferentSteps) {
  FunnelRules rules = three_steps(10);
  rules.order = StepOrder::kAny;
  EXPECT_EQ(find_attempt(rules, events_of({{1, kC}, {2, kA}, {3, kB}})).level, 3u);
  EXPECT_EQ(find_attempt(rules, events_of({{1, kC}, {2, kC}, {3, kC}})).level, 1u);
}

// --- strict order

constexpr StepSet kX = 0;

size_t strict_level(std::initializer_list<StepSet> sequence) {
  FunnelRules rules = three_steps(1'000);
  rules.order = StepOrder::kStrict;
  Events events;
  for (const StepSet met : sequence) {
    const auto i = static_cast<uint32_t>(events.size());
    events.push_back({static_cast<Micros>(i) * 10, met, i});
  }
  return find_attempt(rules, events).level;
}

TEST(StrictOrder, OnlyRepeatsOfTheStepBeforeMayComeInBetween) {
  EXPECT_EQ(strict_level({kA, kB, kC}), 3u);
  EXPECT_EQ(strict_level({kA, kX, kB, kC}), 1u);
  EXPECT_EQ(strict_level({kA, kB, kX, kC}), 2u);
  EXPECT_EQ(strict_level({kA, kA, kB, kC}), 3u);
  EXPECT_EQ(strict_level({kA, kB, kB, kC}), 3u);
  EXPECT_EQ(strict_level({kA, kC, kB, kC}), 1u);
  EXPECT_EQ(strict_level({kX, kA, kB, kC, kX}), 3u);
  EXPECT_EQ(strict_level({kB, kC, kX}), 0u);
}

TEST(StrictOrder, ALaterStartIsTriedToo) {
  EXPECT_EQ(strict_level({kA, kX, kA, kB, kC}), 3u);
  EXPECT_EQ(strict_level({kA, kB, kA, kC}), 2u) << "the second A comes between B and C";
  EXPECT_EQ(strict_level({kA, kC, kA, kB}), 2u);
}

// --- limits, grace, exclusions

TEST(AttemptSearch, AStepHasItsOwnLimit) {
  FunnelRules rules = three_steps(100);
  rules.step_window = {FunnelRules::kNoLimit, 5, 20};
  EXPECT_EQ(find_attempt(rules, events_of({{0, kA}, {5, kB}, {25, kC}})).level, 3u);
  EXPECT_EQ(find_attempt(rules, events_of({{0, kA}, {6, kB}, {20, kC}})).level, 1u);
  EXPECT_EQ(find_attempt(rules, events_of({{0, kA}, {5, kB}, {26, kC}})).level, 2u);
  const Attempt later = find_attempt(rules, events_of({{0, kA}, {1, kB}, {4, kB}, {22, kC}}));
  EXPECT_EQ(later.level, 3u);
  EXPECT_EQ(later.times[1], 4) << "the first B is too early for C";
}

TEST(AttemptSearch, GraceLetsCloseEventsStandInEitherOrder) {
  FunnelRules rules = three_steps(100);
  const Events events = events_of({{10, kB}, {12, kA}, {20, kC}});
  EXPECT_EQ(find_attempt(rules, events).level, 1u);
  rules.grace = 1;
  EXPECT_EQ(find_attempt(rules, events).level, 1u);
  rules.grace = 2;
  EXPECT_EQ(find_attempt(rules, events).level, 3u);
  // C comes two before B and four before A: with A it is out of order.
  const Events chain = events_of({{10, kC}, {12, kB}, {14, kA}});
  EXPECT_EQ(find_attempt(rules, chain).level, 2u);
  rules.grace = 4;
  EXPECT_EQ(find_attempt(rules, chain).level, 3u);
}

TEST(AttemptSearch, AnExcludedEventKillsItsAttemptOnly) {
  FunnelRules rules = three_steps(10);
  rules.exclusions = {{1, 3}};
  const auto life = [](std::initializer_list<std::pair<Micros, char>> list) {
    Events events;
    for (const auto& [time, what] : list) {
      const StepSet met = what == 'a' ? kA : what == 'b' ? kB : what == 'c' ? kC : 0;
      events.push_back({time, met, static_cast<uint32_t>(events.size()), what == 'x' ? 1U : 0U});
    }
    return events;
  };
  const auto level = [&](const Events& events) { return find_attempt(rules, events).level; };
  const auto excluded = [&](const Events& events) { return find_attempt(rules, events).excluded; };
  const Events killed = life({{0, 'a'}, {1, 'b'}, {2, 'x'}, {3, 'c'}});
  EXPECT_EQ(level(killed), 2u);
  EXPECT_TRUE(excluded(killed));
  const Events again = life({{0, 'a'}, {1, 'x'}, {2, 'a'}, {3, 'b'}, {4, 'c'}});
  EXPECT_EQ(level(again), 3u);
  EXPECT_FALSE(excluded(again));
  EXPECT_EQ(level(life({{0, 'a'}, {1, 'x'}, {1, 'b'}, {3, 'c'}})), 3u) << "at the same instant as a step";
  EXPECT_FALSE(excluded(life({{0, 'a'}, {11, 'x'}}))) << "the window is over";
  EXPECT_TRUE(excluded(life({{0, 'a'}, {10, 'x'}})));
  EXPECT_FALSE(excluded(life({{0, 'x'}, {1, 'a'}})));
  rules.whole_customer = true;
  EXPECT_EQ(level(killed), 0u);
  EXPECT_TRUE(excluded(killed));
  EXPECT_EQ(level(again), 3u);
  EXPECT_EQ(level(life({{0, 'a'}, {11, 'x'}, {12, 'b'}})), 1u);
}

TEST(AttemptSearch, AttemptsFollowOneAnother) {
  FunnelRules rules = three_steps(10);
  const auto levels = [&](const Events& events) {
    std::vector<Attempt> found;
    find_attempts(rules, events, found);
    std::vector<size_t> all;
    for (const Attempt& attempt : found) all.push_back(attempt.level);
    return all;
  };
  using Levels = std::vector<size_t>;
  // The second A is in mid-attempt; the third begins another, which times out; then one more.
  EXPECT_EQ(levels(events_of({{0, kA}, {1, kA}, {2, kB}, {3, kC}, {4, kA}, {5, kB}, {15, kC}, {16, kA}})),
            (Levels{3, 2, 1}));
  EXPECT_EQ(levels(events_of({{0, kA}, {10, kA}, {11, kA}})), (Levels{1, 1}));
  rules.no_repeats = true;
  EXPECT_EQ(levels(events_of({{0, kA}, {1, kA}, {2, kB}})), (Levels{1, 2}));
}

}  // namespace
}  // namespace sojourn
