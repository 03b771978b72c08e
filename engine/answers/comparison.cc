#include "answers/comparison.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>

#include "answers/bound_question.h"
#include "measure/value_number.h"
#include "stats/difference.h"
#include "stats/multiplicity.h"

namespace sojourn {
namespace {

constexpr int64_t kLeastN = 30;

std::string place(size_t question, const char* key = nullptr) {
  return "questions[" + std::to_string(question) + "]" + (key == nullptr ? "" : std::string(".") + key);
}

// The columns of an answer that are compared.
struct Columns {
  std::vector<size_t> keys;
  std::optional<size_t> value, low, high, n;
  std::string people;  // The column whose customers are those of the answer; "" : there is none.
};

Columns columns_of(const Answer& answer) {
  Columns found;
  for (size_t i = 0; i < answer.columns.size(); ++i) {
    const AnswerColumn& column = answer.columns[i];
    const bool counts = column.role == ColumnRole::kCount;
    if (column.role == ColumnRole::kSplit || column.role == ColumnRole::kKey) found.keys.push_back(i);
    if (column.role == ColumnRole::kValue && !found.value) found.value = i;
    if (column.role == ColumnRole::kLow && !found.low) found.low = i;
    if (column.role == ColumnRole::kHigh && !found.high) found.high = i;
    if (column.name == "n") found.n = i;
    if (counts && (found.people.empty() || column.name == "n")) found.people = column.name;
  }
  return found;
}

std::optional<Estimate> estimate_of(const ComparisonRow& row) {
  const std::optional<double> value = number_of(row.value);
  const std::optional<double> low = number_of(row.low);
  const std::optional<double> high = number_of(row.high);
  if (!value || !low || !high) return std::nullopt;
  return Estimate{*value, {*low, *high}};
}

ComparisonRow row_of(const std::vector<Value>& cells, const Columns& columns, size_t question) {
  ComparisonRow row;
  row.question = question;
  for (const size_t key : columns.keys) row.keys.push_back(cells[key]);
  if (columns.value) row.value = cells[*columns.value];
  if (columns.low) row.low = cells[*columns.low];
  if (columns.high) row.high = cells[*columns.high];
  if (columns.n) {
    if (const auto* count = std::get_if<int64_t>(&cells[*columns.n])) row.n = *count;
  }
  return row;
}

struct KeysBefore {
  bool operator()(const std::vector<Value>& a, const std::vector<Value>& b) const {
    return std::lexicographical_compare(
        a.begin(), a.end(), b.begin(), b.end(),
        [](const Value& one, const Value& other) { return compare_values(one, other) < 0; });
  }
};

// All rows of one key, by question; those of the base give the order, then come the keys that it does not have.
std::vector<std::vector<ComparisonRow>> matched(const std::vector<Answer>& answers, const Columns& columns) {
  std::vector<std::vector<ComparisonRow>> groups;
  std::map<std::vector<Value>, size_t, KeysBefore> places;
  for (size_t question = 0; question < answers.size(); ++question) {
    for (const std::vector<Value>& cells : answers[question].rows) {
      ComparisonRow row = row_of(cells, columns, question);
      const auto [place, fresh] = places.emplace(row.keys, groups.size());
      if (fresh) groups.emplace_back();
      groups[place->second].push_back(std::move(row));
    }
  }
  return groups;
}

std::string reason_of(const Value& value, const std::string& whose) {
  const auto* none = std::get_if<None>(&value);
  return whose + (none == nullptr ? "there is no value" : none->reason);
}

// Why this row cannot be judged; "" : it can.
std::string refusal(const ComparisonRow& row, const ComparisonRow* base, int64_t least, bool dependent) {
  if (base == nullptr) return "the base has no such row";
  if (!number_of(row.value)) return reason_of(row.value, "");
  if (!number_of(base->value)) return reason_of(base->value, "the base: ");
  if (!estimate_of(row) || !estimate_of(*base)) {
    const ComparisonRow& lacking = estimate_of(row) ? *base : row;
    const auto* none = std::get_if<None>(&lacking.low);
    return none == nullptr ? "there is no interval: the figure is a full count, or nothing says how sure it is"
                           : none->reason;
  }
  if (!row.interval) return "the intervals have no width towards each other: nothing says how sure the difference is";
  for (const ComparisonRow* each : {&row, base}) {
    if (!each->n || *each->n >= least) continue;
    return (each == base ? "the base: " : "") + std::string("n is below ") + std::to_string(least) +
           ": too few to compare";
  }
  if (dependent) {
    return "most of these customers stand in the base as well: the two are not independent. Compare those who are in "
           "one of them only";
  }
  return "";
}

void compare_rows(std::vector<ComparisonRow>& group, int64_t least, const std::vector<bool>& dependent) {
  const ComparisonRow* const base = group.front().question == 0 ? &group.front() : nullptr;
  for (ComparisonRow& row : group) {
    if (&row == base || row.question == 0) continue;
    if (base != nullptr && number_of(row.value) && number_of(base->value)) {
      row.difference = *number_of(row.value) - *number_of(base->value);
      const std::optional<Estimate> own = estimate_of(row);
      const std::optional<Estimate> other = estimate_of(*base);
      const std::optional<Difference> found = own && other ? difference_of_estimates(*own, *other) : std::nullopt;
      if (found) {
        row.interval = found->interval;
        row.p = found->p;
      }
    }
    row.reason = refusal(row, base, least, dependent[row.question]);
    if (!row.reason.empty()) row.p.reset();
  }
}

void judge(std::vector<ComparisonRow>& rows) {
  std::vector<double> p;
  for (const ComparisonRow& row : rows) {
    if (row.p) p.push_back(*row.p);
  }
  const std::vector<double> adjusted = benjamini_hochberg(p);
  size_t next = 0;
  for (ComparisonRow& row : rows) {
    if (!row.p) continue;
    row.p_adjusted = adjusted[next++];
    row.proven = *row.p_adjusted <= kProvenBelow;
  }
}

// How many stand in the base too, and whether that is most of the smaller side.
struct Overlap {
  std::vector<std::optional<int64_t>> shared;
  std::vector<bool> dependent;
};

Result<Overlap> overlap_of(const Asker& asker, std::span<const Question> questions, const std::string& column) {
  Overlap overlap;
  overlap.shared.assign(questions.size(), std::nullopt);
  overlap.dependent.assign(questions.size(), false);
  if (column.empty()) return overlap;
  std::vector<std::vector<uint32_t>> people;
  for (const Question& each : questions) {
    Question whole = each;
    whole.by.clear();
    SOJOURN_TRY(std::vector<uint32_t> numbers, asker.who_numbers(whole, CellRef{{}, column}));
    people.push_back(std::move(numbers));
  }
  for (size_t i = 1; i < people.size(); ++i) {
    std::vector<uint32_t> both;
    std::set_intersection(people[0].begin(), people[0].end(), people[i].begin(), people[i].end(),
                          std::back_inserter(both));
    overlap.shared[i] = static_cast<int64_t>(both.size());
    overlap.dependent[i] = 2 * both.size() > std::min(people[0].size(), people[i].size());
  }
  return overlap;
}

Result<std::vector<Answer>> ask_each(const Asker& asker, std::span<const Question> questions,
                                     const std::atomic<bool>* cancelled) {
  SOJOURN_TRY(std::vector<Result<Answer>> asked, asker.ask_all(questions, cancelled));
  std::vector<Answer> answers;
  for (size_t i = 0; i < asked.size(); ++i) {
    if (!asked[i]) return std::move(asked[i]).error().within(place(i));
    answers.push_back(*std::move(asked[i]));
  }
  return answers;
}

// Of the answers: what stands over the rows, and what is to be said of each.
void describe(const std::vector<Answer>& answers, Comparison& comparison) {
  comparison.unit = answers.front().unit;
  comparison.convention = answers.front().convention +
                          ". Differences by MOVER (Zou and Donner 2008) from the two intervals, at 95 %; p by turning "
                          "that round, adjusted by Benjamini and Hochberg over all rows that can be judged.";
  for (size_t i = 0; i < answers.size(); ++i) {
    comparison.as_of = i == 0 ? answers[i].as_of : std::max(comparison.as_of, answers[i].as_of);
    const std::string whose = comparison.names[i] + ": ";
    if (!answers[i].none.empty()) comparison.notes.push_back(whose + answers[i].none);
    for (const std::string& note : answers[i].notes) comparison.notes.push_back(whose + note);
  }
}

// A split that is called as one of the columns of every comparison is told apart from it.
std::vector<AnswerColumn> key_columns(const Answer& shaped, const Columns& columns) {
  constexpr std::array<std::string_view, 13> kOwn{
      "question", "name",   "value",           "low",       "high", "n", "difference", "difference_low", "p",
      "proven",   "reason", "difference_high", "p_adjusted"};
  std::vector<AnswerColumn> keys;
  for (const size_t key : columns.keys) {
    keys.push_back(shaped.columns[key]);
    if (std::ranges::find(kOwn, keys.back().name) != kOwn.end()) keys.back().name = "by." + keys.back().name;
  }
  return keys;
}

// The columns by which rows are matched: of the first answer that has any.
const Answer& with_columns(const std::vector<Answer>& answers) {
  const auto found = std::ranges::find_if(answers, [](const Answer& each) { return !each.columns.empty(); });
  return found == answers.end() ? answers.front() : *found;
}

}  // namespace

Status check_comparison(std::span<const Question> questions) {
  if (questions.size() < 2 || questions.size() > kComparedMax) {
    return Status::invalid("2 to " + std::to_string(kComparedMax) + " questions can be compared, these are " +
                               std::to_string(questions.size()),
                           "questions");
  }
  const Question& base = questions.front();
  for (size_t i = 0; i < questions.size(); ++i) {
    const Question& each = questions[i];
    const char* const same = "must be as in the first question: what is compared differs by where, from and to alone";
    if (each.measure != base.measure) return Status::invalid(same, place(i, "measure"));
    if (each.parameters != base.parameters) return Status::invalid(same, place(i, "parameters"));
    if (each.by != base.by) return Status::invalid(same, place(i, "by"));
    if (each.zone != base.zone) return Status::invalid(same, place(i, "zone"));
    if (each.over) {
      return Status::invalid("cannot be compared: periods are questions of their own, with from and to",
                             place(i, "over"));
    }
  }
  SOJOURN_TRY(const MeasureDefinition* const definition, find_measure(base.measure));
  if (definition->bind) return {};
  return Status::invalid("\"" + definition->id + "\" speaks of the whole record: there is nothing to compare",
                         place(0, "measure"));
}

std::vector<std::string> comparison_names(std::span<const Question> questions) {
  const Question& base = questions.front();
  const bool filters = std::ranges::any_of(questions, [&](const Question& each) { return each.where != base.where; });
  const bool times = std::ranges::any_of(
      questions, [&](const Question& each) { return each.from != base.from || each.to != base.to; });
  std::vector<std::string> names;
  for (const Question& each : questions) {
    std::string name = filters ? (each.where.empty() ? "everything" : each.where) : "";
    if (times) {
      name += name.empty() ? "" : ", ";
      name += (each.from.empty() ? "from the beginning" : each.from) + " to " + (each.to.empty() ? "now" : each.to);
    }
    names.push_back(name.empty() ? std::to_string(names.size()) : name);
  }
  return names;
}

Result<Comparison> compare(const Asker& asker, std::span<const Question> questions, std::vector<std::string> names,
                           const std::atomic<bool>* cancelled, bool look_for_shared) {
  SOJOURN_CHECK(check_comparison(questions));
  if (names.size() > questions.size()) return Status::invalid("there are more names than questions", "names");
  Comparison comparison;
  comparison.questions.assign(questions.begin(), questions.end());
  comparison.names = comparison_names(questions);
  for (size_t i = 0; i < names.size(); ++i) {
    if (!names[i].empty()) comparison.names[i] = std::move(names[i]);
  }
  SOJOURN_TRY(comparison.definition, find_measure(questions.front().measure));
  SOJOURN_TRY(const std::vector<Answer> answers, ask_each(asker, questions, cancelled));
  describe(answers, comparison);
  const Answer& shaped = with_columns(answers);
  const Columns columns = columns_of(shaped);
  comparison.keys = key_columns(shaped, columns);
  SOJOURN_TRY(Overlap overlap, overlap_of(asker, questions, look_for_shared ? columns.people : ""));
  comparison.shared = std::move(overlap.shared);
  const int64_t least = comparison.definition->least_n > 0 ? comparison.definition->least_n : kLeastN;
  for (std::vector<ComparisonRow>& group : matched(answers, columns)) {
    compare_rows(group, least, overlap.dependent);
    std::ranges::move(group, std::back_inserter(comparison.rows));
  }
  judge(comparison.rows);
  if (comparison.rows.empty()) comparison.none = answers.front().none;
  return comparison;
}

}  // namespace sojourn
