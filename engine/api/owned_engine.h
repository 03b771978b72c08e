// All that the handlers work with, opened on one record: the books, the intake, and what goes on by itself.
//
//   SOJOURN_TRY(const auto owned, OwnedEngine::open(folder, store, timelines, asker));
//   Application application(options, loopback, owned->engine());
//   owned->start();  ...  owned->stop();
//
// Order     ends after the application that was given its engine, and before the listener, to which the intake tells what
//           it has committed.
// Threads   open, start and stop: one thread.
#pragma once

#include <memory>
#include <string>

#include "act/step_thread.h"
#include "api/handlers.h"
#include "enrich/live_tone.h"
#include "enrich/voiced_timelines.h"

namespace sojourn {

// What the books ask of each other: a segment stays while an alert or the inbox' settings name it, and only accounts that
// can sign in own cases. All are borrowed by the first and the last.
void connect_books(BoardShelf& boards, Clockwork& clockwork, const AccountBook& accounts, FeedbackInbox& inbox);

class OwnedEngine {
 public:
  // All but `folder` is borrowed. Errors: those of the books.
  static Result<std::unique_ptr<OwnedEngine>> open(const std::string& folder, Store& store, VoicedTimelines& timelines,
                                                   Asker& asker);
  // Does stop().
  ~OwnedEngine();
  OwnedEngine(const OwnedEngine&) = delete;
  OwnedEngine& operator=(const OwnedEngine&) = delete;

  const Engine& engine() const { return *engine_; }
  // From now on invitations are sent and files read. Until then nothing happens but what is asked.
  void start();
  void stop();

 private:
  OwnedEngine(Store& store, VoicedTimelines& timelines, Asker& asker);
  Status open_books(const std::string& folder);

  Store& store_;
  VoicedTimelines& timelines_;
  Asker& asker_;
  std::unique_ptr<SourceBook> sources_;
  std::unique_ptr<SurveyBook> surveys_;
  std::unique_ptr<BoardShelf> boards_;
  std::unique_ptr<Access> access_;
  std::unique_ptr<FeedbackInbox> inbox_;
  std::unique_ptr<LiveTone> live_tone_;
  std::unique_ptr<StepThread> judging_;  // Conversations, as they go on.
  std::unique_ptr<Intake> intake_;
  std::unique_ptr<Invitations> invitations_;
  std::unique_ptr<ImportJobs> imports_;
  std::unique_ptr<Clockwork> clockwork_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<StepThread> tending_;  // Learns what is due of what customers say.
  bool started_ = false;
  int64_t listening_ = 0;
};

}  // namespace sojourn
