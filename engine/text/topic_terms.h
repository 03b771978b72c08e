// Chooses the terms of one language from its texts.
//
// Words    no stop words, two letters or more, in at least `texts_least` texts and at most kTermShareMost of them, the most
//          frequent kTopicTermsMost; forms with one stem are one term, shown as it is mostly written. Han and kana: ICU's
//          words of two characters or more.
// Phrases  by phrases.h, of two and three terms.
// Wanted   the words of pinned topics are terms in any case.
// Repeats  do not depend on the order of the texts.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/topic_vocabulary.h"

namespace sojourn {

inline constexpr size_t kTopicTermsMost = 8'000;
inline constexpr double kTermShareMost = 0.5;

struct TermOptions {
  std::vector<std::string> wanted;
};

TopicVocabulary choose_terms(std::string_view language, std::span<const std::string_view> texts,
                             const TermOptions& options);
// The terms that a word or phrase of a pinned topic stands for: the longest phrase, else its words.
std::vector<uint32_t> terms_of(const TopicVocabulary& vocabulary, std::string_view words);

}  // namespace sojourn
