// Change of tone: whether customers end a conversation in a better mood than they began it.
//   value = mean of (tone of the last third - tone of the first third)      tone: -1 to 1, of the customer's turns
//
// Counts    conversations in the range whose course is known (voice.tone_change: at least three turns of the customer
//           with a tone, text/conversation.h). improved: +0.1 or more; worsened: -0.1 or less; steady: between. unknown:
//           the other conversations (voice.turns), which are not in n. customers: those we can name, with one that is.
// Unit      points on the scale of -1 to 1, so -2 to 2; 95 % interval of a mean whose persons are the sampling units, since
//           conversations of one customer are alike (stats/clustered_mean.h).
// Empty     no conversations; none whose course is known; all by one customer: no interval. Each with its reason.
// Merge     exact, any order. Cost: O(1) a conversation; state about 150 bytes.
// Errors    load: kCorruption. Threads: const methods are safe together.
// Source    Cochran, Sampling Techniques, 3rd ed., 1977, section 9.
// Checked   brute force twin over random lives, tone_change_test.cc.
#pragma once

#include "measure/definition.h"
#include "measure/fold.h"
#include "stats/clustered_mean.h"

namespace sojourn {

class ToneChange {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByEvent;
  static constexpr Scope kScope = Scope::kInRange;

  struct State {
    ClusteredMean change;  // In millionths.
    Int128 first = 0;
    Int128 last = 0;
    int64_t improved = 0;
    int64_t steady = 0;
    int64_t worsened = 0;
    int64_t unknown = 0;
    int64_t customers = 0;
  };

  static Result<ToneChange> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void fold(State& state, const Slice& slice) const;
  void merge(State& into, const State& from) const;
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  ColumnId turns_ = 0;
  ColumnId first_ = 0;
  ColumnId last_ = 0;
};

MeasureDefinition tone_change_definition();

}  // namespace sojourn
