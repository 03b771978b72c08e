#include "voice/sentiment.h"

#include <optional>

#include "measure/cells.h"
#include "measure/parameters.h"

namespace sojourn {
namespace {

struct Text {
  Tone tone;
  int64_t score;
};

}  // namespace

Result<Sentiment> Sentiment::bind(BindContext& context) {
  Sentiment bound;
  bound.tone_ = VoiceTone::bind(context, true);
  bound.count_ = bind_count(context);
  context.without_times();
  return bound;
}

std::vector<AnswerColumn> Sentiment::columns() const {
  std::vector<AnswerColumn> columns = value_columns("points");
  for (const char* name : {"n", "positive", "neutral", "negative", "unknown"}) {
    columns.push_back({name, ColumnRole::kCount, "texts"});
  }
  columns.push_back({"customers", ColumnRole::kCount, "customers"});
  columns.push_back({"mean_score", ColumnRole::kDetail, ""});
  return columns;
}

void Sentiment::fold(State& state, const Slice& slice) const {
  bool counted = false;
  for_each_person(slice, [&](std::span<const uint32_t> events) {
    ToneCounts texts;
    take_counted(
        count_, events,
        [&](uint32_t event) -> std::optional<Text> {
          const Tone tone = tone_.at(slice.block, event);
          if (tone == Tone::kNone) return std::nullopt;
          return Text{tone, tone_.score(slice.block, event)};
        },
        [&](const Text& text) { texts.add(text.tone, text.score); });
    if (texts.texts() == 0) return;
    state.tones.add_person(texts);
    counted = true;
  });
  if (counted && slice.block.identified[slice.customer] != 0) ++state.customers;
}

void Sentiment::merge(State& into, const State& from) const {
  into.tones.merge(from.tones);
  into.customers += from.customers;
}

void Sentiment::finish(const State& state, Rows& rows) const {
  const ToneCounts& counts = state.tones.counts();
  std::vector<Value> cells;
  state.tones.add_net(cells);
  for (const int64_t count : {counts.known(), counts.positive, counts.neutral, counts.negative, counts.unknown}) {
    cells.emplace_back(count);
  }
  cells.emplace_back(state.customers);
  cells.push_back(state.tones.mean_score());
  rows.add(std::move(cells));
}

void Sentiment::save(const State& state, ByteWriter& out) const {
  state.tones.save(out);
  out.i64(state.customers);
}

Result<Sentiment::State> Sentiment::load(ByteReader& in) const {
  State state;
  SOJOURN_TRY(state.tones, ToneTally::load(in));
  SOJOURN_TRY(state.customers, load_count(in));
  if (state.customers > state.tones.counts().texts()) return in.corrupt("more customers than texts");
  return state;
}

ParameterInfo texts_parameter() {
  return choice(
      "count", {"all", "last", "first"},
      "Which texts of a customer count within a group: all of them, the last one, or the first one. With all, "
      "the interval allows for texts of one customer being alike.");
}

MeasureDefinition sentiment_definition() {
  MeasureDefinition definition;
  definition.id = "sentiment";
  definition.title = "Net sentiment";
  definition.question = "How does what our customers say sound?";
  definition.definition =
      "The share of texts that sound positive minus the share that sound negative, times 100: sentiment = 100 * "
      "(positive - negative) / n, where n counts the texts whose sentiment is known: positive, neutral or negative. "
      "Those whose sentiment is unknown, because the language is not known or the words say nothing, are counted "
      "beside it. A text is what a customer wrote or said, in a comment, a review or a conversation; what we say is "
      "none. Every text counts, unless count says otherwise. customers counts those we can name. mean_score is the "
      "mean of the scores of the texts, from -1 to 1. The interval is the adjusted Wald interval at 95 %; several "
      "texts of one customer are not independent, so they enter as their effective number (Korn and Graubard).";
  definition.unit = "points";
  definition.range_min = -100;
  definition.range_max = 100;
  definition.better = Better::kUp;
  definition.shape = Shape::kNumber;
  definition.least_n = 30;
  definition.interval = "adjusted Wald, clustered by customer";
  definition.inputs = "text, language (voice.sentiment, voice.score)";
  definition.source =
      "Rocks, Interval Estimation for the Net Promoter Score, The American Statistician 70(4), 2016; Korn and "
      "Graubard, "
      "Survey Methodology 24, 1998.";
  definition.since = "0.1";
  definition.parameters = {texts_parameter()};
  definition.bind = bind_fold<Sentiment>;
  return definition;
}

}  // namespace sojourn
