#include "journeys/paths.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "journeys/path_names.h"
#include "measure/cells.h"
#include "measure/parameters.h"

namespace sojourn {
namespace {

constexpr uint32_t kOther = PathLinks::kFurther - 1;  // No code of a name.
constexpr double kStepsMax = 20;
constexpr double kTopMax = 100;

}  // namespace

Result<Paths> Paths::bind(BindContext& context) {
  Paths paths;
  const auto steps = static_cast<size_t>(context.integer("steps"));
  SOJOURN_TRY(paths.finder_, PathFinder::bind(context, true, steps));
  paths.shape_ = {static_cast<uint32_t>(steps), paths.finder_.node().names->size()};
  paths.top_ = static_cast<size_t>(context.integer("top"));
  context.only_identified();
  return paths;
}

std::vector<AnswerColumn> Paths::columns() const {
  return {{"column", ColumnRole::kKey, ""},    {"from", ColumnRole::kKey, ""},
          {"to", ColumnRole::kKey, ""},        {"value", ColumnRole::kValue, "paths"},
          {"n", ColumnRole::kCount, "paths"},  {"customers", ColumnRole::kCount, "customers"},
          {"share", ColumnRole::kDetail, "%"}, {"median_seconds", ColumnRole::kDetail, "s"}};
}

// --- folding

void Paths::prepare(const Block& block, EventBits& /*shown*/, Scratch& scratch) const {
  finder_.prepare(block, scratch);
}

template <class AddLength>
void Paths::add_path(State& state, const Path& path, uint64_t customer, const Scratch& scratch,
                     AddLength&& add_length) const {
  const std::span<const PathPlace> places = path.places;
  for (size_t i = 0; i < places.size(); ++i) {
    const bool last = i + 1 == places.size();
    const uint32_t end = path.further ? PathLinks::kFurther : PathLinks::kEnd;
    const auto [link, first] =
        state.links.add(static_cast<uint32_t>(i), places[i].node, last ? end : places[i + 1].node, customer, shape_);
    // Backwards, the next place is the earlier one.
    if (!last) add_length(state, link, std::abs(places[i + 1].time - places[i].time));
    if (first && !finder_.one_each()) scratch.taken.emplace_back(&state, link);
  }
}

template <class StateAt, class AddLength>
void Paths::fold_slice(const Slice& slice, const Scratch& scratch, StateAt&& state_at, AddLength&& add_length) const {
  const uint64_t customer = slice.block.customers[slice.customer];
  std::vector<std::pair<State*, uint32_t>>& taken = scratch.taken;
  taken.clear();
  finder_.for_each(
      slice, scratch,
      [&](const Path& path) { add_path(state_at(path.counted_from), path, customer, scratch, add_length); },
      [&](uint32_t event) { ++state_at(event).missed; });
  if (taken.size() < 2) return;
  const bool one_group =
      std::all_of(taken.begin(), taken.end(), [&](const auto& each) { return each.first == taken.front().first; });
  if (!one_group) std::sort(taken.begin(), taken.end());
  std::vector<uint32_t>& set = scratch.set;
  for (size_t begin = 0; begin < taken.size();) {
    State* state = taken[begin].first;
    set.clear();
    for (; begin < taken.size() && taken[begin].first == state; ++begin) set.push_back(taken[begin].second);
    state->links.add_customer(set);
  }
}

void Paths::fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const {
  fold_slice(
      slice, scratch, [&](uint32_t event) -> State& { return groups.at(event); },
      [](State& state, uint32_t link, Micros length) { state.links.add_length(link, length); });
}

template <class Code>
void Paths::add_journey(State& state, const Block& block, const Code* codes, size_t begin, size_t end,
                        uint64_t customer, Scratch& scratch) const {
  const bool collapse = finder_.collapse();
  const bool several = !finder_.one_each();
  const uint32_t last = shape_.places - 1;
  uint32_t from = 0;
  uint32_t place = 0;
  uint32_t to = PathLinks::kEnd;
  Micros time = 0;
  const auto add = [&](uint32_t next) {
    const auto [link, first] = state.links.add(place, from, next, customer, shape_);
    if (several) {
      scratch.links[scratch.links_taken] = link;
      scratch.links_taken += first ? 1 : 0;  // Without a branch that would be guessed wrong.
    }
    return link;
  };
  for (size_t i = begin; i < end; ++i) {
    const uint32_t node = codes[i];
    if (node == 0 || (collapse && node == from)) continue;
    if (from != 0) {
      if (place == last) {
        to = PathLinks::kFurther;
        break;
      }
      scratch.lengths.push_back({add(node), block.times[i] - time});
      ++place;
    }
    from = node;
    time = block.times[i];
  }
  if (from != 0) add(to);
}

template <class Code>
void Paths::fold_codes(State& state, const Block& block, const Code* codes, Scratch& scratch) const {
  const SessionCut& cut = finder_.cut();
  cut.prepare(block, scratch.sessions);
  for (size_t c = 0; c < block.customers.size(); ++c) {
    const uint64_t customer = block.customers[c];
    const uint32_t begin = block.begins[c];
    const uint32_t end = block.begins[c + 1];
    if (begin == end) continue;
    if (!cut.cuts()) {
      add_journey(state, block, codes, begin, end, customer, scratch);
      continue;
    }
    if (scratch.begins.size() <= end - begin) {
      scratch.begins.resize(end - begin + size_t{1});
      scratch.links.resize(end - begin + size_t{1});  // An event has one link at most.
    }
    uint32_t* const begins = scratch.begins.data();
    uint32_t* const last = cut.write_begins(block, begin, end, scratch.sessions, begins);
    *last = end;  // Of the last journey.
    scratch.links_taken = 0;
    for (const uint32_t* at = begins; at != last; ++at) {
      add_journey(state, block, codes, at[0], at[1], customer, scratch);
    }
    state.links.add_customer(std::span(scratch.links).first(scratch.links_taken));
  }
}

void Paths::fold_dense(State& state, const Block& block, Scratch& scratch) const {
  if (!finder_.node().column && finder_.plain()) return;
  scratch.lengths.clear();
  if (!finder_.plain()) {
    finder_.for_each_slice(block, scratch, [&](const Slice& slice) {
      fold_slice(
          slice, scratch, [&](uint32_t) -> State& { return state; },
          [&](State&, uint32_t link, Micros length) {
            scratch.lengths.push_back({link, length});
          });
    });
  } else {
    const CodeColumn& codes = block.column(*finder_.node().column).codes;
    switch (codes.width()) {
      case 1: fold_codes(state, block, static_cast<const uint8_t*>(codes.raw()), scratch); break;
      case 2: fold_codes(state, block, static_cast<const uint16_t*>(codes.raw()), scratch); break;
      default: fold_codes(state, block, static_cast<const uint32_t*>(codes.raw()), scratch); break;
    }
  }
  state.links.add_lengths(scratch.lengths);
}

void Paths::merge(State& into, const State& from) const {
  into.links.merge(from.links, shape_);
  into.missed += from.missed;
}

Status Paths::check(const State& state) const {
  if (!state.links.too_many()) return {};
  return Status::limit("there are more than " + std::to_string(PathLinks::kLinksMax) +
                           " different links between nodes at places. Ask with fewer steps, a node with fewer values, "
                           "or a filter",
                       "paths");
}

// --- rows

Paths::Named Paths::named_nodes(const State& state) const {
  std::map<std::pair<uint32_t, uint32_t>, int64_t> at;  // By place and node.
  for (const PathLinks::Link& link : state.links.links()) at[{link.place, link.from}] += link.times;
  std::vector<std::vector<std::pair<int64_t, uint32_t>>> places(shape_.places);
  for (const auto& [node, times] : at) places[node.first].emplace_back(times, node.second);
  const Names& names = *finder_.node().names;
  Named named(shape_.places);
  for (size_t place = 0; place < places.size(); ++place) {
    auto& nodes = places[place];
    std::sort(nodes.begin(), nodes.end(), [&](const auto& a, const auto& b) {
      return a.first != b.first ? a.first > b.first : names.text(a.second) < names.text(b.second);
    });
    nodes.resize(std::min(nodes.size(), top_));
    for (const auto& [times, node] : nodes) named[place].push_back(node);
    std::sort(named[place].begin(), named[place].end());
  }
  return named;
}

std::string Paths::node_text(uint32_t node) const {
  if (node == kOther) return std::string(kOtherNode);
  if (node == PathLinks::kFurther) return std::string(kFurtherNode);
  if (node == PathLinks::kEnd) return std::string(finder_.backwards() ? kStartNode : kEndNode);
  return node_cell(finder_.node().names->text(node));
}

std::vector<Paths::Row> Paths::rows_of(const PathLinks& links, const Named& named) const {
  const auto shown = [&](size_t place, uint32_t node) {
    if (node == PathLinks::kEnd || node == PathLinks::kFurther) return node;
    return std::binary_search(named[place].begin(), named[place].end(), node) ? node : kOther;
  };
  std::map<std::tuple<uint32_t, uint32_t, uint32_t>, size_t> known;
  std::vector<uint32_t> row_of_link;
  std::vector<Row> rows;
  std::vector<int64_t> room;
  for (uint32_t number = 0; number < links.links().size(); ++number) {
    const PathLinks::Link& link = links.links()[number];
    const uint32_t from = shown(link.place, link.from);
    const uint32_t to = link.place + 1 == shape_.places ? link.to : shown(link.place + size_t{1}, link.to);
    const auto [found, added] = known.try_emplace({link.place, from, to}, rows.size());
    row_of_link.push_back(static_cast<uint32_t>(found->second));
    if (added) rows.push_back(new_row(link.place, from, to));
    Row& row = rows[found->second];
    row.times += link.times;
    row.customers += link.customers;
    links.add_between(number, row.between, room);
  }
  if (rows.size() == links.links().size()) return rows;
  // A customer who took several links of one row was added once a link.
  std::vector<size_t> last_set(rows.size(), 0);
  size_t set_number = 0;
  links.for_each_set([&](std::span<const uint32_t> set, int64_t customers) {
    ++set_number;
    for (const uint32_t link : set) {
      size_t& last = last_set[row_of_link[link]];
      rows[row_of_link[link]].customers -= last == set_number ? customers : 0;
      last = set_number;
    }
  });
  return rows;
}

Paths::Row Paths::new_row(uint32_t place, uint32_t from, uint32_t to) const {
  Row row{place + 1, node_text(from), node_text(to), 0, 0, {}};
  if (finder_.backwards()) {
    row.column = shape_.places - place;
    std::swap(row.from, row.to);
  }
  return row;
}

void Paths::add_rows(const State& state, const Named& named, Rows& rows) const {
  std::vector<Row> found = rows_of(state.links, named);
  std::vector<Row*> sorted;
  for (Row& row : found) sorted.push_back(&row);
  std::sort(sorted.begin(), sorted.end(), [](const Row* a, const Row* b) {
    if (a->column != b->column) return a->column < b->column;
    if (a->times != b->times) return a->times > b->times;
    return std::tie(a->from, a->to) < std::tie(b->from, b->to);
  });
  const int64_t paths = state.links.paths();
  for (Row* row : sorted) {
    rows.add({int64_t{row->column}, std::move(row->from), std::move(row->to), row->times, row->times, row->customers,
              percent_or_absent(row->times, paths), length_in(row->between.median(), kSecond)});
  }
}

void Paths::finish(const State& state, Rows& rows) const {
  add_rows(state, named_nodes(state), rows);
  rows.note(state.missed, "journeys without the start, end or anchor were left out");
}

void Paths::finish_one(const State& own, const State& whole, Rows& rows) const {
  add_rows(own, whole.named.get([&] { return named_nodes(whole); }), rows);
}

void Paths::save(const State& state, ByteWriter& out) const {
  out.i64(state.missed);
  state.links.save(*finder_.node().names, out);
}

Result<Paths::State> Paths::load(ByteReader& in) const {
  State state;
  SOJOURN_TRY(state.missed, load_count(in));
  SOJOURN_TRY(state.links, PathLinks::load(*finder_.node().names, shape_, in));
  return state;
}

MeasureDefinition paths_definition() {
  MeasureDefinition definition;
  definition.id = "paths";
  definition.title = "Paths";
  definition.question = "Which ways do customers take from here, or to here, step by step?";
  definition.definition =
      "The first steps of each journey, as links between nodes at places: column k leads from the node at place k to "
      "the one at place k + 1, to (end) where the journey ends, or from the last place to (further) where it goes "
      "on. A node is a name at a place, so loops do not lead back; for every node what comes in equals what goes "
      "out, and the first column adds up to all paths. A node that follows itself is one place, at the time of the "
      "first, unless collapse is off. Events without the node field are passed over. A gap, a longest length or "
      "start and end events cut lives into sessions, each with a path of its own. start and end bound the path by "
      "the first events that pass them, anchor begins it at the first event that passes; journeys without such an "
      "event are left out. With direction=before steps are counted backwards from the anchor or the path's end: "
      "columns still run with time, the last one leads to the last node, and paths come from (start) or (further). "
      "At each place the top commonest nodes keep their names, the rest are (other). value counts paths, customers "
      "each customer once a row. share is in percent of all paths, median_seconds from the one node to the next. "
      "Order is that of time and then of arrival. Only customers with an identifier are counted. With a range, "
      "journeys are what happened within it. More than 2,000,000 different links are refused. A split puts a path "
      "into the group of the event from which its steps are counted.";
  definition.unit = "paths";
  definition.better = Better::kNone;
  definition.shape = Shape::kTable;
  definition.interval = "none: a full count";
  definition.inputs = "time, the node field (touchpoint by default), an identifier";
  definition.source = "Sankey flows of product analytics; directly-follows pairs by position";
  definition.since = "0.1";
  definition.parameters = PathFinder::parameters(true, true);
  definition.parameters.push_back(integer("steps", 5, 1, kStepsMax, "Places of a path; what is beyond is (further)."));
  definition.parameters.push_back(
      integer("top", 8, 1, kTopMax, "Commonest nodes that keep their names at each place; the rest are (other)."));
  definition.bind = bind_fold<Paths>;
  return definition;
}

}  // namespace sojourn
