// A survey from its definition: JSON, and TOML which is turned into the same JSON first.
#include <algorithm>

#include "surveys/definition_json.h"
#include "surveys/survey_json.h"

namespace sojourn {
namespace {

using survey_json::at;
using survey_json::is_language;
using survey_json::Json;
using survey_json::only;
using survey_json::read_question;
using survey_json::read_string;
using survey_json::text_at;
using survey_json::truth_at;

constexpr DefinitionKind kSurvey{"a survey", kSurveyBytesMax, 8};  // Five brackets deep is what one needs.

Status read_questions(const Json& json, Survey& survey) {
  if (!json.contains("questions")) return Status::invalid("is missing", "questions");
  const Json& list = json["questions"];
  if (!list.is_array() || list.empty() || list.size() > kSurveyQuestionsMax) {
    return Status::invalid("a list of 1 to " + std::to_string(kSurveyQuestionsMax) + " questions was expected",
                           "questions");
  }
  for (size_t i = 0; i < list.size(); ++i) {
    SOJOURN_TRY(SurveyQuestion question, read_question(list[i], at("questions", i), survey));
    survey.questions.push_back(std::move(question));
  }
  return {};
}

// --- languages

// Every text of the survey with its place.
std::vector<std::pair<std::string, const LocalText*>> texts_of(const Survey& survey) {
  std::vector<std::pair<std::string, const LocalText*>> texts{
      {"title", &survey.title}, {"intro", &survey.intro}, {"thanks", &survey.thanks}};
  for (size_t i = 0; i < survey.questions.size(); ++i) {
    const std::string path = at("questions", i);
    const SurveyQuestion& question = survey.questions[i];
    texts.emplace_back(at(path, "text"), &question.text);
    texts.emplace_back(at(path, "low"), &question.low);
    texts.emplace_back(at(path, "high"), &question.high);
    for (size_t j = 0; j < question.choices.size(); ++j) {
      texts.emplace_back(at(at(at(path, "choices"), j), "text"), &question.choices[j].text);
    }
  }
  return texts;
}

Status check_languages(const Survey& survey) {
  for (const auto& [path, text] : texts_of(survey)) {
    if (text->empty() || text->by_language.front().first.empty()) continue;
    for (const std::string& language : survey.languages) {
      const auto has = [&language](const auto& each) { return each.first == language; };
      if (std::none_of(text->by_language.begin(), text->by_language.end(), has)) {
        return Status::invalid("has no text in " + language + ", one of the survey's languages", path);
      }
    }
  }
  return {};
}

// Told, or all that have a text: English first, since JSON and TOML keep different orders.
Status read_languages(const Json& json, Survey& survey) {
  const auto add = [&survey](const std::string& language) {
    if (std::find(survey.languages.begin(), survey.languages.end(), language) == survey.languages.end()) {
      survey.languages.push_back(language);
    }
  };
  if (json.contains("languages")) {
    const Json& list = json["languages"];
    if (!list.is_array() || list.empty() || list.size() > kSurveyLanguagesMax) {
      return Status::invalid("a list of languages was expected", "languages");
    }
    for (size_t i = 0; i < list.size(); ++i) {
      SOJOURN_TRY(const std::string language, read_string(list[i], at("languages", i)));
      if (!is_language(language)) return Status::invalid("is no language's code, such as nl", at("languages", i));
      add(language);
    }
    return check_languages(survey);
  }
  for (const auto& [path, text] : texts_of(survey)) {
    for (const auto& [language, words] : text->by_language) {
      if (!language.empty()) add(language);
    }
  }
  if (survey.languages.size() > kSurveyLanguagesMax) return Status::invalid("too many languages", "languages");
  if (survey.languages.empty()) survey.languages.emplace_back("en");
  std::sort(survey.languages.begin(), survey.languages.end());
  const auto english = std::find(survey.languages.begin(), survey.languages.end(), "en");
  if (english != survey.languages.end()) std::rotate(survey.languages.begin(), english, english + 1);
  return {};
}

Result<Survey> read_survey(const Json& json, std::string_view otherwise) {
  SOJOURN_CHECK(only(json, "", {"name", "title", "intro", "thanks", "languages", "touchpoint", "open", "questions"}));
  Survey survey;
  survey.name = otherwise;
  if (json.contains("name")) {
    SOJOURN_TRY(survey.name, read_string(json["name"], "name"));
  }
  if (!is_survey_name(survey.name)) {
    return Status::invalid("1 to 64 small letters, digits, - and _ were expected", "name");
  }
  SOJOURN_TRY(survey.title, text_at(json, "", "title"));
  if (survey.title.empty()) return Status::invalid("is missing", "title");
  SOJOURN_TRY(survey.intro, text_at(json, "", "intro"));
  SOJOURN_TRY(survey.thanks, text_at(json, "", "thanks"));
  if (json.contains("touchpoint")) {
    SOJOURN_TRY(survey.touchpoint, read_string(json["touchpoint"], "touchpoint"));
  }
  SOJOURN_TRY(survey.open, truth_at(json, "", "open"));
  SOJOURN_CHECK(read_questions(json, survey));
  SOJOURN_CHECK(read_languages(json, survey));
  return survey;
}

}  // namespace

Result<Survey> parse_survey_json(std::string_view text, std::string_view otherwise) {
  SOJOURN_TRY(const Json json, definition_from_json(text, kSurvey));
  return read_survey(json, otherwise);
}

Result<Survey> parse_survey_toml(std::string_view text, const std::string& file, std::string_view otherwise) {
  SOJOURN_TRY(const Json json, definition_from_toml(text, file, kSurvey));
  Result<Survey> survey = read_survey(json, otherwise);
  if (!survey) return std::move(survey).error().within(file);
  return survey;
}

}  // namespace sojourn
