// A survey as JSON.
#include "base/decimal.h"
#include "surveys/survey_json.h"

namespace sojourn {
namespace {

using survey_json::Json;

Json json_of(const LocalText& text) {
  if (text.by_language.size() == 1 && text.by_language.front().first.empty()) return text.by_language.front().second;
  Json object = Json::object();
  for (const auto& [language, words] : text.by_language) object[language] = words;
  return object;
}

void put(Json& json, const char* key, const LocalText& text) {
  if (!text.empty()) json[key] = json_of(text);
}

Json whole(double number) { return static_cast<int64_t>(number); }

Json json_of(const SurveyCondition& when, const Survey& survey) {
  Json json{{"question", when.question}, {"comparison", comparison_sign(when.comparison)}};
  if (when.comparison == SurveyComparison::kAnswered) return json;
  const SurveyQuestion* other = survey.find(when.question);
  const Result<double> number = parse_number(when.value);
  const bool score = other != nullptr && other->is_score() && number.has_value();
  json["value"] = score ? whole(*number) : Json(when.value);
  return json;
}

Json json_of(const SurveyQuestion& question, const Survey& survey) {
  Json json{{"id", question.id}, {"kind", question.kind}};
  put(json, "text", question.text);
  if (question.scale) json["scale"] = {whole(question.scale->min), whole(question.scale->max)};
  put(json, "low", question.low);
  put(json, "high", question.high);
  json["required"] = question.required;
  for (const SurveyChoice& each : question.choices) {
    json["choices"].push_back({{"id", each.id}, {"text", json_of(each.text)}});
  }
  if (question.several) json["several"] = true;
  if (question.when) json["when"] = json_of(*question.when, survey);
  return json;
}

}  // namespace

std::string survey_text(const Survey& survey) {
  Json json{{"name", survey.name}};
  put(json, "title", survey.title);
  put(json, "intro", survey.intro);
  put(json, "thanks", survey.thanks);
  json["languages"] = survey.languages;
  if (!survey.touchpoint.empty()) json["touchpoint"] = survey.touchpoint;
  json["open"] = survey.open;
  json["questions"] = Json::array();
  for (const SurveyQuestion& each : survey.questions) json["questions"].push_back(json_of(each, survey));
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace sojourn
