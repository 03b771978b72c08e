#include "text/linear_trainer.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <random>

#include "base/parallel.h"
#include "text/linear_calibration.h"

namespace sojourn {
namespace {

// How much a text that is on the wrong side costs: sentiments are noisy, intents are not.
constexpr double kFewLabelsC = 0.3, kManyLabelsC = 1;
constexpr size_t kFewLabels = 10;
constexpr int kRoundsMax = 60;
constexpr double kTolerance = 0.1;
// Up to so many texts each is kept aside once; of more, one part of kFolds.
constexpr size_t kFoldsUpTo = 20'000, kFolds = 5;
constexpr double kTrueAndOne = 1;  // The feature that every text has.

using Texts = std::vector<uint32_t>;

// One label against the rest.
class Descent {
 public:
  Descent(const TrainingSet& set, const Texts& texts, const std::vector<float>& idf, const std::vector<float>& lengths,
          double cost)
      : cost_(cost), set_(set), texts_(texts), idf_(idf), lengths_(lengths), weights_(kLinearRows, 0.0F) {}

  void fit(size_t label, double weight) {
    const size_t count = texts_.size();
    std::vector<double> alphas(count, 0);
    std::vector<uint32_t> active(count);
    std::iota(active.begin(), active.end(), 0U);
    std::mt19937_64 random(label + 1);
    double most_before = std::numeric_limits<double>::infinity();
    for (int round = 0; round < kRoundsMax; ++round) {
      double most = -std::numeric_limits<double>::infinity(), least = -most;
      std::shuffle(active.begin(), active.end(), random);
      for (size_t s = 0; s < active.size(); ++s) {
        const uint32_t i = active[s];
        const double sign = set_.label(texts_[i]) == label ? 1 : -1;
        const double diagonal = 0.5 / (sign > 0 ? cost_ * weight : cost_);
        const double gradient = sign * margin(i) - 1 + alphas[i] * diagonal;
        if (alphas[i] == 0 && gradient > most_before) {  // Far from the edge: left out until the end.
          std::swap(active[s--], active.back());
          active.pop_back();
          continue;
        }
        const double step = alphas[i] == 0 ? std::min(gradient, 0.0) : gradient;
        most = std::max(most, step);
        least = std::min(least, step);
        if (std::abs(step) < 1e-12) continue;
        const double before = alphas[i];
        alphas[i] = std::max(before - gradient / (1 + kTrueAndOne + diagonal), 0.0);
        move(i, sign * (alphas[i] - before));
      }
      if (most - least <= kTolerance) {
        if (active.size() == count) break;
        active.resize(count);
        std::iota(active.begin(), active.end(), 0U);
        most_before = std::numeric_limits<double>::infinity();
        continue;
      }
      most_before = most > 0 ? most : std::numeric_limits<double>::infinity();
    }
  }
  double margin(uint32_t i) const {
    float sum = 0;
    for (const uint32_t row : set_.rows(texts_[i])) sum += weights_[row] * idf_[row];
    return static_cast<double>(sum * lengths_[i]) + bias_;
  }
  const std::vector<float>& weights() const { return weights_; }
  double bias() const { return bias_; }

 private:
  void move(uint32_t i, double by) {
    const auto step = static_cast<float>(by) * lengths_[i];
    for (const uint32_t row : set_.rows(texts_[i])) weights_[row] += step * idf_[row];
    bias_ += by * kTrueAndOne;
  }

