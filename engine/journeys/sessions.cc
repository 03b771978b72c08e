#include "journeys/sessions.h"

#include <algorithm>
#include <string>

#include "measure/cells.h"
#include "measure/parameters.h"

namespace sojourn {
namespace {

const char* const kNoSessions = "no sessions";

void count(Sessions::Count& into, uint64_t customer, bool bounced) {
  ++into.sessions;
  into.bounced += bounced ? 1 : 0;
  into.customers += into.last_customer != customer ? 1 : 0;
  into.last_customer = customer;
}

void add(Sessions::Count& into, const Sessions::Count& from) {
  into.sessions += from.sessions;
  into.bounced += from.bounced;
  into.customers += from.customers;
}

size_t length_row(Micros length) {
  size_t row = 0;  // Counted, not searched: without a branch that would be guessed wrong.
  for (size_t i = 1; i < Sessions::kLengths.size(); ++i) row += length >= Sessions::kLengths[i] * kSecond ? 1 : 0;
  return row;
}

void save_count(const Sessions::Count& count, ByteWriter& out) {
  for (const int64_t value : {count.sessions, count.bounced, count.customers}) out.i64(value);
}

Result<Sessions::Count> load_one(ByteReader& in, int64_t& left) {
  Sessions::Count count;
  SOJOURN_TRY(count.sessions, load_count(in));
  SOJOURN_TRY(count.bounced, load_count(in));
  SOJOURN_TRY(count.customers, load_count(in, count.sessions == 0 ? 0 : 1));
  if (count.bounced > count.sessions || count.customers > count.sessions || count.sessions > left) {
    return in.corrupt("no sessions are counted so");
  }
  left -= count.sessions;
  return count;
}

}  // namespace

Result<Sessions> Sessions::bind(BindContext& context) {
  Sessions sessions;
  SOJOURN_TRY(sessions.cut_, SessionCut::bind(context));
  const std::string show = context.text("show");
  sessions.show_ = show == "entry"     ? Show::kEntry
                   : show == "exit"    ? Show::kExit
                   : show == "lengths" ? Show::kLengths
                                       : Show::kSummary;
  SOJOURN_TRY(sessions.node_, bind_node_column(context, "node"));
  sessions.bounce_events_ = static_cast<size_t>(context.integer("bounce_events"));
  context.only_identified();
  return sessions;
}

std::vector<AnswerColumn> Sessions::columns() const {
  std::vector<AnswerColumn> columns;
  if (show_ == Show::kEntry || show_ == Show::kExit) columns.push_back({"node", ColumnRole::kKey, ""});
  if (show_ == Show::kLengths) {
    columns.push_back({"from_seconds", ColumnRole::kKey, "s"});
    columns.push_back({"to_seconds", ColumnRole::kDetail, "s"});
  }
  columns.push_back({"value", ColumnRole::kValue, "sessions"});
  columns.push_back({"n", ColumnRole::kCount, "sessions"});
  columns.push_back({"customers", ColumnRole::kCount, "customers"});
  if (show_ != Show::kSummary) columns.push_back({"share", ColumnRole::kDetail, "%"});
  if (show_ == Show::kLengths) return columns;
  if (show_ == Show::kSummary) {
    for (const char* name : {"per_customer", "events_mean"}) columns.push_back({name, ColumnRole::kDetail, ""});
    for (const char* name : {"seconds_mean", "seconds_median", "seconds_p90"}) {
      columns.push_back({name, ColumnRole::kDetail, "s"});
    }
  }
  columns.push_back({"bounced", ColumnRole::kCount, "sessions"});
  columns.push_back({"bounce_share", ColumnRole::kDetail, "%"});
  if (show_ == Show::kSummary) {
    // The interval is that of the share, not of the value, hence no kLow and kHigh.
    columns.push_back({"low", ColumnRole::kDetail, "%"});
    columns.push_back({"high", ColumnRole::kDetail, "%"});
  }
  return columns;
}

// --- folding

template <class EventAt>
bool Sessions::take(State& state, const Block& block, uint64_t customer, size_t events, EventAt&& event_at) const {
  const bool bounced = events <= bounce_events_;
  const auto length = [&] { return block.times[event_at(events - 1)] - block.times[event_at(0)]; };
  switch (show_) {
    case Show::kSummary:
      state.events += static_cast<int64_t>(events);
      state.lengths.add(length());
      break;
    case Show::kLengths: count(state.by_length[length_row(length())], customer, bounced); break;
    case Show::kEntry:
    case Show::kExit: {
      uint32_t node = 0;
      for (size_t i = 0; i < events && node == 0; ++i) {
        node = node_.at(block, event_at(show_ == Show::kEntry ? i : events - 1 - i));
      }
      count(state.nodes.at(node), customer, bounced);
    }
  }
  state.bounced += bounced ? 1 : 0;
  return bounced;
}

void Sessions::fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const {
  std::vector<std::pair<State*, bool>>& sessions = scratch.sessions;
  sessions.clear();
  const uint64_t customer = slice.block.customers[slice.customer];
  cut_.for_each(slice, scratch.cut, [&](std::span<const uint32_t> events) {
    State& state = groups.at(events.front());
    const bool bounced = take(state, slice.block, customer, events.size(), [&](size_t i) { return events[i]; });
    sessions.emplace_back(&state, bounced);
  });
  if (sessions.front().first != sessions.back().first || groups.size() > 1) std::sort(sessions.begin(), sessions.end());
  for (size_t begin = 0; begin < sessions.size();) {
    int64_t own = 0;
    int64_t bounced = 0;
    const size_t first = begin;
    for (; begin < sessions.size() && sessions[begin].first == sessions[first].first; ++begin) {
      ++own;
      bounced += sessions[begin].second ? 1 : 0;
    }
    sessions[first].first->people.add(own, bounced);
  }
}

void Sessions::fold_dense(State& state, const Block& block, Scratch& scratch) const {
  cut_.prepare(block, scratch.cut);
  for (size_t c = 0; c < block.customers.size(); ++c) {
    const uint32_t begin = block.begins[c];
    const uint32_t end = block.begins[c + 1];
    if (begin == end) continue;
    if (scratch.begins.size() <= end - begin) scratch.begins.resize(end - begin + size_t{1});
    uint32_t* const begins = scratch.begins.data();
    uint32_t* const last = cut_.write_begins(block, begin, end, scratch.cut, begins);
    *last = end;  // Of the last session.
    int64_t bounced = 0;
    for (const uint32_t* at = begins; at != last; ++at) {
      const uint32_t first = *at;
      const auto event_at = [first](size_t i) { return first + i; };
      bounced += take(state, block, block.customers[c], at[1] - first, event_at) ? 1 : 0;
    }
    state.people.add(last - begins, bounced);
  }
}

void Sessions::merge(State& into, const State& from) const {
  into.people.merge(from.people);
  into.bounced += from.bounced;
  into.events += from.events;
  into.lengths.merge(from.lengths);
  for (const auto& [code, node] : from.nodes.entries()) add(into.nodes.at(code), node);
  for (size_t i = 0; i < kLengths.size(); ++i) add(into.by_length[i], from.by_length[i]);
}

// --- rows

void Sessions::add_summary(const State& state, Rows& rows) const {
  const int64_t sessions = state.people.answers();
  std::vector<Value> cells{sessions, sessions, state.people.persons()};
  if (sessions == 0) {
    cells.insert(cells.end(), 5, None{kNoSessions});
    cells.emplace_back(int64_t{0});
    cells.insert(cells.end(), 3, None{kNoSessions});
    rows.add(std::move(cells));
    return;
  }
  const auto all = static_cast<double>(sessions);
  cells.emplace_back(all / static_cast<double>(state.people.persons()));
  cells.emplace_back(static_cast<double>(state.events) / all);
  cells.push_back(length_in(state.lengths.mean(), kSecond));
  cells.push_back(length_in(state.lengths.median(), kSecond));
  cells.push_back(length_in(state.lengths.quantile(0.9), kSecond));
  cells.emplace_back(state.bounced);
  cells.emplace_back(percent(state.bounced, sessions));
  const std::optional<double> worth = state.people.effective_n(state.bounced);
  const double share = static_cast<double>(state.bounced) / all;
  add_interval(worth ? wilson(share * *worth, *worth) : std::nullopt, 100,
               "one customer had all sessions, which says nothing about how customers differ", cells);
  rows.add(std::move(cells));
}

void Sessions::add_nodes(const State& state, Rows& rows) const {
  std::vector<std::pair<std::string_view, Count>> sorted;
  for (const auto& [code, node] : state.nodes.entries()) sorted.emplace_back(node_.names->text(code), node);
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return a.second.sessions != b.second.sessions ? a.second.sessions > b.second.sessions : a.first < b.first;
  });
  for (const auto& [name, node] : sorted) {
    rows.add({name.empty() ? Value(std::monostate{}) : Value(std::string(name)), node.sessions, node.sessions,
              node.customers, percent(node.sessions, state.people.answers()), node.bounced,
              percent(node.bounced, node.sessions)});
  }
}

