// Customer satisfaction (CSAT): the share of answers that are positive.
//   csat = 100 * positive / answers      positive: 4 and 5 on the scale of 1 to 5, else answers >= positive=
// Counts    answers of kind "csat" (or kind=) in the range; one a customer and group, as answerers.h has it. Negative
//           mirrors positive (1 and 2 on 1 to 5); the rest is neutral.
// Unit      % in [0, 100]; 95 % interval by Wilson, with count=all on the effective number of answers.
// Empty     no answers; several scales in one group; another scale than 1 to 5 without positive=: none with the reason.
// Merge     exact, any order. Cost: fold O(events), merge O(1), state about 130 bytes.
// Errors    load: kCorruption. Threads: const methods are safe together.
// Source    Lewis and Sauro, measuringu.com, on top-two-box; Wilson, JASA 22, 1927.
// Checked   tests/published/wilson.csv, tests/oracles/csat.sql, brute force twin in satisfaction_test.cc.
#pragma once

#include "metrics/rating_share.h"

namespace sojourn {

class Satisfaction {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByEvent;
  static constexpr Scope kScope = Scope::kInRange;
  using State = RatingTally;

  static Result<Satisfaction> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void fold(State& state, const Slice& slice) const { share_.fold(state, slice); }
  void merge(State& into, const State& from) const { share_.merge(into, from); }
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const { share_.save(state, out); }
  Result<State> load(ByteReader& in) const { return share_.load(in); }

 private:
  explicit Satisfaction(RatingShare share) : share_(std::move(share)) {}
  RatingShare share_;
};

MeasureDefinition csat_definition();

}  // namespace sojourn
