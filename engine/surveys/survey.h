// A survey of our own: what is asked, in which languages, and when a question is left out.
//
// Format    docs/formats/survey.md: JSON and TOML of the same shape. Every fault names its place: "questions[1].when".
// Scores    nps, csat, ces, stars, useful, usable and enjoyable have a scale of whole numbers: declared, or the kind's
//           own (event/fields.h). choice has choices, one or several of which are taken; text has what people write.
// Branching a question with `when` is asked only while an earlier answer compares as told; what is not asked is not
//           counted, whatever was sent.
// Languages a text is one for all, or one a language; a language that lacks a text gets the survey's first.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/status.h"
#include "event/fields.h"

namespace sojourn {

inline constexpr size_t kSurveyBytesMax = 256 * 1024;
inline constexpr size_t kSurveyQuestionsMax = 50;
inline constexpr size_t kSurveyChoicesMax = 50;
inline constexpr size_t kSurveyTextBytesMax = 2000;
inline constexpr size_t kSurveyLanguagesMax = 30;
// Steps of a scale that people can still take in.
inline constexpr int kSurveyStepsMax = 11;

// By language; under "" stands a text for all of them.
struct LocalText {
  std::vector<std::pair<std::string, std::string>> by_language;

  bool empty() const { return by_language.empty(); }
  // In that language; else the one for all; else in `otherwise`; else the first. "" : there is none.
  const std::string& in(std::string_view language, std::string_view otherwise) const;
  bool operator==(const LocalText&) const = default;
};

struct SurveyChoice {
  std::string id;
  LocalText text;
  bool operator==(const SurveyChoice&) const = default;
};

enum class SurveyComparison : unsigned char { kEqual, kUnequal, kLess, kLessOrEqual, kMore, kMoreOrEqual, kAnswered };
std::string_view comparison_sign(SurveyComparison comparison);

struct SurveyCondition {
  std::string question;  // An earlier one.
  SurveyComparison comparison = SurveyComparison::kEqual;
  std::string value;  // A whole number, or a choice's id: equal while it is among those chosen.
  bool operator==(const SurveyCondition&) const = default;
};

struct SurveyQuestion {
  std::string id;
  std::string kind;
  LocalText text;
  std::optional<Scale> scale;  // Of scores.
  LocalText low;               // What the ends of the scale mean.
  LocalText high;
  bool required = false;
  std::vector<SurveyChoice> choices;
  bool several = false;  // May more than one be chosen?
  std::optional<SurveyCondition> when;

  bool is_score() const { return scale.has_value(); }
  bool is_choice() const { return kind == "choice"; }
  bool operator==(const SurveyQuestion&) const = default;
};

struct Survey {
  std::string name;  // In addresses: small letters, digits, - and _.
  LocalText title;
  LocalText intro;
  LocalText thanks;
  std::vector<std::string> languages;  // The first is the one to fall back on.
  std::string touchpoint;              // What the scores are about; "" : not told.
  bool open = false;                   // May anybody answer who has the address, without a signed link?
  std::vector<SurveyQuestion> questions;

  // Null: there is none.
  const SurveyQuestion* find(std::string_view id) const;
  // The one that links with a score answer. Null: there is none.
  const SurveyQuestion* first_score() const;
  // One of `languages`: the wanted one, or of the same family ("pt" for "pt-BR"); "" : none of them.
  std::string language_like(std::string_view wanted) const;
  bool operator==(const Survey&) const = default;
};

bool is_survey_name(std::string_view name);

// `otherwise`: the name of a survey that tells none. Errors: kInvalidArgument, `where` is the place in the definition.
Result<Survey> parse_survey_json(std::string_view text, std::string_view otherwise = {});
// `file` stands in errors, with the line.
Result<Survey> parse_survey_toml(std::string_view text, const std::string& file, std::string_view otherwise = {});
// As JSON that reads back as the same.
std::string survey_text(const Survey& survey);
// As TOML that reads back as the same.
std::string survey_toml(const Survey& survey);

}  // namespace sojourn
