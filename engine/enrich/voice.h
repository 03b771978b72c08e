// What the program knows about the voice of its customers: the edition in force, and how it learns another.
//
//   SOJOURN_TRY(const auto voice, Voice::open(folder, *store, *timelines));
//   VoicedTimelines voiced(*timelines, *voice);      // What everybody asks from now on.
//
// Edition    all that judges texts: models of sentiment, corrections, topics, wishes. One is in force; another takes its
//            place when corrections are saved or something has been learned, once history has been judged by it.
// Honest     a comment that a model has learned from is judged by one that has not (fold_models.h).
// Folder     DIR/voice/: models, and verdicts by text, which are a cache. What people told, corrections and the names and
//            pins of topics, are documents of the record. Without the folder, models and topics are learned anew; topics get
//            new numbers, and their names where they have the same words.
// Work       training, refitting and re-scoring go on a thread of their own, one at a time. Ended before its time, a
//            re-score goes on where it was: what is judged already is kept in the new edition's book.
// Errors     kConflict while other work goes on (its name is told), kNotFound, kInvalidArgument with `where`, kLimit,
//            kUnavailable (disk).
// Threads    every method from any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "base/time.h"
#include "enrich/correction_book.h"
#include "enrich/voice_edition.h"
#include "enrich/voice_explanation.h"
#include "enrich/voice_learning.h"
#include "enrich/voice_preview.h"
#include "enrich/voice_work.h"
#include "store/store.h"
#include "timelines/timelines.h"

namespace sojourn {

struct TopicRow;

struct VoiceModelRow {
  std::string language;
  std::string version;                                       // "built in" models say their own.
  uint64_t learned_from = 0;                                 // Texts; those of folds all together.
  double macro_f1 = 0, accuracy = 0, calibration_error = 0;  // On texts that the judging model has not learned from.
  bool built_in = false;
};

struct VoiceTopicRow {
  uint32_t id = 0;
  std::string language;
  std::string name;
  std::vector<std::string> words;
  bool pinned = false;
};

struct VoiceStatus {
  std::string edition;        // 16 letters.
  int64_t texts_judged = 0;   // Different texts in the edition's book.
  int64_t conversations = 0;  // The same of conversations.
  int64_t corrections = 0;
  int64_t topics = 0;
  int64_t wishes = 0;
  std::vector<VoiceModelRow> models;
  std::optional<VoiceWork::Running> running;
  std::optional<VoiceWork::Ended> last;
  std::vector<LearnedModel> learned;  // What the last training of this program's run came to.
};

class Voice {
 public:
  // `folder` "" : nothing is kept on disk. Store and timelines (those without a voice) are borrowed.
  static Result<std::unique_ptr<Voice>> open(const std::string& folder, Store& store, Timelines& timelines);
  // Ends running work.
  ~Voice();
  Voice(const Voice&) = delete;
  Voice& operator=(const Voice&) = delete;

  std::shared_ptr<const VoiceEdition> edition() const;
  // The same snapshot with its voice columns filled as its blocks are read.
  std::shared_ptr<const Snapshot> voiced(std::shared_ptr<const Snapshot> snapshot) const;

  // What the edition says of a text; through its book, so a text that is known costs a look-up.
  VoiceWords words_of(std::string_view text, std::string_view declared_language) const;
  // Of an event: its text, else what the customer said in its turns. Empty words where there is neither.
  VoiceWords words_of_event(std::string_view text, std::string_view turns, std::string_view declared_language) const;
  // Everything about one text, with the reasons. Cost: about 0.1 ms.
  VoiceExplanation explain(std::string_view text, std::string_view declared_language) const;

  VoiceStatus status() const;
  std::vector<VoiceTopicRow> topics() const;

  // --- corrections. Saving begins a re-score.
  std::vector<CorrectionRow> corrections() const;
  // Errors: kCancelled.
  Result<CorrectionPreview> preview(const Correction& correction, const std::atomic<bool>* cancelled = nullptr) const;
  Status save_correction(const Correction& correction, const std::string& account);
  Status remove_correction(std::string_view phrase, std::string_view language);

  // --- topics: names and pins, in the record once these return. A pin begins a refit.
  Status name_topic(uint32_t id, const std::string& name);
  Status join_topics(uint32_t id, uint32_t with);  // Under the name of the second; another name parts them again.
  Status pin_topic(const std::string& name, const std::vector<std::string>& words);
  Status pin_topic(uint32_t id);  // By the words it has; of joined topics this one alone.
  Status unpin_topic(uint32_t id);

  // --- work. Each begins on the work's thread and returns; wait() waits for its end.
  Status begin_train();
  Status begin_refit(size_t topics);  // 0: as many as suit.
  Status begin_rescore();
  // Learns what is due: topics and wishes once there are comments, models once there are enough scored ones, and both again
  // when comments have grown by a fifth; takes up what work that ended before its time has left. Does nothing while work goes
  // on, and after a failure for a while, twice as long each time.
  Status tend();
  Status wait();
  void cancel();
  // Told when work has ended and when another edition is in force, by the work's thread.
  void set_told(std::function<void()> told);

 private:
  struct State;
  Status begin_pin(const TopicRow& row);
  explicit Voice(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace sojourn
