// Volume: how much happened.
//   volume = events
// Counts    every event in the range, whether or not we know whose it was; customers: those we can name, once a group.
// Unit      events; a full count, so no interval.
// Empty     0: nothing happened, which is known.
// Merge     exact, any order. Cost: fold O(1) a customer and group, state 16 bytes.
// Errors    load: kCorruption. Threads: const methods are safe together.
// Checked   tests/oracles/volume.sql, brute force twin in volume_test.cc.
#pragma once

#include "measure/definition.h"
#include "measure/fold.h"

namespace sojourn {

class Volume {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByEvent;
  static constexpr Scope kScope = Scope::kInRange;

  struct State {
    int64_t events = 0;
    int64_t customers = 0;
  };

  static Result<Volume> bind(BindContext&) { return Volume(); }
  std::vector<AnswerColumn> columns() const;
  void fold(State& state, const Slice& slice) const;
  void merge(State& into, const State& from) const;
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;
};

MeasureDefinition volume_definition();

}  // namespace sojourn
