// Method: pages as text; what stands in them, what is left out, and that nothing of a survey or of an answer is markup.
#include "surveys/survey_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "surveys/page_assets.h"
#include "surveys/templates.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Without the style sheet and the script.
std::string body_of(const std::string& html) {
  const size_t begin = html.find("<main>");
  return html.substr(begin, html.find("<script>") - begin);
}

TEST(SurveyPage, ShowsTheQuestionsInOneLanguage) {
  const Survey survey = survey_template("nps", "").value();
  const std::string html = form_page(survey, {"nl", "TOKEN"});
  EXPECT_THAT(html, HasSubstr("<html lang=\"nl\">"));
  EXPECT_THAT(html, HasSubstr("<title>Hoe doen we het?</title>"));
  EXPECT_THAT(html, HasSubstr("<legend>Hoe waarschijnlijk is het"));
  EXPECT_THAT(html, HasSubstr("<input type=\"hidden\" name=\"t\" value=\"TOKEN\">"));
  EXPECT_THAT(html, HasSubstr("<span class=\"face\">10</span><span class=\"unseen\"> zeer waarschijnlijk</span>"));
  EXPECT_THAT(html, HasSubstr("href=\"/s/nps?lang=zh&amp;t=TOKEN\" lang=\"zh\" hreflang=\"zh\">中文"));
  EXPECT_THAT(html, HasSubstr("data-send=\"Versturen\">Verder</button>"));
}

TEST(SurveyPage, WhatDependsOnAnswersIsFoldedUntilItIsAsked) {
  const Survey survey = survey_template("nps", "").value();
  const std::string before = body_of(form_page(survey, {"en", ""}));
  EXPECT_THAT(
      before,
      HasSubstr("data-when=\"[&quot;score&quot;,&quot;&lt;=&quot;,&quot;8&quot;]\"><template><div class=\"text\">"));
  PageState state{"en", "", {{"score", "3"}}};
  EXPECT_THAT(body_of(form_page(survey, state)), HasSubstr("&quot;8&quot;]\"><div class=\"text\">"));
  EXPECT_THAT(body_of(form_page(survey, state)), HasSubstr("value=\"3\" checked required>"));
  state.before = {"score"};
  const std::string next = body_of(form_page(survey, state));
  EXPECT_THAT(next, HasSubstr("<input type=\"hidden\" name=\"a.score\" value=\"3\">"));
  EXPECT_THAT(next, Not(HasSubstr("type=\"radio\"")));
}

TEST(SurveyPage, FaultsStandBesideTheFieldAndAboveTheForm) {
  const Survey survey = survey_template("csat", "").value();
  PageState state{"de", ""};
  state.faults = {{"score", AnswerFault::kMissing}, {"why", AnswerFault::kTooLong}};
  const std::string html = body_of(form_page(survey, state));
  EXPECT_THAT(html, HasSubstr("role=\"alert\"><h2>Bitte prüfen Sie Ihre Antworten</h2>"));
  EXPECT_THAT(html, HasSubstr("<a href=\"#q-score\">"));
  EXPECT_THAT(html, HasSubstr("<fieldset id=\"q-score\" aria-describedby=\"f-score\">"));
  EXPECT_THAT(html, HasSubstr("aria-invalid=\"true\" aria-describedby=\"f-why\""));
}

TEST(SurveyPage, NothingOfASurveyOrAnAnswerIsMarkup) {
  const Survey survey = parse_survey_json(R"json({"name": "s", "title": "<script>alert(1)</script>", "questions": [
    {"id": "a", "kind": "stars", "text": "<b>&\"'"}, {"id": "b", "kind": "choice", "text": "?", "choices": ["x",
     {"id": "y", "text": "</label><i>"}]}, {"id": "c", "kind": "text", "text": "?"}]})json")
                            .value();
  PageState state{"en", "\"><i>", {{"c", "</textarea><script>"}}};
  const std::string html = body_of(form_page(survey, state));
  for (const char* markup : {"<script>", "<b>", "<i>", "</textarea><"}) EXPECT_THAT(html, Not(HasSubstr(markup)));
  EXPECT_THAT(html, HasSubstr("3 of 5"));
}

