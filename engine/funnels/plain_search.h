// The reported attempt in order, when there is no rule but the window and strictly_later (funnels/attempt.h).
//
// Per level only the latest start is kept, since it has the most time left; times are found in a second pass from the
// reported start, where the furthest attempt can do all that others can.
#pragma once

#include "funnels/attempt.h"

namespace sojourn {

// REQUIRES: kOrdered, and nothing of no_repeats, grace, step_window and exclusions.
Attempt plain_attempt(const FunnelRules& rules, StepEvents events);

}  // namespace sojourn