void Sessions::add_lengths(const State& state, Rows& rows) const {
  size_t used = kLengths.size();
  while (used > 0 && state.by_length[used - 1].sessions == 0) --used;
  for (size_t i = 0; i < used; ++i) {
    const Count& row = state.by_length[i];
    const Value to = i + 1 < kLengths.size() ? Value(kLengths[i + 1]) : Value(std::monostate{});
    rows.add({kLengths[i], to, row.sessions, row.sessions, row.customers,
              percent_or_absent(row.sessions, state.people.answers())});
  }
}

void Sessions::finish(const State& state, Rows& rows) const {
  if (show_ == Show::kSummary) return add_summary(state, rows);
  if (show_ == Show::kLengths) return add_lengths(state, rows);
  add_nodes(state, rows);
}

// --- saving

void Sessions::save(const State& state, ByteWriter& out) const {
  state.people.save(out);
  out.i64(state.bounced);
  out.i64(state.events);
  if (show_ == Show::kSummary) state.lengths.save(out);
  std::vector<std::pair<std::string_view, Count>> sorted;
  for (const auto& [code, node] : state.nodes.entries()) sorted.emplace_back(node_.names->text(code), node);
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  out.u64(sorted.size());
  for (const auto& [name, node] : sorted) {
    out.text(name);
    save_count(node, out);
  }
  if (show_ != Show::kLengths) return;
  for (const Count& row : state.by_length) save_count(row, out);
}

