#include "retention/lifecycle.h"

#include <algorithm>
#include <string>

#include "measure/cells.h"
#include "measure/parameters.h"
#include "retention/periods_of_question.h"
#include "retention/whole_life.h"
#include "stats/exact_sum.h"

namespace sojourn {
namespace {

using Counts = Lifecycle::Counts;

constexpr std::array<const char*, Lifecycle::kClasses> kNames = {"new", "returning", "resurrected", "dormant"};
constexpr uint32_t kNoPeriod = 0xFFFFFFFF;

int64_t active(const Counts& counts) {
  return counts[Lifecycle::kNew] + counts[Lifecycle::kReturning] + counts[Lifecycle::kResurrected];
}

std::vector<std::pair<uint32_t, Counts>> sorted(const Lifecycle::State& state) {
  std::vector<std::pair<uint32_t, Counts>> periods = state.entries();
  std::sort(periods.begin(), periods.end());
  return periods;
}

}  // namespace

Result<Lifecycle> Lifecycle::bind(BindContext& context) {
  Lifecycle lifecycle;
  SOJOURN_CHECK(only_activity(context));
  lifecycle.until_ = context.known_until();
  lifecycle.periods_ = bind_periods(context, lifecycle.until_);
  lifecycle.from_ = context.range().from;
  lifecycle.last_ = lifecycle.periods_.index(lifecycle.until_ - 1);
  lifecycle.over_ = context.question().over.has_value();
  context.only_identified();
  return lifecycle;
}

std::vector<AnswerColumn> Lifecycle::columns() const {
  std::vector<AnswerColumn> columns{{over_ ? "begins" : "period", ColumnRole::kKey, ""},
                                    {"class", ColumnRole::kKey, ""}};
  for (AnswerColumn& column : value_columns("%")) columns.push_back(std::move(column));
  columns.push_back({"n", ColumnRole::kCount, "customers"});
  columns.push_back({"customers", ColumnRole::kCount, "customers"});
  columns.push_back({"complete", ColumnRole::kDetail, ""});
  return columns;
}

template <class Events, class StateAt>
void Lifecycle::fold_customer(const Block& block, const Events& events, StateAt state_at) const {
  State* state = &state_at(events[0]);
  uint32_t before = periods_.index(block.times[events[0]]);
  ++state->at(before)[kNew];
  for (size_t i = 1; i < events.size(); ++i) {
    const uint32_t period = periods_.index(block.times[events[i]]);
    if (period == before) continue;
    const bool next = period == before + 1;
    if (!next) ++state->at(before + 1)[kDormant];
    state = &state_at(events[i]);
    ++state->at(period)[next ? kReturning : kResurrected];
    before = period;
  }
  if (before < last_) ++state->at(before + 1)[kDormant];
}

void Lifecycle::fold(const Slice& slice, Groups<State>& groups) const {
  fold_customer(slice.block, slice.events, [&](uint32_t event) -> State& { return groups.at(event); });
}

void Lifecycle::fold_dense(State& state, const Block& block, internal::NoScratch&) const {
  for (size_t customer = 0; customer < block.customers.size(); ++customer) {
    const WholeLife events(block.begins[customer], block.begins[customer + 1]);
    fold_customer(block, events, [&](uint32_t) -> State& { return state; });
  }
}

void Lifecycle::merge(State& into, const State& from) const {
  for (const auto& [period, counts] : from.entries()) {
    Counts& target = into.at(period);
    for (size_t i = 0; i < kClasses; ++i) target[i] += counts[i];
  }
}

void Lifecycle::finish(const State& state, Rows& rows) const {
  uint32_t before = kNoPeriod;
  int64_t active_before = 0;
  // In a group whose customers have all gone on in another one, nobody is dormant, of so many.
  const auto end_before = [&](uint32_t next) {
    if (active_before > 0 && before < last_ && next != before + 1) {
      add_period(before + 1, Counts{}, active_before, rows);
    }
    if (next != before + 1) active_before = 0;
  };
  for (const auto& [period, counts] : sorted(state)) {
    end_before(period);
    add_period(period, counts, active_before, rows);
    before = period;
    active_before = active(counts);
  }
  end_before(kNoPeriod);
}

void Lifecycle::add_period(uint32_t period, const Counts& counts, int64_t active_before, Rows& rows) const {
  if (periods_.start(period) < from_) return;
  const bool complete = periods_.end(period) <= until_;
  for (size_t i = 0; i < kClasses; ++i) {
    const int64_t n = i == kDormant ? active_before : active(counts);
    std::vector<Value> cells{periods_.label(period), std::string(kNames[i])};
    add_share(counts[i], n, i == kDormant ? "nobody was active in the period before" : "nobody was active", cells);
    cells.insert(cells.end(), {n, counts[i], std::string(complete ? "yes" : "no")});
    rows.add(std::move(cells));
  }
}

void Lifecycle::save(const State& state, ByteWriter& out) const {
  const auto periods = sorted(state);
  out.u64(periods.size());
  for (const auto& [period, counts] : periods) {
    out.i64(periods_.start(period));
    for (const int64_t count : counts) out.i64(count);
  }
}

Result<Lifecycle::State> Lifecycle::load(ByteReader& in) const {
  State state;
  SOJOURN_TRY(const uint64_t periods, in.count(sizeof(int64_t) * (1 + kClasses)));
  uint32_t before = kNoPeriod;
  int64_t active_before = 0;
  for (uint64_t i = 0; i < periods; ++i) {
    SOJOURN_TRY(const Micros start, in.i64());
    const std::optional<uint32_t> period = periods_.find(start);
    if (!period || (i > 0 && *period <= before)) return in.corrupt("no period begins at this moment");
    if (i > 0 && *period != before + 1) active_before = 0;
    Counts counts{};
    for (int64_t& count : counts) {
      SOJOURN_TRY(count, load_count(in));
    }
    if (counts[kDormant] > active_before) return in.corrupt("more customers fell silent than there were");
    if (active(counts) + counts[kDormant] == 0 || active(counts) > kSavedCountMax) {
      return in.corrupt("no customers have these counts");
    }
    before = *period;
    active_before = active(counts);
    state.at(*period) = counts;
  }
  return state;
}

MeasureDefinition lifecycle_definition() {
  MeasureDefinition definition;
  definition.id = "lifecycle";
  definition.title = "Lifecycle of customers";
  definition.question = "How many customers are new, come again, are won back or fall silent in each period?";
  definition.definition =
      "A customer is active in a period (day, week, month, quarter or year in the question's zone) by at least one "
      "event in it that passes activity. new: active for the first time ever. returning: active in this period and in "
      "the one before. resurrected: active in this period, not in the one before, but earlier. dormant: active in the "
      "period before and not in this one. So active(t) = new(t) + returning(t) + resurrected(t), and dormant(t) = "
      "active(t-1) - returning(t). value is the share, in percent, of n, which is active(t), and for dormant "
      "active(t-1). With a range, events before it still count as history, events after its end do not, and the "
      "periods that begin within it are shown. The running period is marked complete = no: until it ends, its "
      "customers can still come. Only customers with an identifier are counted. A split puts a customer in each period "
      "into the group of the first event in it, dormant ones into that of the first event in the period before. "
      "Intervals are Wilson's at 95 %.";
  definition.unit = "%";
  definition.range_min = 0;
  definition.range_max = 100;
  definition.better = Better::kNone;
  definition.shape = Shape::kTable;
  definition.interval = "Wilson";
  definition.inputs = "time, an identifier; what the filter activity names";
  definition.source =
      "Growth accounting: J. Hsu, Diligence at Social Capital, part 1: Accounting for User Growth, 2015; Wilson, "
      "Journal of the American Statistical Association 22, 1927";
  definition.since = "0.2";
  definition.parameters = {every_parameter("month", "Length of a period."), activity_parameter(),
                           week_start_parameter()};
  definition.bind = bind_fold<Lifecycle>;
  return definition;
}

}  // namespace sojourn
