#include "attribution/path_transitions.h"

#include <algorithm>
#include <map>

#include "stats/exact_sum.h"

namespace sojourn {

size_t PathTransitions::KeyHash::operator()(const Key& key) const {
  uint64_t hash = key.to;
  for (const uint32_t node : key.from) hash = (hash ^ node) * 0x9E3779B97F4A7C15U + (hash >> 29);
  return hash ^ (hash >> 32);
}

PathTransitions::Memory PathTransitions::after(const Memory& from, uint32_t to, int order) {
  Memory memory{};
  for (int back = 1; back < order; ++back) {
    memory[static_cast<size_t>(kOrderMax - 1 - back)] = from[static_cast<size_t>(kOrderMax - back)];
  }
  memory[kOrderMax - 1] = to;
  return memory;
}

void PathTransitions::add_path(std::span<const Touch> path, bool converted, bool collapse, int order, uint32_t nodes) {
  if (path.empty() || too_many_) return;
  const uint32_t end = converted ? kConverted : kLost;
  if (order == 1 && use_table(order, nodes)) {  // Every touch goes through here: codes are below `nodes` while folding.
    uint32_t from = 0;
    for (const Touch& touch : path) {
      table_[place(from, touch.node, nodes)] += !collapse || touch.node != from ? 1 : 0;
      from = touch.node;
    }
    ++table_[place(from, end, nodes)];
    return;
  }
  Memory from{};
  for (const Touch& touch : path) {
    if (collapse && touch.node == from.back()) continue;
    count(from, touch.node, 1, order, nodes);
    from = after(from, touch.node, order);
  }
  count(from, end, 1, order, nodes);
}

bool PathTransitions::use_table(int order, uint32_t nodes) {
  if (!table_.empty()) return true;
  if (order != 1 || nodes > kTableNodesMax) return false;
  if (nodes > kSmallTableNodes && sparse_.size() <= kSparseStepsMax) return false;
  table_.resize(nodes * (nodes + size_t{1}));
  std::erase_if(sparse_, [&](const auto& step) {
    if (!in_table(step.first.from, step.first.to, nodes)) return false;
    table_[place(step.first.from.back(), step.first.to, nodes)] = step.second;
    return true;
  });
  return true;
}

bool PathTransitions::in_table(const Memory& from, uint32_t to, uint32_t nodes) {
  return from.back() < nodes && (to < nodes || to == kLost);
}

void PathTransitions::drop() {
  *this = PathTransitions();
  too_many_ = true;
}

// Where a table can be, there is one long before kStepsMax, so that what is in the hash table does not depend on the
// order of things.
void PathTransitions::count(const Memory& from, uint32_t to, int64_t times, int order, uint32_t nodes) {
  if (too_many_) return;
  if (use_table(order, nodes) && in_table(from, to, nodes)) {
    table_[place(from.back(), to, nodes)] += times;
    return;
  }
  sparse_[{from, to}] += times;
  if (sparse_.size() > kStepsMax) drop();
}

std::vector<PathTransitions::Step> PathTransitions::unsorted_steps(uint32_t nodes) const {
  std::vector<Step> steps;
  for (size_t i = 0; i < table_.size(); ++i) {
    if (table_[i] == 0) continue;
    const auto to = static_cast<uint32_t>(i % (nodes + size_t{1}));
    steps.push_back({{0, 0, static_cast<uint32_t>(i / (nodes + size_t{1}))}, to == nodes ? kLost : to, table_[i]});
  }
  for (const auto& [key, times] : sparse_) steps.push_back({key.from, key.to, times});
  return steps;
}

void PathTransitions::merge(const PathTransitions& other, int order, uint32_t nodes) {
  if (too_many_ || other.too_many_) return drop();
  for (const Step& step : other.unsorted_steps(nodes)) count(step.from, step.to, step.times, order, nodes);
}

std::vector<PathTransitions::Step> PathTransitions::steps(const Names& names, uint32_t nodes) const {
  std::vector<Step> steps = unsorted_steps(nodes);
  std::unordered_map<uint32_t, size_t> rank;
  for (const Step& step : steps) {
    for (const uint32_t node : step.from) rank.emplace(node, 0);
    rank.emplace(step.to, 0);
  }
  std::vector<std::pair<std::string_view, uint32_t>> texts;
  for (const auto& [node, unset] : rank) {
    if (node != kConverted && node != kLost) texts.emplace_back(names.text(node), node);
  }
  std::sort(texts.begin(), texts.end());
  for (size_t i = 0; i < texts.size(); ++i) rank[texts[i].second] = i + 1;
  rank[kLost] = texts.size() + 1;  // And kConverted, which is also "no touch", is 0.
  std::vector<std::pair<std::array<size_t, kOrderMax + 1>, Step>> ranked;
  ranked.reserve(steps.size());
  for (const Step& step : steps) {
    ranked.push_back({{rank[step.from[0]], rank[step.from[1]], rank[step.from[2]], rank[step.to]}, step});
  }
  std::sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (size_t i = 0; i < steps.size(); ++i) steps[i] = ranked[i].second;
  return steps;
}

void PathTransitions::save(const Names& names, uint32_t nodes, ByteWriter& out) const {
  const auto text = [&](uint32_t code) { return code == 0 || code == kLost ? std::string_view() : names.text(code); };
  out.u8(too_many_ ? 1 : 0);
  if (too_many_) return;
  const std::vector<Step> sorted = steps(names, nodes);
  out.u64(sorted.size());
  for (const Step& step : sorted) {
    for (const uint32_t node : step.from) out.text(text(node));
    out.text(text(step.to));
    out.u8(step.to == kLost ? 1 : 0);
    out.i64(step.times);
  }
}

Result<PathTransitions> PathTransitions::load(Names& names, int order, uint32_t nodes, int64_t converted,
                                              ByteReader& in) {
  PathTransitions loaded;
  SOJOURN_TRY(const uint8_t too_many, in.u8());
  if (too_many > 1) return in.corrupt("there are neither too many steps nor not");
  loaded.too_many_ = too_many == 1;
  if (loaded.too_many_) return loaded;
  SOJOURN_TRY(const uint64_t count, in.count(sizeof(int64_t)));
  std::map<Memory, int64_t> balance;  // What came to a state and did not leave it.
  int64_t ended_converted = 0;
  int64_t total = 0;
  for (uint64_t i = 0; i < count; ++i) {
    std::array<uint32_t, kOrderMax + 1> codes{};
    for (uint32_t& code : codes) {
      SOJOURN_TRY(const std::string text, in.text());
      code = text.empty() ? 0 : names.intern(text);
    }
    const Memory from{codes[0], codes[1], codes[2]};
    SOJOURN_TRY(const uint8_t lost, in.u8());
    SOJOURN_TRY(const int64_t times, load_count(in, 1));
    if (lost > 1 || (lost == 1 && codes.back() != 0)) return in.corrupt("a path that ends and goes on");
    const uint32_t to = lost == 1 ? kLost : codes.back();
    total += times;
    if (total > kSavedCountMax) return in.corrupt("more steps than there can be");
    if (from != Memory{}) balance[from] -= times;
    if (to != kLost && to != kConverted) {
      balance[after(from, to, order)] += times;
    } else if (from == Memory{}) {
      return in.corrupt("a path without touches");
    }
    ended_converted += to == kConverted ? times : 0;
    loaded.count(from, to, times, order, nodes);
    if (loaded.too_many_) return in.corrupt("there are too many steps");
  }
  if (ended_converted != converted) return in.corrupt("other paths converted than conversions are counted");
  const bool balanced = std::all_of(balance.begin(), balance.end(), [](const auto& each) { return each.second == 0; });
  if (!balanced) return in.corrupt("paths that break off");
  return loaded;
}

PathChain chain_of(const std::vector<PathTransitions::Step>& steps, int order) {
  PathChain made;
  std::map<PathTransitions::Memory, uint32_t> states;
  std::map<uint32_t, uint32_t> groups;
  const auto state_of = [&](const PathTransitions::Memory& memory) {
    const auto [found, added] = states.emplace(memory, static_cast<uint32_t>(states.size()));
    if (added) {
      const auto group = groups.emplace(memory.back(), static_cast<uint32_t>(groups.size()));
      if (group.second) made.nodes.push_back(memory.back());
      made.chain.states.push_back({group.first->second, 0, 0, 0});
    }
    return found->second;
  };
  for (const PathTransitions::Step& step : steps) {
    const bool starts = step.from == PathTransitions::Memory{};
    const bool ends = step.to == PathTransitions::kLost || step.to == PathTransitions::kConverted;
    if (starts && ends) continue;  // Only in damaged states.
    if (starts) {
      made.chain.states[state_of(PathTransitions::after(step.from, step.to, order))].starts += step.times;
    } else if (ends) {
      AbsorbingChain::State& state = made.chain.states[state_of(step.from)];
      (step.to == PathTransitions::kLost ? state.lost : state.converted) += step.times;
    } else {
      const uint32_t from = state_of(step.from);
      made.chain.moves.push_back({from, state_of(PathTransitions::after(step.from, step.to, order)), step.times});
    }
  }
  return made;
}

}  // namespace sojourn
