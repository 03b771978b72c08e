// Method: the rule case by case, then against a search of all pairs.
#include "voice/belonging.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <random>

namespace sojourn {
namespace {

TEST(Belonging, TheSameEventComesFirst) {
  const Answers answers({{3, 10 * kHour, 1}, {5, 11 * kHour, 2}});
  EXPECT_EQ(Belonging(kDay).of({5, 11 * kHour, 1}, answers), 1U);
}

TEST(Belonging, ThenTheSameResponseHoweverFar) {
  const Answers answers({{3, 0, 1}, {5, 40 * kDay, 2}, {8, 41 * kDay, 0}});
  EXPECT_EQ(Belonging(kDay).of({7, 41 * kDay, 1}, answers), 0U);
  EXPECT_EQ(Belonging(kDay).of({7, 41 * kDay, 9}, answers), 2U) << "an unknown response is none";
}

TEST(Belonging, ThenTheNearestWithinADayTheEarlierOfTwo) {
  const Answers answers({{1, 0, 0}, {2, 10 * kHour, 0}, {3, 10 * kHour, 0}, {9, 20 * kHour, 0}});
  const Belonging rule(kDay);
  EXPECT_EQ(rule.of({5, 15 * kHour, 0}, answers), 1U);
  EXPECT_EQ(rule.of({5, 15 * kHour + 1, 0}, answers), 3U);
  EXPECT_EQ(rule.of({10, 20 * kHour + kDay, 0}, answers), 3U);
  EXPECT_FALSE(rule.of({10, 20 * kHour + kDay + 1, 0}, answers));
  EXPECT_FALSE(rule.of({10, 0, 0}, Answers({})));
}

TEST(Belonging, IsThatOfASearchOfAllPairs) {
  std::mt19937_64 random(5);
  for (int round = 0; round < 3000; ++round) {
    std::vector<Micros> times;
    const size_t count = 1 + random() % 8;
    for (size_t i = 0; i < count; ++i) times.push_back(static_cast<Micros>(random() % 12) * 6 * kHour);
    std::sort(times.begin(), times.end());
    std::vector<Moment> answers;
    for (uint32_t event = 0; event < count; ++event) {
      if (random() % 3 != 0) answers.push_back({event, times[event], static_cast<uint32_t>(random() % 3)});
    }
    const uint32_t at = static_cast<uint32_t>(random() % count);
    const Moment text{at, times[at], static_cast<uint32_t>(random() % 3)};
    std::optional<size_t> wanted;
    for (int pass = 0; pass < 3 && !wanted; ++pass) {
      for (size_t i = 0; i < answers.size(); ++i) {
        const Micros far = std::abs(answers[i].time - text.time);
        const bool fits = pass == 0   ? answers[i].event == text.event
                          : pass == 1 ? text.response != 0 && answers[i].response == text.response
                                      : far <= kDay;
        if (fits && (!wanted || far < std::abs(answers[*wanted].time - text.time))) wanted = i;
      }
    }
    EXPECT_EQ(Belonging(kDay).of(text, Answers(answers)), wanted) << round;
  }
}

// Of all pairs this would be 4e10 steps.
TEST(Belonging, ACustomerWithVeryManyAnswersAndTextsTakesNoTime) {
  constexpr uint32_t kMany = 200'000;
  std::vector<Moment> moments;
  for (uint32_t i = 0; i < kMany; ++i) moments.push_back({2 * i, i * kMinute, 1 + i % (kMany / 2)});
  const std::clock_t begin = std::clock();
  const Answers answers(std::move(moments));
  const Belonging rule(kDay);
  for (uint32_t i = 0; i < kMany; ++i) {
    const std::optional<size_t> own = rule.of({2 * i + 1, i * kMinute, 1 + i % (kMany / 2)}, answers);
    ASSERT_EQ(own, i);
  }
  EXPECT_LT(std::clock() - begin, 5 * CLOCKS_PER_SEC);
}

}  // namespace
}  // namespace sojourn
