// The weakest link: the mean rating of each stage, and the lowest of them beside the mean over the stages.
//   value(stage) = sum of answers / answers        mean = sum of the stages' values / stages
//
// A rating belongs to the stage of its own event, else to the stage of the last event before it that has one.
// Counts    ratings of `kind` of identified customers, all of them; n answers, customers those who gave them. Ratings
//           before any stage are left out and noted. The weakest is the stage with the lowest value among those with
//           at least `least` answers; of equal ones the earlier.
// Unit      points of the scale; t interval with the customer as the unit (stats/clustered_mean.h).
// Empty     ratings on several scales, or none at all: none with the reason.
// Split     a rating counts in the group of its own event; its stage is told from the whole journey.
// Merge     exact, any order. Cost: O(1) an event, O(log n) each of a customer's n answers; state six stages.
// Errors    load: kCorruption. Threads: const and safe.
// Source    Cochran, Sampling Techniques, 3rd ed., 1977 (interval of a mean of clusters).
// Checked   twin over random journeys, weakest_link_test.cc; tests/oracles/weakest_link.sql.
#pragma once

#include <array>

#include "measure/fold.h"
#include "measure/rating_column.h"
#include "measure/stage_column.h"
#include "stats/clustered_mean.h"

namespace sojourn {

class WeakestLink {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kInRange;

  struct State {
    std::array<ClusteredMean, StageColumn::kStages> stages;
    RatedScales scales;
    int64_t unscaled = 0;  // Answers without a known scale.
    int64_t homeless = 0;  // Answers before any stage.
  };

  static Result<WeakestLink> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void fold(const Slice& slice, Groups<State>& groups) const;
  void merge(State& into, const State& from) const;
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  StageColumn column_;
  RatingColumn ratings_;
  int64_t least_ = 1;
};

MeasureDefinition weakest_link_definition();

}  // namespace sojourn
