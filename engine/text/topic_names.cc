#include "text/topic_names.h"

#include <algorithm>
#include <cmath>

namespace sojourn {
namespace {

constexpr size_t kNameWordsMost = 4;
constexpr double kPhraseForWord = 0.5;  // A phrase that stands in so many of its first word's texts names them.

// Do the phrase and the word, or two phrases, share a word? Terms are compared as they are shown.
bool share_words(const std::string& a, const std::string& b) {
  return a.find(b) != std::string::npos || b.find(a) != std::string::npos;
}

}  // namespace

void TermCounts::add(size_t topic, std::span<const uint32_t> terms, double times) {
  for (const uint32_t term : terms) {
    of_term_[term] += times;
    all_ += times;
    if (topic < counts_.size()) counts_[topic][term] += times;
  }
}

std::vector<uint32_t> TermCounts::telling(size_t topic, std::span<const double> weights) const {
  const std::vector<double>& counts = counts_[topic];
  const double usual = all_ / static_cast<double>(counts_.size() + 1);
  std::vector<std::pair<double, uint32_t>> order;
  for (uint32_t term = 0; term < counts.size(); ++term) {
    if (weights[term] > 0 && counts[term] > 0)
      order.emplace_back(-counts[term] * std::log(1 + usual / of_term_[term]), term);
  }
  std::sort(order.begin(), order.end());
  std::vector<uint32_t> terms;
  for (const auto& each : order) terms.push_back(each.second);
  // A topic without texts: by weight.
  if (terms.empty()) {
    for (uint32_t term = 0; term < weights.size(); ++term) {
      if (weights[term] > 0) terms.push_back(term);
    }
    std::sort(terms.begin(), terms.end(),
              [&](uint32_t a, uint32_t b) { return weights[a] != weights[b] ? weights[a] > weights[b] : a < b; });
  }
  return terms;
}

double TermCounts::share(size_t topic, uint32_t term) const { return counts_[topic][term]; }

std::string topic_name(const TopicVocabulary& vocabulary, const TermCounts& counts, size_t topic,
                       std::span<const double> weights, std::set<std::string>& taken) {
  std::vector<uint32_t> terms = counts.telling(topic, weights);
  if (terms.empty()) terms.push_back(0);
  for (const uint32_t term : terms) {
    const bool phrase =
        vocabulary.term(term).words > 1 && share_words(vocabulary.term(term).text, vocabulary.term(terms[0]).text);
    if (!phrase || counts.share(topic, term) < kPhraseForWord * counts.share(topic, terms[0])) continue;
    terms.insert(terms.begin(), term);
    break;
  }
  std::vector<std::string> words;
  for (const uint32_t term : terms) {
    const std::string& text = vocabulary.term(term).text;
    const bool shares =
        std::any_of(words.begin(), words.end(), [&](const std::string& word) { return share_words(word, text); });
    if (shares) continue;
    words.push_back(text);
    if (words.size() < 2 && vocabulary.term(term).words == 1 && terms.size() > 1) continue;
    std::string name;
    for (const std::string& word : words) name += (name.empty() ? "" : ", ") + word;
    if (taken.insert(name).second) return name;
    if (words.size() >= kNameWordsMost) break;
  }
  std::string name;
  for (const std::string& word : words) name += (name.empty() ? "" : ", ") + word;
  for (size_t number = 2;; ++number) {
    const std::string numbered = name + (taken.count(name) == 0 ? "" : " " + std::to_string(number));
    if (taken.insert(numbered).second) return numbered;
  }
}

}  // namespace sojourn
