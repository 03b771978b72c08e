#include "attribution/attribution_rows.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "event/fields.h"
#include "measure/cells.h"

namespace sojourn {
namespace {

constexpr std::string_view kNoTouch = "(none)";
constexpr std::string_view kNoStage = "(no stage)";
constexpr const char* kNoConversions = "no conversions";

// A name that is really called so stays apart from ours.
std::string quoted_if(std::string text, std::string_view ours) { return text == ours ? '"' + text + '"' : text; }

constexpr const char* kSeveralCurrencies = "money in several currencies: see show=revenue";

double whole_units(Int128 parts) { return std::ldexp(static_cast<double>(parts), -kCreditBits); }

const TouchCredits::Money* money_in(const TouchCredits::Entry& entry, uint32_t currency) {
  for (const auto& [known, money] : entry.money) {
    if (known == currency) return &money;
  }
  return nullptr;
}

}  // namespace

AttributionRows::AttributionRows(const Attribution& measure, const Attribution::State& state, bool figures)
    : measure_(measure), state_(state), touches_(state.touches), entries_(touches_.entries()) {
  std::map<std::string, uint32_t> named;
  const auto see = [&](const auto& by_currency) {
    for (const auto& [name, tally] : by_currency.sorted(*measure.currencies_)) {
      named.emplace(name, name.empty() ? 0 : *measure.currencies_->find(name));
    }
  };
  see(state.led.money());
  see(state.none.money());
  for (const Entry& entry : entries_) see(entry.money);
  for (const auto& [name, code] : named) currencies_.push_back(code);
  if (measure.markov_) solve_chain(figures);
}

void AttributionRows::solve_chain(bool figures) {
  if (!figures) {
    markov_none_ = "not solved for single customers";
    return;
  }
  if (state_.transitions.too_many()) {
    markov_none_ = measure_.too_many_steps();
    return;
  }
  const PathChain path_chain =
      chain_of(state_.transitions.steps(*measure_.paths_.node().names, measure_.nodes_), measure_.order_);
  const std::optional<RemovalEffects> found = removal_effects(path_chain.chain, path_chain.nodes.size());
  if (!found) {
    markov_none_ = "the chain of " + std::to_string(path_chain.chain.states.size()) +
                   " states is too long to solve: ask for a lower order or a coarser node";
    return;
  }
  double all = 0;
  std::map<uint32_t, double> effects;
  for (size_t i = 0; i < path_chain.nodes.size(); ++i) {
    effects[path_chain.nodes[i]] = found->effects[i];
    all += found->effects[i];
    if (found->effects[i] > 0) touches_.add_node(path_chain.nodes[i]);
  }
  std::map<uint32_t, int64_t> places;
  for (const Entry& entry : entries_) places[entry.node] += entry.places;
  for (const Entry& entry : entries_) {
    const double effect = all > 0 ? effects[entry.node] / all : 0;
    const int64_t known = places[entry.node];  // None: no conversion, and stages are not told apart.
    markov_.push_back(known == 0 ? effect : effect * static_cast<double>(entry.places) / static_cast<double>(known));
  }
}

std::vector<AttributionRows::Model> AttributionRows::models() const {
  std::vector<Model> models;
  for (const CreditModel model : measure_.models_) models.push_back({std::string(credit_model_name(model)), model});
  if (measure_.markov_) models.push_back({"markov", std::nullopt});
  return models;
}

std::vector<AnswerColumn> AttributionRows::columns(const Attribution& measure) {
  const AnswerColumn stage{"stage", ColumnRole::kKey, ""};
  const AnswerColumn touch{"touch", ColumnRole::kKey, ""};
  const AnswerColumn model{"model", ColumnRole::kKey, ""};
  const AnswerColumn n{"n", ColumnRole::kCount, "conversions"};
  const AnswerColumn customers{"customers", ColumnRole::kCount, "customers"};
  const AnswerColumn share{"share", ColumnRole::kDetail, "%"};
  const AnswerColumn cost{"cost", ColumnRole::kDetail, "money"};
  const AnswerColumn gain{"return", ColumnRole::kDetail, ""};
  switch (measure.show_) {
    case Show::kRevenue:
      return {
          touch, model, {"currency", ColumnRole::kKey, ""}, {"value", ColumnRole::kValue, "money"}, n, customers, share,
          cost,  gain};
    case Show::kEffort:
      return {stage,
              model,
              {"currency", ColumnRole::kKey, ""},
              {"gap", ColumnRole::kValue, "points"},
              cost,
              {"cost_share", ColumnRole::kDetail, "%"},
              {"influence_share", ColumnRole::kDetail, "%"}};
    case Show::kCredits:
    case Show::kStages: break;
  }
  std::vector<AnswerColumn> columns{
      touch,     model, {"value", ColumnRole::kValue, "conversions"}, n,
      customers, share, {"currency", ColumnRole::kDetail, ""},        {"revenue", ColumnRole::kDetail, "money"},
      cost,      gain};
  if (measure.show_ == Show::kStages) columns.insert(columns.begin(), stage);
  return columns;
}

void AttributionRows::add_to(Rows& rows) const {
  for (const Model& model : models()) {
    switch (measure_.show_) {
      case Show::kRevenue:
        for (const uint32_t currency : currencies_) add_revenue(model, currency, rows);
        break;
      case Show::kEffort: add_effort(model, rows); break;
      case Show::kCredits:
      case Show::kStages: add_credits(model, rows); break;
    }
  }
  add_notes(rows);
}

std::string AttributionRows::touch_text(const Entry& entry) const {
  return quoted_if(std::string(measure_.paths_.node().names->text(entry.node)), kNoTouch);
}

std::string AttributionRows::stage_text(uint32_t stage) const {
  if (stage == 0) return std::string(kNoStage);
  const std::string text(measure_.stages_->text(stage));
  return quoted_if(quoted_if(text, kNoStage), kNoTouch);
}

std::string AttributionRows::currency_text(uint32_t currency) const {
  return currency == 0 ? "" : std::string(measure_.currencies_->text(currency));
}

// Conversions.
std::optional<double> AttributionRows::credited(const Model& model, size_t entry) const {
  if (model.touch) return whole_units(entries_[entry].credit[static_cast<size_t>(*model.touch)]);
  if (!markov_none_.empty()) return std::nullopt;
  return markov_[entry] * static_cast<double>(state_.led.conversions());
}

// Whole units of the currency.
std::optional<double> AttributionRows::credited_money(const Model& model, size_t entry, uint32_t currency) const {
  const double minor = minor_units(currency_text(currency));
  if (model.touch) {
    const Money* money = money_in(entries_[entry], currency);
    return money == nullptr ? 0 : whole_units(money->revenue[static_cast<size_t>(*model.touch)]) / minor;
  }
  if (!markov_none_.empty()) return std::nullopt;
  const ConversionTotals::Sum* led = sum_of(state_.led, currency);
  return led == nullptr ? 0 : markov_[entry] * static_cast<double>(led->amount) / minor;
}

const ConversionTotals::Sum* AttributionRows::sum_of(const ConversionTotals& totals, uint32_t currency) const {
  for (const auto& [known, sum] : totals.money()) {
    if (known == currency) return &sum;
  }
  return nullptr;
}

// What has credit, conversions or cost. Stages in the order of the journey; the most credited touch first.
std::vector<AttributionRows::Line> AttributionRows::sorted_lines(const Model& model) const {
  std::vector<Line> lines;
  for (size_t i = 0; i < entries_.size(); ++i) {
    const std::optional<double> value = credited(model, i);
    const auto& money = entries_[i].money;
    const bool costs = std::any_of(money.begin(), money.end(), [](const auto& each) { return each.second.cost != 0; });
    if (entries_[i].conversions == 0 && !costs && value.value_or(0) == 0) continue;
    const std::string stage = stage_text(entries_[i].stage);
    const int known = entries_[i].stage == 0 ? -1 : stage_rank(stage);
    const int rank = known >= 0 ? known : static_cast<int>(stage_names().size()) + (entries_[i].stage == 0 ? 1 : 0);
    lines.push_back({i, touch_text(entries_[i]), stage, rank, value});
  }
  std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
    const double value_a = -a.value.value_or(0);
    const double value_b = -b.value.value_or(0);
    return std::tie(a.stage_rank, a.stage, value_a, a.touch) < std::tie(b.stage_rank, b.stage, value_b, b.touch);
  });
  return lines;
}

