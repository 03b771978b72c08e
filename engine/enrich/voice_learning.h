// How an edition's parts are learned from a record: models of sentiment from scored comments, topics and wishes from all.
//
// Models    a language with at least kScoredLeast scored comments that differ; one model a fold (fold_models.h). They come
//           into force where they are no worse by more than kDrop than those before, and than what the program knows by itself
//           (its warm start, else its rules): each text judged by the model that has not learned from it.
// Threads   functions; each works on all cores. Errors: kCancelled, those of the snapshot.
// Cost      50,000 comments about 15 s on two cores.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "enrich/voice_edition.h"
#include "enrich/voice_texts.h"
#include "enrich/voice_work.h"

namespace sojourn {

inline constexpr size_t kScoredLeast = 500;
inline constexpr size_t kScoredMost = 200'000;

struct LearnedModel {
  std::string language;
  size_t texts = 0;
  // Macro-F1 on all the texts, each judged by a model that has not learned from it; absent where there was none.
  std::optional<double> learned, built_in, before;
  double calibration_error = 0;
  bool kept = false;  // The new one is in force.
  std::string why;    // Where it is not.
};
// Puts the models that are better into `parts`. `version`: what they call themselves.
Result<std::vector<LearnedModel>> learn_models(const Snapshot& snapshot, const VoiceEdition& edition,
                                               const std::string& version, VoiceParts& parts,
                                               VoiceWork::Progress& progress);
// A sentence on all of them, for people.
std::string learned_text(const std::vector<LearnedModel>& models);

struct TopicLearning {
  size_t topics = 0;  // 0: as many as suit.
  std::vector<PinnedTopic> pinned;
  std::string version;
};
// Puts other topics and wishes into `parts`; those before give ids and names. Also in which languages texts come, as those
// tell that leave no doubt. Nothing that says who somebody is becomes a topic's word or a wish (persons_out.h).
Status learn_topics(const std::vector<VoiceText>& texts, const VoiceEdition& edition, const TopicLearning& learning,
                    VoiceParts& parts, const std::function<bool(double done)>& progress);

}  // namespace sojourn
