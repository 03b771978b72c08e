#include "journeys/transitions.h"

#include <algorithm>
#include <string>
#include <tuple>

namespace sojourn {

Transitions::Edge& Transitions::find_or_add(uint32_t from, uint32_t to, uint32_t nodes) {
  const uint64_t key = (static_cast<uint64_t>(from) << 32) | to;
  const auto [found, added] = sparse_.try_emplace(key, static_cast<uint32_t>(edges_.size()));
  if (!added) return edges_[found->second];
  edges_.push_back(Edge{from, to, 0, 0, {}});
  if (nodes <= kDenseNodesMax && dense_.empty() && edges_.size() > kSparseEdgesMax) {
    dense_.assign(static_cast<size_t>(nodes) * nodes, 0);
    for (uint32_t i = 0; i < edges_.size(); ++i) {
      if (edges_[i].from < nodes && edges_[i].to < nodes) {
        dense_[static_cast<size_t>(edges_[i].from) * nodes + edges_[i].to] = i + 1;
      }
    }
  } else if (!dense_.empty() && from < nodes && to < nodes) {
    dense_[static_cast<size_t>(from) * nodes + to] = static_cast<uint32_t>(edges_.size());
  }
  return edges_.back();
}

void Transitions::merge(const Transitions& other, uint32_t nodes) {
  for (const Edge& edge : other.edges_) {
    Edge& into = at(edge.from, edge.to, nodes);
    into.times += edge.times;
    into.customers += edge.customers;
    into.between.merge(edge.between);
  }
}

void Transitions::save(const Names& names, ByteWriter& out) const {
  std::vector<const Edge*> sorted;
  for (const Edge& edge : edges_) sorted.push_back(&edge);
  const auto texts = [&](const Edge* edge) { return std::tuple(names.text(edge->from), names.text(edge->to)); };
  std::sort(sorted.begin(), sorted.end(), [&](const Edge* a, const Edge* b) { return texts(a) < texts(b); });
  out.u64(sorted.size());
  for (const Edge* edge : sorted) {
    out.text(names.text(edge->from));
    out.text(names.text(edge->to));
    out.i64(edge->times);
    out.i64(edge->customers);
    if (edge->from != kNoNode && edge->to != kNoNode) edge->between.save(out);
  }
}

Result<Transitions::Edge> Transitions::load_edge(Names& names, ByteReader& in) {
  SOJOURN_TRY(const std::string from, in.text());
  SOJOURN_TRY(const std::string to, in.text());
  Edge edge;
  SOJOURN_TRY(edge.times, in.i64());
  SOJOURN_TRY(edge.customers, in.i64());
  if (edge.customers < 1 || edge.times < edge.customers) return in.corrupt("an edge's counts make no sense");
  if (from.empty() && to.empty()) return in.corrupt("an edge has no ends");
  if (!from.empty() && !to.empty()) {
    SOJOURN_TRY(edge.between, DurationSketch::load(in));
    if (edge.between.count() != edge.times) return in.corrupt("an edge's times do not add up");
  } else if (edge.times != edge.customers) {
    return in.corrupt("a customer starts or ends twice");
  }
  if (!from.empty()) edge.from = names.intern(from);
  if (!to.empty()) edge.to = names.intern(to);
  return edge;
}

Result<Transitions> Transitions::load(Names& names, uint32_t nodes, ByteReader& in) {
  SOJOURN_TRY(const uint64_t count, in.count(2 * sizeof(uint32_t) + 2 * sizeof(int64_t)));
  Transitions loaded;
  for (uint64_t i = 0; i < count; ++i) {
    SOJOURN_TRY(Edge edge, load_edge(names, in));
    Edge& into = loaded.at(edge.from, edge.to, nodes);
    if (into.times != 0) return in.corrupt("an edge stands there twice");
    into = std::move(edge);
  }
  return loaded;
}

}  // namespace sojourn
