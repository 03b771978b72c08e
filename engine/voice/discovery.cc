#include "voice/discovery.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "measure/cells.h"
#include "measure/parameters.h"
#include "stats/exact_sum.h"
#include "voice/voice_column.h"

namespace sojourn {
namespace {

constexpr double kHalf = 50;

// Where no field is asked for.
Result<NodeColumn> bind_platform(BindContext& context) {
  if (context.given("node")) return bind_node_column(context, "node");
  for (const char* name : {"properties.platform", "properties.network", "campaign", "channel"}) {
    const std::optional<ColumnId> column = context.snapshot().find_column(name);
    if (!column || context.snapshot().columns()[*column].type != ColumnType::kCode) continue;
    const std::shared_ptr<Names>& names = context.snapshot().names(*column);
    if (names->size() > 1) return NodeColumn{context.column(name), names};
  }
  return NodeColumn{std::nullopt, make_names()};
}

}  // namespace

Result<Discovery> Discovery::bind(BindContext& context) {
  Discovery bound;
  SOJOURN_TRY(bound.platforms_, bind_platform(context));
  bound.direction_ = context.column("direction");
  bound.out_ = context.snapshot().names(bound.direction_)->find("out").value_or(VoiceCode::kNever);
  bound.range_ = context.range();
  context.only_identified();
  return bound;
}

std::vector<AnswerColumn> Discovery::columns() const {
  return {{"platform", ColumnRole::kKey, ""},
          {"share", ColumnRole::kValue, "%"},
          {"low", ColumnRole::kLow, "%"},
          {"high", ColumnRole::kHigh, "%"},
          {"customers", ColumnRole::kCount, "customers"},
          {"concentrated", ColumnRole::kDetail, ""},
          {"concentration", ColumnRole::kDetail, ""}};
}

void Discovery::fold(const Slice& slice, Groups<State>& groups) const {
  for (size_t i = 0; i < slice.size(); ++i) {
    const uint32_t event = slice.events[i];
    if (slice.block.column(direction_).codes[event] == out_) continue;
    if (range_.contains(slice.time(i))) ++groups.at(event).customers.at(platforms_.at(slice.block, event));
    return;
  }
}

void Discovery::merge(State& into, const State& from) const {
  for (const auto& [code, customers] : from.customers.entries()) into.customers.at(code) += customers;
}

void Discovery::finish(const State& state, Rows& rows) const {
  int64_t all = 0;
  double squares = 0;
  int64_t known = 0;
  std::vector<std::tuple<bool, int64_t, std::string_view, uint32_t>> sorted;
  for (const auto& [code, customers] : state.customers.entries()) {
    all += customers;
    known += code == 0 ? 0 : customers;
    sorted.emplace_back(code == 0, -customers, platforms_.names->text(code), code);
  }
  std::sort(sorted.begin(), sorted.end());
  for (const auto& [none, order, name, code] : sorted) {
    if (code == 0) continue;
    const double share = static_cast<double>(-order) / static_cast<double>(known);
    squares += share * share;
  }
  for (const auto& [none, order, name, code] : sorted) {
    std::vector<Value> cells{code == 0 ? Value() : Value(std::string(name))};
    add_share(-order, all, "nobody", cells);
    const bool concentrated = code != 0 && std::get<double>(cells[2]) > kHalf;
    cells.emplace_back(-order);
    cells.emplace_back(std::string(concentrated ? "yes" : "no"));
    cells.push_back(known == 0 ? Value(None{"no platform is known"}) : Value(squares));
    rows.add(std::move(cells));
    if (concentrated) {
      rows.note(-order,
                "customers who came first through " + std::string(name) + ", beyond chance more than half of all");
    }
  }
}

void Discovery::save(const State& state, ByteWriter& out) const {
  std::map<std::string_view, int64_t> sorted;
  for (const auto& [code, customers] : state.customers.entries()) sorted[platforms_.names->text(code)] = customers;
  out.u64(sorted.size());
  for (const auto& [name, customers] : sorted) {
    out.text(name);
    out.i64(customers);
  }
}

Result<Discovery::State> Discovery::load(ByteReader& in) const {
  State state;
  SOJOURN_TRY(const uint64_t count, in.count(sizeof(uint32_t) + sizeof(int64_t)));
  for (uint64_t i = 0; i < count; ++i) {
    SOJOURN_TRY(const std::string name, in.text());
    int64_t& customers = state.customers.at(name.empty() ? 0 : platforms_.names->intern(name));
    if (customers != 0) return in.corrupt("a platform stands there twice");
    SOJOURN_TRY(customers, load_count(in, 1));
  }
  return state;
}

MeasureDefinition discovery_definition() {
  MeasureDefinition definition;
  definition.id = "discovery";
  definition.title = "Discovery";
  definition.question = "Through what do customers first come to us, and does that hang on one platform?";
  definition.definition =
      "The share of customers by the platform of their first contact: share = 100 * customers / all customers whose "
      "first contact lies in the range. The first contact is the first event of a customer's life that is not ours "
      "(direction out); events before the range are known, and a filter takes out what it leaves out. The platform is "
      "the field of node=; by itself the first that any event has of properties.platform, properties.network, campaign "
      "and channel. First contacts without one are in the row without a name. concentrated is yes where a platform has "
      "more than half of all beyond chance: the lower end of its interval is above 50 %. concentration is the sum of "
      "the squared shares of known platforms, 1 where there is only one (Herfindahl and Hirschman). Only customers "
      "with "
      "an identifier count. The interval is Wilson's at 95 %.";
  definition.unit = "%";
  definition.range_min = 0;
  definition.range_max = 100;
  definition.better = Better::kNone;
  definition.shape = Shape::kTable;
  definition.least_n = 30;
  definition.interval = "Wilson";
  definition.inputs = "time, an identifier, direction; properties.platform, campaign, channel or another field";
  definition.source = "Wilson, JASA 22, 1927; Hirschman, American Economic Review 54, 1964.";
  definition.since = "0.1";
  definition.parameters = {parameter("node", ParameterType::kField, "",
                                     "The field that names the platform: properties.platform, campaign, channel ...")};
  definition.bind = bind_fold<Discovery>;
  return definition;
}

}  // namespace sojourn
