// The share of ratings at or above a threshold, on one scale: what satisfaction and effort have in common.
//   share = answers >= threshold / answers      mirror threshold: scale_min + scale_max - threshold
//
// Counts    the answers of persons as answerers.h has it. An answer at or under the mirror threshold and under the
//           threshold itself stands on the other side; what is between is neither.
// Empty     no answers; answers on several scales in one group; a scale for which no threshold is known; answers
//           without a scale: each has its own reason.
// Merge     exact, any order: answers are kept as whole millionths. Cost: fold O(events); state about 130 bytes.
// Errors    load: kCorruption.
// Checked   satisfaction_test.cc and effort_test.cc.
#pragma once

#include <compare>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "event/fields.h"
#include "measure/definition.h"
#include "measure/fold.h"
#include "metrics/answerers.h"
#include "stats/cluster.h"
#include "stats/exact_sum.h"
#include "stats/intervals.h"

namespace sojourn {

// In millionths; both kNoInteger: the question declared no scale.
struct RatingScale {
  int64_t min = kNoInteger;
  int64_t max = kNoInteger;
  auto operator<=>(const RatingScale&) const = default;
};

struct RatingTally {
  std::vector<RatingScale> scales;  // The least kScalesKept different ones, ascending. More than one: no share.
  int64_t above = 0;                // At or over the threshold.
  int64_t between = 0;
  int64_t below = 0;
  Int128 sum = 0;       // Of the answers, in millionths.
  ClusterSums persons;  // With count=all only.

  int64_t answers() const { return above + between + below; }
};

class RatingShare {
 public:
  static constexpr size_t kScalesKept = 4;
  using Thresholds = std::span<const std::pair<Scale, double>>;  // By scale.

  // Reads `count` and the number `threshold_name`; only answers of `kind` are shown to the fold.
  static Result<RatingShare> bind(BindContext& context, const std::string& kind, std::string threshold_name,
                                  Thresholds defaults);

  void fold(RatingTally& tally, const Slice& slice) const;
  void merge(RatingTally& into, const RatingTally& from) const;
  void save(const RatingTally& tally, ByteWriter& out) const;
  Result<RatingTally> load(ByteReader& in) const;

  // Why there is no share, or "".
  std::string refusal(const RatingTally& tally) const;
  // value, low, high and n.
  std::vector<Value> value_cells(const RatingTally& tally) const;
  // A count of one side, or the reason why sides cannot be told.
  Value side(const RatingTally& tally, int64_t count) const;
  Value mean(const RatingTally& tally) const;

 private:
  struct Rating {
    int64_t answer = 0;
    RatingScale scale;
  };
  std::optional<Rating> read(const Block& block, uint32_t event) const;
  std::optional<int64_t> threshold(const RatingScale& scale) const;
  void take(RatingTally& tally, const Rating& rating) const;

  ColumnId answer_ = 0;
  ColumnId scale_min_ = 0;
  ColumnId scale_max_ = 0;
  CountedAnswers count_ = CountedAnswers::kLast;
  std::string kind_;
  std::string threshold_name_;
  std::optional<int64_t> given_;
  std::vector<std::pair<RatingScale, int64_t>> defaults_;
};

}  // namespace sojourn
