// The reported attempt when events that are at most `grace` apart count as in either order (funnels/attempt.h).
//
// Events come in order of time, and each may serve any step that nobody serves yet: so no event serves two. What can
// still become of a half-built attempt depends on which steps it has, on its start, and on the times of those that
// stand above a gap, since the gap must be filled within the grace (with limits from step to step also on the time of
// the step before it). Of attempts that agree in all of this but the start, the one that is reported before is kept.
// Cost      O(events * ways in which steps can stand so close); of more than kGraceWaysMax of them at a time the
//           attempt is `crowded`: no answer can be made of it.
#pragma once

#include "funnels/attempt.h"

namespace sojourn {

// Of half-built attempts that stand at one time. It does not depend on the order of events of equal time.
inline constexpr size_t kGraceWaysMax = 4096;

// Are there two events with steps at most `grace` apart, but not at once? Without them a grace changes nothing.
bool has_close_events(const FunnelRules& rules, StepEvents events);

// REQUIRES: kOrdered; not strictly_later, not no_repeats; no exclusions.
Attempt grace_attempt(const FunnelRules& rules, StepEvents events);

}  // namespace sojourn
