// Trees of referrals: by hand, and all small sets of referrals against a twin.
#include "influence/referral_forest.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

namespace sojourn {
namespace {

constexpr uint32_t kNobody = ReferralForest::kNobody;

TEST(ReferralForest, AReferredBAndCAndCReferredD) {
  const ReferralForest forest(4, {{1, 0, 1}, {2, 0, 2}, {3, 2, 3}});
  EXPECT_EQ(forest.head(3), 0u);
  EXPECT_EQ(forest.depth(3), 2u);
  EXPECT_EQ(forest.children(0), 2u);
  EXPECT_EQ(forest.parent(0), kNobody);
}

TEST(ReferralForest, TheFirstReferrerCounts) {
  const ReferralForest forest(4, {{5, 1, 3}, {2, 2, 3}, {2, 0, 3}});
  EXPECT_EQ(forest.parent(3), 0u);
  EXPECT_EQ(forest.repeated(), 2);
}

TEST(ReferralForest, ACircleIsCutAtItsLatest) {
  const ReferralForest forest(3, {{1, 0, 1}, {2, 1, 2}, {3, 2, 0}});
  EXPECT_EQ(forest.parent(0), kNobody);
  EXPECT_EQ(forest.depth(2), 2u);
  EXPECT_EQ(forest.circular(), 1);
  const ReferralForest oneself(2, {{1, 0, 0}, {2, 1, 0}});
  EXPECT_EQ(oneself.parent(0), 1u) << "naming oneself is no referral";
  EXPECT_EQ(oneself.circular(), 1);
}

TEST(ReferralForest, ALongChainNeedsNoDeepStack) {
  constexpr uint32_t kPeople = 300'000;
  std::vector<Referral> referrals;
  for (uint32_t i = 0; i + 1 < kPeople; ++i) referrals.push_back({static_cast<Micros>(kPeople - i), i, i + 1});
  referrals.push_back({0, kPeople - 1, 0});
  const ReferralForest forest(kPeople, referrals);
  EXPECT_EQ(forest.circular(), 1);
  uint32_t deepest = 0;
  for (uint32_t i = 0; i < kPeople; ++i) deepest = std::max(deepest, forest.depth(i));
  EXPECT_EQ(deepest, kPeople - 1);
}

// The twin: circles found as sets of people who reach themselves.
std::vector<uint32_t> twin_parents(uint32_t people, std::vector<Referral> referrals) {
  std::sort(referrals.begin(), referrals.end());
  std::vector<uint32_t> parent(people, kNobody);
  std::vector<Referral> kept(people);
  for (const Referral& each : referrals) {
    if (each.referrer == each.referred || parent[each.referred] != kNobody) continue;
    parent[each.referred] = each.referrer;
    kept[each.referred] = each;
  }
  for (;;) {
    std::vector<uint32_t> circle;
    for (uint32_t start = 0; start < people && circle.empty(); ++start) {
      uint32_t at = start;
      std::vector<uint32_t> way;
      for (uint32_t step = 0; step < people && at != kNobody; ++step) {
        way.push_back(at);
        at = parent[at];
        if (at == start) circle = way;
        if (at == start) break;
      }
    }
    if (circle.empty()) return parent;
    const uint32_t latest = *std::max_element(circle.begin(), circle.end(), [&](uint32_t a, uint32_t b) {
      return std::pair(kept[a].time, a) < std::pair(kept[b].time, b);
    });
    parent[latest] = kNobody;
  }
}

TEST(ReferralForest, AgreesWithTheTwin) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 5000; ++round) {
    const auto people = static_cast<uint32_t>(1 + random() % 7);
    std::vector<Referral> referrals(random() % 10);
    for (Referral& each : referrals) {
      each = {static_cast<Micros>(random() % 4), static_cast<uint32_t>(random() % people),
              static_cast<uint32_t>(random() % people)};
    }
    const ReferralForest forest(people, referrals);
    const std::vector<uint32_t> parents = twin_parents(people, referrals);
    int64_t edges = 0;
    for (uint32_t person = 0; person < people; ++person) {
      ASSERT_EQ(forest.parent(person), parents[person]);
      uint32_t head = person;
      uint32_t depth = 0;
      uint32_t children = 0;
      for (; parents[head] != kNobody; ++depth) head = parents[head];
      for (uint32_t other = 0; other < people; ++other) children += parents[other] == person ? 1 : 0;
      EXPECT_EQ(forest.head(person), head);
      EXPECT_EQ(forest.depth(person), depth);
      EXPECT_EQ(forest.children(person), children);
      edges += children;
    }
    EXPECT_EQ(edges + forest.repeated() + forest.circular(), static_cast<int64_t>(referrals.size()));
  }
}

}  // namespace
}  // namespace sojourn
