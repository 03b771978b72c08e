// An edition: all that judges texts, with a version, and the verdicts that it has given. What judges never changes; the
// books grow as texts are met.
//
// Version   of everything that judges: the program's own models and word lists, what was learned, corrections, topics and
//           wishes with their names. Equal versions give equal verdicts, but for the names of obstacles and rivals beyond
//           the first kBookWordsMax of each that were met.
// Keys      a text's hash and the language that was declared for it; a conversation's turns likewise, with the fold of the
//           text beside them where there is one.
// Threads   safe.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/status.h"
#include "enrich/block_voices.h"
#include "enrich/fact_book.h"
#include "enrich/fold_models.h"
#include "enrich/voice_facts.h"
#include "text/conversation.h"
#include "text/corrections.h"
#include "text/language_prior.h"
#include "text/topic_model.h"
#include "text/wishes.h"
#include "timelines/voice_columns.h"

namespace sojourn {

// Rises when the same words and models come to judge otherwise.
inline constexpr uint64_t kJudgeVersion = 4;
// Obstacles, and rivals, that have names: people's words would make them grow without end.
inline constexpr uint32_t kBookWordsMax = 100'000;
// What texts of no topic are called among the topics.
inline constexpr std::string_view kOtherTopic = "other";

struct VoiceParts {
  FoldModels models;
  Corrections corrections;
  TopicModel topics;
  WishModel wishes;
  LanguagePrior languages;  // In which languages comments come.
};

class VoiceEdition {
 public:
  // The vocabularies of a book of texts.
  enum Words : size_t { kLanguages, kObstacles, kRivals, kVocabularies };

  // The books lie in `folder`; "" : in memory alone. Errors: those of the books.
  // One edition of a version at a time may have its books open.
  static Result<std::shared_ptr<const VoiceEdition>> make(VoiceParts parts, const std::string& folder);
  static uint64_t version_of(const VoiceParts& parts);
  ~VoiceEdition();

  const VoiceParts& parts() const { return parts_; }
  uint64_t version() const { return version_; }
  FactBook<VoiceFacts>& texts() const { return *texts_; }
  FactBook<ConversationFacts>& conversations() const { return *conversations_; }
  BlockVoiceCache& blocks() const { return *blocks_; }

  static uint64_t key_of(std::string_view text, std::string_view declared_language);
  // The vocabulary of a column of codes; null for numbers.
  const std::shared_ptr<Names>& names(VoiceColumn column) const { return names_[static_cast<size_t>(column)]; }
  // Does its vocabulary grow as texts are judged?
  static bool words_grow(VoiceColumn column) {
    return column == VoiceColumn::kLanguage || column == VoiceColumn::kObstacle || column == VoiceColumn::kRival;
  }
  // A fact as a code of its column's vocabulary. REQUIRES: a column of codes that tells of a text.
  uint32_t code(VoiceColumn column, const VoiceFacts& facts) const;
  // "" : absent.
  std::string_view word(VoiceColumn column, const VoiceFacts& facts) const;
  uint32_t escalation_code(const ConversationFacts& facts) const;
  // The names of the files of its books.
  std::vector<std::string> files() const;

 private:
  VoiceEdition() = default;
  void name_columns();

  VoiceParts parts_;
  uint64_t version_ = 0;
  std::unique_ptr<FactBook<VoiceFacts>> texts_;
  std::unique_ptr<FactBook<ConversationFacts>> conversations_;
  std::unique_ptr<BlockVoiceCache> blocks_;
  std::array<std::shared_ptr<Names>, kVoiceColumns> names_;
  std::unordered_map<uint32_t, uint32_t> topic_codes_, wish_codes_;  // By id.
  uint32_t other_topic_ = 0;
  uint32_t unknown_language_ = 0;
};

}  // namespace sojourn
