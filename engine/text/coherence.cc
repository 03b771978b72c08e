#include "text/coherence.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <unordered_map>

#include "base/assert.h"
#include "text/hungarian.h"

namespace sojourn {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr size_t kNoWord = static_cast<size_t>(-1);

// In how many windows words stand, alone and together.
class WindowCounts {
 public:
  explicit WindowCounts(std::span<const WordSet> topics) {
    for (const WordSet& topic : topics) {
      for (const uint32_t word : topic) index_.try_emplace(word, index_.size());
    }
    single_.resize(index_.size());
    pairs_.resize(index_.size() * index_.size());
    inside_.resize(index_.size());
  }

  void add(std::span<const uint32_t> words, size_t window) {
    found_.clear();
    for (const uint32_t word : words) {
      const auto known = index_.find(word);
      found_.push_back(known == index_.end() ? kNoWord : known->second);
    }
    here_.clear();
    for (size_t end = 0; end < found_.size(); ++end) {
      enter(found_[end]);
      if (end + 1 < std::min(window, found_.size())) continue;
      count();
      if (end + 1 >= window) leave(found_[end + 1 - window]);
    }
    for (const size_t word : std::vector<size_t>(here_)) inside_[word] = 0;
    here_.clear();
  }

  double npmi(uint32_t first, uint32_t second) const {
    const size_t a = index_.at(first), b = index_.at(second);
    if (single_[a] == 0 || single_[b] == 0) return kNaN;
    const auto together = static_cast<double>(pairs_[std::min(a, b) * index_.size() + std::max(a, b)]);
    if (together == 0) return -1;
    const auto all = static_cast<double>(windows_);
    if (together == all) return 1;
    const double chance = static_cast<double>(single_[a]) * static_cast<double>(single_[b]) / (all * all);
    return std::log(together / all / chance) / -std::log(together / all);
  }

 private:
  void enter(size_t word) {
    if (word != kNoWord && inside_[word]++ == 0) here_.push_back(word);
  }
  void leave(size_t word) {
    if (word != kNoWord && --inside_[word] == 0) here_.erase(std::find(here_.begin(), here_.end(), word));
  }
  void count() {
    ++windows_;
    for (size_t i = 0; i < here_.size(); ++i) {
      ++single_[here_[i]];
      for (size_t j = i + 1; j < here_.size(); ++j)
        ++pairs_[std::min(here_[i], here_[j]) * index_.size() + std::max(here_[i], here_[j])];
    }
  }

  std::unordered_map<uint32_t, size_t> index_;
  std::vector<uint64_t> single_, pairs_;
  uint64_t windows_ = 0;
  std::vector<size_t> found_, here_;
  std::vector<uint32_t> inside_;
};

WindowCounts count_windows(std::span<const WordSet> topics, const WordStream& texts, size_t window) {
  WindowCounts counts(topics);
  size_t begin = 0;
  for (const size_t end : texts.ends) {
    counts.add(std::span(texts.words).subspan(begin, end - begin), window);
    begin = end;
  }
  return counts;
}

constexpr double kWorthShare = 0.12;  // What e times the strength is worth beside NPMI.
constexpr double kAllCandidates = 4;  // How many chosen words the mean over all candidates counts for.

// Chooses among the candidates of one topic.
class WordChooser {
 public:
  WordChooser(const WordSet& words, const std::vector<double>& worth, const WindowCounts& counts)
      : size_(words.size()), npmi_(size_ * size_), score_(size_), together_(size_) {
    for (size_t i = 0; i < size_; ++i) {
      score_[i] = kWorthShare * std::log(std::max(worth[i], 1e-9));
      double sum = 0;
      double all = 0;
      for (size_t j = 0; j < size_; ++j) {
        if (i == j) continue;
        const double npmi = counts.npmi(words[i], words[j]);
        npmi_[i * size_ + j] = std::isnan(npmi) ? -1 : npmi;
        sum += std::sqrt(worth[j]) * npmi_[i * size_ + j];
        all += std::sqrt(worth[j]);
      }
      together_[i] = all > 0 ? kAllCandidates * sum / all : 0;
    }
  }

  std::vector<size_t> choose(size_t count) {
    std::vector<bool> chosen(size_);
    for (size_t found = 0; found < std::min(count, size_); ++found) {
      const size_t next = best(chosen, kAllCandidates + static_cast<double>(found));
      chosen[next] = true;
      for (size_t i = 0; i < size_; ++i) together_[i] += npmi_[i * size_ + next];
    }
    std::vector<size_t> places;
    for (size_t i = 0; i < size_; ++i) {
      if (chosen[i]) places.push_back(i);
    }
    return places;
  }

