// SurveyMonkey: its exports (surveymonkey_table.h), and bulk responses of its API, with the survey's details beside
// them.
//
// Details   responses hold ids only; what was asked and which choice is which number stands in the survey's details
//           (GET /v3/surveys/{id}/details), given as a side file or in the same file.
// NPS       SurveyMonkey weighs the choices of an NPS question -100, 0 and 100, which is the group and not the answer:
//           the answer is the number in the choice's text, or its place.
// Webhook   response_completed tells that there is an answer, not what it is: an event without a touchpoint, to be
//           told again, with a version, by the responses.
// Source    SurveyMonkey API v3 documentation: surveys/{id}/details, responses/bulk, webhooks.
#include <algorithm>
#include <map>

#include "base/text.h"
#include "formats/contact.h"
#include "formats/json_records.h"
#include "formats/survey_response.h"
#include "formats/surveymonkey_details.h"
#include "formats/surveymonkey_table.h"

namespace sojourn {
namespace {

using surveymonkey::Choice;
using surveymonkey::Details;
using surveymonkey::Question;

// "0 - Not at all likely", "Not at all likely - 0", "7".
double nps_answer(const Choice& choice, const QuestionRules& rules) {
  if (const auto number = rules.number_of(choice.text)) return *number;
  const size_t last = choice.text.find_last_not_of("0123456789");
  if (last != std::string::npos && last + 1 < choice.text.size()) {
    if (const auto number = rules.number_of(choice.text.substr(last + 1))) return *number;
  }
  return static_cast<double>(choice.place);
}

// Weights are the numbers of the scale; without them settings say what the labels stand for.
std::optional<Scale> scale_of(const Question& question) {
  std::optional<Scale> scale;
  for (const auto& [id, choice] : question.choices) {
    if (choice.not_applicable || !choice.weight) continue;
    const double weight = *choice.weight;
    scale = scale ? Scale{std::min(scale->min, weight), std::max(scale->max, weight)} : Scale{weight, weight};
  }
  return scale && scale->min < scale->max ? scale : std::nullopt;
}

struct Context {
  const Details& details;
  const FormatSettings& settings;
  const QuestionRules& rules;
  EventWriter& writer;
  const JsonRecord& raw;
};

class Answers {
 public:
  Answers(const Context& at, SurveyResponse& response) : at_(at), response_(response) {}

  // Errors: kInvalidArgument, why an answer cannot be read.
  Status add(const Json& json) {
    id_ = text_at(json, "id");
    question_ = at_.details.find(id_);
    const Json& answers = items_at(json, "answers");
    if (answers.empty()) return {};
    if (question_ == nullptr) {
      return Status::invalid(
          "the survey's details do not name this question; give them beside the responses (GET /v3/surveys/ID/details)",
          id_);
    }
    told_ = at_.rules.find({id_, question_->title});
    if (told_ != nullptr && told_->kind == "none") return {};
    choices_.clear();
    for (const Json& answer : answers) SOJOURN_CHECK(add_answer(answer));
    if (!choices_.empty()) response_.add_property(title(), choices_);
    return {};
  }

 private:
  std::string title(const std::string& row = "") const {
    const auto found = question_->rows.find(row);
    const std::string name = found == question_->rows.end() ? "" : found->second;
    if (question_->title.empty()) return name.empty() ? id_ : name;
    return name.empty() ? question_->title : question_->title + ": " + name;
  }

  Status refuse(const std::string& question, const std::string& reason) {
    return response_.refuse_answer(at_.writer, at_.raw.line, at_.raw.text, question, reason);
  }

