#include "influence/referrals.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "base/assert.h"
#include "influence/referral_network.h"
#include "influence/seen_codes.h"
#include "measure/by_currency.h"
#include "measure/parameters.h"

namespace sojourn {
namespace {

// More than the amounts of all events that a snapshot can hold; so many of it still add up within 128 bits.
constexpr Int128 kAmountMax = static_cast<Int128>(1) << 92;

template <class T>
void append(std::vector<T>& into, const std::vector<T>& from) {
  const size_t count = from.size();  // They may be the same.
  const size_t needed = into.size() + count;
  // Room for twice as much, or each of many small appends would copy all there is.
  if (needed > into.capacity()) into.reserve(std::max(needed, 2 * into.capacity()));
  for (size_t i = 0; i < count; ++i) into.push_back(from[i]);
}

bool is_there(const std::vector<uint32_t>& sorted, uint32_t customer) {
  return std::binary_search(sorted.begin(), sorted.end(), customer);
}

}  // namespace

Referrals::Lazy::Lazy() = default;
Referrals::Lazy::~Lazy() = default;

Result<Referrals> Referrals::bind(BindContext& context) {
  Referrals measure;
  measure.directory_ = context.snapshot().directory();
  SOJOURN_TRY(measure.referrer_, bind_node_column(context, "referrer"));
  SOJOURN_TRY(measure.referred_, bind_node_column(context, "referred"));
  if (context.given("referral")) {
    SOJOURN_TRY(measure.referral_, context.filter(context.text("referral"), "referral"));
  }
  const std::string show = context.text("show");
  measure.show_ = show == "chains" ? Show::kChains : show == "depth" ? Show::kDepth : Show::kSummary;
  measure.top_ = static_cast<size_t>(context.integer("top"));
  measure.currency_ = context.text("currency");
  measure.amount_ = context.column("amount");
  measure.currency_column_ = context.column("currency");
  measure.currencies_ = context.snapshot().names(measure.currency_column_);
  context.only_identified();
  return measure;
}

std::vector<AnswerColumn> Referrals::columns() const {
  std::vector<AnswerColumn> columns;
  if (show_ == Show::kChains) columns.push_back({"head", ColumnRole::kKey, ""});
  if (show_ == Show::kDepth) columns.push_back({"depth", ColumnRole::kKey, ""});
  columns.push_back({"value", ColumnRole::kValue, "money"});
  columns.push_back({"currency", ColumnRole::kDetail, ""});
  columns.push_back({"customers", ColumnRole::kCount, "customers"});
  columns.push_back({"referred", ColumnRole::kCount, "customers"});
  if (show_ == Show::kSummary) columns.push_back({"chains", ColumnRole::kDetail, "chains"});
  if (show_ != Show::kDepth) columns.push_back({"depth", ColumnRole::kDetail, "steps"});
  return columns;
}

void Referrals::prepare(const Block& block, EventBits&, Scratch& scratch) const {
  if (referral_ != nullptr) referral_->select(block, scratch.referral);
}

void Referrals::fold(State& state, const Slice& slice, const Scratch& scratch) const {
  if (!referrer_.column && !referred_.column) return;  // No event ever named anybody.
  static thread_local SeenCodes bringing;
  static thread_local SeenCodes brought;
  static thread_local std::vector<Amount> amounts;  // Of the customer at hand, by currency.
  bringing.next_customer();
  brought.next_customer();
  amounts.clear();
  const uint32_t customer = slice.block.customers[slice.customer];
  state.customers.push_back(customer);
  bool referred = false;
  for (const uint32_t event : slice.events) {
    const int64_t minor = slice.block.column(amount_).integers[event];
    if (minor != kNoInteger) {
      const uint32_t currency = slice.block.column(currency_column_).codes[event];
      auto known =
          std::find_if(amounts.begin(), amounts.end(), [&](const Amount& each) { return each.currency == currency; });
      if (known == amounts.end()) known = amounts.insert(known, {customer, currency, 0});
      known->minor += minor;
    }
    if (referral_ != nullptr && !scratch.referral.test(event)) continue;
    const Micros time = slice.block.times[event];
    const uint32_t by = referrer_.at(slice.block, event);
    if (by != 0 && bringing.add(by)) {
      referred = true;  // By oneself perhaps: who that is is looked up later.
      state.brought_by.push_back({customer, by, time});
    }
    const uint32_t whom = referred_.at(slice.block, event);
    if (whom != 0 && brought.add(whom)) state.brings.push_back({customer, whom, time});
  }
  // Whoever may turn out to have been referred.
  if (referred || referred_.column) append(state.amounts, amounts);
}

void Referrals::merge(State& into, const State& from) const {
  append(into.customers, from.customers);
  append(into.brought_by, from.brought_by);
  append(into.brings, from.brings);
  append(into.amounts, from.amounts);
  into.lazy = std::make_shared<Lazy>();
}

Status Referrals::check(const State& state) const {
  Lazy& lazy = *state.lazy;
  std::call_once(lazy.once, [&] {
    auto made = ReferralNetwork::make(*this, state);
    if (made.has_value()) {
      lazy.network = std::move(made).value();
    } else {
      lazy.status = std::move(made).error();
    }
  });
  return lazy.status;
}

void Referrals::finish(const State& state, Rows& rows) const {
  SOJOURN_ASSERT(check(state).ok(), "a state is checked before it finishes; an empty one has no names to look up");
  state.lazy->network->add_rows(rows);
  state.lazy->network->add_notes(rows);
}

void Referrals::finish_one(const State& own, const State& whole, Rows& rows) const {
  SOJOURN_ASSERT(check(whole).ok(), "a state is checked before it finishes");
  if (!own.customers.empty()) whole.lazy->network->add_rows_of(own.customers.front(), rows);
}

// By customer; those of one customer stay in their order.
void Referrals::save_namings(const std::vector<Naming>& namings, const NodeColumn& names, ByteWriter& out) {
  std::vector<const Naming*> sorted;
  for (const Naming& each : namings) sorted.push_back(&each);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Naming* a, const Naming* b) { return a->customer < b->customer; });
  out.u64(sorted.size());
  for (const Naming* each : sorted) {
    out.u32(each->customer);
    out.i64(each->time);
    out.text(names.names->text(each->name));
  }
}

