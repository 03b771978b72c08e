// Method: sums by hand, and bytes that no texts can have made. What the tally answers is asked in sentiment_test.cc.
#include "voice/tone_tally.h"

#include <gtest/gtest.h>

namespace sojourn {
namespace {

ToneCounts one(Tone tone, int64_t score) {
  ToneCounts counts;
  counts.add(tone, score);
  return counts;
}

TEST(ToneCounts, AnUnknownToneAndNoScoreAreApart) {
  ToneCounts counts;
  counts.add(Tone::kPositive, 500'000);
  counts.add(Tone::kUnknown, kNoInteger);
  counts.add(Tone::kNone, 1);
  EXPECT_EQ(counts.known(), 1);
  EXPECT_EQ(counts.texts(), 2);
  EXPECT_EQ(counts.scored, 1);
  EXPECT_EQ(counts.score, 500'000);
}

TEST(ToneTally, MergesAsIfAllWereAdded) {
  ToneTally left;
  ToneTally right;
  ToneTally whole;
  for (const Tone tone : {Tone::kPositive, Tone::kNegative, Tone::kNeutral}) {
    left.add_person(one(tone, -250'000));
    right.add_person(one(tone, 1'000'000));
    whole.add_person(one(tone, -250'000));
    whole.add_person(one(tone, 1'000'000));
  }
  left.merge(right);
  ByteWriter merged;
  ByteWriter wanted;
  left.save(merged);
  whole.save(wanted);
  EXPECT_EQ(merged.bytes(), wanted.bytes());
  EXPECT_EQ(std::get<double>(left.mean_score()), 0.375);
}

TEST(ToneTally, RefusesWhatNoTextsCanHaveMade) {
  ToneTally tally;
  tally.add_person(one(Tone::kPositive, 1'000'000));
  ByteWriter out;
  tally.save(out);
  const std::string good(out.bytes());
  ByteReader whole(good);
  EXPECT_TRUE(ToneTally::load(whole));
  std::string more_score = good;
  more_score[5 * 8 + 3] = 0x7f;
  ByteReader scored(more_score);
  EXPECT_FALSE(ToneTally::load(scored));
  std::string other_texts = good;
  other_texts[0] = 2;
  ByteReader texts(other_texts);
  EXPECT_FALSE(ToneTally::load(texts));
}

}  // namespace
}  // namespace sojourn
