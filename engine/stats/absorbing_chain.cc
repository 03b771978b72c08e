#include "stats/absorbing_chain.h"

#include <Eigen/LU>
#include <algorithm>

namespace sojourn {
namespace {

constexpr double kStillUnderWay = 1e-14;
constexpr double kStepWork = 1000;  // What a step costs beside its moves, so that the number of steps is bounded too.

struct Arc {
  uint32_t from = 0;
  uint32_t to = 0;
  double chance = 0;
};

// The states that count: reached by some walk, and on the way of some that converts. From each of them a walk leaves
// sooner or later, so I - Q can be inverted.
struct Solvable {
  std::vector<uint32_t> group;
  std::vector<double> start;
  std::vector<double> convert;
  std::vector<Arc> arcs;

  size_t size() const { return group.size(); }
};

// Marks what can be reached from the marked states along the moves, or against them.
void spread(const AbsorbingChain& chain, bool backwards, std::vector<bool>& marked) {
  std::vector<std::vector<uint32_t>> next(chain.states.size());
  for (const AbsorbingChain::Move& move : chain.moves) {
    if (move.times > 0) next[backwards ? move.to : move.from].push_back(backwards ? move.from : move.to);
  }
  std::vector<uint32_t> open;
  for (uint32_t i = 0; i < marked.size(); ++i) {
    if (marked[i]) open.push_back(i);
  }
  while (!open.empty()) {
    const uint32_t state = open.back();
    open.pop_back();
    for (const uint32_t other : next[state]) {
      if (marked[other]) continue;
      marked[other] = true;
      open.push_back(other);
    }
  }
}

Solvable solvable_part(const AbsorbingChain& chain) {
  const size_t count = chain.states.size();
  std::vector<bool> reached(count);
  std::vector<bool> converts(count);
  std::vector<double> leaving(count);
  double starts = 0;
  for (size_t i = 0; i < count; ++i) {
    const AbsorbingChain::State& state = chain.states[i];
    reached[i] = state.starts > 0;
    converts[i] = state.converted > 0;
    leaving[i] = static_cast<double>(state.converted) + static_cast<double>(state.lost);
    starts += static_cast<double>(state.starts);
  }
  for (const AbsorbingChain::Move& move : chain.moves) {
    if (move.from != move.to) leaving[move.from] += static_cast<double>(move.times);
  }
  spread(chain, false, reached);
  spread(chain, true, converts);
  Solvable part;
  std::vector<uint32_t> index(count, UINT32_MAX);
  for (size_t i = 0; i < count; ++i) {
    if (!reached[i] || !converts[i]) continue;
    index[i] = static_cast<uint32_t>(part.size());
    part.group.push_back(chain.states[i].group);
    part.start.push_back(static_cast<double>(chain.states[i].starts) / starts);
    part.convert.push_back(static_cast<double>(chain.states[i].converted) / leaving[i]);
  }
  for (const AbsorbingChain::Move& move : chain.moves) {
    if (move.from == move.to || move.times == 0) continue;
    if (index[move.from] == UINT32_MAX || index[move.to] == UINT32_MAX) continue;
    part.arcs.push_back({index[move.from], index[move.to], static_cast<double>(move.times) / leaving[move.from]});
  }
  return part;
}

std::vector<std::vector<uint32_t>> states_by_group(const Solvable& part, size_t groups) {
  std::vector<std::vector<uint32_t>> members(groups);
  for (uint32_t i = 0; i < part.size(); ++i) members[part.group[i]].push_back(i);
  return members;
}

RemovalEffects by_lu(const Solvable& part, size_t groups) {
  const auto size = static_cast<Eigen::Index>(part.size());
  Eigen::MatrixXd stay = Eigen::MatrixXd::Identity(size, size);
  for (const Arc& arc : part.arcs) stay(arc.from, arc.to) -= arc.chance;
  const Eigen::MatrixXd visits = stay.partialPivLu().inverse();
  const Eigen::Map<const Eigen::VectorXd> start(part.start.data(), size);
  const Eigen::Map<const Eigen::VectorXd> convert(part.convert.data(), size);
  const Eigen::VectorXd visited = visits.transpose() * start;
  const Eigen::VectorXd chances = visits * convert;
  RemovalEffects found{start.dot(chances), std::vector<double>(groups)};
  if (!(found.chance > 0)) return found;
  const std::vector<std::vector<uint32_t>> members = states_by_group(part, groups);
  for (size_t g = 0; g < groups; ++g) {
    const auto own = static_cast<Eigen::Index>(members[g].size());
    if (own == 0) continue;
    Eigen::MatrixXd within(own, own);
    Eigen::VectorXd from(own);
    Eigen::VectorXd to(own);
    for (Eigen::Index i = 0; i < own; ++i) {
      const uint32_t state = members[g][static_cast<size_t>(i)];
      from(i) = visited(state);
      to(i) = chances(state);
      for (Eigen::Index j = 0; j < own; ++j) within(i, j) = visits(state, members[g][static_cast<size_t>(j)]);
    }
    found.effects[g] = from.dot(within.partialPivLu().solve(to)) / found.chance;
  }
  return found;
}

// Follows walks step by step.
class Steps {
 public:
  explicit Steps(const Solvable& part) : part_(part) {}