Value AttributionRows::figure(std::optional<double> value) const {
  return value ? Value(*value) : Value(None{markov_none_});
}

Value AttributionRows::share_of(std::optional<double> value, double whole) const {
  if (!value) return figure(value);
  return whole > 0 ? Value(100 * *value / whole) : Value(std::monostate{});
}

void AttributionRows::add_credits(const Model& model, Rows& rows) const {
  const auto all = static_cast<double>(state_.led.conversions() + state_.none.conversions());
  for (const Line& line : sorted_lines(model)) {
    const Entry& entry = entry_of(line);
    std::vector<Value> cells;
    if (measure_.show_ == Show::kStages) cells.emplace_back(line.stage);
    cells.insert(cells.end(), {line.touch, model.name, figure(line.value), entry.conversions, entry.customers,
                               share_of(line.value, all)});
    add_money_cells(model, line, cells);
    rows.add(std::move(cells));
  }
  add_none_row(model, rows);
}

// currency, revenue, cost and return: when there is money, of one currency.
void AttributionRows::add_money_cells(const Model& model, const Line& line, std::vector<Value>& cells) const {
  if (currencies_.size() != 1) {
    cells.insert(cells.end(), 4, currencies_.empty() ? Value(std::monostate{}) : Value(None{kSeveralCurrencies}));
    return;
  }
  const std::string name = currency_text(currencies_.front());
  const std::optional<double> revenue = credited_money(model, line.entry, currencies_.front());
  const Money* money = money_in(entry_of(line), currencies_.front());
  cells.emplace_back(name);
  cells.push_back(figure(revenue));
  add_cost_cells(money == nullptr ? 0 : money->cost, revenue, name, cells);
}

