#include "voice/obstacles.h"

#include <algorithm>
#include <tuple>

#include "measure/cells.h"
#include "measure/parameters.h"
#include "metrics/answerers.h"

namespace sojourn {
namespace {

constexpr const char* kAny = "(any)";
constexpr int64_t kPoint = 1'000'000;

}  // namespace

// At one place, of one person.
struct Obstacles::Joined {
  explicit Joined(std::vector<Moment> moments) : answers(std::move(moments)), obstacles(answers.moments().size(), 0) {}

  Answers answers;
  std::vector<uint32_t> obstacles;  // By answer; 0: none named yet.
};

Result<Obstacles> Obstacles::bind(BindContext& context) {
  Obstacles bound;
  SOJOURN_TRY(bound.places_, bind_node_column(context, "node"));
  bound.tone_ = VoiceTone::bind(context, false);
  bound.obstacle_ = VoiceCode::bind(context, "voice.obstacle");
  bound.belonging_ = Belonging::bind(context);
  bound.effort_ = RatingColumn::bind(context, context.text("kind"));
  if (context.given("low")) bound.low_ = rating_threshold(context.number("low"));
  SOJOURN_TRY(bound.failed_, context.filter(context.text("failed"), "failed"));
  bound.windows_ = RecentWindows::bind(context);
  const std::string show = context.text("show");
  bound.show_ = show == "places" ? Show::kPlaces : show == "obstacles" ? Show::kObstacles : Show::kAll;
  return bound;
}

std::vector<AnswerColumn> Obstacles::columns() const {
  return {{"place", ColumnRole::kKey, ""},           {"obstacle", ColumnRole::kKey, ""},
          {"comments", ColumnRole::kCount, "texts"}, {"low_effort", ColumnRole::kCount, "answers"},
          {"failed", ColumnRole::kCount, "events"},  {"customers", ColumnRole::kCount, "customers"},
          {"first", ColumnRole::kDetail, ""},        {"last", ColumnRole::kDetail, ""},
          {"recent", ColumnRole::kDetail, ""},       {"before", ColumnRole::kDetail, ""},
          {"trend", ColumnRole::kDetail, ""}};
}

void Obstacles::prepare(const Block& block, EventBits& shown, Scratch& scratch) const {
  failed_->select(block, scratch.failed);
  const std::span<uint64_t> words = shown.words();
  for (size_t event = 0; event < shown.count(); ++event) {
    if (scratch.failed.test(event) || tone_.at(block, event) != Tone::kNone || effort_.at(block, event)) continue;
    words[event / 64] &= ~(uint64_t{1} << (event % 64));
  }
}

// Empty on a scale without a limit.
std::optional<bool> Obstacles::is_low(const Rating& rating) const {
  if (low_) return rating.answer <= *low_;
  if (rating.scale == RatedScale{1 * kPoint, 7 * kPoint}) return rating.answer <= 3 * kPoint;
  if (rating.scale == RatedScale{1 * kPoint, 5 * kPoint}) return rating.answer <= 2 * kPoint;
  return std::nullopt;
}

// The events of one person at one place, in order.
void Obstacles::read_place(const Slice& slice, std::span<const uint32_t> events, const Scratch& scratch,
                           Groups<State>& groups, std::vector<Seen>& seen) const {
  const Block& block = slice.block;
  std::vector<Moment> hard;
  std::vector<Moment> broken;
  for (const uint32_t event : events) {
    if (scratch.failed.test(event)) broken.push_back(belonging_.moment(block, event));
    const std::optional<Rating> rating = effort_.at(block, event);
    if (!rating) continue;
    const std::optional<bool> is = is_low(*rating);
    if (!is) ++groups.at(event).without_scale;
    if (is.value_or(false)) hard.push_back(belonging_.moment(block, event));
  }
  Joined low(std::move(hard));
  Joined failed(std::move(broken));
  const uint32_t place = places_.at(block, events.front());
  for (const uint32_t event : events) {
    const Tone tone = tone_.at(block, event);
    if (tone == Tone::kNone) continue;
    const uint32_t obstacle = obstacle_.at(block, event);
    bool counts = obstacle != 0 || tone == Tone::kNegative;
    for (Joined* joined : {&low, &failed}) {
      const std::optional<size_t> to = belonging_.of(belonging_.moment(block, event), joined->answers);
      if (!to) continue;
      counts = true;
      if (joined->obstacles[*to] == 0) joined->obstacles[*to] = obstacle;
    }
    if (counts) seen.push_back({groups.index(event), place, obstacle, event, Sign::kComment});
  }
  for (const auto& [joined, sign] : {std::pair(&low, Sign::kLow), std::pair(&failed, Sign::kFailed)}) {
    for (size_t i = 0; i < joined->obstacles.size(); ++i) {
      const uint32_t event = joined->answers.moments()[i].event;
      seen.push_back({groups.index(event), place, joined->obstacles[i], event, sign});
    }
  }
}

// One person's signs in one row.
void Obstacles::count(const Slice& slice, std::span<const Seen> seen, Cell& cell) const {
  int64_t recent = 0;
  int64_t before = 0;
  static thread_local std::vector<uint32_t> events;
  events.clear();
  for (const Seen& each : seen) {
    ++(each.sign == Sign::kComment ? cell.comments : each.sign == Sign::kLow ? cell.low : cell.failed);
    events.push_back(each.event);
  }
  std::sort(events.begin(), events.end());
  events.erase(std::unique(events.begin(), events.end()), events.end());
  cell.events += static_cast<int64_t>(events.size());
  for (const uint32_t event : events) {
    const Micros time = slice.block.times[event];
    cell.first = std::min(cell.first, time);
    cell.last = std::max(cell.last, time);
    const RecentWindows::Window window = windows_.at(time);
    recent += window == RecentWindows::Window::kRecent ? 1 : 0;
    before += window == RecentWindows::Window::kBefore ? 1 : 0;
  }
  cell.recent.add_person(recent, before);
  cell.customers += slice.block.identified[slice.customer] != 0 ? 1 : 0;
}

void Obstacles::fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const {
  static thread_local std::vector<uint32_t> sorted;
  static thread_local std::vector<Seen> seen;
  for_each_person(slice, [&](std::span<const uint32_t> events) {
    sorted.assign(events.begin(), events.end());
    seen.clear();
    const auto place = [&](uint32_t event) { return places_.at(slice.block, event); };
    std::stable_sort(sorted.begin(), sorted.end(), [&](uint32_t a, uint32_t b) { return place(a) < place(b); });
    for (size_t begin = 0; begin < sorted.size();) {
      size_t end = begin;
      while (end < sorted.size() && place(sorted[end]) == place(sorted[begin])) ++end;
      read_place(slice, std::span(sorted).subspan(begin, end - begin), scratch, groups, seen);
      begin = end;
    }
    const auto key = [](const Seen& each) { return std::tie(each.group, each.place, each.obstacle); };
    std::sort(seen.begin(), seen.end(), [&](const Seen& a, const Seen& b) { return key(a) < key(b); });
    for (size_t begin = 0; begin < seen.size();) {
      const Seen& head = seen[begin];
      Place& at = groups.state(head.group).places.at(head.place);
      size_t end = begin;
      size_t part = begin;
      for (; end <= seen.size(); ++end) {
        const bool out = end == seen.size() || seen[end].group != head.group || seen[end].place != head.place;
        if (!out && seen[end].obstacle == seen[part].obstacle) continue;
        count(slice, std::span(seen).subspan(part, end - part), at.obstacles.at(seen[part].obstacle));
        part = end;
        if (out) break;
      }
      count(slice, std::span(seen).subspan(begin, end - begin), at.any);
      begin = end;
    }
  });
}

namespace {

void merge_cell(Obstacles::Cell& into, const Obstacles::Cell& from) {
  into.comments += from.comments;
  into.low += from.low;
  into.failed += from.failed;
  into.events += from.events;
  into.customers += from.customers;
  into.first = std::min(into.first, from.first);
  into.last = std::max(into.last, from.last);
  into.recent.merge(from.recent);
}

void save_cell(const Obstacles::Cell& cell, ByteWriter& out) {
  for (const int64_t value :
       {cell.comments, cell.low, cell.failed, cell.events, cell.customers, cell.first, cell.last}) {
    out.i64(value);
  }
  cell.recent.save(out);
}

Result<Obstacles::Cell> load_cell(ByteReader& in) {
  Obstacles::Cell cell;
  for (int64_t* count : {&cell.comments, &cell.low, &cell.failed, &cell.events, &cell.customers}) {
    SOJOURN_TRY(*count, load_count(in));
  }
  SOJOURN_TRY(cell.first, in.i64());
  SOJOURN_TRY(cell.last, in.i64());
  SOJOURN_TRY(cell.recent, RecentCounts::load(in));
  const bool fits = cell.events > 0 && cell.customers <= cell.events &&
                    std::max({cell.comments, cell.low, cell.failed}) <= cell.events && cell.first >= kTimeMin &&
                    cell.first <= cell.last && cell.last <= kTimeMax;
  if (!fits) return in.corrupt("nobody met this obstacle");
  return cell;
}

}  // namespace

void Obstacles::merge(State& into, const State& from) const {
  into.without_scale += from.without_scale;
  for (const auto& [code, place] : from.places.entries()) {
    Place& own = into.places.at(code);
    merge_cell(own.any, place.any);
    for (const auto& [obstacle, cell] : place.obstacles.entries()) merge_cell(own.obstacles.at(obstacle), cell);
  }
}

void Obstacles::add_row(uint32_t place, Value obstacle, const Cell& cell, Rows& rows) const {
  rows.add({place == 0 ? Value() : Value(std::string(places_.names->text(place))), std::move(obstacle), cell.comments,
            cell.low, cell.failed, cell.customers, TimeValue{cell.first}, TimeValue{cell.last}, cell.recent.recent,
            cell.recent.before, trend_of_counts(cell.recent.before_persons, cell.recent.recent_persons)});
}

void Obstacles::finish(const State& state, Rows& rows) const {
  std::vector<std::tuple<int64_t, std::string_view, uint32_t, const Place*>> places;
  for (const auto& [code, place] : state.places.entries()) {
    places.emplace_back(-place.any.events, places_.names->text(code), code, &place);
  }
  std::sort(places.begin(), places.end());
  for (const auto& [order, name, code, place] : places) {
    if (show_ != Show::kObstacles) add_row(code, std::string(kAny), place->any, rows);
    if (show_ == Show::kPlaces) continue;
    std::vector<std::tuple<bool, int64_t, std::string_view, const Cell*>> obstacles;
    for (const auto& [obstacle, cell] : place->obstacles.entries()) {
      obstacles.emplace_back(obstacle == 0, -cell.events, obstacle_.names->text(obstacle), &cell);
    }
    std::sort(obstacles.begin(), obstacles.end());
    for (const auto& [unnamed, size, text, cell] : obstacles) {
      const std::string shown = text == kAny ? '"' + std::string(text) + '"' : std::string(text);
      add_row(code, unnamed ? Value() : Value(shown), *cell, rows);
    }
  }
  rows.note(state.without_scale, "answers left out, on a scale without a known limit: say which are low with low=");
}

void Obstacles::save(const State& state, ByteWriter& out) const {
  std::map<std::string_view, const Place*> places;
  for (const auto& [code, place] : state.places.entries()) places[places_.names->text(code)] = &place;
  out.i64(state.without_scale);
  out.u64(places.size());
  for (const auto& [name, place] : places) {
    out.text(name);
    save_cell(place->any, out);
    std::map<std::string_view, const Cell*> obstacles;
    for (const auto& [code, cell] : place->obstacles.entries()) obstacles[obstacle_.names->text(code)] = &cell;
    out.u64(obstacles.size());
    for (const auto& [text, cell] : obstacles) {
      out.text(text);
      save_cell(*cell, out);
    }
  }
}

Result<Obstacles::State> Obstacles::load(ByteReader& in) const {
  constexpr size_t kCellBytes = 11 * sizeof(int64_t);
  State state;
  SOJOURN_TRY(state.without_scale, load_count(in));
  SOJOURN_TRY(const uint64_t places, in.count(sizeof(uint32_t) + kCellBytes + sizeof(uint64_t)));
  for (uint64_t i = 0; i < places; ++i) {
    SOJOURN_TRY(const std::string name, in.text());
    Place& place = state.places.at(name.empty() ? 0 : places_.names->intern(name));
    if (place.any.events != 0) return in.corrupt("a place stands there twice");
    SOJOURN_TRY(place.any, load_cell(in));
    SOJOURN_TRY(const uint64_t obstacles, in.count(sizeof(uint32_t) + kCellBytes));
    Cell sum;
    for (uint64_t k = 0; k < obstacles; ++k) {
      SOJOURN_TRY(const std::string text, in.text());
      Cell& cell = place.obstacles.at(text.empty() ? 0 : obstacle_.names->intern(text));
      if (cell.events != 0) return in.corrupt("an obstacle stands there twice");
      SOJOURN_TRY(cell, load_cell(in));
      sum.comments += cell.comments;
      sum.low += cell.low;
      sum.failed += cell.failed;
    }
    if (sum.comments != place.any.comments || sum.low != place.any.low || sum.failed != place.any.failed) {
      return in.corrupt("the obstacles of a place do not add up");
    }
  }
  return state;
}

MeasureDefinition obstacles_definition() {
  MeasureDefinition definition;
  definition.id = "obstacles";
  definition.title = "Obstacles";
  definition.question = "Where do our customers get stuck, and on what?";
  definition.definition =
      "What stands in the way of customers, by place and obstacle, the place with most events of it first. The place "
      "is the "
      "touchpoint (or node=); the obstacle is what a text says in its own words, such as checkout length. comments "
      "counts the texts there that name an obstacle, are negative, or belong to a low answer or a failed event; "
      "low_effort the answers to kind, by itself ces, that say it was hard: on 1 to 7 those up to 3, on 1 to 5 up to "
      "2, "
      "else up to low=; failed the events that pass failed. A text belongs to the answer or failed event on the same "
      "event, else to that of the same survey response, else to the nearest of the same customer at the same place "
      "within a day (or within=); these then have its obstacle. What has none is in the row without a name, so that "
      "the rows of a place add up to its row (any). customers counts those we can name. recent counts such events, "
      "each "
      "once, in the last 28 days (or recent=) up to the newest event or the end of the range, before in the 28 days "
      "before; where "
      "there is less, its two halves. trend is rising, falling or new where the number of persons changed beyond "
      "chance (exact test of two Poisson counts, 95 %), else steady.";
  definition.unit = "texts";
  definition.better = Better::kNone;
  definition.shape = Shape::kTable;
  definition.least_n = 0;
  definition.interval = "none: a full count";
  definition.inputs =
      "text, touchpoint, kind, answer, scale_min, scale_max, outcome, direction, time (voice.obstacle, "
      "voice.sentiment)";
  definition.source = "Przyborowski and Wilenski, Biometrika 31, 1940 (trend).";
  definition.since = "0.1";
  ParameterInfo low = parameter("low", ParameterType::kNumber, "",
                                "Answers up to this one say that it was hard. On 1 to 7 it is 3, on 1 to 5 it is 2.");
  definition.parameters = {
      choice("show", {"all", "places", "obstacles"}, "Rows of places and of their obstacles, or only one of both."),
      node_parameter(),
      parameter("kind", ParameterType::kText, "ces", "The kind of question that asks how easy it was."),
      std::move(low),
      parameter("failed", ParameterType::kFilter,
                "(outcome = \"failed\" or outcome = \"error\" or outcome = \"abandoned\") and not direction = \"out\"",
                "Events that say that something did not work."),
      within_parameter(),
      recent_parameter()};
  definition.bind = bind_fold<Obstacles>;
  return definition;
}

}  // namespace sojourn
