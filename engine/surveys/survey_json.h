// Reading the JSON of a definition, for the files that do: errors name the place.
#pragma once

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "surveys/survey.h"

namespace sojourn::survey_json {

using Json = nlohmann::ordered_json;

// "questions[1]" and "when" -> "questions[1].when"; "questions" and 1 -> "questions[1]".
std::string at(const std::string& path, std::string_view key);
std::string at(const std::string& path, size_t index);

template <class Names>
std::vector<std::string> names_of(const Names& names) {
  return {names.begin(), names.end()};
}

// Refuses all but an object with these keys.
Status only(const Json& json, const std::string& path, std::initializer_list<std::string_view> known);
bool is_language(std::string_view text);
Result<std::string> read_string(const Json& json, const std::string& path);
Result<std::string> read_id(const Json& json, const std::string& path);
// What is missing or null is empty, or false.
Result<LocalText> text_at(const Json& json, const std::string& path, const char* key);
Result<bool> truth_at(const Json& json, const std::string& path, const char* key);

// `earlier` holds the questions before it.
Result<SurveyQuestion> read_question(const Json& json, const std::string& path, const Survey& earlier);

}  // namespace sojourn::survey_json
