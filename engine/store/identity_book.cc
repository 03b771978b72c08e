#include "store/identity_book.h"

#include <algorithm>
#include <utility>

#include "base/assert.h"
#include "base/hash.h"

namespace sojourn {
namespace {

uint64_t hash_identifier(IdentifierKind kind, std::string_view value) {
  // The kind moves the hash away from that of the same value of another kind (odd constant of Knuth's, 2^64/phi).
  return hash64(value) ^ (static_cast<uint64_t>(kind) * 0x9E3779B97F4A7C15u);
}

uint64_t hash_pair(IdentifierCode a, IdentifierCode b) {
  const uint64_t pair[1] = {(static_cast<uint64_t>(std::min(a, b)) << 32) | std::max(a, b)};
  return hash64(std::string_view(reinterpret_cast<const char*>(pair), sizeof pair));
}

bool same_pair(const IdentityBook::Link& link, IdentifierCode a, IdentifierCode b) {
  return (link.a == a && link.b == b) || (link.a == b && link.b == a);
}

}  // namespace

// --- identifiers

uint64_t IdentityBook::identifier_hash(IdentifierCode code) const {
  return hash_identifier(nodes_[code].kind, values_[code]);
}

IdentifierCode IdentityBook::find(IdentifierKind kind, std::string_view value) const {
  return identifiers_.find(hash_identifier(kind, value),
                           [&](IdentifierCode code) { return nodes_[code].kind == kind && values_[code] == value; });
}

IdentifierCode IdentityBook::find_or_add(IdentifierKind kind, std::string_view value) {
  const IdentifierCode known = find(kind, value);
  if (known != 0) return known;
  const auto code = static_cast<IdentifierCode>(values_.size());
  identifiers_.insert(hash_identifier(kind, value), code,
                      [this](IdentifierCode other) { return identifier_hash(other); });
  values_.push_back(arena_.keep(value));
  Node node;
  node.kind = kind;
  node.generic = kind == IdentifierKind::kEmail && is_generic_mailbox(value);
  node.part = code;
  node.next_in_part = code;
  node.next_member = code;
  nodes_.push_back(node);
  touch(code);
  return code;
}

// --- links

bool IdentityBook::can_join(const Link& fact) const {
  return fact.by_hand || (!nodes_[fact.a].generic && !nodes_[fact.b].generic);
}

int64_t IdentityBook::add_link(const Link& fact) {
  const auto number = static_cast<uint32_t>(links_.size());
  links_.push_back({fact, nodes_[fact.a].first_link, nodes_[fact.b].first_link});
  nodes_[fact.a].first_link = number;
  nodes_[fact.b].first_link = number;
  if (!fact.by_hand) {
    pairs_.insert(hash_pair(fact.a, fact.b), number,
                  [this](uint32_t other) { return hash_pair(links_[other].fact.a, links_[other].fact.b); });
  }
  if (can_join(fact)) join_parts(fact.a, fact.b);
  touch(fact.a);
  return number;
}

void IdentityBook::undo(int64_t number) {
  Link& fact = links_[static_cast<size_t>(number)].fact;
  fact.undone = true;
  touch(fact.a);
}

void IdentityBook::see(IdentifierCode a, IdentifierCode b, Micros time) {
  const uint32_t known =
      pairs_.find(hash_pair(a, b), [&](uint32_t number) { return same_pair(links_[number].fact, a, b); });
  if (known == 0) {
    add_link({a, b, time, false, false});
  } else if (time < links_[known].fact.since) {
    links_[known].fact.since = time;
    earlier_.insert(known);
  }
}

template <class Visit>
void IdentityBook::for_each_link(IdentifierCode code, const Visit& visit) const {
  for (uint32_t number = nodes_[code].first_link; number != 0;) {
    const LinkNode& node = links_[number];
    visit(number, node.fact);
    number = node.fact.a == code ? node.next_of_a : node.next_of_b;
  }
}

std::vector<int64_t> IdentityBook::links_of(IdentifierCode code) const {
  std::vector<int64_t> numbers;
  for_each_link(code, [&](uint32_t number, const Link&) { numbers.push_back(number); });
  std::reverse(numbers.begin(), numbers.end());
  return numbers;
}

// --- parts

IdentifierCode IdentityBook::part_of(IdentifierCode code) {
  while (nodes_[code].part != code) {
    nodes_[code].part = nodes_[nodes_[code].part].part;
    code = nodes_[code].part;
  }
  return code;
}

void IdentityBook::join_parts(IdentifierCode a, IdentifierCode b) {
  a = part_of(a);
  b = part_of(b);
  if (a == b) return;
  nodes_[std::max(a, b)].part = std::min(a, b);
  std::swap(nodes_[a].next_in_part, nodes_[b].next_in_part);  // Joins the two rings.
}

void IdentityBook::touch(IdentifierCode code) {
  if (std::exchange(nodes_[code].touched, true)) return;
  touched_.push_back(code);
}

// --- customers

bool IdentityBook::surer(IdentifierCode one, IdentifierCode other) const {
  return std::pair(nodes_[one].kind, values_[one]) < std::pair(nodes_[other].kind, values_[other]);
}

void IdentityBook::collect_part(IdentifierCode code, std::vector<IdentifierCode>& codes) const {
  IdentifierCode next = code;
  do {
    codes.push_back(next);
    next = nodes_[next].next_in_part;
  } while (next != code);
}

bool IdentityBook::regroup() {
  std::vector<IdentifierCode> parts;
  for (const IdentifierCode code : touched_) {
    nodes_[code].touched = false;
    parts.push_back(part_of(code));
  }
  touched_.clear();
  if (parts.empty()) return false;
  std::sort(parts.begin(), parts.end());
  parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
  std::vector<IdentifierCode> codes;
  for (const IdentifierCode part : parts) collect_part(part, codes);
  std::sort(codes.begin(), codes.end());

  std::vector<IdentityNode> nodes;
  std::vector<IdentityLink> links;
  nodes.reserve(codes.size());
  for (const IdentifierCode code : codes) {
    nodes.push_back({code, nodes_[code].kind, nodes_[code].generic});
    for_each_link(code, [&](uint32_t, const Link& fact) {
      if (fact.a == code && !fact.undone && can_join(fact)) links.push_back({fact.a, fact.b, fact.by_hand});
    });
  }
  bool changed = false;
  settle(codes, group_identities(nodes, links), changed);
  return changed;
}

void IdentityBook::settle(const std::vector<IdentifierCode>& codes, const IdentityGroups& groups, bool& changed) {
  std::vector<IdentifierCode> old_names(codes.size());
  for (size_t i = 0; i < codes.size(); ++i) {
    old_names[i] = nodes_[codes[i]].customer == 0 ? 0 : name(codes[i]);
    guards_.erase(codes[i]);
  }
  std::vector<bool> moved(codes.size());
  for (size_t i = 0; i < codes.size(); ++i) {
    Node& node = nodes_[codes[i]];
    moved[i] = node.customer != groups.customer[i];
    changed = changed || (moved[i] && node.customer != 0);
    node.customer = groups.customer[i];
    node.next_member = codes[i];
    node.name = codes[i];
    if (node.customer == codes[i]) continue;
    // Codes ascend, so the customer's own node was laid before the nodes that join it.
    Node& head = nodes_[node.customer];
    node.next_member = head.next_member;
    head.next_member = codes[i];
    if (surer(codes[i], head.name)) head.name = codes[i];
  }
  for (size_t i = 0; i < codes.size(); ++i) {
    if (moved[i] || name(codes[i]) != old_names[i]) renamed_.push_back(codes[i]);
  }
  for (const IdentityGuard& guard : groups.guards) guards_[guard.code] = guard.reason;
}

std::vector<IdentifierCode> IdentityBook::members(IdentifierCode code) const {
  std::vector<IdentifierCode> found;
  const IdentifierCode head = nodes_[code].customer;
  IdentifierCode next = head;
  do {
    found.push_back(next);
    next = nodes_[next].next_member;
  } while (next != head);
  std::sort(found.begin(), found.end(), [this](IdentifierCode a, IdentifierCode b) { return surer(a, b); });
  return found;
}

}  // namespace sojourn
