// What became of a customer after a moment: did it happen later than then, and no later than `within` after it?
//
//   retention         any event
//   repeat_purchase   an event that passes `purchase`
//   next_stage        an event of a later stage than the one the customer was in at that moment (its own stage, or the
//                     last known one before it)
//   custom            an event that passes `outcome_filter`
// Counts    events strictly later than the moment: what happens at the same time is neither before nor after.
// Cost      read() O(events) a customer, happened() O(log events). Errors: bind: filters; outcome_filter missing.
// Threads   const; an OutcomeScratch and OutcomeTimes belong to one thread.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "measure/definition.h"
#include "measure/fold.h"
#include "measure/stage_column.h"

namespace sojourn {

struct OutcomeScratch {
  EventBits passes;  // Of the purchase or the custom filter.
};

// One customer's events that may be an outcome: their times, ascending.
struct OutcomeTimes {
  std::vector<Micros> all;
  std::array<std::vector<Micros>, StageColumn::kStages> by_stage;  // By rank; only for next_stage.
};

class Outcome {
 public:
  // outcome, within, purchase and outcome_filter.
  static std::vector<ParameterInfo> parameters();
  static Result<Outcome> bind(BindContext& context);

  bool needs_stage() const { return kind_ == Kind::kNextStage; }
  Micros within() const { return within_; }
  void prepare(const Block& block, OutcomeScratch& scratch) const;
  void read(const Slice& slice, const OutcomeScratch& scratch, OutcomeTimes& times) const;
  // The stage that an event names, as a rank of StageColumn. REQUIRES: needs_stage().
  size_t stage(const Block& block, size_t event) const { return stages_.rank(block, event); }
  // `stage`: where the customer was then; no stage beyond it is left: false.
  bool happened(const OutcomeTimes& times, Micros moment, size_t stage) const;

 private:
  enum class Kind : unsigned char { kRetention, kRepeatPurchase, kNextStage, kCustom };

  Kind kind_ = Kind::kRetention;
  Micros within_ = 0;
  std::shared_ptr<const Predicate> filter_;
  StageColumn stages_;
};

}  // namespace sojourn
