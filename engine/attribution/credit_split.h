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
// Cost      O(m), Shapley O(m log m).
// Source    Shapley, Contributions to the Theory of Games 2, 1953; Zhao, Mahboobi, Bagheri, arXiv:1804.05327, 2018 (sum
//           game). The others are conventions: look-back, 40/20/40 and a half-life of 7 days as Google Analytics had
//           them.
// Checked   attribution_twin_test.cc, Shapley against its definition over all subsets of nodes.
#pragma once

#include <span>
#include <vector>

#include "attribution/conversion_paths.h"

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

  // Fills `parts`, one a touch. REQUIRES: the path has touches.
  void split(CreditModel model, const ConversionPath& path, std::vector<int64_t>& parts) const;

 private:
  void linear(std::span<const Touch> touches, std::vector<int64_t>& parts) const;
  void time_decay(std::span<const Touch> touches, std::vector<int64_t>& parts) const;
  void position(std::span<const Touch> touches, std::vector<int64_t>& parts) const;
  void shapley(std::span<const Touch> touches, std::vector<int64_t>& parts) const;

  double half_life_ = 0;
  double first_share_ = 0;  // In 0..1.
  double last_share_ = 0;
};

}  // namespace sojourn
