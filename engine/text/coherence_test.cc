#include "text/coherence.h"

#include <gtest/gtest.h>

#include <cmath>

namespace sojourn {
namespace {

WordStream stream(const std::vector<WordSet>& texts) {
  WordStream all;
  for (const WordSet& text : texts) {
    all.words.insert(all.words.end(), text.begin(), text.end());
    all.end_text();
  }
  return all;
}

TEST(Coherence, AlwaysNeverAndByChance) {
  const WordStream texts = stream({{1, 2}, {1, 2}, {3}, {4}});
  EXPECT_DOUBLE_EQ(coherence(std::vector<WordSet>{{1, 2}}, texts)[0], 1);
  EXPECT_DOUBLE_EQ(coherence(std::vector<WordSet>{{1, 3}}, texts)[0], -1);
  const WordStream chance = stream({{1, 2}, {1}, {2}, {3}});
  EXPECT_NEAR(coherence(std::vector<WordSet>{{1, 2}}, chance)[0], 0, 1e-12);
}

TEST(Coherence, CountsWindowsNotTexts) {
  // Windows of two words of 1 9 9 2: 1 9, 9 9, 9 2. Of 1 2: one window.
  const WordStream texts = stream({{1, 9, 9, 2}, {1, 2}});
  // P(1) = P(2) = 2/4, P(1, 2) = 1/4.
  EXPECT_NEAR(coherence(std::vector<WordSet>{{1, 2}}, texts, 2)[0], 0, 1e-12);
  EXPECT_DOUBLE_EQ(coherence(std::vector<WordSet>{{1, 2}}, texts, 4)[0], 1);
}

TEST(Coherence, UnknownWordsAreNotJudged) {
  const WordStream texts = stream({{1, 2}, {3}});
  EXPECT_TRUE(std::isnan(coherence(std::vector<WordSet>{{1, 77}}, texts)[0]));
  EXPECT_TRUE(std::isnan(coherence(std::vector<WordSet>{{1}}, texts)[0]));
}

TEST(Coherence, ChosenWordsStandTogether) {
  // 5 is strong but stands alone; 3 is weaker and stands with 1 and 2.
  std::vector<WordSet> texts(20, WordSet{1, 2, 3});
  texts.insert(texts.end(), 20, WordSet{5});
  texts.insert(texts.end(), 20, WordSet{6});
  const std::vector<WordSet> chosen = choose_words(
      std::vector<WordSet>{{1, 5, 2, 3}}, std::vector<std::vector<double>>{{1, 0.9, 0.8, 0.5}}, stream(texts), 3);
  EXPECT_EQ(chosen[0], (WordSet{1, 2, 3}));
}

TEST(Coherence, DiversityAndStability) {
  const std::vector<WordSet> topics{{1, 2}, {2, 3}};
  EXPECT_DOUBLE_EQ(diversity(topics), 0.75);
  EXPECT_DOUBLE_EQ(overlap({1, 2}, {2, 3}), 1.0 / 3);
  const std::vector<WordSet> turned{{3, 2}, {1, 2}};
  EXPECT_DOUBLE_EQ(topic_stability(topics, turned), 1);
  const std::vector<WordSet> others{{7, 8}, {1, 2}};
  EXPECT_DOUBLE_EQ(topic_stability(topics, others), 0.5);
}

TEST(Coherence, AdjustedRand) {
  const std::vector<uint32_t> a{1, 1, 1, 2, 2, 2}, renamed{7, 7, 7, 4, 4, 4}, mixed{1, 1, 2, 2, 3, 3};
  EXPECT_DOUBLE_EQ(adjusted_rand(a, renamed), 1);
  EXPECT_NEAR(adjusted_rand(a, mixed), 0.2424242424, 1e-9);  // As R's mclust::adjustedRandIndex has it.
}

}  // namespace
}  // namespace sojourn
