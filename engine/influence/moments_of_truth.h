// Moments of truth: at which touchpoints does a good experience go with another outcome than a poor one?
//   value(touchpoint) = 100 * (good_reached / good - poor_reached / poor)
//
// Each customer counts once a touchpoint, with the first graded experience there (experience.h). good and poor are the
// customers whose first experience was good or poor; reached: those to whom the outcome (outcome.h) happened strictly
// later and no later than `within`. A touchpoint "moves the outcome" when its two-sided p-value, adjusted over all
// touchpoints of the table (Benjamini and Hochberg), is at most `rate`; else there is "no proven effect". With
// stratify= the difference is that within values of a field, weighted (Mantel and Haenszel): the value last known at
// the experience, so that nothing later can enter.
// Counts    identified customers. Left out and noted: neutral experiences; unrated ones; those whose window is not over
//           (all others would have had less time to reach the outcome); for next_stage those without a known stage or
//           already in the last one.
// Unit      percentage points, in [-100, 100]; Newcombe's interval, Fisher's test; with stratify= the score interval of
//           Klingenberg and the test of Cochran, Mantel and Haenszel.
// Empty     nobody on one side: no value, "no proven effect". No graded experience: no row.
// Split     by the experience; each row of a split is a table of its own, with its own adjustment.
// Merge     exact, any order. Cost: O(log events) an experience; state: touchpoints x strata.
// Errors    bind: those of experience.h and outcome.h; node and stratify that are no fields. load: kCorruption.
// Threads   const and safe.
// Source    Newcombe, Statistics in Medicine 17, 1998; Benjamini and Hochberg, JRSS B 57, 1995; stats/newcombe.h.
// Checked   twin over random lives, drill-down and laws, moments_of_truth_test.cc; tests/oracles/moments_of_truth.sql.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "influence/experience.h"
#include "influence/outcome.h"
#include "measure/by_code.h"
#include "measure/fold.h"
#include "measure/node_column.h"
#include "stats/newcombe.h"

namespace sojourn {

class MomentsOfTruth {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kInRange;

  // Experiences that are not compared, by reason.
  enum Left : size_t { kNeutral, kUnrated, kOpen, kNoStage, kLastStage, kReasons };
  struct Place {
    ByCode<TwoShares> strata;  // By code of the stratum; x are those who reached the outcome, 1 the good side.
    std::array<int64_t, kReasons> left_out{};
  };
  struct State {
    ByCode<Place> places;  // By code of the node.
  };
  struct Scratch {
    ExperienceScratch experience;
    OutcomeScratch outcome;
  };

  static Result<MomentsOfTruth> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void prepare(const Block& block, EventBits& shown, Scratch& scratch) const;
  void fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const;
  void merge(State& into, const State& from) const;
  // Those that move the outcome first, the largest difference first; then the others in the same order.
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  struct Row;
  void take(Place& place, Grade grade, Micros time, size_t stage, uint32_t stratum, const OutcomeTimes& times) const;
  std::optional<Difference> difference(const Place& place, const TwoShares& together) const;
  std::vector<Value> cells(const Row& row) const;
  Result<Place> load_place(ByteReader& in) const;

  ExperienceRule experience_;
  Outcome outcome_;
  NodeColumn node_;
  std::optional<NodeColumn> stratum_;
  double rate_ = 0.05;
  Micros known_until_ = 0;
};

MeasureDefinition moments_of_truth_definition();

}  // namespace sojourn
