#include "journeys/transitions.h"

#include <algorithm>
#include <string>
#include <tuple>

namespace sojourn {

Transitions::Edge& Transitions::find_or_add(uint32_t from, uint32_t to, uint32_t nodes) {
  const bool in_table = !dense_.empty() && from < nodes && to < nodes;
  if (!in_table) {
    const uint64_t key = (static_cast<uint64_t>(from) << 32) | to;
    const auto [found, added] = sparse_.try_emplace(key, static_cast<uint32_t>(edges_.size()));
    if (!added) return edges_[found->second];
  }
  Edge edge;
  edge.from = from;
  edge.to = to;
  edges_.push_back(std::move(edge));
  if (in_table) {
    dense_[static_cast<size_t>(from) * nodes + to] = static_cast<uint32_t>(edges_.size());
  } else if (dense_.empty() && wants_table(nodes)) {
    dense_.assign(static_cast<size_t>(nodes) * nodes, 0);
    for (uint32_t i = 0; i < edges_.size(); ++i) {
      if (edges_[i].from < nodes && edges_[i].to < nodes) {
        dense_[static_cast<size_t>(edges_[i].from) * nodes + edges_[i].to] = i + 1;
      }
    }
  }
  return edges_.back();
}

uint32_t Transitions::add_many(uint32_t from, uint32_t to, int64_t times, int64_t customers, uint32_t nodes) {
  Edge& edge = at(from, to, nodes);
  edge.times += times;
  edge.customers += customers;
  return static_cast<uint32_t>(&edge - edges_.data());
}

void Transitions::settle() {
  std::vector<int64_t> room;
  for (uint32_t i = 0; i < edges_.size(); ++i) edges_[i].between.add_all(aside_.of(i, room));
  aside_.clear();
}

void Transitions::merge(const Transitions& other, uint32_t nodes) {
  std::vector<uint32_t> here;
  here.reserve(other.edges_.size());
  edges_.reserve(std::max(edges_.size(), other.edges_.size()));
  for (const Edge& edge : other.edges_) {
    Edge& into = at(edge.from, edge.to, nodes);
    here.push_back(static_cast<uint32_t>(&into - edges_.data()));
    into.times += edge.times;
    into.customers += edge.customers;
    into.between.merge(edge.between);
  }
  aside_.merge(other.aside_, here);
  if (aside_.full(2)) settle();
}

void Transitions::save(const Names& names, ByteWriter& out) const {
  std::vector<const Edge*> sorted;
  for (const Edge& edge : edges_) sorted.push_back(&edge);
  const auto texts = [&](const Edge* edge) { return std::tuple(names.text(edge->from), names.text(edge->to)); };
  std::sort(sorted.begin(), sorted.end(), [&](const Edge* a, const Edge* b) { return texts(a) < texts(b); });
  out.u64(sorted.size());
  std::vector<int64_t> room;
  for (const Edge* edge : sorted) {
    out.text(names.text(edge->from));
    out.text(names.text(edge->to));
    out.i64(edge->times);
    out.i64(edge->customers);
    if (edge->from != kNoNode && edge->to != kNoNode) between(*edge, room).save(out);
  }
}

Result<Transitions::Edge> Transitions::load_edge(Names& names, bool lengths, ByteReader& in) {
  SOJOURN_TRY(const std::string from, in.text());
  SOJOURN_TRY(const std::string to, in.text());
  Edge edge;
  SOJOURN_TRY(edge.times, load_count(in, 1));
  SOJOURN_TRY(edge.customers, load_count(in, 1));
  if (edge.times < edge.customers) return in.corrupt("an edge's counts make no sense");
  if (from.empty() && to.empty()) return in.corrupt("an edge has no ends");
  if (!from.empty() && !to.empty()) {
    SOJOURN_TRY(edge.between, QuantileSketch::load(in, kExactLengths));
    if (edge.between.count() != (lengths ? edge.times : 0)) return in.corrupt("an edge's times do not add up");
  }
  if (!from.empty()) edge.from = names.intern(from);
  if (!to.empty()) edge.to = names.intern(to);
  return edge;
}

Result<Transitions> Transitions::load(Names& names, uint32_t nodes, bool lengths, ByteReader& in) {
  SOJOURN_TRY(const uint64_t count, in.count(2 * sizeof(uint32_t) + 2 * sizeof(int64_t)));
  Transitions loaded;
  int64_t left = kSavedCountMax;               // So that sums over edges stay within int64.
  std::unordered_map<uint32_t, int64_t> gain;  // What comes into a node less what goes out; kNoNode: ends less starts.
  for (uint64_t i = 0; i < count; ++i) {
    SOJOURN_TRY(Edge edge, load_edge(names, lengths, in));
    if (edge.times > left) return in.corrupt("there are more transitions than events can make");
    left -= edge.times;
    gain[edge.to] += edge.times;
    gain[edge.from] -= edge.times;
    Edge& into = loaded.at(edge.from, edge.to, nodes);
    if (into.times != 0) return in.corrupt("an edge stands there twice");
    into = std::move(edge);
  }
  for (const auto& [node, surplus] : gain) {
    if (surplus != 0) return in.corrupt("what comes into a node does not equal what goes out");
  }
  return loaded;
}

}  // namespace sojourn
