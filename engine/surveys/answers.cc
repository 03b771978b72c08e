#include "surveys/answers.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/decimal.h"
#include "base/encoding.h"
#include "base/text.h"
#include "collect/event_writer.h"

namespace sojourn {
namespace {

constexpr std::array<std::string_view, 6> kAboutKinds{"order", "call", "chat", "ticket", "event", "touchpoint"};
constexpr std::string_view kInput = "survey";

bool compares(double left, SurveyComparison comparison, double right) {
  switch (comparison) {
    case SurveyComparison::kEqual: return left == right;
    case SurveyComparison::kUnequal: return left != right;
    case SurveyComparison::kLess: return left < right;
    case SurveyComparison::kLessOrEqual: return left <= right;
    case SurveyComparison::kMore: return left > right;
    case SurveyComparison::kMoreOrEqual: return left >= right;
    case SurveyComparison::kAnswered: return true;
  }
  return false;
}

bool contains(const std::vector<std::string>& ids, std::string_view id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

// Of a question without an answer nothing holds.
bool holds(const SurveyCondition& condition, const std::vector<SurveyAnswer>& answers) {
  const auto found = std::find_if(answers.begin(), answers.end(), [&condition](const SurveyAnswer& each) {
    return each.question->id == condition.question;
  });
  if (found == answers.end()) return false;
  if (condition.comparison == SurveyComparison::kAnswered) return true;
  if (!found->question->is_score()) {
    return contains(found->choices, condition.value) == (condition.comparison == SurveyComparison::kEqual);
  }
  const Result<double> value = parse_number(condition.value);
  return value.has_value() && compares(found->number, condition.comparison, *value);
}

std::optional<AnswerFault> read_score(const SurveyQuestion& question, const std::string& text, double& number) {
  const Result<int64_t> whole = parse_integer(text);
  if (!whole.has_value()) return AnswerFault::kNotPossible;
  number = static_cast<double>(*whole);
  const bool inside = number >= question.scale->min && number <= question.scale->max;
  return inside ? std::nullopt : std::optional(AnswerFault::kNotPossible);
}

// In the survey's order, each once, however they were sent.
std::optional<AnswerFault> read_choices(const SurveyQuestion& question, std::string_view text, SurveyAnswer& answer) {
  const std::vector<std::string> sent = split_choices(text);
  for (const SurveyChoice& each : question.choices) {
    if (contains(sent, each.id)) answer.choices.push_back(each.id);
  }
  const bool known = std::all_of(sent.begin(), sent.end(),
                                 [&answer](const std::string& each) { return contains(answer.choices, each); });
  const bool few = question.several || sent.size() == 1;
  return known && few && !sent.empty() ? std::nullopt : std::optional(AnswerFault::kNotPossible);
}

std::optional<AnswerFault> read_answer(const std::string& text, SurveyAnswer& answer) {
  const SurveyQuestion& question = *answer.question;
  if (!is_utf8(text) || text.find('\0') != std::string::npos) return AnswerFault::kNotPossible;
  if (question.is_score()) return read_score(question, text, answer.number);
  if (text.size() > kAnswerBytesMax) return AnswerFault::kTooLong;
  if (question.is_choice()) return read_choices(question, text, answer);
  answer.text = text;
  return std::nullopt;
}

// Writes the events of one response.
class ResponseWriter {
 public:
  ResponseWriter(const Survey& survey, const ResponseFacts& facts, EventBatch& batch)
      : survey_(survey), facts_(facts), writer_(batch, {}) {
    std::tie(about_kind_, about_) = split_about(facts.about);
  }

  Status write(const SurveyAnswer& answer, const std::string& comment) {
    const std::vector<std::string> parts = answer_parts(answer);
    for (size_t i = 0; i < parts.size(); ++i) {
      SOJOURN_CHECK(write_part(answer, parts[i], answer.choices.empty() ? std::string() : answer.choices[i], comment));
    }
    return {};
  }

  Status withdraw(const std::string& part) {
    begin(part);
    writer_.set("withdrawn", true);
    return end();
  }

 private:
  Status write_part(const SurveyAnswer& answer, const std::string& part, const std::string& choice,
                    const std::string& comment) {
    const SurveyQuestion& question = *answer.question;
    begin(part);
    writer_.set("kind", question.kind).set("question", question.text.in(survey_.languages.front(), ""));
    writer_.set("channel", "survey").set("touchpoint", "survey").set("language", facts_.language);
    if (question.is_score()) {
      writer_.set("answer", answer.number).set("scale_min", question.scale->min).set("scale_max", question.scale->max);
      writer_.set("text", comment);
    } else if (question.is_choice()) {
      property("choice", choice);
    } else {
      writer_.set("text", answer.text);
    }
    link();
    for (const auto& [name, value] : facts_.properties) property(name, value);
    return end();
  }

  void begin(const std::string& part) {
    writer_.row();
    writer_.begin(0, "");
    writer_.id(facts_.response + ":" + part).version(facts_.version).time(facts_.time);
    for (const Identifier& each : facts_.who) writer_.who(each.kind, each.value);
    property("response", facts_.response);
    property("survey", survey_.name);
  }
  Status end() { return writer_.end().status(); }

  void link() {
    if (about_kind_ == "order") writer_.set("order", about_);
    if (about_kind_ == "touchpoint") {
      property("about_touchpoint", about_);
    } else {
      property("about", about_);
      property("about_touchpoint", facts_.touchpoint.empty() ? survey_.touchpoint : facts_.touchpoint);
    }
    property("about_event", facts_.event);
    property("invitation", facts_.invitation);
    property("medium", facts_.medium);
  }

  // As text, whatever it looks like: an order's number is no number.
  void property(std::string_view name, const std::string& value) {
    if (!value.empty()) writer_.property(name, Cell{value, false, CellType::kString});
  }

  const Survey& survey_;
  const ResponseFacts& facts_;
  EventWriter writer_;
  std::string about_kind_, about_;
};

bool is_comment(const SurveyQuestion& question) { return !question.is_score() && !question.is_choice(); }

}  // namespace

CheckedAnswers check_answers(const Survey& survey, const SentAnswers& sent) {
  CheckedAnswers checked;
  for (const SurveyQuestion& question : survey.questions) {
    if (question.when && !holds(*question.when, checked.answers)) continue;
    checked.asked.push_back(&question);
    const auto found = sent.find(question.id);
    const std::string text(found == sent.end() ? std::string_view() : trim(found->second));
    if (text.empty()) {
      if (question.required) checked.faults[question.id] = AnswerFault::kMissing;
      continue;
    }
    SurveyAnswer answer{&question, 0, {}, {}};
    if (const std::optional<AnswerFault> fault = read_answer(text, answer)) {
      checked.faults[question.id] = *fault;
    } else {
      checked.answers.push_back(std::move(answer));
    }
  }
  return checked;
}

std::vector<std::string> split_choices(std::string_view sent) {
  std::vector<std::string> ids;
  while (!sent.empty()) {
    const size_t comma = std::min(sent.find(','), sent.size());
    const std::string_view id = trim(sent.substr(0, comma));
    if (!id.empty()) ids.emplace_back(id);
    sent.remove_prefix(std::min(comma + 1, sent.size()));
  }
  return ids;
}

std::vector<std::string> answer_parts(const SurveyAnswer& answer) {
  const SurveyQuestion& question = *answer.question;
  if (!question.several) return {question.id};
  std::vector<std::string> parts;
  for (const std::string& each : answer.choices) parts.push_back(question.id + ":" + each);
  return parts;
}

std::string survey_source(std::string_view survey) { return "survey:" + std::string(survey); }

std::pair<std::string, std::string> split_about(std::string_view about) {
  const size_t colon = about.find(':');
  const std::string_view kind = about.substr(0, colon);
  if (colon == std::string_view::npos || std::find(kAboutKinds.begin(), kAboutKinds.end(), kind) == kAboutKinds.end()) {
    return {"", std::string(about)};
  }
  return {std::string(kind), std::string(about.substr(colon + 1))};
}

const SurveyQuestion* score_of_comment(const Survey& survey, const SurveyQuestion& comment) {
  if (!is_comment(comment)) return nullptr;
  const SurveyQuestion* score = nullptr;
  for (const SurveyQuestion& each : survey.questions) {
    if (&each == &comment) break;
    if (each.is_score()) score = &each;
  }
  if (!comment.when) return score;
  const SurveyQuestion* asked_for = survey.find(comment.when->question);
  return asked_for != nullptr && asked_for->is_score() ? asked_for : score;
}

Status write_answers(const Survey& survey, const ResponseFacts& facts, const std::vector<SurveyAnswer>& answers,
                     const std::set<std::string>& former, EventBatch& batch) {
  batch.source = survey_source(survey.name);
  batch.input = kInput;
  std::map<const SurveyQuestion*, const SurveyAnswer*> comments;  // By the score they stand with.
  for (const SurveyAnswer& each : answers) {
    const SurveyQuestion* score = score_of_comment(survey, *each.question);
    const auto is_score = [score](const SurveyAnswer& other) { return other.question == score; };
    if (score != nullptr && std::any_of(answers.begin(), answers.end(), is_score)) comments.emplace(score, &each);
  }
  ResponseWriter writer(survey, facts, batch);
  std::set<std::string> told;
  for (const SurveyAnswer& each : answers) {
    const auto beside = [&each](const auto& comment) { return comment.second == &each; };
    if (std::any_of(comments.begin(), comments.end(), beside)) continue;
    const auto comment = comments.find(each.question);
    SOJOURN_CHECK(writer.write(each, comment == comments.end() ? std::string() : comment->second->text));
    for (std::string& part : answer_parts(each)) told.insert(std::move(part));
  }
  for (const std::string& each : former) {
    if (!told.contains(each)) SOJOURN_CHECK(writer.withdraw(each));
  }
  return {};
}

}  // namespace sojourn
