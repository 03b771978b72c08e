// Method: a chain solved by hand; random chains against the definition, followed in long double with every move into
// the removed group sent to "lost"; the two methods against one another; counts that no walks have.
#include "stats/absorbing_chain.h"

#include <gtest/gtest.h>

#include <numeric>
#include <random>

namespace sojourn {
namespace {

// P(converted) when states of `removed` (or none: -1) cannot be entered; from the definition.
long double chance_without(const AbsorbingChain& chain, int64_t removed) {
  const size_t count = chain.states.size();
  std::vector<long double> out(count);
  long double starts = 0;
  for (size_t i = 0; i < count; ++i) {
    out[i] += static_cast<long double>(chain.states[i].converted + chain.states[i].lost);
    starts += static_cast<long double>(chain.states[i].starts);
  }
  for (const auto& move : chain.moves) out[move.from] += static_cast<long double>(move.times);
  const auto gone = [&](size_t state) { return static_cast<int64_t>(chain.states[state].group) == removed; };
  std::vector<long double> at(count);
  for (size_t i = 0; i < count; ++i) {
    if (!gone(i)) at[i] = static_cast<long double>(chain.states[i].starts) / starts;
  }
  long double converted = 0;
  long double under_way = 1;
  while (under_way > 1e-18L) {
    std::vector<long double> next(count);
    for (size_t i = 0; i < count; ++i) {
      if (out[i] > 0) converted += at[i] * static_cast<long double>(chain.states[i].converted) / out[i];
    }
    for (const auto& move : chain.moves) {
      if (!gone(move.to)) next[move.to] += at[move.from] * static_cast<long double>(move.times) / out[move.from];
    }
    at.swap(next);
    under_way = std::accumulate(at.begin(), at.end(), 0.0L);
  }
  return converted;
}

TEST(AbsorbingChain, OneByHand) {
  // Two walks: a -> b -> converted, and a -> lost.
  AbsorbingChain chain;
  chain.states = {{0, 2, 0, 1}, {1, 0, 1, 0}};
  chain.moves = {{0, 1, 1}};
  for (const ChainMethod method : {ChainMethod::kLu, ChainMethod::kSteps}) {
    const auto found = removal_effects(chain, 3, method);
    ASSERT_TRUE(found.has_value());
    EXPECT_DOUBLE_EQ(found->chance, 0.5);
    EXPECT_DOUBLE_EQ(found->effects[0], 1);
    EXPECT_DOUBLE_EQ(found->effects[1], 1);
    EXPECT_EQ(found->effects[2], 0);
  }
}

TEST(AbsorbingChain, NobodyConverts) {
  AbsorbingChain chain;
  chain.states = {{0, 3, 0, 3}};
  EXPECT_EQ(removal_effects(chain, 1)->chance, 0);
  EXPECT_EQ(removal_effects(chain, 1)->effects, std::vector<double>{0});
  EXPECT_EQ(removal_effects(AbsorbingChain{}, 2)->effects.size(), 2u);
}

TEST(AbsorbingChain, CountsThatNoWalksHave) {
  AbsorbingChain chain;
  // A ring that nobody leaves, reached from a state that converts; and a state that nobody reaches.
  chain.states = {{0, 1, 1, 0}, {1, 0, 0, 0}, {2, 0, 0, 0}, {3, 0, 7, 0}};
  chain.moves = {{0, 1, 1}, {1, 2, 5}, {2, 1, 5}, {3, 3, 9}, {0, 0, 4}};
  for (const ChainMethod method : {ChainMethod::kLu, ChainMethod::kSteps}) {
    const auto found = removal_effects(chain, 4, method);
    EXPECT_DOUBLE_EQ(found->chance, 0.5);
    EXPECT_EQ(found->effects, (std::vector<double>{1, 0, 0, 0}));
  }
}

TEST(AbsorbingChain, AChanceTooSmallForADoubleIsNone) {
  AbsorbingChain chain;
  constexpr uint32_t kStates = 40;
  constexpr int64_t kLost = int64_t{1} << 40;
  for (uint32_t i = 0; i < kStates; ++i) {
    chain.states.push_back({i, i == 0 ? 1 : 0, i + 1 == kStates ? 1 : 0, kLost});
    if (i > 0) chain.moves.push_back({i - 1, i, 1});
  }
  for (const ChainMethod method : {ChainMethod::kLu, ChainMethod::kSteps}) {
    const auto found = removal_effects(chain, kStates, method);
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->chance, 0);
    EXPECT_EQ(found->effects, std::vector<double>(kStates, 0));
  }
}

TEST(AbsorbingChain, GivesUpOnWalksThatHardlyEnd) {
  AbsorbingChain chain;
  constexpr int64_t kOften = int64_t{1} << 52;
  chain.states = {{0, 1, 1, 0}, {1, 0, 0, 0}};
  chain.moves = {{0, 1, kOften}, {1, 0, kOften}};
  EXPECT_FALSE(removal_effects(chain, 2, ChainMethod::kSteps).has_value());
  EXPECT_NEAR(removal_effects(chain, 2, ChainMethod::kLu)->effects[0], 1, 1e-9);
}

TEST(AbsorbingChain, AgreesWithTheDefinition) {
  std::mt19937_64 random(4);
  for (int round = 0; round < 150; ++round) {
    const size_t count = 1 + random() % 9;
    const size_t groups = 1 + random() % 5;
    AbsorbingChain chain;
    for (size_t i = 0; i < count; ++i) {
      const auto some = [&](uint64_t most) { return static_cast<int64_t>(random() % most); };
      chain.states.push_back({static_cast<uint32_t>(random() % groups), some(4), some(3), some(3)});
    }
    chain.states[0].starts = 1;
    chain.states[count - 1].converted = 2;
    for (uint32_t i = 0; i < count; ++i) {
      chain.states[i].lost += 1;
      for (uint32_t j = 0; j < count; ++j) {
        if (random() % 3 == 0) chain.moves.push_back({i, j, 1 + static_cast<int64_t>(random() % 6)});
      }
    }
    const auto lu = removal_effects(chain, groups, ChainMethod::kLu);
    const auto steps = removal_effects(chain, groups, ChainMethod::kSteps);
    const long double chance = chance_without(chain, -1);
    ASSERT_NEAR(lu->chance, static_cast<double>(chance), 1e-12);
    ASSERT_NEAR(steps->chance, lu->chance, 1e-12);
    if (chance == 0) continue;
    for (size_t g = 0; g < groups; ++g) {
      const double wanted = static_cast<double>(1 - chance_without(chain, static_cast<int64_t>(g)) / chance);
      EXPECT_NEAR(lu->effects[g], wanted, 1e-11);
      EXPECT_NEAR(steps->effects[g], wanted, 1e-11);
    }
  }
}

}  // namespace
}  // namespace sojourn
