// The topics of one language as weights of terms, and what they make of the terms of a text.
//
// Weight   a text is a row x of sublinear TF-IDF of length 1, a topic a row h of length 1; the text's weights w ≥ 0 are those
//          with the least |x - w H|² (coordinate descent on the topics that share a term with it).
// Threads  read only; a scratch belongs to one thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "text/topic_vocabulary.h"

namespace sojourn {

struct TopicRowWeight {
  uint32_t row = 0;
  float weight = 0;
};

// Buffers that are kept from text to text.
struct TopicScratch {
  std::vector<TermUse> uses;
  std::vector<float> values;            // Of each term; 0 outside of read().
  std::vector<uint32_t> terms;          // Those of this text, each once, and
  std::vector<float> row;               // their numbers in x.
  std::vector<float> found;             // x Hᵀ
  std::vector<uint32_t> active;         // Rows with found > 0, the largest first.
  std::vector<TopicRowWeight> weights;  // The answer, the largest first.
};

// Of each term the row of the pinned topic whose word it is, or kNoTerm.
using PinnedRows = std::vector<uint32_t>;
// Adds those of the topic of `row`; a word of two topics is of the first.
void own_terms(const TopicVocabulary& vocabulary, const std::vector<std::string>& words, uint32_t row,
               PinnedRows& rows);

class TopicParts {
 public:
  TopicParts(TopicVocabulary vocabulary, std::vector<uint32_t> topics, const std::vector<std::vector<double>>& rows);

  const TopicVocabulary& vocabulary() const { return vocabulary_; }
  // Ids, one a row.
  std::span<const uint32_t> topics() const { return topics_; }
  double weight(uint32_t row, uint32_t term) const;
  std::vector<double> row(uint32_t row) const;

  // The numbers of a text's terms in `scratch.terms` and `scratch.row`; false where it has none.
  bool weigh(const Tokenizer& text, TopicScratch& scratch) const;
  // The topics of a text in `scratch.weights`. A pinned topic wins where a word of its own is in the text (of several the one
  // whose words weigh most): it stands first, and weighs no less than any other.
  void read(const Tokenizer& text, const PinnedRows& pinned, TopicScratch& scratch) const;

  void save(ByteWriter& writer) const;
  static Result<TopicParts> load(std::string_view language, ByteReader& reader);

 private:
  explicit TopicParts(TopicVocabulary vocabulary) : vocabulary_(std::move(vocabulary)) {}
  void solve(TopicScratch& scratch) const;
  static void put_pinned_first(const PinnedRows& pinned, TopicScratch& scratch);
  void overlap_rows();

  TopicVocabulary vocabulary_;
  std::vector<uint32_t> topics_;
  std::vector<uint32_t> begins_;  // Of each term in weights_, and their end.
  std::vector<TopicRowWeight> weights_;
  std::vector<float> overlaps_;  // H Hᵀ
};

}  // namespace sojourn
