// Everything the record knows about who is who, in memory: identifiers, links, and the customers they make.
//
// Linked identifiers make up parts that know nothing of each other, so regroup() looks again only at the parts that
// changed; the answer is that of group_identities() over everything.
//
// Cost      about 80 bytes an identifier and 45 a link; regroup() O(n log n) in the parts that changed.
// Threads   One writer at a time, readers in between: the owner locks.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "event/event.h"
#include "event/identifier.h"
#include "event/identity.h"
#include "store/code_table.h"

namespace sojourn {

class IdentityBook {
 public:
  struct Link {
    IdentifierCode a = 0;
    IdentifierCode b = 0;
    Micros since = 0;
    bool by_hand = false;
    bool undone = false;
  };

  // --- identifiers; codes run from 1 without holes
  IdentifierCode find(IdentifierKind kind, std::string_view value) const;  // 0: not known.
  IdentifierCode find_or_add(IdentifierKind kind, std::string_view value);
  IdentifierCode size() const { return static_cast<IdentifierCode>(values_.size() - 1); }
  IdentifierKind kind(IdentifierCode code) const { return nodes_[code].kind; }
  std::string_view value(IdentifierCode code) const { return values_[code]; }
  // A mailbox that many people share.
  bool generic(IdentifierCode code) const { return nodes_[code].generic; }
  Identifier identifier(IdentifierCode code) const { return {kind(code), std::string(value(code))}; }

  // --- links; numbers run from 1 without holes
  int64_t link_count() const { return static_cast<int64_t>(links_.size()) - 1; }
  const Link& link(int64_t number) const { return links_[static_cast<size_t>(number)].fact; }
  // As read from the record or made by hand.
  int64_t add_link(const Link& fact);
  void undo(int64_t number);
  // Both stood on one event. A pair is one link for ever: a later sight of it only makes `since` earlier.
  void see(IdentifierCode a, IdentifierCode b, Micros time);
  // Numbers of the links that see() made earlier, since the last call.
  std::set<int64_t> take_earlier() { return std::exchange(earlier_, {}); }
  // Numbers of the links of an identifier, undone ones too.
  std::vector<int64_t> links_of(IdentifierCode code) const;

  // --- customers, as of the last regroup()
  // True when identifiers that were grouped before have another customer now.
  bool regroup();
  IdentifierCode customer(IdentifierCode code) const { return nodes_[code].customer; }
  // The surest identifier of the customer.
  IdentifierCode name(IdentifierCode code) const { return nodes_[nodes_[code].customer].name; }
  // Surest kind first, then by value.
  std::vector<IdentifierCode> members(IdentifierCode code) const;
  const std::map<IdentifierCode, std::string>& guards() const { return guards_; }
  // Identifiers whose customer or its name changed since the last call; new ones too.
  std::vector<IdentifierCode> take_renamed() { return std::exchange(renamed_, {}); }
  bool has_renamed() const { return !renamed_.empty(); }

 private:
  struct Node {
    IdentifierKind kind = IdentifierKind::kId;
    bool generic = false;
    bool touched = false;             // Waits for regroup().
    IdentifierCode customer = 0;      // 0: never grouped.
    IdentifierCode name = 0;          // Of a customer (at its own code).
    IdentifierCode next_member = 0;   // Ring of the customer's identifiers.
    IdentifierCode part = 0;          // Parent in the disjoint sets of linked parts.
    IdentifierCode next_in_part = 0;  // Ring of the part's identifiers.
    uint32_t first_link = 0;
  };
  struct LinkNode {
    Link fact;
    uint32_t next_of_a = 0;
    uint32_t next_of_b = 0;
  };

  bool surer(IdentifierCode one, IdentifierCode other) const;
  IdentifierCode part_of(IdentifierCode code);
  void join_parts(IdentifierCode a, IdentifierCode b);
  void touch(IdentifierCode code);
  uint64_t identifier_hash(IdentifierCode code) const;
  // Does it hold between the two when nobody is guarded? A mailbox known to be shared is left out of the parts.
  bool can_join(const Link& fact) const;
  template <class Visit>
  void for_each_link(IdentifierCode code, const Visit& visit) const;
  void collect_part(IdentifierCode code, std::vector<IdentifierCode>& codes) const;
  void settle(const std::vector<IdentifierCode>& codes, const IdentityGroups& groups, bool& changed);

  TextArena arena_;
  std::vector<std::string_view> values_{std::string_view()};
  std::vector<Node> nodes_{Node()};
  CodeTable identifiers_;
  std::vector<LinkNode> links_{LinkNode()};
  CodeTable pairs_;  // Of links seen on events.
  std::set<int64_t> earlier_;
  std::vector<IdentifierCode> touched_;
  std::vector<IdentifierCode> renamed_;
  std::map<IdentifierCode, std::string> guards_;
};

}  // namespace sojourn
