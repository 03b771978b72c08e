// Near names by examples: typing mistakes are near, other words are not, and the order is fixed.
#include "base/suggest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sojourn {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::vector<std::string> kNames = {"retention", "repeat_rate", "revenue", "nps", "csat", "sessions", "session"};

TEST(NearNames, FindsTypingMistakes) {
  EXPECT_THAT(near_names("retentoin", kNames), ElementsAre("retention"));
  EXPECT_THAT(near_names("Revenu", kNames), ElementsAre("revenue"));
  EXPECT_THAT(near_names("nsp", kNames), ElementsAre("nps"));
  EXPECT_THAT(near_names("NPS", kNames), ElementsAre("nps"));
  EXPECT_THAT(near_names("sessio", kNames), ElementsAre("session", "sessions"));
}

TEST(NearNames, LeavesOtherWordsAlone) {
  EXPECT_THAT(near_names("temperature", kNames), IsEmpty());
  EXPECT_THAT(near_names("x", kNames), IsEmpty());
  EXPECT_THAT(near_names("", kNames), IsEmpty());
  EXPECT_THAT(near_names(std::string(10'000, 'n'), kNames), IsEmpty());
}

TEST(NearNames, OrdersByDistanceThenName) {
  const std::vector<std::string> names = {"abce", "abcf", "abcd", "abcg", "abcd"};
  EXPECT_THAT(near_names("abcd", names), ElementsAre("abcd", "abce", "abcf"));
  EXPECT_THAT(near_names("abcd", names, 1), ElementsAre("abcd"));
}

TEST(DidYouMean, ReadsAsASentence) {
  EXPECT_EQ(did_you_mean("revenu", kNames), " Did you mean revenue?");
  EXPECT_EQ(did_you_mean("sessio", kNames), " Did you mean session or sessions?");
  const std::vector<std::string> names = {"aab", "aac", "aad"};
  EXPECT_EQ(did_you_mean("aaa", names), " Did you mean aab, aac or aad?");
  EXPECT_EQ(did_you_mean("temperature", kNames), "");
}

}  // namespace
}  // namespace sojourn
