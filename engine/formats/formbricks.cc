// Formbricks: webhooks, and responses as its API lists them.
//
// Told      when begun, at every answer, and when finished: one id, the newest update is in force, and finished ones go
//           before unfinished ones of the same instant.
// Questions are known by ids; what they ask, the survey's definition says (given beside, or in the webhook). Without it,
//           settings do; what nobody explains is kept as a property.
// Source    Formbricks documentation, "Webhooks", "Management API: Responses, Surveys".
#include <map>

#include "base/text.h"
#include "formats/contact.h"
#include "formats/json_records.h"
#include "formats/survey_response.h"

namespace sojourn {
namespace {

struct Question {
  std::string type;
  std::string title;
  std::optional<double> range;
  std::string look;  // "star", "smiley", "number"
};

class Surveys {
 public:
  void learn(const Json& survey) {
    const std::string id = text_at(survey, "id");
    if (!id.empty()) titles_[id] = text_at(survey, {"name", "title"});
    for (const Json& question : items_at(survey, "questions")) learn_question(question);
    for (const Json& block : items_at(survey, "blocks")) {
      for (const Json& element : items_at(block, "elements")) learn_question(element);
    }
  }
  const Question* find(const std::string& id) const {
    const auto found = questions_.find(id);
    return found == questions_.end() ? nullptr : &found->second;
  }
  std::string title(const std::string& id) const {
    const auto found = titles_.find(id);
    return found == titles_.end() ? std::string() : found->second;
  }

 private:
  void learn_question(const Json& json) {
    Question question;
    question.type = text_at(json, "type");
    question.title = text_at(json, {"headline.default", "headline.en", "headline"});
    question.range = number_at(json, "range");
    question.look = text_at(json, "scale");
    questions_[text_at(json, "id")] = std::move(question);
  }

