// What goes by the clock: alerts, reports and escalations, and the thread that goes on with them while the server runs. As
// invitations (invitations.h), but beside them: a question that takes long, or a letter that is large, keeps no
// invitation waiting.
//
//   SOJOURN_TRY(auto clockwork, Clockwork::open(parts));
//   clockwork->start();  ...  clockwork->stop();
//
// Clock     is given, so that tests need not wait for a week.
// Threads   all but step() from any thread; step() is the thread's own work, and can be called where none was started.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

#include "act/alert_watch.h"
#include "act/carrier.h"
#include "act/escalation.h"
#include "act/report_round.h"
#include "act/step_thread.h"
#include "boards/board_shelf.h"

namespace sojourn {

struct ClockworkOptions {
  std::function<Micros()> clock = now;
  std::function<std::unique_ptr<Carrier>()> carrier = make_carrier;
  size_t sends_a_step = 20;
};

class Clockwork {
 public:
  // All are borrowed. `accounts` null: there are none.
  struct Parts {
    Store& store;
    const Asker& asker;
    BoardShelf& boards;
    const OutgoingBook& outgoing;
    const AccountBook* accounts = nullptr;
    FeedbackInbox* inbox = nullptr;  // Null: no case is escalated.
  };
  // Errors: kCorruption of a document, those of the store.
  static Result<std::unique_ptr<Clockwork>> open(Parts parts, ClockworkOptions options = {});
  // Does stop().
  ~Clockwork();
  Clockwork(const Clockwork&) = delete;
  Clockwork& operator=(const Clockwork&) = delete;

  void start();
  void stop();
  // Something is new: look now. Never waits.
  void wake();
  // Looks at the alerts, sends the reports whose time has come. Whether more could go at once.
  Result<bool> step();

  // They are safe to use from any thread.
  AlertBook& alerts() { return alerts_; }
  // Makes or replaces; whom it does not tell any more is not sent what waits. `change` as DocumentBook::put() has it.
  Result<AlertBook::Pointer> put_alert(const std::string& name, const AlertBook::Change& change);
  AlertStates& alert_states() { return *alert_states_; }
  const FindMaker& makers() const { return makers_; }
  Micros now() const { return options_.clock(); }
  // Does anybody look at the alerts? Else they stand as they were last.
  bool running() const { return thread_.running(); }
  // As it stands at this moment, its snooze and the last look aside; keeps nothing.
  AlertVerdict judge(const Alert& alert, const std::atomic<bool>* cancelled = nullptr) const;
  // One at a time: it is dear. Errors: of the filters; those of asking; kUnavailable while another is under way.
  Result<AlertTrial> try_alert(const Alert& alert, const std::string& scope,
                               const std::atomic<bool>* cancelled = nullptr) const;
  // Until that moment nobody is told; 0: they are again. Errors: kNotFound.
  Status snooze(const std::string& alert, Micros until);
  // With how it stands. Errors: kNotFound.
  Status remove_alert(const std::string& alert);

  ReportBook& reports() { return reports_; }
  ReportStates& report_states() { return *report_states_; }
  // Makes or replaces; slots that passed before are not sent, nor is what waits to whom it does not go any more. `change`
  // as DocumentBook::put() has it.
  Result<ReportBook::Pointer> put_report(const std::string& name, const ReportBook::Change& change);
  // With what was sent of it. Errors: kNotFound.
  Status remove_report(const std::string& report);
  // See ReportRound::send_now(). Errors: kNotFound too.
  Result<ReportSending> send_report(const std::string& report, const std::vector<std::string>& to,
                                    const std::atomic<bool>* cancelled = nullptr);
  // Why it would not be sent now; ok: it would.
  Status report_trouble(const Report& report) const { return report_round_->trouble_of(report); }

  // Alerts and reports of an account that is gone are nobody's: whoever takes its name later does not have them.
  Status forget_account(const std::string& account);

  // What the thread failed at last; ok: nothing.
  Status trouble() const;

 private:
  Clockwork(Parts parts, ClockworkOptions options);

  Parts at_;
  const ClockworkOptions options_;
  FindMaker makers_;
  AlertBook alerts_;
  ReportBook reports_;
  std::unique_ptr<AlertStates> alert_states_;
  std::unique_ptr<ReportStates> report_states_;
  std::unique_ptr<Carrier> carrier_;
  std::unique_ptr<AlertWatch> alert_watch_;
  std::unique_ptr<EscalationRound> escalations_;  // Null: there is no inbox.
  std::unique_ptr<ReportRound> report_round_;
  bool sound_ = false;  // The last step went to its end.

  std::mutex stepping_;
  mutable std::timed_mutex trying_;
  StepThread thread_;  // The last: it ends before what it steps on.
};

}  // namespace sojourn
