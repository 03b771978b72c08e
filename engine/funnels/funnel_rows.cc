#include "funnels/funnel_rows.h"

#include <algorithm>

#include "measure/cells.h"

namespace sojourn {
namespace {

constexpr const char* kNothing = "(nothing)";

// Where the stretches of show=times begin.
constexpr std::array<Micros, 38> kStretches = {
    0,           kSecond,     2 * kSecond,  5 * kSecond,  10 * kSecond, 20 * kSecond, 30 * kSecond, kMinute,
    2 * kMinute, 5 * kMinute, 10 * kMinute, 20 * kMinute, 30 * kMinute, kHour,        2 * kHour,    4 * kHour,
    8 * kHour,   12 * kHour,  kDay,         2 * kDay,     3 * kDay,     4 * kDay,     5 * kDay,     6 * kDay,
    7 * kDay,    10 * kDay,   14 * kDay,    21 * kDay,    30 * kDay,    45 * kDay,    60 * kDay,    90 * kDay,
    120 * kDay,  150 * kDay,  180 * kDay,   240 * kDay,   300 * kDay,   365 * kDay};

uint32_t stretch_of(Micros length) {
  const auto after = std::upper_bound(kStretches.begin(), kStretches.end(), std::max<Micros>(0, length));
  return static_cast<uint32_t>(after - kStretches.begin() - 1);
}

double seconds(Micros length) { return static_cast<double>(length) / static_cast<double>(kSecond); }

// The first of the events that is later than `time`.
size_t first_after(const Block& block, std::span<const uint32_t> shown, Micros time) {
  const auto found = std::upper_bound(shown.begin(), shown.end(), time,
                                      [&block](Micros bound, uint32_t event) { return bound < block.times[event]; });
  return static_cast<size_t>(found - shown.begin());
}

}  // namespace

Names* FunnelTables::names() const { return plan_.node.names.get(); }

uint32_t FunnelTables::code_count() const {
  return plan_.show == FunnelShow::kTimes ? static_cast<uint32_t>(kStretches.size()) : 0;
}

std::string FunnelTables::step_name(size_t step) const {
  if (plan_.rules.order != StepOrder::kAny) return plan_.names[step];
  return step == 0 ? "any step" : "any " + std::to_string(step + 1) + " steps";
}

std::string FunnelTables::node_text(uint32_t node) const {
  if (node == 0) return kNothing;
  std::string text(plan_.node.names->text(node));
  // A node that is really called so stays apart from ours.
  return text == kNothing ? '"' + text + '"' : text;
}

std::vector<AnswerColumn> FunnelTables::columns() const {
  std::vector<AnswerColumn> columns{{"step", ColumnRole::kKey, ""}};
  const auto add = [&columns](std::vector<AnswerColumn> more) {
    columns.insert(columns.end(), more.begin(), more.end());
  };
  const auto add_counts = [&] {
    add({{"customers", ColumnRole::kCount, "customers"}});
    if (!by_customer()) add({{"attempts", ColumnRole::kDetail, "attempts"}});
  };
  switch (plan_.show) {
    case FunnelShow::kSteps:
      add({{"name", ColumnRole::kKey, ""}});
      add(value_columns("%"));
      add({{"n", ColumnRole::kDetail, unit()}});
      add_counts();
      add({{"share_of_first", ColumnRole::kDetail, "%"},
           {"share_of_previous", ColumnRole::kDetail, "%"},
           {"dropped", ColumnRole::kCount, unit()},
           {"excluded", ColumnRole::kCount, unit()},
           {"median_seconds", ColumnRole::kDetail, "s"},
           {"p90_seconds", ColumnRole::kDetail, "s"}});
      break;
    case FunnelShow::kTimes:
      add({{"from_seconds", ColumnRole::kKey, "s"}, {"to_seconds", ColumnRole::kDetail, "s"}});
      add_counts();
      break;
    case FunnelShow::kAfter:
      add({{"name", ColumnRole::kKey, ""}, {"next", ColumnRole::kKey, ""}});
      add_counts();
      break;
    case FunnelShow::kBetween:
      add({{"name", ColumnRole::kKey, ""}, {"node", ColumnRole::kKey, ""}});
      add({{"customers", ColumnRole::kCount, "customers"}, {"occurrences", ColumnRole::kDetail, "events"}});
      break;
  }
  if (plan_.show != FunnelShow::kSteps) add({{"share", ColumnRole::kDetail, "%"}});
  return columns;
}

// --- counting

void FunnelTables::count(const Attempt& attempt, const Block& block, std::span<const uint32_t> shown, uint64_t customer,
                         FunnelState& state) const {
  state.add(attempt, plan_.step_count(), customer);
  if (state.crowded) return;
  switch (plan_.show) {
    case FunnelShow::kSteps: return;
    case FunnelShow::kTimes: return count_times(attempt, customer, state);
    case FunnelShow::kAfter: return count_after(attempt, block, shown, customer, state);
    case FunnelShow::kBetween: return count_between(attempt, block, shown, customer, state);
  }
}

void FunnelTables::count_times(const Attempt& attempt, uint64_t customer, FunnelState& state) const {
  for (size_t step = 1; step < attempt.level; ++step) {
    state.add_cell(step, stretch_of(attempt.times[step] - attempt.times[0]), plan_.step_count(), customer);
  }
}

void FunnelTables::count_after(const Attempt& attempt, const Block& block, std::span<const uint32_t> shown,
                               uint64_t customer, FunnelState& state) const {
  if (attempt.level == 0 || attempt.level == plan_.step_count()) return;
  uint32_t next = 0;
  for (size_t i = first_after(block, shown, attempt.end()); i < shown.size() && next == 0; ++i) {
    next = plan_.node.at(block, shown[i]);
  }
  state.add_cell(attempt.level - 1, next, plan_.step_count(), customer);
}

void FunnelTables::count_between(const Attempt& attempt, const Block& block, std::span<const uint32_t> shown,
                                 uint64_t customer, FunnelState& state) const {
  for (size_t step = 1; step < attempt.level; ++step) {
    for (size_t i = first_after(block, shown, attempt.times[step - 1]);
         i < shown.size() && block.times[shown[i]] < attempt.times[step]; ++i) {
      const uint32_t node = plan_.node.at(block, shown[i]);
      if (node != 0) state.add_cell(step, node, plan_.step_count(), customer);
    }
  }
}

// --- rows

void FunnelTables::rows(const FunnelState& state, Rows& rows) const {
  switch (plan_.show) {
    case FunnelShow::kSteps: return step_rows(state, rows);
    case FunnelShow::kTimes: return time_rows(state, rows);
    case FunnelShow::kAfter: return after_rows(state, rows);
    case FunnelShow::kBetween: return between_rows(state, rows);
  }
}

void FunnelTables::step_rows(const FunnelState& state, Rows& rows) const {
  const FunnelStep nobody;
  const auto at = [&](size_t step) -> const FunnelStep& { return state.steps.empty() ? nobody : state.steps[step]; };
  const int64_t entered = at(0).attempts;
  for (size_t i = 0; i < plan_.step_count(); ++i) {
    const FunnelStep& step = at(i);
    std::vector<Value> cells{static_cast<int64_t>(i + 1), step_name(i)};
    add_share(step.attempts, entered, "nobody reached the first step", cells);
    if (i == 0 && entered > 0) cells[3] = cells[4] = std::monostate{};
    const int64_t before = i == 0 ? entered : at(i - 1).attempts;
    cells.insert(cells.end(), {entered, step.customers});
    if (!by_customer()) cells.emplace_back(step.attempts);
    cells.insert(cells.end(), {percent_or_absent(step.attempts, entered), percent_or_absent(step.attempts, before),
                               before - step.attempts, step.excluded, length_in(step.since_previous.median(), kSecond),
                               length_in(step.since_previous.quantile(0.9), kSecond)});
    rows.add(std::move(cells));
  }
}

void FunnelTables::time_rows(const FunnelState& state, Rows& rows) const {
  for (size_t step = 1; step < state.cells.size(); ++step) {
    std::vector<std::pair<uint32_t, FunnelCell>> sorted = state.cells[step].entries();
    std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [code, cell] : sorted) {
      const bool last = code + 1 == kStretches.size();
      std::vector<Value> cells{static_cast<int64_t>(step + 1), seconds(kStretches[code]),
                               last ? Value(std::monostate{}) : Value(seconds(kStretches[code + 1])), cell.customers};
      if (!by_customer()) cells.emplace_back(cell.times);
      cells.push_back(percent_or_absent(cell.times, state.steps.empty() ? 0 : state.steps[step].attempts));
      rows.add(std::move(cells));
    }
  }
}

