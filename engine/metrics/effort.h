// Customer effort (CES): the share of answers that say it was easy.
//   ces = 100 * easy / answers      easy: 5, 6 and 7 on the scale of 1 to 7; 4 and 5 on 1 to 5; else answers >= easy=
// Counts    answers of kind "ces" in the range; one a customer and group, as answerers.h has it. A high answer means
//           little effort. Hard mirrors easy (1, 2 and 3 on 1 to 7); the rest is neither.
// Unit      % in [0, 100]; 95 % interval by Wilson, with count=all on the effective number of answers.
// Empty     no answers; several scales in one group; an unusual scale without easy=: none with the reason.
// Merge     exact, any order. Cost: fold O(events), merge O(1), state about 130 bytes.
// Errors    load: kCorruption. Threads: const methods are safe together.
// Source    Dixon, Freeman and Toman, Stop Trying to Delight Your Customers, HBR 88(7), 2010; Wilson, JASA 22, 1927.
// Checked   tests/published/wilson.csv, tests/oracles/ces.sql, brute force twin in effort_test.cc.
#pragma once

#include "metrics/rating_share.h"

namespace sojourn {

class Effort {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByEvent;
  static constexpr Scope kScope = Scope::kInRange;
  using State = RatingTally;

  static Result<Effort> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void fold(State& state, const Slice& slice) const { share_.fold(state, slice); }
  void merge(State& into, const State& from) const { share_.merge(into, from); }
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const { share_.save(state, out); }
  Result<State> load(ByteReader& in) const { return share_.load(in); }

 private:
  explicit Effort(RatingShare share) : share_(std::move(share)) {}
  RatingShare share_;
};

MeasureDefinition ces_definition();

}  // namespace sojourn
