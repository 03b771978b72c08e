#include "act/invitations.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace sojourn {
namespace {

constexpr std::chrono::seconds kLookEvery{2};
constexpr Micros kForgetEvery = kHour;

}  // namespace

Invitations::Invitations(Store& store, SurveyBook& surveys, AppendEvents append, InvitationOptions options)
    : store_(store),
      surveys_(surveys),
      append_(std::move(append)),
      options_(std::move(options)),
      thread_([this] { return step(); }, [this] { return pause(); }) {}

Result<std::unique_ptr<Invitations>> Invitations::open(Store& store, SurveyBook& surveys, AppendEvents append,
                                                       InvitationOptions options) {
  std::unique_ptr<Invitations> all(new Invitations(store, surveys, std::move(append), std::move(options)));
  SOJOURN_TRY(all->rules_, RuleBook::open(store, surveys));
  SOJOURN_TRY(all->book_, InvitationBook::open(store));
  SOJOURN_TRY(all->unsubscribes_, Unsubscribes::open(store));
  SOJOURN_TRY(all->outgoing_, OutgoingBook::open(store));
  SOJOURN_TRY(all->mark_, read_follow_mark(store));
  all->shown_mark_ = all->mark_;
  all->carrier_ = all->options_.carrier();
  all->planner_ =
      std::make_unique<Planner>(store, *all->rules_, *all->book_, *all->unsubscribes_, all->mark_, all->options_.dress);
  all->dispatcher_ = std::make_unique<Dispatcher>(Dispatcher::Parts{
      store, *all->rules_, *all->book_, *all->unsubscribes_, surveys, *all->outgoing_, *all->carrier_, all->append_});
  all->answers_ = std::make_unique<AnswerWatch>(store, *all->rules_, *all->book_, *all->unsubscribes_, surveys,
                                                *all->dispatcher_, all->append_, all->mark_);
  return all;
}

Invitations::~Invitations() { stop(); }

void Invitations::start() { thread_.start(); }

void Invitations::stop() { thread_.stop(); }

void Invitations::wake() { thread_.wake(); }

Status Invitations::trouble() const { return thread_.trouble(); }

Result<bool> Invitations::step() {
  const std::lock_guard stepping(stepping_);
  const Micros at = options_.clock();
  // After a start, or a step that ended half way: what stands as sending was handed over by nobody who is still at it.
  if (!std::exchange(sound_, false)) SOJOURN_CHECK(dispatcher_->recover(at));
  SOJOURN_CHECK(dispatcher_->tell_again());
  SOJOURN_CHECK(answers_->follow(at));
  SOJOURN_CHECK(planner_->follow(at));
  SOJOURN_TRY(const bool more, dispatcher_->send_due(at, options_.sends_a_step, thread_.ending()));
  if (at - forgot_ >= kForgetEvery) {
    SOJOURN_CHECK(book_->forget_old(at));
    forgot_ = at;
  }
  sound_ = true;
  const std::lock_guard lock(state_mutex_);
  shown_mark_ = mark_;
  return more;
}

StepThread::Pause Invitations::pause() const {
  StepThread::Pause most = kLookEvery;
  if (const std::optional<Micros> due = book_->next_due()) {
    // At least a moment: what is due may have to wait for its place in the minute.
    const Micros until = std::clamp<Micros>(*due - options_.clock(), kSecond / 4, kDay);
    most = std::min(most, StepThread::Pause(until));
  }
  return most;
}

Result<RuleTrial> Invitations::try_rule(const InvitationRule& rule) const {
  SOJOURN_CHECK(rules_->check(rule));
  return sojourn::try_rule(store_, rule, *book_, *unsubscribes_, options_.clock(), options_.dress);
}

Status Invitations::send_test(const std::string& to) {
  const std::unique_ptr<Carrier> carrier = options_.carrier();
  return send_test_letter(*carrier, outgoing_->get(), to, options_.clock());
}

Result<Identifier> Invitations::unsubscribing(std::string_view token) {
  SOJOURN_TRY(const std::string key, surveys_.link_key());
  return verify_unsubscribe(token, key);
}

Result<bool> Invitations::has_unsubscribed(const Identifier& who) const {
  const Identifier same{who.kind, normalise_identifier(who.kind, who.value)};
  if (unsubscribes_->any_of({&same, 1})) return true;
  const Result<Store::Customer> customer = store_.customer(same);
  if (!customer && customer.error().code() == StatusCode::kNotFound) return false;
  if (!customer) return customer.error();
  return unsubscribes_->any_of(customer->identifiers);
}

Status Invitations::ask_again(const Identifier& who) {
  std::vector<Identifier> all{{who.kind, normalise_identifier(who.kind, who.value)}};
  if (const Result<Store::Customer> customer = store_.customer(all.front())) {
    all.insert(all.end(), customer->identifiers.begin(), customer->identifiers.end());
  } else if (customer.error().code() != StatusCode::kNotFound) {
    return customer.error();
  }
  bool any = false;
  for (const Identifier& each : all) {
    if (!unsubscribes_->any_of({&each, 1})) continue;
    SOJOURN_CHECK(unsubscribes_->remove(each));
    any = true;
  }
  return any ? Status()
             : Status::not_found("neither " + format_identifier(who) +
                                     " nor another identifier of that customer has "
                                     "unsubscribed",
                                 "who");
}

Status Invitations::unsubscribe(std::string_view token) {
  SOJOURN_TRY(const Identifier who, unsubscribing(token));
  return unsubscribes_->add(who, "link", options_.clock());
}

FollowMark Invitations::mark() const {
  const std::lock_guard lock(state_mutex_);
  return shown_mark_;
}

}  // namespace sojourn
