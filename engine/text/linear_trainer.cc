#include "text/linear_trainer.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <random>

#include "base/parallel.h"

namespace sojourn {
namespace {

// How much a text that is on the wrong side costs: sentiments are noisy, intents are not.
constexpr double kFewLabelsC = 0.3, kManyLabelsC = 1;
constexpr size_t kFewLabels = 5;
constexpr int kRoundsMax = 60;
constexpr double kTolerance = 0.1;
constexpr size_t kFoldsUpTo = 5000, kFolds = 5;
constexpr double kTrueAndOne = 1;  // The value of the feature that every text has.

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
    for (uint32_t i = 0; i < count; ++i) active[i] = i;
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
        for (active.resize(count); size_t i : all(count)) active[i] = static_cast<uint32_t>(i);
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
  static std::vector<size_t> all(size_t count) {
    std::vector<size_t> indexes(count);
    for (size_t i = 0; i < count; ++i) indexes[i] = i;
    return indexes;
  }
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

Fit fit(const TrainingSet& set, const Texts& texts, size_t labels) {
  Fit fit;
  std::vector<uint32_t> counts(kLinearRows, 0);
  std::vector<double> sizes(labels, 0);
  for (const uint32_t text : texts) {
    ++sizes[set.label(text)];
    for (const uint32_t row : set.rows(text)) ++counts[row];
  }
  fit.idf.assign(kLinearRows, 0.0F);
  const auto all = static_cast<double>(texts.size());
  for (size_t row = 0; row < kLinearRows; ++row) {
    if (counts[row] > 0) fit.idf[row] = static_cast<float>(std::log((1 + all) / (1 + counts[row])) + 1);
  }
  const std::vector<float> lengths = inverse_lengths(set, texts, fit.idf);
  fit.weights.resize(labels);
  fit.biases.resize(labels);
  parallel_for(labels, thread_count(), [&](size_t, size_t label) {
    Descent descent(set, texts, fit.idf, lengths, labels > kFewLabels ? kManyLabelsC : kFewLabelsC);
    descent.fit(label, all / (static_cast<double>(labels) * std::max(sizes[label], 1.0)));
    fit.weights[label] = descent.weights();
    fit.biases[label] = descent.bias();
  });
  return fit;
}

// A text that was kept aside: its margins, and what the lexicon says of each label.
struct Aside {
  std::vector<double> margins, priors;
  size_t label = 0;
};

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
      each.priors.push_back(prior_of(labels[label], set.rules(texts[i])));
    }
    aside.push_back(std::move(each));
  }
}

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

struct Calibration {
  double temperature = 2;
  double prior = 0;
};

Calibration calibrate(const std::vector<Aside>& aside, double prior_most) {
  Calibration best;
  double least = std::numeric_limits<double>::infinity();
  for (const double share : {0.0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 1.0}) {
    if (share > 0 && prior_most == 0) break;
    for (double temperature = 0.25; temperature < 20; temperature *= 1.12) {
      const double loss = loss_of(aside, temperature, share * prior_most);
      if (loss < least) {
        least = loss;
        best = {temperature, share * prior_most};
      }
    }
  }
  return best;
}

Calibration calibrate(const TrainingSet& set, const Texts& texts, const std::vector<std::string>& labels) {
  Texts shuffled(texts);
  std::mt19937_64 random(7);
  std::shuffle(shuffled.begin(), shuffled.end(), random);
  const bool folds = texts.size() <= kFoldsUpTo;
  const size_t parts = folds ? kFolds : 10;
  std::vector<Aside> aside;
  for (size_t part = 0; part < (folds ? kFolds : 1); ++part) {
    Texts learn, keep;
    for (size_t i = 0; i < shuffled.size(); ++i) (i % parts == part ? keep : learn).push_back(shuffled[i]);
    measure_aside(fit(set, learn, labels.size()), set, keep, labels, aside);
  }
  const bool sentiments =
      std::any_of(labels.begin(), labels.end(), [](const std::string& label) { return prior_of(label, 0.5) != 0; });
  const auto count = static_cast<double>(texts.size());
  return calibrate(aside, sentiments ? kPriorMost * 200 / (200 + count) : 0);
}

int16_t steps(double value, double step) {
  return static_cast<int16_t>(std::clamp(std::lround(value / step), -32767L, 32767L));
}

}  // namespace

void TrainingSet::add(std::span<const uint32_t> rows, size_t label, double rules) {
  rows_.insert(rows_.end(), rows.begin(), rows.end());
  begins_.push_back(rows_.size());
  labels_.push_back(static_cast<uint32_t>(label));
  rules_.push_back(rules);
}

Result<LinearModel> LinearTrainer::train(const TrainingSet& set, std::span<const uint32_t> texts,
                                         const std::vector<std::string>& labels, const std::string& language,
                                         ModelOrigin origin) {
  std::map<size_t, size_t> counts;
  for (const uint32_t text : texts) ++counts[set.label(text)];
  const auto often = std::count_if(counts.begin(), counts.end(), [](const auto& each) { return each.second > 1; });
  if (often < 2) return Status::invalid("training needs at least two labels with two texts each", "label");
  if (labels.size() > kLinearLabelsMax) {
    return Status::limit(
        "at most " + std::to_string(kLinearLabelsMax) + " different labels; here are " + std::to_string(labels.size()),
        "label");
  }
  const Texts all(texts.begin(), texts.end());
  const Calibration calibration = calibrate(set, all, labels);
  const Fit fitted = fit(set, all, labels.size());
  LinearModel model;
  model.origin_ = std::move(origin);
  model.language_ = language;
  model.labels_ = labels;
  model.biases_ = fitted.biases;
  model.temperature_ = calibration.temperature;
  model.prior_ = calibration.prior;
  model.quality_.trained_on = texts.size();
  double most = 1e-9, most_idf = 1e-9;
  for (size_t row = 0; row < kLinearRows; ++row) {
    const auto idf = static_cast<double>(fitted.idf[row]);
    most_idf = std::max(most_idf, idf);
    for (const auto& weights : fitted.weights) most = std::max(most, std::abs(static_cast<double>(weights[row]) * idf));
  }
  model.step_ = most / 32767;
  model.idf_step_ = most_idf / 32767;
  model.rows_.assign(size_t{kLinearRows} * model.stride(), 0);
  for (size_t row = 0; row < kLinearRows; ++row) {
    const auto idf = static_cast<double>(fitted.idf[row]);
    if (idf == 0) continue;
    int16_t* numbers = &model.rows_[row * model.stride()];
    for (size_t label = 0; label < labels.size(); ++label) {
      numbers[label] = steps(static_cast<double>(fitted.weights[label][row]) * idf, model.step_);
    }
    numbers[labels.size()] = std::max<int16_t>(1, steps(idf, model.idf_step_));
  }
  return model;
}

Quality LinearTrainer::test(const LinearModel& model, const TrainingSet& set, std::span<const uint32_t> texts) {
  std::vector<Judged> judged;
  std::vector<double> probabilities;
  for (const uint32_t text : texts) {
    const LabelChoice choice = model.choose(set.rows(text), set.rules(text), probabilities);
    judged.push_back({set.label(text), choice.label, choice.confidence});
  }
  return judge(judged, model.labels().size());
}

}  // namespace sojourn
