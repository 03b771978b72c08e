#include "text/linear_calibration.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace sojourn {
namespace {

constexpr int kLineRounds = 20;
constexpr double kLineHold = 20, kSlopeLeast = 0.2, kSlopeMost = 5;
// Shifts of logarithms that are tried, and what a square of one costs of macro-F1, times the root of the texts.
constexpr int kShiftRounds = 3, kShiftTries = 15;
constexpr double kShiftStep = 0.1, kShiftHold = 0.5;

double loss_of(const std::vector<Aside>& aside, double temperature, double prior) {
  double loss = 0;
  for (const Aside& each : aside) {
    double most = -1e300, all = 0;
    for (size_t k = 0; k < each.margins.size(); ++k)
      most = std::max(most, temperature * each.margins[k] + prior * each.priors[k]);
    for (size_t k = 0; k < each.margins.size(); ++k)
      all += std::exp(temperature * each.margins[k] + prior * each.priors[k] - most);
    loss += std::log(all) + most - temperature * each.margins[each.label] - prior * each.priors[each.label];
  }
  return loss;
}

Calibration find_temperature(const std::vector<Aside>& aside, std::span<const double> priors) {
  Calibration best;
  double least = std::numeric_limits<double>::infinity();
  for (const double prior : priors) {
    for (double temperature = 0.25; temperature < 20; temperature *= 1.12) {
      const double loss = loss_of(aside, temperature, prior);
      if (loss >= least) continue;
      least = loss;
      best = {temperature, prior, 1, 0};
    }
  }
  return best;
}

// The logarithms of the labels' chances of all texts, one after another.
std::vector<double> logarithms_of(const std::vector<Aside>& aside, const Calibration& calibration) {
  std::vector<double> logarithms;
  for (const Aside& each : aside) {
    for (size_t k = 0; k < each.margins.size(); ++k)
      logarithms.push_back(calibration.temperature * each.margins[k] + calibration.prior * each.priors[k]);
  }
  return logarithms;
}

// What shifts are worth: macro-F1 without what it costs to be far from 0.
double worth_of(const std::vector<Aside>& aside, const std::vector<double>& logarithms,
                const std::vector<double>& shifts) {
  const size_t labels = shifts.size();
  std::vector<double> hits(labels, 0), told(labels, 0), all(labels, 0);
  const double* at = logarithms.data();
  for (const Aside& each : aside) {
    size_t best = 0;
    for (size_t k = 1; k < labels; ++k) best = at[k] + shifts[k] > at[best] + shifts[best] ? k : best;
    ++told[best];
    ++all[each.label];
    hits[each.label] += best == each.label ? 1 : 0;
    at += labels;
  }
  double f1 = 0, known = 0, mean = 0, squares = 0;
  for (size_t k = 0; k < labels; ++k) {
    f1 += all[k] > 0 ? 2 * hits[k] / (all[k] + told[k]) : 0;
    known += all[k] > 0 ? 1 : 0;
    mean += shifts[k] / static_cast<double>(labels);
  }
  for (const double shift : shifts) squares += (shift - mean) * (shift - mean);
  return f1 / known - kShiftHold / std::sqrt(static_cast<double>(aside.size())) * squares;
}

// One label after another.
std::vector<double> find_shifts(const std::vector<Aside>& aside, const Calibration& calibration) {
  std::vector<double> shifts(aside[0].margins.size(), 0);
  if (shifts.size() > kLabelsShifted) return shifts;
  const std::vector<double> logarithms = logarithms_of(aside, calibration);
  double most = worth_of(aside, logarithms, shifts);
  bool better = true;
  for (int round = 0; round < kShiftRounds && better; ++round) {
    better = false;
    for (size_t label = 0; label < shifts.size(); ++label) {
      for (int step = -kShiftTries; step <= kShiftTries; ++step) {
        std::vector<double> tried = shifts;
        tried[label] = step * kShiftStep;
        const double worth = worth_of(aside, logarithms, tried);
        if (worth <= most + 1e-9) continue;
        most = worth;
        shifts = std::move(tried);
        better = true;
      }
    }
  }
  return shifts;
}

void find_line(const std::vector<Aside>& aside, Calibration& calibration) {
  std::vector<std::pair<double, bool>> points;
  std::vector<double> chances;
  for (const Aside& each : aside) {
    chances.clear();
    for (size_t k = 0; k < each.margins.size(); ++k)
      chances.push_back(calibration.temperature * each.margins[k] + calibration.prior * each.priors[k]);
    const LabelChoice choice = chances_of(calibration, chances);
    const double chance = std::clamp(choice.confidence, 1e-6, 1 - 1e-6);
    points.emplace_back(std::log(chance / (1 - chance)), choice.label == each.label);
  }
  double slope = 1, intercept = 0;
  for (int round = 0; round < kLineRounds; ++round) {
    double g0 = kLineHold * intercept, g1 = kLineHold * (slope - 1), h00 = kLineHold, h01 = 0, h11 = kLineHold;
    for (const auto& [logit, right] : points) {
      const double chance = 1 / (1 + std::exp(-slope * logit - intercept));
      const double weight = chance * (1 - chance), error = chance - (right ? 1 : 0);
      g0 += error;
      g1 += error * logit;
      h00 += weight;
      h01 += weight * logit;
      h11 += weight * logit * logit;
    }
    const double determinant = h00 * h11 - h01 * h01;
    intercept -= (h11 * g0 - h01 * g1) / determinant;
    slope -= (h00 * g1 - h01 * g0) / determinant;
  }
  if (slope < kSlopeLeast || slope > kSlopeMost || !std::isfinite(intercept)) return;
  calibration.slope = slope;
  calibration.intercept = intercept;
}

}  // namespace

FittedCalibration fit_calibration(std::vector<Aside> aside, std::span<const double> priors) {
  FittedCalibration fitted;
  fitted.calibration = find_temperature(aside, priors);
  fitted.shifts = find_shifts(aside, fitted.calibration);
  for (double& shift : fitted.shifts) shift /= fitted.calibration.temperature;
  for (Aside& each : aside) {
    for (size_t k = 0; k < fitted.shifts.size(); ++k) each.margins[k] += fitted.shifts[k];
  }
  find_line(aside, fitted.calibration);
  return fitted;
}

}  // namespace sojourn
