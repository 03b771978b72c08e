// Typeform: webhooks (form_response), the replies of its Responses API, and exports (typeform_table.h).
//
// Scores    nps is NPS; a rating is stars; an opinion scale is a score on its own scale, unless settings say more. How
//           long a scale is, the form's definition says (in webhooks, or given beside the replies).
// Comments  long texts; a short text where the response has no long one.
// Who       hidden fields, and answers of type e-mail and phone number.
// Told      more than once: the token is the response's id.
// Source    Typeform developers, "Webhooks: example payload", "Responses API".
#include <map>

#include "collect/byte_stream.h"
#include "formats/contact.h"
#include "formats/json_records.h"
#include "formats/survey_response.h"
#include "formats/typeform_table.h"

namespace sojourn {
namespace {

struct Field {
  std::string type;
  std::string title;
  std::optional<Scale> scale;
  bool about_person = false;  // Part of a contact or an address.
};

// What forms ask, by the ids and references of their fields.
class Forms {
 public:
  void learn(const Json& form, bool about_person = false) {
    for (const Json& json : items_at(form, "fields")) {
      learn_field(json, about_person);
      const std::string type = text_at(json, "type");
      learn(object_at(json, "properties"), type == "contact_info" || type == "address");  // Groups hold fields too.
    }
    const std::string id = text_at(form, "id");
    if (!id.empty()) titles_[id] = text_at(form, "title");
  }
  const Field* find(const std::string& id, const std::string& ref) const {
    const auto by_id = fields_.find(id);
    if (by_id != fields_.end()) return &by_id->second;
    const auto by_ref = fields_.find("ref:" + ref);
    return by_ref == fields_.end() ? nullptr : &by_ref->second;
  }
  std::string title(const std::string& form) const {
    const auto found = titles_.find(form);
    return found == titles_.end() ? std::string() : found->second;
  }
  std::string only_title() const { return titles_.size() == 1 ? titles_.begin()->second : std::string(); }

 private:
  void learn_field(const Json& json, bool about_person) {
    Field field;
    field.about_person = about_person;
    field.type = text_at(json, "type");
    field.title = text_at(json, "title");
    const auto steps = number_at(json, "properties.steps");
    const double start = field.type == "rating" || truth_at(json, "properties.start_at_one").value_or(false) ? 1 : 0;
    if (steps && *steps >= 2) field.scale = Scale{start, start + *steps - 1};
    const std::string id = text_at(json, "id");
    const std::string ref = text_at(json, "ref");
    if (!ref.empty()) fields_["ref:" + ref] = field;
    if (!id.empty()) fields_[id] = std::move(field);
  }

