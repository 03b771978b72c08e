#include "journeys/process_map.h"

#include <algorithm>
#include <unordered_map>

#include "measure/cells.h"
#include "measure/node_column.h"

namespace sojourn {
namespace {

constexpr std::string_view kStart = "(start)";
constexpr std::string_view kEnd = "(end)";

}  // namespace

Result<ProcessMap> ProcessMap::bind(BindContext& context) {
  ProcessMap map;
  SOJOURN_TRY(NodeColumn node, bind_node_column(context, "node"));
  map.column_ = node.column;
  map.names_ = std::move(node.names);
  map.nodes_ = map.names_->size();
  map.min_customers_ = context.integer("min_customers");
  context.only_identified();
  return map;
}

std::vector<AnswerColumn> ProcessMap::columns() const {
  return {{"from", ColumnRole::kKey, ""},
          {"to", ColumnRole::kKey, ""},
          {"value", ColumnRole::kValue, "transitions"},
          {"n", ColumnRole::kCount, "transitions"},
          {"customers", ColumnRole::kCount, "customers"},
          {"share_of_from", ColumnRole::kDetail, "%"},
          {"mean", ColumnRole::kDetail, "s"},
          {"median", ColumnRole::kDetail, "s"},
          {"p90", ColumnRole::kDetail, "s"}};
}

void ProcessMap::fold(const Slice& slice, Groups<State>& groups) const {
  if (!column_) return;
  const CodeColumn& codes = slice.block.column(*column_).codes;
  const uint64_t customer = slice.block.customers[slice.customer];
  State* state = nullptr;
  uint32_t before = Transitions::kNoNode;
  Micros time_before = 0;
  for (const uint32_t event : slice.events) {
    const uint32_t node = codes[event];
    if (node == Transitions::kNoNode) continue;
    const Micros time = slice.block.times[event];
    if (state == nullptr) {
      state = &groups.at(event);
      state->add_start(node, customer, nodes_);
    } else {
      state->add(before, node, time - time_before, customer, nodes_);
    }
    before = node;
    time_before = time;
  }
  if (state != nullptr) state->add_end(before, customer, nodes_);
}

std::string ProcessMap::node_text(uint32_t node) const {
  std::string text(names_->text(node));
  // A node that is really called so stays apart from ours.
  return text == kStart || text == kEnd ? '"' + text + '"' : text;
}

void ProcessMap::add_rows(const State& state, int64_t min_customers, Rows& rows) const {
  struct Row {
    std::string from;
    std::string to;
    const Transitions::Edge* edge;
  };
  std::vector<Row> sorted;
  std::unordered_map<uint32_t, int64_t> out;
  for (const Transitions::Edge& edge : state.edges()) {
    out[edge.from] += edge.times;
    if (edge.customers < min_customers) continue;
    sorted.push_back({edge.from == Transitions::kNoNode ? std::string(kStart) : node_text(edge.from),
                      edge.to == Transitions::kNoNode ? std::string(kEnd) : node_text(edge.to), &edge});
  }
  std::sort(sorted.begin(), sorted.end(), [](const Row& a, const Row& b) {
    if (a.edge->times != b.edge->times) return a.edge->times > b.edge->times;
    return std::tie(a.from, a.to) < std::tie(b.from, b.to);
  });
  for (Row& row : sorted) {
    const Transitions::Edge& edge = *row.edge;
    rows.add({std::move(row.from), std::move(row.to), edge.times, edge.times, edge.customers,
              percent_or_absent(edge.times, out[edge.from]), length_in(edge.between.mean(), kSecond),
              length_in(edge.between.median(), kSecond), length_in(edge.between.quantile(0.9), kSecond)});
  }
}

MeasureDefinition process_map_definition() {
  MeasureDefinition definition;
  definition.id = "process_map";
  definition.title = "Process map";
  definition.question = "Which way do our customers go, where do they turn back, and how long does each step take?";
  definition.definition =
      "Every pair of events that follow one another in a customer's journey, in order of time and then of arrival, is "
      "counted as a transition from the first one's node to the second one's; going from a node to itself counts too. "
      "Each journey has one transition from (start) to its first node and one from its last node to (end), so that for "
      "every node what comes in equals what goes out. Events without the node field are passed over. Only customers "
      "with an identifier are counted. share_of_from is the share of all transitions that leave the same node. mean, "
      "median and p90 tell how long after the first event the second one came. With a range, journeys are what "
      "happened "
      "within it. A split puts a whole journey into the group of its first event that has a node.";
  definition.unit = "transitions";
  definition.better = Better::kNone;
  definition.shape = Shape::kFlow;
  definition.interval = "none: a full count";
  definition.inputs = "time, the node field (touchpoint by default), an identifier";
  definition.source = "Directly-follows graph: W. van der Aalst, Process Mining, Springer 2016, chapter 5";
  definition.since = "0.1";
  ParameterInfo node;
  node.name = "node";
  node.type = ParameterType::kField;
  node.default_value = "touchpoint";
  node.about = "The field whose values are the nodes: touchpoint, stage, channel, properties.x ...";
  ParameterInfo least;
  least.name = "min_customers";
  least.type = ParameterType::kInteger;
  least.default_value = "0";
  least.min = 0;
  least.about = "Leave out transitions that fewer customers made. Shares stay those of all transitions.";
  definition.parameters = {node, least};
  definition.bind = bind_fold<ProcessMap>;
  return definition;
}

}  // namespace sojourn
