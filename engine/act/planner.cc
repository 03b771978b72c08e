#include "act/planner.h"

#include <algorithm>
#include <set>

namespace sojourn {
namespace {

constexpr int64_t kStretch = 20'000;  // Events looked at together.
constexpr Micros kKeepEvery = 5 * kSecond;

// Surveys and letters of a customer, each by themselves.
std::string lane_of(const Invitation& one) { return one.who + (one.survey.empty() ? "\nletter" : "\nsurvey"); }

bool within(Micros a, Micros b, Micros length) { return a < b ? b - a < length : a - b < length; }

}  // namespace

Status Planner::begin_new(const std::vector<InvitationRule>& rules, Micros now) {
  std::set<std::string, std::less<>> names;
  for (const InvitationRule& rule : rules) {
    names.insert(rule.name);
    if (mark_.rules.contains(rule.name) || !rule.enabled) continue;
    SOJOURN_TRY(const int64_t first, first_sequence_since(store_, now - rule.max_age));
    mark_.rules[rule.name].position = first - 1;
  }
  // A rule of that name that is made again begins anew; the ids of its invitations are the same still.
  std::erase_if(mark_.rules, [&names](const auto& each) { return !names.contains(each.first); });
  return {};
}

Status Planner::follow(Micros now) {
  const std::vector<InvitationRule> rules = rules_.list();
  SOJOURN_CHECK(begin_new(rules, now));
  const int64_t last = store_.last_sequence();
  for (;;) {
    int64_t after = last;
    for (const auto& [name, mark] : mark_.rules) after = std::min(after, mark.position);
    if (after >= last) return {};
    SOJOURN_CHECK(follow_stretch(rules, after, std::min(after + kStretch, last), now));
  }
}

Status Planner::follow_stretch(const std::vector<InvitationRule>& rules, int64_t after, int64_t up_to, Micros now) {
  std::vector<CauseSearch> searches;
  for (const InvitationRule& rule : rules) {
    const auto mark = mark_.rules.find(rule.name);
    if (!rule.enabled || mark == mark_.rules.end() || mark->second.position >= up_to) continue;
    searches.push_back({&rule, mark->second.position, now - rule.max_age});
  }
  SOJOURN_TRY(const auto causes, find_causes(store_, searches, after, up_to, now, dress_));
  FollowMark next = mark_;
  std::vector<Invitation> fresh;
  Planned planned;
  for (size_t i = 0; i < searches.size(); ++i) {
    const InvitationRule& rule = *searches[i].rule;
    for (const Cause& cause : causes[i]) {
      SOJOURN_CHECK(plan(rule, cause, now, planned, fresh, next.rules[rule.name]));
    }
  }
  // Rules that are switched off pass over what happens meanwhile.
  for (auto& [name, mark] : next.rules) mark.position = std::max(mark.position, up_to);
  // Where nothing was found, looking twice does no harm: the disk is spared.
  if (!fresh.empty() || now - kept_ >= kKeepEvery || now < kept_) {
    const Document document = follow_document(next);
    SOJOURN_CHECK(book_.keep(fresh, {&document, 1}));
    kept_ = now;
  }
  mark_ = std::move(next);
  return {};
}

Status Planner::plan(const InvitationRule& rule, const Cause& cause, Micros now, Planned& planned,
                     std::vector<Invitation>& fresh, RuleMark& mark) {
  Invitation one;
  one.id = invitation_id(rule.name, cause.key);
  const auto same = [&one](const Invitation& each) { return each.id == one.id; };
  if (book_.contains(one.id) || std::any_of(fresh.begin(), fresh.end(), same)) return {};
  ++mark.causes;
  if (cause.who.empty()) return ++mark.nobody, Status();
  if (!takes_sample(rule, cause.key)) return ++mark.sampled_out, Status();
  one.rule = rule.name;
  one.survey = rule.survey;
  one.by = rule.by;
  one.who = cause.who;
  one.about = cause.about;
  one.touchpoint = cause.touchpoint;
  one.event = cause.event;
  one.cause = cause.sequence;
  one.cause_time = cause.time;
  one.made = one.changed = now;
  one.due = after_quiet(rule.quiet, rule_zone(rule), std::max(cause.time + rule.wait, now));
  SOJOURN_TRY(const Identifier who, parse_identifier(cause.who));
  const Result<Store::Customer> customer = store_.customer(who);
  if (!customer) return customer.error().code() == StatusCode::kNotFound ? (++mark.nobody, Status()) : customer.error();
  if (unsubscribes_.any_of(customer->identifiers)) {
    one.reason = kUnsubscribed;
  } else if (cooled_down(rule, one, customer->identifiers, planned)) {
    one.reason = kCooledDown;
  }
  if (one.reason.empty()) {
    planned.emplace(lane_of(one), one.due);
    ++mark.planned;
  } else {
    one.state = InvitationState::kSkipped;
    ++mark.skipped;
  }
  fresh.push_back(std::move(one));
  return {};
}

// Another one that went out, or that is on its way, to the same customer: of any rule, for any survey.
bool Planner::cooled_down(const InvitationRule& rule, const Invitation& invitation,
                          std::span<const Identifier> customer, const Planned& planned) const {
  for (const Invitation& each : book_.of(customer)) {
    const bool counts = each.state == InvitationState::kPlanned || each.may_have_reached();
    if (each.survey.empty() == rule.asks()) continue;  // Letters are no asking, and asking is no letter.
    if (counts && within(each.sent != 0 ? each.sent : each.due, invitation.due, rule.cool_down)) return true;
  }
  const auto [first, last] = planned.equal_range(lane_of(invitation));
  return std::any_of(first, last,
                     [&](const auto& each) { return within(each.second, invitation.due, rule.cool_down); });
}

}  // namespace sojourn
