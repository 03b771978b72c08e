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

// How many identifiers of which kinds may stand on events with one of `kind`.
struct Crowd {
  bool counts(IdentifierKind other) const { return other >= from && other <= to; }
  IdentifierKind from;
  IdentifierKind to;
  size_t limit;
  const char* what;
};

std::span<const Crowd> crowds_of(IdentifierKind kind) {
  using enum IdentifierKind;
  static constexpr Crowd kOfEmail[] = {{kId, kEmail, limits::kSharedIdentifierMax, "customer numbers or e-mails"}};
  static constexpr Crowd kOfPhone[] = {
      {kId, kPhone, limits::kSharedIdentifierMax, "customer numbers, e-mails or phones"}};
  static constexpr Crowd kOfDevice[] = {{kId, kId, 1, "customer numbers"},
                                        {kAnonymous, kAnonymous, limits::kSharedIdentifierMax, "cookies"}};
  switch (kind) {
    case kEmail: return kOfEmail;
    case kPhone: return kOfPhone;
    case kAnonymous: return std::span(kOfDevice).first(1);
    case kDevice: return kOfDevice;
    default: return {};
  }
}

using Pairs = std::vector<std::pair<Index, Index>>;

void sort_unique(Pairs& pairs) {
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
}

// Calls visit(run) for every run of pairs with the same first part.
template <class Visit>
void for_each_run(const Pairs& sorted, const Visit& visit) {
  for (size_t from = 0; from < sorted.size();) {
    size_t to = from;
    while (to < sorted.size() && sorted[to].first == sorted[from].first) ++to;
    visit(std::span(sorted).subspan(from, to - from));
    from = to;
  }
}

using Run = std::span<const std::pair<Index, Index>>;

