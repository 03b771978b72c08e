#include "voice/tone_change.h"

#include <cmath>
#include <optional>
#include <string>

#include "measure/cells.h"
#include "metrics/answerers.h"

namespace sojourn {
namespace {

constexpr double kUnit = 1e6;  // Millionths of a point.
constexpr int64_t kNotable = 100'000;
constexpr int64_t kToneMax = 1'000'000;
// So many tones of a whole point each still fit into 64 bits.
constexpr int64_t kConversationsMax = int64_t{1} << 42;

std::optional<int64_t> tone(double value) {
  if (!(std::abs(value) <= 1)) return std::nullopt;
  return std::llround(value * kUnit);
}

Value mean_of(Int128 sum, int64_t count, const std::string& none) {
  if (count == 0) return None{none};
  return static_cast<double>(sum) / static_cast<double>(count) / kUnit;
}

bool within(Int128 sum, int64_t count) { return sum <= Int128{count} * kToneMax && sum >= -(Int128{count} * kToneMax); }

}  // namespace

Result<ToneChange> ToneChange::bind(BindContext& context) {
  SOJOURN_CHECK(context.only("exists(voice.turns)"));
  ToneChange bound;
  bound.turns_ = context.column("voice.turns");
  bound.first_ = context.column("voice.tone_first");
  bound.last_ = context.column("voice.tone_last");
  context.without_times();
  return bound;
}

std::vector<AnswerColumn> ToneChange::columns() const {
  std::vector<AnswerColumn> columns = value_columns("points");
  for (const char* name : {"n", "improved", "steady", "worsened", "unknown"}) {
    columns.push_back({name, ColumnRole::kCount, "conversations"});
  }
  columns.push_back({"customers", ColumnRole::kCount, "customers"});
  columns.push_back({"first", ColumnRole::kDetail, "points"});
  columns.push_back({"last", ColumnRole::kDetail, "points"});
  return columns;
}

void ToneChange::fold(State& state, const Slice& slice) const {
  bool counted = false;
  for_each_person(slice, [&](std::span<const uint32_t> events) {
    int64_t conversations = 0;
    Int128 sum = 0;
    for (const uint32_t event : events) {
      if (std::isnan(slice.block.column(turns_).numbers[event])) continue;
      const std::optional<int64_t> first = tone(slice.block.column(first_).numbers[event]);
      const std::optional<int64_t> last = tone(slice.block.column(last_).numbers[event]);
      if (!first || !last) {
        ++state.unknown;
        continue;
      }
      const int64_t change = *last - *first;
      ++(change >= kNotable ? state.improved : change <= -kNotable ? state.worsened : state.steady);
      state.first += *first;
      state.last += *last;
      sum += change;
      ++conversations;
    }
    if (conversations == 0) return;
    state.change.add(conversations, sum);
    counted = true;
  });
  if (counted && slice.block.identified[slice.customer] != 0) ++state.customers;
}

void ToneChange::merge(State& into, const State& from) const {
  into.change.merge(from.change);
  into.first += from.first;
  into.last += from.last;
  into.improved += from.improved;
  into.steady += from.steady;
  into.worsened += from.worsened;
  into.unknown += from.unknown;
  into.customers += from.customers;
}

void ToneChange::finish(const State& state, Rows& rows) const {
  const int64_t n = state.change.ratings();
  std::vector<Value> cells;
  const std::string none =
      state.unknown == 0 ? "no conversations" : "no conversation has three turns of the customer with a known tone";
  if (n == 0) {
    cells.assign(3, None{none});
  } else {
    cells.emplace_back(*state.change.mean() / kUnit);
    add_interval(state.change.interval(), 1 / kUnit,
                 "one customer had all conversations, which says nothing about how customers differ", cells);
  }
  for (const int64_t count : {n, state.improved, state.steady, state.worsened, state.unknown, state.customers}) {
    cells.emplace_back(count);
  }
  cells.push_back(mean_of(state.first, n, none));
  cells.push_back(mean_of(state.last, n, none));
  rows.add(std::move(cells));
}

void ToneChange::save(const State& state, ByteWriter& out) const {
  state.change.save(out);
  save_int128(state.first, out);
  save_int128(state.last, out);
  for (const int64_t count : {state.improved, state.steady, state.worsened, state.unknown, state.customers}) {
    out.i64(count);
  }
}

Result<ToneChange::State> ToneChange::load(ByteReader& in) const {
  State state;
  SOJOURN_TRY(state.change, ClusteredMean::load(in));
  SOJOURN_TRY(state.first, load_int128(in));
  SOJOURN_TRY(state.last, load_int128(in));
  for (int64_t* count : {&state.improved, &state.steady, &state.worsened, &state.unknown, &state.customers}) {
    SOJOURN_TRY(*count, load_count(in));
  }
  const int64_t n = state.change.ratings();
  if (n > kConversationsMax || state.improved + state.steady + state.worsened != n || state.customers > n) {
    return in.corrupt("the conversations do not add up");
  }
  if (!within(state.first, n) || !within(state.last, n)) return in.corrupt("no conversations have these tones");
  return state;
}

MeasureDefinition tone_change_definition() {
  MeasureDefinition definition;
  definition.id = "tone_change";
  definition.title = "Change of tone";
  definition.question = "Do customers leave a conversation in a better mood than they came?";
  definition.definition =
      "The mean change of the customer's tone within a conversation: tone_change = tone of the last third - tone of "
      "the "
      "first third. The tone of a turn is its sentiment, from -1 to 1 (the score that came with the conversation, else "
      "ours); a third is the mean over a third of the customer's turns that have a tone, rounded down, so of 3, 4 and "
      "5 "
      "turns it is one turn, of 6 to 8 two. Conversations with fewer than three such turns have no course; they are "
      "counted as unknown and not in n. A conversation improved by 0.1 or more, worsened by 0.1 or more, or stayed "
      "steady; first and last are the mean tones of both ends. From -0.4 to +0.3 is +0.7, improved. The interval is "
      "at 95 % and allows for conversations of one customer being alike (persons as sampling units, Student's t).";
  definition.unit = "points";
  definition.range_min = -2;
  definition.range_max = 2;
  definition.better = Better::kUp;
  definition.shape = Shape::kNumber;
  definition.least_n = 30;
  definition.interval = "Student's t, clustered by customer";
  definition.inputs = "properties.turns (voice.tone_first, voice.tone_last)";
  definition.source = "Cochran, Sampling Techniques, 3rd ed., 1977, section 9 (interval); the thirds are ours.";
  definition.since = "0.1";
  definition.bind = bind_fold<ToneChange>;
  return definition;
}

}  // namespace sojourn
