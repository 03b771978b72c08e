// Method: each scale by hand; sums that are taken out again. Scores are asked in topic_effect_test.cc.
#include "voice/score_sides.h"

#include <gtest/gtest.h>

#include "stats/intervals.h"
#include "voice/topic_effect.h"
#include "voice/voice_life.h"

namespace sojourn {
namespace {

constexpr int64_t kPoint = 1'000'000;

ScoreSides sides(const std::string& kind, const std::string& positive = "") {
  Fixture life;
  life.add("anna", "2026-01-01", {{"kind", kind}, {"answer", "1"}});
  const auto snapshot = life.snapshot();
  const MeasureDefinition definition = topic_effect_definition();
  Question question = with({{"kind", kind}});
  if (!positive.empty()) question.parameters["positive"] = {positive};
  BindContext context(*snapshot, question, definition, Zone(), {}, 0);
  return ScoreSides::bind(context);
}

std::optional<int> side(const ScoreSides& scores, double answer, int64_t least, int64_t most) {
  return scores.side({std::llround(answer * kPoint), RatedScale{least * kPoint, most * kPoint}});
}

TEST(ScoreSides, PromotersPassivesDetractors) {
  const ScoreSides nps = sides("nps");
  EXPECT_EQ(side(nps, 9, 0, 10), 1);
  EXPECT_EQ(side(nps, 7, 0, 10), 0);
  EXPECT_EQ(side(nps, 6, 1, 10), -1);
  EXPECT_EQ(side(nps, 0, 0, 10), -1);
  EXPECT_FALSE(side(nps, 0, 1, 10)) << "off the scale";
  EXPECT_FALSE(side(nps, 8.5, 0, 10));
  EXPECT_FALSE(side(nps, 4, 1, 5));
}

TEST(ScoreSides, OtherKindsByTheirScale) {
  const ScoreSides csat = sides("csat");
  EXPECT_EQ(side(csat, 4, 1, 5), 1);
  EXPECT_EQ(side(csat, 3, 1, 5), 0);
  EXPECT_EQ(side(csat, 2, 1, 5), -1);
  EXPECT_EQ(side(csat, 5, 1, 7), 1);
  EXPECT_EQ(side(csat, 3, 1, 7), -1);
  EXPECT_FALSE(side(csat, 3, 0, 9));
  const ScoreSides own = sides("mood", "7");
  EXPECT_EQ(side(own, 7, 0, 9), 1);
  EXPECT_EQ(side(own, 2, 0, 9), -1);
  EXPECT_EQ(side(own, 5, 0, 9), 0);
  EXPECT_FALSE(side(own, 3, 1, 5)) << "7 is not on that scale";
}

TEST(ScoreSides, WhatIsTakenOutIsGone) {
  const ScoreSides nps = sides("nps");
  SideCounts rest;
  for (int i = 0; i < 20; ++i) nps.add(rest, i % 2, 0, 1 - i % 2);
  SideCounts part;
  nps.add(part, 3, 1, 0);
  nps.add(part, 0, 0, 2);
  SideCounts all = rest;
  all.merge(part);
  all.remove(part);
  ByteWriter wanted;
  ByteWriter found;
  rest.save(wanted);
  all.save(found);
  EXPECT_EQ(found.bytes(), wanted.bytes());
  const Estimate score = *nps.score(all);
  EXPECT_EQ(score.value, 0);
  EXPECT_NEAR(score.interval.low, 100 * nps_adjusted_wald({10, 0, 10})->low, 1e-9);
  EXPECT_FALSE(nps.score(SideCounts()));
}

}  // namespace
}  // namespace sojourn
