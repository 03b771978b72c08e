// Useful, usable, enjoyable: the mean answer to each of the three at every touchpoint, and which of them is the weak
// side there.
//   value(touchpoint, quality) = sum of answers / answers        score = 100 * (value - scale_min) / (scale_max - scale_min)
//
// A survey asks them as questions of the kinds useful, usable and enjoyable, of one touchpoint; useful=, usable= and
// enjoyable= name other kinds.
// Counts    answers of those kinds in the range; one a customer, quality, touchpoint and group, as answerers.h has it:
//           the last one, or with count the first one or all. An event without an identifier is a customer of its own.
// Weak      the quality with the lowest score, where at least two have one; equal ones are all named. sure: whether the
//           next one is higher beyond chance (stats/difference.h; it takes the two as independent, which errs on the
//           side of no, since those who like one like the other).
// Unit      points of the scale, score in % of it; t interval with the person as the unit (stats/clustered_mean.h).
// Empty     nobody answered one of the three: none with the reason, and the others stand. Several scales in one: none.
// Merge     exact, any order. Cost: O(1) an event; state O(touchpoints).
// Errors    bind: the field of `node`. load: kCorruption. Threads: const and safe.
// Source    Cochran, Sampling Techniques, 3rd ed., 1977 (interval of a mean of clusters); Zou and Donner, 2008.
// Checked   by hand, by a twin over random lives, tests/oracles/qualities.sql, qualities_test.cc.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "measure/by_code.h"
#include "measure/fold.h"
#include "measure/node_column.h"
#include "measure/rating_column.h"
#include "metrics/answerers.h"
#include "stats/clustered_mean.h"
#include "stats/difference.h"

namespace sojourn {

class Qualities {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByEvent;
  static constexpr Scope kScope = Scope::kInRange;
  static constexpr size_t kSides = 3;  // useful, usable, enjoyable.

  struct Side {
    ClusteredMean answers;
    RatedScales scales;
    int64_t unscaled = 0;  // Answers without a known scale.
  };
  using Sides = std::array<Side, kSides>;
  struct State {
    ByCode<Sides> places;  // By the code of the touchpoint; 0: answers without one.
  };

  static Result<Qualities> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void fold(State& state, const Slice& slice) const;
  void merge(State& into, const State& from) const;
  // Touchpoints with most answers first.
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  // Of one touchpoint: its weak side, and whether it is sure.
  struct Weak {
    std::string names;
    std::optional<bool> sure;
  };
  void fold_person(State& state, const Block& block, std::span<const uint32_t> events) const;
  std::string refusal(const Side& side, size_t which) const;
  std::optional<Estimate> score(const Side& side, size_t which) const;
  Weak weak_of(const Sides& sides) const;
  void add_rows(uint32_t place, const Sides& sides, Rows& rows) const;

  NodeColumn places_;
  std::array<RatingColumn, kSides> columns_;
  std::array<std::string, kSides> kinds_;
  CountedAnswers count_ = CountedAnswers::kLast;
};

MeasureDefinition qualities_definition();

}  // namespace sojourn
