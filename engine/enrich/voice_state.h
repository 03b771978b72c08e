// What a Voice holds, and the steps of its work: learning, changing the edition, judging history. Only voice*.cc looks at it.
//
// Wanted    what has been learned and told; the edition in force is made of it once history has been judged, and lags behind
//           meanwhile, or where that failed: tend() takes it up again, ever more seldom while it fails or is cancelled.
// Order     what people tell goes into the record first, and is acknowledged by that; the folder is a cache.
// Threads   steps run on the work's thread; the members below `mutex` are under it.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "enrich/topic_book.h"
#include "enrich/voice.h"
#include "enrich/voice_folder.h"
#include "enrich/voice_learning.h"

namespace sojourn {

struct Voice::State {
  using Step = std::function<Status(VoiceWork::Progress&)>;
  using Clock = std::chrono::steady_clock;

  State(VoiceFolder opened, Store& record, Timelines& below)
      : folder(std::move(opened)), store(record), timelines(below) {}

  // Reads the folder and what the record says of corrections and topics.
  Status open();

  // --- steps of the work
  Status change(VoiceWork::Progress& progress);
  Status judge_history(const std::shared_ptr<const VoiceEdition>& next, VoiceWork::Progress& progress);
  Status train(VoiceWork::Progress& progress);
  Status refit(size_t topics, VoiceWork::Progress& progress);
  Status learn_what_is_due(VoiceWork::Progress& progress);

  // Begins work that alters what is wanted. Returns once `alter` has, which writes into the record; `then` goes on (null:
  // the change comes into force). Errors: those of alter; kConflict.
  Status begin_change(const char* kind, std::function<Status(VoiceParts&)> alter, Step then = {});
  Status tend();

  void want(VoiceParts parts, const LearnedAt& learned);
  VoiceParts wanted_parts() const;
  std::shared_ptr<const VoiceEdition> current() const;
  std::vector<TopicRow> topic_rows() const;
  // Into the record, then here.
  Status keep_topic_rows(std::vector<TopicRow> rows);
  Status keep_corrections(std::vector<CorrectionRow> rows);

  VoiceFolder folder;  // Of the work's thread, once open.
  Store& store;
  Timelines& timelines;

  mutable std::mutex mutex;
  std::shared_ptr<const VoiceEdition> edition;
  VoiceParts wanted;
  uint64_t wanted_version = 0;
  LearnedAt learned_at;
  std::vector<CorrectionRow> corrections;
  std::vector<TopicRow> topics;
  std::vector<LearnedModel> last_learned;  // What the last training came to.
  bool pins_due = false;                   // Pinned topics that no fit has looked for yet.
  int64_t tended = -1;                     // The newest event when tend() last looked at all.
  Clock::time_point tend_again;            // Not before, after it failed or was cancelled.
  int failures = 0;

  VoiceWork work;  // The last member: its thread uses the others.

 private:
  bool nothing_due(int64_t last_sequence) const;
  void note_tended(const Status& status);
};

}  // namespace sojourn
