// Invitations as a whole: rules, queue, sending, answers; and the thread that goes on with them while the server runs.
//
//   Invitations invitations(store, surveys, append, options);   // append: into the record, through the intake
//   invitations->start();  ...  invitations->stop();
//
// Clock     is given, so that tests need not wait for two days.
// Threads   all but step() from any thread; step() is the thread's own work, and can be called where none was started.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "act/answer_watch.h"
#include "act/dispatcher.h"
#include "act/follow_mark.h"
#include "act/planner.h"
#include "act/rule_trial.h"
#include "act/step_thread.h"

namespace sojourn {

struct InvitationOptions {
  std::function<Micros()> clock = now;
  std::function<std::unique_ptr<Carrier>()> carrier = make_carrier;
  DressSnapshot dress;       // What rules see of events besides their fields.
  size_t sends_a_step = 20;  // So that what is new is not long unseen behind a slow mail server.
};

class Invitations {
 public:
  // All are borrowed. Errors: kCorruption of a document, those of the store.
  static Result<std::unique_ptr<Invitations>> open(Store& store, SurveyBook& surveys, AppendEvents append,
                                                   InvitationOptions options = {});
  // Does stop().
  ~Invitations();
  Invitations(const Invitations&) = delete;
  Invitations& operator=(const Invitations&) = delete;

  void start();
  void stop();
  // Something is new: look now. Never waits.
  void wake();
  // Follows the record, sends what is due, notices answers. Whether more could go at once.
  Result<bool> step();

  // They are safe to use from any thread.
  RuleBook& rules() const { return *rules_; }
  InvitationBook& book() const { return *book_; }
  Unsubscribes& unsubscribes() const { return *unsubscribes_; }
  OutgoingBook& outgoing() const { return *outgoing_; }
  SurveyBook& surveys() const { return surveys_; }
  Micros now() const { return options_.clock(); }

  Result<RuleTrial> try_rule(const InvitationRule& rule) const;
  Status send_test(const std::string& to);
  // Of a signed link. Errors: kInvalidArgument when the token is not ours.
  Result<Identifier> unsubscribing(std::string_view token);
  Status unsubscribe(std::string_view token);
  // Has the customer behind this address unsubscribed, by whichever of theirs?
  Result<bool> has_unsubscribed(const Identifier& who) const;
  // Asks the customer behind this address again, by whichever of theirs they unsubscribed. Errors: kNotFound.
  Status ask_again(const Identifier& who);
  // How far each rule has come.
  FollowMark mark() const;
  // What the thread failed at last; ok: nothing.
  Status trouble() const;

 private:
  Invitations(Store& store, SurveyBook& surveys, AppendEvents append, InvitationOptions options);
  StepThread::Pause pause() const;

  Store& store_;
  SurveyBook& surveys_;
  AppendEvents append_;
  const InvitationOptions options_;
  std::unique_ptr<RuleBook> rules_;
  std::unique_ptr<InvitationBook> book_;
  std::unique_ptr<Unsubscribes> unsubscribes_;
  std::unique_ptr<OutgoingBook> outgoing_;
  std::unique_ptr<Carrier> carrier_;
  FollowMark mark_;
  std::unique_ptr<Planner> planner_;
  std::unique_ptr<Dispatcher> dispatcher_;
  std::unique_ptr<AnswerWatch> answers_;
  Micros forgot_ = 0;
  bool sound_ = false;  // The last step went to its end.

  std::mutex stepping_;
  mutable std::mutex state_mutex_;
  FollowMark shown_mark_;
  StepThread thread_;  // The last: it ends before what it steps on.
};

}  // namespace sojourn