  double cost_;
  const TrainingSet& set_;
  const Texts& texts_;
  const std::vector<float>& idf_;
  const std::vector<float>& lengths_;  // Of the texts, inverted.
  std::vector<float> weights_;
  double bias_ = 0;
};

struct Fit {
  std::vector<float> idf;
  std::vector<std::vector<float>> weights;  // A label.
  std::vector<double> biases;
};

std::vector<float> inverse_lengths(const TrainingSet& set, const Texts& texts, const std::vector<float>& idf) {
  std::vector<float> lengths;
  lengths.reserve(texts.size());
  for (const uint32_t text : texts) {
    float squares = 0;
    for (const uint32_t row : set.rows(text)) squares += idf[row] * idf[row];
    lengths.push_back(squares > 0 ? 1 / std::sqrt(squares) : 0);
  }
  return lengths;
}

std::vector<uint32_t> count_rows(const TrainingSet& set, const Texts& texts) {
  std::vector<uint32_t> counts(kLinearRows, 0);
  for (const uint32_t text : texts) {
    for (const uint32_t row : set.rows(text)) ++counts[row];
  }
  return counts;
}

void learn_weights(const TrainingSet& set, const Texts& texts, size_t labels, Fit& fit) {
  std::vector<double> sizes(labels, 0);
  for (const uint32_t text : texts) ++sizes[set.label(text)];
  const auto all = static_cast<double>(texts.size());
  const std::vector<float> lengths = inverse_lengths(set, texts, fit.idf);
  fit.weights.resize(labels);
  fit.biases.resize(labels);
  parallel_for(labels, thread_count(), [&](size_t, size_t label) {
    Descent descent(set, texts, fit.idf, lengths, labels > kFewLabels ? kManyLabelsC : kFewLabelsC);
    descent.fit(label, all / (static_cast<double>(labels) * std::max(sizes[label], 1.0)));
    fit.weights[label] = descent.weights();
    fit.biases[label] = descent.bias();
  });
}

// Rows besides those that say most lose their own weight, and so are as if no text had them.
void keep_rows(const std::vector<uint32_t>& counts, size_t rows_most, Fit& fit) {
  std::vector<std::pair<float, uint32_t>> worth;
  for (uint32_t row = 0; row < kLinearRows; ++row) {
    if (counts[row] < 2) fit.idf[row] = 0;
    if (fit.idf[row] == 0) continue;
    float squares = 0;
    for (const std::vector<float>& weights : fit.weights) squares += weights[row] * weights[row];
    worth.emplace_back(squares * fit.idf[row] * fit.idf[row] * static_cast<float>(counts[row]), row);
  }
  if (worth.size() <= rows_most) return;
  const auto last = worth.begin() + static_cast<ptrdiff_t>(rows_most);
  std::nth_element(worth.begin(), last, worth.end(), std::greater<>());
  for (auto each = last; each != worth.end(); ++each) fit.idf[each->second] = 0;
}

Fit fit(const TrainingSet& set, const Texts& texts, size_t labels, const TrainOptions& options) {
  Fit fit;
  const std::vector<uint32_t> counts = count_rows(set, texts);
  fit.idf.assign(kLinearRows, 0.0F);
  const auto all = static_cast<double>(texts.size());
  for (size_t row = 0; row < kLinearRows; ++row) {
    if (counts[row] > 0) fit.idf[row] = static_cast<float>(std::log((1 + all) / (1 + counts[row])) + 1);
  }
  learn_weights(set, texts, labels, fit);
  if (options.rows_most > 0) {
    keep_rows(counts, options.rows_most, fit);
    learn_weights(set, texts, labels, fit);
  }
  return fit;
}

void measure_aside(const Fit& fit, const TrainingSet& set, const Texts& texts, const std::vector<std::string>& labels,
                   std::vector<Aside>& aside) {
  const std::vector<float> lengths = inverse_lengths(set, texts, fit.idf);
  for (size_t i = 0; i < texts.size(); ++i) {
    Aside each;
    each.label = set.label(texts[i]);
    for (size_t label = 0; label < labels.size(); ++label) {
      float sum = 0;
      for (const uint32_t row : set.rows(texts[i])) sum += fit.weights[label][row] * fit.idf[row];
      each.margins.push_back(static_cast<double>(sum * lengths[i]) + fit.biases[label]);
      each.priors.push_back(prior_of(labels[label], set.prior(texts[i])));
    }
    aside.push_back(std::move(each));
  }
}

// What the lexicon may say.
std::vector<double> priors_of(const std::vector<std::string>& labels, size_t texts, const TrainOptions& options) {
  const bool sentiments =
      std::any_of(labels.begin(), labels.end(), [](const std::string& label) { return prior_of(label, 0.5) > 0; });
  if (!sentiments) return {0};
  if (options.prior) return {*options.prior};
  std::vector<double> priors{0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 1};
  for (double& prior : priors) prior *= kPriorMost * 200 / (200 + static_cast<double>(texts));
  return priors;
}

// Errors: kInvalidArgument, kLimit.
Status check_labels(const TrainingSet& set, std::span<const uint32_t> texts, const std::vector<std::string>& labels) {
  std::map<size_t, size_t> counts;
  for (const uint32_t text : texts) ++counts[set.label(text)];
  const auto often = std::count_if(counts.begin(), counts.end(), [](const auto& each) { return each.second > 1; });
  if (often < 2) return Status::invalid("training needs at least two labels with two texts each", "label");
  if (labels.size() <= kLinearLabelsMax) return {};
  return Status::limit(
      "at most " + std::to_string(kLinearLabelsMax) + " different labels; here are " + std::to_string(labels.size()),
      "label");
}

FittedCalibration calibrate(const TrainingSet& set, const Texts& texts, const std::vector<std::string>& labels,
                            const TrainOptions& options) {
  Texts shuffled(texts);
  std::mt19937_64 random(7);
  std::shuffle(shuffled.begin(), shuffled.end(), random);
  const size_t parts = texts.size() <= kFoldsUpTo ? kFolds : 1;
  std::vector<Aside> aside;
  for (size_t part = 0; part < parts; ++part) {
    Texts learn, keep;
    for (size_t i = 0; i < shuffled.size(); ++i) (i % kFolds == part ? keep : learn).push_back(shuffled[i]);
    measure_aside(fit(set, learn, labels.size(), options), set, keep, labels, aside);
  }
  return fit_calibration(std::move(aside), priors_of(labels, texts.size(), options));
}

int8_t steps(double value, double step) {
  return static_cast<int8_t>(std::clamp(std::lround(value / step), -127L, 127L));
}

}  // namespace

void LinearTrainer::set_calibration(const FittedCalibration& fitted, LinearModel& model) {
  model.calibration_ = fitted.calibration;
  for (size_t label = 0; label < model.biases_.size(); ++label) model.biases_[label] += fitted.shifts[label];
}

void LinearTrainer::set_rows(const std::vector<float>& idf, const std::vector<std::vector<float>>& weights,
                             LinearModel& model) {
  const size_t labels = weights.size();
  for (size_t label = 0; label < labels; ++label) {
    float most = 1e-9F;
    for (size_t row = 0; row < kLinearRows; ++row) most = std::max(most, std::abs(weights[label][row] * idf[row]));
    model.steps_[label] = static_cast<double>(most) / 127;
  }
  const auto most = static_cast<double>(*std::max_element(idf.begin(), idf.end()));
  model.square_step_ = std::max(most * most, 1e-9) / 127;
  for (size_t row = 0; row < kLinearRows; ++row) {
    if (idf[row] == 0) continue;
    int8_t* numbers = &model.rows_[row * model.stride_];
    const auto own = static_cast<double>(idf[row]);
    for (size_t label = 0; label < labels; ++label) {
      numbers[label] = steps(static_cast<double>(weights[label][row]) * own, model.steps_[label]);
    }
    numbers[labels] = std::max<int8_t>(1, steps(own * own, model.square_step_));
  }
}

void TrainingSet::add(std::span<const uint32_t> rows, size_t label, double prior) {
  rows_.insert(rows_.end(), rows.begin(), rows.end());
  begins_.push_back(rows_.size());
  labels_.push_back(static_cast<uint32_t>(label));
  priors_.push_back(prior);
}

Result<LinearModel> LinearTrainer::train(const TrainingSet& set, std::span<const uint32_t> texts,
                                         const std::vector<std::string>& labels, const std::string& language,
                                         ModelOrigin origin, const TrainOptions& options) {
  SOJOURN_CHECK(check_labels(set, texts, labels));
  const Texts all(texts.begin(), texts.end());
  LinearModel model;
  model.set_labels(labels);
  const FittedCalibration calibrated = calibrate(set, all, labels, options);
  const Fit fitted = fit(set, all, labels.size(), options);
  model.origin_ = std::move(origin);
  model.language_ = language;
  model.biases_ = fitted.biases;
  set_calibration(calibrated, model);
  model.quality_.trained_on = texts.size();
  set_rows(fitted.idf, fitted.weights, model);
  return model;
}

Result<std::vector<LinearModel>> LinearTrainer::train_parts(const TrainingSet& set, std::span<const uint8_t> parts,
                                                            size_t count, const std::vector<std::string>& labels,
                                                            const std::string& language, const ModelOrigin& origin,
                                                            const std::function<bool()>& fitted) {
  Texts all(set.size());
  std::iota(all.begin(), all.end(), 0U);
  SOJOURN_CHECK(check_labels(set, all, labels));
  std::vector<LinearModel> models(count);
  std::vector<std::vector<Aside>> aside(count);
  std::atomic<bool> stopped = false;
  parallel_for(count, thread_count(), [&](size_t, size_t part) {
    if (stopped) return;
    Texts learn, keep;
    for (const uint32_t text : all) (parts[text] == part ? keep : learn).push_back(text);
    const Fit fitting = fit(set, learn, labels.size(), {});
    measure_aside(fitting, set, keep, labels, aside[part]);
    LinearModel& model = models[part];
    model.set_labels(labels);
    model.origin_ = origin;
    model.language_ = language;
    model.biases_ = fitting.biases;
    model.quality_.trained_on = learn.size();
    set_rows(fitting.idf, fitting.weights, model);
    if (!fitted()) stopped = true;
  });
  if (stopped) return Status(StatusCode::kCancelled, "the models were not all learned");
  std::vector<Aside> unknown;
  const size_t every = 1 + all.size() / kFoldsUpTo;  // So many tell as much as all.
  for (std::vector<Aside>& part : aside) {
    for (size_t i = 0; i < part.size(); i += every) unknown.push_back(std::move(part[i]));
  }
  const FittedCalibration fitted_all = fit_calibration(std::move(unknown), priors_of(labels, all.size(), {}));
  for (LinearModel& model : models) set_calibration(fitted_all, model);
  return models;
}

Quality LinearTrainer::test(const LinearModel& model, const TrainingSet& set, std::span<const uint32_t> texts) {
  std::vector<Judged> judged;
  std::vector<double> probabilities;
  for (const uint32_t text : texts) {
    const LabelChoice choice = model.choose(set.rows(text), set.prior(text), probabilities);
    judged.push_back({set.label(text), choice.label, choice.confidence});
  }
  return judge(judged, model.labels().size());
}

}  // namespace sojourn