// cost and return; absent where no cost is known.
void AttributionRows::add_cost_cells(Int128 cost, std::optional<double> revenue, const std::string& currency,
                                     std::vector<Value>& cells) const {
  const double spent = static_cast<double>(cost) / minor_units(currency);
  cells.push_back(cost == 0 ? Value(std::monostate{}) : Value(spent));
  cells.push_back(cost <= 0 ? Value(std::monostate{}) : revenue ? Value(*revenue / spent) : figure(revenue));
}

// Conversions that no touch led to; and, where there are no conversions at all, why there is nothing.
void AttributionRows::add_none_row(const Model& model, Rows& rows) const {
  const int64_t untouched = state_.none.conversions();
  const auto all = static_cast<double>(state_.led.conversions() + untouched);
  if (untouched == 0 && all > 0) return;
  std::vector<Value> cells;
  if (measure_.show_ == Show::kStages) cells.emplace_back(std::string(kNoTouch));
  const auto value = static_cast<double>(untouched);
  cells.insert(cells.end(), {std::string(kNoTouch), model.name, all > 0 ? Value(value) : Value(None{kNoConversions}),
                             untouched, state_.none.customers(), share_of(value, all)});
  if (currencies_.size() == 1) {
    const std::string name = currency_text(currencies_.front());
    const ConversionTotals::Sum* sum = sum_of(state_.none, currencies_.front());
    cells.emplace_back(name);
    cells.push_back(money(sum == nullptr ? 0 : sum->amount, name));
  } else {
    cells.insert(cells.end(), 2, currencies_.empty() ? Value(std::monostate{}) : Value(None{kSeveralCurrencies}));
  }
  cells.insert(cells.end(), 2, std::monostate{});
  rows.add(std::move(cells));
}

