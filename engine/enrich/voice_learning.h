// How an edition's parts are learned from a record: models of sentiment from scored comments, topics and wishes from all.
//
// Models    a language with at least kScoredLeast scored comments that differ. A model comes into force where, on comments
//           that it has never learned from, it is not worse than the one before and not worse than the rules by more than
//           kDrop (text/evaluation.h); else what was there stays.
// Threads   functions; each works on all cores. Errors: kCancelled, those of the snapshot.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "enrich/voice_edition.h"
#include "enrich/voice_texts.h"

namespace sojourn {

inline constexpr size_t kScoredLeast = 500;
inline constexpr size_t kScoredMost = 200'000;

struct LearnedModel {
  std::string language;
  size_t texts = 0;
  double learned = 0, rules = 0, before = 0;  // Macro-F1 on texts kept aside; before is 0 where there was none.
  bool kept = false;                          // The new one is in force.
  std::string why;                            // Where it is not.
};
// Puts the models that are better into `parts`. `version`: what they call themselves.
Result<std::vector<LearnedModel>> learn_models(const Snapshot& snapshot, const VoiceEdition& edition,
                                               const std::string& version, VoiceParts& parts,
                                               const std::atomic<bool>* cancelled);
// A sentence on each, for people.
std::string learned_text(const std::vector<LearnedModel>& models);

struct TopicLearning {
  size_t topics = 0;  // 0: as many as suit.
  std::vector<PinnedTopic> pinned;
  std::string version;
};
// Puts other topics and wishes into `parts`; those before give ids and names.
Status learn_topics(const std::vector<VoiceText>& texts, const VoiceEdition& edition, const TopicLearning& learning,
                    VoiceParts& parts, const std::function<bool(double done)>& progress);

}  // namespace sojourn
