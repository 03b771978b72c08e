// Stage conversion: of the customers who came into a stage, how many moved on, by how well they were served there.
//   value(stage, band) = 100 * customers / n
//
// A customer comes into a stage with their first event in it, and moves on with the first later event in any later
// stage, within `within` of coming in when that is given (a move after exactly `within` counts).
// The band is that of the customer's last rating of `kind` (experience_band.h): measured=in_stage takes ratings from
// coming in until moving on, or until `within` is over; measured=before those from before coming in; measured=any those
// in the stage and, failing these, before. none: no such rating. all: everybody.
// Counts    identified customers, once a stage; n came in, customers moved on. The last stage leads nowhere.
// Unit      percent with Wilson's interval; ratio = value(best) / value(worst) with Katz's log interval, in the best
//           row.
// Empty     nobody in a band: no row. No ratio without a worst band in which somebody moved on.
// Split     a customer's stay counts in the group of the event with which they came into the stage.
// Merge     exact, any order. Cost: O(1) an event; state 5 stages x 4 bands.
// Errors    bind: limits of bands that overlap. load: kCorruption. Threads: const and safe.
// Source    Katz et al., Biometrics 34, 1978; Wilson, JASA 22, 1927.
// Checked   twin over random journeys, stage_conversion_test.cc; tests/oracles/stage_conversion.sql.
#pragma once

#include <array>

#include "measure/fold.h"
#include "measure/stage_column.h"
#include "stages/experience_band.h"
#include "stats/risk_ratio.h"

namespace sojourn {

class StageConversion {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kInRange;
  static constexpr size_t kStages = StageColumn::kStages - 1;  // From which one can move on.

  struct State {
    std::array<std::array<Proportion, kBands>, kStages> parts;  // Those who moved on, of those who came in.
    int64_t waiting = 0;  // Of those who did not: their time is not over yet; once a customer and stage.
  };

  static Result<StageConversion> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void fold(const Slice& slice, Groups<State>& groups) const;
  void merge(State& into, const State& from) const;
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  enum class Measured : unsigned char { kInStage, kBefore, kAny };
  // A customer in one stage.
  struct Stay {
    uint32_t event = 0;  // With which they came in.
    Micros entered = 0;
    bool in = false;
    bool closed = false;  // Moved on, or too late for it.
    bool moved = false;
    std::optional<Band> in_stage;
    std::optional<Band> before;
  };
  Band band_of(const Stay& stay) const;

  StageColumn column_;
  ExperienceBands bands_;
  Measured measured_ = Measured::kInStage;
  Micros within_ = 0;
  bool limited_ = false;  // Is there a `within`?
  Micros known_until_ = 0;
};

MeasureDefinition stage_conversion_definition();

}  // namespace sojourn
