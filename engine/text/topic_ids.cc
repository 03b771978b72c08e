#include "text/topic_ids.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "text/hungarian.h"
#include "text/tokenizer.h"
#include "text/word_list.h"

namespace sojourn {
namespace {

constexpr double kSharedWordsLeast = 3;  // Of ten, for a topic to be the one before.

// Words as they fold, so that topics of different fits can be compared.
std::set<uint64_t> folded_words(const std::vector<TopicWord>& words, std::string_view language) {
  const WordList& list = WordList::built_in(language);
  std::set<uint64_t> all;
  for (const TopicWord& word : words) all.insert(list.fold(word.text));
  return all;
}

bool is_same(const Topic& a, const Topic& b, double shared) {
  const double fewer = static_cast<double>(std::min(a.words.size(), b.words.size()));
  return shared > 0 && shared >= std::min(kSharedWordsLeast, std::ceil(fewer / 2));
}

}  // namespace

std::vector<size_t> match_topics(std::span<const Topic> topics, std::span<const Topic* const> before) {
  std::vector<std::vector<double>> shared;
  for (const Topic& topic : topics) {
    const std::set<uint64_t> words = folded_words(topic.words, topic.language);
    std::vector<double>& row = shared.emplace_back();
    for (const Topic* other : before) {
      double both = 0;
      for (const uint64_t word : folded_words(other->words, other->language)) both += words.count(word) > 0 ? 1 : 0;
      row.push_back(both);
    }
  }
  std::vector<size_t> match = best_assignment(shared);
  for (size_t i = 0; i < match.size(); ++i) {
    if (match[i] != kUnassigned && !is_same(topics[i], *before[match[i]], shared[i][match[i]])) match[i] = kUnassigned;
  }
  return match;
}

bool name_fits(const std::string& name, const Topic& topic) {
  const WordList& list = WordList::built_in(topic.language);
  std::set<uint64_t> in_name;
  Tokenizer tokenizer;
  tokenizer.read(name);
  for (const Token& token : tokenizer.tokens()) in_name.insert(list.fold(tokenizer.text_of(token)));
  return std::any_of(topic.words.begin(), topic.words.end(), [&](const TopicWord& word) {
    return in_name.count(list.fold(word.text)) > 0 || name.find(word.text) != std::string::npos;
  });
}

}  // namespace sojourn
