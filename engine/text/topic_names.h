// Short names for topics: the noun or noun phrase that sets their texts apart most, by class TF-IDF (Grootendorst 2022).
//
// First    the most valuable word or phrase (topic_phrases.h): "exchange rate"; of a word a phrase that has it, where many texts
//          of the topic do.
// Second   beside a single word one more noun: "delivery, courier". Not a form of the first.
// Written  as it is mostly written, with its capitals.
// Unique   where a name is taken, more words are added, then a number.
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "text/topic_phrases.h"
#include "text/topic_vocabulary.h"

namespace sojourn {

// Errors: kInvalidArgument: empty, too long, or with line ends.
Status check_topic_name(std::string_view name);

// How many texts of each topic a term stands in.
class TermCounts {
 public:
  TermCounts(size_t topics, size_t terms) : counts_(topics, std::vector<double>(terms)), of_term_(terms) {}
  // `topic`: its row, or beyond them for none.
  void add(size_t topic, std::span<const uint32_t> terms, double times);

  struct Telling {
    double value = 0;
    uint32_t term = 0;
  };
  // Terms of the topic, the most telling first; only those with weight > 0.
  std::vector<Telling> telling(size_t topic, std::span<const double> weights) const;
  double texts(size_t topic, uint32_t term) const { return counts_[topic][term]; }

 private:
  std::vector<std::vector<double>> counts_;
  std::vector<double> of_term_;
  double all_ = 0;
};

// The words that may be in the name of the topic.
void watch_terms(const TopicVocabulary& vocabulary, const TermCounts& counts, size_t topic,
                 std::span<const double> weights, NamePhrases& phrases);
// "exchange rate" or "delivery, courier", and none that is taken; adds it to `taken`.
std::string topic_name(const TopicVocabulary& vocabulary, const TermCounts& counts, size_t topic,
                       std::span<const double> weights, const NamePhrases& phrases, std::set<std::string>& taken);

}  // namespace sojourn
