#include "surveys/survey.h"

#include <algorithm>

namespace sojourn {
namespace {

std::string_view family_of(std::string_view language) { return language.substr(0, language.find('-')); }

}  // namespace

const std::string& LocalText::in(std::string_view language, std::string_view otherwise) const {
  static const std::string kNone;
  for (const std::string_view wanted : {language, std::string_view(), otherwise}) {
    for (const auto& [each, text] : by_language) {
      if (each == wanted) return text;
    }
  }
  return by_language.empty() ? kNone : by_language.front().second;
}

std::string_view comparison_sign(SurveyComparison comparison) {
  switch (comparison) {
    case SurveyComparison::kEqual: return "=";
    case SurveyComparison::kUnequal: return "!=";
    case SurveyComparison::kLess: return "<";
    case SurveyComparison::kLessOrEqual: return "<=";
    case SurveyComparison::kMore: return ">";
    case SurveyComparison::kMoreOrEqual: return ">=";
    case SurveyComparison::kAnswered: return "answered";
  }
  return "";
}

const SurveyQuestion* Survey::find(std::string_view id) const {
  const auto found = std::find_if(questions.begin(), questions.end(), [id](const auto& each) { return each.id == id; });
  return found == questions.end() ? nullptr : &*found;
}

const SurveyQuestion* Survey::first_score() const {
  const auto found = std::find_if(questions.begin(), questions.end(), [](const auto& each) { return each.is_score(); });
  return found == questions.end() ? nullptr : &*found;
}

std::string Survey::language_like(std::string_view wanted) const {
  if (wanted.empty()) return {};
  for (const std::string& each : languages) {
    if (each == wanted) return each;
  }
  for (const std::string& each : languages) {
    if (family_of(each) == family_of(wanted)) return each;
  }
  return {};
}

bool is_survey_name(std::string_view name) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789";
  return !name.empty() && name.size() <= 64 && kLetters.find(name.front()) != std::string_view::npos &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") == std::string_view::npos;
}

}  // namespace sojourn