Status Sessions::load_nodes(State& state, ByteReader& in) const {
  const bool nodes = show_ == Show::kEntry || show_ == Show::kExit;
  int64_t left = nodes ? state.people.answers() : 0;
  SOJOURN_TRY(const uint64_t count, in.count(sizeof(uint32_t) + 3 * sizeof(int64_t)));
  for (uint64_t i = 0; i < count; ++i) {
    SOJOURN_TRY(const std::string name, in.text());
    SOJOURN_TRY(const Count node, load_one(in, left));
    Count& into = state.nodes.at(name.empty() ? 0 : node_.names->intern(name));
    if (node.sessions == 0 || into.sessions != 0) return in.corrupt("a node stands there twice, or for nothing");
    into = node;
  }
  if (left != 0) return in.corrupt("the sessions of the nodes do not add up");
  return {};
}

Result<Sessions::State> Sessions::load(ByteReader& in) const {
  State state;
  SOJOURN_TRY(state.people, ClusterSums::load(in));
  SOJOURN_TRY(state.bounced, load_count(in));
  SOJOURN_TRY(state.events, load_count(in));
  const int64_t sessions = state.people.answers();
  if (state.bounced > sessions || (sessions > 0) != (state.people.persons() > 0)) {
    return in.corrupt("no sessions are counted so");
  }
  if (show_ == Show::kSummary) {
    SOJOURN_TRY(state.lengths, QuantileSketch::load(in));
    if (state.lengths.count() != sessions || state.events < sessions) return in.corrupt("sessions do not add up");
  }
  SOJOURN_CHECK(load_nodes(state, in));
  if (show_ != Show::kLengths) return state;
  int64_t left = sessions;
  for (Count& row : state.by_length) {
    SOJOURN_TRY(row, load_one(in, left));
  }
  if (left != 0) return in.corrupt("the sessions of the lengths do not add up");
  return state;
}

MeasureDefinition sessions_definition() {
  MeasureDefinition definition;
  definition.id = "sessions";
  definition.title = "Sessions";
  definition.question = "How often do customers visit us, for how long, where do they come in and go, and who bounces?";
  definition.definition =
      "The events of each customer, in order of time and then of arrival, cut into sessions: a pause longer than gap "
      "begins a new one (a pause of exactly gap does not), so does an event that passes session_start, the event after "
      "one that passes session_end, and an event later than longest after the session's first. value counts sessions. "
      "A session lasts from its first to its last event, so one of a single event lasts 0 seconds; events_mean and "
      "the seconds are per session, those of one event included. A session bounces when it has one event (at most "
      "bounce_events of them). Its interval counts customers, not sessions, where customers differ. show=entry and "
      "show=exit tell the node of a session's first and last event that has one, the row without a name those without "
      "any; show=lengths how long sessions last, from <= length < to. customers counts each customer once a row. Only "
      "customers with an identifier are counted. With a range, sessions are cut from what happened within it. A split "
      "puts a whole session into the group of its first event.";
  definition.unit = "sessions";
  definition.better = Better::kNone;
  definition.shape = Shape::kTable;
  definition.interval = "of bounce_share: Wilson, with sessions clustered by customer";
  definition.inputs = "time, an identifier; for entry and exit the node field (touchpoint by default)";
  definition.source = "Half an hour of silence: the convention of web analytics";
  definition.since = "0.1";
  definition.parameters = {choice("show", {"summary", "entry", "exit", "lengths"},
                                  "summary: one row; entry, exit: by the node at which sessions begin or end; lengths: "
                                  "how long they last.")};
  for (ParameterInfo& each : SessionCut::parameters("30m")) definition.parameters.push_back(std::move(each));
  definition.parameters.push_back(
      integer("bounce_events", 1, 1, 1'000, "A session of at most so many events is a bounce."));
  definition.parameters.push_back(node_parameter());
  definition.bind = bind_fold<Sessions>;
  return definition;
}

}  // namespace sojourn
