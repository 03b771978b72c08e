// Who is who: groups identifiers into customers by links that are dated facts and can be undone.
//
// Counts    Two identifiers are one customer when a chain of links joins them. A link seen on events (both stood on one
//           event) is ignored where one side is guarded; a link made by hand (sojourn link) always holds.
// Guards    An identifier that would join people who are not one person joins nobody, and is flagged:
//           a generic mailbox (info@ ...);
//           an e-mail or phone seen with more than limits::kSharedIdentifierMax identifiers as sure as itself or surer;
//           a device seen with more than limits::kSharedIdentifierMax cookies;
//           a cookie or device that, alone or over others, reaches customers that differ: two customer numbers, two
//           e-mails or two phones that nothing surer joins. It may join a number here with an e-mail there.
//           Accounts never join.
// Merge     The answer depends on the set of links alone, never on their order.
// Cost      O(n log n) in identifiers and links.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "event/identifier.h"

namespace sojourn {

using IdentifierCode = uint32_t;  // The store's number of an identifier; 1 and up.

struct IdentityLink {
  IdentifierCode a = 0;
  IdentifierCode b = 0;
  bool by_hand = false;
};

struct IdentityNode {
  IdentifierCode code = 0;
  IdentifierKind kind = IdentifierKind::kId;
  bool generic = false;  // is_generic_mailbox() of its value.
};

struct IdentityGuard {
  IdentifierCode code = 0;
  std::string reason;  // "generic mailbox", "shared: 7 customer numbers or e-mails (limit 5)" ...
};

struct IdentityGroups {
  // customer[i] belongs to nodes[i]: the smallest code of its group.
  std::vector<IdentifierCode> customer;
  std::vector<IdentityGuard> guards;  // By code.
};

// REQUIRES: nodes sorted by code, codes unique; links name codes among nodes.
IdentityGroups group_identities(std::span<const IdentityNode> nodes, std::span<const IdentityLink> links);

}  // namespace sojourn
