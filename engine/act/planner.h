// Follows the record: each cause that a rule finds becomes an invitation, planned or, with its reason, skipped.
//
// New rules look back as far as their causes may be old; from then on each event is looked at once, by its number.
// Once      planned invitations and how far the record was followed are one transaction; and a cause that is met again
//           has the same id. How far is also kept now and then when nothing was found.
// Threads   one.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "act/causes.h"
#include "act/follow_mark.h"
#include "act/invitation_book.h"
#include "act/rule_book.h"
#include "act/unsubscribes.h"

namespace sojourn {

class Planner {
 public:
  // All are borrowed.
  Planner(Store& store, const RuleBook& rules, InvitationBook& book, const Unsubscribes& unsubscribes, FollowMark& mark,
          DressSnapshot dress)
      : store_(store), rules_(rules), book_(book), unsubscribes_(unsubscribes), mark_(mark), dress_(std::move(dress)) {}

  // Follows up to the newest event.
  Status follow(Micros now);

 private:
  using Planned = std::multimap<std::string, Micros>;  // Due times by customer and lane, of this stretch.
  Status begin_new(const std::vector<InvitationRule>& rules, Micros now);
  Status follow_stretch(const std::vector<InvitationRule>& rules, int64_t after, int64_t up_to, Micros now);
  Status plan(const InvitationRule& rule, const Cause& cause, Micros now, Planned& planned,
              std::vector<Invitation>& fresh, RuleMark& mark);
  bool cooled_down(const InvitationRule& rule, const Invitation& invitation, std::span<const Identifier> customer,
                   const Planned& planned) const;

  Store& store_;
  const RuleBook& rules_;
  InvitationBook& book_;
  const Unsubscribes& unsubscribes_;
  FollowMark& mark_;
  const DressSnapshot dress_;
  Micros kept_ = 0;  // When it was last written how far the record was followed.
};

}  // namespace sojourn
