// The attempt at a funnel that one customer is reported with, and all attempts one after another.
//
// Which attempt that is stands in funnels/attempt.h. Here the rules choose the search: the plain one, the ruled one
// (strict order, limits, exclusions, repeats), the one with a grace, or any order.
// Series    find_attempts: the first attempt starts with the first step 1 in the range (kAny: with the first event that
//           meets a step) and comes as far as it can from that start. It is over when it has reached the last step,
//           when its window or its next step's limit has run out, or when x, a repeat or a stranger has ended it. The
//           next one starts with the first step 1 from then on: later than the last step of one that got there, at the
//           earliest at the instant of what ended it. With a grace an attempt ends with its window. So an event serves
//           one attempt at most, and a customer who enters again in mid-attempt is not counted twice. A crowded attempt
//           (attempt.h) is the last one: where the next would start is not known.
// Cost      O(events) and a handful of words a level. Only instants at which an event meets several steps need a
//           matching (step_matching.h); any order at worst a matching an instant. With a grace, customers who have two
//           step events so close, but not at once, take O(events * ways in which steps can stand so close), of
//           which there is a limit.
// Checked   all timelines of up to five events over three touchpoints, all ties, against all assignments;
//           attempt_search_test.cc.
#pragma once

#include <span>
#include <vector>

#include "funnels/attempt.h"

namespace sojourn {

// `events` in order of time. REQUIRES: 1 <= rules.steps <= limits::kFunnelStepsMax.
Attempt find_attempt(const FunnelRules& rules, std::span<const StepEvent> events);

// Replaces `found`. Attempts come in order of time. first_attempt makes no difference, whole_customer does not apply.
void find_attempts(const FunnelRules& rules, std::span<const StepEvent> events, std::vector<Attempt>& found);

}  // namespace sojourn
