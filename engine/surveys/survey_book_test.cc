// Method: a store in a temporary folder, opened again; answers written to it and found there.
#include "surveys/survey_book.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/batch_fixture.h"
#include "surveys/response_pace.h"
#include "surveys/templates.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;

TEST(SurveyBook, KeepsSurveysAndItsKeyInTheRecord) {
  const TemporaryFolder folder;
  std::string key, token;
  {
    const auto store = open_store(folder.path());
    const auto book = must(SurveyBook::open(*store));
    ASSERT_TRUE(book->put(must(survey_template("nps", "loyalty"))).ok());
    ASSERT_TRUE(book->put(must(survey_template("csat", "gone"))).ok());
    ASSERT_TRUE(book->remove("gone").ok());
    EXPECT_EQ(book->remove("gone").code(), StatusCode::kNotFound);
    key = must(book->link_key());
    token = must(book->make_link({"loyalty", "c-17", "", "", "", 0, 0})).token;
  }
  const auto store = open_store(folder.path());
  const auto book = must(SurveyBook::open(*store));
  EXPECT_EQ(book->list().size(), 1u);
  EXPECT_EQ(*must(book->find("loyalty")), must(survey_template("nps", "loyalty")));
  EXPECT_THAT(book->find("loyalti").error().message(), HasSubstr("loyalty"));
  EXPECT_EQ(must(book->link_key()), key);
  EXPECT_EQ(key.size(), 64u);
  EXPECT_EQ(must(verify_link(token, key)).who, "c-17");
}

TEST(SurveyBook, ADamagedDocumentIsNamed) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  const Document document{"survey", "bad", "{}"};
  ASSERT_TRUE(store->put_documents({&document, 1}).ok());
  EXPECT_THAT(SurveyBook::open(*store).error().to_string(), HasSubstr("survey \"bad\""));
}

TEST(SurveyBook, LinksAreForPeopleAndLanguagesThatThereAre) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  const auto book = must(SurveyBook::open(*store));
  ASSERT_TRUE(book->put(must(survey_template("nps", ""))).ok());
  const auto where = [&book](LinkClaims claims) {
    const auto link = book->make_link(std::move(claims));
    return link ? "none" : link.error().where();
  };
  EXPECT_EQ(where({"nps", "null", "", "", "", 0, 0}), "who");
  EXPECT_EQ(where({"nps", "device:x1", "", "", "", 0, 0}), "who");
  EXPECT_EQ(where({"nps", "c-1", "", "", "fr", 0, 0}), "language");
  EXPECT_EQ(where({"nps", "c-1", "", std::string(501, 'a'), "", 0, 0}), "about");
  EXPECT_EQ(where({"npz", "c-1", "", "", "", 0, 0}), "survey");
  const auto one = must(book->make_link({"nps", "c-1", "", "", "zh-CN", 0, 0}));
  const auto two = must(book->make_link({"nps", "c-1", "", "", "", 0, 0}));
  EXPECT_EQ(one.claims.language, "zh");
  EXPECT_NE(response_of(one.claims), response_of(two.claims));
}

TEST(SurveyBook, FindsWhatWasAnsweredBefore) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  const Survey survey = must(survey_template("after-delivery", "d"));
  const Identifier anna{IdentifierKind::kEmail, "Anna@example.com"};
  EXPECT_FALSE(must(find_former(*store, survey, anna, "r1", 0)).first.has_value());
  ResponseFacts facts{"r1", {anna}, "order:o-1", "i", "en", "link", kDay, kDay};
  const SentAnswers sent{{"delivery", "2"}, {"wrong", "late"}, {"comment", "Two days"}, {"recommend", "6"}};
  EventBatch batch;
  ASSERT_TRUE(write_answers(survey, facts, check_answers(survey, sent).answers, {}, batch).ok());
  EXPECT_EQ(must(store->append(batch)).stored, 3);
  FormerResponse former = must(find_former(*store, survey, anna, "r1", 0));
  EXPECT_EQ(former.answers, sent);
  EXPECT_EQ(former.questions, (std::set<std::string>{"delivery", "wrong", "recommend"}));
  EXPECT_EQ(former.first, kDay);
  EXPECT_FALSE(former.locked(kDay + kAnswerOpenFor));
  EXPECT_TRUE(former.locked(kDay + kAnswerOpenFor + 1));
  EXPECT_FALSE(must(find_former(*store, survey, anna, "r2", 0)).first.has_value());
  // Again, with less: the newest telling counts.
  facts.version += kHour;
  const SentAnswers less{{"delivery", "5"}};
  EventBatch second;
  ASSERT_TRUE(write_answers(survey, facts, check_answers(survey, less).answers, former.questions, second).ok());
  EXPECT_EQ(must(store->append(second)).replaced, 3);
  EXPECT_EQ(must(find_former(*store, survey, anna, "r1", 0)).answers, less);
  const SqlTable left = must(store->sql("select count(*) from events where kind is not null", 10));
  EXPECT_EQ(left.rows[0][0], "1");
}

TEST(SurveyBook, FindsSeveralChoicesAgain) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  const Survey survey = must(survey_template("stars", "s"));
  const Identifier anna{IdentifierKind::kId, "anna"};
  ResponseFacts facts{"r1", {anna}, "", "", "en", "link", kDay, kDay};
  const SentAnswers sent{{"stars", "2"}, {"lacking", "quality,speed"}};
  EventBatch batch;
  ASSERT_TRUE(write_answers(survey, facts, check_answers(survey, sent).answers, {}, batch).ok());
  EXPECT_EQ(must(store->append(batch)).stored, 3);
  const FormerResponse former = must(find_former(*store, survey, anna, "r1", 0));
  EXPECT_EQ(former.answers, sent);
  facts.version += kHour;
  const SentAnswers other{{"stars", "2"}, {"lacking", "price"}};
  EventBatch second;
  ASSERT_TRUE(write_answers(survey, facts, check_answers(survey, other).answers, former.questions, second).ok());
  ASSERT_TRUE(store->append(second).has_value());
  EXPECT_EQ(must(find_former(*store, survey, anna, "r1", 0)).answers, other);
  const SqlTable left = must(store->sql("select properties->>'choice' from events where kind = 'choice'", 10));
  ASSERT_EQ(left.rows.size(), 1u);
  EXPECT_EQ(left.rows[0][0], "price");
}

TEST(ResponsePace, AllowsSoManyInAWindow) {
  ResponsePace pace(2, kMinute);
  EXPECT_TRUE(pace.allow("a", 0));
  EXPECT_TRUE(pace.allow("a", 1));
  EXPECT_FALSE(pace.allow("a", kMinute - 1));
  EXPECT_TRUE(pace.allow("b", 1));
  EXPECT_TRUE(pace.allow("a", kMinute));
}

}  // namespace
}  // namespace sojourn
