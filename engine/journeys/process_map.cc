#include "journeys/process_map.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <unordered_map>

#include "base/parallel.h"
#include "measure/cells.h"
#include "measure/node_column.h"
#include "measure/parameters.h"

namespace sojourn {
namespace {

constexpr std::string_view kStart = "(start)";
constexpr std::string_view kEnd = "(end)";
constexpr size_t kRowsOfOneThread = 128;

// mean, median, p90, p95; absent when there are no lengths.
void add_lengths(const QuantileSketch& between, std::vector<Value>& cells) {
  constexpr std::array<double, 3> kQuantiles{0.5, 0.9, 0.95};
  cells.push_back(length_in(between.mean(), kSecond));
  const std::vector<double> found = between.quantiles(kQuantiles);
  for (size_t i = 0; i < kQuantiles.size(); ++i) {
    cells.push_back(found.empty() ? Value(std::monostate{}) : length_in(found[i], kSecond));
  }
}

}  // namespace

Result<ProcessMap> ProcessMap::bind(BindContext& context) {
  ProcessMap map;
  SOJOURN_TRY(NodeColumn node, bind_node_column(context, "node"));
  map.column_ = node.column;
  map.names_ = std::move(node.names);
  map.nodes_ = map.names_->size();
  SOJOURN_TRY(map.cut_, SessionCut::bind(context));
  map.lengths_ = context.flag("times");
  if (!map.lengths_ && !map.cut_.cuts()) context.without_times();
  map.min_customers_ = context.integer("min_customers");
  map.min_share_ = context.number("min_share");
  context.only_identified();
  // Sessions are cut from all events, as everywhere; only then are those without a node passed over.
  if (map.column_ && !map.cut_.cuts()) context.only_present(*map.column_);
  return map;
}

std::vector<AnswerColumn> ProcessMap::columns() const {
  std::vector<AnswerColumn> columns{{"from", ColumnRole::kKey, ""},
                                    {"to", ColumnRole::kKey, ""},
                                    {"value", ColumnRole::kValue, "transitions"},
                                    {"n", ColumnRole::kCount, "transitions"},
                                    {"customers", ColumnRole::kCount, "customers"},
                                    {"share_of_from", ColumnRole::kDetail, "%"}};
  if (!lengths_) return columns;
  for (const char* name : {"mean", "median", "p90", "p95"}) columns.push_back({name, ColumnRole::kDetail, "s"});
  return columns;
}

std::string ProcessMap::node_text(uint32_t node) const {
  std::string text(names_->text(node));
  // A node that is really called so stays apart from ours.
  return text == kStart || text == kEnd ? '"' + text + '"' : text;
}

void ProcessMap::add_rows(const State& state, bool all, Rows& rows) const {
  struct Row {
    std::string from;
    std::string to;
    const Transitions::Edge* edge;
  };
  std::vector<Row> sorted;
  std::unordered_map<uint32_t, int64_t> out;
  for (const Transitions::Edge& edge : state.edges()) out[edge.from] += edge.times;
  for (const Transitions::Edge& edge : state.edges()) {
    if (!all && (edge.customers < min_customers_ || percent(edge.times, out[edge.from]) < min_share_)) continue;
    sorted.push_back({edge.from == Transitions::kNoNode ? std::string(kStart) : node_text(edge.from),
                      edge.to == Transitions::kNoNode ? std::string(kEnd) : node_text(edge.to), &edge});
  }
  std::sort(sorted.begin(), sorted.end(), [](const Row& a, const Row& b) {
    if (a.edge->times != b.edge->times) return a.edge->times > b.edge->times;
    return std::tie(a.from, a.to) < std::tie(b.from, b.to);
  });
  // Quantiles are most of the work where there are many transitions.
  std::vector<std::vector<Value>> lengths(sorted.size());
  if (lengths_) {
    const size_t threads = sorted.size() > kRowsOfOneThread ? thread_count() : 1;
    std::vector<std::vector<int64_t>> rooms(threads);
    parallel_for(sorted.size(), threads, [&](size_t thread, size_t i) {
      add_lengths(state.between(*sorted[i].edge, rooms[thread]), lengths[i]);
    });
  }
  for (size_t i = 0; i < sorted.size(); ++i) {
    const Transitions::Edge& edge = *sorted[i].edge;
    std::vector<Value> cells{std::move(sorted[i].from),
                             std::move(sorted[i].to),
                             edge.times,
                             edge.times,
                             edge.customers,
                             percent_or_absent(edge.times, out[edge.from])};
    std::move(lengths[i].begin(), lengths[i].end(), std::back_inserter(cells));
    rows.add(std::move(cells));
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
      "median, p90 and p95 tell how long after the first event the second one came: exactly for up to 16,384 times of "
      "a "
      "transition, beyond that within 0.4 % of the exact quantile. With a gap, or with filters for the first or last "
      "event of a session, each session is a journey of its own, cut from all events before those without a node are "
      "passed over, and a customer still counts once a transition. With a "
      "range, journeys are what happened within it. A split puts a whole journey into the group of its first event "
      "that has a node.";
  definition.unit = "transitions";
  definition.better = Better::kNone;
  definition.shape = Shape::kFlow;
  definition.interval = "none: a full count";
  definition.inputs = "time, the node field (touchpoint by default), an identifier";
  definition.source = "Directly-follows graph: W. van der Aalst, Process Mining, Springer 2016, chapter 5";
  definition.since = "0.1";
  ParameterInfo share =
      parameter("min_share", ParameterType::kNumber, "0",
                "Leave out transitions that are a smaller share, in percent, of all that leave their node.");
  share.min = 0;
  share.max = 100;
  definition.parameters = {
      node_parameter(),
      integer("min_customers", 0, 0, 1e15,
              "Leave out transitions that fewer customers made. Shares stay those of all transitions."),
      share,
      parameter("times", ParameterType::kBool, "true", "false: no mean and quantiles; the answer comes sooner.")};
  for (ParameterInfo& cut : SessionCut::parameters("")) definition.parameters.push_back(std::move(cut));
  definition.bind = bind_fold<ProcessMap>;
  return definition;
}

}  // namespace sojourn
