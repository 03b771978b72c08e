// By hand for small cases and edges; against a twin written from the definition on random lives.
#include "metrics/satisfaction.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "measure/ask_fixture.h"
#include "metrics/random_life.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;

const MeasureDefinition kCsat = csat_definition();

Fixture answers(const std::vector<int>& values, const std::string& kind = "csat", int scale_max = 5) {
  Fixture life;
  for (size_t i = 0; i < values.size(); ++i) {
    life.add("c" + std::to_string(i), "2026-01-01",
             {{"kind", kind},
              {"answer", std::to_string(values[i])},
              {"scale_min", "1"},
              {"scale_max", std::to_string(scale_max)}});
  }
  return life;
}

TEST(Satisfaction, EightOfTenPositiveIsEighty) {
  const Asked asked = ask(kCsat, answers({5, 4, 5, 4, 5, 4, 5, 4, 3, 1}));
  EXPECT_EQ(asked.number("value"), 80);
  EXPECT_EQ(asked.number("positive"), 8);
  EXPECT_EQ(asked.number("neutral"), 1);
  EXPECT_EQ(asked.number("negative"), 1);
  EXPECT_EQ(asked.number("mean"), 4.0);
  // Wilson for 8 of 10: (8 + 1.9207) / 13.8415 -+ 1.96 * sqrt(1.6 + 0.9604) / 13.8415.
  EXPECT_NEAR(asked.number("low"), 49.0162, 0.001);
  EXPECT_NEAR(asked.number("high"), 94.3318, 0.001);
}

TEST(Satisfaction, EqualMeansDifferentShares) {
  EXPECT_EQ(ask(kCsat, answers({1, 1, 5, 5})).number("value"), 50);
  EXPECT_EQ(ask(kCsat, answers({3, 3, 3, 3})).number("value"), 0);
  EXPECT_EQ(ask(kCsat, answers({1, 1, 5, 5})).number("mean"), 3);
  EXPECT_EQ(ask(kCsat, answers({3, 3, 3, 3})).number("mean"), 3);
}

TEST(Satisfaction, EdgesHaveReasons) {
  EXPECT_EQ(ask(kCsat, answers({})).answer.none.empty(), true);
  EXPECT_EQ(ask(kCsat, answers({})).none("value"), "no csat answers");
  EXPECT_EQ(ask(kCsat, answers({})).number("n"), 0);
  const Asked one = ask(kCsat, answers({5}));
  EXPECT_EQ(one.number("value"), 100);
  EXPECT_EQ(one.number("high"), 100);
  EXPECT_NEAR(one.number("low"), 20.654, 0.001);
}

TEST(Satisfaction, OtherScalesNeedAThreshold) {
  const Fixture ten = answers({10, 8, 7, 3, 1}, "csat", 10);
  EXPECT_THAT(ask(kCsat, ten).none("value"), HasSubstr("no usual threshold on the scale 1-10"));
  EXPECT_EQ(ask(kCsat, ten).number("n"), 5);
  EXPECT_EQ(ask(kCsat, ten).number("mean"), 5.8);
  const Asked asked = ask(kCsat, ten, with({{"positive", "8"}}));
  EXPECT_EQ(asked.number("value"), 40);
  EXPECT_EQ(asked.number("negative"), 2) << "mirror of 8 on 1 to 10 is 3";
  EXPECT_THAT(ask(kCsat, ten, with({{"positive", "11"}})).none("value"), HasSubstr("positive=11 is not on the scale"));
}

TEST(Satisfaction, MixedScalesAreNotPutTogether) {
  Fixture life = answers({5, 4});
  life.add("x", "2026-01-02", {{"kind", "csat"}, {"answer", "9"}, {"scale_min", "1"}, {"scale_max", "10"}});
  const Asked asked = ask(kCsat, life);
  EXPECT_EQ(asked.none("value"), "answers on different scales (1-5, 1-10): split by scale_max or filter");
  EXPECT_EQ(asked.none("positive"), asked.none("value"));
  EXPECT_EQ(asked.number("n"), 3);
  EXPECT_EQ(ask(kCsat, life, with({}, "scale_max = 5")).number("value"), 100);
}

TEST(Satisfaction, ManyScalesMergeInAnyOrder) {
  Fixture life;
  for (int scale = 3; scale < 40; ++scale) {
    life.add("c" + std::to_string(scale), "2026-01-01",
             {{"kind", "csat"}, {"answer", "2"}, {"scale_min", "1"}, {"scale_max", std::to_string(scale)}});
  }
  EXPECT_THAT(ask(kCsat, life).none("value"), HasSubstr("(1-3, 1-4, 1-5, ...)"));
}

TEST(Satisfaction, OtherKindsAreAskedInTheSameWay) {
  EXPECT_EQ(ask(kCsat, answers({5, 1}, "stars"), with({{"kind", "stars"}})).number("value"), 50);
  EXPECT_EQ(ask(kCsat, answers({5, 1}, "stars"), with({{"kind", "a \"b\\"}})).none("value"), "no a \"b\\ answers");
  Fixture life;
  life.add("c", "2026-01-01", {{"kind", "mood"}, {"answer", "5"}});
  EXPECT_THAT(ask(kCsat, life, with({{"kind", "mood"}})).none("value"), HasSubstr("declare no scale"));
}

TEST(Satisfaction, EqualsItsTwinOnRandomLives) {
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    const RandomLife random(seed + 1000, seed * 3, seed % 4 == 0);
    const Fixture life = random.fixture();
    for (const std::string count : {"last", "first", "all"}) {
      for (const std::string positive : {"", "3"}) {
        int64_t above = 0;
        int64_t below = 0;
        int64_t n = 0;
        double sum = 0;
        std::set<std::string> scales;
        for (auto person : random.persons(
                 [](const LifeEvent& event) { return event.field("kind") == "csat" && event.has("answer"); })) {
          if (count == "first") person.resize(1);
          if (count == "last") person = {person.back()};
          for (const LifeEvent& event : person) {
            const double value = event.number("answer");
            scales.insert(event.field("scale_max"));
            ++n;
            sum += value;
            const int limit = positive.empty() ? 4 : 3;
            above += value >= limit;
            below += value < limit && value <= 6 - limit;
          }
        }
        std::map<std::string, std::string> parameters = {{"count", count}};
        if (!positive.empty()) parameters["positive"] = positive;
        const Asked asked = ask(kCsat, life, with(parameters));
        ASSERT_EQ(asked.number("n"), n) << seed;
        if (scales != std::set<std::string>{"5"}) {
          EXPECT_NE(asked.none("value"), "");
          continue;
        }
        EXPECT_NEAR(asked.number("value"), 100.0 * static_cast<double>(above) / static_cast<double>(n), 1e-9);
        EXPECT_EQ(asked.number("positive"), above);
        EXPECT_EQ(asked.number("negative"), below);
        EXPECT_EQ(asked.number("neutral"), n - above - below);
        EXPECT_NEAR(asked.number("mean"), sum / static_cast<double>(n), 1e-9);
      }
    }
  }
}

}  // namespace
}  // namespace sojourn
