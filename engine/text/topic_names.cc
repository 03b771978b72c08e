#include "text/topic_names.h"

#include <algorithm>
#include <cmath>

namespace sojourn {
namespace {

constexpr size_t kNameBytesMost = 120;
constexpr size_t kCandidates = 24, kNameTermsMost = 4;
constexpr double kPhraseForWord = 0.25;              // A phrase that stands in so many of its word's texts names them.
constexpr double kSecondLeast = 0.25;                // Of the value of the first: weaker words tell little more.
constexpr double kFarStronger = 2;                   // Than the noun: what is no noun joins the name.
constexpr double kNoNoun = 0.3, kSurelyNoun = 0.65;  // Shares of noun_cues.h: below one, above the other,
constexpr double kWorthNoNoun = 0.08;                // and what a verb is worth beside a noun.
constexpr size_t kFamilyLetters = 5;  // Words that begin with so many of the same letters are one family.

double worth_as_noun(const Term& term) {
  return std::clamp((term.noun - kNoNoun) / (kSurelyNoun - kNoNoun), kWorthNoNoun, 1.0);
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const size_t end = std::min(text.find(' '), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  return words;
}

bool same_family(std::string_view a, std::string_view b) {
  if (a == b) return true;
  const WordPoints left = word_points(a), right = word_points(b);
  const size_t least = std::min({left.size, right.size});
  if (least < kFamilyLetters) return false;
  return std::equal(left.points, left.points + kFamilyLetters, right.points);
}

// Without blanks (Chinese): one within the other.
bool related(const Term& a, const Term& b) {
  const auto ideographs = [](const Term& term) {
    return !term.text.empty() && static_cast<uint8_t>(term.text[0]) >= 0xE3;
  };
  if (ideographs(a) || ideographs(b))
    return a.text.find(b.text) != std::string::npos || b.text.find(a.text) != std::string::npos;
  for (const std::string_view left : words_of(a.text)) {
    for (const std::string_view right : words_of(b.text)) {
      if (same_family(left, right)) return true;
    }
  }
  return false;
}

class NameMaker {
 public:
  NameMaker(const TopicVocabulary& vocabulary, const TermCounts& counts, size_t topic, std::span<const double> weights)
      : vocabulary_(vocabulary), counts_(counts), topic_(topic), candidates_(counts.telling(topic, weights)) {
    if (candidates_.empty()) candidates_.push_back({1, 0});
    if (candidates_.size() > kCandidates) candidates_.resize(kCandidates);
    strongest_ = candidates_[0];
    for (TermCounts::Telling& each : candidates_) each.value *= worth_as_noun(vocabulary_.term(each.term));
    std::stable_sort(candidates_.begin(), candidates_.end(),
                     [](const auto& a, const auto& b) { return a.value > b.value; });
  }

  std::string run(std::set<std::string>& taken) {
    const TermCounts::Telling head = candidates_[0];
    add(fullest(head));
    const bool phrase = vocabulary_.term(chosen_[0]).words > 1;
    // What is said of the noun tells the topic better than the noun does: "transfer, declined".
    if (!phrase && strongest_.value > kFarStronger * head.value / worth_as_noun(vocabulary_.term(head.term)))
      add_unrelated(strongest_.term);
    for (size_t i = 1; i < candidates_.size() && chosen_.size() < kNameTermsMost; ++i) {
      const bool enough = phrase || chosen_.size() > 1 || candidates_[i].value < kSecondLeast * candidates_[0].value;
      if (enough && taken.insert(name_).second) return name_;
      add_unrelated(candidates_[i].term);
    }
    for (size_t number = 2;; ++number) {
      const std::string numbered = name_ + (taken.count(name_) == 0 ? "" : " " + std::to_string(number));
      if (taken.insert(numbered).second) return numbered;
    }
  }

 private:
  // Of a word the phrase that most of its texts have.
  uint32_t fullest(const TermCounts::Telling& first) const {
    if (vocabulary_.term(first.term).words > 1) return first.term;
    uint32_t best = first.term;
    double most = kPhraseForWord * counts_.texts(topic_, first.term);
    for (const TermCounts::Telling& each : candidates_) {
      const Term& term = vocabulary_.term(each.term);
      const double texts = counts_.texts(topic_, each.term);
      if (term.words == 1 || texts <= most || worth_as_noun(term) < 1 || !related(term, vocabulary_.term(first.term)))
        continue;
      best = each.term;
      most = texts;
    }
    return best;
  }

  void add_unrelated(uint32_t next) {
    const bool said = std::any_of(chosen_.begin(), chosen_.end(), [&](uint32_t term) {
      return related(vocabulary_.term(term), vocabulary_.term(next));
    });
    if (!said) add(next);
  }

  void add(uint32_t next) {
    chosen_.push_back(next);
    const Term& term = vocabulary_.term(next);
    name_ += (name_.empty() ? "" : ", ") + (term.written.empty() ? term.text : term.written);
  }

  const TopicVocabulary& vocabulary_;
  const TermCounts& counts_;
  size_t topic_;
  std::vector<TermCounts::Telling> candidates_;
  TermCounts::Telling strongest_;  // Noun or not.
  std::vector<uint32_t> chosen_;
  std::string name_;
};

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

std::string topic_name(const TopicVocabulary& vocabulary, const TermCounts& counts, size_t topic,
                       std::span<const double> weights, std::set<std::string>& taken) {
  return NameMaker(vocabulary, counts, topic, weights).run(taken);
}

}  // namespace sojourn
