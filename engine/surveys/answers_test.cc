// Method: one survey with branches; what is asked, what is refused, and the events that come out, field by field.
#include "surveys/answers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sojourn {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::string_view kSurvey = R"json({"name": "s", "title": "T", "touchpoint": "delivery", "questions": [
{"id": "score", "kind": "nps", "text": {"en": "Recommend?", "nl": "Aanbevelen?"}, "required": true},
{"id": "why", "kind": "text", "text": "Why?", "when": {"question": "score", "comparison": "<=", "value": 6}},
{"id": "ease", "kind": "ces", "text": "Easy?", "scale": [1, 5]},
{"id": "what", "kind": "choice", "text": "What?", "choices": ["price", "time"], "when": {"question": "ease", "comparison": "<", "value": 3}},
{"id": "more", "kind": "text", "text": "More?", "when": {"question": "what", "comparison": "!=", "value": "price"}},
{"id": "end", "kind": "text", "text": "Anything else?"}]})json";

const Survey& survey() {
  static const Survey kParsed = parse_survey_json(kSurvey).value();
  return kParsed;
}

std::vector<std::string> asked(const SentAnswers& sent) {
  std::vector<std::string> ids;
  for (const SurveyQuestion* each : check_answers(survey(), sent).asked) ids.push_back(each->id);
  return ids;
}

TEST(Answers, AQuestionIsAskedWhileItsConditionHolds) {
  EXPECT_THAT(asked({}), ElementsAre("score", "ease", "end"));
  EXPECT_THAT(asked({{"score", "6"}}), ElementsAre("score", "why", "ease", "end"));
  EXPECT_THAT(asked({{"score", "7"}, {"ease", "2"}}), ElementsAre("score", "ease", "what", "end"));
  EXPECT_THAT(asked({{"ease", "2"}, {"what", "time"}}), ElementsAre("score", "ease", "what", "more", "end"));
  EXPECT_THAT(asked({{"ease", "2"}, {"what", "price"}}), ElementsAre("score", "ease", "what", "end"));
  // What stands behind a question that is not asked is not asked either.
  EXPECT_THAT(asked({{"ease", "4"}, {"what", "time"}}), ElementsAre("score", "ease", "end"));
}

TEST(Answers, WhatIsNotAskedIsPassedOver) {
  const CheckedAnswers checked = check_answers(survey(), {{"score", "9"}, {"why", "hidden"}, {"what", "nonsense"}});
  ASSERT_EQ(checked.answers.size(), 1u);
  EXPECT_EQ(checked.answers[0].number, 9);
  EXPECT_THAT(checked.faults, IsEmpty());
}

TEST(Answers, FaultsByQuestion) {
  const auto fault = [](const SentAnswers& sent, const char* id) {
    return check_answers(survey(), sent).faults.at(id);
  };
  EXPECT_EQ(fault({}, "score"), AnswerFault::kMissing);
  EXPECT_EQ(fault({{"score", "  "}}, "score"), AnswerFault::kMissing);
  for (const char* wrong : {"11", "-1", "7.5", "nine", "1e1", "9 "}) {
    const CheckedAnswers checked = check_answers(survey(), {{"score", wrong}});
    EXPECT_EQ(checked.faults.contains("score"), std::string(wrong) != "9 ") << wrong;
  }
  EXPECT_EQ(fault({{"ease", "1"}, {"what", "cost"}}, "what"), AnswerFault::kNotPossible);
  EXPECT_EQ(fault({{"end", std::string(kAnswerBytesMax + 1, 'a')}}, "end"), AnswerFault::kTooLong);
  EXPECT_EQ(fault({{"end", "\xff"}}, "end"), AnswerFault::kNotPossible);
}

TEST(Answers, ACommentBelongsToTheScoreBeforeItOrThatItAsksAfter) {
  const auto score = [](const char* id) { return score_of_comment(survey(), *survey().find(id)); };
  EXPECT_EQ(score("why"), survey().find("score"));
  EXPECT_EQ(score("more"), survey().find("ease"));
  EXPECT_EQ(score("end"), survey().find("ease"));
  EXPECT_EQ(score("score"), nullptr);
}

