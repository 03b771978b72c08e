#include "metrics/response_rate.h"

#include <cmath>

#include "metrics/answerers.h"
#include "metrics/cells.h"
#include "stats/exact_sum.h"

namespace sojourn {
namespace {

struct OpenAnswer {
  uint32_t event = 0;
  bool taken = false;
};

}  // namespace

Result<ResponseRate> ResponseRate::bind(BindContext& context) {
  const std::string kind = context.text("kind");
  SOJOURN_CHECK(context.only(kind.empty() ? "exists(kind)" : of_kind(kind)));
  ResponseRate bound;
  bound.kind_ = context.column("kind");
  bound.question_ = context.column("question");
  bound.answer_ = context.column("answer");
  bound.within_ = context.duration("within");
  bound.range_ = context.range();
  return bound;
}

std::vector<AnswerColumn> ResponseRate::columns() const {
  std::vector<AnswerColumn> columns = value_columns("%");
  columns.push_back({"n", ColumnRole::kCount, "invitations"});
  columns.push_back({"answered", ColumnRole::kCount, "invitations"});
  columns.push_back({"uninvited", ColumnRole::kCount, "answers"});
  return columns;
}

bool ResponseRate::is_answer(const Block& block, uint32_t event) const {
  return !std::isnan(block.column(answer_).numbers[event]);
}

bool ResponseRate::belong_together(const Block& block, uint32_t invitation, uint32_t answer) const {
  const CodeColumn& kinds = block.column(kind_).codes;
  if (kinds[invitation] != kinds[answer]) return false;
  const CodeColumn& questions = block.column(question_).codes;
  const uint32_t asked = questions[invitation];
  const uint32_t answered = questions[answer];
  return asked == 0 || answered == 0 || asked == answered;
}

void ResponseRate::fold(const Slice& slice, Groups<State>& groups) const {
  for_each_person(slice, [&](std::span<const uint32_t> events) { fold_person(slice.block, events, groups); });
}

void ResponseRate::fold_person(const Block& block, std::span<const uint32_t> events, Groups<State>& groups) const {
  static thread_local std::vector<OpenAnswer> answers;  // Kept, so that folding does not allocate for each customer.
  answers.clear();
  for (const uint32_t event : events) {
    if (is_answer(block, event)) answers.push_back({event, false});
  }
  size_t first_open = 0;
  for (const uint32_t event : events) {
    if (is_answer(block, event)) continue;
    while (first_open < answers.size() && (answers[first_open].taken || answers[first_open].event < event))
      ++first_open;
    bool answered = false;
    for (size_t i = first_open; i < answers.size() && !answered; ++i) {
      if (block.times[answers[i].event] - block.times[event] > within_) break;
      if (answers[i].taken || !belong_together(block, event, answers[i].event)) continue;
      answers[i].taken = true;
      answered = true;
    }
    if (!range_.contains(block.times[event])) continue;
    State& state = groups.at(event);
    ++state.asked;
    if (answered) ++state.answered;
  }
  for (const OpenAnswer& answer : answers) {
    if (!answer.taken && range_.contains(block.times[answer.event])) ++groups.at(answer.event).uninvited;
  }
}

void ResponseRate::merge(State& into, const State& from) const {
  into.asked += from.asked;
  into.answered += from.answered;
  into.uninvited += from.uninvited;
}

void ResponseRate::finish(const State& state, Rows& rows) const {
  std::vector<Value> cells;
  if (state.asked == 0) {
    cells.assign(3, None{state.uninvited == 0 ? "nobody was asked" : "no invitations: all answers came uninvited"});
  } else {
    cells.emplace_back(percent(state.answered, state.asked));
    add_interval(wilson(static_cast<double>(state.answered), static_cast<double>(state.asked)), 100, "", cells);
  }
  for (const int64_t count : {state.asked, state.answered, state.uninvited}) cells.emplace_back(count);
  rows.add(std::move(cells));
}

void ResponseRate::save(const State& state, ByteWriter& out) const {
  for (const int64_t count : {state.asked, state.answered, state.uninvited}) out.i64(count);
}

Result<ResponseRate::State> ResponseRate::load(ByteReader& in) const {
  State state;
  SOJOURN_TRY(state.asked, load_count(in));
  SOJOURN_TRY(state.answered, load_count(in));
  SOJOURN_TRY(state.uninvited, load_count(in));
  if (state.answered > state.asked) return in.corrupt("more were answered than asked");
  return state;
}

MeasureDefinition response_rate_definition() {
  MeasureDefinition definition;
  definition.id = "response_rate";
  definition.title = "Response rate";
  definition.question = "How many of those we ask give an answer?";
  definition.definition =
      "The share of invitations that were answered: rate = 100 * answered / asked. An invitation is an event with a "
      "kind of question and no answer; asked counts those in the range. Each invitation, the earlier one first, takes "
      "the customer's next answer of the same kind (and of the same question, where both name one) that no earlier "
      "invitation has taken and that came no later than within after it; so one answer never serves two invitations. "
      "The answer may come after the end of the range: it belongs to its invitation. Invitations whose time is not yet "
      "up count as asked. Answers in the range that belong to no invitation are shown as uninvited and enter neither "
      "part of the share. A filter applies to invitations and answers alike. Without an identifier an invitation "
      "cannot be matched with its answer. The interval is Wilson's at 95 % and takes invitations as independent.";
  definition.unit = "%";
  definition.range_min = 0;
  definition.range_max = 100;
  definition.better = Better::kUp;
  definition.shape = Shape::kNumber;
  definition.least_n = 30;
  definition.interval = "Wilson";
  definition.inputs = "kind, question, answer";
  definition.source =
      "AAPOR, Standard Definitions (response rate 1, every invitation taken as eligible); Wilson, Journal of the "
      "American Statistical Association 22, 1927.";
  definition.since = "0.1";
  ParameterInfo kind;
  kind.name = "kind";
  kind.about = "Only invitations and answers of this kind of question (nps, csat, ces ...); all kinds when not given.";
  ParameterInfo within;
  within.name = "within";
  within.type = ParameterType::kDuration;
  within.default_value = "30d";
  within.about = "The longest time between an invitation and its answer, that moment included.";
  definition.parameters = {std::move(kind), std::move(within)};
  definition.bind = bind_fold<ResponseRate>;
  return definition;
}

}  // namespace sojourn