void Referrals::save(const State& state, ByteWriter& out) const {
  std::vector<uint32_t> customers = state.customers;
  std::sort(customers.begin(), customers.end());
  out.u64(customers.size());
  for (const uint32_t customer : customers) out.u32(customer);
  save_namings(state.brought_by, referrer_, out);
  save_namings(state.brings, referred_, out);
  std::vector<std::tuple<uint32_t, std::string_view, Int128>> amounts;
  for (const Amount& each : state.amounts) {
    amounts.emplace_back(each.customer, each.currency == 0 ? "" : currencies_->text(each.currency), each.minor);
  }
  std::sort(amounts.begin(), amounts.end());
  out.u64(amounts.size());
  for (const auto& [customer, currency, minor] : amounts) {
    out.u32(customer);
    out.text(currency);
    save_int128(minor, out);
  }
}

Result<std::vector<Referrals::Naming>> Referrals::load_namings(const NodeColumn& names, const State& state,
                                                               ByteReader& in) const {
  std::vector<Naming> namings;
  std::set<uint32_t> named;  // By the customer at hand.
  SOJOURN_TRY(const uint64_t count, in.count(sizeof(uint32_t) + sizeof(int64_t) + sizeof(uint32_t)));
  for (uint64_t i = 0; i < count; ++i) {
    Naming naming;
    SOJOURN_TRY(naming.customer, in.u32());
    SOJOURN_TRY(naming.time, in.i64());
    SOJOURN_TRY(const std::string name, in.text());
    const bool same = !namings.empty() && naming.customer == namings.back().customer;
    const bool in_order = namings.empty() || (same ? naming.time >= namings.back().time  //
                                                   : naming.customer > namings.back().customer);
    if (name.empty() || !in_order || !is_there(state.customers, naming.customer)) {
      return in.corrupt("a referral of nobody, or out of order");
    }
    naming.name = names.names->intern(name);
    if (!same) named.clear();
    if (!named.insert(naming.name).second) return in.corrupt("a customer names somebody twice");
    namings.push_back(naming);
  }
  return namings;
}

