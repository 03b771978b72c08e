// AskNicely: webhooks that tell a person and the question they answered.
//
// Told      again at every change, with a `count` that grows: it is the version. All numbers are strings, and there is
//           neither an event type nor a signature.
// Source    AskNicely, "Webhooks" (the published examples).
#include "base/text.h"
#include "formats/contact.h"
#include "formats/json_records.h"
#include "formats/survey_response.h"

namespace sojourn {
namespace {

QuestionRule rule_of(const QuestionRules& rules, const Json& question) {
  const std::string type = text_at(question, {"type", "question_type"});
  const std::string text = lower_ascii(type.empty() ? text_at(question, "survey_template") : type);
  if (const QuestionRule* rule = rules.find({type, "score"})) return *rule;
  const auto says = [&](std::string_view word) { return text.find(word) != std::string::npos; };
  if (says("csat") || says("fivestar") || says("5star") || says("5-star")) return {"csat", Scale{1, 5}};
  if (text == "ces" || says("ces survey") || says("customer effort")) return {"ces", Scale{1, 7}};
  return {"nps", Scale{0, 10}};
}

// Records of the API stand flat; webhooks divide them.
Status read_record(const FormatSettings& settings, const QuestionRules& rules, const Json& json, const JsonRecord& raw,
                   EventWriter& writer) {
  const Json& inside = object_at(json, "question");
  const Json& question = inside.empty() ? json : inside;
  const Json& person = object_at(json, "person");
  SurveyResponse response;
  response.id = text_at(question, {"response_id", "id"});
  const auto score = number_at(question, json_at(question, "score") != nullptr ? "score" : "answer");
  if (response.id.empty()) return writer.reject(raw.line, raw.text, "question.id", "the record has no id");
  if (!score) return writer.reject(raw.line, raw.text, "question.score", "not answered yet: there is no score");
  std::optional<ParsedTime> time;
  for (const char* name : {"responded", "opened", "sent"}) {
    const auto seconds = integer_at(question, name);
    if (seconds && *seconds <= 0) continue;  // "0" is never.
    if (!time) time = time_at(question, name, writer.options().zone);
  }
  if (!time)
    return writer.reject(raw.line, raw.text, "question.responded", "the answer does not tell when it was given");
  response.time = *time;
  const std::string comment = text_at(question, "comment");
  response.version = integer_at(json, "count").value_or(1) * 2 + (comment.empty() ? 0 : 1);
  response.survey = setting(settings, "survey");
  if (response.survey.empty()) response.survey = text_at(question, {"survey_template", "survey"});
  const QuestionRule rule = rule_of(rules, question);
  response.add_score(rule.kind, text_at(question, {"question_text", "question"}), rule, *score);
  response.add_text("comment", "comment", comment, rule.kind);
  add_variables(response, object_at(person, "custom"), settings);
  // Fields of one's own stand beside the others, and end in _c.
  for (const auto& [name, value] : person.items()) {
    const std::string_view own = std::string_view(name).substr(0, name.size() - (name.ends_with("_c") ? 2 : 0));
    const auto kind =
        value.is_structured() || own == "email" || own == "phone" ? std::nullopt : hidden_kind(settings, own);
    if (kind) response.add_who(*kind, text_of(value));
  }
  const Json& who = person.empty() ? question : person;
  for (const char* name : {"customer_id", "customerid", "external_id"}) {
    response.add_who(IdentifierKind::kId, text_at(who, name));
  }
  response.add_who(IdentifierKind::kEmail, text_at(who, "email"));
  response.add_who(IdentifierKind::kPhone, text_at(who, {"phone", "mobile"}));
  if (!person.empty()) response.add_who(IdentifierKind::kId, vendor_id(settings, "asknicely", text_at(person, "id")));
  return response.write(writer, raw.line, raw.text, [&] {
    keep_others(writer, question,
                {"id",
                 "response_id",
                 "score",
                 "answer",
                 "comment",
                 "sent",
                 "opened",
                 "responded",
                 "email",
                 "name",
                 "phone",
                 "mobile",
                 "person_id",
                 "contact_id",
                 "customer_id",
                 "customerid",
                 "external_id",
                 "question",
                 "question_text",
                 "type",
                 "question_type",
                 "survey_template",
                 "survey",
                 "data"});
    keep_others(writer, person,
                {"id", "email", "name", "first_name", "last_name", "firstname", "lastname", "phone", "mobile", "custom",
                 "customer_id", "customerid", "external_id", "created", "added", "scheduled"},
                "person.");
  });
}

Status read(const FormatInput& input, const FormatSettings& settings, EventWriter& writer) {
  SOJOURN_TRY(const QuestionRules rules, QuestionRules::read(settings));
  return read_json_records(input.bytes, {"data"}, writer, [&](const Json& json, const JsonRecord& raw) {
    return read_record(settings, rules, json, raw, writer);
  });
}

bool recognises(std::string_view head, std::string_view) {
  return is_json_with(head, {"person", "question", "responded", "opened"});
}

}  // namespace

Format asknicely_format() {
  Format format;
  format.id = "asknicely";
  format.title = "AskNicely responses";
  format.family = "survey";
  format.channel = "survey";
  format.about =
      "Webhooks of AskNicely, and responses as its API lists them. It signs nothing: keep the hook's address secret.";
  format.settings = question_settings();
  format.settings.emplace_back("customer_field", "Custom field that holds the customer number");
  format.settings.emplace_back("customer_ids", "plain: AskNicely's own numbers of persons are your customer numbers");
  format.settings.emplace_back("survey", "The survey's name");
  format.webhooks = true;
  format.recognises = recognises;
  format.read = read;
  return format;
}

}  // namespace sojourn