EventBatch events(const SentAnswers& sent, const std::set<std::string>& former = {},
                  const std::string& about = "order:o-17") {
  EventBatch batch;
  const ResponseFacts facts{"r1", {{IdentifierKind::kId, "anna"}}, about, "i1", "nl", "link", kSecond, 77};
  const CheckedAnswers checked = check_answers(survey(), sent);
  const Status written = write_answers(survey(), facts, checked.answers, former, batch);
  EXPECT_TRUE(written.ok()) << written.to_string();
  EXPECT_THAT(batch.rejects, IsEmpty());
  return batch;
}

TEST(Answers, AScoreBecomesOneEventWithItsComment) {
  const EventBatch batch = events({{"score", "3"}, {"why", "Te laat"}});
  EXPECT_EQ(batch.source, "survey:s");
  ASSERT_EQ(batch.events.size(), 1u);
  const Event& event = batch.events[0];
  EXPECT_EQ(event.id, "r1:score");
  EXPECT_EQ(event.version, 77);
  EXPECT_EQ(event.time, kSecond);
  EXPECT_EQ(event.who[0].value, "anna");
  EXPECT_EQ(event.text(Field::kKind), "nps");
  EXPECT_EQ(event.text(Field::kChannel), "survey");
  EXPECT_EQ(event.text(Field::kTouchpoint), "survey");
  EXPECT_EQ(event.text(Field::kQuestion), "Recommend?");
  EXPECT_EQ(event.text(Field::kLanguage), "nl");
  EXPECT_EQ(event.text(Field::kText), "Te laat");
  EXPECT_EQ(event.text(Field::kOrder), "o-17");
  EXPECT_EQ(event.number(Field::kAnswer), 3);
  EXPECT_EQ(event.number(Field::kScaleMax), 10);
  EXPECT_EQ(
      event.properties,
      R"({"about":"o-17","about_touchpoint":"delivery","invitation":"i1","medium":"link","response":"r1","survey":"s"})");
}

TEST(Answers, SecondCommentsAndChoicesAreEventsOfTheirOwn) {
  const EventBatch batch = events({{"score", "9"}, {"ease", "2"}, {"what", "time"}, {"more", "Queue"}, {"end", "Bye"}});
  std::vector<std::string> told;
  for (const Event& each : batch.events) {
    told.push_back(std::string(each.id) + " " + std::string(each.text(Field::kKind)) + " " +
                   std::string(each.text(Field::kText)));
  }
  EXPECT_THAT(told, ElementsAre("r1:score nps ", "r1:ease ces Queue", "r1:what choice ", "r1:end text Bye"));
  EXPECT_EQ(batch.events[1].number(Field::kScaleMax), 5);
  EXPECT_THAT(std::string(batch.events[2].properties), HasSubstr(R"("choice":"time")"));
}

constexpr std::string_view kSeveral = R"json({"name": "s", "title": "T", "questions": [
{"id": "what", "kind": "choice", "text": "What?", "choices": ["price", "time", "staff"], "several": true, "required": true},
{"id": "why", "kind": "text", "text": "Why?", "when": {"question": "what", "value": "time"}},
{"id": "not", "kind": "text", "text": "Why not?", "when": {"question": "what", "comparison": "!=", "value": "price"}}]})json";

TEST(Answers, SeveralChoicesAreAnEventEach) {
  const Survey survey = parse_survey_json(kSeveral).value();
  const auto write = [&survey](const char* sent, const std::set<std::string>& former) {
    EventBatch batch;
    const ResponseFacts facts{"r1", {{IdentifierKind::kId, "anna"}}, "", "", "en", "link", kSecond, 77};
    const CheckedAnswers checked = check_answers(survey, {{"what", sent}});
    EXPECT_TRUE(write_answers(survey, facts, checked.answers, former, batch).ok());
    std::vector<std::string> told;
    for (const Event& each : batch.events) {
      EXPECT_TRUE(std::string(each.properties).find("withdrawn") == std::string::npos || !each.has(Field::kKind));
      told.push_back(std::string(each.id) + (each.has(Field::kKind) ? "" : " withdrawn"));
    }
    return told;
  };
  // In the survey's order, each once, however they are sent.
  EXPECT_THAT(write("staff, price,staff", {}), ElementsAre("r1:what:price", "r1:what:staff"));
  EXPECT_THAT(write("time", {"what:price", "what:time"}), ElementsAre("r1:what:time", "r1:what:price withdrawn"));
  EXPECT_THAT(check_answers(survey, {{"what", "price,cost"}}).faults.at("what"), AnswerFault::kNotPossible);
  EXPECT_THAT(check_answers(survey, {{"what", ","}}).faults.at("what"), AnswerFault::kNotPossible);
  EXPECT_THAT(check_answers(survey, {{"what", ""}}).faults.at("what"), AnswerFault::kMissing);
}

