#include "tracking/posthog_survey.h"

#include <cmath>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "base/text.h"

namespace sojourn {
namespace {

constexpr std::string_view kResponse = "$survey_response";

struct Answer {
  std::string id;        // Of the question: its id, or its place.
  std::string question;  // Its text.
  std::string text;
  bool scored = false;
};

struct Survey {
  std::string_view id;
  std::string_view name;
  std::string_view submission;
  std::vector<std::pair<std::string, std::string>> questions;  // Id and text, in order.
  std::vector<Answer> answers;
};

// A JSON list of words as one text.
std::string joined(std::string_view list) {
  JsonRoom room;
  json::array array;
  if (!room.open(list).ok() || room.document().get_array().get(array) != simdjson::SUCCESS) return std::string(list);
  std::string out;
  const Status read = each_element(array, [&](json::value element) -> Status {
    std::string_view word;
    Status status = room.text(element, word);
    if (!word.empty()) out.append(out.empty() ? "" : ", ").append(word);
    return status;
  });
  return read.ok() && !out.empty() ? out : std::string(list);
}

void read_questions(std::string_view list, Survey& survey) {
  JsonRoom room;
  json::array array;
  if (!room.open(list).ok() || room.document().get_array().get(array) != simdjson::SUCCESS) return;
  const Status read = each_element(array, [&](json::value element) -> Status {
    SOJOURN_TRY(const json::json_type type, type_of(element));
    if (type != json::json_type::object) return {};
    SOJOURN_TRY(const json::object object, object_of(element));
    auto& question = survey.questions.emplace_back();
    return each_field(object, [&](std::string_view key, json::value value) -> Status {
      std::string_view word;
      if (key != "id" && key != "question") return {};
      Status status = room.text(value, word);
      (key == "id" ? question.first : question.second).assign(word);
      return status;
    });
  });
  if (!read.ok()) survey.questions.clear();
}

void read_answer(const NamedValue& value, Survey& survey) {
  Answer answer;
  std::string_view rest = value.name.substr(kResponse.size());
  if (rest.starts_with('_')) rest.remove_prefix(1);
  answer.id = rest.empty() ? "0" : std::string(rest);
  const Result<int64_t> place = parse_integer(answer.id);
  for (size_t i = 0; i < survey.questions.size(); ++i) {
    const auto& [id, text] = survey.questions[i];
    if (id != answer.id && !(place && *place == static_cast<int64_t>(i))) continue;
    if (!id.empty()) answer.id = id;
    answer.question = text;
  }
  const Cell& cell = value.cell;
  answer.text = cell.text.starts_with('[') ? joined(cell.text) : std::string(cell.text);
  const Result<double> number = parse_number(answer.text);
  answer.scored = number && std::abs(*number) <= 100;
  // The newer form tells the same answer by place and by id.
  for (const Answer& known : survey.answers) {
    if (known.id == answer.id) return;
  }
  survey.answers.push_back(std::move(answer));
}

bool has_word(const std::string& text, std::string_view word) { return text.find(word) != std::string::npos; }

std::string_view kind_of(const Answer& answer, const Survey& survey) {
  const std::string words = lower_ascii(answer.question) + " " + lower_ascii(survey.name);
  const double score = *parse_number(answer.text);
  const bool whole = score == std::floor(score);
  if (whole && score >= 0 && score <= 10 && (has_word(words, "nps") || has_word(words, "recommend"))) return "nps";
  if (whole && score >= 1 && score <= 5 && (has_word(words, "csat") || has_word(words, "satisf"))) return "csat";
  if (whole && score >= 1 && score <= 7 && (has_word(words, "ces") || has_word(words, "easy"))) return "ces";
  return "rating";
}

class SurveyWriter {
 public:
  SurveyWriter(const TrackedCall& call, const Survey& survey, CallWriter& calls)
      : survey_(survey), calls_(calls), call_(call), writer_(calls.writer()) {
    call_.channel = {};
    call_.campaign = {};
  }

  Status write() {
    const Answer* score = nullptr;
    const Answer* comment = nullptr;
    size_t scores = 0;
    size_t comments = 0;
    for (const Answer& answer : survey_.answers) {
      (answer.scored ? score : comment) = &answer;
      ++(answer.scored ? scores : comments);
    }
    const bool together = scores == 1 && comments == 1;
    for (const Answer& answer : survey_.answers) {
      if (together && !answer.scored) continue;
      SOJOURN_CHECK(write_one(answer, together ? comment : nullptr));
    }
    return {};
  }

 private:
  Status write_one(const Answer& answer, const Answer* comment) {
    const std::string_view response = survey_.submission.empty() ? call_.id : survey_.submission;
    const std::string id = response.empty() ? std::string() : std::string(response) + ":" + answer.id;
    TrackedCall one = call_;
    one.id = id;
    calls_.begin(one);
    writer_.field(Field::kChannel, "survey").field(Field::kTouchpoint, "survey");
    writer_.field(Field::kQuestion, answer.question.empty() ? std::string_view(answer.id) : answer.question);
    if (answer.scored) {
      writer_.field(Field::kKind, kind_of(answer, survey_)).field(Field::kAnswer, answer.text);
      if (comment != nullptr) writer_.field(Field::kText, comment->text);
    } else {
      writer_.field(Field::kKind, "text").field(Field::kText, answer.text);
    }
    write_names(response);
    for (const NamedValue& own : call_.properties) writer_.property(own.name, own.cell);
    if (!id.empty()) writer_.version(settle_time(call_.times).time / 1000);
    return writer_.end().status();
  }

  void write_names(std::string_view response) {
    const auto name = [&](std::string_view property, std::string_view text) {
      if (!text.empty()) writer_.property(property, Cell{text, false, CellType::kString});
    };
    name("survey", survey_.name.empty() ? survey_.id : survey_.name);
    name("survey_id", survey_.id);
    name("response", response);
  }

  const Survey& survey_;
  CallWriter& calls_;
  TrackedCall call_;
  EventWriter& writer_;
};

}  // namespace

Status write_posthog_survey(const TrackedCall& call, const NamedValues& survey_values, CallWriter& calls) {
  calls.writer().row();
  Survey survey;
  for (const NamedValue& value : survey_values) {
    if (value.name == "$survey_id") survey.id = value.cell.text;
    if (value.name == "$survey_name") survey.name = value.cell.text;
    if (value.name == "$survey_submission_id") survey.submission = value.cell.text;
    if (value.name == "$survey_questions") read_questions(value.cell.text, survey);
  }
  for (const NamedValue& value : survey_values) {
    if (value.name.starts_with(kResponse)) read_answer(value, survey);
  }
  if (!survey.answers.empty() || !call.fault.ok()) {
    if (survey.answers.empty()) survey.answers.emplace_back();
    return SurveyWriter(call, survey, calls).write();
  }
  return calls.writer().reject(call.number, call.raw, "$survey_response", "the survey has no answer");
}

}  // namespace sojourn
