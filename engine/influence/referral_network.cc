#include "influence/referral_network.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "measure/by_currency.h"

namespace sojourn {
namespace {

constexpr const char* kOther = "(other)";

// Whom the codes that some referrals name are.
class People {
 public:
  People(const std::vector<Referrals::Naming>& namings, const Names& names) : names_(names) {
    for (const Referrals::Naming& naming : namings) codes_.push_back(naming.name);
    std::sort(codes_.begin(), codes_.end());
    codes_.erase(std::unique(codes_.begin(), codes_.end()), codes_.end());
  }
  // `directory` null: nobody is known.
  Status find(const Directory* directory) {
    std::vector<std::string_view> texts;
    texts.reserve(codes_.size());
    for (const uint32_t code : codes_) texts.push_back(names_.text(code));
    found_.resize(codes_.size());
    if (directory == nullptr || texts.empty()) return {};
    SOJOURN_TRY(found_, directory->find_all(texts));
    return {};
  }
  std::optional<uint32_t> customer(uint32_t code) const {
    return found_[static_cast<size_t>(std::lower_bound(codes_.begin(), codes_.end(), code) - codes_.begin())];
  }

 private:
  const Names& names_;
  std::vector<uint32_t> codes_;  // Ascending.
  std::vector<std::optional<uint32_t>> found_;
};

}  // namespace

void ReferralNetwork::Tally::add(const Tally& other) {
  customers += other.customers;
  referred += other.referred;
  chains += other.chains;
  depth = std::max(depth, other.depth);
  value += other.value;
}

Result<std::unique_ptr<const ReferralNetwork>> ReferralNetwork::make(const Referrals& measure,
                                                                     const Referrals::State& state) {
  std::unique_ptr<ReferralNetwork> network(new ReferralNetwork(measure));
  network->here_ = state.customers;
  std::sort(network->here_.begin(), network->here_.end());
  network->here_.erase(std::unique(network->here_.begin(), network->here_.end()), network->here_.end());
  SOJOURN_CHECK(network->plant(state));
  network->choose_currency(state);
  SOJOURN_CHECK(network->add_up());
  return std::unique_ptr<const ReferralNetwork>(std::move(network));
}

bool ReferralNetwork::is_customer(uint32_t number) const {
  return std::binary_search(here_.begin(), here_.end(), number);
}

uint32_t ReferralNetwork::index_of(const Person& person) const {
  const auto found = std::lower_bound(people_.begin(), people_.end(), person);
  if (found == people_.end() || *found != person) return ReferralForest::kNobody;
  return static_cast<uint32_t>(found - people_.begin());
}

// Looks all names up, and makes the trees.
Status ReferralNetwork::plant(const Referrals::State& state) {
  People referrers(state.brought_by, *measure_.referrer_.names);
  People referred(state.brings, *measure_.referred_.names);
  SOJOURN_CHECK(referrers.find(measure_.directory_.get()));
  SOJOURN_CHECK(referred.find(measure_.directory_.get()));
  struct Pair {
    Micros time;
    Person referrer;
    Person referred;
  };
  std::vector<Pair> pairs;
  std::optional<uint32_t>
      settled;  // Whose first referrer is found: those named later, or just as early, brought nobody.
  for (const Referrals::Naming& naming : state.brought_by) {
    if (settled == naming.customer) continue;
    const std::optional<uint32_t> number = referrers.customer(naming.name);
    if (number == naming.customer) {
      ++of_oneself_;
      continue;
    }
    settled = naming.customer;
    Person referrer{!number, number.value_or(0), ""};
    if (!number) referrer.name = measure_.referrer_.names->text(naming.name);
    pairs.push_back({naming.time, std::move(referrer), {false, naming.customer, ""}});
  }
  for (const Referrals::Naming& naming : state.brings) {
    const std::optional<uint32_t> number = referred.customer(naming.name);
    if (!number || !is_customer(*number)) {
      ++unknown_referred_;
    } else if (*number == naming.customer) {
      ++of_oneself_;
    } else {
      pairs.push_back({naming.time, {false, naming.customer, ""}, {false, *number, ""}});
    }
  }
  for (const Pair& pair : pairs) {
    people_.push_back(pair.referrer);
    people_.push_back(pair.referred);
  }
  std::sort(people_.begin(), people_.end());
  people_.erase(std::unique(people_.begin(), people_.end()), people_.end());
  std::vector<Referral> referrals;
  referrals.reserve(pairs.size());
  for (const Pair& pair : pairs) referrals.push_back({pair.time, index_of(pair.referrer), index_of(pair.referred)});
  forest_.emplace(static_cast<uint32_t>(people_.size()), std::move(referrals));
  return {};
}

// The currency to count in, and what each referred person is worth in it.
void ReferralNetwork::choose_currency(const Referrals::State& state) {
  worth_.assign(people_.size(), 0);
  std::set<std::string> currencies;
  const auto for_each_amount = [&](auto&& visit) {
    for (const Referrals::Amount& amount : state.amounts) {
      const uint32_t person = index_of({false, amount.customer, ""});
      if (person == ReferralForest::kNobody || forest_->parent(person) == ReferralForest::kNobody) continue;
      const std::string_view name = amount.currency == 0 ? "" : measure_.currencies_->text(amount.currency);
      visit(person, name, amount.minor);
    }
  };
  currency_ = measure_.currency_;
  if (currency_.empty()) {
    for_each_amount([&](uint32_t, std::string_view name, Int128) { currencies.emplace(name); });
    if (currencies.size() == 1) currency_ = *currencies.begin();
    if (currencies.empty()) no_value_ = "the referred have no amounts";
    if (currencies.size() > 1) {
      no_value_ = "amounts in several currencies (";
      for (const std::string& each : currencies) {
        no_value_ += (each == *currencies.begin() ? "" : ", ") + (each.empty() ? "none given" : each);
      }
      no_value_ += "): choose one with currency=";
    }
  }
  if (!no_value_.empty()) return;
  for_each_amount([&](uint32_t person, std::string_view name, Int128 minor) {
    if (name == currency_) worth_[person] += minor;
  });
}

Status ReferralNetwork::add_up() {
  Tally all;
  std::map<uint32_t, Tally> by_depth;
  for (uint32_t person = 0; person < forest_->people(); ++person) {
    Tally own;
    const bool was_referred = forest_->parent(person) != ReferralForest::kNobody;
    own.referred = was_referred ? 1 : 0;
    own.depth = forest_->depth(person);
    own.value = worth_[person];
    if (was_referred) by_depth[own.depth].add(own);
    if (forest_->children(person) > 0) {
      own.customers = is_here(people_[person]) ? 1 : 0;
      absent_referrers_ += 1 - own.customers;
      by_depth[own.depth + 1].customers += own.customers;
    }
    own.chains = !was_referred && forest_->children(person) > 0 ? 1 : 0;
    if (was_referred || own.chains > 0) chains_[forest_->head(person)].add(own);
    all.add(own);
  }
  switch (measure_.show_) {
    case Referrals::Show::kSummary:
      if (all.referred == 0) no_value_ = "nobody was referred";
      rows_.emplace_back("", all);
      break;
    case Referrals::Show::kChains: return name_chains();
    case Referrals::Show::kDepth:
      for (const auto& [depth, tally] : by_depth) rows_.emplace_back(std::to_string(depth), tally);
      break;
  }
  return {};
}

// The largest chains by the name of their head, the others in one row. A name is a question to the record, so it is
// asked only of chains that may be shown: as large as the last one that is.
Status ReferralNetwork::name_chains() {
  struct Chain {
    uint32_t head;
    const Tally* tally;
    std::string name;
  };
  std::vector<Chain> sorted;
  for (const auto& [head, tally] : chains_) sorted.push_back({head, &tally, ""});
  const auto larger = [](const Chain& a, const Chain& b) {
    return std::tie(a.tally->referred, a.tally->value) > std::tie(b.tally->referred, b.tally->value);
  };
  std::sort(sorted.begin(), sorted.end(), larger);
  auto named = sorted.begin() + static_cast<std::ptrdiff_t>(std::min(measure_.top_, sorted.size()));
  if (named != sorted.begin()) named = std::upper_bound(named, sorted.end(), *std::prev(named), larger);
  std::vector<uint32_t> heads;
  for (auto chain = sorted.begin(); chain != named; ++chain) heads.push_back(chain->head);
  SOJOURN_TRY(std::vector<std::string> names, names_of(heads));
  for (size_t i = 0; i < names.size(); ++i) sorted[i].name = std::move(names[i]);
  std::sort(sorted.begin(), named, [&](const Chain& a, const Chain& b) {
    if (larger(a, b) || larger(b, a)) return larger(a, b);
    return std::tie(a.name, a.head) < std::tie(b.name, b.head);
  });
  Tally rest;
  for (size_t i = 0; i < sorted.size(); ++i) {
    const bool shown = i < measure_.top_;
    row_name_[sorted[i].head] = shown ? sorted[i].name : kOther;
    if (shown) {
      rows_.emplace_back(sorted[i].name, *sorted[i].tally);
    } else {
      rest.add(*sorted[i].tally);
    }
  }
  if (sorted.size() > measure_.top_) rows_.emplace_back(kOther, rest);
  return {};
}

Result<std::vector<std::string>> ReferralNetwork::names_of(std::span<const uint32_t> people) const {
  std::vector<uint32_t> customers;
  for (const uint32_t person : people) {
    if (!people_[person].stranger) customers.push_back(people_[person].number);
  }
  std::vector<std::string> known(customers.size());
  if (measure_.directory_ != nullptr) {
    SOJOURN_TRY(known, measure_.directory_->names(customers));
  }
  std::vector<std::string> names;
  auto next = known.begin();
  for (const uint32_t person : people) {
    const Person& who = people_[person];
    names.push_back(who.stranger ? who.name : *next++);
    if (names.back().empty()) names.back() = std::to_string(who.number);
  }
  return names;
}

std::string ReferralNetwork::row_when_referred(uint32_t person) const {
  if (measure_.show_ == Referrals::Show::kDepth) return std::to_string(forest_->depth(person));
  return measure_.show_ == Referrals::Show::kChains ? row_name_.at(forest_->head(person)) : "";
}

std::string ReferralNetwork::row_when_referring(uint32_t person) const {
  if (measure_.show_ == Referrals::Show::kDepth) return std::to_string(forest_->depth(person) + 1);
  return row_when_referred(person);
}

std::vector<Value> ReferralNetwork::cells(const std::string& key, const Tally& tally) const {
  std::vector<Value> cells;
  if (measure_.show_ == Referrals::Show::kChains) cells.emplace_back(key);
  if (measure_.show_ == Referrals::Show::kDepth) cells.emplace_back(static_cast<int64_t>(std::stoll(key)));
  cells.push_back(no_value_.empty() ? money(tally.value, currency_) : Value(None{no_value_}));
  cells.push_back(currency_.empty() ? Value{} : Value(currency_));
  cells.emplace_back(tally.customers);
  cells.emplace_back(tally.referred);
  if (measure_.show_ == Referrals::Show::kSummary) cells.emplace_back(tally.chains);
  if (measure_.show_ != Referrals::Show::kDepth) cells.emplace_back(static_cast<int64_t>(tally.depth));
  return cells;
}

void ReferralNetwork::add_rows(Rows& rows) const {
  for (const auto& [key, tally] : rows_) rows.add(cells(key, tally));
}

void ReferralNetwork::add_rows_of(uint32_t customer, Rows& rows) const {
  const uint32_t person = index_of({false, customer, ""});
  if (person == ReferralForest::kNobody) return;
  Tally own;
  own.referred = forest_->parent(person) == ReferralForest::kNobody ? 0 : 1;
  if (own.referred > 0) rows.add(cells(row_when_referred(person), own));
  own.referred = 0;
  own.customers = forest_->children(person) > 0 ? 1 : 0;
  if (own.customers > 0) rows.add(cells(row_when_referring(person), own));
}

void ReferralNetwork::add_notes(Rows& rows) const {
  rows.note(absent_referrers_, "referrers who are no customers in this question");
  rows.note(unknown_referred_, "referrals left out because nobody of that name is a customer in this question");
  rows.note(forest_->repeated(), "referrals left out because the person had been referred before");
  rows.note(forest_->circular(), "referrals left out because they go round in a circle");
  rows.note(of_oneself_, "referrals left out because customers named themselves");
}

}  // namespace sojourn
