#include "api/survey_answer_reading.h"

#include <algorithm>

#include "base/suggest.h"
#include "surveys/survey_page.h"

namespace sojourn {
namespace {

constexpr size_t kWordBytesMax = 64;
constexpr size_t kPropertiesMax = 16;
constexpr size_t kPropertyBytesMax = 500;

Result<Identifier> person(IdentifierKind kind, const std::string& value, const std::string& where) {
  const bool named = kind == IdentifierKind::kId || kind == IdentifierKind::kEmail || kind == IdentifierKind::kPhone ||
                     kind == IdentifierKind::kAnonymous;
  if (!named || value.size() > kPropertyBytesMax || normalise_identifier(kind, value).empty()) {
    return Status::invalid("this names nobody", where);
  }
  return Identifier{kind, value};
}

// "c-17", "email:anna@example.com", or {"id":"c-17","email":"anna@example.com"}.
Result<std::vector<Identifier>> read_who(const Json& json) {
  std::vector<Identifier> who;
  if (!json.contains("who") || json["who"].is_null()) return who;
  if (json["who"].is_string()) {
    Result<Identifier> one = parse_identifier(json["who"].get<std::string>());
    if (!one) return Status::invalid(one.error().message(), "who");
    SOJOURN_TRY(Identifier named, person(one->kind, one->value, "who"));
    who.push_back(std::move(named));
    return who;
  }
  if (!json["who"].is_object()) return Status::invalid("a text, or one a kind, was expected", "who");
  for (const auto& [kind, value] : json["who"].items()) {
    const std::string where = "who." + kind;
    const std::optional<IdentifierKind> known = find_identifier_kind(kind);
    if (!known || !value.is_string()) return Status::invalid("id, email, phone or anonymous was expected", where);
    SOJOURN_TRY(Identifier named, person(*known, value.get<std::string>(), where));
    who.push_back(std::move(named));
  }
  std::sort(who.begin(), who.end());
  return who;
}

// Of a question with several answers.
Result<std::string> read_list(const Json& list, const std::string& where) {
  std::string joined;
  for (const Json& each : list) {
    if (!each.is_string()) return Status::invalid("a list of choices was expected", where);
    joined += (joined.empty() ? "" : ",") + each.get<std::string>();
  }
  return joined;
}

Result<std::vector<std::pair<std::string, std::string>>> read_properties(const Json& json) {
  std::vector<std::pair<std::string, std::string>> properties;
  if (!json.contains("properties") || json["properties"].is_null()) return properties;
  if (!json["properties"].is_object() || json["properties"].size() > kPropertiesMax) {
    return Status::invalid("an object of at most " + std::to_string(kPropertiesMax) + " texts was expected",
                           "properties");
  }
  for (const auto& [name, value] : json["properties"].items()) {
    if (!value.is_string() || name.size() > kWordBytesMax || value.get<std::string>().size() > kPropertyBytesMax) {
      return Status::invalid("a short text was expected", "properties." + name);
    }
    properties.emplace_back(name, value.get<std::string>());
  }
  return properties;
}

Result<std::string> read_word(const Json& json, const std::string& key) {
  SOJOURN_TRY(std::string word, text_or_empty(json, key));
  if (word.size() > kWordBytesMax || word.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                                            "0123456789-_.") != std::string::npos) {
    return Status::invalid("letters, digits, - _ and . were expected, at most 64", key);
  }
  return word;
}

Result<std::string> read_claim(const Json& json, const std::string& key) {
  SOJOURN_TRY(std::string text, text_or_empty(json, key));
  if (text.size() > kPropertyBytesMax) return Status::invalid("is too long", key);
  return text;
}

}  // namespace

Result<SentAnswers> read_sent(const Json& json, const Survey& survey) {
  if (!json.contains("answers") || !json["answers"].is_object()) {
    return Status::invalid("an object was expected: the answers by question", "answers");
  }
  SentAnswers sent;
  for (const auto& [id, value] : json["answers"].items()) {
    const std::string where = "answers." + id;
    if (survey.find(id) == nullptr) {
      std::vector<std::string> ids;
      for (const SurveyQuestion& each : survey.questions) ids.push_back(each.id);
      return Status::invalid("the survey has no such question." + did_you_mean(id, ids), where);
    }
    if (value.is_null()) continue;
    if (value.is_array()) {
      SOJOURN_TRY(sent[id], read_list(value, where));
      continue;
    }
    if (!value.is_string() && !value.is_number()) return Status::invalid("a text or a number was expected", where);
    sent[id] = value.is_string() ? value.get<std::string>() : value.dump();
  }
  return sent;
}

Result<ResponseFacts> read_facts(const Json& json, const Survey& survey, std::string_view accepted) {
  ResponseFacts facts;
  SOJOURN_TRY(facts.who, read_who(json));
  SOJOURN_TRY(facts.about, read_claim(json, "about"));
  SOJOURN_TRY(facts.invitation, read_claim(json, "invitation"));
  SOJOURN_TRY(const std::string language, text_or_empty(json, "language"));
  if (!language.empty()) facts.language = page_language(survey, language, "", accepted);
  SOJOURN_TRY(facts.properties, read_properties(json));
  SOJOURN_TRY(facts.medium, read_word(json, "medium"));
  SOJOURN_TRY(facts.response, read_word(json, "response"));
  facts.time = facts.version = now();
  return facts;
}

}  // namespace sojourn
