// The search against its definition: a twin tries every assignment of events to steps, for all timelines of up to five
// events over three touchpoints with all patterns of equal times, and for random longer ones.
#include "funnels/attempt_search.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <random>

namespace sojourn {
namespace {

using Events = std::vector<StepEvent>;

Events events_of(std::initializer_list<std::pair<Micros, StepSet>> list) {
  Events events;
  for (const auto& [time, met] : list) events.push_back({time, met, static_cast<uint32_t>(events.size())});
  return events;
}

// One assignment: the events of an attempt, in the order of the steps they serve.
struct Candidate {
  size_t level = 0;
  std::array<Micros, limits::kFunnelStepsMax> times{};  // Unused ones are 0, so that whole arrays compare.
  uint32_t first = 0;

  Micros start() const { return times[0]; }
  Micros end() const { return times[level - 1]; }
};

// Higher level, then earlier end, then later start, then earlier steps.
bool better(const Candidate& a, const Candidate& b) {
  if (a.level != b.level) return a.level > b.level;
  if (a.end() != b.end()) return a.end() < b.end();
  if (a.start() != b.start()) return a.start() > b.start();
  if (a.times != b.times) return a.times < b.times;
  return a.first < b.first;
}

class Twin {
 public:
  Twin(const FunnelRules& rules, const Events& events) : rules_(rules), events_(events) {
    if (!rules.first_attempt) return;
    const StepSet opening = rules.any_order ? steps_below(rules.steps) : 1;
    for (const StepEvent& event : events) {
      if ((event.met & opening) == 0 || !rules.range.contains(event.time)) continue;
      only_start_ = std::min(only_start_.value_or(event.time), event.time);
    }
  }

  Attempt find() {
    if (rules_.any_order) {
      any_order(0);
    } else {
      ordered();
    }
    Attempt attempt;
    if (!best_) return attempt;
    attempt.level = best_->level;
    attempt.times = best_->times;
    attempt.first = best_->first;
    return attempt;
  }

 private:
  using Chosen = std::array<size_t, limits::kFunnelStepsMax>;

  void offer(const Chosen& chosen) {
    Candidate candidate;
    candidate.level = count_;
    for (size_t i = 0; i < count_; ++i) candidate.times[i] = events_[chosen[i]].time;
    candidate.first = static_cast<uint32_t>(chosen[0]);
    if (!rules_.range.contains(candidate.start())) return;
    if (only_start_ && candidate.start() != *only_start_) return;
    if (candidate.end() - candidate.start() > rules_.window) return;
    if (!best_ || better(candidate, *best_)) best_ = candidate;
  }

  bool used(size_t event) const { return ((used_ >> event) & 1) != 0; }
  void choose(size_t event) {
    used_ |= uint64_t{1} << event;
    chosen_[count_++] = event;
  }
  void undo() { used_ &= ~(uint64_t{1} << chosen_[--count_]); }

  bool may_follow(size_t before, size_t next, size_t step) const {
    const Micros from = events_[before].time;
    const Micros to = events_[next].time;
    if (rules_.strictly_later ? to <= from : to < from) return false;
    if (!rules_.no_repeats) return true;
    return std::none_of(events_.begin(), events_.end(), [&](const StepEvent& event) {
      return event.time > from && event.time < to && (event.met & steps_below(step + 1)) != 0;
    });
  }

  void ordered() {
    const size_t step = count_;
    if (step > 0) offer(chosen_);
    if (step == rules_.steps) return;
    for (size_t i = 0; i < events_.size(); ++i) {
      if (used(i) || ((events_[i].met >> step) & 1) == 0) continue;
      if (step > 0 && !may_follow(chosen_[step - 1], i, step)) continue;
      choose(i);
      ordered();
      undo();
    }
  }

  // Each step takes an unused event or none; served steps are then put in order of time.
  void any_order(size_t step) {
    if (step == rules_.steps) {
      if (count_ == 0) return;
      Chosen sorted = chosen_;
      std::sort(sorted.begin(),
                sorted.begin() + static_cast<std::ptrdiff_t>(count_));  // Events stand in order of time.
      offer(sorted);
      return;
    }
    any_order(step + 1);
    for (size_t i = 0; i < events_.size(); ++i) {
      if (used(i) || ((events_[i].met >> step) & 1) == 0) continue;
      choose(i);
      any_order(step + 1);
      undo();
    }
  }

