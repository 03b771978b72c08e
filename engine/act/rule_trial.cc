#include "act/rule_trial.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "act/causes.h"
#include "act/customer_facts.h"

namespace sojourn {
namespace {

constexpr int64_t kStretch = 100'000;

struct TriedCustomer {
  std::vector<Identifier> identifiers;
  std::vector<Micros> asked;  // When, by what went out and by what would have.
};

class Trial {
 public:
  Trial(Store& store, const InvitationRule& rule, const InvitationBook& book, const Unsubscribes& unsubscribes)
      : store_(store), rule_(rule), book_(book), unsubscribes_(unsubscribes), zone_(rule_zone(rule)) {}

  // "" : it would be sent.
  Result<std::string> judge(const Cause& cause) {
    if (cause.who.empty()) return std::string("no customer");
    if (!takes_sample(rule_, cause.key)) return std::string("sampled out");
    SOJOURN_TRY(TriedCustomer* const customer, find(cause.who));
    if (customer == nullptr) return std::string("no customer");
    if (unsubscribes_.any_of(customer->identifiers)) return std::string(kUnsubscribed);
    const Micros due = after_quiet(rule_.quiet, zone_, cause.time + rule_.wait);
    const auto near = [&](Micros asked) { return (asked < due ? due - asked : asked - due) < rule_.cool_down; };
    if (std::any_of(customer->asked.begin(), customer->asked.end(), near)) return std::string(kCooledDown);
    if (rule_.by != InviteBy::kWebhook && address_of(customer->identifiers, rule_.by).empty()) {
      return std::string(kNoAddress);
    }
    int64_t& today = days_[day_start(zone_, due)];
    if (rule_.per_day > 0 && today >= rule_.per_day) return std::string(kDayIsFull);
    ++today;
    customer->asked.push_back(due);
    return std::string();
  }

 private:
  Result<TriedCustomer*> find(const std::string& who) {
    if (const auto known = customers_.find(who); known != customers_.end()) return &known->second;
    SOJOURN_TRY(const Identifier name, parse_identifier(who));
    Result<Store::Customer> customer = store_.customer(name);
    if (!customer && customer.error().code() == StatusCode::kNotFound) return static_cast<TriedCustomer*>(nullptr);
    if (!customer) return std::move(customer).error();
    TriedCustomer& tried = customers_[who];
    for (const Invitation& each : book_.of(customer->identifiers)) {
      if (each.may_have_reached() && each.survey.empty() != rule_.asks()) tried.asked.push_back(each.sent);
    }
    tried.identifiers = std::move(customer->identifiers);
    return &tried;
  }

  Store& store_;
  const InvitationRule& rule_;
  const InvitationBook& book_;
  const Unsubscribes& unsubscribes_;
  Zone zone_;
  std::unordered_map<std::string, TriedCustomer> customers_;
  std::map<Micros, int64_t> days_;
};

}  // namespace

Result<RuleTrial> try_rule(Store& store, const InvitationRule& rule, const InvitationBook& book,
                           const Unsubscribes& unsubscribes, Micros now, const DressSnapshot& dress) {
  RuleTrial result;
  result.from = now - kTrialOver;
  SOJOURN_TRY(const int64_t first, first_sequence_since(store, result.from));
  const int64_t last = store.last_sequence();
  std::vector<Cause> causes;
  for (int64_t after = first - 1; after < last; after += kStretch) {
    const CauseSearch search{&rule, after, result.from};
    SOJOURN_TRY(auto found, find_causes(store, {&search, 1}, after, std::min(after + kStretch, last), now, dress));
    causes.insert(causes.end(), std::make_move_iterator(found.front().begin()),
                  std::make_move_iterator(found.front().end()));
  }
  std::erase_if(causes, [now](const Cause& each) { return each.time > now; });
  std::stable_sort(causes.begin(), causes.end(), [](const Cause& a, const Cause& b) { return a.time < b.time; });
  Trial trial(store, rule, book, unsubscribes);
  std::set<std::string, std::less<>> customers;
  std::set<std::string, std::less<>> invited;
  for (const Cause& cause : causes) {
    ++result.causes;
    if (!cause.who.empty()) customers.insert(cause.who);
    SOJOURN_TRY(const std::string reason, trial.judge(cause));
    if (reason.empty()) {
      ++result.invitations;
      invited.insert(cause.who);
    } else {
      ++result.others[reason];
    }
  }
  result.customers = static_cast<int64_t>(customers.size());
  result.invited_customers = static_cast<int64_t>(invited.size());
  return result;
}

}  // namespace sojourn
