// Short names for topics, from what sets their texts apart: class TF-IDF (Grootendorst 2022).
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "text/topic_vocabulary.h"

namespace sojourn {

// How many texts of each topic a term stands in.
class TermCounts {
 public:
  TermCounts(size_t topics, size_t terms) : counts_(topics, std::vector<double>(terms)), of_term_(terms) {}
  // `topic`: its row, or beyond them for none.
  void add(size_t topic, std::span<const uint32_t> terms, double times);

  // Terms of the topic, the most telling first; only those with weight > 0.
  std::vector<uint32_t> telling(size_t topic, std::span<const double> weights) const;
  double share(size_t topic, uint32_t term) const;

 private:
  std::vector<std::vector<double>> counts_;
  std::vector<double> of_term_;
  double all_ = 0;
};

// "delivery, late" or "waiting time", and none that is taken; adds it to `taken`.
std::string topic_name(const TopicVocabulary& vocabulary, const TermCounts& counts, size_t topic,
                       std::span<const double> weights, std::set<std::string>& taken);

}  // namespace sojourn