  std::optional<RemovalEffects> solve(size_t groups) {
    if (!find_chances()) return std::nullopt;
    RemovalEffects found{0, std::vector<double>(groups)};
    for (size_t i = 0; i < part_.size(); ++i) found.chance += part_.start[i] * chances_[i];
    if (!(found.chance > 0)) return found;
    std::vector<bool> occurs(groups);
    for (const uint32_t group : part_.group) occurs[group] = true;
    for (uint32_t g = 0; g < groups; ++g) {
      if (!occurs[g]) continue;
      const std::optional<double> through = converted_through(g);
      if (!through) return std::nullopt;
      found.effects[g] = *through / found.chance;
    }
    return found;
  }

 private:
  bool spend() {
    work_ += kStepWork + static_cast<double>(part_.arcs.size() + part_.size());
    return work_ <= kChainWorkMax;
  }

  // chances = convert + Q convert + Q^2 convert + ..., until no state keeps a walk that long.
  bool find_chances() {
    const size_t size = part_.size();
    chances_ = part_.convert;
    std::vector<double> under_way(size, 1.0);
    while (*std::max_element(under_way.begin(), under_way.end()) > kStillUnderWay) {
      if (!spend()) return false;
      std::vector<double> next(size);
      std::vector<double> better = part_.convert;
      for (const Arc& arc : part_.arcs) {
        next[arc.from] += arc.chance * under_way[arc.to];
        better[arc.from] += arc.chance * chances_[arc.to];
      }
      under_way.swap(next);
      chances_.swap(better);
    }
    return true;
  }

  // P(a walk comes to the group and ends converted): at its first state of the group, what that state promises.
  std::optional<double> converted_through(uint32_t group) {
    std::vector<double> at = part_.start;
    double through = 0;
    for (;;) {
      double under_way = 0;
      for (size_t i = 0; i < at.size(); ++i) {
        if (part_.group[i] == group) {
          through += at[i] * chances_[i];
          at[i] = 0;
        }
        under_way += at[i];
      }
      if (under_way <= kStillUnderWay) return through;
      if (!spend()) return std::nullopt;
      std::vector<double> next(at.size());
      for (const Arc& arc : part_.arcs) next[arc.to] += arc.chance * at[arc.from];
      at.swap(next);
    }
  }

  const Solvable& part_;
  std::vector<double> chances_;
  double work_ = 0;
};

}  // namespace

std::optional<RemovalEffects> removal_effects(const AbsorbingChain& chain, size_t groups, ChainMethod method) {
  const Solvable part = solvable_part(chain);
  if (part.size() == 0) return RemovalEffects{0, std::vector<double>(groups)};
  const bool lu = method == ChainMethod::kLu || (method == ChainMethod::kAuto && part.size() <= kLuStatesMax);
  return lu ? by_lu(part, groups) : Steps(part).solve(groups);
}

}  // namespace sojourn
