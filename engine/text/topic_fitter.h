// Finds the topics of the texts of one language; topic_model.cc joins the languages.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "text/coherence.h"
#include "text/nmf.h"
#include "text/topic_model.h"
#include "text/topic_parts.h"

namespace sojourn {

// Different texts of one language, by hash, so that their order and what stands beside them does not matter.
struct LanguageTexts {
  std::string code;
  std::vector<TopicText> texts;
  uint64_t count = 0;
};
// By code. Texts without a language or without letters are left out.
std::vector<LanguageTexts> group_texts(std::span<const TopicText> texts);

struct FoundTopics {
  TopicVocabulary vocabulary;
  std::vector<std::vector<double>> rows;  // Pinned ones first.
  std::vector<size_t> pinned;             // Of which of the options' pinned topics the first rows are.
  std::vector<WordSet> words;             // Of each row, those that show it best, the strongest first;
  std::vector<double> coherence;          // and how well they stand together.
  TopicLanguage facts;
};

// What a language's topics were before.
struct TopicsBefore {
  const TopicParts* parts = nullptr;  // Null: none.
  std::vector<uint32_t> rows;         // Which of its rows are to be begun from.
  // As many texts as before, and the same is asked: where the terms are the same, too, so are the topics. `pinned`: the rows
  // of the options' pinned topics.
  bool same = false;
  std::vector<uint32_t> pinned;
};

class LanguageFitter {
 public:
  LanguageFitter(const LanguageTexts& texts, const TopicOptions& options, TopicsBefore before,
                 std::function<bool(double, std::string_view)> progress);
  FoundTopics run();

 private:
  void weigh_texts();
  void read_seeds(FoundTopics& found);
  size_t choose_count(size_t pinned);
  double score(size_t topics, size_t pinned);
  std::vector<std::vector<double>> begin_rows(size_t free) const;
  // Careful: begins from the topics before, or from the consensus of parts of the texts.
  NmfResult factorise_rows(const SparseRows& rows, size_t free, size_t iterations, bool careful) const;
  double strength(const std::vector<double>& row, uint32_t term) const;
  std::vector<WordSet> shown_words(const std::vector<std::vector<double>>& rows) const;
  void measure(FoundTopics& found) const;
  bool nothing_new() const;
  void find_rows(FoundTopics& found);
  bool go_on() const;

  const LanguageTexts& texts_;
  const TopicOptions& options_;
  TopicsBefore before_;
  std::function<bool(double, std::string_view)> progress_;
  std::unique_ptr<TopicParts> terms_;  // Without topics: weighs texts.
  SparseRows rows_;
  WordStream stream_;
  std::vector<SeedWeights> seeds_;
  mutable double done_ = 0;
};

// The ten strongest single words of a row, the strongest first.
WordSet top_words(const TopicVocabulary& vocabulary, const std::vector<double>& row, size_t count = kTopicWordsShown,
                  bool phrases = false);

}  // namespace sojourn
