// The plain funnel over a whole block: in order, best attempt, each customer once, no split.
//
// Finds the attempts of plain_search.h, without making a list of events. The block's events with steps are bits; the
// search jumps from one customer with a step 1 to the next and walks the bits from there. Per level the latest start is
// kept. Who comes beyond step 1 is walked once more, from the reported start, for the times.
// Ties      events of one instant that meet one step each are taken together, in order of steps. When an event that
//           meets several steps shares its instant, the customer is left to the plain search.
// Checked   equal states, byte for byte, to those of the general way on random lives; funnel_test.cc.
#pragma once

#include "funnels/funnel_lives.h"
#include "funnels/funnel_rows.h"
#include "funnels/funnel_state.h"

namespace sojourn {

// Counts the customers of the block by the events that are in scratch.matters and scratch.first. REQUIRES: plan.plain(),
// the lives have selected the block into `scratch`, and there is no split.
void fold_dense_funnel(const FunnelPlan& plan, const Block& block, const FunnelScratch& scratch,
                       Groups<FunnelState>& groups);

}  // namespace sojourn