Result<Referrals::State> Referrals::load(ByteReader& in) const {
  State state;
  SOJOURN_TRY(const uint64_t customers, in.count(sizeof(uint32_t)));
  for (uint64_t i = 0; i < customers; ++i) {
    SOJOURN_TRY(const uint32_t customer, in.u32());
    if (i > 0 && customer <= state.customers.back()) return in.corrupt("the customers are not in order");
    state.customers.push_back(customer);
  }
  SOJOURN_TRY(state.brought_by, load_namings(referrer_, state, in));
  SOJOURN_TRY(state.brings, load_namings(referred_, state, in));
  SOJOURN_TRY(const uint64_t amounts, in.count(2 * sizeof(uint32_t) + 2 * sizeof(int64_t)));
  for (uint64_t i = 0; i < amounts; ++i) {
    Amount amount;
    SOJOURN_TRY(amount.customer, in.u32());
    SOJOURN_TRY(const std::string currency, in.text());
    SOJOURN_TRY(amount.minor, load_int128(in));
    if (!is_there(state.customers, amount.customer) || amount.minor > kAmountMax || amount.minor < -kAmountMax) {
      return in.corrupt("an amount of nobody, or none that is possible");
    }
    amount.currency = currency.empty() ? 0 : currencies_->intern(currency);
    state.amounts.push_back(amount);
  }
  return state;
}

MeasureDefinition referrals_definition() {
  MeasureDefinition definition;
  definition.id = "referrals";
  definition.title = "Referrals";
  definition.question = "Who brings us customers, in how long chains, and what are they worth?";
  definition.definition =
      "Customers who were brought by others, as chains. An event refers when it passes referral (any event unless "
      "given) and names, in the field referrer, who brought this customer, or, in the field referred, whom this "
      "customer brought. A name is any identifier of a person: a customer number, an e-mail address, or kind:value; it "
      "means the customer to whom the identifier belongs now. A referrer whom nobody knows is a person of that name; a "
      "name in referred that no customer in the question bears is an invitation that nobody followed, and is left out. "
      "Each customer has at most one referrer, the first in time; where referrals go round in a circle the latest of "
      "them is left out. referred are the customers brought, customers those who brought at least one of them; a chain "
      "begins with somebody whom nobody brought, and depth is the most steps from there. value is the sum of all "
      "amounts of the referred in the question, refunds included, credited to the head of their chain, in one "
      "currency. show=chains has one row a head, by the number of customers brought, the others in \"(other)\"; "
      "show=depth one row a number of steps from the head. That somebody was referred does not prove that they would "
      "not have come by themselves. Only events that the question lets through are looked at, and so in each group of "
      "a split.";
  definition.unit = "money";
  definition.better = Better::kUp;
  definition.shape = Shape::kTable;
  definition.interval = "none: a full count, not a sample";
  definition.inputs = "time, an identifier, properties.referrer or properties.referred; amount, currency";
  definition.source = "Counts and a sum.";
  definition.since = "0.1";
  definition.parameters = {
      choice("show", {"summary", "chains", "depth"},
             "summary: one row; chains: by head; depth: by steps from the head."),
      parameter("referrer", ParameterType::kField, "properties.referrer",
                "The field that names who brought the customer of the event."),
      parameter("referred", ParameterType::kField, "properties.referred",
                "The field that names whom the customer of the event brought."),
      parameter("referral", ParameterType::kFilter, "",
                "Which events refer, e.g. touchpoint = \"referral\"; any that names somebody when not given."),
      parameter("currency", ParameterType::kText, "", "The currency of value; needed where there are several."),
      integer("top", 20, 1, 10'000, "How many chains show=chains lists.")};
  definition.bind = bind_fold<Referrals>;
  return definition;
}

}  // namespace sojourn
