// By hand; and against the measures that it is made of, on random lives.
#include "metrics/index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "measure/ask_fixture.h"
#include "metrics/effort.h"
#include "metrics/net_promoter.h"
#include "metrics/random_life.h"
#include "metrics/satisfaction.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;

const MeasureDefinition kIndex = index_definition();

void add(Fixture& life, const std::string& who, const std::string& kind, int answer) {
  life.add(who, "2026-01-01", {{"kind", kind}, {"answer", std::to_string(answer)}});
}

// NPS +60: 70 promoters, 20 passives, 10 detractors. CSAT 80 and CES 80: four of five.
Fixture company(bool ces = true) {
  Fixture life;
  for (int i = 0; i < 100; ++i) {
    const std::string who = std::to_string(i);
    add(life, "n" + who, "nps", i < 70 ? 9 : i < 90 ? 7 : 0);
    add(life, "c" + who, "csat", i % 5 == 0 ? 3 : 4);
    if (ces) add(life, "e" + who, "ces", i % 5 == 0 ? 4 : 6);
  }
  return life;
}

TEST(Index, SixtyEightyAndEightyIsEighty) {
  const Asked asked = ask(kIndex, company(), with({{"nps", "0.4"}, {"csat", "0.3"}, {"ces", "0.3"}}));
  EXPECT_NEAR(asked.number("value"), 80, 1e-9);
  EXPECT_NEAR(asked.number("nps"), 60, 1e-9);
  EXPECT_NEAR(asked.number("csat"), 80, 1e-9);
  EXPECT_NEAR(asked.number("ces"), 80, 1e-9);
  EXPECT_EQ(asked.number("n"), 100);
  EXPECT_EQ(asked.number("answers"), 300);
  EXPECT_EQ(asked.text("missing_parts"), "");
  EXPECT_EQ(ask(kIndex, company()).number("value"), asked.number("value")) << "these are the weights of balanced";
}

TEST(Index, IsSureAsItsPartsAre) {
  const Fixture life = company();
  const Asked asked = ask(kIndex, life);
  const Asked nps = ask(nps_definition(), life);
  const Asked csat = ask(csat_definition(), life);
  const Asked ces = ask(ces_definition(), life);
  const auto square = [](double x) { return x * x; };
  const double down = square(0.4 * (60 - nps.number("low")) / 2) + square(0.3 * (80 - csat.number("low"))) +
                      square(0.3 * (80 - ces.number("low")));
  const double up = square(0.4 * (nps.number("high") - 60) / 2) + square(0.3 * (csat.number("high") - 80)) +
                    square(0.3 * (ces.number("high") - 80));
  EXPECT_NEAR(asked.number("low"), 80 - std::sqrt(down), 1e-9);
  EXPECT_NEAR(asked.number("high"), 80 + std::sqrt(up), 1e-9);
}

TEST(Index, TheSamePersonsMakeItLessSure) {
  Fixture same;
  Fixture apart;
  for (int i = 0; i < 100; ++i) {
    const bool content = i % 5 != 0;
    for (const char* kind : {"nps", "csat", "ces"}) {
      const int answer = content ? 9 : 1;
      const int rating = std::string(kind) == "nps" ? answer : content ? 5 : 1;
      add(same, "p" + std::to_string(i), kind, rating);
      add(apart, kind + std::to_string(i), kind, rating);
    }
  }
  const Asked one = ask(kIndex, same);
  const Asked other = ask(kIndex, apart);
  EXPECT_EQ(one.number("value"), other.number("value"));
  // All three go together: their arms add up, rather than their squares.
  EXPECT_GT(one.number("high") - one.number("low"), 1.5 * (other.number("high") - other.number("low")));
}

TEST(Index, TheGoalSaysWhatComesFirst) {
  const Asked service = ask(kIndex, company(), with({{"goal", "service"}}));
  EXPECT_EQ(service.text("leads"), "ces");
  EXPECT_EQ(service.answer.columns[4].name, "ces") << "the heaviest stands first";
  EXPECT_EQ(ask(kIndex, company(), with({{"goal", "loyalty"}})).text("leads"), "nps");
  Fixture life = company();
  for (int i = 0; i < 100; ++i) add(life, "more" + std::to_string(i), "ces", 1);
  // CES is 40 now: 0.2 * 80 + 0.3 * 80 + 0.5 * 40.
  EXPECT_NEAR(ask(kIndex, life, with({{"goal", "service"}})).number("value"), 60, 1e-9);
}

