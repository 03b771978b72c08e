#include <algorithm>

#include "boards/board_answers.h"
#include "boards/decision.h"
#include "measure/value_number.h"

namespace sojourn {
namespace {

using boards::Json;

constexpr size_t kDayText = 10;
constexpr int64_t kLeastN = 30;

// "2026-05-31": so many days from the day of the decision on.
Result<std::string> day_from(const std::string& day, int days) {
  SOJOURN_TRY(const ParsedTime midnight, parse_time(day, Zone()));
  return format_time(midnight.utc + days * kDay).substr(0, kDayText);
}

void read_row(const ComparisonRow& row, DecisionSide& side) {
  side.value = number_of(row.value);
  side.low = number_of(row.low);
  side.high = number_of(row.high);
  side.n = row.n;
  if (const auto* none = std::get_if<None>(&row.value)) side.none = none->reason;
}

// The pair that is told: the first with a difference, else the first row of each side.
void read_rows(const Comparison& comparison, DecisionState& state) {
  const auto found =
      std::ranges::find_if(comparison.rows, [](const ComparisonRow& row) { return row.difference.has_value(); });
  const std::vector<Value>* const keys = found == comparison.rows.end() ? nullptr : &found->keys;
  bool seen[2] = {false, false};
  for (const ComparisonRow& row : comparison.rows) {
    if (seen[row.question] || (keys != nullptr && row.keys != *keys)) continue;
    seen[row.question] = true;
    read_row(row, row.question == 0 ? state.before : state.after);
    if (row.question == 0) continue;
    state.difference = row.difference;
    if (row.interval) {
      state.low = row.interval->low;
      state.high = row.interval->high;
    }
    state.reason = row.reason;
  }
  for (DecisionSide* each : {&state.before, &state.after}) {
    if (!each->value && each->none.empty()) each->none = "no events match the question";
  }
}

bool too_few(const DecisionSide& side, int64_t least) { return !side.value || (side.n && *side.n < least); }

void judge(const MeasureDefinition& definition, DecisionState& state) {
  const int64_t least = definition.least_n > 0 ? definition.least_n : kLeastN;
  if (too_few(state.before, least) || too_few(state.after, least)) {
    state.verdict = "too few";
    const DecisionSide& side = too_few(state.before, least) ? state.before : state.after;
    state.reason = side.value ? "n is below " + std::to_string(least) + ": too few to compare" : side.none;
    return;
  }
  const bool proven = state.low && (*state.low > 0 || *state.high < 0);
  state.verdict = proven ? "proven" : "not proven";
  const bool told_by_interval = state.low.has_value();
  if (told_by_interval && !state.reason.empty()) {
    state.reason =
        "most of these customers stand on both sides: the interval takes them as different people, and is wider than "
        "need be";
  }
}

}  // namespace

Result<DecisionState> decision_state(const Decision& decision, const std::string& scope, const Asker& asker,
                                     const std::atomic<bool>* cancelled) {
  DecisionState state;
  SOJOURN_TRY(state.before.from, day_from(decision.at, -decision.days));
  state.before.to = state.after.from = decision.at;
  SOJOURN_TRY(state.after.to, day_from(decision.at, decision.days));
  Question question = decision.question;
  SOJOURN_TRY(question.where, both_filters(question.where, scope, asker.segments()));
  std::vector<Question> questions{question, question};
  questions[0].from = state.before.from;
  questions[0].to = state.before.to;
  questions[1].from = state.after.from;
  questions[1].to = state.after.to;
  SOJOURN_TRY(const Comparison comparison, compare(asker, questions, {"before", "after"}, cancelled));
  state.unit = comparison.unit;
  state.as_of = comparison.as_of;
  state.shared = comparison.shared.back();
  read_rows(comparison, state);
  judge(*comparison.definition, state);
  // The last of the days after must have begun, in the record, and be over.
  SOJOURN_TRY(const Micros newest, asker.newest());
  SOJOURN_TRY(const Zone zone, Zone::find(question.zone));
  SOJOURN_TRY(const std::string last, day_from(state.after.to, -1));
  SOJOURN_TRY(const ParsedTime last_day, parse_time(last, zone));
  SOJOURN_TRY(const ParsedTime end, parse_time(state.after.to, zone));
  if (newest < last_day.utc || now() < end.utc) {
    state.verdict = "too early";
    state.reason = "the record ends on " + format_time(zone.to_wall(newest)).substr(0, kDayText) +
                   ", the days after the decision on " + last;
  }
  return state;
}

namespace {

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json side_json(const DecisionSide& side) {
  Json json{{"from", side.from}, {"to", side.to}};
  json["value"] = or_null(side.value);
  json["low"] = or_null(side.low);
  json["high"] = or_null(side.high);
  json["n"] = or_null(side.n);
  json["none"] = side.none.empty() ? Json(nullptr) : Json(side.none);
  return json;
}

}  // namespace

Json decision_state_json(const DecisionState& state) {
  Json json{{"before", side_json(state.before)}, {"after", side_json(state.after)}};
  json["unit"] = state.unit;
  json["as_of"] = format_time(state.as_of);
  json["difference"] = or_null(state.difference);
  json["difference_low"] = or_null(state.low);
  json["difference_high"] = or_null(state.high);
  json["shared"] = or_null(state.shared);
  json["verdict"] = state.verdict;
  json["reason"] = state.reason.empty() ? Json(nullptr) : Json(state.reason);
  return json;
}

}  // namespace sojourn
