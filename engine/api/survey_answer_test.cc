// Answers to surveys as JSON, as chatbots and widgets send them: whose a response is, and two calls for one at once.
#include <gmock/gmock.h>

#include <barrier>
#include <thread>

#include "api/intake_fixture.h"

namespace sojourn {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class SurveyAnswers : public testing::Test {
 protected:
  SurveyAnswers() { EXPECT_EQ(site_.server.ask("PUT", "/v1/surveys/nps", R"({"template":"nps"})").status, 201); }
  // "kind|answer|text" of each event in force with a kind, by id.
  std::vector<std::string> answers() {
    return site_.rows(
        "select coalesce(kind,''), coalesce(answer::int::varchar,''), coalesce(text,'') from events "
        "where source = 'survey:nps' and kind is not null order by id");
  }

  IntakeSite site_;
};

TEST_F(SurveyAnswers, AChatbotAsksAndAnswersWithAKey) {
  const std::string path = "/v1/surveys/nps/";
  const HttpReply asked = site_.get(path + "questions?lang=de&key=" + site_.key);
  ASSERT_EQ(asked.status, 200) << asked.body;
  const Json questions = Json::parse(asked.body);
  EXPECT_EQ(questions["language"], "de");
  EXPECT_EQ(questions["questions"][0]["scale"], Json({0, 10}));
  const auto answer = [&](const std::string& body) { return site_.post(path + "answers", body, {site_.bearer()}); };
  const HttpReply first =
      answer(R"({"who":{"email":"new@example.com"},"about":"chat:c1","answers":{"score":9},"response":"x1"})");
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(Json::parse(first.body)["next"], Json::array({"good"}));
  EXPECT_EQ(answer(R"({"who":{"email":"new@example.com"},"answers":{"good":"You"},"response":"x1"})").status, 200);
  EXPECT_THAT(answers(), ElementsAre("nps|9|You"));
  // Who, about what and over what: as the first call said it.
  EXPECT_EQ(answer(R"({"answers":{"good":"Thanks"},"response":"x1"})").status, 200);
  EXPECT_THAT(answers(), ElementsAre("nps|9|Thanks"));
  EXPECT_THAT(site_.rows("select properties from events where source = 'survey:nps' and kind is not null"),
              ElementsAre(AllOf(HasSubstr(R"("about":"c1")"), HasSubstr(R"("medium":"api")"))));
  EXPECT_EQ(site_.rows("select count(distinct customer) from events where source = 'survey:nps'"),
            (std::vector<std::string>{"1"}));
  EXPECT_EQ(answer(R"({"answers":{"score":1}})").status, 200);
  EXPECT_THAT(answers(), testing::SizeIs(2));
  const auto where = [&](const std::string& body) { return Json::parse(answer(body).body)["where"]; };
  EXPECT_EQ(where(R"({"answers":{"scores":1}})"), "answers.scores");
  EXPECT_EQ(where(R"({"answers":{"score":12}})"), "answers.score");
  EXPECT_EQ(where(R"({"answers":{}})"), "answers");
  EXPECT_EQ(where(R"({"who":"device:1","answers":{"score":1}})"), "who");
  for (const std::vector<NamedText>& wrong :
       {std::vector<NamedText>{{"Authorization", "Bearer sjw_wrong"}}, {{"Origin", "https://shop.example"}}}) {
    EXPECT_EQ(site_.post(path + "answers", R"({"answers":{"score":1}})", wrong).status, 401);
    EXPECT_EQ(site_.get(path + "questions", wrong).status, 401);
  }
  EXPECT_EQ(site_.get(path + "questions?key=sjw_wrong").status, 401);
  // No admin key is set: whoever is at this machine may, with no key at all.
  EXPECT_EQ(site_.get(path + "questions").status, 200);
}

TEST_F(SurveyAnswers, AResponseStaysWithThePersonWhoBeganIt) {
  const auto answer = [&](const std::string& who, const std::string& response, int score) {
    const std::string body = (who.empty() ? "{" : R"({"who":)" + who + ",") + R"("response":")" + response +
                             R"(","answers":{"score":)" + std::to_string(score) + "}}";
    return site_.post("/v1/surveys/nps/answers", body, {site_.bearer()});
  };
  EXPECT_EQ(answer(R"("bob")", "x", 2).status, 200);
  const HttpReply other = answer(R"("zara")", "x", 3);
  EXPECT_EQ(other.status, 409) << other.body;
  EXPECT_EQ(Json::parse(other.body)["where"], "response");
  EXPECT_THAT(other.body, HasSubstr("another person"));
  EXPECT_THAT(answers(), ElementsAre("nps|2|")) << "what was acknowledged stays";
  EXPECT_EQ(site_.rows("select count(*) from identifiers where value = 'zara'"), (std::vector<std::string>{"0"}));
  // The same person: with another name beside, by that name alone, in other letters, and unnamed.
  EXPECT_EQ(answer(R"({"id":"bob","email":"Bob@Example.com"})", "x", 4).status, 200);
  EXPECT_EQ(answer(R"("email:bob@example.COM")", "x", 5).status, 200);
  EXPECT_EQ(answer("", "x", 6).status, 200);
  EXPECT_EQ(answer(R"("bob")", "x", 7).status, 200);
  EXPECT_THAT(answers(), ElementsAre("nps|7|"));
  // Whoever named nobody, or only a number, may name somebody now.
  EXPECT_EQ(answer("", "y", 1).status, 200);
  EXPECT_EQ(answer(R"("dora")", "y", 2).status, 200);
  EXPECT_EQ(answer(R"("anonymous:v-1")", "z", 1).status, 200);
  EXPECT_EQ(answer(R"("anonymous:v-2")", "z", 2).status, 409);
  EXPECT_EQ(answer(R"({"id":"erik","anonymous":"v-3"})", "z", 3).status, 200);
  EXPECT_EQ(answer(R"("dora")", "z", 4).status, 409);
  EXPECT_EQ(site_.rows("select count(*), count(distinct customer) from events where source = 'survey:nps'"),
            (std::vector<std::string>{"3|3"}));
}

