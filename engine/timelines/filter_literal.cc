#include "timelines/filter_literal.h"

#include <cmath>

#include "base/decimal.h"

namespace sojourn {
namespace {

constexpr int64_t kLeast = kNoInteger + 1;  // The very least integer means "absent".
constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

template <class T>
PlanInterval<T> up_to(T least, T high, bool possible) {
  return possible ? PlanInterval<T>{least, high, false} : PlanInterval<T>{};
}

}  // namespace

Result<ScaledLiteral> scale_literal(const FilterLiteral& literal, int digits) {
  const Result<Decimal> decimal = parse_decimal(literal.text);
  if (!decimal) return Status::invalid(decimal.error().message(), filter_where(literal.column));
  ScaledLiteral scaled{decimal->units, true};
  for (int scale = decimal->scale; scale < digits; ++scale) {
    if (!__builtin_mul_overflow(scaled.floor, int64_t{10}, &scaled.floor)) continue;
    return decimal->units > 0 ? ScaledLiteral{kMost, false} : ScaledLiteral{kLeast - 1, false};
  }
  for (int scale = digits; scale < decimal->scale; ++scale) {
    const int64_t rest = scaled.floor % 10;
    scaled.exact = scaled.exact && rest == 0;
    scaled.floor = scaled.floor / 10 - (rest < 0 ? 1 : 0);
  }
  return scaled;
}

IntegerInterval integers_that(FilterOrder order, ScaledLiteral literal) {
  const int64_t at = literal.floor;
  switch (order) {
    case FilterOrder::kEqual: return literal.exact ? IntegerInterval{at, at, false} : IntegerInterval{};
    case FilterOrder::kNotEqual: {
      IntegerInterval equal = integers_that(FilterOrder::kEqual, literal);
      equal.outside = true;
      return equal;
    }
    case FilterOrder::kLess:
      if (!literal.exact) return up_to(kLeast, at, at >= kLeast);
      return up_to(kLeast, at > kLeast ? at - 1 : at, at > kLeast);
    case FilterOrder::kLessEqual: return up_to(kLeast, at, at >= kLeast);
    case FilterOrder::kGreater: return at == kMost ? IntegerInterval{} : IntegerInterval{at + 1, kMost, false};
    case FilterOrder::kGreaterEqual:
      if (literal.exact) return IntegerInterval{at, kMost, false};
      return at == kMost ? IntegerInterval{} : IntegerInterval{at + 1, kMost, false};
  }
  return {};
}

NumberInterval numbers_that(FilterOrder order, double literal) {
  switch (order) {
    case FilterOrder::kEqual: return {literal, literal, false};
    case FilterOrder::kNotEqual: return {literal, literal, true};
    case FilterOrder::kLess: return {-kInfinity, std::nextafter(literal, -kInfinity), false};
    case FilterOrder::kLessEqual: return {-kInfinity, literal, false};
    case FilterOrder::kGreater: return {std::nextafter(literal, kInfinity), kInfinity, false};
    case FilterOrder::kGreaterEqual: return {literal, kInfinity, false};
  }
  return {};
}

}  // namespace sojourn