  Status add_answer(const Json& answer) {
    const std::string row = text_at(answer, "row_id");
    const std::string text = text_at(answer, "text");
    const auto choice = question_->choices.find(text_at(answer, "choice_id"));
    const bool beside = row.empty() && !text_at(answer, "other_id").empty();
    if (beside && rule_of(row)) {
      response_.add_text(id_ + "_text", title(), text, question_->rows.size() < 2 ? id_ : "");
      return {};
    }
    if (choice == question_->choices.end() && beside && told_ == nullptr) {
      if (!text.empty()) choices_ += (choices_.empty() ? "" : ", ") + text;
      return {};
    }
    if (choice == question_->choices.end()) return add_written(row, text);
    if (choice->second.not_applicable) return {};
    const std::string question = row.empty() || question_->rows.size() < 2 ? id_ : id_ + "_" + row;
    const std::string name = title(question_->rows.size() < 2 ? "" : row);
    if (const auto rule = rule_of(row)) {
      const auto number = number_of(choice->second, *rule);
      if (!number) return refuse(name, "'" + choice->second.text.substr(0, 80) + "' has no number");
      response_.add_score(question, name, *rule, *number);
    } else if (row.empty() || question_->rows.size() < 2) {
      choices_ += (choices_.empty() ? "" : ", ") + choice->second.text;
    } else {
      response_.add_property(name, choice->second.text);
    }
    // What somebody wrote beside a choice.
    if (!text.empty()) response_.add_text(question + "_text", name, text, rule_of(row) ? question : "");
    return {};
  }

  Status add_written(const std::string& row, const std::string& text) {
    const auto type = question_->row_types.find(row);
    const std::string kind = type == question_->row_types.end() ? "" : lower_ascii(type->second);
    if (text.empty()) return {};
    if (kind == "email") {
      response_.add_who(IdentifierKind::kEmail, text);
    } else if (kind == "phone") {
      response_.add_who(IdentifierKind::kPhone, text);
    } else if (question_->family == "demographic") {
      return {};  // Names and addresses of people.
    } else if (told_ != nullptr && told_->kind != "text") {
      if (!response_.add_answer(at_.rules, told_, id_, title(row), title(row), text)) {
        return refuse(title(row), "'" + text.substr(0, 80) + "' is no number");
      }
    } else if (question_->family == "open_ended" && question_->subtype != "numerical" && question_->rows.size() < 2) {
      response_.add_text(id_, title(), text, at_.rules.score_of({id_, title()}));
    } else {
      response_.add_property(title(row), text);
    }
    return {};
  }

  std::optional<QuestionRule> rule_of(const std::string&) const {
    if (told_ != nullptr) return told_->scored() ? std::optional<QuestionRule>(*told_) : std::nullopt;
    if (question_->nps) return QuestionRule{"nps", Scale{0, 10}};
    if (question_->family != "matrix" || question_->subtype == "menu") return std::nullopt;
    const auto scale = scale_of(*question_);
    if (!scale) return std::nullopt;
    return QuestionRule{question_->stars ? "stars" : "rating", scale};
  }

  std::optional<double> number_of(const Choice& choice, const QuestionRule& rule) const {
    if (question_->nps || rule.kind == "nps") return nps_answer(choice, at_.rules);
    return choice.weight ? choice.weight : at_.rules.number_of(choice.text);
  }

