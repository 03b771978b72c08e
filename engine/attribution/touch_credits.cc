#include "attribution/touch_credits.h"

#include <algorithm>

namespace sojourn {
namespace {

// No sum of money that is saved is larger, so that a hundred saved states can be merged.
constexpr Int128 kSavedMoneyMax = Int128{1} << 120;

// Wraps around instead of overflowing.
void add_to(Int128& sum, Int128 value) {
  sum = static_cast<Int128>(static_cast<UnsignedInt128>(sum) + static_cast<UnsignedInt128>(value));
}

Result<Int128> load_money(ByteReader& in) {
  SOJOURN_TRY(const Int128 value, load_int128(in));
  if (value > kSavedMoneyMax || value < -kSavedMoneyMax) return in.corrupt("no conversions bring in so much");
  return value;
}

// Counts a conversion and its customer once, however many lines or touches it comes with.
template <class Tally>
void count_once(Tally& tally, uint32_t customer, uint64_t conversion) {
  tally.conversions += tally.last_conversion != conversion ? 1 : 0;
  tally.customers += tally.last_customer != customer ? 1 : 0;
  tally.last_conversion = conversion;
  tally.last_customer = customer;
}

template <class Tally>
Status load_counts(Tally& tally, ByteReader& in) {
  SOJOURN_TRY(tally.conversions, load_count(in));
  SOJOURN_TRY(tally.customers, load_count(in));
  if (tally.customers > tally.conversions) return in.corrupt("more customers than conversions");
  if (tally.conversions > 0 && tally.customers == 0) return in.corrupt("conversions of nobody");
  return {};
}

std::string text_of(const Names& names, uint32_t code) { return code == 0 ? "" : std::string(names.text(code)); }

}  // namespace

void ConversionTotals::Sum::save(ByteWriter& out) const {
  out.i64(conversions);
  out.i64(customers);
  save_int128(amount, out);
}

Result<ConversionTotals::Sum> ConversionTotals::Sum::load(ByteReader& in) {
  Sum sum;
  SOJOURN_CHECK(load_counts(sum, in));
  SOJOURN_TRY(sum.amount, load_int128(in));
  const Int128 bound = kSavedMoneyMax >> kCreditBits;
  if (sum.amount > bound || sum.amount < -bound) return in.corrupt("no conversions bring in so much");
  return sum;
}

void ConversionTotals::add(uint32_t customer, uint64_t conversion, std::span<const Takings> takings) {
  count_once(all_, customer, conversion);
  for (const Takings& line : takings) {
    Sum& sum = money_.at(line.currency);
    count_once(sum, customer, conversion);
    add_to(sum.amount, line.amount);
  }
}

void ConversionTotals::merge(const ConversionTotals& other) {
  all_.conversions += other.all_.conversions;
  all_.customers += other.all_.customers;
  for (const auto& [currency, from] : other.money_) {
    Sum& sum = money_.at(currency);
    sum.conversions += from.conversions;
    sum.customers += from.customers;
    add_to(sum.amount, from.amount);
  }
}

void ConversionTotals::save(const Names& currencies, ByteWriter& out) const {
  all_.save(out);
  money_.save(currencies, out);
}

Result<ConversionTotals> ConversionTotals::load(Names& currencies, ByteReader& in) {
  ConversionTotals totals;
  SOJOURN_TRY(totals.all_, Sum::load(in));
  SOJOURN_TRY(totals.money_, ByCurrency<Sum>::load(currencies, in));
  if (totals.all_.amount != 0) return in.corrupt("an amount without a currency's place");
  return totals;
}

void TouchCredits::Money::save(ByteWriter& out) const {
  out.i64(conversions);
  out.i64(customers);
  for (const Int128 each : revenue) save_int128(each, out);
  save_int128(cost, out);
}

Result<TouchCredits::Money> TouchCredits::Money::load(ByteReader& in) {
  Money money;
  SOJOURN_CHECK(load_counts(money, in));
  for (Int128& each : money.revenue) {
    SOJOURN_TRY(each, load_money(in));
  }
  SOJOURN_TRY(money.cost, load_money(in));
  return money;
}

uint32_t TouchCredits::place_of(uint32_t node, uint32_t stage) {
  std::vector<std::pair<uint32_t, uint32_t>>& stages = by_node_.at(node);
  for (const auto& [known, index] : stages) {
    if (known == stage) return index;
  }
  const auto place = static_cast<uint32_t>(entries_.size());
  stages.emplace_back(stage, place);
  Entry& entry = entries_.emplace_back();
  entry.node = node;
  entry.stage = stage;
  return place;
}

uint32_t TouchCredits::add_touches(uint32_t node, uint32_t stage, int64_t times, uint32_t customer, uint64_t conversion,
                                   std::span<const Takings> takings) {
  const uint32_t place = place_of(node, stage);
  Entry& entry = entries_[place];
  entry.places += times;
  count_once(entry, customer, conversion);
  for (const Takings& line : takings) count_once(entry.money.at(line.currency), customer, conversion);
  return place;
}

void TouchCredits::add_credit(uint32_t place, CreditModel model, int64_t parts, std::span<const Takings> takings) {
  Entry& entry = entries_[place];
  const auto index = static_cast<size_t>(model);
  entry.credit[index] += parts;
  for (const Takings& line : takings) {
    add_to(entry.money.at(line.currency).revenue[index], static_cast<Int128>(line.amount) * parts);
  }
}

void TouchCredits::add_cost(uint32_t node, uint32_t stage, uint32_t currency, int64_t cost) {
  add_to(at(node, stage).money.at(currency).cost, cost);
}

void TouchCredits::merge(const TouchCredits& other) {
  for (const Entry& from : other.entries_) {
    Entry& entry = at(from.node, from.stage);
    entry.conversions += from.conversions;
    entry.customers += from.customers;
    entry.places += from.places;
    for (size_t m = 0; m < kCreditModels; ++m) entry.credit[m] += from.credit[m];
    for (const auto& [currency, source] : from.money) {
      Money& money = entry.money.at(currency);
      money.conversions += source.conversions;
      money.customers += source.customers;
      add_to(money.cost, source.cost);
      for (size_t m = 0; m < kCreditModels; ++m) add_to(money.revenue[m], source.revenue[m]);
    }
  }
}

void TouchCredits::save(const Vocabularies& names, ByteWriter& out) const {
  std::vector<std::pair<std::pair<std::string, std::string>, const Entry*>> sorted;
  for (const Entry& entry : entries_) {
    sorted.push_back({{text_of(names.nodes, entry.node), text_of(names.stages, entry.stage)}, &entry});
  }
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  out.u64(sorted.size());
  for (const auto& [key, entry] : sorted) {
    out.text(key.first);
    out.text(key.second);
    for (const int64_t count : {entry->conversions, entry->customers, entry->places}) out.i64(count);
    for (const Int128 credit : entry->credit) save_int128(credit, out);
    entry->money.save(names.currencies, out);
  }
}

Result<TouchCredits::Entry> TouchCredits::load_entry(const Vocabularies& names, ByteReader& in) {
  Entry entry;
  SOJOURN_TRY(const std::string node, in.text());
  SOJOURN_TRY(const std::string stage, in.text());
  if (node.empty()) return in.corrupt("a touch without a node");
  entry.node = names.nodes.intern(node);
  entry.stage = stage.empty() ? 0 : names.stages.intern(stage);
  SOJOURN_CHECK(load_counts(entry, in));
  SOJOURN_TRY(entry.places, load_count(in, entry.conversions));
  const Int128 most = static_cast<Int128>(entry.conversions) << kCreditBits;
  for (Int128& credit : entry.credit) {
    SOJOURN_TRY(credit, load_int128(in));
    if (credit < 0 || credit > most) return in.corrupt("more credit than conversions");
  }
  SOJOURN_TRY(entry.money, ByCurrency<Money>::load(names.currencies, in));
  return entry;
}

Result<TouchCredits> TouchCredits::load(const Vocabularies& names, const ConversionTotals& led,
                                        std::span<const CreditModel> models, ByteReader& in) {
  SOJOURN_TRY(const uint64_t count, in.count(3 * sizeof(int64_t)));
  TouchCredits loaded;
  for (uint64_t i = 0; i < count; ++i) {
    SOJOURN_TRY(Entry entry, load_entry(names, in));
    loaded.at(entry.node, entry.stage) = std::move(entry);
    if (loaded.entries_.size() != i + 1) return in.corrupt("a touch stands there twice");
  }
  if (!loaded.adds_up(led, models)) return in.corrupt("the credits do not add up to the conversions");
  return loaded;
}

bool TouchCredits::adds_up(const ConversionTotals& led, std::span<const CreditModel> models) const {
  ByModel<Int128> credits{};
  ByCurrency<Money> money;
  for (const Entry& entry : entries_) {
    if (entry.conversions > led.conversions() || entry.customers > led.customers()) return false;
    for (size_t m = 0; m < kCreditModels; ++m) add_to(credits[m], entry.credit[m]);
    for (const auto& [currency, source] : entry.money) {
      for (size_t m = 0; m < kCreditModels; ++m) add_to(money.at(currency).revenue[m], source.revenue[m]);
    }
  }
  for (const auto& [currency, sum] : led.money()) money.at(currency);
  for (size_t m = 0; m < kCreditModels; ++m) {
    const bool asked = std::find(models.begin(), models.end(), static_cast<CreditModel>(m)) != models.end();
    if (credits[m] != (asked ? static_cast<Int128>(led.conversions()) << kCreditBits : 0)) return false;
    for (const auto& [currency, sum] : money) {
      Int128 whole = 0;
      for (const auto& [known, total] : led.money()) {
        if (known == currency) whole = total.amount * kWholeCredit;
      }
      if (sum.revenue[m] != (asked ? whole : 0)) return false;
    }
  }
  return true;
}

}  // namespace sojourn
