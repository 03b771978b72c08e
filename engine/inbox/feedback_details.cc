#include "inbox/feedback_details.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "base/decimal.h"
#include "timelines/flatten.h"

namespace sojourn {
namespace {

// What a term of an event becomes.
struct TermMember {
  Field field;
  std::string FeedbackAnswer::*member;
};
constexpr std::array kTerms{TermMember{Field::kChannel, &FeedbackAnswer::channel},
                            TermMember{Field::kTouchpoint, &FeedbackAnswer::touchpoint},
                            TermMember{Field::kKind, &FeedbackAnswer::kind},
                            TermMember{Field::kQuestion, &FeedbackAnswer::question},
                            TermMember{Field::kLanguage, &FeedbackAnswer::language},
                            TermMember{Field::kAgent, &FeedbackAnswer::agent}};
constexpr std::array kValues{Field::kText, Field::kAnswer, Field::kScaleMin, Field::kScaleMax};

std::optional<double> number_at(const EventColumns::Column& column, size_t row) {
  return column.valid[row] != 0 ? std::optional(column.numbers[row]) : std::nullopt;
}

// `columns` as asked for: kTerms, then kValues. Terms are codes still.
FeedbackAnswer answer_at(const EventColumns& events, size_t row, Flattener& flattener) {
  const auto* const values = events.columns.data() + kTerms.size();
  FeedbackAnswer answer;
  answer.sequence = events.sequence[row];
  if (values[0].valid[row] != 0) answer.text = values[0].texts[row];
  answer.answer = number_at(values[1], row);
  const std::optional<double> min = number_at(values[2], row), max = number_at(values[3], row);
  if (min && max) answer.scale = Scale{*min, *max};
  flattener.flatten(events.properties[row], [&answer](std::string_view name, std::string_view text) {
    if (name == "properties.survey") answer.survey = text;
    if (name == "properties.choice") answer.choice = text;
  });
  return answer;
}

ScanRequest request_for(std::span<const FeedbackEvent> events) {
  ScanRequest request;
  for (const TermMember& each : kTerms) request.fields.push_back(each.field);
  request.fields.insert(request.fields.end(), kValues.begin(), kValues.end());
  request.properties = true;
  request.as_of_sequence = 0;  // Whichever telling.
  const auto [first, last] = std::ranges::minmax_element(events, {}, &FeedbackEvent::sequence);
  request.after_sequence = first->sequence - 1;
  request.up_to_sequence = last->sequence;
  for (const FeedbackEvent& each : events) request.only_who.push_back(each.who);
  std::ranges::sort(request.only_who);
  request.only_who.erase(std::unique(request.only_who.begin(), request.only_who.end()), request.only_who.end());
  return request;
}

}  // namespace

Status FeedbackDetails::fetch(std::span<const FeedbackEvent> events, Answers& found) {
  std::unordered_set<int64_t> wanted;
  for (const FeedbackEvent& each : events) wanted.insert(each.sequence);
  struct Codes {
    int64_t sequence = 0;
    TermCode source = 0;
    std::array<TermCode, kTerms.size()> terms{};
  };
  std::vector<Codes> codes;
  Flattener flattener;
  SOJOURN_CHECK(store_.scan(request_for(events), [&](const EventColumns& columns) -> Status {
    for (size_t row = 0; row < columns.count; ++row) {
      if (!wanted.contains(columns.sequence[row])) continue;
      Codes& of = codes.emplace_back(Codes{columns.sequence[row], columns.source[row], {}});
      for (size_t i = 0; i < kTerms.size(); ++i) of.terms[i] = columns.columns[i].terms[row];
      found.emplace(of.sequence, answer_at(columns, row, flattener));
    }
    return {};
  }));
  SOJOURN_TRY(const std::vector<std::string> terms, store_.terms());  // Afterwards, so that none is missing.
  for (const Codes& each : codes) {
    FeedbackAnswer& answer = found[each.sequence];
    if (each.source < terms.size()) answer.source = terms[each.source];
    for (size_t i = 0; i < kTerms.size(); ++i) {
      if (each.terms[i] < terms.size()) answer.*kTerms[i].member = terms[each.terms[i]];
    }
  }
  return {};
}

void FeedbackDetails::keep(const FeedbackAnswer& answer) {
  if (!kept_.emplace(answer.sequence, answer).second) return;
  order_.push_back(answer.sequence);
  if (order_.size() <= kKept) return;
  kept_.erase(order_.front());
  order_.pop_front();
}

Result<std::vector<FeedbackAnswer>> FeedbackDetails::read(std::span<const FeedbackEvent> events) {
  const std::lock_guard lock(mutex_);
  Answers found;
  std::vector<FeedbackEvent> unknown;
  for (const FeedbackEvent& each : events) {
    if (const auto kept = kept_.find(each.sequence); kept != kept_.end()) {
      found.emplace(each.sequence, kept->second);
    } else {
      unknown.push_back(each);
    }
  }
  if (!unknown.empty()) SOJOURN_CHECK(fetch(unknown, found));
  std::vector<FeedbackAnswer> answers;
  for (const FeedbackEvent& each : events) {
    const auto answer = found.find(each.sequence);
    if (answer == found.end()) continue;
    keep(answer->second);
    answers.push_back(answer->second);
  }
  return answers;
}

Status FeedbackDetails::add_ids(std::span<FeedbackAnswer> answers) {
  if (answers.empty()) return {};
  std::string sql;
  for (const FeedbackAnswer& each : answers) sql += (sql.empty() ? "" : ", ") + std::to_string(each.sequence);
  SOJOURN_TRY(const SqlTable table,
              store_.sql("SELECT sequence, id FROM event WHERE sequence IN (" + sql + ")", answers.size()));
  for (const auto& row : table.rows) {
    const auto answer = std::ranges::find_if(
        answers, [&row](const FeedbackAnswer& each) { return std::to_string(each.sequence) == row[0]; });
    if (answer != answers.end()) answer->event_id = row[1].value_or("");
  }
  return {};
}

}  // namespace sojourn
