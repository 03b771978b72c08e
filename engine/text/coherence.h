// How good topics are, measured without people.
//
// Coherence   NPMI over windows of kCoherenceWindow words of the texts, stop words counted as words: the mean over the pairs
//             of a topic's ten words; -1 never together, 0 by chance, 1 always (Bouma 2009; Lau, Newman & Baldwin 2014).
// Diversity   different words among all top words (Dieng, Ruiz & Blei 2020).
// Stability   of topics: the mean Jaccard overlap of top words of the best assignment to those of another fit; of texts:
//             the adjusted Rand index of two assignments (Hubert & Arabie 1985).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace sojourn {

inline constexpr size_t kCoherenceWindow = 10;
inline constexpr size_t kTopicWordsShown = 10;

// Texts as numbers of words, in order.
struct WordStream {
  std::vector<uint32_t> words;
  std::vector<size_t> ends;
  void end_text() { ends.push_back(words.size()); }
};

using WordSet = std::vector<uint32_t>;

// Of each topic; NaN where it has fewer than two words or none of its pairs can be judged.
std::vector<double> coherence(std::span<const WordSet> topics, const WordStream& texts,
                              size_t window = kCoherenceWindow);
// The words that show a topic best: of `candidates` `count` that are strong and stand together in the texts, in the order of
// the candidates. Beside the words chosen before it counts how a word stands with all candidates, by how strong they are, so
// that one chance meeting of two rare words does not turn the whole choice. `worth`: how strong each candidate is, > 0.
std::vector<WordSet> choose_words(std::span<const WordSet> candidates, std::span<const std::vector<double>> worth,
                                  const WordStream& texts, size_t count = kTopicWordsShown);
// The mean without NaN; NaN of nothing.
double mean_known(std::span<const double> values);
double diversity(std::span<const WordSet> topics);
double overlap(const WordSet& a, const WordSet& b);  // Jaccard
double topic_stability(std::span<const WordSet> topics, std::span<const WordSet> others);
double adjusted_rand(std::span<const uint32_t> a, std::span<const uint32_t> b);

}  // namespace sojourn
