// Which topics are emerging: their share of what is said lately is larger than it was, by more than chance.
//
// Test       of each topic: the recent periods against those before, one-sided, by the hypergeometric distribution (Fisher's
//            exact test, mid-p). Where shares wavered more than by chance in the periods before, also by the logarithm of the
//            two shares' ratio with that wavering in its deviation (by moments, shrunk to that of all topics; Student's
//            distribution); the larger p counts.
// Many       Benjamini & Hochberg 1995 over all topics with enough mentions, so that of the topics called emerging no more than
//            `false_share` are expected to be false.
// Pure       needs nothing but the counts. Threads: any. Cost: O(periods x topics + mentions).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/status.h"

namespace sojourn {

struct EmergingOptions {
  size_t recent = 1;  // So many of the last periods against those before.
  double false_share = 0.05;
  uint64_t mentions_least = 5;  // In the recent periods; fewer are not judged.
};

struct EmergingTopic {
  uint64_t recent = 0, before = 0;            // Mentions.
  double recent_share = 0, before_share = 0;  // Of the totals; NaN where there was nothing.
  double p = 1;                               // NaN: not judged.
  double q = 1;                               // p after Benjamini & Hochberg; NaN: not judged.
  bool emerging = false;
};

// counts[topic][period]; totals[period]: all texts, of whatever topic. For each topic what was found.
// Errors: kInvalidArgument when the periods differ, a count is larger than its total, or no period is left before.
Result<std::vector<EmergingTopic>> find_emerging(std::span<const std::vector<uint64_t>> counts,
                                                 std::span<const uint64_t> totals, const EmergingOptions& options);

}  // namespace sojourn
