// What a rule would have done: over the causes of the last days as if each had come in time, changing nothing.
//
// Counts    each cause is one: invited, or the first reason why not, in the order in which they are looked at. The
//           cool-down counts invitations that went out and those that this rule would have sent, the earlier first.
// Cost      that of find_causes() over the stretch, and a look-up a customer.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "act/causes.h"
#include "act/invitation_book.h"
#include "act/unsubscribes.h"

namespace sojourn {

inline constexpr Micros kTrialOver = 30 * kDay;

struct RuleTrial {
  Micros from = 0;
  int64_t causes = 0;
  int64_t customers = 0;                  // With a cause.
  int64_t invitations = 0;                // That would be sent.
  int64_t invited_customers = 0;          // To so many.
  std::map<std::string, int64_t> others;  // Causes without an invitation, by reason.
};

Result<RuleTrial> try_rule(Store& store, const InvitationRule& rule, const InvitationBook& book,
                           const Unsubscribes& unsubscribes, Micros now, const DressSnapshot& dress = {});

}  // namespace sojourn