  const FunnelRules& rules_;
  const Events& events_;
  uint64_t used_ = 0;
  Chosen chosen_{};
  size_t count_ = 0;
  std::optional<Micros> only_start_;
  std::optional<Candidate> best_;
};

std::string describe(const FunnelRules& rules, const Events& events, const Attempt& found, const Attempt& wanted) {
  std::string text = "window " + std::to_string(rules.window) + (rules.first_attempt ? " first" : "") +
                     (rules.strictly_later ? " strictly_later" : "") + (rules.no_repeats ? " no_repeats" : "") +
                     (rules.any_order ? " any_order" : "") + "; events";
  for (const StepEvent& event : events) text += " " + std::to_string(event.met) + "@" + std::to_string(event.time);
  for (const Attempt* attempt : {&found, &wanted}) {
    text += attempt == &found ? "; found" : "; wanted";
    for (size_t i = 0; i < attempt->level; ++i) text += " " + std::to_string(attempt->times[i]);
    text += " from event " + std::to_string(attempt->first);
  }
  return text;
}

bool equal(const Attempt& a, const Attempt& b) {
  if (a.level != b.level) return false;
  if (a.level == 0) return true;
  return a.first == b.first && std::equal(a.times.begin(), a.times.begin() + a.level, b.times.begin());
}

// Compares search and twin under every sensible combination of options; returns the number of comparisons.
int64_t check_all_options(FunnelRules rules, const Events& events) {
  int64_t checks = 0;
  for (unsigned options = 0; options < 10; ++options) {
    rules.any_order = options >= 8;
    rules.first_attempt = (options & 1) != 0;
    rules.strictly_later = !rules.any_order && (options & 2) != 0;
    rules.no_repeats = !rules.any_order && (options & 4) != 0;
    const Attempt found = find_attempt(rules, events);
    const Attempt wanted = Twin(rules, events).find();
    if (!equal(found, wanted)) {
      ADD_FAILURE() << describe(rules, events, found, wanted);
      return checks;
    }
    ++checks;
  }
  return checks;
}

// All timelines of exactly `size` events: each event one of three touchpoints, 0, 1 or 2 after the one before.
void for_all_timelines(size_t size, const std::array<StepSet, 3>& met,
                       const std::function<bool(const Events&)>& visit) {
  Events events;
  std::function<bool()> extend = [&]() -> bool {
    if (events.size() == size) return visit(events);
    const bool first = events.empty();
    for (Micros gap = 0; gap <= (first ? 0 : 2); ++gap) {
      const Micros time = first ? 0 : events.back().time + gap;
      for (const StepSet steps : met) {
        events.push_back({time, steps, static_cast<uint32_t>(events.size())});
        const bool go_on = extend();
        events.pop_back();
        if (!go_on) return false;
      }
    }
    return true;
  };
  extend();
}

Events without_strangers(const Events& events) {
  Events kept;
  for (const StepEvent& event : events) {
    if (event.met == 0) continue;
    kept.push_back(event);
    kept.back().position = static_cast<uint32_t>(kept.size() - 1);
  }
  return kept;
}

// Which steps touchpoints a, b and c meet in each of the funnels tried.
struct Touchpoints {
  const char* name;
  size_t steps;
  std::array<StepSet, 3> met;
};
const Touchpoints kFunnels[] = {
    {"a, b, c", 3, {0b001, 0b010, 0b100}},
    {"a, b, a", 3, {0b101, 0b010, 0}},
    {"a, a, b", 3, {0b011, 0b100, 0}},
    {"a or b, b, b or c", 3, {0b001, 0b111, 0b100}},
    {"b or c, a or b, a or c", 3, {0b110, 0b011, 0b101}},
};

class EveryTimeline : public testing::TestWithParam<size_t> {};

TEST_P(EveryTimeline, AgreesWithAllAssignments) {
  const Touchpoints& funnel = kFunnels[GetParam()];
  int64_t checks = 0;
  for (size_t size = 0; size <= 5; ++size) {
    for_all_timelines(size, funnel.met, [&](const Events& all) {
      const Events events = without_strangers(all);
      for (const Micros window : {0, 1, 3, 100}) {
        FunnelRules rules;
        rules.steps = funnel.steps;
        rules.window = window;
        checks += check_all_options(rules, events);
      }
      return !testing::Test::HasFailure();
    });
  }
  EXPECT_GT(checks, 500'000) << funnel.name;
}
INSTANTIATE_TEST_SUITE_P(AttemptSearch, EveryTimeline, testing::Range(size_t{0}, std::size(kFunnels)));

TEST(AttemptSearch, AgreesWithAllAssignmentsOnRandomTimelinesAndRanges) {
  std::mt19937_64 random(20260301);
  const auto below = [&](uint64_t bound) { return static_cast<size_t>(random() % bound); };
  for (int round = 0; round < 60'000 && !HasFailure(); ++round) {
    FunnelRules rules;
    rules.steps = 1 + below(4);
    rules.window = static_cast<Micros>(below(8));
    rules.range = {static_cast<Micros>(below(4)), static_cast<Micros>(3 + below(6))};
    Events events;
    Micros time = 0;
    const size_t count = below(8);
    const size_t spread = 1 + below(3);
    for (size_t i = 0; i < count; ++i) {
      time += static_cast<Micros>(below(spread + 1));
      const StepSet any = 1 + static_cast<StepSet>(below(steps_below(rules.steps)));
      const StepSet one = StepSet{1} << below(rules.steps);
      events.push_back({time, below(2) == 0 ? any : one, static_cast<uint32_t>(i)});
    }
    check_all_options(rules, events);
  }
}

// Changing the order of events of equal time changes nothing but which event counts as first.
TEST(AttemptSearch, OrderWithinAnInstantDoesNotMatter) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 5'000; ++round) {
    FunnelRules rules;
    rules.steps = 4;
    rules.window = 4;
    rules.no_repeats = round % 2 == 0;
    Events events;
    for (uint32_t i = 0; i < 12; ++i) {
      events.push_back({static_cast<Micros>(random() % 6), 1 + static_cast<StepSet>(random() % 15), i});
    }
    const auto by_time = [](const StepEvent& a, const StepEvent& b) { return a.time < b.time; };
    std::stable_sort(events.begin(), events.end(), by_time);
    const Attempt one = find_attempt(rules, events);
    std::shuffle(events.begin(), events.end(), random);
    std::stable_sort(events.begin(), events.end(), by_time);
    const Attempt other = find_attempt(rules, events);
    EXPECT_EQ(one.level, other.level);
    EXPECT_EQ(one.times, other.times);
  }
}

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
  rules.any_order = true;
  EXPECT_EQ(find_attempt(rules, events_of({{1, kC}, {2, kA}, {3, kB}})).level, 3u);
  EXPECT_EQ(find_attempt(rules, events_of({{1, kC}, {2, kC}, {3, kC}})).level, 1u);
}

}  // namespace
}  // namespace sojourn
