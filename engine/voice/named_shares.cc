#include "voice/named_shares.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "measure/cells.h"
#include "voice/sentiment.h"

namespace sojourn {
namespace {

constexpr std::string_view kUnknown = "unknown";

// bind_fold needs a type whose bind() takes the context alone.
struct Emotion : NamedShares {
  static Result<NamedShares> bind(BindContext& context) {
    return NamedShares::bind(context, "voice.emotion", "emotion");
  }
};
struct Motive : NamedShares {
  static Result<NamedShares> bind(BindContext& context) { return NamedShares::bind(context, "voice.motive", "motive"); }
};
struct Intent : NamedShares {
  static Result<NamedShares> bind(BindContext& context) { return NamedShares::bind(context, "voice.intent", "intent"); }
};

template <class Which>
Result<std::unique_ptr<Fold>> bind_shares(BindContext& context) {
  SOJOURN_TRY(NamedShares aggregate, Which::bind(context));
  SOJOURN_TRY(Splitter splitter, Splitter::bind(context.question(), context.snapshot(), context.zone()));
  SOJOURN_TRY(FoldScope scope, bind_scope(context, NamedShares::kScope, splitter));
  return std::unique_ptr<Fold>(
      std::make_unique<FoldOf<NamedShares>>(std::move(aggregate), std::move(splitter), std::move(scope)));
}

}  // namespace

Result<NamedShares> NamedShares::bind(BindContext& context, std::string_view column, std::string key) {
  NamedShares bound;
  bound.code_ = VoiceCode::bind(context, column);
  bound.count_ = bind_count(context);
  bound.key_ = std::move(key);
  if (bound.code_.column) context.only_present(*bound.code_.column);
  context.without_times();
  return bound;
}

std::vector<AnswerColumn> NamedShares::columns() const {
  return {{key_, ColumnRole::kKey, ""},       {"share", ColumnRole::kValue, "%"},
          {"low", ColumnRole::kLow, "%"},     {"high", ColumnRole::kHigh, "%"},
          {"n", ColumnRole::kCount, "texts"}, {"customers", ColumnRole::kCount, "customers"}};
}

void NamedShares::fold(State& state, const Slice& slice) const {
  static thread_local std::vector<uint32_t> codes;  // Of one person's texts.
  for_each_person(slice, [&](std::span<const uint32_t> events) {
    codes.clear();
    const int64_t texts = take_counted(
        count_, events,
        [&](uint32_t event) {
          const uint32_t code = code_.at(slice.block, event);
          return code == 0 ? std::nullopt : std::optional(code);
        },
        [&](uint32_t code) { codes.push_back(code); });
    if (texts == 0) return;
    state.persons.add(texts, 0);
    std::sort(codes.begin(), codes.end());
    for (size_t begin = 0; begin < codes.size();) {
      const size_t end = static_cast<size_t>(
          std::upper_bound(codes.begin() + static_cast<ptrdiff_t>(begin), codes.end(), codes[begin]) - codes.begin());
      Name& name = state.names.at(codes[begin]);
      const auto same = static_cast<int64_t>(end - begin);
      name.texts += same;
      name.persons.add(texts, same);
      name.customers += slice.block.identified[slice.customer] != 0 ? 1 : 0;
      begin = end;
    }
  });
}

void NamedShares::merge(State& into, const State& from) const {
  into.persons.merge(from.persons);
  for (const auto& [code, name] : from.names.entries()) {
    Name& own = into.names.at(code);
    own.texts += name.texts;
    own.customers += name.customers;
    own.persons.merge(name.persons);
  }
}

void NamedShares::finish(const State& state, Rows& rows) const {
  using Sorted = std::tuple<bool, int64_t, std::string_view, const Name*>;
  std::vector<Sorted> sorted;
  for (const auto& [code, name] : state.names.entries()) {
    const std::string_view text = code_.names->text(code);
    sorted.emplace_back(text == kUnknown, -name.texts, text, &name);
  }
  std::sort(sorted.begin(), sorted.end());
  const auto texts = static_cast<double>(state.persons.answers());
  for (const auto& [unknown, order, text, name] : sorted) {
    const auto with = static_cast<double>(name->texts);
    const std::optional<double> effective = state.persons.with_sums_of(name->persons).effective_n(name->texts);
    std::vector<Value> cells{std::string(text), percent(name->texts, state.persons.answers())};
    add_interval(effective ? wilson(*effective * with / texts, *effective) : std::nullopt, 100,
                 "one customer wrote all texts, which says nothing about how customers differ", cells);
    cells.emplace_back(name->texts);
    cells.emplace_back(name->customers);
    rows.add(std::move(cells));
  }
}

void NamedShares::save(const State& state, ByteWriter& out) const {
  std::map<std::string_view, const Name*> sorted;
  for (const auto& [code, name] : state.names.entries()) sorted[code_.names->text(code)] = &name;
  state.persons.save(out);
  out.u64(sorted.size());
  for (const auto& [text, name] : sorted) {
    out.text(text);
    out.i64(name->texts);
    out.i64(name->customers);
    name->persons.save(out);
  }
}

Result<NamedShares::State> NamedShares::load(ByteReader& in) const {
  State state;
  SOJOURN_TRY(state.persons, ClusterSums::load(in));
  SOJOURN_TRY(const uint64_t count, in.count(sizeof(uint32_t) + 8 * sizeof(int64_t)));
  int64_t texts = 0;
  for (uint64_t i = 0; i < count; ++i) {
    SOJOURN_TRY(const std::string text, in.text());
    if (text.empty()) return in.corrupt("a name is empty");
    Name& name = state.names.at(code_.names->intern(text));
    if (name.texts != 0) return in.corrupt("a name stands there twice");
    SOJOURN_TRY(name.texts, load_count(in, 1));
    SOJOURN_TRY(name.customers, load_count(in));
    SOJOURN_TRY(name.persons, ClusterSums::load(in));
    texts += name.texts;
    const bool fits = name.persons.answers() <= state.persons.answers() &&
                      name.persons.persons() <= state.persons.persons() && name.texts <= name.persons.answers();
    if (!fits || name.customers > name.texts || texts > state.persons.answers()) {
      return in.corrupt("the persons did not write these texts");
    }
  }
  if (texts != state.persons.answers()) return in.corrupt("the names are not those of all texts");
  return state;
}

namespace {

MeasureDefinition share_definition(const std::string& column) {
  MeasureDefinition definition;
  definition.unit = "%";
  definition.range_min = 0;
  definition.range_max = 100;
  definition.better = Better::kNone;
  definition.shape = Shape::kTable;
  definition.least_n = 30;
  definition.interval = "Wilson, clustered by customer";
  definition.inputs = "text, language (" + column + ")";
  definition.source =
      "Wilson, Probable Inference, Journal of the American Statistical Association 22, 1927; Korn and Graubard, Survey "
      "Methodology 24, 1998.";
  definition.since = "0.1";
  definition.parameters = {texts_parameter()};
  return definition;
}

// What the three say alike.
constexpr const char* kAlike =
    " unknown is a row too, the last one, for texts that do not say it clearly enough; so the rows add up to all "
    "texts. "
    "Every text counts, unless count says otherwise; customers counts those we can name. The interval is Wilson's at "
    "95 "
    "%; several texts of one customer enter it as their effective number (Korn and Graubard).";

}  // namespace

MeasureDefinition emotion_definition() {
  MeasureDefinition definition = share_definition("voice.emotion");
  definition.id = "emotion";
  definition.title = "Emotions";
  definition.question = "What do our customers feel when they write to us?";
  definition.definition =
      std::string(
          "The share of each emotion among all texts of customers: share = 100 * n / texts. A text has one of "
          "the six basic emotions of Ekman (joy, sadness, anger, fear, disgust, surprise), or none.") +
      kAlike;
  definition.source = "Ekman, Cognition and Emotion 6, 1992 (the emotions). " + definition.source;
  definition.bind = bind_shares<Emotion>;
  return definition;
}

MeasureDefinition motives_definition() {
  MeasureDefinition definition = share_definition("voice.motive");
  definition.id = "motives";
  definition.title = "Emotional motives";
  definition.question = "Which emotional motives do our customers speak of?";
  definition.definition =
      std::string(
          "The share of each emotional motive among all texts of customers: share = 100 * n / texts. A motive "
          "is what a customer hopes to feel or to be by what was bought: belonging, success, safety and so on.") +
      kAlike;
  definition.source =
      "Magids, Zorfas and Leemon, Harvard Business Review 93(11), 2015 (the motives). " + definition.source;
  definition.bind = bind_shares<Motive>;
  return definition;
}

MeasureDefinition intents_definition() {
  MeasureDefinition definition = share_definition("voice.intent");
  definition.id = "intents";
  definition.title = "Intents";
  definition.question = "What do our customers want when they write to us?";
  definition.definition =
      std::string(
          "The share of each intent among all texts of customers: share = 100 * n / texts. An intent is what a "
          "text is for: praise, complaint, question, request, wish, cancel, switch or thanks.") +
      kAlike;
  definition.bind = bind_shares<Intent>;
  return definition;
}

}  // namespace sojourn
