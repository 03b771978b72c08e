// By hand for small cases and edges; against a twin written from the definition on random lives.
#include "metrics/effort.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "measure/ask_fixture.h"
#include "metrics/random_life.h"

namespace sojourn {
namespace {

const MeasureDefinition kCes = ces_definition();

TEST(Effort, EightyOfAHundredAtFiveOrMoreIsEighty) {
  Fixture life;
  for (int i = 0; i < 100; ++i) {
    life.add("c" + std::to_string(i), "2026-01-01",
             {{"kind", "ces"},
              {"answer", i < 80   ? std::to_string(5 + i % 3)
                         : i < 90 ? "4"
                                  : "2"}});
  }
  const Asked asked = ask(kCes, life);
  EXPECT_EQ(asked.number("value"), 80);
  EXPECT_EQ(asked.number("easy"), 80);
  EXPECT_EQ(asked.number("hard"), 10);
  EXPECT_EQ(asked.number("n"), 100);
  EXPECT_NEAR(asked.number("low"), 71.117, 0.001);
}

TEST(Effort, FourIsEasyOnFive) {
  Fixture life;
  for (const char* value : {"4", "3", "2", "1"}) {
    life.add("", "2026-01-01", {{"kind", "ces"}, {"answer", value}, {"scale_min", "1"}, {"scale_max", "5"}});
  }
  EXPECT_EQ(ask(kCes, life).number("value"), 25);
  EXPECT_EQ(ask(kCes, life).number("hard"), 2);
  EXPECT_EQ(ask(kCes, life, with({{"easy", "3"}})).number("value"), 50);
}

TEST(Effort, NoAnswersIsNone) {
  Fixture life;
  life.add("anna", "2026-01-01", {{"kind", "nps"}, {"answer", "5"}});
  EXPECT_EQ(ask(kCes, life).none("value"), "no ces answers");
  EXPECT_EQ(ask(kCes, life).none("mean"), "no ces answers");
  EXPECT_EQ(ask(kCes, life).number("easy"), 0);
}

TEST(Effort, EqualsItsTwinOnRandomLives) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    const RandomLife random(seed + 2000, seed * 4, seed % 2 == 0);
    const Fixture life = random.fixture();
    for (const std::string scale : {"7", "5", ""}) {
      int64_t easy = 0;
      int64_t hard = 0;
      int64_t n = 0;
      std::set<std::string> scales;
      for (const auto& person : random.persons([&](const LifeEvent& event) {
             return event.field("kind") == "ces" && event.has("answer") &&
                    (scale.empty() || event.field("scale_max") == scale);
           })) {
        const double value = person.back().number("answer");
        const bool seven = person.back().field("scale_max") == "7";
        scales.insert(person.back().field("scale_max"));
        ++n;
        easy += value >= (seven ? 5 : 4);
        hard += value <= (seven ? 3 : 2);
      }
      const Asked asked = ask(kCes, life, with({}, scale.empty() ? "" : "scale_max = " + scale));
      ASSERT_EQ(asked.number("n"), n) << seed;
      if (scales.size() != 1) {
        EXPECT_NE(asked.none("value"), "");
        continue;
      }
      EXPECT_NEAR(asked.number("value"), 100.0 * static_cast<double>(easy) / static_cast<double>(n), 1e-9);
      EXPECT_EQ(asked.number("easy"), easy);
      EXPECT_EQ(asked.number("hard"), hard);
    }
  }
}

}  // namespace
}  // namespace sojourn