// Whoever comes second is told to come again, and then finds the first one's answer.
TEST_F(SurveyAnswers, OfTwoWhoBeginOneResponseAtOnceOneHasIt) {
  constexpr int kRounds = 60;
  const auto answer = [&](const char* who, int round) {
    const std::string body =
        R"({"who":")" + std::string(who) + R"(","response":"r)" + std::to_string(round) + R"(","answers":{"score":7}})";
    return site_.post("/v1/surveys/nps/answers", body, {site_.bearer()});
  };
  for (int round = 0; round < kRounds; ++round) {
    std::barrier together(2);
    HttpReply bob;
    std::thread other([&] {
      together.arrive_and_wait();
      bob = answer("bob", round);
    });
    together.arrive_and_wait();
    const HttpReply zara = answer("zara", round);
    other.join();
    const bool bobs = bob.status == 200;
    ASSERT_NE(bobs, zara.status == 200) << bob.status << " and " << zara.status << " in round " << round;
    const HttpReply& second = bobs ? zara : bob;
    ASSERT_TRUE(second.status == 409 || second.status == 429) << second.status;
    ASSERT_EQ(second.header("Retry-After"), second.status == 429 ? "1" : "");
    ASSERT_EQ(answer(bobs ? "zara" : "bob", round).status, 409);
    ASSERT_EQ(answer(bobs ? "bob" : "zara", round).status, 200) << "who is answered may go on at once";
  }
  EXPECT_EQ(site_.rows("select count(*) from events where source = 'survey:nps'"),
            std::vector<std::string>{std::to_string(kRounds)});
}

}  // namespace
}  // namespace sojourn
