// One index of what customers say: NPS, CSAT and CES together, with weights.
//   index = sum w x / sum w      x = (nps + 100) / 2, csat, ces: each from 0 to 100
// Counts    the last answer of each kind of a customer and group, as nps, csat and ces count them; an event without an
//           identifier is a customer of its own. `positive` and `easy` as in csat and ces.
// Weights   those of `goal`, unless nps=, csat= or ces= say otherwise; at least two are above 0, for one figure is not
//           enough. A part with the weight 0 is left out.
// Unit      points in [0, 100]. 95 % interval by MOVER from those of the parts (adjusted Wald, Wilson), with the
//           correlation that comes of customers who gave several of them (stats/weighted_sum.h).
// Empty     a part with a weight has no value: none, and `missing_parts` names it. n is the least n of the parts.
// Merge     exact, any order. Cost: fold O(events), merge O(1), state about 300 bytes.
// Errors    bind: kInvalidArgument for the weights. load: kCorruption. Threads: const methods are safe together.
// Source    Zou and Donner, Statistics in Medicine 27, 2008; those of nps, csat and ces.
// Checked   by hand, against nps, csat and ces on random lives, tests/oracles/index.sql, index_test.cc.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "measure/definition.h"
#include "measure/fold.h"
#include "measure/rating_column.h"
#include "stats/weighted_sum.h"

namespace sojourn {

class Index {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByEvent;
  static constexpr Scope kScope = Scope::kInRange;
  static constexpr size_t kParts = 3;  // nps, csat, ces.

  struct State {
    std::array<PersonSums, kParts> parts;    // Values: -1, 0, 1 of nps; 1 for positive and for easy, else 0.
    std::array<SharedSums, kParts> pairs;    // nps and csat, nps and ces, csat and ces.
    std::array<RatedScales, kParts> scales;  // Of the answers counted.
    std::array<int64_t, kParts> unscaled{};  // Answers without a known scale.
  };

  static Result<Index> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void fold(State& state, const Slice& slice) const;
  void merge(State& into, const State& from) const;
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  // Empty when the event is no answer of that part.
  std::optional<Rating> read(size_t part, const Block& block, uint32_t event) const;
  int value_of(size_t part, const Rating& rating) const;
  std::optional<int64_t> threshold(size_t part, const RatedScale& scale) const;
  std::string refusal(const State& state, size_t part) const;
  std::optional<Estimate> estimate(const State& state, size_t part) const;
  void add_parts(const State& state, std::vector<Value>& cells) const;

  std::array<RatingColumn, kParts> columns_;
  std::array<double, kParts> weights_{};                // They add up to 1.
  std::array<std::optional<int64_t>, kParts> given_{};  // positive=, easy=.
  std::vector<size_t> order_;                           // Parts with a weight, the heaviest first.
};

MeasureDefinition index_definition();

}  // namespace sojourn
