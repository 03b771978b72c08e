// Method: definitions by hand in both formats, every fault once with the place that it names; the templates as they are.
#include "surveys/survey.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "surveys/templates.h"

namespace sojourn {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::string_view kJson = R"json({
"name": "visit", "title": {"nl": "Uw bezoek", "en": "Your visit"}, "thanks": "OK", "touchpoint": "visit", "open": true,
"questions": [
 {"id": "score", "kind": "nps", "text": {"en": "Recommend?", "nl": "Aanbevelen?"}, "low": "no", "high": "yes", "required": true},
 {"id": "ease", "kind": "ces", "text": "Easy?", "scale": [1, 5]},
 {"id": "what", "kind": "choice", "text": "What?", "choices": ["price", {"id": "s", "text": {"en": "Service", "nl": "Dienst"}}],
  "when": {"question": "score", "comparison": "<=", "value": 6}},
 {"id": "why", "kind": "text", "text": "Why?", "when": {"question": "what", "value": "s"}}]})json";

constexpr std::string_view kToml = R"toml(
name = "visit"
title = { en = "Your visit", nl = "Uw bezoek" }
thanks = "OK"
touchpoint = "visit"
open = true

[[questions]]
id = "score"
kind = "nps"
text = { en = "Recommend?", nl = "Aanbevelen?" }
low = "no"
high = "yes"
required = true

[[questions]]
id = "ease"
kind = "ces"
text = "Easy?"
scale = [1, 5]

[[questions]]
id = "what"
kind = "choice"
text = "What?"
choices = ["price", { id = "s", text = { en = "Service", nl = "Dienst" } }]
when = { question = "score", comparison = "<=", value = 6 }

[[questions]]
id = "why"
kind = "text"
text = "Why?"
when = { question = "what", value = "s" }
)toml";

TEST(Survey, JsonAndTomlSayTheSame) {
  const Survey json = parse_survey_json(kJson).value();
  const Survey toml = parse_survey_toml(kToml, "visit.toml").value();
  EXPECT_EQ(json, toml);
  EXPECT_EQ(json.name, "visit");
  EXPECT_THAT(json.languages, ElementsAre("en", "nl"));
  EXPECT_TRUE(json.open);
  EXPECT_EQ(json.questions[0].scale, (Scale{0, 10}));
  EXPECT_EQ(json.questions[1].scale, (Scale{1, 5}));
  EXPECT_EQ(json.questions[2].choices[0].text.in("nl", "en"), "price");
  EXPECT_EQ(json.questions[2].when, (SurveyCondition{"score", SurveyComparison::kLessOrEqual, "6"}));
  EXPECT_EQ(json.questions[3].when, (SurveyCondition{"what", SurveyComparison::kEqual, "s"}));
  EXPECT_EQ(json.first_score()->id, "score");
}

TEST(Survey, ReadsBackAsItIsWritten) {
  const Survey survey = parse_survey_json(kJson).value();
  EXPECT_EQ(parse_survey_json(survey_text(survey)).value(), survey);
}

TEST(Survey, ATextFallsBackOnTheFirstLanguage) {
  const LocalText text{{{"en", "Hello"}, {"nl", "Hallo"}}};
  EXPECT_EQ(text.in("nl", "en"), "Hallo");
  EXPECT_EQ(text.in("fr", "nl"), "Hallo");
  EXPECT_EQ(text.in("fr", "it"), "Hello");
  EXPECT_EQ((LocalText{{{"", "Any"}}}.in("fr", "en")), "Any");
  EXPECT_EQ(LocalText{}.in("fr", "en"), "");
}

TEST(Survey, ALanguageOfTheSameFamilyWillDo) {
  Survey survey;
  survey.languages = {"en", "pt-BR", "zh"};
  EXPECT_EQ(survey.language_like("zh-CN"), "zh");
  EXPECT_EQ(survey.language_like("pt"), "pt-BR");
  EXPECT_EQ(survey.language_like("nl"), "");
  EXPECT_EQ(survey.language_like(""), "");
}

// Where the fault of a definition is, with one part of it replaced.
std::string fault(const std::string& from, const std::string& to) {
  std::string text(kJson);
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
  const Result<Survey> survey = parse_survey_json(text);
  return survey ? "none" : survey.error().to_string();
}

