// Delighted: webhooks and API replies (JSON), and its CSV exports.
//
// Told      when scored, and again when the comment comes: the same id, and the newer time of update is in force. A
//           comment counts as newer within the same second, since both tellings bear one.
// Scales    those of Delighted's survey types; settings may say otherwise (question.csat = csat:1-3).
// Source    Delighted API documentation, "Webhooks" and "Survey responses"; the header of its CSV export.
#include <map>

#include "base/text.h"
#include "formats/contact.h"
#include "formats/json_records.h"
#include "formats/survey_response.h"
#include "formats/table.h"

namespace sojourn {
namespace {

QuestionRule rule_of(const QuestionRules& rules, const std::string& type) {
  if (const QuestionRule* rule = rules.find({type})) return *rule;
  if (type.empty() || type == "nps") return {"nps", Scale{0, 10}};
  if (type == "enps") return {"enps", Scale{0, 10}};
  if (type == "csat3") return {"csat", Scale{1, 3}};
  if (type == "csat") return {"csat", Scale{1, 5}};
  if (type == "ces7") return {"ces", Scale{1, 7}};
  if (type == "ces") return {"ces", Scale{1, 5}};
  if (type == "thumbs") return {"thumbs", Scale{0, 1}};
  if (type == "pmf") return {"pmf", Scale{1, 3}};
  if (type == "smileys") return {"smileys", Scale{1, 5}};
  return {"stars", Scale{1, 5}};  // stars5, stars_five
}

// The one member of `value` that is not null: {"free_response":"...","scale":null ...}.
const Json* given_value(const Json& answer, std::string& type) {
  const Json& value = object_at(answer, "value");
  if (value.empty()) return json_at(answer, "value");
  for (const auto& [name, given] : value.items()) {
    if (given.is_null()) continue;
    type = name;
    return &given;
  }
  return nullptr;
}

void add_additional(const QuestionRules& rules, const Json& json, SurveyResponse& response) {
  for (const Json& answer : items_at(json, "additional_answers")) {
    const std::string title = text_at(answer, {"question.text", "question.name"});
    std::string question = text_at(answer, {"question.id", "id"});
    std::string type = text_at(answer, "question.type");
    const Json* value = given_value(answer, type);
    if (value == nullptr) continue;
    std::string text = value->is_object() ? text_at(*value, {"text", "label", "name", "id"}) : text_of(*value);
    for (const Json& choice : value->is_array() ? *value : Json::array()) {
      text += (text.empty() ? "" : ", ") +
              (choice.is_object() ? text_at(choice, {"text", "label", "id"}) : text_of(choice));
    }
    static const QuestionRule kText{"text", {}};
    const QuestionRule* rule = rules.find({question, title});
    if (rule == nullptr && type == "free_response") rule = &kText;
    // A further comment is one of its own: the score's comment is the `comment`.
    if (rule != nullptr && rule->kind == "text") {
      response.add_text(question, title, text, question + "?");
    } else if (!response.add_answer(rules, rule, question, title, title.empty() ? "question_" + question : title,
                                    text)) {
      response.add_property(title.empty() ? "question_" + question : title, text);
    }
  }
}

struct Told {
  std::string id;
  std::string type;
  std::optional<double> score;
  std::string comment;
  std::optional<ParsedTime> created;
  std::optional<ParsedTime> updated;
};

// Fills what all ways of telling have in common. Errors: kInvalidArgument, why it cannot be taken.
Status start(const Told& told, const QuestionRules& rules, const FormatSettings& settings, SurveyResponse& response) {
  if (told.id.empty()) return Status::invalid("the response has no id", "id");
  const auto time = told.created ? told.created : told.updated;
  if (!time) return Status::invalid("the response does not tell when it was given", "created_at");
  response.id = told.id;
  response.time = *time;
  response.version = milliseconds(told.updated ? told.updated->utc : time->utc) + (told.comment.empty() ? 0 : 1);
  response.survey = setting(settings, "survey");
  const std::string type = told.type.empty() ? "nps" : told.type;
  if (response.survey.empty()) response.survey = "Delighted " + type;
  if (told.score) response.add_score(type, type, rule_of(rules, type), *told.score);
  response.add_text("comment", "comment", told.comment, told.score ? type : "");
  return {};
}

Status read_unsubscribe(const Json& data, const FormatSettings& settings, const JsonRecord& raw, EventWriter& writer,
                        const std::string& event_id, std::optional<ParsedTime> time) {
  if (!time) return writer.reject(raw.line, raw.text, "created_at", "it does not tell when the customer unsubscribed");
  writer.begin(raw.line, raw.text);
  writer.id(event_id.empty() ? "unsubscribe:" + text_at(data, {"id", "person.id"}) : event_id);
  writer.time(time->utc, time->offset_minutes);
  writer.set("channel", "email").set("touchpoint", "unsubscribed").set("direction", "in");
  writer.who(IdentifierKind::kEmail, text_at(data, {"person.email", "email"}));
  writer.who(IdentifierKind::kId, vendor_id(settings, "delighted", text_at(data, "person.id")));
  return ended(writer);
}

Status read_record(const FormatInput& input, const FormatSettings& settings, const QuestionRules& rules,
                   const Json& json, const JsonRecord& raw, EventWriter& writer) {
  const Json& inside = object_at(json, "event_data");
  const Json& data = inside.empty() ? json : inside;
  const std::string event = text_at(json, "event_type");
  if (event.starts_with("unsubscribe")) {
    auto time = time_at(data, "unsubscribed_at");
    if (!time) time = time_at(data, "created_at");
    if (!time && input.received) time = ParsedTime{*input.received, 0};
    return read_unsubscribe(data, settings, raw, writer, text_at(json, "event_id"), time);
  }
  Told told;
  told.id = text_at(data, "id");
  told.type = lower_ascii(text_at(data, "survey_type"));
  told.score = number_at(data, "score");
  told.comment = text_at(data, "comment");
  told.created = time_at(data, "created_at");
  told.updated = time_at(data, "updated_at");
  SurveyResponse response;
  const Status started = start(told, rules, settings, response);
  if (!started.ok()) return writer.reject(raw.line, raw.text, started.where(), started.message());
  const Json& person = object_at(data, "person");
  const std::string person_id = person.empty() ? text_at(data, "person") : text_at(person, "id");
  add_variables(response, object_at(data, "person_properties"), settings);
  response.add_who(IdentifierKind::kEmail, text_at(person, "email"));
  response.add_who(IdentifierKind::kPhone, text_at(person, "phone_number"));
  response.add_who(IdentifierKind::kId, vendor_id(settings, "delighted", person_id));
  add_additional(rules, data, response);
  return response.write(writer, raw.line, raw.text, [&] {
    writer.set("permalink", text_at(data, "permalink"));
    if (const Json& tags = items_at(data, "tags"); !tags.empty()) writer.json("tags", tags.dump());
    keep_others(writer, data,
                {"id", "person", "survey_type", "score", "comment", "permalink", "created_at", "updated_at",
                 "person_properties", "notes", "tags", "additional_answers"});
  });
}

// "Response ID","Survey Type","Score","Comment","Created At" ...; names of the API's fields are taken as well.
Status read_row(Table& table, const QuestionRules& rules, const FormatSettings& settings, EventWriter& writer) {
  const Zone& zone = writer.options().zone;
  Told told;
  told.id = table.at({"response id", "id", "response_id"});
  told.type = lower_ascii(table.at({"survey type", "survey_type"}));
  told.comment = table.at("comment");
  const std::string_view score = table.at("score");
  told.score = rules.number_of(score);
  if (!score.empty() && !told.score) {
    return writer.reject(table.line(), table.raw(), "Score", "'" + std::string(score.substr(0, 40)) + "' is no number");
  }
  const auto time = [&](std::initializer_list<std::string_view> names) -> std::optional<ParsedTime> {
    const Result<ParsedTime> parsed = parse_time(table.at(names), zone);
    return parsed ? std::optional<ParsedTime>(*parsed) : std::nullopt;
  };
  told.created = time({"created at", "created_at", "responded at", "response date"});
  told.updated = time({"updated at", "updated_at"});
  SurveyResponse response;
  const Status started = start(told, rules, settings, response);
  if (!started.ok()) return writer.reject(table.line(), table.raw(), started.where(), started.message());
  response.add_who(IdentifierKind::kEmail, std::string(table.at({"email", "person email"})));
  response.add_who(IdentifierKind::kPhone, std::string(table.at({"phone number", "phone"})));
  for (size_t i = 0; i < table.columns().size(); ++i) {
    const std::string& name = table.columns()[i];
    const auto kind = hidden_kind(settings, name);
    if (kind == IdentifierKind::kId) response.add_who(*kind, std::string(table.cell(i)));
    const QuestionRule* rule = rules.find({name});
    if (rule != nullptr && !rule->named() &&
        !response.add_answer(rules, rule, name, name, name, std::string(table.cell(i)))) {
      SOJOURN_CHECK(response.refuse_answer(writer, table.line(), table.raw(), name, "the answer is no number"));
    }
  }
  // After your own number, which is the surer one.
  response.add_who(IdentifierKind::kId,
                   vendor_id(settings, "delighted", std::string(table.at({"person id", "person_id"}))));
  return response.write(writer, table.line(), table.raw(), [&] {
    table.keep_others(
        writer,
        {"response id",  "id",           "response_id",  "survey type",   "survey_type", "comment",    "score",
         "created at",   "created_at",   "responded at", "response date", "updated at",  "updated_at", "email",
         "person email", "phone number", "phone",        "person id",     "person_id",   "name",       "person name"});
  });
}

Status read(const FormatInput& input, const FormatSettings& settings, EventWriter& writer) {
  SOJOURN_TRY(const QuestionRules rules, QuestionRules::read(settings));
  if (is_json_with(input.bytes, {})) {
    return read_json_records(input.bytes, {}, writer, [&](const Json& json, const JsonRecord& raw) {
      return read_record(input, settings, rules, json, raw, writer);
    });
  }
  SOJOURN_TRY(Table table, Table::open(input.bytes, input.name));
  if (!table.has("score")) return Status::invalid("a Delighted export has a column Score", "line 1");
  while (true) {
    SOJOURN_TRY(const bool more, table.next(writer));
    if (!more) return {};
    SOJOURN_CHECK(read_row(table, rules, settings, writer));
  }
}

bool recognises(std::string_view head, std::string_view) {
  return is_json_with(head, {"event_type", "event_data", "survey_type"}) ||
         is_json_with(head, {"survey_type", "person_properties"}) ||
         has_columns(head, {"Survey Type", "Score", "Comment", "Person ID"});
}

}  // namespace

Format delighted_format() {
  Format format;
  format.id = "delighted";
  format.title = "Delighted responses";
  format.family = "survey";
  format.channel = "survey";
  format.about = "Webhooks of Delighted, replies of its API (survey_responses.json), and its CSV exports.";
  format.settings = question_settings();
  format.settings.emplace_back("customer_field",
                               "Person property that holds the customer number; else customer_id, "
                               "user_id and the like");
  format.settings.emplace_back("customer_ids", "plain: Delighted's own numbers of persons are your customer numbers");
  format.settings.emplace_back("survey", "The survey's name; else its type");
  format.webhooks = true;
  format.recognises = recognises;
  format.read = read;
  return format;
}

}  // namespace sojourn