 private:
  size_t best(const std::vector<bool>& chosen, double others) const {
    size_t found = size_;
    double most = 0;
    for (size_t i = 0; i < size_; ++i) {
      const double score = together_[i] / others + score_[i];
      if (chosen[i] || (found < size_ && score <= most)) continue;
      found = i;
      most = score;
    }
    return found;
  }

  size_t size_;
  std::vector<double> npmi_, score_, together_;
};

}  // namespace

std::vector<WordSet> choose_words(std::span<const WordSet> candidates, std::span<const std::vector<double>> worth,
                                  const WordStream& texts, size_t count) {
  const WindowCounts counts = count_windows(candidates, texts, kCoherenceWindow);
  std::vector<WordSet> all;
  for (size_t topic = 0; topic < candidates.size(); ++topic) {
    WordSet& shown = all.emplace_back();
    for (const size_t place : WordChooser(candidates[topic], worth[topic], counts).choose(count))
      shown.push_back(candidates[topic][place]);
  }
  return all;
}

std::vector<double> coherence(std::span<const WordSet> topics, const WordStream& texts, size_t window) {
  const WindowCounts counts = count_windows(topics, texts, window);
  std::vector<double> all;
  for (const WordSet& topic : topics) {
    std::vector<double> pairs;
    for (size_t i = 0; i < topic.size(); ++i) {
      for (size_t j = i + 1; j < topic.size(); ++j) pairs.push_back(counts.npmi(topic[i], topic[j]));
    }
    all.push_back(mean_known(pairs));
  }
  return all;
}

double mean_known(std::span<const double> values) {
  double sum = 0;
  size_t known = 0;
  for (const double value : values) {
    if (std::isnan(value)) continue;
    sum += value;
    ++known;
  }
  return known == 0 ? kNaN : sum / static_cast<double>(known);
}

double diversity(std::span<const WordSet> topics) {
  std::set<uint32_t> different;
  size_t all = 0;
  for (const WordSet& topic : topics) {
    different.insert(topic.begin(), topic.end());
    all += topic.size();
  }
  return all == 0 ? kNaN : static_cast<double>(different.size()) / static_cast<double>(all);
}

double overlap(const WordSet& a, const WordSet& b) {
  const std::set<uint32_t> left(a.begin(), a.end()), right(b.begin(), b.end());
  size_t both = 0;
  for (const uint32_t word : left) both += right.count(word);
  const size_t either = left.size() + right.size() - both;
  return either == 0 ? 0 : static_cast<double>(both) / static_cast<double>(either);
}

double topic_stability(std::span<const WordSet> topics, std::span<const WordSet> others) {
  if (topics.empty() || others.empty()) return kNaN;
  std::vector<std::vector<double>> gains;
  for (const WordSet& topic : topics) {
    std::vector<double>& row = gains.emplace_back();
    for (const WordSet& other : others) row.push_back(overlap(topic, other));
  }
  const std::vector<size_t> match = best_assignment(gains);
  double sum = 0;
  for (size_t i = 0; i < match.size(); ++i) sum += match[i] == kUnassigned ? 0 : gains[i][match[i]];
  return sum / static_cast<double>(std::max(topics.size(), others.size()));
}

double adjusted_rand(std::span<const uint32_t> a, std::span<const uint32_t> b) {
  SOJOURN_ASSERT(a.size() == b.size(), "both assign the same texts");
  std::map<std::pair<uint32_t, uint32_t>, double> cells;
  std::map<uint32_t, double> left, right;
  for (size_t i = 0; i < a.size(); ++i) {
    cells[{a[i], b[i]}] += 1;
    left[a[i]] += 1;
    right[b[i]] += 1;
  }
  const auto pairs = [](const auto& counts) {
    double sum = 0;
    for (const auto& each : counts) sum += each.second * (each.second - 1) / 2;
    return sum;
  };
  const auto n = static_cast<double>(a.size());
  const double same = pairs(cells), of_left = pairs(left), of_right = pairs(right), all = n * (n - 1) / 2;
  if (all == 0) return kNaN;
  const double chance = of_left * of_right / all, most = (of_left + of_right) / 2;
  return most == chance ? 1 : (same - chance) / (most - chance);
}

}  // namespace sojourn
