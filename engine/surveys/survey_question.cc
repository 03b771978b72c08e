// One question of a definition: its scale, its choices, and when it is asked.
#include <algorithm>
#include <array>
#include <cmath>

#include "base/decimal.h"
#include "base/suggest.h"
#include "surveys/survey_json.h"

namespace sojourn::survey_json {
namespace {

constexpr std::array<std::string_view, 9> kKinds{"nps",    "csat",      "ces",    "stars", "useful",
                                                 "usable", "enjoyable", "choice", "text"};
constexpr std::array<SurveyComparison, 7> kComparisons{SurveyComparison::kEqual,   SurveyComparison::kUnequal,
                                                       SurveyComparison::kLess,    SurveyComparison::kLessOrEqual,
                                                       SurveyComparison::kMore,    SurveyComparison::kMoreOrEqual,
                                                       SurveyComparison::kAnswered};

// --- scale

Result<double> read_whole(const Json& json, const std::string& path) {
  if (!json.is_number()) return Status::invalid("a whole number was expected", path);
  const auto number = json.get<double>();
  if (number != std::floor(number) || std::abs(number) > 1000) {
    return Status::invalid("a small whole number was expected", path);
  }
  return number;
}

Status check_scale(const std::string& kind, const Scale& scale, const std::string& path) {
  if (!(scale.min < scale.max)) return Status::invalid("a scale runs from a smaller to a larger number", path);
  if (scale.max - scale.min >= kSurveyStepsMax) {
    return Status::invalid("has more than " + std::to_string(kSurveyStepsMax) + " steps", path);
  }
  if (kind == "nps" && (scale.max != 10 || (scale.min != 0 && scale.min != 1))) {
    return Status::invalid("nps is asked from 0 (or 1) to 10", path);
  }
  return {};
}

Result<std::optional<Scale>> read_scale(const Json& json, const std::string& path, const std::string& kind) {
  const std::optional<Scale> own = default_scale(kind);
  if (!json.contains("scale") || json["scale"].is_null()) return own;
  const std::string where = at(path, "scale");
  if (!own) return Status::invalid("questions of kind " + kind + " have no scale", where);
  if (!json["scale"].is_array() || json["scale"].size() != 2) {
    return Status::invalid("[lowest, highest] was expected", where);
  }
  Scale scale;
  SOJOURN_TRY(scale.min, read_whole(json["scale"][0], at(where, 0)));
  SOJOURN_TRY(scale.max, read_whole(json["scale"][1], at(where, 1)));
  SOJOURN_CHECK(check_scale(kind, scale, where));
  return std::optional<Scale>(scale);
}

// --- choices

Result<SurveyChoice> read_choice(const Json& json, const std::string& path) {
  SurveyChoice choice;
  if (json.is_string()) {
    SOJOURN_TRY(choice.id, read_id(json, path));
    choice.text.by_language.emplace_back("", choice.id);
    return choice;
  }
  SOJOURN_CHECK(only(json, path, {"id", "text"}));
  if (!json.contains("id")) return Status::invalid("is missing", at(path, "id"));
  SOJOURN_TRY(choice.id, read_id(json["id"], at(path, "id")));
  SOJOURN_TRY(choice.text, text_at(json, path, "text"));
  if (choice.text.empty()) return Status::invalid("is missing", at(path, "text"));
  return choice;
}

Result<std::vector<SurveyChoice>> read_choices(const Json& json, const std::string& path, const std::string& kind) {
  std::vector<SurveyChoice> choices;
  const std::string where = at(path, "choices");
  if (!json.contains("choices") || json["choices"].is_null()) {
    if (kind == "choice") return Status::invalid("is missing: a choice needs what can be chosen", where);
    return choices;
  }
  if (kind != "choice") return Status::invalid("only questions of kind choice have choices", where);
  const Json& list = json["choices"];
  if (!list.is_array() || list.size() < 2 || list.size() > kSurveyChoicesMax) {
    return Status::invalid("a list of 2 to " + std::to_string(kSurveyChoicesMax) + " was expected", where);
  }
  for (size_t i = 0; i < list.size(); ++i) {
    SOJOURN_TRY(SurveyChoice choice, read_choice(list[i], at(where, i)));
    const auto same = [&choice](const SurveyChoice& each) { return each.id == choice.id; };
    if (std::any_of(choices.begin(), choices.end(), same)) {
      return Status::invalid("\"" + choice.id + "\" is there twice", at(where, i));
    }
    choices.push_back(std::move(choice));
  }
  return choices;
}

// --- when

Result<SurveyComparison> read_comparison(const Json& json, const std::string& path) {
  if (!json.contains("comparison")) return SurveyComparison::kEqual;
  SOJOURN_TRY(const std::string sign, read_string(json["comparison"], at(path, "comparison")));
  for (const SurveyComparison each : kComparisons) {
    if (comparison_sign(each) == sign) return each;
  }
  return Status::invalid("one of = != < <= > >= answered was expected", at(path, "comparison"));
}

// The value must be one that the other question can have.
Result<std::string> read_compared(const Json& json, const std::string& path, const SurveyQuestion& other,
                                  SurveyComparison comparison) {
  const std::string where = at(path, "value");
  const bool told = json.contains("value") && !json["value"].is_null();
  if (comparison == SurveyComparison::kAnswered) {
    if (told) return Status::invalid("\"answered\" compares with nothing", where);
    return std::string();
  }
  if (!told) return Status::invalid("is missing", where);
  if (other.is_score()) {
    SOJOURN_TRY(const double number, read_whole(json["value"], where));
    return format_number(number);
  }
  if (!other.is_choice() || (comparison != SurveyComparison::kEqual && comparison != SurveyComparison::kUnequal)) {
    return Status::invalid("this cannot be asked of a question of kind " + other.kind, at(path, "comparison"));
  }
  SOJOURN_TRY(const std::string id, read_string(json["value"], where));
  std::vector<std::string> ids;
  for (const SurveyChoice& each : other.choices) ids.push_back(each.id);
  if (std::find(ids.begin(), ids.end(), id) != ids.end()) return id;
  return Status::invalid("\"" + id + "\" is no choice of " + other.id + "." + did_you_mean(id, ids), where);
}

Result<std::optional<SurveyCondition>> read_when(const Json& json, const std::string& path, const Survey& earlier) {
  if (!json.contains("when") || json["when"].is_null()) return std::optional<SurveyCondition>();
  const std::string where = at(path, "when");
  const Json& when = json["when"];
  SOJOURN_CHECK(only(when, where, {"question", "comparison", "value"}));
  if (!when.contains("question")) return Status::invalid("is missing", at(where, "question"));
  SurveyCondition condition;
  SOJOURN_TRY(condition.question, read_string(when["question"], at(where, "question")));
  const SurveyQuestion* other = earlier.find(condition.question);
  if (other == nullptr) {
    std::vector<std::string> ids;
    for (const SurveyQuestion& each : earlier.questions) ids.push_back(each.id);
    return Status::invalid(
        "no earlier question is called \"" + condition.question + "\"." + did_you_mean(condition.question, ids),
        at(where, "question"));
  }
  SOJOURN_TRY(condition.comparison, read_comparison(when, where));
  SOJOURN_TRY(condition.value, read_compared(when, where, *other, condition.comparison));
  return std::optional<SurveyCondition>(std::move(condition));
}

}  // namespace

Result<SurveyQuestion> read_question(const Json& json, const std::string& path, const Survey& earlier) {
  SOJOURN_CHECK(
      only(json, path, {"id", "kind", "text", "scale", "low", "high", "required", "choices", "several", "when"}));
  for (const char* key : {"id", "kind", "text"}) {
    if (!json.contains(key)) return Status::invalid("is missing", at(path, key));
  }
  SurveyQuestion question;
  SOJOURN_TRY(question.id, read_id(json["id"], at(path, "id")));
  if (earlier.find(question.id) != nullptr) {
    return Status::invalid("\"" + question.id + "\" is there twice", at(path, "id"));
  }
  SOJOURN_TRY(question.kind, read_string(json["kind"], at(path, "kind")));
  if (std::find(kKinds.begin(), kKinds.end(), question.kind) == kKinds.end()) {
    return Status::invalid("one of nps, csat, ces, stars, useful, usable, enjoyable, choice and text was expected." +
                               did_you_mean(question.kind, names_of(kKinds)),
                           at(path, "kind"));
  }
  SOJOURN_TRY(question.text, text_at(json, path, "text"));
  if (question.text.empty()) return Status::invalid("must not be empty", at(path, "text"));
  SOJOURN_TRY(question.scale, read_scale(json, path, question.kind));
  for (const char* key : {"low", "high"}) {
    if (!question.is_score() && json.contains(key)) {
      return Status::invalid("questions of kind " + question.kind + " have no scale", at(path, key));
    }
  }
  SOJOURN_TRY(question.low, text_at(json, path, "low"));
  SOJOURN_TRY(question.high, text_at(json, path, "high"));
  SOJOURN_TRY(question.required, truth_at(json, path, "required"));
  SOJOURN_TRY(question.choices, read_choices(json, path, question.kind));
  SOJOURN_TRY(question.several, truth_at(json, path, "several"));
  if (question.several && !question.is_choice()) {
    return Status::invalid("only questions of kind choice take several answers", at(path, "several"));
  }
  SOJOURN_TRY(question.when, read_when(json, path, earlier));
  return question;
}

}  // namespace sojourn::survey_json
