// The nodes of a stretch of touches that moves forward, and how many touches each has there.
//
// Paths of one customer's conversions overlap: each is the one before it, some touches less at its beginning and some
// more at its end. So what is known by node costs O(1) a touch, not O(touches) a path.
// Memory    four bytes a code of the vocabulary. Threads: one.
// Checked   against a count of every stretch, node_window_test.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "attribution/conversion_paths.h"

namespace sojourn {

class NodeWindow {
 public:
  struct Node {
    uint32_t node = 0;
    uint32_t times = 0;  // Never 0.
  };

  // An empty stretch, at the beginning of another line of touches.
  void clear() {
    for (const Node& each : nodes_) places_[each.node] = 0;
    nodes_.clear();
    begin_ = end_ = 0;
  }
  // The stretch [begin, end) of the line. REQUIRES: neither end moves back, and the line is the one of the last moves,
  // but for what else than their nodes its touches are.
  void move(std::span<const Touch> line, size_t begin, size_t end) {
    for (; end_ < end; ++end_) add(line[end_].node);
    for (; begin_ < begin; ++begin_) remove(line[begin_].node);
  }

  // In no order.
  std::span<const Node> nodes() const { return nodes_; }
  // Where a node of the stretch stands among them.
  size_t place(uint32_t node) const { return places_[node] - 1; }
  uint32_t times(uint32_t node) const { return nodes_[place(node)].times; }

 private:
  void add(uint32_t node) {
    if (node >= places_.size()) places_.resize(size_t{node} + 1, 0);
    if (places_[node] == 0) {
      nodes_.push_back({node, 0});
      places_[node] = static_cast<uint32_t>(nodes_.size());
    }
    ++nodes_[place(node)].times;
  }
  void remove(uint32_t node) {
    const size_t at = place(node);
    if (--nodes_[at].times > 0) return;
    nodes_[at] = nodes_.back();
    places_[nodes_[at].node] = static_cast<uint32_t>(at) + 1;
    nodes_.pop_back();
    places_[node] = 0;
  }

  std::vector<Node> nodes_;
  std::vector<uint32_t> places_;  // By code: index into nodes_, from 1; 0: not in the stretch.
  size_t begin_ = 0;
  size_t end_ = 0;
};

}  // namespace sojourn
