#include "text/topic_names.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace sojourn {
namespace {

constexpr size_t kNameBytesMost = 120;
constexpr size_t kCandidates = 24, kNameTermsMost = 4;
constexpr double kPhraseForWord = 0.12;  // A phrase that stands in so many of its word's texts names them.
constexpr double kSecondLeast = 0.25;    // Of the value of the first: weaker words tell little more.
constexpr size_t kFamilyLetters = 5;     // Words that begin with so many of the same letters are one family.

bool same_family(std::string_view a, std::string_view b) {
  if (a == b) return true;
  const WordPoints left = word_points(a), right = word_points(b);
  const size_t least = std::min({left.size, right.size});
  if (least < kFamilyLetters) return false;
  return std::equal(left.points, left.points + kFamilyLetters, right.points);
}

// Forms of one word, or one within the other: "order, orders", "nummer, ordernummer", and words of Chinese.
bool related(const NamePhrase& a, const NamePhrase& b) {
  for (const std::string& left : a.words) {
    for (const std::string& right : b.words) {
      const bool longer = left.size() > kFamilyLetters || static_cast<uint8_t>(left[0]) >= 0xE3;
      if (same_family(left, right) || (longer && right.find(left) != std::string::npos) ||
          (right.size() >= kFamilyLetters && left.find(right) != std::string::npos))
        return true;
    }
  }
  return false;
}

class NameMaker {
 public:
  explicit NameMaker(std::vector<NamePhrase> candidates) : candidates_(std::move(candidates)) {}

  std::string run(std::set<std::string>& taken) {
    add(fullest());
    if (chosen_[0]->size() == 1)
      add_best([&](const NamePhrase& each) { return each.noun && each.value >= kSecondLeast * candidates_[0].value; });
    while (!taken.insert(name_).second) {
      const bool more =
          chosen_.size() < kNameTermsMost && (add_best([](const NamePhrase& each) { return each.noun; }) ||
                                              add_best([](const NamePhrase&) { return true; }));
      if (!more) return numbered(taken);
    }
    return name_;
  }

 private:
  // Of a word the best phrase that has it, where there is one.
  const NamePhrase& fullest() const {
    const NamePhrase& first = candidates_[0];
    if (first.size() > 1) return first;
    const auto fuller = std::find_if(candidates_.begin(), candidates_.end(), [&](const NamePhrase& each) {
      const bool has = std::find(each.words.begin(), each.words.end(), first.words[0]) != each.words.end();
      return each.size() > 1 && each.noun && has && each.texts >= kPhraseForWord * first.texts;
    });
    return fuller == candidates_.end() ? first : *fuller;
  }

  // The first that is wanted and says something new.
  bool add_best(const std::function<bool(const NamePhrase&)>& wanted) {
    for (const NamePhrase& next : candidates_) {
      const bool said =
          std::any_of(chosen_.begin(), chosen_.end(), [&](const NamePhrase* each) { return related(*each, next); });
      if (said || !wanted(next)) continue;
      add(next);
      return true;
    }
    return false;
  }

  std::string numbered(std::set<std::string>& taken) const {
    for (size_t number = 2;; ++number) {
      const std::string name = name_ + " " + std::to_string(number);
      if (taken.insert(name).second) return name;
    }
  }

  void add(const NamePhrase& next) {
    chosen_.push_back(&next);
    name_ += (name_.empty() ? "" : ", ") + next.text;
  }

  std::vector<NamePhrase> candidates_;
  std::vector<const NamePhrase*> chosen_;
  std::string name_;
};

// A topic without texts.
NamePhrase by_weight(const TopicVocabulary& vocabulary, uint32_t term) {
  NamePhrase word;
  word.text = vocabulary.term(term).text;
  word.words = {word.text};
  return word;
}

}  // namespace

Status check_topic_name(std::string_view name) {
  if (name.empty()) return Status::invalid("a topic needs a name", "name");
  if (name.size() > kNameBytesMost)
    return Status::invalid("a topic's name has at most " + std::to_string(kNameBytesMost) + " bytes", "name");
  if (std::any_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }))
    return Status::invalid("a topic's name is one line without control characters", "name");
  return {};
}

void TermCounts::add(size_t topic, std::span<const uint32_t> terms, double times) {
  for (const uint32_t term : terms) {
    of_term_[term] += times;
    all_ += times;
    if (topic < counts_.size()) counts_[topic][term] += times;
  }
}

std::vector<TermCounts::Telling> TermCounts::telling(size_t topic, std::span<const double> weights) const {
  const std::vector<double>& counts = counts_[topic];
  const double usual = all_ / static_cast<double>(counts_.size() + 1);
  std::vector<Telling> terms;
  for (uint32_t term = 0; term < counts.size(); ++term) {
    if (!(weights[term] > 0 && counts[term] > 0)) continue;
    const double own = std::sqrt(counts[term] / of_term_[term]);
    terms.push_back({counts[term] * own * std::log(1 + usual / of_term_[term]), term});
  }
  // A topic without texts: by weight.
  const bool none = terms.empty();
  for (uint32_t term = 0; none && term < weights.size(); ++term) {
    if (weights[term] > 0) terms.push_back({weights[term], term});
  }
  std::sort(terms.begin(), terms.end(), [](const Telling& a, const Telling& b) {
    return a.value != b.value ? a.value > b.value : a.term < b.term;
  });
  return terms;
}

void watch_terms(const TopicVocabulary& vocabulary, const TermCounts& counts, size_t topic,
                 std::span<const double> weights, NamePhrases& phrases) {
  const std::vector<TermCounts::Telling> telling = counts.telling(topic, weights);
  for (size_t i = 0; i < std::min(kCandidates, telling.size()); ++i)
    phrases.watch(vocabulary.term(telling[i].term).text);
}

std::string topic_name(const TopicVocabulary& vocabulary, const TermCounts& counts, size_t topic,
                       std::span<const double> weights, const NamePhrases& phrases, std::set<std::string>& taken) {
  std::vector<NamePhrase> candidates = phrases.of(topic);
  for (const TermCounts::Telling& each : counts.telling(topic, weights)) {
    if (!candidates.empty()) break;
    candidates.push_back(by_weight(vocabulary, each.term));
  }
  if (candidates.empty()) candidates.push_back(by_weight(vocabulary, 0));
  return NameMaker(std::move(candidates)).run(taken);
}

}  // namespace sojourn
