// The reported attempt when steps may come in any order (funnels/attempt.h): the window in which most steps are served.
//
// Slides a window over the events. By the matroid property a largest matching grows one event at a time, so taking each
// event that lets one more step be served gives the most steps, each as early as can be.
#pragma once

#include "funnels/attempt.h"

namespace sojourn {

Attempt any_order_attempt(const FunnelRules& rules, StepEvents events);

// The attempt whose window begins with the first of the events, as far as it comes (or to `level`).
Attempt any_order_from(const FunnelRules& rules, StepEvents events, size_t level);

}  // namespace sojourn
