#include "act/alert_watch.h"

#include <algorithm>

#include "act/alert_letter.h"
#include "base/hash.h"

namespace sojourn {
namespace {

std::string entry_id(const std::string& alert, Micros at, AlertStanding standing) {
  const Hash128 hash = hash128(alert + "\n" + std::to_string(at) + "\n" + std::string(standing_name(standing)));
  return "a-" + std::to_string(hash.high) + std::to_string(hash.low % 1'000'000);
}

// Nobody is told any more what has been overtaken.
void give_up_waiting(AlertState& state) {
  for (AlertEntry& entry : state.entries) {
    for (Delivery& each : entry.told) {
      if (each.state != DeliveryState::kWaiting) continue;
      each.state = DeliveryState::kFailed;
      each.reason = "overtaken: it has changed since";
    }
  }
}

// Is this change to be told?
bool is_news(const AlertState& state, AlertStanding standing) {
  if (standing == AlertStanding::kFiring) return !state.told_firing;
  return standing == AlertStanding::kQuiet && state.told_firing;
}

}  // namespace

Status AlertWatch::recover() {
  for (const std::string& name : at_.states.names()) {
    const AlertState state = at_.states.look(name);
    const auto open = [](const AlertEntry& entry) {
      return std::ranges::find(entry.told, DeliveryState::kSending, &Delivery::state) != entry.told.end();
    };
    if (std::ranges::none_of(state.entries, open)) continue;
    SOJOURN_CHECK(at_.states.change(name, [](AlertState& kept) {
      for (AlertEntry& entry : kept.entries) {
        for (Delivery& each : entry.told) end_interrupted(each);
      }
    }));
  }
  return {};
}

Status AlertWatch::forget_removed() {
  for (const std::string& name : at_.states.names()) {
    if (at_.alerts.look(name) == nullptr) SOJOURN_CHECK(at_.states.remove(name));
  }
  std::erase_if(seen_, [this](const auto& each) { return at_.alerts.look(each.first) == nullptr; });
  return {};
}

bool AlertWatch::is_due(const Alert& alert, const AlertState& state, Micros now) const {
  const auto seen = seen_.find(alert.name);
  if (seen == seen_.end() || seen->second.judged != alert_judged(alert)) return true;
  if (seen->second.snoozed != (state.snoozed_until > now)) return true;
  const Micros since = now - seen->second.looked;
  if (since < 0 || since >= kAlertLookAtLeast) return true;
  return since >= kAlertLookEvery && seen->second.sequence != at_.store.last_sequence();
}

Result<bool> AlertWatch::step(Micros now, size_t most, const std::atomic<bool>& stop) {
  SOJOURN_CHECK(forget_removed());
  const auto alerts = at_.alerts.list();
  for (const AlertBook::Pointer& alert : alerts) {
    if (stop) return false;
    if (is_due(*alert, at_.states.look(alert->name), now)) SOJOURN_CHECK(look(*alert, now, stop));
  }
  size_t handed = 0;
  for (const AlertBook::Pointer& alert : alerts) {
    const AlertState state = at_.states.look(alert->name);
    for (const AlertEntry& entry : state.entries) {
      for (size_t i = 0; i < entry.told.size(); ++i) {
        if (!sojourn::is_due(entry.told[i], now)) continue;
        if (stop) return false;
        if (handed++ == most) return true;
        SOJOURN_CHECK(hand_over(*alert, entry, i, now));
      }
    }
  }
  return false;
}

Status AlertWatch::look(const Alert& alert, Micros now, const std::atomic<bool>& stop) {
  Seen seen{alert_judged(alert), now, at_.store.last_sequence(), at_.states.look(alert.name).snoozed_until > now};
  const AlertVerdict verdict = judge(alert, &stop);
  if (stop) return {};  // What was asked may have been broken off.
  SOJOURN_CHECK(keep(alert, verdict, now));
  seen_[alert.name] = std::move(seen);
  return {};
}

AlertVerdict AlertWatch::judge(const Alert& alert, const std::atomic<bool>* cancelled) const {
  if (!alert.enabled) return {AlertStanding::kOff, {}, {}, alert.scope};
  const Result<Maker> maker = at_.makers(alert.owner);
  if (!maker) return {AlertStanding::kTrouble, {}, maker.error().message(), alert.scope};
  const Result<std::string> scope = scope_of(*maker, alert.scope, at_.asker.segments());
  if (!scope) return {AlertStanding::kTrouble, {}, scope.error().to_string(), alert.scope};
  Result<AlertVerdict> verdict = judge_alert(alert, *scope, at_.asker, cancelled);
  if (!verdict) return {AlertStanding::kTrouble, {}, verdict.error().to_string(), *scope};
  verdict->scope = *scope;
  return *std::move(verdict);
}

Status AlertWatch::keep(const Alert& alert, const AlertVerdict& verdict, Micros now) {
  const AlertState before = at_.states.look(alert.name);
  const bool snoozed = before.snoozed_until > now && alert.enabled;
  const AlertStanding standing = snoozed ? AlertStanding::kSnoozed : verdict.standing;
  const bool news = !snoozed && is_news(before, verdict.standing);
  const bool reset = standing == AlertStanding::kOff && before.told_firing;
  if (standing == before.standing && !news && !reset) {
    at_.states.note(alert.name, [&verdict](AlertState& state) {
      state.figure = verdict.figure;
      state.scope = verdict.scope;
      state.reason = verdict.reason;
    });
    return {};
  }
  return at_.states.change(alert.name, [&](AlertState& state) {
    state.figure = verdict.figure;
    state.scope = verdict.scope;
    state.reason = verdict.reason;
    // A snooze that was set meanwhile: the next look finds it.
    if (state.snoozed_until != before.snoozed_until) return;
    if (reset) state.told_firing = false;
    if (standing == state.standing && !news) return;
    state.standing = standing;
    state.since = now;
    AlertEntry entry{
        entry_id(alert.name, now, standing), now, standing, verdict.figure, verdict.reason, {}, verdict.scope};
    if (news || reset) give_up_waiting(state);
    if (news) {
      entry.told = deliveries_to(alert.mail, alert.webhook, now);
      state.told_firing = standing == AlertStanding::kFiring;
    }
    state.entries.push_back(std::move(entry));
  });
}

std::string AlertWatch::language_of(const Alert& alert) const {
  const Result<Maker> maker = at_.makers(alert.owner);
  return maker ? maker->language : std::string();
}

Status AlertWatch::hand_over(const Alert& alert, const AlertEntry& entry, size_t which, Micros now) {
  const OutgoingSettings settings = at_.outgoing.get();
  std::optional<Delivery> sending;
  const auto kept = [&](AlertState& state) -> Delivery* {
    const auto found = std::ranges::find(state.entries, entry.id, &AlertEntry::id);
    return found == state.entries.end() || which >= found->told.size() ? nullptr : &found->told[which];
  };
  SOJOURN_CHECK(at_.states.change(alert.name, [&](AlertState& state) {
    Delivery* const delivery = kept(state);
    if (delivery == nullptr || !sojourn::is_due(*delivery, now)) return;
    begin_sending(*delivery, now);
    sending = *delivery;
  }));
  if (!sending) return {};
  const OutgoingMessage message = alert_message(alert, entry, *sending, language_of(alert), settings, now);
  const SendResult result = at_.carrier.send(message, settings);
  return at_.states.change(alert.name, [&](AlertState& state) {
    if (Delivery* const delivery = kept(state)) end_sending(*delivery, result, entry.id, now);
  });
}

}  // namespace sojourn