  const Context& at_;
  SurveyResponse& response_;
  std::string id_;
  const Question* question_ = nullptr;
  const QuestionRule* told_ = nullptr;
  std::string choices_;
};

Status read_webhook(const Context& at, const Json& json) {
  auto time = time_at(json, "event_datetime");
  if (!time || text_at(json, "object_id").empty()) {
    return at.writer.reject(at.raw.line, at.raw.text, "object_id", "the webhook names no response or no time");
  }
  EventWriter& writer = at.writer;
  const std::string survey = text_at(json, "resources.survey_id");
  const std::string title = at.details.title(survey);
  writer.begin(at.raw.line, at.raw.text);
  writer.id(text_at(json, "event_id").empty() ? "webhook:" + text_at(json, "object_id") : text_at(json, "event_id"));
  writer.time(time->utc, time->offset_minutes).set("channel", "survey");
  writer.set("response", text_at(json, "object_id")).set("survey", title.empty() ? survey : title);
  writer.set("event", text_at(json, "event_type"));
  return ended(writer);
}

std::string no_answer(const Json& json, const FormatSettings& settings) {
  const std::string status = text_at(json, "response_status");
  if (text_at(json, "collection_mode").find("preview") != std::string::npos) return "a preview, not an answer";
  if (status == "disqualified" || status == "overquota") return "the respondent was " + status;
  if (status == "partial" && setting(settings, "unfinished") != "keep") {
    return "the response was not finished (setting unfinished = keep takes it)";
  }
  return "";
}

Status read_response(const Context& at, const Json& json) {
  const auto refuse = [&](const std::string& field, const std::string& reason) {
    return at.writer.reject(at.raw.line, at.raw.text, field, reason);
  };
  const std::string reason = no_answer(json, at.settings);
  if (!reason.empty()) return refuse("response_status", reason);
  SurveyResponse response;
  response.id = text_at(json, "id");
  auto time = time_at(json, "date_created");
  const auto modified = time_at(json, "date_modified");
  if (modified) time = modified;  // When the last answer was given; `date_created` is when it was begun.
  if (response.id.empty() || !time) return refuse("id", "the response has no id or no time");
  const std::string survey = text_at(json, "survey_id");
  response.survey = setting(at.settings, "survey");
  if (response.survey.empty()) response.survey = at.details.title(survey);
  if (response.survey.empty()) response.survey = survey;
  response.time = *time;
  response.version = milliseconds(time->utc);
  add_variables(response, object_at(json, "custom_variables"), at.settings);
  response.add_who(IdentifierKind::kEmail, text_at(json, {"email_address", "metadata.contact.email.value"}));
  Answers answers(at, response);
  for (const Json& page : items_at(json, "pages")) {
    for (const Json& question : items_at(page, "questions")) {
      const Status added = answers.add(question);
      if (added.code() == StatusCode::kInvalidArgument) return refuse(added.where(), added.message());
      SOJOURN_CHECK(added);
    }
  }
  return response.write(at.writer, at.raw.line, at.raw.text, [&] {
    at.writer.set("collector", text_at(json, "collector_id"));
    if (const auto seconds = integer_at(json, "total_time")) at.writer.set("duration_seconds", *seconds);
  });
}

bool is_details(const Json& json) {
  return json_at(json, "pages.0.questions.0.headings") != nullptr || json.contains("question_count");
}

Status read(const FormatInput& input, const FormatSettings& settings, EventWriter& writer) {
  SOJOURN_TRY(const QuestionRules rules, QuestionRules::read(settings));
  if (input.headers.empty() && !is_json_with(input.bytes, {}))
    return read_surveymonkey_table(input, settings, rules, writer);
  Details details;
  const auto look = [&](const Json& json, const JsonRecord&) {
    if (is_details(json)) details.learn(json);
  };
  look_through_json(input.bytes, {"data"}, look);
  for (const auto& [name, bytes] : input.side_files) look_through_json(bytes, {}, look);
  return read_json_records(input.bytes, {"data"}, writer, [&](const Json& json, const JsonRecord& raw) -> Status {
    const Context at{details, settings, rules, writer, raw};
    if (json.contains("event_type")) return read_webhook(at, json);
    return is_details(json) ? Status() : read_response(at, json);
  });
}

bool recognises(std::string_view head, std::string_view) {
  return is_json_with(head, {"response_status", "collector_id"}) ||
         is_json_with(head, {"event_type", "object_id", "resources", "respondent_id"}) || is_surveymonkey_table(head);
}

}  // namespace

Format surveymonkey_format() {
  Format format;
  format.id = "surveymonkey";
  format.title = "SurveyMonkey responses";
  format.family = "survey";
  format.channel = "survey";
  format.about =
      "Exports of all individual responses (CSV, Excel), and bulk responses of the SurveyMonkey API with the survey's "
      "details as a file beside them. Webhooks tell that a response came; its answers come with the responses.";
  format.settings = question_settings();
  format.settings.emplace_back("customer_field",
                               "Custom variable that holds the customer number; else customer_id, "
                               "user_id and the like");
  format.settings.emplace_back("survey", "The survey's name; else its title");
  format.settings.emplace_back("unfinished", "keep: also responses that were not finished");
  format.signing = SigningScheme::kSurveyMonkey;
  format.webhooks = true;
  format.recognises = recognises;
  format.read = read;
  return format;
}

}  // namespace sojourn
