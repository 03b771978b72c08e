#include "influence/referral_forest.h"

#include <algorithm>
#include <utility>

namespace sojourn {

ReferralForest::ReferralForest(uint32_t people, std::vector<Referral> referrals)
    : parent_(people, kNobody), head_(people, kNobody), depth_(people, 0), children_(people, 0) {
  std::sort(referrals.begin(), referrals.end());
  std::vector<Micros> times(people, 0);
  for (const Referral& referral : referrals) {
    if (referral.referrer == referral.referred) {
      ++circular_;
    } else if (parent_[referral.referred] != kNobody) {
      ++repeated_;
    } else {
      parent_[referral.referred] = referral.referrer;
      times[referral.referred] = referral.time;
    }
  }
  cut_circles(times);
  place();
}

// Walks up from everybody once; whoever is met again on the same walk stands on a circle.
void ReferralForest::cut_circles(const std::vector<Micros>& times) {
  std::vector<uint32_t> walk(people(), 0);  // The walk that came by; 0: none yet.
  for (uint32_t start = 0; start < people(); ++start) {
    uint32_t person = start;
    while (person != kNobody && walk[person] == 0) {
      walk[person] = start + 1;
      person = parent_[person];
    }
    if (person == kNobody || walk[person] != start + 1) continue;
    uint32_t latest = person;
    for (uint32_t next = parent_[person]; next != person; next = parent_[next]) {
      if (std::pair(times[next], next) > std::pair(times[latest], latest)) latest = next;
    }
    parent_[latest] = kNobody;
    ++circular_;
  }
}

// Heads and depths, by walking up to whoever is placed already and down again.
void ReferralForest::place() {
  std::vector<uint32_t> way;
  for (uint32_t person = 0; person < people(); ++person) {
    if (parent_[person] != kNobody) ++children_[parent_[person]];
    uint32_t at = person;
    while (head_[at] == kNobody && parent_[at] != kNobody) {
      way.push_back(at);
      at = parent_[at];
    }
    if (head_[at] == kNobody) head_[at] = at;
    for (; !way.empty(); way.pop_back()) {
      const uint32_t below = way.back();
      head_[below] = head_[at];
      depth_[below] = depth_[at] + 1;
      at = below;
    }
  }
}

}  // namespace sojourn
