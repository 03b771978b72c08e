#include "text/scoring.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace sojourn {
namespace {

constexpr size_t kBins = 15;
// Student's t at 97.5 % for 1 to 9 degrees of freedom.
constexpr std::array<double, 9> kStudent{12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262};

}  // namespace

Quality judge(std::span<const Judged> judged, size_t labels) {
  Quality quality;
  quality.count = judged.size();
  if (judged.empty()) return quality;
  std::vector<double> hits(labels, 0), truths(labels, 0), guesses(labels, 0);
  std::array<double, kBins> right{}, sure{}, count{};
  for (const Judged& each : judged) {
    ++truths[each.truth];
    ++guesses[each.guess];
    const bool hit = each.truth == each.guess;
    hits[each.truth] += hit ? 1 : 0;
    const auto bin = std::min(kBins - 1, static_cast<size_t>(each.confidence * static_cast<double>(kBins)));
    right[bin] += hit ? 1 : 0;
    sure[bin] += each.confidence;
    ++count[bin];
  }
  double sum = 0, used = 0, all = 0;
  for (size_t label = 0; label < labels; ++label) {
    all += hits[label];
    if (truths[label] == 0) continue;
    sum += 2 * hits[label] / (truths[label] + guesses[label]);
    ++used;
  }
  const auto size = static_cast<double>(judged.size());
  quality.macro_f1 = sum / used;
  quality.accuracy = all / size;
  for (size_t bin = 0; bin < kBins; ++bin) quality.calibration_error += std::abs(right[bin] - sure[bin]) / size;
  return quality;
}

Spread spread_of(std::span<const double> values) {
  Spread spread;
  const auto count = static_cast<double>(values.size());
  for (const double value : values) spread.mean += value / count;
  if (values.size() < 2) return spread;
  double squares = 0;
  for (const double value : values) squares += (value - spread.mean) * (value - spread.mean);
  const size_t degrees = values.size() - 1;
  const double student = degrees <= kStudent.size() ? kStudent[degrees - 1] : 1.96 + 2.5 / static_cast<double>(degrees);
  spread.half = student * std::sqrt(squares / static_cast<double>(degrees) / count);
  return spread;
}

}  // namespace sojourn
