// How often, by how many customers and after how long one node followed another: the state of the process map.
//
// Counts    each adjacent pair of a journey, its start (from kNoNode) and its end (to kNoNode); a customer once an
//           edge, also when they make several journeys. Lengths of time only where they are asked for.
// Merge     exact, any order, so long as no customer is in both.
// Cost      add O(1): a table of nodes x nodes while it is small beside the edges, else a hash table.
//           add_many: that once for all. Memory: an edge and its lengths (stats/quantile_sketch.h) per pair that
//           occurs; lengths are exact up to kExactLengths an edge.
// Errors    load: kCorruption for bytes that no journeys write.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/status.h"
#include "base/time.h"
#include "journeys/path_lengths.h"
#include "stats/quantile_sketch.h"
#include "timelines/snapshot.h"

namespace sojourn {

class Transitions {
 public:
  static constexpr uint32_t kNoNode = 0;  // Before the first node and after the last.
  static constexpr uint32_t kDenseNodesMax = 256;
  static constexpr int64_t kExactLengths = 16'384;

  struct Edge {
    uint32_t from = kNoNode;
    uint32_t to = kNoNode;
    int64_t times = 0;
    int64_t customers = 0;
    uint64_t last_customer = std::numeric_limits<uint64_t>::max();  // Only while folding.
    QuantileSketch between{kExactLengths};                          // Of inner edges; not those put aside.
  };

  // `nodes`: codes are expected below it; others are taken too. The same number at every call.
  void add_start(uint32_t to, uint64_t customer, uint32_t nodes) { count(kNoNode, to, customer, nodes); }
  void add_end(uint32_t from, uint64_t customer, uint32_t nodes) { count(from, kNoNode, customer, nodes); }
  void add(uint32_t from, uint32_t to, Micros length, uint64_t customer, uint32_t nodes) {
    count(from, to, customer, nodes).between.add(length);
  }
  // An inner edge whose length is not asked for.
  void add(uint32_t from, uint32_t to, uint64_t customer, uint32_t nodes) { count(from, to, customer, nodes); }
  // Many times of one edge by customers who have not made it yet. Returns its number, under which put_aside() takes
  // the lengths.
  uint32_t add_many(uint32_t from, uint32_t to, int64_t times, int64_t customers, uint32_t nodes);
  PathLengths::Run new_run(size_t lengths) { return aside_.new_run(lengths); }
  void put_aside(PathLengths::Run run) {
    aside_.put_aside(std::move(run));
    if (aside_.full()) settle();
  }
  void merge(const Transitions& other, uint32_t nodes);

  const std::vector<Edge>& edges() const { return edges_; }
  // All lengths of an edge. `room` is scratch.
  QuantileSketch between(const Edge& edge, std::vector<int64_t>& room) const {
    return aside_.with(edge.between, static_cast<uint32_t>(&edge - edges_.data()), room);
  }

  // In order of the texts of from and to, so that equal states give equal bytes.
  void save(const Names& names, ByteWriter& out) const;
  // `lengths`: are there lengths?
  static Result<Transitions> load(Names& names, uint32_t nodes, bool lengths, ByteReader& in);

 private:
  // A small table costs no more than a few edges do. A large one must be worth it: a split may have many small states.
  static constexpr size_t kSmallTable = 1024;
  static constexpr size_t kSparseEdgesMax = 64;
  bool wants_table(uint32_t nodes) const {
    if (nodes > kDenseNodesMax) return false;
    return static_cast<size_t>(nodes) * nodes <= kSmallTable || edges_.size() > kSparseEdgesMax;
  }

  Edge& count(uint32_t from, uint32_t to, uint64_t customer, uint32_t nodes) {
    Edge& edge = at(from, to, nodes);
    ++edge.times;
    edge.customers += edge.last_customer != customer ? 1 : 0;  // Without a branch that would be guessed wrong.
    edge.last_customer = customer;
    return edge;
  }
  Edge& at(uint32_t from, uint32_t to, uint32_t nodes) {
    if (!dense_.empty() && from < nodes && to < nodes) {
      const uint32_t index = dense_[static_cast<size_t>(from) * nodes + to];
      if (index != 0) return edges_[index - 1];
    }
    return find_or_add(from, to, nodes);
  }
  Edge& find_or_add(uint32_t from, uint32_t to, uint32_t nodes);
  void settle();  // Nothing is put aside any more.
  static Result<Edge> load_edge(Names& names, bool lengths, ByteReader& in);

  std::vector<Edge> edges_;
  std::unordered_map<uint64_t, uint32_t> sparse_;  // (from, to) -> index; every edge that came before the table.
  std::vector<uint32_t> dense_;                    // from * nodes + to -> index + 1; see wants_table().
  PathLengths aside_;                              // Lengths of edges that are not in their sketches yet.
};

}  // namespace sojourn