class Grouping {
 public:
  Grouping(std::span<const IdentityNode> nodes, std::span<const IdentityLink> links)
      : nodes_(nodes), sure_(nodes.size()), holds_(nodes.size(), 0), reasons_(nodes.size()) {
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
    guard_crowded();
    join_sure();
    guard_meeting_places();
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
  bool known(Index root) const { return holds_[root] != 0; }

  void guard_mailboxes() {
    for (Index i = 0; i < nodes_.size(); ++i) {
      if (nodes_[i].generic) reasons_[i] = "generic mailbox";
    }
  }

  void guard_crowded() {
    Pairs seen_with;
    const auto note = [&](Index i, Index other) {
      for (const Crowd& crowd : crowds_of(nodes_[i].kind)) {
        if (crowd.counts(nodes_[other].kind)) seen_with.emplace_back(i, other);
      }
    };
    for (const auto& [a, b] : seen_) {
      note(a, b);
      note(b, a);
    }
    sort_unique(seen_with);
    for_each_run(seen_with, [&](Run run) {
      const Index i = run.front().first;
      if (guarded(i)) return;
      for (const Crowd& crowd : crowds_of(nodes_[i].kind)) {
        const auto count = static_cast<size_t>(std::count_if(
            run.begin(), run.end(), [&](const auto& pair) { return crowd.counts(nodes_[pair.second].kind); }));
        if (count <= crowd.limit) continue;
        reasons_[i] =
            "shared: " + std::to_string(count) + " " + crowd.what + " (limit " + std::to_string(crowd.limit) + ")";
        return;
      }
    });
  }

  // What is certain before any cookie or device speaks: links by hand, and ids, e-mails and phones among themselves.
  void join_sure() {
    for (const auto& [a, b] : by_hand_) sure_.unite(a, b);
    for (const auto& [a, b] : seen_) {
      if (!weak(a) && !weak(b) && !guarded(a) && !guarded(b)) sure_.unite(a, b);
    }
    for (Index i = 0; i < nodes_.size(); ++i) {
      if (nodes_[i].kind > IdentifierKind::kPhone || guarded(i)) continue;
      holds_[sure_.root(i)] |= static_cast<uint8_t>(1u << static_cast<unsigned>(nodes_[i].kind));
    }
  }

  // Cannot all these customers (second parts, by root in sure_) be one person? Two customer numbers, e-mails or phones
  // that nothing sure has joined speak against it; a number here and an e-mail there do not.
  bool differ(Run customers) const {
    uint8_t held = 0;
    for (const auto& [from, customer] : customers) {
      if ((held & holds_[customer]) != 0) return true;
      held |= holds_[customer];
    }
    return false;
  }

  template <class Visit>
  void for_each_weak_link(const Visit& visit) {
    for (const auto& [a, b] : seen_) {
      if ((weak(a) || weak(b)) && !guarded(a) && !guarded(b)) visit(a, b);
    }
  }

  // A cookie or device on which several customers were seen.
  void guard_meeting_places() {
    Pairs meets;  // (weak identifier, root of a known customer)
    const auto meet = [&](Index weak_one, Index other) {
      if (!weak(weak_one)) return;
      for (const Index root : {sure_.root(weak_one), sure_.root(other)}) {
        if (known(root)) meets.emplace_back(weak_one, root);
      }
    };
    for_each_weak_link([&](Index a, Index b) {
      meet(a, b);
      meet(b, a);
    });
    sort_unique(meets);
    for_each_run(meets, [&](Run run) {
      if (!differ(run)) return;
      const Index i = run.front().first;
      reasons_[i] = known(sure_.root(i)) ? "shared: seen with another customer than the one it was linked to by hand"
                                         : "shared: seen with " + std::to_string(run.size()) + " customers (limit 1)";
    });
  }

  // A device may be tied to one known customer itself and yet, over other devices and cookies, reach a second one.
  // Nothing says which step of such a chain is the shared one, so all its cookies and devices are guarded.
  void guard_chains() {
    Sets chains(nodes_.size());
    Pairs touches;  // (any member of a chain, root of a known customer)
    for_each_weak_link([&](Index a, Index b) {
      const Index one = sure_.root(a);
      const Index other = sure_.root(b);
      if (!known(one) && !known(other)) {
        chains.unite(one, other);
      } else if (!known(other)) {
        touches.emplace_back(other, one);
      } else if (!known(one)) {
        touches.emplace_back(one, other);
      } else {
        // Known by hand, and seen with another customer: a chain of its own.
        for (const Index end : {a, b}) {
          if (weak(end)) touches.insert(touches.end(), {{end, one}, {end, other}});
        }
      }
    });
    for (auto& touch : touches) touch.first = chains.root(touch.first);
    sort_unique(touches);
    const std::vector<size_t> reached = customers_of_shared_chains(touches);
    for (Index i = 0; i < nodes_.size(); ++i) {
      if (!weak(i) || guarded(i)) continue;
      const Index root = sure_.root(i);
      const size_t count = reached[chains.root(known(root) ? i : root)];
      if (count == 0) continue;
      reasons_[i] = "shared: devices and cookies seen together reach " + std::to_string(count) + " customers (limit 1)";
    }
  }

  // By chain: how many customers it would join that differ; 0 where all is well. A chain may be at fault alone, or
  // together with others that join the same customers further.
  std::vector<size_t> customers_of_shared_chains(const Pairs& touches) const {
    std::vector<size_t> reached(nodes_.size(), 0);
    Sets joined(nodes_.size());
    Pairs bridges;
    for_each_run(touches, [&](Run run) {
      if (run.size() < 2) return;
      if (differ(run)) {
        reached[run.front().first] = run.size();
        return;
      }
      for (const auto& [chain, customer] : run) joined.unite(run.front().second, customer);
      bridges.insert(bridges.end(), run.begin(), run.end());
    });
    Pairs members;  // (root in joined, root of a known customer)
    for (const auto& [chain, customer] : bridges) members.emplace_back(joined.root(customer), customer);
    sort_unique(members);
    std::vector<size_t> differing(nodes_.size(), 0);  // By root in joined.
    for_each_run(members, [&](Run run) {
      if (differ(run)) differing[run.front().first] = run.size();
    });
    for (const auto& [chain, customer] : bridges) reached[chain] = differing[joined.root(customer)];
    return reached;
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
  std::vector<uint8_t> holds_;        // By root in sure_: which sure kinds it holds, a bit each; 0: nobody known.
  std::vector<std::string> reasons_;  // "": not guarded.
};

}  // namespace

IdentityGroups group_identities(std::span<const IdentityNode> nodes, std::span<const IdentityLink> links) {
  if (nodes.empty()) return {};
  return Grouping(nodes, links).run();
}

}  // namespace sojourn
