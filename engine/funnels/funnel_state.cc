#include "funnels/funnel_state.h"

#include <algorithm>
#include <string>

namespace sojourn {

// So that states are equal in whatever order they came to it.
void FunnelState::set_crowded() {
  crowded = true;
  steps.clear();
  cells.clear();
}

void FunnelState::add(const Attempt& attempt, size_t step_count, uint64_t customer) {
  if (attempt.crowded) set_crowded();
  if (crowded) return;
  steps.resize(step_count);
  for (size_t i = 0; i < attempt.level; ++i) {
    FunnelStep& step = steps[i];
    ++step.attempts;
    step.customers += step.last_customer != customer ? 1 : 0;
    step.last_customer = customer;
    if (i > 0) step.since_previous.add(std::max<Micros>(0, attempt.times[i] - attempt.times[i - 1]));
  }
  if (attempt.excluded) ++steps[attempt.level].excluded;
}

void FunnelState::add_cell(size_t step, uint32_t code, size_t step_count, uint64_t customer) {
  if (crowded) return;
  cells.resize(step_count);
  FunnelCell& cell = cells[step].at(code);
  ++cell.times;
  cell.customers += cell.last_customer != customer ? 1 : 0;
  cell.last_customer = customer;
}

void FunnelState::merge(const FunnelState& other) {
  if (other.crowded) set_crowded();
  if (crowded) return;
  if (steps.size() < other.steps.size()) steps.resize(other.steps.size());
  for (size_t i = 0; i < other.steps.size(); ++i) {
    steps[i].attempts += other.steps[i].attempts;
    steps[i].customers += other.steps[i].customers;
    steps[i].excluded += other.steps[i].excluded;
    steps[i].since_previous.merge(other.steps[i].since_previous);
  }
  if (cells.size() < other.cells.size()) cells.resize(other.cells.size());
  for (size_t i = 0; i < other.cells.size(); ++i) {
    for (const auto& [code, from] : other.cells[i].entries()) {
      FunnelCell& into = cells[i].at(code);
      into.times += from.times;
      into.customers += from.customers;
    }
  }
}

namespace {

using Entry = std::pair<uint32_t, FunnelCell>;

// By text, or by code where there are no texts, so that equal states give equal bytes.
std::vector<Entry> sorted_cells(const ByCode<FunnelCell>& cells, const Names* names) {
  std::vector<Entry> sorted = cells.entries();
  std::sort(sorted.begin(), sorted.end(), [names](const Entry& a, const Entry& b) {
    return names == nullptr ? a.first < b.first : names->text(a.first) < names->text(b.first);
  });
  return sorted;
}

// Errors: kCorruption.
Status load_cells(Names* names, uint32_t codes, ByteReader& in, ByCode<FunnelCell>& cells) {
  SOJOURN_TRY(const uint64_t count, in.count(2 * sizeof(int64_t)));
  for (uint64_t i = 0; i < count; ++i) {
    uint32_t code = 0;
    if (names != nullptr) {
      SOJOURN_TRY(const std::string text, in.text());
      code = text.empty() ? 0 : names->intern(text);
    } else {
      SOJOURN_TRY(code, in.u32());
      if (code >= codes) return in.corrupt("a cell is of no kind");
    }
    FunnelCell& cell = cells.at(code);
    if (cell.times != 0) return in.corrupt("a cell stands there twice");
    SOJOURN_TRY(cell.times, load_count(in, 1));
    SOJOURN_TRY(cell.customers, load_count(in, 1));
    if (cell.customers > cell.times) return in.corrupt("a cell has more customers than times");
  }
  return {};
}

// Errors: kCorruption.
Status load_step(const FunnelStep* before, ByteReader& in, FunnelStep& step) {
  SOJOURN_TRY(step.attempts, load_count(in));
  SOJOURN_TRY(step.customers, load_count(in));
  SOJOURN_TRY(step.excluded, load_count(in));
  SOJOURN_TRY(step.since_previous, QuantileSketch::load(in));
  bool fits = step.customers <= step.attempts && (step.customers > 0) == (step.attempts > 0);
  if (before == nullptr) {
    fits = fits && step.since_previous.count() == 0;
  } else {
    fits = fits && step.attempts + step.excluded <= before->attempts && step.customers <= before->customers &&
           step.since_previous.count() == step.attempts;
  }
  return fits ? Status() : in.corrupt("a step's counts do not add up");
}

}  // namespace

void FunnelState::save(const Names* names, ByteWriter& out) const {
  out.u8(crowded ? 1 : 0);
  out.u64(steps.size());
  for (const FunnelStep& step : steps) {
    out.i64(step.attempts);
    out.i64(step.customers);
    out.i64(step.excluded);
    step.since_previous.save(out);
  }
  out.u64(cells.size());
  for (const ByCode<FunnelCell>& each : cells) {
    out.u64(each.entries().size());
    for (const auto& [code, cell] : sorted_cells(each, names)) {
      if (names != nullptr) {
        out.text(names->text(code));
      } else {
        out.u32(code);
      }
      out.i64(cell.times);
      out.i64(cell.customers);
    }
  }
}

Result<FunnelState> FunnelState::load(Names* names, uint32_t codes, size_t step_count, ByteReader& in) {
  FunnelState state;
  SOJOURN_TRY(const uint8_t crowded, in.u8());
  if (crowded > 1) return in.corrupt("a flag is neither 0 nor 1");
  state.crowded = crowded == 1;
  SOJOURN_TRY(const uint64_t steps, in.count(3 * sizeof(int64_t)));
  if (steps != 0 && steps != step_count) return in.corrupt("the funnel has another number of steps");
  state.steps.resize(steps);
  for (size_t i = 0; i < steps; ++i) {
    SOJOURN_CHECK(load_step(i == 0 ? nullptr : &state.steps[i - 1], in, state.steps[i]));
  }
  SOJOURN_TRY(const uint64_t cells, in.count(sizeof(uint64_t)));
  if (cells != 0 && cells != steps) return in.corrupt("the funnel's cells have another number of steps");
  state.cells.resize(cells);
  for (ByCode<FunnelCell>& each : state.cells) SOJOURN_CHECK(load_cells(names, codes, in, each));
  if (state.crowded && steps != 0) return in.corrupt("a funnel without an answer counts steps");
  return state;
}

}  // namespace sojourn
