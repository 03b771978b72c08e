#include "voice/money_behind.h"

#include <algorithm>

#include "measure/parameters.h"

namespace sojourn {

void Paid::save(ByteWriter& out) const {
  save_int128(sum, out);
  out.i64(customers);
}

Result<Paid> Paid::load(ByteReader& in) {
  Paid paid;
  SOJOURN_TRY(paid.sum, load_int128(in));
  SOJOURN_TRY(paid.customers, load_count(in, 1));
  constexpr Int128 kSumMax = Int128{1} << 118;  // Room for merging.
  if (paid.sum > kSumMax || paid.sum < -kSumMax) return in.corrupt("no amounts have this sum");
  return paid;
}

void merge_paid(PaidByCurrency& into, const PaidByCurrency& from) {
  for (const auto& [currency, paid] : from) {
    Paid& target = into.at(currency);
    target.sum += paid.sum;
    target.customers += paid.customers;
  }
}

ParameterInfo currency_parameter() {
  return parameter("currency", ParameterType::kText, "",
                   "The currency of the money; by itself the one in which most of these customers paid.");
}

MoneyBehind MoneyBehind::bind(BindContext& context) {
  MoneyBehind bound;
  bound.amount_ = context.column("amount");
  bound.currency_ = context.column("currency");
  bound.currencies_ = context.snapshot().names(bound.currency_);
  bound.asked_ = context.text("currency");
  return bound;
}

void MoneyBehind::read(const Slice& slice, Sums& sums) const {
  sums.clear();
  if (slice.block.identified[slice.customer] == 0) return;
  for (const uint32_t event : slice.events) {
    const int64_t amount = slice.block.column(amount_).integers[event];
    if (amount == kNoInteger) continue;
    const uint32_t currency = slice.block.column(currency_).codes[event];
    const auto known = std::find_if(sums.begin(), sums.end(), [&](const auto& each) { return each.first == currency; });
    if (known == sums.end()) {
      sums.emplace_back(currency, amount);
    } else {
      known->second += amount;
    }
  }
}

void MoneyBehind::add(PaidByCurrency& paid, const Sums& sums) {
  for (const auto& [currency, sum] : sums) {
    Paid& into = paid.at(currency);
    into.sum += sum;
    ++into.customers;
  }
}

std::optional<std::string> MoneyBehind::shown(const PaidByCurrency& all) const {
  if (!asked_.empty()) return asked_;
  std::optional<std::string> shown;
  int64_t most = 0;
  for (const auto& [name, paid] : all.sorted(*currencies_)) {
    if (paid->customers <= most) continue;
    most = paid->customers;
    shown = name;
  }
  return shown;
}

Value MoneyBehind::revenue(const PaidByCurrency& paid, const std::optional<std::string>& currency) const {
  if (!currency) return None{"no amounts of these customers in the range"};
  for (const auto& [name, each] : paid.sorted(*currencies_)) {
    if (name == *currency) return money(each->sum, name);
  }
  return 0.0;
}

Value MoneyBehind::currency_cell(const std::optional<std::string>& currency) {
  return currency && !currency->empty() ? Value(*currency) : Value();
}

void MoneyBehind::note(const PaidByCurrency& all, const std::optional<std::string>& currency, Rows& rows) const {
  int64_t others = 0;
  for (const auto& [name, paid] : all.sorted(*currencies_)) {
    if (name != currency.value_or("")) others += paid->customers;
  }
  rows.note(others, "customers who also paid in another currency, which is left out: ask for it with currency=");
}

}  // namespace sojourn
