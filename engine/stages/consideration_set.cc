#include "stages/consideration_set.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>

#include "measure/cells.h"
#include "stats/exact_sum.h"

namespace sojourn {

Result<ConsiderationSet> ConsiderationSet::bind(BindContext& context) {
  ConsiderationSet measure;
  SOJOURN_TRY(measure.products_, bind_node_column(context, "node"));
  SOJOURN_TRY(measure.considered_, context.filter(context.text("considered"), "considered"));
  SOJOURN_TRY(measure.evaluated_, context.filter(context.text("evaluated"), "evaluated"));
  SOJOURN_TRY(measure.discarded_, context.filter(context.text("discarded"), "discarded"));
  SOJOURN_TRY(measure.outcome_, context.filter(context.text("outcome"), "outcome"));
  measure.by_product_ = context.text("show") == "products";
  measure.top_ = context.integer("top");
  context.only_identified();
  return measure;
}

std::vector<AnswerColumn> ConsiderationSet::columns() const {
  std::vector<AnswerColumn> columns;
  if (!by_product_) {
    columns = {{"value", ColumnRole::kValue, "products"}, {"customers", ColumnRole::kCount, "customers"}};
    for (const char* name : {"first", "added", "discarded", "bought"}) {
      columns.push_back({name, ColumnRole::kCount, "products"});
    }
    return columns;
  }
  columns = value_columns("%");
  columns.insert(columns.begin(), {"product", ColumnRole::kKey, ""});
  for (const char* name : {"n", "customers", "first", "added", "discarded"}) {
    columns.push_back({name, ColumnRole::kCount, "customers"});
  }
  return columns;
}

void ConsiderationSet::prepare(const Block& block, EventBits&, Scratch& scratch) const {
  considered_->select(block, scratch.considered);
  evaluated_->select(block, scratch.evaluated);
  discarded_->select(block, scratch.discarded);
  outcome_->select(block, scratch.outcome);
}

void ConsiderationSet::fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const {
  const uint64_t customer = slice.block.customers[slice.customer];
  scratch.set.clear();
  State* state = nullptr;
  bool evaluates = false;
  for (const uint32_t event : slice.events) {
    evaluates = evaluates || scratch.evaluated.test(event);
    const uint32_t product = products_.at(slice.block, event);
    if (product == 0) continue;
    Member& member = scratch.members.at(product);
    const bool discards = scratch.discarded.test(event);
    if (member.customer != customer) {
      const bool brings = scratch.evaluated.test(event) || (!evaluates && scratch.considered.test(event));
      if (!brings || discards) continue;
      if (state == nullptr) state = &groups.at(event);
      member = {customer, evaluates, false, false};
      scratch.set.push_back(product);
      continue;
    }
    member.discarded = member.discarded || (discards && evaluates);
    member.bought = member.bought || scratch.outcome.test(event);
  }
  if (state == nullptr) return;
  ++state->customers;
  for (const uint32_t code : scratch.set) {
    const Member& member = scratch.members.at(code);
    Product& product = state->products.at(code);
    ++(member.added ? product.added : product.first);
    product.discarded += member.discarded ? 1 : 0;
    product.bought += member.bought ? 1 : 0;
  }
}

void ConsiderationSet::merge(State& into, const State& from) const {
  into.customers += from.customers;
  for (const auto& [code, product] : from.products.entries()) {
    Product& target = into.products.at(code);
    target.first += product.first;
    target.added += product.added;
    target.discarded += product.discarded;
    target.bought += product.bought;
  }
}

void ConsiderationSet::add_set(const State& state, Rows& rows) const {
  Product all;
  for (const auto& [code, product] : state.products.entries()) {
    all.first += product.first;
    all.added += product.added;
    all.discarded += product.discarded;
    all.bought += product.bought;
  }
  const auto left = static_cast<double>(all.first + all.added - all.discarded);
  rows.add(
      {left / static_cast<double>(state.customers), state.customers, all.first, all.added, all.discarded, all.bought});
}

void ConsiderationSet::add_rows(const State& state, int64_t top, Rows& rows) const {
  if (state.customers == 0) return;
  if (!by_product_) return add_set(state, rows);
  std::vector<std::tuple<int64_t, std::string_view, const Product*>> sorted;
  for (const auto& [code, product] : state.products.entries()) {
    sorted.emplace_back(-(product.first + product.added), products_.names->text(code), &product);
  }
  std::sort(sorted.begin(), sorted.end());
  for (const auto& [order, name, product] : sorted) {
    if (top-- <= 0) break;
    const int64_t n = product->first + product->added;
    std::vector<Value> cells{std::string(name)};
    add_share(product->bought, n, "nobody had it", cells);
    cells.insert(cells.end(), {n, product->bought, product->first, product->added, product->discarded});
    rows.add(std::move(cells));
  }
  rows.note(static_cast<int64_t>(sorted.size()) - top_, "products left out, fewer customers having had them");
}

void ConsiderationSet::save(const State& state, ByteWriter& out) const {
  out.i64(state.customers);
  std::map<std::string_view, const Product*> sorted;
  for (const auto& [code, product] : state.products.entries()) sorted[products_.names->text(code)] = &product;
  out.u64(sorted.size());
  for (const auto& [name, product] : sorted) {
    out.text(name);
    for (const int64_t count : {product->first, product->added, product->discarded, product->bought}) out.i64(count);
  }
}

Result<ConsiderationSet::State> ConsiderationSet::load(ByteReader& in) const {
  State state;
  SOJOURN_TRY(state.customers, load_count(in));
  SOJOURN_TRY(const uint64_t count, in.count(sizeof(uint32_t) + 4 * sizeof(int64_t)));
  if ((count == 0) != (state.customers == 0)) return in.corrupt("customers without products, or the reverse");
  for (uint64_t i = 0; i < count; ++i) {
    SOJOURN_TRY(const std::string name, in.text());
    if (name.empty()) return in.corrupt("a product has no name");
    Product& product = state.products.at(products_.names->intern(name));
    if (product.first + product.added != 0) return in.corrupt("a product stands there twice");
    for (int64_t* each : {&product.first, &product.added, &product.discarded, &product.bought}) {
      SOJOURN_TRY(*each, load_count(in));
    }
    const int64_t n = product.first + product.added;
    if (n == 0 || n > state.customers || product.discarded > n || product.bought > n) {
      return in.corrupt("a product's counts do not add up");
    }
  }
  return state;
}

}  // namespace sojourn