TEST(Survey, AFaultNamesItsPlace) {
  EXPECT_THAT(fault("\"visit\"", "\"My Visit\""), HasSubstr("name: "));
  EXPECT_THAT(fault("\"title\"", "\"titel\""), HasSubstr("titel: there is no such key here. Did you mean title"));
  EXPECT_THAT(fault("\"OK\"", "7"), HasSubstr("thanks: a text"));
  EXPECT_THAT(fault("{\"nl\": \"Uw bezoek\"", "{\"Dutch\": \"Uw bezoek\""), HasSubstr("title.Dutch: "));
  EXPECT_THAT(fault("\"kind\": \"nps\"", "\"kind\": \"npz\""), HasSubstr("questions[0].kind: "));
  EXPECT_THAT(fault("\"id\": \"ease\"", "\"id\": \"score\""), HasSubstr("questions[1].id: "));
  EXPECT_THAT(fault("\"id\": \"ease\"", "\"id\": \"a b\""), HasSubstr("questions[1].id: "));
  EXPECT_THAT(fault("[1, 5]", "[5, 1]"), HasSubstr("questions[1].scale: "));
  EXPECT_THAT(fault("[1, 5]", "[1, 12]"), HasSubstr("questions[1].scale: "));
  EXPECT_THAT(fault("[1, 5]", "[1, 5.5]"), HasSubstr("questions[1].scale[1]: "));
  EXPECT_THAT(fault("[1, 5]", "5"), HasSubstr("questions[1].scale: "));
  EXPECT_THAT(fault("\"required\": true", "\"scale\": [0, 5]"), HasSubstr("questions[0].scale: nps"));
  EXPECT_THAT(fault("\"required\": true", "\"required\": 1"), HasSubstr("questions[0].required: "));
  EXPECT_THAT(fault("\"price\", ", ""), HasSubstr("questions[2].choices: "));
  EXPECT_THAT(fault("\"price\"", "\"s\""), HasSubstr("questions[2].choices[1]: "));
  EXPECT_THAT(fault("\"question\": \"score\"", "\"question\": \"why\""), HasSubstr("questions[2].when.question: "));
  EXPECT_THAT(fault("\"<=\"", "\"=<\""), HasSubstr("questions[2].when.comparison: "));
  EXPECT_THAT(fault("\"value\": 6", "\"value\": \"six\""), HasSubstr("questions[2].when.value: "));
  EXPECT_THAT(fault("\"value\": \"s\"", "\"value\": \"price!\""), HasSubstr("questions[3].when.value: "));
  EXPECT_THAT(fault("\"touchpoint\"", "\"languages\": [\"en\", \"de\"], \"touchpoint\""),
              HasSubstr("title: has no text in de"));
  EXPECT_THAT(fault("\"open\": true", "\"open\": \"yes\""), HasSubstr("open: "));
}

TEST(Survey, WhatIsNoDefinitionIsRefused) {
  for (const std::string text : {"", "[]", "7", "{", "{\"title\":\"a\",\"questions\":[]}", "\xff\xfe"}) {
    EXPECT_FALSE(parse_survey_json(text, "a").has_value()) << text;
  }
  EXPECT_FALSE(parse_survey_json(std::string(100'000, '['), "a").has_value());
  EXPECT_FALSE(parse_survey_json("{\"title\":" + std::string(50'000, '[') + std::string(50'000, ']') + "}", "a"));
  const Result<Survey> toml = parse_survey_toml("title = \"a\"\nquestions = 3\n", "x.toml", "a");
  EXPECT_THAT(toml.error().to_string(), HasSubstr("x.toml: questions"));
}

TEST(Survey, SeveralAnswersAreForChoicesAlone) {
  const std::string choice =
      R"({"title":"a","questions":[{"id":"x","kind":"choice","text":"?","choices":["p","q"],"several":true}]})";
  const Survey survey = parse_survey_json(choice, "s").value();
  EXPECT_TRUE(survey.questions[0].several);
  EXPECT_EQ(parse_survey_json(survey_text(survey)).value(), survey);
  const auto text =
      parse_survey_json(R"({"title":"a","questions":[{"id":"x","kind":"text","text":"?","several":true}]})", "s");
  EXPECT_EQ(text.error().where(), "questions[0].several");
  const auto word = parse_survey_json(
      R"({"title":"a","questions":[{"id":"x","kind":"choice","text":"?","choices":["p","q"],"several":2}]})", "s");
  EXPECT_EQ(word.error().where(), "questions[0].several");
}

TEST(Survey, IsWrittenAsTomlThatReadsBackAsTheSame) {
  for (const std::string& id : survey_template_names()) {
    const Survey survey = survey_template(id, "").value();
    const auto again = parse_survey_toml(survey_toml(survey), "x.toml");
    ASSERT_TRUE(again.has_value()) << again.error().to_string() << survey_toml(survey);
    EXPECT_EQ(*again, survey) << id;
  }
  const Survey odd = parse_survey_json(R"json({"name": "s", "title": {"pt-BR": "\"a\" \\ b", "en": "\u007f\u0001"},
    "intro": "one\ntwo\tthree", "open": true, "questions": [{"id": "c", "kind": "choice", "several": true, "text": "?",
    "choices": ["p", {"id": "q", "text": "Q, \"q\""}]}, {"id": "t", "kind": "text", "text": "?",
    "when": {"question": "c", "comparison": "!=", "value": "p"}}]})json")
                         .value();
  EXPECT_EQ(parse_survey_toml(survey_toml(odd), "x.toml").value(), odd) << survey_toml(odd);
  EXPECT_THAT(survey_toml(odd), HasSubstr("choices = [\n  \"p\",\n  { id = \"q\""));
}

TEST(Survey, TemplatesAreCompleteInFiveLanguages) {
  EXPECT_THAT(survey_template_names(), ElementsAre("after-delivery", "ces", "csat", "experience", "nps", "stars"));
  for (const std::string& id : survey_template_names()) {
    const Survey survey = survey_template(id, "").value();
    EXPECT_EQ(survey.name, id);
    EXPECT_THAT(survey.languages, ElementsAre("en", "nl", "de", "ru", "zh"));
    EXPECT_NE(survey.first_score(), nullptr);
    for (const SurveyQuestion& question : survey.questions)
      EXPECT_EQ(question.text.by_language.size(), 5u) << question.id;
    EXPECT_EQ(survey_template(id, "mine").value().name, "mine");
  }
  EXPECT_THAT(survey_template("npz", "").error().message(), HasSubstr("nps"));
}

}  // namespace
}  // namespace sojourn
