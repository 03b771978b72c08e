#include "voice/topics.h"

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <optional>
#include <tuple>

#include "measure/cells.h"
#include "metrics/answerers.h"
#include "text/emerging.h"

namespace sojourn {
namespace {

constexpr std::string_view kOther = "other";
constexpr double kFalseShare = 0.05;
constexpr const char* kOneWriter = "one customer wrote all texts, which says nothing about how customers differ";

void add_periods(Topics::Periods& into, uint32_t bits) {
  for (size_t period = 0; period < into.size(); ++period) into[period] += (bits >> period) & 1U;
}

void merge_periods(Topics::Periods& into, const Topics::Periods& from) {
  for (size_t period = 0; period < into.size(); ++period) into[period] += from[period];
}

Result<Topics::Periods> load_periods(ByteReader& in) {
  Topics::Periods periods{};
  for (int64_t& persons : periods) {
    SOJOURN_TRY(persons, load_count(in));
  }
  return periods;
}

// From the oldest to the recent one, as find_emerging() has them.
std::vector<uint64_t> in_order(const Topics::Periods& periods, size_t count) {
  std::vector<uint64_t> order;
  for (size_t period = count; period > 0; --period) order.push_back(static_cast<uint64_t>(periods[period - 1]));
  return order;
}

}  // namespace

Result<Topics> Topics::bind(BindContext& context) {
  Topics bound;
  bound.tone_ = VoiceTone::bind(context, true);
  bound.topic_ = VoiceCode::bind(context, "voice.topic");
  bound.windows_ = RecentWindows::bind(context);
  return bound;
}

std::vector<AnswerColumn> Topics::columns() const {
  std::vector<AnswerColumn> columns{{"topic", ColumnRole::kKey, ""},    {"share", ColumnRole::kValue, "%"},
                                    {"low", ColumnRole::kLow, "%"},     {"high", ColumnRole::kHigh, "%"},
                                    {"n", ColumnRole::kCount, "texts"}, {"customers", ColumnRole::kCount, "customers"}};
  for (const char* name : {"positive", "neutral", "negative", "unknown"}) {
    columns.push_back({name, ColumnRole::kCount, "texts"});
  }
  columns.push_back({"net", ColumnRole::kValue, "points"});
  columns.push_back({"net_low", ColumnRole::kLow, "points"});
  columns.push_back({"net_high", ColumnRole::kHigh, "points"});
  columns.push_back({"mean_score", ColumnRole::kDetail, ""});
  columns.push_back({"recent", ColumnRole::kCount, "texts"});
  columns.push_back({"before", ColumnRole::kCount, "texts"});
  columns.push_back({"trend", ColumnRole::kDetail, ""});
  columns.push_back({"emerging", ColumnRole::kDetail, ""});
  return columns;
}

void Topics::fold(const Slice& slice, Groups<State>& groups) const {
  for_each_person(slice, [&](std::span<const uint32_t> events) { fold_person(slice, events, groups); });
}

void Topics::fold_person(const Slice& slice, std::span<const uint32_t> events, Groups<State>& groups) const {
  static thread_local std::vector<Text> texts;
  texts.clear();
  for (const uint32_t event : events) {
    if (tone_.at(slice.block, event) == Tone::kNone) continue;
    texts.push_back({groups.index(event), topic_.at(slice.block, event), event});
  }
  std::sort(texts.begin(), texts.end(), [](const Text& a, const Text& b) {
    return std::tie(a.group, a.topic, a.event) < std::tie(b.group, b.topic, b.event);
  });
  for (size_t begin = 0; begin < texts.size();) {
    size_t end = begin;
    while (end < texts.size() && texts[end].group == texts[begin].group) ++end;
    fold_group(slice, std::span(texts).subspan(begin, end - begin), groups.state(texts[begin].group));
    begin = end;
  }
}

// The texts of one person in one group, sorted by topic.
void Topics::fold_group(const Slice& slice, std::span<const Text> texts, State& state) const {
  const auto all = static_cast<int64_t>(texts.size());
  uint32_t periods_all = 0;  // A bit for each in which the person wrote.
  int64_t recent_all = 0;
  int64_t before_all = 0;
  for (size_t begin = 0; begin < texts.size();) {
    Topic& topic = state.topics.at(texts[begin].topic);
    ToneCounts counts;
    int64_t recent = 0;
    int64_t before = 0;
    uint32_t periods = 0;
    size_t end = begin;
    for (; end < texts.size() && texts[end].topic == texts[begin].topic; ++end) {
      const uint32_t event = texts[end].event;
      counts.add(tone_.at(slice.block, event), tone_.score(slice.block, event));
      const RecentWindows::Window window = windows_.at(slice.block.times[event]);
      recent += window == RecentWindows::Window::kRecent ? 1 : 0;
      before += window == RecentWindows::Window::kBefore ? 1 : 0;
      periods |= 1U << windows_.period(slice.block.times[event]);
    }
    add_periods(topic.periods, periods);
    periods_all |= periods;
    topic.tones.add_person(counts);
    topic.persons.add(all, counts.texts());
    topic.recent.add_person(recent, before);
    topic.customers += slice.block.identified[slice.customer] != 0 ? 1 : 0;
    recent_all += recent;
    before_all += before;
    begin = end;
  }
  state.persons.add(all, 0);
  state.recent.add_person(recent_all, before_all);
  add_periods(state.periods, periods_all);
}

void Topics::merge(State& into, const State& from) const {
  into.persons.merge(from.persons);
  into.recent.merge(from.recent);
  merge_periods(into.periods, from.periods);
  for (const auto& [code, topic] : from.topics.entries()) {
    Topic& own = into.topics.at(code);
    own.tones.merge(topic.tones);
    own.persons.merge(topic.persons);
    own.customers += topic.customers;
    own.recent.merge(topic.recent);
    merge_periods(own.periods, topic.periods);
  }
}

std::vector<Value> Topics::emerging(std::span<const Topic* const> topics, const State& state) const {
  const size_t periods = windows_.periods();
  std::vector<std::vector<uint64_t>> counts;
  for (const Topic* topic : topics) counts.push_back(in_order(topic->periods, periods));
  const std::vector<uint64_t> totals = in_order(state.periods, periods);
  const uint64_t before =
      std::accumulate(totals.begin(), totals.end(), uint64_t{0}) - (periods == 0 ? 0 : totals.back());
  if (before == 0) return {topics.size(), None{"nobody wrote anything before the recent time"}};
  EmergingOptions options;
  options.false_share = kFalseShare;
  const Result<std::vector<EmergingTopic>> found = find_emerging(counts, totals, options);
  std::vector<Value> cells;
  for (size_t i = 0; i < topics.size(); ++i) {
    cells.emplace_back(std::string(found && (*found)[i].emerging ? "yes" : "no"));
  }
  return cells;
}

void Topics::add_row(std::string_view name, const Topic& topic, Value emerging, const State& state, Rows& rows) const {
  const ToneCounts& counts = topic.tones.counts();
  const auto texts = static_cast<double>(state.persons.answers());
  std::vector<Value> cells{name.empty() ? std::string(kOther) : std::string(name),
                           percent(counts.texts(), state.persons.answers())};
  const std::optional<double> effective = state.persons.with_sums_of(topic.persons).effective_n(counts.texts());
  add_interval(effective ? wilson(*effective * static_cast<double>(counts.texts()) / texts, *effective) : std::nullopt,
               100, kOneWriter, cells);
  cells.emplace_back(counts.texts());
  cells.emplace_back(topic.customers);
  for (const int64_t count : {counts.positive, counts.neutral, counts.negative, counts.unknown}) {
    cells.emplace_back(count);
  }
  topic.tones.add_net(cells);
  cells.push_back(topic.tones.mean_score());
  cells.emplace_back(topic.recent.recent);
  cells.emplace_back(topic.recent.before);
  cells.push_back(trend_of_shares(topic.recent.before_persons, state.recent.before_persons, topic.recent.recent_persons,
                                  state.recent.recent_persons));
  cells.push_back(std::move(emerging));
  rows.add(std::move(cells));
}

void Topics::finish(const State& state, Rows& rows) const {
  using Sorted = std::tuple<bool, int64_t, std::string_view, const Topic*>;
  std::vector<Sorted> sorted;
  for (const auto& [code, topic] : state.topics.entries()) {
    const std::string_view name = topic_.names->text(code);
    sorted.emplace_back(code == 0 || name == kOther, -topic.tones.counts().texts(), name, &topic);
  }
  std::sort(sorted.begin(), sorted.end());
  std::vector<const Topic*> judged;  // Other is no topic.
  for (const auto& [other, order, name, topic] : sorted) {
    if (!other) judged.push_back(topic);
  }
  const std::vector<Value> cells = emerging(judged, state);
  for (size_t i = 0; i < sorted.size(); ++i) {
    const auto& [other, order, name, topic] = sorted[i];
    add_row(name, *topic, other ? Value(std::string("no")) : cells[i], state, rows);
  }
}

void Topics::save(const State& state, ByteWriter& out) const {
  std::map<std::string_view, const Topic*> sorted;
  for (const auto& [code, topic] : state.topics.entries()) sorted[topic_.names->text(code)] = &topic;
  state.persons.save(out);
  state.recent.save(out);
  for (const int64_t persons : state.periods) out.i64(persons);
  out.u64(sorted.size());
  for (const auto& [name, topic] : sorted) {
    out.text(name);
    topic->tones.save(out);
    topic->persons.save(out);
    out.i64(topic->customers);
    topic->recent.save(out);
    for (const int64_t persons : topic->periods) out.i64(persons);
  }
}

Result<Topics::State> Topics::load(ByteReader& in) const {
  State state;
  SOJOURN_TRY(state.persons, ClusterSums::load(in));
  SOJOURN_TRY(state.recent, RecentCounts::load(in));
  SOJOURN_TRY(state.periods, load_periods(in));
  SOJOURN_TRY(const uint64_t count, in.count(sizeof(uint32_t) + 25 * sizeof(int64_t)));
  int64_t texts = 0;
  for (uint64_t i = 0; i < count; ++i) {
    SOJOURN_TRY(const std::string name, in.text());
    Topic& topic = state.topics.at(name.empty() ? 0 : topic_.names->intern(name));
    if (topic.tones.counts().texts() != 0) return in.corrupt("a topic stands there twice");
    SOJOURN_TRY(topic.tones, ToneTally::load(in));
    SOJOURN_TRY(topic.persons, ClusterSums::load(in));
    SOJOURN_TRY(topic.customers, load_count(in));
    SOJOURN_TRY(topic.recent, RecentCounts::load(in));
    SOJOURN_TRY(topic.periods, load_periods(in));
    const int64_t own = topic.tones.counts().texts();
    texts += own;
    const bool fits = own > 0 && topic.persons.answers() <= state.persons.answers() && own <= topic.persons.answers() &&
                      topic.persons.persons() <= state.persons.persons() && topic.customers <= own &&
                      topic.recent.recent_persons <= state.recent.recent_persons &&
                      topic.recent.before_persons <= state.recent.before_persons;
    const bool within = std::ranges::equal(topic.periods, state.periods, std::less_equal<>());
    if (!fits || !within) return in.corrupt("the persons did not write these texts");
  }
  if (texts != state.persons.answers()) return in.corrupt("the topics are not those of all texts");
  return state;
}

MeasureDefinition topics_definition() {
  MeasureDefinition definition;
  definition.id = "topics";
  definition.title = "Topics";
  definition.question = "What do our customers speak of, and how does it sound?";
  definition.definition =
      "The texts of customers by topic: share = 100 * n / texts. A text has one main topic; texts without one are in "
      "the row other, the last, so that the rows add up to all texts. positive, neutral, negative and unknown say how "
      "the texts on a topic sound; net = 100 * (positive - negative) / (positive + neutral + negative); mean_score is "
      "the mean of their scores, from -1 to 1. recent counts the texts of the last 28 days (or recent=) up to the "
      "newest event or the end of the range, before those of the 28 days before; where there is less, its two halves. "
      "trend is rising, falling or new (risen from nothing) where the share of persons who speak of it changed beyond "
      "chance (Fisher's exact test, 95 %), else steady. emerging is yes where the share of persons who speak of it is "
      "now larger than in up to twelve such times before, by more than chance and than it wavered there, with all "
      "topics "
      "taken together: of those called emerging no more than 5 % are expected to be false (Benjamini and Hochberg); it "
      "needs five persons. customers counts those we can name. Intervals are at 95 %, "
      "Wilson's of the share and adjusted Wald of net; several texts of one customer enter them as their effective "
      "number (Korn and Graubard).";
  definition.unit = "%";
  definition.range_min = 0;
  definition.range_max = 100;
  definition.better = Better::kNone;
  definition.shape = Shape::kTable;
  definition.least_n = 30;
  definition.interval = "Wilson; adjusted Wald (net); clustered by customer";
  definition.inputs = "text, language, time (voice.topic, voice.sentiment, voice.score)";
  definition.source =
      "Wilson, Journal of the American Statistical Association 22, 1927; Rocks, The American Statistician 70(4), 2016; "
      "Korn and Graubard, Survey Methodology 24, 1998; Benjamini and Hochberg, Journal of the Royal Statistical "
      "Society "
      "B 57, 1995.";
  definition.since = "0.1";
  definition.parameters = {recent_parameter()};
  definition.bind = bind_fold<Topics>;
  return definition;
}

}  // namespace sojourn
