// Method: small journeys by hand; then every journey of up to six events over four kinds against an enumeration of all
// alignments, and random longer ones, whose events meet several steps, against the textbook table.
#include "journeys/conformance_alignment.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <random>

namespace sojourn {
namespace {

PlanAlignment aligned(size_t steps, const std::vector<PlanSteps>& met) {
  PlanAlignment alignment(steps);
  alignment.align(met);
  return alignment;
}

constexpr PlanSteps A = 1, B = 2, C = 4, D = 8, kOther = 0;

TEST(PlanAlignment, AJourneyAsPlanned) {
  const PlanAlignment alignment = aligned(3, {A, B, C});
  EXPECT_EQ(alignment.matches(), 3u);
  EXPECT_EQ(alignment.fitness(), 1);
  EXPECT_EQ(alignment.in_place(), A | B | C);
  EXPECT_EQ(alignment.skipped() | alignment.missing() | alignment.out_of_order() | alignment.repeated(), 0u);
}

TEST(PlanAlignment, NamesEachDeviation) {
  const PlanAlignment skipped = aligned(4, {A, C});
  EXPECT_EQ(skipped.skipped(), B);
  EXPECT_EQ(skipped.missing(), D);
  EXPECT_DOUBLE_EQ(skipped.fitness(), 1 - 2.0 / 6);
  const PlanAlignment turned = aligned(3, {B, A, C});
  EXPECT_EQ(turned.in_place(), A | C) << "the earlier step is in place";
  EXPECT_EQ(turned.out_of_order(), B);
  EXPECT_DOUBLE_EQ(turned.fitness(), 1 - 2.0 / 6);
  const PlanAlignment again = aligned(3, {A, B, A, kOther, C});
  EXPECT_EQ(again.repeated(), A);
  EXPECT_FALSE(again.serves(2));
  EXPECT_FALSE(again.serves(3));
  EXPECT_DOUBLE_EQ(again.fitness(), 1 - 2.0 / 8);
}

TEST(PlanAlignment, NothingDone) {
  EXPECT_EQ(aligned(2, {}).fitness(), 0);
  EXPECT_EQ(aligned(2, {}).missing(), A | B);
  EXPECT_EQ(aligned(2, {kOther, kOther}).fitness(), 0);
  EXPECT_EQ(aligned(2, {kOther}).missing(), A | B);
}

TEST(PlanAlignment, OneEventServesOneStep) {
  const PlanAlignment alignment = aligned(2, {A | B});
  EXPECT_EQ(alignment.matches(), 1u);
  EXPECT_EQ(alignment.in_place(), A);
  EXPECT_EQ(alignment.missing(), B);
}

// All ways to lay the rest of the journey beside the rest of the plan: the sets of steps and of events that match.
struct Way {
  PlanSteps steps = 0;
  uint32_t events = 0;
};
void enumerate(const std::vector<PlanSteps>& met, size_t steps, size_t event, size_t step, Way way,
               std::vector<Way>& ways) {
  if (event == met.size() || step == steps) {
    ways.push_back(way);
    return;
  }
  enumerate(met, steps, event + 1, step, way, ways);
  enumerate(met, steps, event, step + 1, way, ways);
  if (((met[event] >> step) & 1) == 0) return;
  way.steps |= PlanSteps{1} << step;
  way.events |= uint32_t{1} << event;
  enumerate(met, steps, event + 1, step + 1, way, ways);
}

// Step 1 before all others, then step 2 ...: as a number, with step 1 as the highest digit.
uint32_t rank(PlanSteps steps, size_t count) {
  uint32_t turned = 0;
  for (size_t step = 0; step < count; ++step) turned |= ((steps >> step) & 1) << (count - 1 - step);
  return turned;
}

void expect_best(const std::vector<PlanSteps>& met, size_t steps) {
  std::vector<Way> ways;
  enumerate(met, steps, 0, 0, {}, ways);
  const auto key = [&](const Way& way) { return std::pair(std::popcount(way.steps), rank(way.steps, steps)); };
  const Way best =
      *std::max_element(ways.begin(), ways.end(), [&](const Way& a, const Way& b) { return key(a) < key(b); });
  const PlanAlignment alignment = aligned(steps, met);
  ASSERT_EQ(alignment.matches(), static_cast<size_t>(std::popcount(best.steps)));
  ASSERT_EQ(alignment.in_place(), best.steps);
  uint32_t serving = 0;
  for (size_t i = 0; i < met.size(); ++i) serving |= uint32_t{alignment.serves(i)} << i;
  ASSERT_TRUE(std::any_of(ways.begin(), ways.end(),
                          [&](const Way& way) { return way.steps == best.steps && way.events == serving; }));
  ASSERT_EQ(alignment.in_place() & alignment.out_of_order(), 0u);
  ASSERT_EQ(alignment.done() ^ alignment.skipped() ^ alignment.missing(), (PlanSteps{1} << steps) - 1);
}

TEST(PlanAlignment, EveryJourneyOfUpToSixEvents) {
  for (size_t length = 0; length <= 6; ++length) {
    size_t journeys = 1;
    for (size_t i = 0; i < length; ++i) journeys *= 4;
    for (size_t number = 0; number < journeys; ++number) {
      std::vector<PlanSteps> met(length);
      for (size_t i = 0, rest = number; i < length; ++i, rest /= 4) met[i] = std::array{kOther, A, B, C}[rest % 4];
      expect_best(met, 3);
    }
  }
}

TEST(PlanAlignment, EventsThatMeetSeveralSteps) {
  std::mt19937_64 random(5);
  for (int round = 0; round < 3'000; ++round) {
    std::vector<PlanSteps> met(random() % 7);
    for (PlanSteps& each : met) each = static_cast<PlanSteps>(random() & random() & 15);
    expect_best(met, 4);
  }
}

TEST(PlanAlignment, LongJourneysAsTheTableSays) {
  std::mt19937_64 random(6);
  for (int round = 0; round < 300; ++round) {
    const size_t steps = 1 + random() % 16;
    std::vector<PlanSteps> met(random() % 200);
    for (PlanSteps& each : met) each = static_cast<PlanSteps>(1U << (random() % (steps + 3))) & ((1U << steps) - 1);
    std::vector<std::vector<size_t>> table(met.size() + 1, std::vector<size_t>(steps + 1, 0));
    for (size_t i = 1; i <= met.size(); ++i) {
      for (size_t j = 1; j <= steps; ++j) {
        const size_t met_here = (met[i - 1] >> (j - 1)) & 1;
        table[i][j] = std::max({table[i - 1][j], table[i][j - 1], table[i - 1][j - 1] + met_here});
      }
    }
    EXPECT_EQ(aligned(steps, met).matches(), table[met.size()][steps]);
  }
}

}  // namespace
}  // namespace sojourn
