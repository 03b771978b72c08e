#include "act/invitations.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace sojourn {
namespace {

constexpr std::chrono::seconds kLookEvery{2};
constexpr std::chrono::seconds kAfterTrouble{5};
constexpr Micros kForgetEvery = kHour;

}  // namespace

Invitations::Invitations(Store& store, SurveyBook& surveys, AppendEvents append, InvitationOptions options)
    : store_(store), surveys_(surveys), append_(std::move(append)), options_(std::move(options)) {}

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
  all->planner_ = std::make_unique<Planner>(store, *all->rules_, *all->book_, *all->unsubscribes_, all->mark_);
  all->dispatcher_ = std::make_unique<Dispatcher>(Dispatcher::Parts{
      store, *all->rules_, *all->book_, *all->unsubscribes_, surveys, *all->outgoing_, *all->carrier_, all->append_});
  all->answers_ = std::make_unique<AnswerWatch>(store, *all->rules_, *all->book_, *all->unsubscribes_, surveys,
                                                *all->dispatcher_, all->append_, all->mark_);
  return all;
}

Invitations::~Invitations() { stop(); }

void Invitations::start() {
  thread_ = std::thread([this] { run(); });
}

void Invitations::stop() {
  {
    const std::lock_guard lock(state_mutex_);
    ending_ = true;
    wake_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

void Invitations::wake() {
  const std::lock_guard lock(state_mutex_);
  woken_ = true;
  wake_.notify_all();
}

Result<bool> Invitations::step() {
  const std::lock_guard stepping(stepping_);
  const Micros at = options_.clock();
  // After a start, or a step that ended half way: what stands as sending was handed over by nobody who is still at it.
  if (!std::exchange(sound_, false)) SOJOURN_CHECK(dispatcher_->recover(at));
  SOJOURN_CHECK(dispatcher_->tell_again());
  SOJOURN_CHECK(answers_->follow(at));
  SOJOURN_CHECK(planner_->follow(at));
  SOJOURN_TRY(const bool more, dispatcher_->send_due(at, options_.sends_a_step, ending_));
  if (at - forgot_ >= kForgetEvery) {
    SOJOURN_CHECK(book_->forget_old(at));
    forgot_ = at;
  }
  sound_ = true;
  const std::lock_guard lock(state_mutex_);
  shown_mark_ = mark_;
  return more;
}

void Invitations::run() {
  for (;;) {
    Result<bool> stepped = step();
    {
      const std::lock_guard lock(state_mutex_);
      trouble_ = stepped.status();
      if (ending_) return;
      if (stepped && *stepped) continue;
    }
    wait_for_work(!stepped);
    const std::lock_guard lock(state_mutex_);
    if (ending_) return;
  }
}

void Invitations::wait_for_work(bool troubled) {
  std::chrono::microseconds most = troubled ? kAfterTrouble : kLookEvery;
  if (const std::optional<Micros> due = book_->next_due(); due && !troubled) {
    // At least a moment: what is due may have to wait for its place in the minute.
    const Micros until = std::clamp<Micros>(*due - options_.clock(), kSecond / 4, kDay);
    most = std::min(most, std::chrono::microseconds(until));
  }
  std::unique_lock lock(state_mutex_);
  wake_.wait_for(lock, most, [this] { return woken_ || ending_; });
  woken_ = false;
}

Result<RuleTrial> Invitations::try_rule(const InvitationRule& rule) const {
  SOJOURN_CHECK(rules_->check(rule));
  return sojourn::try_rule(store_, rule, *book_, *unsubscribes_, options_.clock());
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

Status Invitations::trouble() const {
  const std::lock_guard lock(state_mutex_);
  return trouble_;
}

}  // namespace sojourn