TEST(SurveyPage, SeveralChoicesAreBoxesToTick) {
  const Survey survey = survey_template("stars", "").value();
  const PageState state{"en", "", {{"stars", "2"}, {"lacking", "price,speed"}}};
  const std::string html = body_of(form_page(survey, state));
  EXPECT_THAT(html,
              HasSubstr("What was not good enough? <span class=\"optional\">(several answers possible, optional)"));
  EXPECT_THAT(html, HasSubstr("<input type=\"checkbox\" name=\"a.lacking\" value=\"price\" checked>"));
  EXPECT_THAT(html, HasSubstr("<input type=\"checkbox\" name=\"a.lacking\" value=\"quality\">"));
  PageState next = state;
  next.before = {"lacking"};
  EXPECT_THAT(body_of(form_page(survey, next)), HasSubstr("name=\"a.lacking\" value=\"price,speed\">"));
}

TEST(SurveyPage, ADraftStandsWhereItIsToldAndSendsNothing) {
  PageState state{"nl", ""};
  state.path = "/v1/survey-drafts/x";
  const std::string html = body_of(form_page(survey_template("nps", "").value(), state));
  EXPECT_THAT(html, HasSubstr("href=\"/v1/survey-drafts/x?lang=zh\""));
  EXPECT_THAT(html, Not(HasSubstr("/s/nps")));
  EXPECT_THAT(survey_draft_policy(), HasSubstr("form-action 'none'; frame-ancestors 'self'"));
  EXPECT_THAT(survey_page_policy(), HasSubstr("form-action 'self'; frame-ancestors 'none'"));
}

TEST(SurveyPage, OneClickIsOneButton) {
  const Survey survey = survey_template("nps", "").value();
  const std::string html = click_page(survey, {"ru", "TOKEN"}, "9");
  EXPECT_THAT(html, HasSubstr("data-click=\"1\""));
  EXPECT_THAT(html, HasSubstr("<input type=\"hidden\" name=\"a.score\" value=\"9\">"));
  EXPECT_THAT(html, HasSubstr("<button type=\"submit\">Отправить мой ответ: 9</button>"));
  EXPECT_THAT(html, HasSubstr("<p id=\"soon\" class=\"other\" hidden>Ваш ответ будет отправлен"));
}

TEST(SurveyPage, TheLanguageIsAskedThenLinkedThenTheBrowsers) {
  const Survey survey = survey_template("nps", "").value();
  EXPECT_EQ(page_language(survey, "zh", "nl", "de"), "zh");
  EXPECT_EQ(page_language(survey, "fr", "nl", "de"), "nl");
  EXPECT_EQ(page_language(survey, "", "", "fr, de-AT;q=0.8, nl;q=0.9"), "nl");
  EXPECT_EQ(page_language(survey, "", "", "ru;q=0, de;q=x, *"), "en");
  EXPECT_EQ(page_language("", "nl-BE"), "nl");
}

TEST(SurveyPage, ThePolicyNamesTheHashesOfWhatThePageHolds) {
  const std::string& policy = survey_page_policy();
  EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
  const std::string html = thanks_page(survey_template("nps", "").value(), "en");
  EXPECT_THAT(html, HasSubstr("<style>" + std::string(survey_page_style()) + "</style>"));
  EXPECT_THAT(html, HasSubstr("<script>" + std::string(survey_page_script()) + "</script>"));
}

TEST(SurveyPage, FormsAreReadByTheirNames) {
  const SentForm form = read_form({{"a.score", "8"},
                                   {"a.score", "9"},
                                   {"seen", "x"},
                                   {"seen", "y"},
                                   {"t", "T"},
                                   {"lang", "nl"},
                                   {"click", "1"},
                                   {"other", "z"}});
  EXPECT_EQ(form.answers, (SentAnswers{{"score", "8,9"}})) << "two boxes of one question";
  EXPECT_EQ(form.seen, (std::set<std::string>{"x", "y"}));
  EXPECT_EQ(form.token + form.language, "Tnl");
  EXPECT_TRUE(form.click);
}

TEST(SurveyWords, EveryWordIsInFiveLanguages) {
  for (int i = 0; i <= static_cast<int>(SurveyWord::kClose); ++i) {
    const auto word = static_cast<SurveyWord>(i);
    std::set<std::string_view> different;
    for (const char* language : {"en", "nl", "de", "ru", "zh"}) {
      EXPECT_FALSE(survey_word(word, language).empty()) << i << language;
      different.insert(survey_word(word, language));
    }
    EXPECT_GE(different.size(), 4u) << i;
  }
  EXPECT_EQ(survey_word(SurveyWord::kSend, "fr"), "Send");
  EXPECT_EQ(survey_word(SurveyWord::kOf, "de-AT", "3", "5"), "3 von 5");
}

}  // namespace
}  // namespace sojourn
