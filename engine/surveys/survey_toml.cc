// A survey as TOML, as people write it: texts in inline tables, a table a question.
#include "base/toml_text.h"
#include "surveys/survey_json.h"

namespace sojourn {
namespace {

using survey_json::Json;

std::string value_of(const Json& json) {
  if (json.is_string()) return toml_string(json.get<std::string>());
  if (!json.is_structured()) return json.dump();
  std::string parts;
  for (const auto& [key, value] : json.items()) {
    parts += (parts.empty() ? "" : ", ") + (json.is_object() ? key + " = " : std::string()) + value_of(value);
  }
  return json.is_object() ? "{ " + parts + " }" : "[" + parts + "]";
}

// A choice without words of its own is its id.
Json shortened(Json choices) {
  for (Json& each : choices) {
    if (each["id"] == each["text"]) each = Json(each["id"]);
  }
  return choices;
}

std::string lines_of(const std::string& key, const Json& value) {
  if (value == false) return {};
  if (key != "choices") return key + " = " + value_of(value) + "\n";
  const Json choices = shortened(value);
  std::string text = "choices = [\n";
  for (const Json& each : choices) text += "  " + value_of(each) + ",\n";
  return text + "]\n";
}

}  // namespace

std::string survey_toml(const Survey& survey) {
  const Json json = Json::parse(survey_text(survey));
  std::string text;
  for (const auto& [key, value] : json.items()) {
    if (key != "questions") text += lines_of(key, value);
  }
  for (const Json& question : json["questions"]) {
    text += "\n[[questions]]\n";
    for (const auto& [key, value] : question.items()) text += lines_of(key, value);
  }
  return text;
}

}  // namespace sojourn