namespace {

struct NodeCell {
  std::string text;
  FunnelCell cell;
};

template <class Text>
std::vector<NodeCell> most_frequent_first(const ByCode<FunnelCell>& cells, Text text) {
  std::vector<NodeCell> sorted;
  for (const auto& [code, cell] : cells.entries()) sorted.push_back({text(code), cell});
  std::sort(sorted.begin(), sorted.end(), [](const NodeCell& a, const NodeCell& b) {
    return a.cell.times != b.cell.times ? a.cell.times > b.cell.times : a.text < b.text;
  });
  return sorted;
}

}  // namespace

void FunnelTables::after_rows(const FunnelState& state, Rows& rows) const {
  for (size_t step = 0; step < state.cells.size(); ++step) {
    int64_t stopped = 0;
    for (const auto& [code, cell] : state.cells[step].entries()) stopped += cell.times;
    for (NodeCell& next : most_frequent_first(state.cells[step], [&](uint32_t code) { return node_text(code); })) {
      std::vector<Value> cells{static_cast<int64_t>(step + 1), step_name(step), std::move(next.text),
                               next.cell.customers};
      if (!by_customer()) cells.emplace_back(next.cell.times);
      cells.push_back(percent_or_absent(next.cell.times, stopped));
      rows.add(std::move(cells));
    }
  }
}

void FunnelTables::between_rows(const FunnelState& state, Rows& rows) const {
  for (size_t step = 1; step < state.cells.size(); ++step) {
    const int64_t reached = state.steps.empty() ? 0 : state.steps[step].customers;
    for (NodeCell& node : most_frequent_first(state.cells[step], [&](uint32_t code) { return node_text(code); })) {
      rows.add({static_cast<int64_t>(step + 1), step_name(step), std::move(node.text), node.cell.customers,
                node.cell.times, percent_or_absent(node.cell.customers, reached)});
    }
  }
}

}  // namespace sojourn
