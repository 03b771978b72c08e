#include "surveys/survey_json.h"

#include <algorithm>

#include "base/suggest.h"
#include "base/text.h"

namespace sojourn::survey_json {
namespace {

constexpr std::string_view kIdLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr size_t kIdBytesMax = 40;

Result<LocalText> read_text(const Json& json, const std::string& path) {
  LocalText text;
  if (json.is_string()) {
    SOJOURN_TRY(std::string one, read_string(json, path));
    if (!one.empty()) text.by_language.emplace_back("", std::move(one));
    return text;
  }
  if (!json.is_object()) return Status::invalid("a text, or one a language, was expected", path);
  if (json.size() > kSurveyLanguagesMax) return Status::invalid("too many languages", path);
  for (const auto& [language, value] : json.items()) {
    if (!is_language(language)) return Status::invalid("this is no language's code, such as nl", at(path, language));
    SOJOURN_TRY(std::string one, read_string(value, at(path, language)));
    if (one.empty()) return Status::invalid("must not be empty", at(path, language));
    text.by_language.emplace_back(language, std::move(one));
  }
  std::sort(text.by_language.begin(), text.by_language.end());
  return text;
}

}  // namespace

std::string at(const std::string& path, std::string_view key) {
  return path.empty() ? std::string(key) : path + "." + std::string(key);
}
std::string at(const std::string& path, size_t index) { return path + "[" + std::to_string(index) + "]"; }

Status only(const Json& json, const std::string& path, std::initializer_list<std::string_view> known) {
  if (!json.is_object()) return Status::invalid("an object was expected", path);
  for (const auto& [key, value] : json.items()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    return Status::invalid("there is no such key here." + did_you_mean(key, names_of(known)), at(path, key));
  }
  return {};
}

bool is_language(std::string_view text) {
  const size_t dash = text.find('-');
  const std::string_view first = text.substr(0, dash);
  const auto small = [](char c) { return c >= 'a' && c <= 'z'; };
  if (first.size() < 2 || first.size() > 3 || !std::all_of(first.begin(), first.end(), small)) return false;
  if (dash == std::string_view::npos) return true;
  const std::string_view rest = text.substr(dash + 1);
  return !rest.empty() && rest.size() <= 16 && rest.find_first_not_of(kIdLetters) == std::string_view::npos;
}

Result<std::string> read_string(const Json& json, const std::string& path) {
  if (!json.is_string()) return Status::invalid("a text was expected", path);
  std::string text(trim(json.get<std::string>()));
  if (text.size() > kSurveyTextBytesMax) {
    return Status::invalid("is longer than " + std::to_string(kSurveyTextBytesMax) + " bytes", path);
  }
  if (text.find('\0') != std::string::npos) return Status::invalid("holds a zero byte", path);
  return text;
}

Result<std::string> read_id(const Json& json, const std::string& path) {
  SOJOURN_TRY(std::string id, read_string(json, path));
  if (id.empty() || id.size() > kIdBytesMax || id.find_first_not_of(kIdLetters) != std::string::npos) {
    return Status::invalid("letters, digits, - and _ were expected, at most " + std::to_string(kIdBytesMax), path);
  }
  return id;
}

Result<LocalText> text_at(const Json& json, const std::string& path, const char* key) {
  if (!json.contains(key) || json[key].is_null()) return LocalText{};
  return read_text(json[key], at(path, key));
}

Result<bool> truth_at(const Json& json, const std::string& path, const char* key) {
  if (!json.contains(key) || json[key].is_null()) return false;
  if (!json[key].is_boolean()) return Status::invalid("true or false was expected", at(path, key));
  return json[key].get<bool>();
}

}  // namespace sojourn::survey_json