  std::map<std::string, Field> fields_;
  std::map<std::string, std::string> titles_;
};

struct Context {
  const FormatSettings& settings;
  const QuestionRules& rules;
  EventWriter& writer;
  const JsonRecord& raw;
};

// The answer as text: {"type":"choice","choice":{"label":"..."}}, {"type":"number","number":9} ...
std::string answer_text(const Json& answer) {
  const std::string type = text_at(answer, "type");
  const Json* value = json_at(answer, type);
  if (value == nullptr) return {};
  if (!value->is_object()) return text_of(*value);
  std::string labels = text_at(*value, {"label", "payment_url"});
  for (const Json& label : items_at(*value, "labels")) labels += (labels.empty() ? "" : ", ") + text_of(label);
  const std::string other = text_at(*value, "other");
  if (!other.empty()) labels += (labels.empty() ? "" : ", ") + other;
  return labels;
}

std::optional<QuestionRule> own_rule(const std::string& type, const std::optional<Scale>& scale) {
  if (type == "nps") return QuestionRule{"nps", Scale{0, 10}};
  if (type == "rating") return QuestionRule{"stars", scale ? scale : Scale{1, 5}};
  if (type == "opinion_scale") return QuestionRule{"opinion_scale", scale ? scale : Scale{0, 10}};
  if (type == "email") return QuestionRule{"email", {}};
  if (type == "phone_number") return QuestionRule{"phone", {}};
  if (type == "long_text") return QuestionRule{"text", {}};
  return std::nullopt;
}

struct ShortText {
  std::string question;
  std::string title;
  std::string name;
  std::string text;
};

Status add_answers(const Context& at, const Json& answers, const Forms& forms, SurveyResponse& response) {
  std::vector<ShortText> short_texts;
  bool long_text = false;
  for (const Json& answer : answers) {
    const std::string id = text_at(answer, "field.id");
    const std::string ref = text_at(answer, "field.ref");
    const Field* field = forms.find(id, ref);
    std::string type = text_at(answer, "field.type");
    if (type.empty() && field != nullptr) type = field->type;
    const std::string title = field == nullptr ? "" : field->title;
    const std::string name = ref.empty() ? id : ref;
    const std::string text = answer_text(answer);
    const auto own = own_rule(type, field == nullptr ? std::nullopt : field->scale);
    const QuestionRule* rule = at.rules.find({ref, id, title});
    if (rule == nullptr && own) rule = &*own;
    if (rule == nullptr && field != nullptr && field->about_person) continue;  // Names and addresses of people.
    if (rule == nullptr && type == "short_text" && !text.empty()) {
      short_texts.push_back({id.empty() ? ref : id, title, name, text});
      continue;
    }
    // Webhooks seldom tell how long a scale is.
    const auto number =
        own && rule == &*own && field != nullptr && !field->scale ? at.rules.number_of(text) : std::nullopt;
    if (number && rule->scale && (*number < rule->scale->min || *number > rule->scale->max)) {
      SOJOURN_CHECK(response.refuse_answer(at.writer, at.raw.line, at.raw.text, name,
                                           "'" + text.substr(0, 40) + "' does not fit the usual scale, and the form " +
                                               "does not tell its own; say it: question." + name + " = " + rule->kind +
                                               ":1-10"));
      continue;
    }
    long_text = long_text || (rule != nullptr && rule->kind == "text" && !text.empty());
    if (!response.add_answer(at.rules, rule, id.empty() ? ref : id, title, name, text)) {
      SOJOURN_CHECK(response.refuse_answer(at.writer, at.raw.line, at.raw.text, name,
                                           "'" + text.substr(0, 80) + "' is no number"));
    }
  }
  for (const ShortText& one : short_texts) {
    if (!long_text && short_texts.size() == 1) {
      response.add_text(one.question, one.title, one.text, at.rules.score_of({one.question, one.name, one.title}));
    } else {
      response.add_property(one.name, one.text);
    }
  }
  return {};
}

Status read_response(const Context& at, const Json& json, Forms& forms, const std::string& form_of_file) {
  forms.learn(object_at(json, "definition"));
  SurveyResponse response;
  response.id = text_at(json, {"token", "response_id"});
  const auto time = time_at(json, "submitted_at");
  if (response.id.empty()) return at.writer.reject(at.raw.line, at.raw.text, "token", "the response has no token");
  if (!time || text_at(json, "response_type") == "started" || text_at(json, "response_type") == "partial") {
    return at.writer.reject(at.raw.line, at.raw.text, "submitted_at", "the response was never submitted");
  }
  response.time = *time;
  response.version = milliseconds(time->utc);
  const std::string form = text_at(json, "form_id");
  response.survey = setting(at.settings, "survey");
  if (response.survey.empty()) response.survey = text_at(json, "definition.title");
  if (response.survey.empty()) response.survey = form.empty() ? forms.only_title() : forms.title(form);
  if (response.survey.empty()) response.survey = form.empty() ? form_of_file : form;
  add_variables(response, object_at(json, "hidden"), at.settings);
  SOJOURN_CHECK(add_answers(at, items_at(json, "answers"), forms, response));
  return response.write(at.writer, at.raw.line, at.raw.text, [&] {
    EventWriter& writer = at.writer;
    writer.set("started", text_at(json, "landed_at"));
    for (const Json& variable : items_at(json, "variables")) {
      const Json* value = json_at(variable, text_at(variable, "type"));
      if (value != nullptr && !value->is_structured()) {
        writer.json("properties." + text_at(variable, "key"), value->dump());
      }
    }
    if (const auto score = number_at(json, "calculated.score")) writer.set("calculated_score", *score);
    writer.set("browser_language", language_of(text_at(json, "metadata.browser_language")));
  });
}

// Forms stand in a webhook's definition, or in files of their own.
bool is_form(const Json& json) { return !items_at(json, "fields").empty() && text_at(json, "submitted_at").empty(); }

Status read(const FormatInput& input, const FormatSettings& settings, EventWriter& writer) {
  SOJOURN_TRY(const QuestionRules rules, QuestionRules::read(settings));
  if (input.headers.empty() && !is_json_with(input.bytes, {}))
    return read_typeform_table(input, settings, rules, writer);
  Forms forms;
  for (const auto& [name, bytes] : input.side_files) {
    look_through_json(bytes, {}, [&](const Json& json, const JsonRecord&) {
      if (is_form(json)) forms.learn(json);
    });
  }
  const std::string stem = file_stem(input.name);
  return read_json_records(input.bytes, {"items"}, writer, [&](const Json& json, const JsonRecord& raw) -> Status {
    const Context at{settings, rules, writer, raw};
    if (is_form(json)) {
      forms.learn(json);
      return {};
    }
    const Json& inside = object_at(json, "form_response");
    if (inside.empty() && json.contains("event_type")) {
      return writer.reject(raw.line, raw.text, "form_response", "the webhook carries no response");
    }
    return read_response(at, inside.empty() ? json : inside, forms, stem);
  });
}

bool recognises(std::string_view head, std::string_view) {
  return is_json_with(head, {"form_response", "submitted_at"}) ||
         is_json_with(head, {"items", "landing_id", "token"}) || is_typeform_table(head);
}

}  // namespace

Format typeform_format() {
  Format format;
  format.id = "typeform";
  format.title = "Typeform responses";
  format.family = "survey";
  format.channel = "survey";
  format.about =
      "Webhooks of Typeform forms, exports of responses (CSV, Excel), and replies of its Responses API "
      "({\"items\":[...]}) with the form's definition given beside them.";
  format.settings = question_settings();
  format.settings.emplace_back("customer_field",
                               "Hidden field that holds the customer number; else customer_id, user_id "
                               "and the like");
  format.settings.emplace_back("survey", "The survey's name; else the form's title");
  format.signing = SigningScheme::kTypeform;
  format.webhooks = true;
  format.recognises = recognises;
  format.read = read;
  return format;
}

}  // namespace sojourn