TEST(Answers, AConditionLooksAmongSeveral) {
  const Survey survey = parse_survey_json(kSeveral).value();
  const auto ids = [&survey](const char* sent) {
    std::vector<std::string> found;
    for (const SurveyQuestion* each : check_answers(survey, {{"what", sent}}).asked) found.push_back(each->id);
    return found;
  };
  EXPECT_THAT(ids("price,time"), ElementsAre("what", "why"));
  EXPECT_THAT(ids("staff,time"), ElementsAre("what", "why", "not"));
  EXPECT_THAT(ids("staff"), ElementsAre("what", "not"));
  EXPECT_THAT(ids(""), ElementsAre("what"));
}

TEST(Answers, OneOfAChoiceIsOne) {
  EXPECT_EQ(check_answers(survey(), {{"ease", "1"}, {"what", "price,time"}}).faults.at("what"),
            AnswerFault::kNotPossible);
}

TEST(Answers, ACommentWithoutItsScoreStandsAlone) {
  const EventBatch batch = events({{"end", "Bye"}});
  ASSERT_EQ(batch.events.size(), 1u);
  EXPECT_EQ(batch.events[0].text(Field::kKind), "text");
  EXPECT_FALSE(batch.events[0].has(Field::kAnswer));
}

TEST(Answers, WhatLostItsAnswerIsWithdrawn) {
  const EventBatch batch = events({{"score", "9"}}, {"score", "end"});
  ASSERT_EQ(batch.events.size(), 2u);
  EXPECT_EQ(batch.events[1].id, "r1:end");
  EXPECT_FALSE(batch.events[1].has(Field::kKind));
  EXPECT_FALSE(batch.events[1].has(Field::kTouchpoint));
  EXPECT_EQ(batch.events[1].properties, R"({"response":"r1","survey":"s","withdrawn":true})");
}

TEST(Answers, WhatItIsAboutIsAPropertyOrAnOrder) {
  const auto properties = [](const std::string& about) {
    return std::string(events({{"score", "9"}}, {}, about).events[0].properties);
  };
  EXPECT_THAT(properties("call:9"), HasSubstr(R"("about":"9","about_touchpoint":"delivery")"));
  EXPECT_THAT(properties("touchpoint:visit"), HasSubstr(R"({"about_touchpoint":"visit")"));
  EXPECT_THAT(properties("a:b"), HasSubstr(R"("about":"a:b")"));
  EXPECT_FALSE(events({{"score", "9"}}, {}, "call:9").events[0].has(Field::kOrder));
}

TEST(Answers, WhatCausedItIsNearerThanWhatTheSurveyIsUsuallyAbout) {
  ResponseFacts facts;
  facts.response = "r1";
  facts.touchpoint = "call";
  facts.event = "e-7";
  const auto properties = [&facts](const std::string& about) {
    facts.about = about;
    EventBatch batch;
    EXPECT_TRUE(write_answers(survey(), facts, check_answers(survey(), {{"score", "9"}}).answers, {}, batch).ok());
    return std::string(batch.events.at(0).properties);
  };
  EXPECT_THAT(properties("order:9"), HasSubstr(R"({"about":"9","about_event":"e-7","about_touchpoint":"call")"));
  EXPECT_THAT(properties("touchpoint:visit"), HasSubstr(R"({"about_event":"e-7","about_touchpoint":"visit")"));
}

}  // namespace
}  // namespace sojourn
