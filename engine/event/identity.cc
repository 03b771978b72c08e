#include "event/identity.h"

#include <algorithm>
#include <utility>

#include "base/assert.h"
#include "base/limits.h"

namespace sojourn {
namespace {

using Index = uint32_t;  // Into `nodes`.

// Disjoint sets; a set's root is its smallest index, so that the answer never depends on the order of the links.
class Sets {
 public:
  explicit Sets(size_t count) : parent_(count) {
    for (Index i = 0; i < count; ++i) parent_[i] = i;
  }
  Index root(Index i) {
    while (parent_[i] != i) {
      parent_[i] = parent_[parent_[i]];
      i = parent_[i];
    }
    return i;
  }
  void unite(Index a, Index b) {
    a = root(a);
    b = root(b);
    if (a == b) return;
    parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<Index> parent_;
};

bool is_weak(IdentifierKind kind) { return kind == IdentifierKind::kAnonymous || kind == IdentifierKind::kDevice; }

bool joins(IdentifierKind kind) { return kind <= IdentifierKind::kDevice; }

size_t customer_numbers_max(IdentifierKind kind) { return is_weak(kind) ? 1 : limits::kSharedIdentifierMax; }

using Pairs = std::vector<std::pair<Index, Index>>;

void sort_unique(Pairs& pairs) {
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
}

// Calls visit(first, count) for every run of pairs with the same first part.
template <class Visit>
void for_each_run(const Pairs& sorted, const Visit& visit) {
  for (size_t from = 0; from < sorted.size();) {
    size_t to = from;
    while (to < sorted.size() && sorted[to].first == sorted[from].first) ++to;
    visit(sorted[from].first, to - from);
    from = to;
  }
}

class Grouping {
 public:
  Grouping(std::span<const IdentityNode> nodes, std::span<const IdentityLink> links)
      : nodes_(nodes), sure_(nodes.size()), reasons_(nodes.size()) {
    for (const IdentityLink& link : links) {
      const Index a = index_of(link.a);
      const Index b = index_of(link.b);
      if (a == b) continue;
      if (link.by_hand) {
        by_hand_.emplace_back(a, b);
      } else if (joins(nodes_[a].kind) && joins(nodes_[b].kind)) {
        seen_.emplace_back(a, b);
      }
    }
  }

  IdentityGroups run() {
    guard_mailboxes();
    guard_by_customer_numbers();
    join_sure();
    guard_chains();
    return finish();
  }

 private:
  Index index_of(IdentifierCode code) const {
    // Codes mostly have no holes, so the place is known without a search.
    const size_t guess = code - nodes_.front().code;
    if (guess < nodes_.size() && nodes_[guess].code == code) return static_cast<Index>(guess);
    const auto found = std::lower_bound(nodes_.begin(), nodes_.end(), code,
                                        [](const IdentityNode& node, IdentifierCode c) { return node.code < c; });
    SOJOURN_ASSERT(found != nodes_.end() && found->code == code, "a link names an identifier that is not there");
    return static_cast<Index>(found - nodes_.begin());
  }

  bool guarded(Index i) const { return !reasons_[i].empty(); }
  bool weak(Index i) const { return is_weak(nodes_[i].kind); }
  bool is_id(Index i) const { return nodes_[i].kind == IdentifierKind::kId; }

  void guard_mailboxes() {
    for (Index i = 0; i < nodes_.size(); ++i) {
      if (nodes_[i].generic) reasons_[i] = "generic mailbox";
    }
  }

  void guard_by_customer_numbers() {
    Pairs seen_with;  // (identifier, customer number)
    for (const auto& [a, b] : seen_) {
      if (is_id(a) && !is_id(b)) seen_with.emplace_back(b, a);
      if (is_id(b) && !is_id(a)) seen_with.emplace_back(a, b);
    }
    sort_unique(seen_with);
    for_each_run(seen_with, [&](Index i, size_t numbers) {
      const size_t limit = customer_numbers_max(nodes_[i].kind);
      if (numbers <= limit || guarded(i)) return;
      reasons_[i] = "shared: " + std::to_string(numbers) + " customer numbers (limit " + std::to_string(limit) + ")";
    });
  }

  // What is certain before any cookie or device speaks: links by hand, and ids, e-mails and phones among themselves.
  void join_sure() {
    for (const auto& [a, b] : by_hand_) sure_.unite(a, b);
    for (const auto& [a, b] : seen_) {
      if (!weak(a) && !weak(b) && !guarded(a) && !guarded(b)) sure_.unite(a, b);
    }
  }

  // A device may be tied to one known customer itself and yet, over other devices and cookies, reach a second one.
  // Nothing says which step of such a chain is the shared one, so all its cookies and devices are guarded.
  void guard_chains() {
    std::vector<char> known(nodes_.size(), 0);  // By root in sure_: has a customer number.
    for (Index i = 0; i < nodes_.size(); ++i) {
      if (is_id(i)) known[sure_.root(i)] = 1;
    }
    Sets chains(nodes_.size());
    Pairs touches;                               // (any member of a chain, root of a known customer)
    std::vector<char> bridge(nodes_.size(), 0);  // Weak, known by hand, and seen with another known customer.
    for (const auto& [a, b] : seen_) {
      if ((!weak(a) && !weak(b)) || guarded(a) || guarded(b)) continue;
      const Index one = sure_.root(a);
      const Index other = sure_.root(b);
      if (!known[one] && !known[other]) {
        chains.unite(one, other);
      } else if (known[one] && !known[other]) {
        touches.emplace_back(other, one);
      } else if (!known[one] && known[other]) {
        touches.emplace_back(one, other);
      } else if (one != other) {
        if (weak(a)) bridge[a] = 1;
        if (weak(b)) bridge[b] = 1;
      }
    }
    for (auto& touch : touches) touch.first = chains.root(touch.first);
    sort_unique(touches);
    std::vector<size_t> customers(nodes_.size(), 0);  // By root in chains.
    for_each_run(touches, [&](Index chain, size_t count) { customers[chain] = count; });
    for (Index i = 0; i < nodes_.size(); ++i) {
      if (!weak(i) || guarded(i)) continue;
      const size_t reached = customers[chains.root(sure_.root(i))];
      if (bridge[i]) {
        reasons_[i] = "shared: seen with another customer than the one it was linked to by hand";
      } else if (reached > 1) {
        reasons_[i] =
            "shared: devices and cookies seen together reach " + std::to_string(reached) + " customers (limit 1)";
      }
    }
  }

  IdentityGroups finish() {
    for (const auto& [a, b] : seen_) {
      if (!guarded(a) && !guarded(b)) sure_.unite(a, b);
    }
    IdentityGroups groups;
    groups.customer.reserve(nodes_.size());
    for (Index i = 0; i < nodes_.size(); ++i) {
      groups.customer.push_back(nodes_[sure_.root(i)].code);
      if (guarded(i)) groups.guards.push_back({nodes_[i].code, std::move(reasons_[i])});
    }
    return groups;
  }

  std::span<const IdentityNode> nodes_;
  Pairs seen_;  // Links of events between kinds that join.
  Pairs by_hand_;
  Sets sure_;
  std::vector<std::string> reasons_;  // "": not guarded.
};

}  // namespace

IdentityGroups group_identities(std::span<const IdentityNode> nodes, std::span<const IdentityLink> links) {
  if (nodes.empty()) return {};
  return Grouping(nodes, links).run();
}

}  // namespace sojourn
