// What follows what on paths, with how each path ended: what a Markov model of order 1 to 3 learns from.
//
// Counts    for each path: every step from the last `order` touches (fewer at its beginning) to the next touch, and
//           from its last ones to its end, converted or lost. Empty paths have no steps.
// Limit     kStepsMax different steps. Beyond, all is dropped but the fact, so that memory is bounded and states still
//           merge to the same bytes in any order.
// Merge     exact, any order. Cost: add O(1) a touch: a table of nodes x nodes for order 1 while it is small or worth
//           it, else a hash table. Memory: about 60 bytes a step that occurs.
// Errors    load: kCorruption for counts that no paths have: what comes to a state must leave it.
#pragma once

#include <array>
#include <span>
#include <unordered_map>
#include <vector>

#include "attribution/conversion_paths.h"
#include "stats/absorbing_chain.h"

namespace sojourn {

class PathTransitions {
 public:
  static constexpr int kOrderMax = 3;
  // All pairs of 1,400 nodes, all that can follow two of 125: chains of more steps are not solved anyway. Steps that
  // stand in the table are not counted.
  static constexpr size_t kStepsMax = 2'000'000;
  // The last touches, the latest last; 0 before the first.
  using Memory = std::array<uint32_t, kOrderMax>;
  static constexpr uint32_t kLost = UINT32_MAX;
  static constexpr uint32_t kConverted = 0;
  struct Step {
    Memory from{};
    uint32_t to = 0;  // A node, kConverted or kLost.
    int64_t times = 0;
  };

  // `order` and `nodes` (codes known when bound) are the same at every call. `collapse`: a run of touches of one node is
  // one touch.
  void add_path(std::span<const Touch> path, bool converted, bool collapse, int order, uint32_t nodes);
  // So many steps of paths of order 1: 0 before the first touch; to kConverted or kLost at its end.
  void add_steps(uint32_t from, uint32_t to, int64_t times, uint32_t nodes) {
    if (!table_.empty()) {  // Codes are below `nodes` while folding.
      table_[place(from, to, nodes)] += times;
    } else if (times != 0) {
      count({0, 0, from}, to, times, 1, nodes);
    }
  }
  void merge(const PathTransitions& other, int order, uint32_t nodes);
  bool too_many() const { return too_many_; }
  // In order of the texts of their nodes, so that what is computed from them does not depend on codes.
  std::vector<Step> steps(const Names& names, uint32_t nodes) const;
  // The state after `to` was reached.
  static Memory after(const Memory& from, uint32_t to, int order);

  void save(const Names& names, uint32_t nodes, ByteWriter& out) const;
  // `converted`: so many paths must have ended so, unless there were too many steps.
  static Result<PathTransitions> load(Names& names, int order, uint32_t nodes, int64_t converted, ByteReader& in);

 private:
  struct Key {
    Memory from{};
    uint32_t to = 0;
    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    size_t operator()(const Key& key) const;
  };
  static constexpr uint32_t kTableNodesMax = 256;
  static constexpr uint32_t kSmallTableNodes = 16;
  static constexpr size_t kSparseStepsMax = 64;

  void drop();
  std::vector<Step> unsorted_steps(uint32_t nodes) const;
  void count(const Memory& from, uint32_t to, int64_t times, int order, uint32_t nodes);
  bool use_table(int order, uint32_t nodes);
  static bool in_table(const Memory& from, uint32_t to, uint32_t nodes);
  static size_t place(uint32_t from, uint32_t to, uint32_t nodes) {
    return from * (nodes + size_t{1}) + (to == kLost ? nodes : to);
  }

  std::vector<int64_t> table_;  // Order 1: from * (nodes + 1) + to; kLost stands at `nodes`.
  std::unordered_map<Key, int64_t, KeyHash> sparse_;
  bool too_many_ = false;
};

// The chain of these steps; each node is a group, by its place in `nodes`.
struct PathChain {
  AbsorbingChain chain;
  std::vector<uint32_t> nodes;
};
// States stand in the order in which the steps name them.
PathChain chain_of(const std::vector<PathTransitions::Step>& steps, int order);

}  // namespace sojourn