  std::map<std::string, Question> questions_;
  std::map<std::string, std::string> titles_;
};

std::optional<QuestionRule> own_rule(const Question* question) {
  if (question == nullptr) return std::nullopt;
  if (question->type == "nps") return QuestionRule{"nps", Scale{0, 10}};
  if (question->type == "openText") return QuestionRule{"text", {}};
  const std::optional<Scale> scale =
      question->range && *question->range > 1 ? std::optional(Scale{1, *question->range}) : std::nullopt;
  if (question->type == "csat") return QuestionRule{"csat", scale ? scale : Scale{1, 5}};
  if (question->type == "ces") return QuestionRule{"ces", scale ? scale : Scale{1, 7}};
  if (question->type != "rating") return std::nullopt;
  return QuestionRule{question->look == "star" ? "stars" : "rating", scale ? scale : Scale{1, 5}};
}

struct Context {
  const FormatSettings& settings;
  const QuestionRules& rules;
  const Surveys& surveys;
  EventWriter& writer;
  const JsonRecord& raw;
  std::optional<Micros> received;
};

std::string answer_text(const Json& value) {
  if (!value.is_array()) return text_of(value);
  std::string text;
  for (const Json& one : value) text += (text.empty() || text_of(one).empty() ? "" : ", ") + text_of(one);
  return text;
}

// First name, last name, e-mail, phone, company: who it is, and not what they are called.
void add_contact(const Json& value, SurveyResponse& response) {
  constexpr size_t kEmail = 2;
  constexpr size_t kPhone = 3;
  if (!value.is_array()) return;
  if (value.size() > kEmail) response.add_who(IdentifierKind::kEmail, text_of(value[kEmail]));
  if (value.size() > kPhone) response.add_who(IdentifierKind::kPhone, text_of(value[kPhone]));
}

Status add_answers(const Context& at, const Json& data, SurveyResponse& response) {
  for (const auto& [id, value] : data.items()) {
    const Question* question = at.surveys.find(id);
    const std::string text = answer_text(value);
    const auto own = own_rule(question);
    const std::string title = question == nullptr || question->title.empty() ? id : question->title;
    const QuestionRule* rule = at.rules.find({id, title});
    if (rule == nullptr && own) rule = &*own;
    if (rule == nullptr && question != nullptr && question->type == "contactInfo") {
      add_contact(value, response);
      continue;
    }
    const auto hidden = id == "verifiedEmail" ? std::optional(IdentifierKind::kEmail) : hidden_kind(at.settings, id);
    if (rule == nullptr && hidden) {
      response.add_who(*hidden, text);
    } else if (!response.add_answer(at.rules, rule, id, title, title, text)) {
      SOJOURN_CHECK(
          response.refuse_answer(at.writer, at.raw.line, at.raw.text, id, "'" + text.substr(0, 80) + "' is no number"));
    }
  }
  return {};
}

Status read_response(const Context& at, const Json& data) {
  const auto refuse = [&](const std::string& field, const std::string& reason) {
    return at.writer.reject(at.raw.line, at.raw.text, field, reason);
  };
  SurveyResponse response;
  response.id = text_at(data, "id");
  auto created = time_at(data, "createdAt");
  const auto updated = time_at(data, "updatedAt");
  if (!created) created = updated;
  if (!created && at.received) created = ParsedTime{*at.received, 0};
  if (response.id.empty() || !created) return refuse("id", "the response has no id or no time");
  const bool finished = truth_at(data, "finished").value_or(false);
  response.time = *created;
  response.version = milliseconds(updated ? updated->utc : created->utc) + (finished ? 1 : 0);
  const std::string survey = text_at(data, {"surveyId", "survey.id"});
  response.survey = setting(at.settings, "survey");
  if (response.survey.empty()) response.survey = text_at(data, "survey.title");
  if (response.survey.empty()) response.survey = at.surveys.title(survey);
  if (response.survey.empty()) response.survey = survey;
  const Json& attributes = object_at(data, "contactAttributes");
  const std::string user = text_at(data, {"contact.userId", "contactAttributes.userId", "person.userId"});
  response.add_who(IdentifierKind::kId, user);
  if (user.empty()) response.add_who(IdentifierKind::kAnonymous, text_at(data, {"contact.id", "person.id"}));
  add_variables(response, attributes, at.settings);
  SOJOURN_CHECK(add_answers(at, object_at(data, "data"), response));
  return response.write(at.writer, at.raw.line, at.raw.text, [&] {
    EventWriter& writer = at.writer;
    writer.set("finished", finished).set("language", language_of(text_at(data, "language")));
    writer.set("response_source", text_at(data, "meta.source")).set("url", text_at(data, "meta.url"));
    writer.set("country", text_at(data, "meta.country"));
    if (const Json& tags = items_at(data, "tags"); !tags.empty()) {
      Json names = Json::array();
      for (const Json& tag : tags) names.push_back(tag.is_object() ? text_at(tag, "name") : text_of(tag));
      writer.json("tags", names.dump());
    }
  });
}

bool is_survey(const Json& json) { return json.contains("questions") || json.contains("blocks"); }

Status read(const FormatInput& input, const FormatSettings& settings, EventWriter& writer) {
  SOJOURN_TRY(const QuestionRules rules, QuestionRules::read(settings));
  Surveys surveys;
  for (const auto& [name, bytes] : input.side_files) {
    look_through_json(bytes, {"data"}, [&](const Json& json, const JsonRecord&) {
      if (is_survey(json)) surveys.learn(json);
    });
  }
  // A webhook's `data` is the response; a reply's holds them all. Its event says which.
  const bool webhook = !input.headers.empty() || is_json_with(input.bytes.substr(0, 4096), {"webhookId"});
  return read_json_records(input.bytes, webhook ? std::vector<std::string>{} : std::vector<std::string>{"data"}, writer,
                           [&](const Json& json, const JsonRecord& raw) -> Status {
                             const std::string event = text_at(json, "event");
                             if (!event.empty() && !event.starts_with("response")) return {};
                             const Json& inside = json.contains("event") ? object_at(json, "data") : json;
                             const Context at{settings, rules, surveys, writer, raw, input.received};
                             if (is_survey(inside)) {
                               surveys.learn(inside);
                               return {};
                             }
                             if (is_survey(object_at(inside, "survey"))) surveys.learn(object_at(inside, "survey"));
                             return read_response(at, inside);
                           });
}

bool recognises(std::string_view head, std::string_view) {
  return is_json_with(head, {"webhookId", "event", "surveyId"}) ||
         is_json_with(head, {"surveyId", "finished", "contactAttributes"});
}

}  // namespace

Format formbricks_format() {
  Format format;
  format.id = "formbricks";
  format.title = "Formbricks responses";
  format.family = "survey";
  format.channel = "survey";
  format.about =
      "Webhooks of Formbricks (responseCreated, responseUpdated, responseFinished) and responses as its API lists "
      "them, "
      "with the survey's definition as a file beside them.";
  format.settings = question_settings();
  format.settings.emplace_back("customer_field",
                               "Attribute or hidden field that holds the customer number, where it is "
                               "not userId");
  format.settings.emplace_back("survey", "The survey's name; else its title");
  format.signing = SigningScheme::kStandardWebhooks;
  format.webhooks = true;
  format.recognises = recognises;
  format.read = read;
  return format;
}

}  // namespace sojourn
