// A funnel as asked: its parameters, bound to a snapshot.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "funnels/attempt.h"
#include "funnels/held_fields.h"
#include "funnels/step_codes.h"
#include "measure/definition.h"
#include "measure/node_column.h"
#include "measure/session_cut.h"

namespace sojourn {

enum class FunnelShow : unsigned char { kSteps, kTimes, kAfter, kBetween };
enum class FunnelCounting : unsigned char { kCustomers, kAttempts, kSessions };
// Which event of an attempt says to which value of a split it belongs.
enum class FunnelTouch : unsigned char { kFirst, kLast, kStep, kAll };

struct FunnelPlan {
  FunnelRules rules;
  std::vector<std::string> names;  // The filters as asked.
  std::vector<std::shared_ptr<const Predicate>> steps;
  std::vector<std::shared_ptr<const Predicate>> excluded;  // As rules.exclusions.
  std::shared_ptr<const Predicate> among;                  // Strict order: null for all events.
  HeldFields held;
  FunnelCounting counting = FunnelCounting::kCustomers;
  FunnelTouch touch = FunnelTouch::kFirst;
  size_t touch_step = 0;  // From 0.
  FunnelShow show = FunnelShow::kSteps;
  SessionCut sessions;
  NodeColumn node;
  std::optional<StepCodes> codes;  // When all steps ask about one column only.

  size_t step_count() const { return steps.size(); }
  bool strict() const { return rules.order == StepOrder::kStrict; }
  // Does it matter what else happens in a life?
  bool needs_all_events() const {
    return counting == FunnelCounting::kSessions || show == FunnelShow::kAfter || show == FunnelShow::kBetween;
  }
  // Can it be told from the events of the steps alone, by the latest start of each level?
  bool plain() const {
    return rules.order == StepOrder::kOrdered && !rules.first_attempt && !rules.strictly_later && !rules.no_repeats &&
           rules.grace == 0 && rules.step_window.empty() && rules.exclusions.empty() && !held.any() &&
           counting == FunnelCounting::kCustomers && !needs_all_events();
  }
};

std::vector<ParameterInfo> funnel_parameters();

// Errors: kInvalidArgument for a step that cannot be read, options that make no sense together, a list of the wrong
// length; kLimit beyond limits::kFunnelStepsMax steps or exclusions and three held fields.
Result<FunnelPlan> bind_funnel(BindContext& context);

}  // namespace sojourn
