// Who brought whom, as trees: every person has at most one referrer, the first, and no circles are left.
//
// Counts    of several referrals of a person the earliest counts, of equally early ones that of the lesser referrer.
//           Where referrals go round in a circle, its latest one is left out (of equally late ones that of the greater
//           referred person), so that the circle becomes a chain. Referrals of oneself are left out.
// Form      people are numbers below `people`; depth 0 and no parent: nobody referred them.
// Cost      O(referrals log referrals + people).
// Checked   twin over all small sets of referrals, referral_forest_test.cc.
#pragma once

#include <compare>
#include <cstdint>
#include <vector>

#include "base/time.h"

namespace sojourn {

struct Referral {
  Micros time = 0;
  uint32_t referrer = 0;
  uint32_t referred = 0;
  auto operator<=>(const Referral&) const = default;
};

class ReferralForest {
 public:
  static constexpr uint32_t kNobody = UINT32_MAX;

  ReferralForest(uint32_t people, std::vector<Referral> referrals);

  uint32_t people() const { return static_cast<uint32_t>(parent_.size()); }
  // Who referred them, or kNobody.
  uint32_t parent(uint32_t person) const { return parent_[person]; }
  // Where their chain begins: themselves, when nobody referred them.
  uint32_t head(uint32_t person) const { return head_[person]; }
  uint32_t depth(uint32_t person) const { return depth_[person]; }
  // Whom they referred, themselves only.
  uint32_t children(uint32_t person) const { return children_[person]; }

  int64_t repeated() const { return repeated_; }  // Left out: the person had been referred before.
  int64_t circular() const { return circular_; }  // Left out: a circle's latest, and those of oneself.

 private:
  void cut_circles(const std::vector<Micros>& times);
  void place();

  std::vector<uint32_t> parent_;
  std::vector<uint32_t> head_;
  std::vector<uint32_t> depth_;
  std::vector<uint32_t> children_;
  int64_t repeated_ = 0;
  int64_t circular_ = 0;
};

}  // namespace sojourn
