#include "stats/change_point.h"

#include <algorithm>
#include <array>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>
#include <numeric>

#include "base/assert.h"

namespace sojourn {
namespace {

constexpr size_t kTable = 4096;

// x ln x, with 0 for 0; small ones are looked up.
double x_log_x(int64_t x) {
  static const std::vector<double> kSmall = [] {
    std::vector<double> values(kTable, 0);
    for (size_t i = 1; i < kTable; ++i) values[i] = static_cast<double>(i) * std::log(static_cast<double>(i));
    return values;
  }();
  if (x < static_cast<int64_t>(kTable)) return kSmall[static_cast<size_t>(x)];
  return static_cast<double>(x) * std::log(static_cast<double>(x));
}

double log_of(size_t x) {
  static const std::vector<double> kSmall = [] {
    std::vector<double> values(kTable, 0);
    for (size_t i = 1; i < kTable; ++i) values[i] = std::log(static_cast<double>(i));
    return values;
  }();
  return x < kTable ? kSmall[x] : std::log(static_cast<double>(x));
}

// Twice the smaller tail of binomial(n, share) at x, at most 1.
double two_sided_binomial(int64_t x, int64_t n, double share) {
  const auto count = static_cast<double>(x);
  const auto trials = static_cast<double>(n);
  const double at_most = x == n ? 1 : boost::math::ibetac(count + 1, trials - count, share);
  const double at_least = x == 0 ? 1 : boost::math::ibeta(count, trials - count + 1, share);
  return std::min(1.0, 2 * std::min(at_most, at_least));
}

void find_changes(std::span<const int64_t> counts, size_t offset, double level, size_t least, size_t least_side,
                  std::vector<RateChange>& found) {
  // The larger side waits in the loop, so that the depth stays small.
  while (counts.size() >= least) {
    std::optional<RateChange> change = likeliest_rate_change(counts, least_side);
    if (!change || change->p > level) return;
    const size_t at = change->at;
    change->at += offset;
    found.push_back(*change);
    const std::span<const int64_t> left = counts.first(at);
    const std::span<const int64_t> right = counts.subspan(at);
    if (left.size() < right.size()) {
      find_changes(left, offset, level, least, least_side, found);
      counts = right;
      offset += at;
    } else {
      find_changes(right, offset + at, level, least, least_side, found);
      counts = left;
    }
  }
}

int64_t sum_of(std::span<const int64_t> counts) { return std::accumulate(counts.begin(), counts.end(), int64_t{0}); }

}  // namespace

std::optional<RateChange> likeliest_rate_change(std::span<const int64_t> counts, size_t least_side) {
  SOJOURN_ASSERT(least_side > 0, "a rate needs a period");
  const size_t periods = counts.size();
  const int64_t sum = sum_of(counts);
  if (periods < 2 * least_side || sum == 0) return std::nullopt;
  RateChange best;
  double most = -1;
  int64_t before = 0;
  for (size_t k = 1; k + least_side <= periods; ++k) {
    before += counts[k - 1];
    if (k < least_side) continue;
    // What does not depend on k is left away.
    const double ratio = x_log_x(before) - static_cast<double>(before) * log_of(k) + x_log_x(sum - before) -
                         static_cast<double>(sum - before) * log_of(periods - k);
    const bool first = best.at == 0;
    if (!first && ratio <= most + 1e-9) continue;  // Rounding must not choose between equal ones.
    most = ratio;
    best = {0, k, periods, before, sum - before, 1};
  }
  const double places = static_cast<double>(periods - 2 * least_side + 1);
  const double share = static_cast<double>(best.at) / static_cast<double>(periods);
  best.p = std::min(1.0, places * two_sided_binomial(best.before, sum, share));
  return best;
}

std::vector<RateChange> rate_changes(std::span<const int64_t> counts, double level, size_t least, size_t least_side) {
  std::vector<RateChange> found;
  find_changes(counts, 0, level, std::max<size_t>(least, 1), least_side, found);
  std::sort(found.begin(), found.end(), [](const RateChange& a, const RateChange& b) { return a.at < b.at; });
  for (size_t i = 0; i < found.size(); ++i) {
    RateChange& change = found[i];
    change.begin = i == 0 ? 0 : found[i - 1].at;
    change.end = i + 1 == found.size() ? counts.size() : found[i + 1].at;
    change.before = sum_of(counts.subspan(change.begin, change.at - change.begin));
    change.after = sum_of(counts.subspan(change.at, change.end - change.at));
  }
  return found;
}

}  // namespace sojourn