TEST(Index, WeightsThatRoundUpLeaveItInItsRange) {
  // 0.1 / 0.45 and 0.35 / 0.45 of 100 add up to 100.00000000000001.
  Fixture life;
  for (int i = 0; i < 20; ++i) {
    add(life, "c" + std::to_string(i), "csat", 5);
    add(life, "e" + std::to_string(i), "ces", 7);
  }
  const Asked asked = ask(kIndex, life, with({{"nps", "0"}, {"csat", "0.1"}, {"ces", "0.35"}}));
  EXPECT_EQ(asked.number("value"), 100);
  EXPECT_EQ(asked.number("high"), 100);
  EXPECT_LT(asked.number("low"), 100);
}

TEST(Index, SaysWhatIsMissing) {
  const Asked asked = ask(kIndex, company(false));
  EXPECT_THAT(asked.none("value"), HasSubstr("no ces answers"));
  EXPECT_EQ(asked.text("missing_parts"), "ces");
  EXPECT_EQ(asked.number("nps"), 60) << "the parts stand all the same";
  EXPECT_EQ(asked.number("n"), 0);
  EXPECT_NEAR(ask(kIndex, company(false), with({{"ces", "0"}})).number("value"), 80, 1e-9);
  EXPECT_EQ(ask(kIndex, Fixture()).text("missing_parts"), "nps, csat, ces");
  Fixture ten = company();
  ten.add("x", "2026-01-02", {{"kind", "csat"}, {"answer", "9"}, {"scale_min", "1"}, {"scale_max", "10"}});
  EXPECT_THAT(ask(kIndex, ten).none("value"), HasSubstr("csat answers on several scales"));
  const Asked only = ask(kIndex, ten, with({{"csat", "1"}, {"nps", "0"}}, "kind != \"csat\" or scale_max = 10"));
  EXPECT_THAT(only.none("value"), HasSubstr("say which count with positive="));
}

TEST(Index, OneFigureIsNotEnough) {
  EXPECT_THAT(ask(kIndex, company(), with({{"nps", "0"}, {"ces", "0"}})).error, HasSubstr("at least two"));
  EXPECT_THAT(ask(kIndex, company(), with({{"nps", "-1"}})).error, HasSubstr("nps"));
}

TEST(Index, IsMadeOfThoseMeasuresOnRandomLives) {
  int made = 0;
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    const Fixture life = RandomLife(seed + 7000, seed * 4, seed % 3 == 0).fixture();
    const Asked asked = ask(kIndex, life);
    double sum = 0;
    const std::vector<std::pair<MeasureDefinition, double>> parts{
        {nps_definition(), 0.4}, {csat_definition(), 0.3}, {ces_definition(), 0.3}};
    bool whole = true;
    for (const auto& [definition, weight] : parts) {
      const Asked part = ask(definition, life);
      EXPECT_EQ(asked.number(definition.id + "_n"), part.number("n")) << seed << definition.id;
      ASSERT_EQ(asked.none(definition.id).empty(), part.none("value").empty()) << seed << definition.id;
      whole = whole && part.none("value").empty();
      if (!part.none("value").empty()) continue;
      EXPECT_NEAR(asked.number(definition.id), part.number("value"), 1e-9) << seed << definition.id;
      sum += weight * (definition.id == "nps" ? (part.number("value") + 100) / 2 : part.number("value"));
    }
    ASSERT_EQ(whole, asked.none("value").empty()) << seed;
    if (!whole) continue;
    ++made;
    EXPECT_NEAR(asked.number("value"), sum, 1e-9) << seed;
    EXPECT_LE(asked.number("low"), asked.number("value"));
    EXPECT_GE(asked.number("high"), asked.number("value"));
  }
  EXPECT_GT(made, 20);
}

}  // namespace
}  // namespace sojourn
