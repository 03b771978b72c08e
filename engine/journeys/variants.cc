#include "journeys/variants.h"

#include <algorithm>
#include <cstring>

#include "journeys/path_names.h"
#include "measure/cells.h"
#include "measure/parameters.h"

namespace sojourn {
namespace {

constexpr int64_t kStepsDefault = 1'000;
constexpr double kStepsMax = 10'000;
constexpr double kTopMax = 500;
constexpr uint32_t kOneByteCodes = 128;  // append_number() writes them as they are.

}  // namespace

Result<Variants> Variants::bind(BindContext& context) {
  Variants variants;
  SOJOURN_TRY(variants.finder_, PathFinder::bind(context, false, static_cast<size_t>(context.integer("steps"))));
  variants.top_ = static_cast<size_t>(context.integer("top"));
  context.only_identified();
  return variants;
}

std::vector<AnswerColumn> Variants::columns() const {
  std::vector<AnswerColumn> columns{{"variant", ColumnRole::kKey, ""}};
  for (AnswerColumn& column : value_columns("%")) columns.push_back(std::move(column));
  columns.push_back({"n", ColumnRole::kDetail, "journeys"});
  columns.push_back({"journeys", ColumnRole::kCount, "journeys"});
  columns.push_back({"customers", ColumnRole::kCount, "customers"});
  columns.push_back({"length", ColumnRole::kDetail, "nodes"});
  columns.push_back({"seconds_median", ColumnRole::kDetail, "s"});
  return columns;
}

// --- folding

void Variants::prepare(const Block& block, EventBits& /*shown*/, Scratch& scratch) const {
  finder_.prepare(block, scratch);
}

uint32_t Variants::add_path(State& state, const Block& block, const Path& path, const Scratch& scratch) const {
  scratch.sequence.clear();
  for (const PathPlace& place : path.places) append_number(place.node, scratch.sequence);
  if (path.further) scratch.sequence.push_back(VariantsFound::kFurther);
  size_t last = path.events.size() - 1;
  while (finder_.node().at(block, path.events[last]) == 0) --last;
  return state.found.add(scratch.sequence, block.times[path.events[last]] - path.places.front().time);
}

template <class StateAt>
void Variants::fold_slice(const Slice& slice, const Scratch& scratch, StateAt&& state_at) const {
  std::vector<std::pair<State*, uint32_t>>& taken = scratch.taken;
  taken.clear();
  finder_.for_each(
      slice, scratch,
      [&](const Path& path) {
        State& state = state_at(path.counted_from);
        taken.emplace_back(&state, add_path(state, slice.block, path, scratch));
      },
      [&](uint32_t event) { ++state_at(event).missed; });
  if (taken.size() < 2) return;
  std::sort(taken.begin(), taken.end());
  for (size_t begin = 0; begin < taken.size();) {
    State* state = taken[begin].first;
    const size_t first = begin;
    scratch.set.clear();
    for (; begin < taken.size() && taken[begin].first == state; ++begin) {
      const uint32_t number = taken[begin].second;
      if (scratch.set.empty() || scratch.set.back().first != number) scratch.set.emplace_back(number, 0);
      ++scratch.set.back().second;
    }
    if (begin - first > 1) state->found.add_customer(scratch.set);
  }
}

void Variants::fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const {
  fold_slice(slice, scratch, [&](uint32_t event) -> State& { return groups.at(event); });
}

void Variants::fold_codes(State& state, const Block& block, const uint8_t* codes, std::string& sequence) const {
  for (size_t c = 0; c < block.customers.size(); ++c) {
    size_t begin = block.begins[c];
    size_t end = block.begins[c + 1];
    while (begin < end && codes[begin] == 0) ++begin;
    if (begin == end) continue;
    while (codes[end - 1] == 0) --end;
    const Micros length = block.times[end - 1] - block.times[begin];
    const bool as_it_is = !finder_.collapse() && std::memchr(codes + begin, 0, end - begin) == nullptr;
    if (as_it_is && end - begin <= finder_.steps()) {
      state.found.add({reinterpret_cast<const char*>(codes + begin), end - begin}, length);
      continue;
    }
    sequence.clear();
    uint8_t before = 0;
    bool further = false;
    for (size_t i = begin; i < end && !further; ++i) {
      const uint8_t node = codes[i];
      if (node == 0 || (finder_.collapse() && node == before)) continue;
      further = sequence.size() == finder_.steps();
      sequence.push_back(further ? VariantsFound::kFurther : static_cast<char>(node));
      before = node;
    }
    state.found.add(sequence, length);
  }
}

void Variants::fold_dense(State& state, const Block& block, Scratch& scratch) const {
  const NodeColumn& node = finder_.node();
  const bool bytes = node.column && block.column(*node.column).codes.width() == 1;
  if (finder_.plain() && finder_.one_each() && bytes && node.names->size() <= kOneByteCodes) {
    const auto* codes = static_cast<const uint8_t*>(block.column(*node.column).codes.raw());
    return fold_codes(state, block, codes, scratch.sequence);
  }
  finder_.for_each_slice(block, scratch, [&](const Slice& slice) {
    fold_slice(slice, scratch, [&](uint32_t) -> State& { return state; });
  });
}

void Variants::merge(State& into, const State& from) const {
  into.found.merge(from.found);
  into.missed += from.missed;
}

Status Variants::check(const State& state) const {
  if (!state.found.too_many()) return {};
  return Status::limit("there are more than " + std::to_string(VariantsFound::kVariantsMax) +
                           " different variants (or " + std::to_string(VariantsFound::kVariantBytesMax >> 20) +
                           " MiB of them). Ask with collapse=yes, fewer steps, a node with fewer values, or a filter",
                       "variants");
}

// --- rows

SequenceTable Variants::with_own_rows(const State& state) const {
  // Texts are compared only where counts are equal: by the place of each node's text in the alphabet.
  const Names& names = *finder_.node().names;
  const auto texts_before = [&](std::string_view a, std::string_view b) {
    while (!a.empty() && !b.empty()) {
      const uint32_t node_a = take_number(a);
      const uint32_t node_b = take_number(b);
      if (node_a != node_b) return names.text(node_a) < names.text(node_b);
    }
    return a.empty() && !b.empty();
  };
  const VariantsFound& found = state.found;
  std::vector<uint32_t> order(found.size());
  for (uint32_t i = 0; i < found.size(); ++i) order[i] = i;
  const size_t rows = std::min(order.size(), top_);
  std::partial_sort(order.begin(), order.begin() + static_cast<ptrdiff_t>(rows), order.end(),
                    [&](uint32_t a, uint32_t b) {
                      if (found.journeys(a) != found.journeys(b)) return found.journeys(a) > found.journeys(b);
                      return texts_before(found.sequence(a), found.sequence(b));
                    });
  SequenceTable own;
  for (size_t i = 0; i < rows; ++i) own.add(found.sequence(order[i]));
  return own;
}

std::vector<Variants::Row> Variants::rows_of(const VariantsFound& found, const SequenceTable& own) const {
  std::vector<Row> rows(own.size() + size_t{1});
  std::vector<uint32_t> row_of(found.size());
  for (uint32_t i = 0; i < found.size(); ++i) {
    row_of[i] = std::min(own.find(found.sequence(i)), own.size());
    Row& row = rows[row_of[i]];
    row.journeys += found.journeys(i);
    ++row.variants;
    found.add_lengths(i, row.lengths);
  }
  ClusterSums people;           // Everybody, as if they had no journey of the row.
  std::vector<int64_t> single;  // Journeys of customers who have no other.
  for (const Row& row : rows) single.push_back(row.journeys);
  found.for_each_set([&](std::span<const VariantsFound::Taken> taken, int64_t customers) {
    int64_t journeys = 0;
    for (const auto& [number, times] : taken) {
      journeys += times;
      single[row_of[number]] -= times * customers;
    }
    people.add(journeys, 0, customers);
  });
  for (const int64_t journeys : single) people.add(1, 0, journeys);
  for (size_t i = 0; i < rows.size(); ++i) {
    rows[i].people = people;
    rows[i].people.raise(1, 1, single[i]);
    rows[i].customers = single[i];
  }
  std::vector<std::pair<uint32_t, int64_t>> times_of_row;
  found.for_each_set([&](std::span<const VariantsFound::Taken> taken, int64_t customers) {
    times_of_row.clear();
    int64_t journeys = 0;
    for (const auto& [number, times] : taken) {
      times_of_row.emplace_back(row_of[number], times);
      journeys += times;
    }
    std::sort(times_of_row.begin(), times_of_row.end());
    for (size_t begin = 0; begin < times_of_row.size();) {
      const uint32_t row = times_of_row[begin].first;
      int64_t times = 0;
      for (; begin < times_of_row.size() && times_of_row[begin].first == row; ++begin)
        times += times_of_row[begin].second;
      rows[row].people.raise(journeys, times, customers);
      rows[row].customers += customers;
    }
  });
  return rows;
}

std::string Variants::text_of(std::string_view sequence, int64_t& length) const {
  std::string text;
  length = 0;
  while (!sequence.empty()) {
    const uint32_t node = take_number(sequence);
    if (!text.empty()) text += kNextNode;
    text += node == 0 ? std::string(kFurtherNode) : node_in_sequence(finder_.node().names->text(node));
    length += node == 0 ? 0 : 1;
  }
  return text;
}

void Variants::add_rows(const State& state, const SequenceTable& own, Rows& rows) const {
  const std::vector<Row> all = rows_of(state.found, own);
  const int64_t journeys = state.found.journeys();
  for (uint32_t i = 0; i < all.size(); ++i) {
    const Row& row = all[i];
    if (row.journeys == 0) continue;
    const bool other = i == own.size();
    int64_t length = 0;
    const std::string text = other ? std::string(kOtherNode) : text_of(own[i], length);
    std::vector<Value> cells{text, percent(row.journeys, journeys)};
    const std::optional<double> worth = row.people.effective_n(row.journeys);
    const double share = static_cast<double>(row.journeys) / static_cast<double>(journeys);
    add_interval(worth ? wilson(share * *worth, *worth) : std::nullopt, 100,
                 "one customer had all journeys, which says nothing about how customers differ", cells);
    cells.emplace_back(journeys);
    cells.emplace_back(row.journeys);
    cells.emplace_back(row.customers);
    cells.push_back(other ? Value(std::monostate{}) : Value(length));
    cells.push_back(length_in(row.lengths.median(), kSecond));
    rows.add(std::move(cells));
    if (other) rows.note(row.variants, "variants in (other)");
  }
}

void Variants::finish(const State& state, Rows& rows) const {
  add_rows(state, with_own_rows(state), rows);
  rows.note(state.missed, "journeys without the start or end were left out");
}

void Variants::finish_one(const State& own, const State& whole, Rows& rows) const {
  add_rows(own, whole.own.get([&] { return with_own_rows(whole); }), rows);
}

void Variants::save(const State& state, ByteWriter& out) const {
  out.i64(state.missed);
  state.found.save(*finder_.node().names, out);
}

Result<Variants::State> Variants::load(ByteReader& in) const {
  State state;
  SOJOURN_TRY(state.missed, load_count(in));
  SOJOURN_TRY(state.found, VariantsFound::load(*finder_.node().names, in));
  return state;
}

MeasureDefinition variants_definition() {
  MeasureDefinition definition;
  definition.id = "variants";
  definition.title = "Variants";
  definition.question = "Which different journeys are there from beginning to end, and how common is each?";
  definition.definition =
      "Journeys that go through the same nodes in the same order, of time and then of arrival, are of one variant; "
      "repeats of a node are kept unless collapse is on. value is the share of all journeys (n). Events without the "
      "node field are passed over. A gap, a longest length or start and end events cut lives into sessions, each a "
      "journey of its own; start and end bound a journey by the first events that pass them, journeys without one are "
      "left out. A journey of more than steps nodes is cut there and ends in (further). The top commonest variants "
      "have rows, the others are (other). customers counts each customer once a row; where customers have several "
      "journeys, the interval counts these for what they are worth when customers differ. length is in nodes, "
      "seconds_median the time from the first to the last event with a node. More than 1,000,000 different variants "
      "are refused. Only customers with an identifier are counted. With a range, journeys are what happened within it. "
      "A split puts a journey into the group of its first event that has a node.";
  definition.unit = "%";
  definition.range_max = 100;
  definition.better = Better::kNone;
  definition.shape = Shape::kTable;
  definition.interval = "Wilson, with journeys clustered by customer where they have several";
  definition.inputs = "time, the node field (touchpoint by default), an identifier";
  definition.source = "Trace variants: W. van der Aalst, Process Mining, Springer 2016, chapters 5 and 8";
  definition.since = "0.1";
  definition.parameters = PathFinder::parameters(false, false);
  definition.parameters.push_back(
      integer("steps", kStepsDefault, 1, kStepsMax, "Longer journeys are cut after this many nodes."));
  definition.parameters.push_back(integer("top", 20, 1, kTopMax, "Commonest variants that have rows of their own."));
  definition.bind = bind_fold<Variants>;
  return definition;
}

}  // namespace sojourn
