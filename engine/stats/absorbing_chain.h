// An absorbing Markov chain and what it would lose without a group of its states.
//   chance        P(walk ends converted), walks beginning as `starts` has it
//   effect(g)     1 - chance without g / chance, where every move into a state of g is sent to "lost"
//               = P(walk visits g and ends converted) / chance
//
// The second form needs no subtraction, so small effects keep their digits: with visits v = s (I - Q)^-1, chances
// x = (I - Q)^-1 r and S the states of g, effect(g) * chance = v_S [(I - Q)^-1]_SS^-1 x_S (for one state v x / N_ss).
// Counts    the probability of a move is its share of all that leaves its state, endings included. Moves from a state
//           to itself change nothing and are passed over.
// Method    exact: one LU up to kLuStatesMax states. Beyond, walks are followed step by step until fewer than one in
//           10^14 is still under way, which bounds the error.
// Empty     no walk converts, or so few that the chance is no double: chance 0 and all effects 0. No answer when the
//           steps would take more than kChainWorkMax moves.
// Cost      LU: 2 m^3 for m states and m^2 memory. Steps: moves * length of the longest walks * groups.
// Source    Anderl, Becker, von Wangenheim, Schumann, Int. J. Research in Marketing 33, 2016 (removal effect);
//           Kemeny and Snell, Finite Markov Chains, 1960, chapter 3 (fundamental matrix).
// Checked   the definition, by walks followed in long double, over random chains; both methods against one another;
//           absorbing_chain_test.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace sojourn {

struct AbsorbingChain {
  struct State {
    uint32_t group = 0;
    int64_t starts = 0;     // Walks that begin here.
    int64_t converted = 0;  // Visits after which the walk ended converted.
    int64_t lost = 0;       // Visits after which it ended otherwise.
  };
  struct Move {
    uint32_t from = 0;  // Indexes into states.
    uint32_t to = 0;
    int64_t times = 0;
  };
  std::vector<State> states;
  std::vector<Move> moves;
};

struct RemovalEffects {
  double chance = 0;
  std::vector<double> effects;  // By group.
};

enum class ChainMethod : unsigned char { kAuto, kLu, kSteps };

inline constexpr size_t kLuStatesMax = 1000;
inline constexpr double kChainWorkMax = 2e9;

// REQUIRES: groups of states are below `groups`; counts are not negative. Any such counts are taken: states that no
// walk reaches, or from which no walk converts, have no part in the answer.
std::optional<RemovalEffects> removal_effects(const AbsorbingChain& chain, size_t groups,
                                              ChainMethod method = ChainMethod::kAuto);

}  // namespace sojourn
