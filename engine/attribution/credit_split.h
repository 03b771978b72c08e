// The models that split one conversion among the touches of its path, oldest touch t_1, newest t_m.
//   first        all to t_1                       last     all to t_m
//   linear       1/m each
//   time_decay   2^-(age / half_life) each, as shares of their sum; age: from the touch to the conversion
//   position     `first_share` to t_1, `last_share` to t_m, what is left equally to those between; two touches share
//                in proportion of first_share : last_share (equally if both are 0), one takes all
//   shapley      1/d to each of the d different nodes of the path, shared equally by its touches. This is the Shapley
//                value of the game v(S) = conversions whose nodes all lie in S.
//
// Unit      parts of 2^-56 of a conversion. Those of one path add up to kWholeCredit exactly: what rounding leaves goes
//           to the touch with the largest part. Sums over conversions are sums of integers and do not depend on order.
// Cost      O(m), a few instructions a touch; by node O(nodes), and a touch only for time_decay and, at worst, shapley.
// Source    Shapley, Contributions to the Theory of Games 2, 1953; Zhao, Mahboobi, Bagheri, arXiv:1804.05327, 2018 (sum
//           game). The others are conventions: look-back, 40/20/40 and a half-life of 7 days as Google Analytics had
//           them.
// Checked   attribution_twin_test.cc, Shapley against its definition over all subsets of nodes.
#pragma once

#include <array>
#include <span>
#include <utility>
#include <vector>

#include "attribution/conversion_paths.h"
#include "attribution/node_window.h"

namespace sojourn {

enum class CreditModel : unsigned char { kFirst, kLast, kLinear, kTimeDecay, kPosition, kShapley };
inline constexpr size_t kCreditModels = 6;

inline constexpr int kCreditBits = 56;
inline constexpr int64_t kWholeCredit = int64_t{1} << kCreditBits;

class CreditSplit {
 public:
  static std::vector<ParameterInfo> parameters();
  // Errors: kInvalidArgument when the shares of the first and the last touch exceed 100 together, or half_life is 0.
  static Result<CreditSplit> bind(BindContext& context);

  // Reused; one a thread.
  struct Room {
    std::vector<int64_t> parts;
    std::vector<int64_t> by_touch;
    std::vector<double> weights;
  };

  // Fills room.parts, one a touch. `nodes`: those of the touches. REQUIRES: there are touches.
  void split(CreditModel model, std::span<const Touch> touches, const NodeWindow& nodes, Room& room) const;
  // The same added up: one for each of nodes.nodes().
  void split_by_node(CreditModel model, std::span<const Touch> touches, const NodeWindow& nodes, Room& room) const;

 private:
  // As many parts to each touch, and more to some.
  struct Evenly {
    int64_t each = 0;
    std::array<std::pair<size_t, int64_t>, 3> more{};  // Index and parts.
  };
  Evenly evenly(CreditModel model, size_t count) const;
  Evenly position(size_t count) const;
  void time_decay(std::span<const Touch> touches, std::vector<double>& weights, std::vector<int64_t>& parts) const;

  double half_life_ = 0;
  double first_share_ = 0;  // In 0..1.
  double last_share_ = 0;
};

}  // namespace sojourn