void AttributionRows::add_revenue(const Model& model, uint32_t currency, Rows& rows) const {
  const std::string name = currency_text(currency);
  const ConversionTotals::Sum* led = sum_of(state_.led, currency);
  const ConversionTotals::Sum* none = sum_of(state_.none, currency);
  const Int128 amount = (led == nullptr ? 0 : led->amount) + (none == nullptr ? 0 : none->amount);
  const double all = static_cast<double>(amount) / minor_units(name);
  std::vector<Line> lines;
  for (Line& line : sorted_lines(model)) {
    if (money_in(entry_of(line), currency) == nullptr) continue;
    line.value = credited_money(model, line.entry, currency);
    lines.push_back(std::move(line));
  }
  std::stable_sort(lines.begin(), lines.end(),
                   [](const Line& a, const Line& b) { return a.value.value_or(0) > b.value.value_or(0); });
  for (const Line& line : lines) {
    const Money& known = *money_in(entry_of(line), currency);
    std::vector<Value> cells{line.touch,
                             model.name,
                             name,
                             figure(line.value),
                             known.conversions,
                             known.customers,
                             share_of(line.value, all)};
    add_cost_cells(known.cost, line.value, name, cells);
    rows.add(std::move(cells));
  }
  if (none == nullptr) return;
  const double value = static_cast<double>(none->amount) / minor_units(name);
  rows.add({std::string(kNoTouch), model.name, name, value, none->conversions, none->customers, share_of(value, all),
            std::monostate{}, std::monostate{}});
}

void AttributionRows::add_effort(const Model& model, Rows& rows) const {
  std::vector<StageEffort> stages;
  std::map<uint32_t, Int128> spent;
  for (const Line& line : sorted_lines(model)) {
    if (stages.empty() || stages.back().name != line.stage) stages.push_back({line.stage, 0, {}});
    StageEffort& stage = stages.back();
    stage.credit = line.value ? std::optional(*stage.credit + *line.value) : std::nullopt;
    for (const auto& [currency, money] : entry_of(line).money) {
      stage.cost[currency] += money.cost;
      spent[currency] += money.cost;
    }
  }
  std::erase_if(spent, [](const auto& each) { return each.second <= 0; });
  for (const StageEffort& stage : stages) add_effort_rows(model, stage, spent, rows);
}

// One a currency; one without when nothing is known to have been spent.
void AttributionRows::add_effort_rows(const Model& model, const StageEffort& stage,
                                      const std::map<uint32_t, Int128>& spent, Rows& rows) const {
  const auto led = static_cast<double>(state_.led.conversions());
  Value influence = share_of(stage.credit, led);
  if (led == 0) influence = None{kNoConversions};
  const auto* influenced = std::get_if<double>(&influence);
  if (spent.empty()) {
    const None unknown{"no cost is known"};
    rows.add({stage.name, model.name, std::string(), unknown, std::monostate{}, unknown, influence});
  }
  for (const uint32_t currency : currencies_) {  // In order of their names.
    const auto whole = spent.find(currency);
    if (whole == spent.end()) continue;
    const std::string name = currency_text(currency);
    const auto found = stage.cost.find(currency);
    const auto cost = static_cast<double>(found == stage.cost.end() ? 0 : found->second);
    const double share = 100 * cost / static_cast<double>(whole->second);
    rows.add({stage.name, model.name, name, influenced == nullptr ? influence : Value(share - *influenced),
              cost / minor_units(name), share, influence});
  }
}

void AttributionRows::add_notes(Rows& rows) const {
  rows.note(state_.led.conversions(), "conversions with at least one touch in their look-back");
  rows.note(state_.none.conversions(), "conversions without any touch in their look-back, shown as (none)");
  rows.note(state_.unperceived, "touches left out because they were not perceived");
  rows.note(state_.shortened, "conversions with more than " + std::to_string(kPathTouchesMax) +
                                  " touches, of which only the last so many were looked at");
  rows.note(state_.large_amounts, "amounts left out because they are beyond 2^53 of the smallest unit");
  state_.nameless.add_notes(*measure_.currencies_, measure_.node_name_, rows);
  if (!measure_.markov_) return;
  rows.note(state_.lost, "paths without a conversion that the Markov model learned from");
  rows.note(state_.open, "of these, paths that may still lead to one within the look-back");
}

}  // namespace sojourn
