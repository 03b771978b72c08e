// What comments are about: topics found by non-negative matrix factorisation, each a handful of words that stand together.
//
// Texts       by language: words and mined phrases without stop words, endings folded ("delivery", "deliveries"), Chinese and
//             Japanese by words of two characters or more; sublinear TF-IDF, rows of length 1. Equal texts are one text with
//             a weight that grows with the logarithm of how many they are.
// Topics      each language has its own; pinned topics are shared by all languages their words are found in. A language
//             with fewer than kTopicTextsLeast texts gets none beside the pinned ones.
// How many    as asked; else by coherence (NPMI), stability under leaving out a fifth, and diversity.
// Ids         are unique over the whole model and never used again. A refit begins from the topics before, and gives an id
//             to the topic that shares the most of its ten words with the one before (Hungarian matching). A refit on the
//             same texts changes nothing.
// Names       by class TF-IDF, nouns first: "exchange rate", "delivery, courier"; unique, but for topics that people join under
//             one name. A name given by people stays over refits, as do pinned topics.
// Pinned      topics win the texts that have a word of theirs.
// Repeats     the same texts in any order give the same model, bit by bit, on any number of threads.
// Errors      fit: kInvalidArgument, kCancelled. load: kCorruption.
// Cost        50,000 comments about 10 s; memory about 100 bytes a word of the texts, of which at most kTopicTextsMost of a
//             language are read (those with the lowest hashes).
// Source      Lee & Seung 1999; HALS: Cichocki & Phan 2009; NNDSVD: Boutsidis & Gallopoulos 2008.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "text/model_file.h"
#include "text/sentences.h"
#include "text/tokenizer.h"

namespace sojourn {

inline constexpr size_t kTopicTextsLeast = 30;
inline constexpr size_t kTopicTextsMost = 60'000;
inline constexpr size_t kTopicsMost = 100;  // Of a language, besides the pinned ones.
inline constexpr size_t kPinnedTopicsMost = 100;
inline constexpr double kTopicWeightLeast = 0.1;  // Of a text's main topic; below it the text is of none.

struct TopicText {
  std::string_view text;
  std::string_view language;  // "nl"; "": not known, such texts teach nothing.
  uint32_t count = 1;         // How many times it was written.
};

// A topic that people ask for: it stays, with these words.
struct PinnedTopic {
  uint32_t id = 0;  // Of the topic it was before; 0: new, or the one of that name.
  std::string name;
  std::vector<std::string> words;  // Words or phrases, in one language or several.
};

struct TopicOptions {
  size_t topics = 0;                // Of each language, besides the pinned ones; 0: chosen.
  std::vector<PinnedTopic> pinned;  // All of them; those of the model before that are not named here are unpinned.
  ModelOrigin origin;
  // Told how far it is, 0 to 1; false: stop.
  std::function<bool(double done, std::string_view step)> progress;
};

struct TopicWord {
  std::string text;   // As it is mostly written.
  double weight = 0;  // 1: the strongest of the topic.
};

struct Topic {
  uint32_t id = 0;
  std::string name;
  std::string language;            // "": pinned, of several languages.
  std::vector<TopicWord> words;    // Single words, the strongest first; at most ten.
  std::vector<TopicWord> phrases;  // Of several words; at most five.
  double share = 0;                // Of the texts (by count) of its languages at fit.
  double coherence = 0;            // NPMI of its words in the texts of the fit; NaN where there are too few.
  bool pinned = false;
  bool named = false;              // By people.
  std::vector<std::string> seeds;  // Of a pinned topic: its words as they were given.
};

struct TopicLanguage {
  std::string code;
  uint64_t texts = 0;                                  // Different ones that were read.
  uint64_t count = 0;                                  // With their counts.
  uint32_t topics = 0;                                 // Of its own; 0: too few texts.
  double coherence = 0, diversity = 0, stability = 0;  // NaN where not measured.
};

class TopicParts;  // Vocabulary and weights of one language.

class TopicModel {
 public:
  TopicModel();  // Without topics.

  static Result<TopicModel> fit(std::span<const TopicText> texts, const TopicOptions& options,
                                const TopicModel* before);

  // Pinned ones first, then by language and share.
  std::span<const Topic> topics() const { return topics_; }
  std::span<const TopicLanguage> languages() const { return languages_; }
  const Topic* find(uint32_t id) const;
  // As options of the next fit.
  std::vector<PinnedTopic> pinned() const;

  // Errors: kNotFound; kInvalidArgument: a name that is empty, too long or has line ends; kConflict: another topic has it.
  Status rename(uint32_t id, std::string_view name);
  // Puts a topic under the name of another, so that all figures count the two as one, as of one theme in two languages. Both
  // keep their ids and their words; a name of its own, by rename(), parts them again. Errors: kNotFound; kInvalidArgument:
  // with itself, or both are pinned.
  Status join(uint32_t id, uint32_t with);
  // Keeps a topic over refits, by its words; or lets it go again.
  Status pin(uint32_t id, bool pinned);
  // A topic that people ask for, and its id; it has texts after the next fit. Errors: as rename; kLimit.
  Result<uint32_t> add_pinned(const PinnedTopic& pinned);

  std::string save() const;
  static Result<TopicModel> load(std::string_view bytes, std::string_view name);
  const ModelOrigin& origin() const { return origin_; }
  uint64_t checksum() const { return checksum_; }  // Of what save() writes.

 private:
  friend class TopicReader;
  friend class TopicFitter;
  friend class TopicFile;
  void seal();  // Sorts, finds what pinned topics own, and computes the checksum.
  void own_words();

  ModelOrigin origin_;
  std::vector<Topic> topics_;
  std::vector<TopicLanguage> languages_;
  std::vector<std::shared_ptr<const TopicParts>> parts_;  // Of languages_; shared by copies, never changed.
  std::vector<std::vector<uint32_t>> pinned_rows_;        // Of languages_: PinnedRows, empty without pinned topics.
  uint32_t next_id_ = 1;
  uint64_t checksum_ = 0;
};

struct TopicWeight {
  uint32_t topic = 0;
  double weight = 0;  // 0 to 1: how much of the text it explains.
};

struct TopicVerdict {
  uint32_t topic = 0;  // 0: of none.
  double weight = 0;
  // Of the tokenizer's text(): the words that made it so, in order. Lives until the next read().
  std::span<const ByteRange> evidence;
  // Every topic with at least kTopicWeightLeast, the strongest first. Lives until the next read().
  std::span<const TopicWeight> all;
};

// Tells the topic of texts. Borrows the model. Threads: one reader a thread. Cost: about 2 µs a comment of 70 bytes; nothing
// is allocated a text once its buffers have grown.
class TopicReader {
 public:
  explicit TopicReader(const TopicModel& model);
  ~TopicReader();
  TopicReader(TopicReader&&) noexcept;
  TopicReader& operator=(TopicReader&&) noexcept;

  // `language`: of the text; "" or one without topics: the language with the most texts is tried where it is "", else none.
  TopicVerdict read(const Tokenizer& text, std::string_view language);

 private:
  struct Scratch;
  void find_evidence(const Tokenizer& text, const TopicParts& parts, uint32_t row);

  const TopicModel* model_;
  std::unique_ptr<Scratch> scratch_;
};

}  // namespace sojourn
