#include "act/clockwork.h"

#include <chrono>
#include <utility>

namespace sojourn {
namespace {

constexpr std::chrono::seconds kLookEvery{2};
constexpr std::chrono::seconds kWaitForTrial{2};

}  // namespace

Clockwork::Clockwork(Parts parts, ClockworkOptions options)
    : at_(parts),
      options_(std::move(options)),
      makers_(makers_of(parts.accounts)),
      alerts_(parts.store),
      reports_(parts.store),
      thread_([this] { return step(); }, [] { return kLookEvery; }) {}

Result<std::unique_ptr<Clockwork>> Clockwork::open(Parts parts, ClockworkOptions options) {
  std::unique_ptr<Clockwork> all(new Clockwork(parts, std::move(options)));
  SOJOURN_CHECK(all->alerts_.load());
  SOJOURN_TRY(all->alert_states_, AlertStates::open(parts.store));
  SOJOURN_CHECK(all->reports_.load());
  SOJOURN_TRY(all->report_states_, ReportStates::open(parts.store));
  all->carrier_ = all->options_.carrier();
  all->alert_watch_ = std::make_unique<AlertWatch>(AlertWatch::Parts{
      parts.store, parts.asker, all->alerts_, *all->alert_states_, all->makers_, parts.outgoing, *all->carrier_});
  if (parts.inbox != nullptr) {
    all->escalations_ = std::make_unique<EscalationRound>(*parts.inbox, parts.outgoing, *all->carrier_, parts.accounts);
  }
  all->report_round_ = std::make_unique<ReportRound>(
      ReportRound::Parts{parts.asker, parts.boards, all->reports_, *all->report_states_, all->makers_, parts.outgoing});
  return all;
}

Clockwork::~Clockwork() { stop(); }

void Clockwork::start() { thread_.start(); }

void Clockwork::stop() { thread_.stop(); }

void Clockwork::wake() { thread_.wake(); }

Status Clockwork::trouble() const { return thread_.trouble(); }

Result<bool> Clockwork::step() {
  const std::lock_guard stepping(stepping_);
  // After a start, or a step that ended half way: what stands as sending was handed over by nobody who is still at it.
  if (!std::exchange(sound_, false)) {
    SOJOURN_CHECK(alert_watch_->recover());
    SOJOURN_CHECK(report_round_->recover());
    if (escalations_ != nullptr) SOJOURN_CHECK(escalations_->recover());
  }
  SOJOURN_TRY(const bool alerts, alert_watch_->step(options_.clock(), options_.sends_a_step, thread_.ending()));
  SOJOURN_TRY(const bool reports,
              report_round_->step(*carrier_, options_.clock(), options_.sends_a_step, thread_.ending()));
  if (escalations_ != nullptr) SOJOURN_CHECK(escalations_->step(options_.clock(), thread_.ending()));
  sound_ = true;
  return alerts || reports;
}

AlertVerdict Clockwork::judge(const Alert& alert, const std::atomic<bool>* cancelled) const {
  return alert_watch_->judge(alert, cancelled);
}

Result<AlertTrial> Clockwork::try_alert(const Alert& alert, const std::string& scope,
                                        const std::atomic<bool>* cancelled) const {
  const std::unique_lock trying(trying_, kWaitForTrial);
  if (!trying) return Status::unavailable("another alert is being tried: try this one again in some seconds");
  return sojourn::try_alert(alert, scope, at_.asker, cancelled);
}

Result<AlertBook::Pointer> Clockwork::put_alert(const std::string& name, const AlertBook::Change& change) {
  SOJOURN_TRY(AlertBook::Pointer kept, alerts_.put(name, change));
  const auto end = [&kept](AlertState& state) {
    bool any = false;
    for (AlertEntry& each : state.entries) any |= end_untold(each.told, kept->enabled, kept->mail, kept->webhook);
    return any;
  };
  AlertState state = alert_states_->look(name);
  if (end(state)) SOJOURN_CHECK(alert_states_->change(name, end));
  wake();
  return kept;
}

Status Clockwork::snooze(const std::string& alert, Micros until) {
  SOJOURN_CHECK(alerts_.find(alert).status());
  SOJOURN_CHECK(alert_states_->change(alert, [until](AlertState& state) { state.snoozed_until = until; }));
  wake();
  return {};
}

Status Clockwork::remove_alert(const std::string& alert) {
  SOJOURN_CHECK(alerts_.remove(alert));
  return alert_states_->remove(alert);
}

Result<ReportBook::Pointer> Clockwork::put_report(const std::string& name, const ReportBook::Change& change) {
  const auto scheduled = [&](const Report* there) -> Result<Report> {
    SOJOURN_TRY(Report report, change(there));
    report.scheduled_at = there != nullptr && same_schedule(*there, report) ? there->scheduled_at : options_.clock();
    return report;
  };
  SOJOURN_TRY(ReportBook::Pointer kept, reports_.put(name, scheduled));
  const auto end = [&kept](ReportState& state) {
    bool any = false;
    for (ReportSending& each : state.sendings) any |= end_untold(each.told, kept->enabled, kept->to, false);
    return any;
  };
  ReportState state = report_states_->look(name);
  if (end(state)) SOJOURN_CHECK(report_states_->change(name, end));
  wake();
  return kept;
}

Status Clockwork::remove_report(const std::string& report) {
  SOJOURN_CHECK(reports_.remove(report));
  return report_states_->remove(report);
}

Result<ReportSending> Clockwork::send_report(const std::string& report, const std::vector<std::string>& to,
                                             const std::atomic<bool>* cancelled) {
  SOJOURN_TRY(const ReportBook::Pointer found, reports_.find(report));
  const std::unique_ptr<Carrier> carrier = options_.carrier();
  return report_round_->send_now(*found, to, *carrier, options_.clock(), cancelled);
}

Status Clockwork::forget_account(const std::string& account) {
  const std::string gone = account + " (removed)";  // No account can be called so.
  for (const AlertBook::Pointer& each : alerts_.list()) {
    if (account.empty() || each->owner != account) continue;
    Alert alert = *each;
    alert.owner = gone;
    SOJOURN_CHECK(alerts_.put(alert).status());
  }
  for (const ReportBook::Pointer& each : reports_.list()) {
    if (account.empty() || each->owner != account) continue;
    Report report = *each;
    report.owner = gone;
    SOJOURN_CHECK(reports_.put(report).status());
  }
  wake();
  return {};
}

}  // namespace sojourn
