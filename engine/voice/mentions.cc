#include "voice/mentions.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "measure/cells.h"
#include "metrics/answerers.h"

namespace sojourn {
namespace {

template <Mentions::Of kOf>
Result<std::unique_ptr<Fold>> bind_mentions(BindContext& context) {
  SOJOURN_TRY(Mentions aggregate, Mentions::bind(context, kOf));
  SOJOURN_TRY(Splitter splitter, Splitter::bind(context.question(), context.snapshot(), context.zone()));
  SOJOURN_TRY(FoldScope scope, bind_scope(context, Mentions::kScope, splitter));
  return std::unique_ptr<Fold>(
      std::make_unique<FoldOf<Mentions>>(std::move(aggregate), std::move(splitter), std::move(scope)));
}

}  // namespace

Result<Mentions> Mentions::bind(BindContext& context, Of of) {
  Mentions bound;
  bound.of_ = of;
  bound.tone_ = VoiceTone::bind(context, false);
  bound.name_ = VoiceCode::bind(context, of == Of::kWishes ? "voice.wish" : "voice.rival");
  bound.windows_ = RecentWindows::bind(context);
  bound.money_ = MoneyBehind::bind(context);
  return bound;
}

std::vector<AnswerColumn> Mentions::columns() const {
  std::vector<AnswerColumn> columns;
  if (of_ == Of::kWishes) {
    columns = {{"wish", ColumnRole::kKey, ""}, {"mentions", ColumnRole::kCount, "texts"}};
  } else {
    columns = {{"rival", ColumnRole::kKey, ""},
               {"share", ColumnRole::kValue, "%"},
               {"low", ColumnRole::kLow, "%"},
               {"high", ColumnRole::kHigh, "%"},
               {"n", ColumnRole::kCount, "texts"}};
  }
  columns.push_back({"customers", ColumnRole::kCount, "customers"});
  columns.push_back({"revenue", ColumnRole::kDetail, "money"});
  columns.push_back({"currency", ColumnRole::kDetail, ""});
  columns.push_back({"first", ColumnRole::kDetail, ""});
  columns.push_back({"last", ColumnRole::kDetail, ""});
  columns.push_back({"recent", ColumnRole::kCount, "texts"});
  columns.push_back({"before", ColumnRole::kCount, "texts"});
  columns.push_back({"trend", ColumnRole::kDetail, ""});
  return columns;
}

void Mentions::prepare(const Block& block, EventBits& shown, Scratch&) const {
  const std::span<uint64_t> words = shown.words();
  for (size_t event = 0; event < shown.count(); ++event) {
    if (tone_.at(block, event) != Tone::kNone || money_.is_money(block, event)) continue;
    words[event / 64] &= ~(uint64_t{1} << (event % 64));
  }
}

void Mentions::fold(const Slice& slice, Groups<State>& groups, const Scratch&) const {
  for_each_person(slice, [&](std::span<const uint32_t> events) { fold_person(slice, events, groups); });
}

void Mentions::fold_person(const Slice& slice, std::span<const uint32_t> events, Groups<State>& groups) const {
  static thread_local std::vector<Text> texts;
  static thread_local MoneyBehind::Sums money;
  texts.clear();
  money.clear();
  bool names = false;
  for (const uint32_t event : events) {
    if (tone_.at(slice.block, event) == Tone::kNone) continue;
    texts.push_back({groups.index(event), name_.at(slice.block, event), event});
    names = names || texts.back().name != 0;
  }
  if (names) money_.read(slice, money);
  std::sort(texts.begin(), texts.end(), [](const Text& a, const Text& b) {
    return std::tie(a.group, a.name, a.event) < std::tie(b.group, b.name, b.event);
  });
  uint32_t counted_in = UINT32_MAX;  // The group whose writer and payer this person already is.
  uint32_t paid_in = UINT32_MAX;
  for (size_t begin = 0; begin < texts.size();) {
    const Text& head = texts[begin];
    size_t end = begin;
    while (end < texts.size() && texts[end].group == head.group && texts[end].name == head.name) ++end;
    State& state = groups.state(head.group);
    if (counted_in != head.group) ++state.writers;
    counted_in = head.group;
    if (head.name != 0) {
      fold_name(slice, std::span(texts).subspan(begin, end - begin), money, state);
      if (paid_in != head.group) MoneyBehind::add(state.paid, money);
      paid_in = head.group;
    }
    begin = end;
  }
}

// One person's texts in one group that have the same name.
void Mentions::fold_name(const Slice& slice, std::span<const Text> texts, const MoneyBehind::Sums& money,
                         State& state) const {
  Mention& mention = state.names.at(texts.front().name);
  mention.texts += static_cast<int64_t>(texts.size());
  ++mention.persons;
  mention.customers += slice.block.identified[slice.customer] != 0 ? 1 : 0;
  int64_t recent = 0;
  int64_t before = 0;
  for (const Text& text : texts) {
    const Micros time = slice.block.times[text.event];
    mention.first = std::min(mention.first, time);
    mention.last = std::max(mention.last, time);
    const RecentWindows::Window window = windows_.at(time);
    recent += window == RecentWindows::Window::kRecent ? 1 : 0;
    before += window == RecentWindows::Window::kBefore ? 1 : 0;
  }
  mention.recent.add_person(recent, before);
  MoneyBehind::add(mention.paid, money);
}

void Mentions::merge(State& into, const State& from) const {
  into.writers += from.writers;
  merge_paid(into.paid, from.paid);
  for (const auto& [code, mention] : from.names.entries()) {
    Mention& own = into.names.at(code);
    own.texts += mention.texts;
    own.persons += mention.persons;
    own.customers += mention.customers;
    own.first = std::min(own.first, mention.first);
    own.last = std::max(own.last, mention.last);
    own.recent.merge(mention.recent);
    merge_paid(own.paid, mention.paid);
  }
}

void Mentions::finish(const State& state, Rows& rows) const {
  std::vector<std::tuple<int64_t, int64_t, std::string_view, const Mention*>> sorted;
  for (const auto& [code, mention] : state.names.entries()) {
    sorted.emplace_back(-mention.texts, -mention.customers, name_.names->text(code), &mention);
  }
  std::sort(sorted.begin(), sorted.end());
  const std::optional<std::string> currency = money_.shown(state.paid);
  for (const auto& [order, second, name, mention] : sorted) {
    std::vector<Value> cells{std::string(name)};
    if (of_ == Of::kRivals) add_share(mention->persons, state.writers, "no texts", cells);
    cells.emplace_back(mention->texts);
    cells.emplace_back(mention->customers);
    cells.push_back(money_.revenue(mention->paid, currency));
    cells.push_back(MoneyBehind::currency_cell(currency));
    cells.emplace_back(TimeValue{mention->first});
    cells.emplace_back(TimeValue{mention->last});
    cells.emplace_back(mention->recent.recent);
    cells.emplace_back(mention->recent.before);
    cells.push_back(trend_of_counts(mention->recent.before_persons, mention->recent.recent_persons));
    rows.add(std::move(cells));
  }
  money_.note(state.paid, currency, rows);
}

void Mentions::save(const State& state, ByteWriter& out) const {
  std::map<std::string_view, const Mention*> sorted;
  for (const auto& [code, mention] : state.names.entries()) sorted[name_.names->text(code)] = &mention;
  out.i64(state.writers);
  state.paid.save(money_.names(), out);
  out.u64(sorted.size());
  for (const auto& [name, mention] : sorted) {
    out.text(name);
    for (const int64_t count : {mention->texts, mention->persons, mention->customers}) out.i64(count);
    out.i64(mention->first);
    out.i64(mention->last);
    mention->recent.save(out);
    mention->paid.save(money_.names(), out);
  }
}

Result<Mentions::State> Mentions::load(ByteReader& in) const {
  State state;
  SOJOURN_TRY(state.writers, load_count(in));
  SOJOURN_TRY(state.paid, PaidByCurrency::load(money_.names(), in));
  SOJOURN_TRY(const uint64_t count, in.count(2 * sizeof(uint32_t) + 9 * sizeof(int64_t)));
  for (uint64_t i = 0; i < count; ++i) {
    SOJOURN_TRY(const std::string name, in.text());
    if (name.empty()) return in.corrupt("a name is empty");
    Mention& mention = state.names.at(name_.names->intern(name));
    if (mention.texts != 0) return in.corrupt("a name stands there twice");
    SOJOURN_TRY(mention.texts, load_count(in, 1));
    SOJOURN_TRY(mention.persons, load_count(in, 1));
    SOJOURN_TRY(mention.customers, load_count(in));
    SOJOURN_TRY(mention.first, in.i64());
    SOJOURN_TRY(mention.last, in.i64());
    SOJOURN_TRY(mention.recent, RecentCounts::load(in));
    SOJOURN_TRY(mention.paid, PaidByCurrency::load(money_.names(), in));
    const bool fits = mention.persons <= mention.texts && mention.customers <= mention.persons &&
                      mention.persons <= state.writers && mention.first >= kTimeMin && mention.first <= mention.last &&
                      mention.last <= kTimeMax;
    if (!fits) return in.corrupt("nobody said it so often");
  }
  return state;
}

namespace {

MeasureDefinition mention_definition() {
  MeasureDefinition definition;
  definition.better = Better::kNone;
  definition.shape = Shape::kTable;
  definition.since = "0.1";
  definition.parameters = {currency_parameter(), recent_parameter()};
  return definition;
}

}  // namespace

MeasureDefinition wishes_definition() {
  MeasureDefinition definition = mention_definition();
  definition.id = "wishes";
  definition.title = "Wishes";
  definition.question = "What do our customers wish for most, and how much money stands behind it?";
  definition.definition =
      "The wishes in the texts of customers, the most mentioned first: one wish in different words is one row. "
      "mentions "
      "counts the texts, customers those of their writers whom we can name. revenue is what these customers paid in "
      "the "
      "range, refunds taken off, in one currency: that of currency=, else the one in which most of them paid; it "
      "stands "
      "behind the wish, and was not brought by it. A customer with two wishes stands behind both. first and last say "
      "when it was mentioned. recent counts the mentions of the last 28 days (or recent=) up to the newest event or "
      "the "
      "end of the range, before those of the 28 days before; where there is less, its two halves. trend is rising, "
      "falling or new (risen from nothing) where the number of persons changed beyond chance (exact test of two "
      "Poisson "
      "counts, 95 %), else steady. A filter leaves out the money of the events that it leaves out.";
  definition.unit = "texts";
  definition.least_n = 0;
  definition.interval = "none: a full count";
  definition.inputs = "text, language, time, amount, currency (voice.wish)";
  definition.source = "Przyborowski and Wilenski, Biometrika 31, 1940 (trend).";
  definition.bind = bind_mentions<Mentions::Of::kWishes>;
  return definition;
}

MeasureDefinition switching_definition() {
  MeasureDefinition definition = mention_definition();
  definition.id = "switching";
  definition.title = "Going to others";
  definition.question = "To whom do our customers say they go, and how much money may go with them?";
  definition.definition =
      "Who is named in texts of customers that tell of going to somebody else, or of comparing with them; unnamed "
      "where "
      "they name nobody. share = 100 * persons who name it / persons who wrote anything; n counts the texts, customers "
      "those of the persons whom we can name. revenue is what these customers paid in the range, refunds taken off, in "
      "one currency: that of currency=, else the one in which most of them paid; it is at risk, not lost. first, last, "
      "recent, before and trend say when it was said, and whether it grows: recent are the last 28 days (or recent=) "
      "up "
      "to the newest event or the end of the range, before the 28 days before, and where there is less, its two "
      "halves; "
      "trend is rising, falling or new where the number of persons changed beyond chance (exact test of two Poisson "
      "counts, 95 %), else steady. The interval is Wilson's at 95 %. A filter leaves out the money of the events that "
      "it leaves out.";
  definition.unit = "%";
  definition.range_min = 0;
  definition.range_max = 100;
  definition.better = Better::kDown;
  definition.least_n = 30;
  definition.interval = "Wilson";
  definition.inputs = "text, language, time, amount, currency (voice.rival)";
  definition.source = "Wilson, JASA 22, 1927; Przyborowski and Wilenski, Biometrika 31, 1940 (trend).";
  definition.bind = bind_mentions<Mentions::Of::kRivals>;
  return definition;
}

}  // namespace sojourn
