#include "act/dispatcher.h"

#include <algorithm>
#include <array>

#include "act/invitation_events.h"
#include "act/wording.h"

namespace sojourn {
namespace {

constexpr Micros kLookAgain = 10 * kMinute;  // At what somebody must mend first.
constexpr Micros kGrace = kDay;              // After its time, whatever the age of its cause.
constexpr Micros kMaybeUntold = kHour;
constexpr std::array<Micros, kTriesMax - 1> kPauses{kMinute,   5 * kMinute, 30 * kMinute, 2 * kHour,
                                                    5 * kHour, 10 * kHour,  24 * kHour};

Micros pause_after(int64_t tries, const std::string& id) {
  const Micros pause = kPauses[static_cast<size_t>(std::clamp<int64_t>(tries - 1, 0, kTriesMax - 2))];
  // Spread, so that those that failed together do not come back together.
  Micros spread = 0;
  for (const char c : id) spread = (spread * 31 + static_cast<unsigned char>(c)) % (pause / 5);
  return pause + spread;
}

std::string without_slash(std::string url) {
  while (!url.empty() && url.back() == '/') url.pop_back();
  return url;
}

}  // namespace

Status Dispatcher::recover(Micros now) {
  Micros newest = 0;
  std::vector<Invitation> told;
  for (const InvitationState state :
       {InvitationState::kSent, InvitationState::kAnswered, InvitationState::kFailed, InvitationState::kSending}) {
    for (Invitation& each : at_.book.in_state(state)) {
      newest = std::max(newest, each.changed);
      told.push_back(std::move(each));
    }
  }
  for (Invitation& each : told) {
    if (each.state == InvitationState::kSending) {
      SOJOURN_CHECK(end(each, InvitationState::kFailed, kInterrupted, now));
    } else if (each.changed >= newest - kMaybeUntold) {
      untold_.push_back(each);
    }
  }
  return tell_again();
}

size_t Dispatcher::free_places(Micros now) {
  while (!handed_.empty() && (handed_.front() <= now - kMinute || handed_.front() > now)) handed_.pop_front();
  const auto places = static_cast<size_t>(at_.outgoing.get().per_minute);
  return places > handed_.size() ? places - handed_.size() : 0;
}

Status Dispatcher::look_after_settings(Micros now) {
  OutgoingSettings settings = at_.outgoing.get();
  if (seen_ == settings) return {};
  std::vector<Invitation> waiting = at_.book.in_state(InvitationState::kPlanned);
  std::erase_if(waiting,
                [now](const Invitation& each) { return each.due <= now || !each.reason.ends_with(kMendSetting); });
  for (Invitation& each : waiting) each.due = now;
  if (!waiting.empty()) SOJOURN_CHECK(at_.book.keep(waiting));
  seen_ = std::move(settings);
  return {};
}

Result<bool> Dispatcher::send_due(Micros now, size_t most, const std::atomic<bool>& stop) {
  SOJOURN_CHECK(look_after_settings(now));
  const size_t places = std::min(most, free_places(now));
  if (places == 0) return false;
  const std::vector<Invitation> due = at_.book.due(now, places);
  for (const Invitation& each : due) {
    if (stop) return false;
    SOJOURN_CHECK(handle(each, now));
  }
  return due.size() == places;
}

// Of a rule that asks nothing, one without questions in the languages of its letter.
Result<std::shared_ptr<const Survey>> Dispatcher::survey_of(const InvitationRule& rule,
                                                            const Invitation& invitation) const {
  if (!invitation.survey.empty()) return at_.surveys.find(invitation.survey);
  auto none = std::make_shared<Survey>();
  for (const auto& [language, text] : rule.text.by_language) none->languages.push_back(language);
  return std::shared_ptr<const Survey>(std::move(none));
}

Status Dispatcher::handle(Invitation invitation, Micros now) {
  const Result<InvitationRule> rule = at_.rules.find(invitation.rule);
  if (!rule) return end(std::move(invitation), InvitationState::kSkipped, kRuleGone, now);
  if (invitation.survey.empty() == rule->asks()) {
    return end(std::move(invitation), InvitationState::kSkipped, kRuleChanged, now);
  }
  const Micros planned_for = invitation.cause_time + rule->wait;
  const Micros latest =
      std::max(invitation.cause_time + rule->max_age, std::max(planned_for, invitation.made) + kGrace);
  if (now > latest) return end(std::move(invitation), InvitationState::kSkipped, kTooLate, now);
  if (!rule->enabled) return put_off(std::move(invitation), now + kLookAgain, kRuleOff, now);
  const auto survey = survey_of(*rule, invitation);
  if (!survey) return put_off(std::move(invitation), now + kLookAgain, survey.error().message(), now);
  SOJOURN_TRY(const Verdict verdict, judge(*rule, **survey, invitation, now));
  if (verdict.skip) return end(std::move(invitation), InvitationState::kSkipped, verdict.reason, now);
  if (verdict.until != 0) return put_off(std::move(invitation), verdict.until, verdict.reason, now);
  return hand_over(*rule, **survey, std::move(invitation), now);
}

Result<Dispatcher::Verdict> Dispatcher::judge(const InvitationRule& rule, const Survey& survey, Invitation& invitation,
                                              Micros now) const {
  const Zone zone = rule_zone(rule);
  if (const Micros awake = after_quiet(rule.quiet, zone, now); awake > now) return Verdict{false, awake, "quiet hours"};
  const OutgoingSettings settings = at_.outgoing.get();
  std::string missing = settings.base_url.empty() ? "base_url" + std::string(kMendSetting) : "";
  if (missing.empty()) missing = missing_setting(invitation.by, settings);
  if (!missing.empty()) return Verdict{false, now + kLookAgain, missing};
  Result<CustomerFacts> facts = read_customer(at_.store, invitation.who, now);
  if (!facts && facts.error().code() == StatusCode::kNotFound) return Verdict{true, 0, std::string(kNoAddress)};
  if (!facts) return std::move(facts).error();
  if (at_.unsubscribes.any_of(facts->identifiers)) return Verdict{true, 0, std::string(kUnsubscribed)};
  if (asked_before(rule, invitation, *facts, now)) return Verdict{true, 0, std::string(kCooledDown)};
  invitation.to = address_of(facts->identifiers, invitation.by);
  if (invitation.to.empty() && invitation.by != InviteBy::kWebhook) return Verdict{true, 0, std::string(kNoAddress)};
  const Micros today = day_start(zone, now);
  if (rule.per_day > 0 && at_.book.sent_within(rule.name, {today, kTimeMax}) >= rule.per_day) {
    return Verdict{true, 0, std::string(kDayIsFull)};
  }
  invitation.language = survey.language_like(facts->language);
  if (invitation.language.empty()) invitation.language = survey.languages.front();
  if (invitation.language.empty())
    invitation.language = facts->language;  // Of a letter in one language, not told which.
  return Verdict{};
}

bool Dispatcher::asked_before(const InvitationRule& rule, const Invitation& invitation, const CustomerFacts& facts,
                              Micros now) const {
  if (rule.cool_down == 0) return false;
  if (rule.asks() && facts.last_asked && now - *facts.last_asked < rule.cool_down) return true;
  const std::vector<Invitation> others = at_.book.of(facts.identifiers);
  return std::any_of(others.begin(), others.end(), [&](const Invitation& each) {
    return each.id != invitation.id && each.survey.empty() != rule.asks() && each.may_have_reached() &&
           now - each.sent < rule.cool_down;
  });
}

Status Dispatcher::hand_over(const InvitationRule& rule, const Survey& survey, Invitation invitation, Micros now) {
  const OutgoingSettings settings = at_.outgoing.get();
  LinkClaims claims;
  claims.survey = survey.name;
  claims.who = invitation.who;
  claims.invitation = invitation.id;
  claims.about = invitation.about;
  claims.language = invitation.language;
  claims.made = now;
  claims.expires = now + rule.answer_within;
  SurveyBook::Link link;  // Of a letter that asks nothing: none.
  if (rule.asks()) {
    SOJOURN_TRY(link, at_.surveys.make_link(claims));
  }
  SOJOURN_TRY(const std::string key, at_.surveys.link_key());
  const IdentifierKind kind = invitation.by == InviteBy::kEmail ? IdentifierKind::kEmail : IdentifierKind::kPhone;
  const Result<Identifier> who =
      invitation.to.empty() ? parse_identifier(invitation.who) : Result<Identifier>(Identifier{kind, invitation.to});
  if (!who) return end(std::move(invitation), InvitationState::kSkipped, kNoAddress, now);
  invitation.state = InvitationState::kSending;
  invitation.sent = invitation.changed = now;
  invitation.reason.clear();
  ++invitation.tries;
  SOJOURN_CHECK(at_.book.keep({&invitation, 1}));
  handed_.push_back(now);
  const Wording wording{survey,     rule,
                        invitation, without_slash(settings.base_url),
                        link.token, sign_unsubscribe(*who, invitation.id, key),
                        now};
  const SendResult result = at_.carrier.send(make_message(wording, settings), settings);
  switch (result.outcome) {
    case SendOutcome::kSent: return end(std::move(invitation), InvitationState::kSent, "", now);
    case SendOutcome::kUnsure:
      return end(std::move(invitation), InvitationState::kFailed, "unsure: " + result.detail, now);
    case SendOutcome::kRefused: break;
    case SendOutcome::kLater:
      if (invitation.tries >= kTriesMax) break;
      invitation.sent = 0;
      const Micros next = now + pause_after(invitation.tries, invitation.id);
      return put_off(std::move(invitation), next, result.detail, now);
  }
  invitation.sent = 0;
  return end(std::move(invitation), InvitationState::kFailed, result.detail, now);
}

Status Dispatcher::end(Invitation invitation, InvitationState state, std::string_view reason, Micros now) {
  invitation.state = state;
  invitation.reason = reason;
  invitation.changed = now;
  SOJOURN_CHECK(at_.book.keep({&invitation, 1}));
  tell(invitation);
  return {};
}

Status Dispatcher::put_off(Invitation invitation, Micros until, std::string_view reason, Micros now) {
  invitation.state = InvitationState::kPlanned;
  invitation.due = until;
  invitation.reason = reason;
  invitation.changed = now;
  return at_.book.keep({&invitation, 1});
}

void Dispatcher::tell(const Invitation& invitation) {
  const auto survey = at_.surveys.find(invitation.survey);
  std::unique_ptr<EventBatch> batch = invitation_event(invitation, survey ? survey->get() : nullptr);
  if (batch == nullptr) return;
  if (!at_.append(std::move(batch))) untold_.push_back(invitation);
}

Status Dispatcher::tell_again() {
  std::vector<Invitation> untold = std::exchange(untold_, {});
  for (const Invitation& each : untold) tell(each);
  return untold_.empty() ? Status() : Status::unavailable("the record cannot take events now");
}

Status send_test_letter(Carrier& carrier, const OutgoingSettings& settings, const std::string& to, Micros now) {
  if (mail_address(to).empty()) return Status::invalid("this is no address", "to");
  if (const std::string missing = missing_setting(InviteBy::kEmail, settings); !missing.empty()) {
    return Status::invalid(missing, missing.substr(0, missing.find(' ')));
  }
  OutgoingMessage message;
  const std::string sender = mail_address(settings.from);
  message.letter = {"test-" + std::to_string(now) + "@" + sender.substr(sender.find('@') + 1),
                    now,
                    settings.from,
                    settings.reply_to,
                    mail_address(to),
                    "Sojourn can send mail",
                    "en",
                    "This is a test: invitations to surveys will leave this way.\n",
                    ""};
  const SendResult result = carrier.send(message, settings);
  return result.outcome == SendOutcome::kSent ? Status() : Status::unavailable(result.detail, settings.host);
}

}  // namespace sojourn
