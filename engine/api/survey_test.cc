// Surveys over plain values: definitions, links, the page with and without answers, and what is in the record after.
#include <gmock/gmock.h>

#include "api/intake_fixture.h"
#include "api/schema_check.h"

namespace sojourn {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const NamedText kForm{"Content-Type", "application/x-www-form-urlencoded"};

class Surveys : public testing::Test {
 protected:
  Surveys() {
    EXPECT_EQ(site_.server.ask("PUT", "/v1/surveys/nps", R"({"template":"nps"})").status, 201);
    EXPECT_EQ(site_.server.ask("PUT", "/v1/surveys/visit", kVisit).status, 201);
  }
  Json link(const std::string& body = R"({"who":"anna","about":"order:o-17"})", const std::string& survey = "nps") {
    return site_.server.json("POST", "/v1/surveys/" + survey + "/links", body);
  }
  std::string token() { return link()["token"].get<std::string>(); }
  HttpReply send(const std::string& survey, const std::string& body) {
    return site_.post("/s/" + survey, body, {kForm});
  }
  // "answer|text" of each event in force with a kind, by id.
  std::vector<std::string> answers(const std::string& survey) {
    return site_.rows(
        "select coalesce(kind,''), coalesce(answer::int::varchar,''), coalesce(text,'') from events "
        "where source = 'survey:" +
        survey + "' and kind is not null order by id");
  }

  static constexpr const char* kVisit = R"({"title":"Your visit","open":true,"questions":[
    {"id":"stars","kind":"stars","text":"How was it?","required":true},
    {"id":"why","kind":"choice","text":"Why?","required":true,"choices":["price","time"],
     "when":{"question":"stars","comparison":"<=","value":2}},
    {"id":"more","kind":"text","text":"More?"}]})";
  IntakeSite site_;
};

TEST_F(Surveys, AreDefinedShownAndRemoved) {
  const Json list = site_.server.json("GET", "/v1/surveys");
  ASSERT_EQ(list["surveys"].size(), 2u);
  EXPECT_EQ(list["surveys"][0]["path"], "/s/nps");
  EXPECT_EQ(list["templates"].size(), 6u);
  const Json nps = site_.server.json("GET", "/v1/surveys/nps");
  EXPECT_EQ(nps["questions"].size(), 3u);
  EXPECT_EQ(site_.server.ask("PUT", "/v1/surveys/nps", json_text(nps)).status, 200);
  const Json fault = site_.server.json("PUT", "/v1/surveys/bad", R"({"title":"a","questions":[{"id":"a"}]})");
  EXPECT_EQ(fault["where"], "questions[0].kind");
  EXPECT_EQ(site_.server.ask("PUT", "/v1/surveys/other", json_text(nps)).status, 400);
  EXPECT_EQ(site_.server.ask("DELETE", "/v1/surveys/nps").status, 200);
  EXPECT_EQ(site_.server.ask("GET", "/v1/surveys/nps").status, 404);
}

TEST_F(Surveys, ThePageShowsTheSurveyAndCountsNothing) {
  const std::string target = "/s/nps?t=" + token() + "&lang=nl";
  for (const char* verb : {"GET", "HEAD"}) {
    const HttpReply reply = site_.server.ask(verb, target);
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.type, "text/html; charset=utf-8");
    EXPECT_THAT(reply.body, HasSubstr("Hoe waarschijnlijk"));
    EXPECT_THAT(std::string(reply.header("Content-Security-Policy")), HasSubstr("default-src 'none'"));
    EXPECT_EQ(reply.header("Cache-Control"), "no-store");
  }
  const HttpReply click = site_.get(target + "&score=9");
  EXPECT_THAT(click.body, AllOf(HasSubstr("data-click"), HasSubstr("Mijn antwoord versturen: 9")));
  EXPECT_THAT(site_.get(target + "&score=11").body, Not(HasSubstr("data-click")));
  EXPECT_THAT(site_.get("/s/nps?t=" + token(), {{"Accept-Language", "de-CH, en;q=0.5"}}).body,
              HasSubstr("lang=\"de\""));
  EXPECT_THAT(answers("nps"), IsEmpty());
}

TEST_F(Surveys, AnAnswerIsInTheRecordAndInTheMeasure) {
  const Json made = link();
  const HttpReply reply = send(
      "nps", "t=" + made["token"].get<std::string>() + "&lang=en&a.score=9&seen=score&a.good=Fast+%26+kind&seen=good");
  EXPECT_EQ(reply.status, 200) << reply.body;
  EXPECT_THAT(reply.body, HasSubstr("<h1>Thank you. We read every answer.</h1>"));
  EXPECT_THAT(answers("nps"), ElementsAre("nps|9|Fast & kind"));
  EXPECT_THAT(site_.rows("select id, \"order\", properties from events where source = 'survey:nps'"),
              ElementsAre(made["response"].get<std::string>() + R"(:score|o-17|{"about":"o-17","invitation":")" +
                          made["invitation"].get<std::string>() + R"(","medium":"link","response":")" +
                          made["response"].get<std::string>() + R"(","survey":"nps"})"));
  const Json nps = site_.server.json("POST", "/v1/ask", R"({"measure":"nps","where":"properties.survey = \"nps\""})");
  EXPECT_EQ(nps["rows"][0]["n"], 1) << nps;
}

TEST_F(Surveys, TheLinkItselfMayBePostedTo) {
  const std::string path = "/s/nps?t=" + token();
  const HttpReply click = site_.post(path + "&score=9", "");
  EXPECT_EQ(click.status, 200) << click.body;
  EXPECT_THAT(answers("nps"), ElementsAre("nps|9|"));
  EXPECT_EQ(site_.post(path + "&lang=nl", "a.score=8&seen=score", {kForm}).status, 200);
  EXPECT_THAT(answers("nps"), ElementsAre("nps|8|"));
  EXPECT_THAT(site_.rows("select language from events where source = 'survey:nps'"), ElementsAre("nl"));
  // What the form tells goes before what the address tells.
  EXPECT_EQ(site_.post(path + "&score=2", "a.score=7", {kForm}).status, 200);
  EXPECT_EQ(send("nps", "t=" + token() + "&a.score=3").status, 200);
  EXPECT_THAT(answers("nps"), testing::UnorderedElementsAre("nps|7|", "nps|3|"));
  EXPECT_EQ(site_.post(path + "&score=12", "").status, 422);
  EXPECT_EQ(site_.post(path, "").status, 422);
  EXPECT_EQ(site_.post(path + "x&score=1", "").status, 400);
  EXPECT_EQ(site_.post("/s/nps?score=1", "").status, 403);
  EXPECT_EQ(site_.post(path, R"({"score":9})", {{"Content-Type", "application/json"}}).status, 415);
  EXPECT_EQ(site_.get(path + "&score=1").status, 200);
  EXPECT_THAT(answers("nps"), testing::UnorderedElementsAre("nps|7|", "nps|3|")) << "only a POST counts";
}

TEST_F(Surveys, AreTakenAsToml) {
  const auto put = [this](const std::string& toml, const std::string& type) {
    std::vector<NamedText> headers;
    if (!type.empty()) headers.emplace_back("Content-Type", type);
    return site_.server.ask("PUT", "/v1/surveys/till", toml, headers);
  };
  const std::string toml =
      "title = \"At the till\"\n\n[[questions]]\nid = \"score\"\nkind = \"nps\"\ntext = \"How was it?\"\n";
  EXPECT_EQ(put(toml, "application/toml").status, 201);
  EXPECT_EQ(put("# a remark\n" + toml, "").status, 200);
  EXPECT_EQ(put("[[questions]]\nid = \"a\"\nkind = \"text\"\ntext = \"?\"\n", "").status, 400);
  EXPECT_EQ(site_.server.json("GET", "/v1/surveys/till")["title"], "At the till");
  const Json fault = Json::parse(put(toml + "kind =\n", "application/toml; charset=utf-8").body);
  EXPECT_EQ(fault["where"], "body:7") << fault;
  EXPECT_THAT(put(toml, "application/json").body, HasSubstr("JSON"));
}

TEST_F(Surveys, TheListTellsHowTheyFaredOfLate) {
  const auto brief = [this] { return site_.server.json("GET", "/v1/surveys")["surveys"][0]; };
  EXPECT_EQ(brief()["last_30_days"]["answers"], 0);
  EXPECT_TRUE(brief()["last_30_days"]["response_rate"].is_null());
  send("nps", "t=" + token() + "&a.score=9&seen=score&a.good=Fast&seen=good");
  send("nps", "t=" + link(R"({"who":"bert"})")["token"].get<std::string>() + "&a.score=3&seen=score");
  const std::string admin = R"({"who":"carl","medium":"chat","answers":{"score":7,"better":"Slow"}})";
  EXPECT_EQ(site_.server.ask("POST", "/v1/surveys/nps/answers", admin).status, 200);
  // Two invitations, one of them answered, and one that was sent too long ago.
  BatchMaker maker("invitations", "invitations");
  for (const auto& [id, age, outcome] :
       {std::tuple("i1", 1, "sent"), std::tuple("i2", 2, "answered"), std::tuple("i3", 40, "answered")}) {
    Event& event = maker.add(id, now() - age * kDay, {{IdentifierKind::kId, id}}, "survey invitation");
    event.set_text(Field::kOutcome, outcome);
    event.properties = R"({"survey":"nps"})";
  }
  append(site_.server.company().store(), maker);
  const Json use = brief()["last_30_days"];
  EXPECT_EQ(use["answers"], 3) << use;
  EXPECT_EQ(use["by_medium"], (Json{{"chat", 1}, {"link", 2}}));
  EXPECT_EQ(use["sent"], 2);
  EXPECT_EQ(use["response_rate"], 50.0);
}

TEST_F(Surveys, ADraftIsCheckedShownAndNotKept) {
  const std::string wish = R"({"survey":{"name":"draft1","title":{"en":"Hi <b>","nl":"Hoi"},"questions":[
    {"id":"a","kind":"csat","text":{"en":"Good?","nl":"Goed?"}}]}})";
  const Json draft = site_.server.json("POST", "/v1/survey-drafts", wish);
  EXPECT_EQ(draft["survey"]["questions"][0]["scale"], Json::array({1, 5}));
  const std::string path = draft["path"].get<std::string>();
  const HttpReply page = site_.server.ask("GET", path + "?lang=nl");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, AllOf(HasSubstr("Goed?"), HasSubstr(path + "?lang=en"), Not(HasSubstr("<b>"))));
  EXPECT_THAT(std::string(page.header("Content-Security-Policy")),
              AllOf(HasSubstr("frame-ancestors 'self'"), HasSubstr("form-action 'none'")));
  EXPECT_EQ(page.header("Cross-Origin-Embedder-Policy"), "require-corp");
  EXPECT_THAT(site_.server.ask("GET", path + "?part=thanks&lang=en").body, HasSubstr("Thank you"));
  EXPECT_EQ(site_.server.ask("GET", path + "?part=other").status, 400);
  EXPECT_EQ(site_.server.ask("GET", "/v1/survey-drafts/0").status, 404);
  EXPECT_EQ(site_.server.ask("GET", "/v1/surveys/draft1").status, 404) << "nothing was stored";
  const Json again = site_.server.json("POST", "/v1/survey-drafts", json_text(Json{{"toml", draft["toml"]}}));
  EXPECT_EQ(again["survey"], draft["survey"]);
  const auto fault = [this](const std::string& body) {
    return site_.server.json("POST", "/v1/survey-drafts", body)["where"].get<std::string>();
  };
  EXPECT_EQ(fault(R"({"survey":{"title":"a","questions":[{"id":"a","kind":"nps"}]}})"), "questions[0].text");
  EXPECT_EQ(fault(R"({"toml":"title = 3"})"), "toml: title");
  EXPECT_EQ(fault("{}"), "survey");
  EXPECT_EQ(fault(R"({"template":"npz"})"), "template");
  const Json stars = site_.server.json("POST", "/v1/survey-drafts", R"({"template":"stars"})");
  EXPECT_EQ(stars["survey"]["questions"][1]["several"], true);
}

TEST_F(Surveys, SeveralChoicesComeByFormAndByList) {
  const char* body = R"({"title":"T","open":true,"questions":[
    {"id":"what","kind":"choice","several":true,"text":"What?","choices":["price","time","staff"]}]})";
  ASSERT_EQ(site_.server.ask("PUT", "/v1/surveys/many", body).status, 201);
  const std::string t = link(R"({"who":"anna"})", "many")["token"].get<std::string>();
  send("many", "t=" + t + "&a.what=price&a.what=staff&seen=what");
  const auto chosen = [this] {
    return site_.rows(
        "select properties->>'choice' from events where source = 'survey:many' and kind is not null order by 1");
  };
  EXPECT_THAT(chosen(), ElementsAre("price", "staff"));
  EXPECT_THAT(site_.get("/s/many?t=" + t).body, HasSubstr("value=\"staff\" checked>"));
  send("many", "t=" + t + "&a.what=time&seen=what");
  EXPECT_THAT(chosen(), ElementsAre("time"));
  const std::string list = R"({"who":"bert","answers":{"what":["staff","price"]}})";
  EXPECT_EQ(site_.server.ask("POST", "/v1/surveys/many/answers", list).status, 200);
  EXPECT_THAT(chosen(), ElementsAre("price", "staff", "time"));
  const Json fault = site_.server.json("POST", "/v1/surveys/many/answers", R"({"answers":{"what":["cost"]}})");
  EXPECT_EQ(fault["where"], "answers.what");
}

TEST_F(Surveys, TheSameLinkAnswersAgainForADayAndThenNoMore) {
  const std::string t = token();
  send("nps", "t=" + t + "&a.score=3&seen=score&a.better=Slow&seen=better");
  EXPECT_THAT(answers("nps"), ElementsAre("nps|3|Slow"));
  EXPECT_THAT(site_.get("/s/nps?t=" + t).body, AllOf(HasSubstr("value=\"3\" checked"), HasSubstr("Slow</textarea>")));
  // One click changes the score and keeps the comment where it is still asked for.
  const HttpReply click = send("nps", "t=" + t + "&click=1&a.score=4");
  EXPECT_THAT(click.body, HasSubstr("Your answer 4 has been received"));
  EXPECT_THAT(answers("nps"), ElementsAre("nps|4|Slow"));
  send("nps", "t=" + t + "&a.score=10&seen=score&seen=good");
  EXPECT_THAT(answers("nps"), ElementsAre("nps|10|"));
  const Json nps = site_.server.json("POST", "/v1/ask", R"({"measure":"nps","where":"properties.survey = \"nps\""})");
  EXPECT_EQ(nps["rows"][0]["n"], 1) << nps;
  EXPECT_EQ(nps["rows"][0]["promoters"], 1) << nps;
}

TEST_F(Surveys, AnAnswerOlderThanADayIsLocked) {
  const Json made = link();
  EventBatch batch;
  const Survey survey = *site_.server.company().surveys().find("nps").value();
  const ResponseFacts facts{made["response"].get<std::string>(),
                            {{IdentifierKind::kId, "anna"}},
                            "",
                            "",
                            "en",
                            "link",
                            now() - 25 * kHour,
                            1};
  // The same invitation, as a link that was sent before that answer.
  LinkClaims claims{"nps", "anna", made["invitation"].get<std::string>(), "order:o-17", "", now() - 26 * kHour, 0};
  ASSERT_EQ(response_of(claims), facts.response);
  const std::string t = sign_link(claims, site_.server.company().surveys().link_key().value());
  ASSERT_TRUE(write_answers(survey, facts, check_answers(survey, {{"score", "2"}}).answers, {}, batch).ok());
  ASSERT_TRUE(site_.server.company().store().append(batch).has_value());
  EXPECT_THAT(site_.get("/s/nps?t=" + t).body, HasSubstr("You have answered already"));
  EXPECT_EQ(send("nps", "t=" + t + "&a.score=9&seen=score").status, 409);
  EXPECT_THAT(answers("nps"), ElementsAre("nps|2|"));
}

TEST_F(Surveys, WithoutAScriptBranchesComeOnTheNextPage) {
  const std::string page = site_.get("/s/visit").body;
  const size_t at = page.find("name=\"t\" value=\"") + 16;
  const std::string t = page.substr(at, page.find('"', at) - at);
  const HttpReply next = send("visit", "t=" + t + "&a.stars=2&seen=stars&seen=more&a.more=Long+queue");
  EXPECT_EQ(next.status, 200);
  EXPECT_THAT(next.body,
              AllOf(HasSubstr("name=\"a.why\""), HasSubstr("<input type=\"hidden\" name=\"a.stars\" value=\"2\">"),
                    Not(HasSubstr("type=\"radio\" name=\"a.stars\""))));
  EXPECT_THAT(answers("visit"), ElementsAre("stars|2|Long queue"));
  const HttpReply missing = send("visit", "t=" + t + "&a.stars=2&seen=stars&seen=more&seen=why&a.more=Long+queue");
  EXPECT_EQ(missing.status, 422);
  EXPECT_THAT(missing.body, HasSubstr("role=\"alert\""));
  const HttpReply done =
      send("visit", "t=" + t + "&a.stars=2&seen=stars&seen=more&seen=why&a.why=time&a.more=Long+queue");
  EXPECT_THAT(done.body, HasSubstr("Thank you for your answer."));
  EXPECT_THAT(answers("visit"), ElementsAre("stars|2|Long queue", "choice||"));
  EXPECT_EQ(site_.rows("select count(distinct customer) from events where source = 'survey:visit'"),
            (std::vector<std::string>{"1"}));
}

TEST_F(Surveys, WhatIsRefused) {
  EXPECT_EQ(site_.get("/s/none").status, 404);
  EXPECT_EQ(site_.get("/s/nps").status, 403);
  EXPECT_EQ(site_.get("/s/nps?t=abc").status, 400);
  EXPECT_EQ(site_.get("/s/visit?t=" + token()).status, 400);  // Of another survey.
  EXPECT_EQ(send("nps", "a.score=9").status, 403);
  EXPECT_EQ(send("nps", "t=" + token() + "&a.score=11&seen=score").status, 422);
  EXPECT_EQ(send("nps", "t=" + token() + "&seen=score").status, 422);
  EXPECT_EQ(send("nps", "t=%zz").status, 400);
  EXPECT_EQ(site_.post("/s/nps", "{}", {{"Content-Type", "application/json"}}).status, 415);
  EXPECT_EQ(site_.server.ask("PUT", "/s/nps").status, 405);
  const std::string key = site_.server.company().surveys().link_key().value();
  const std::string old = sign_link({"nps", "anna", "i", "", "", kSecond, 2 * kSecond}, key);
  EXPECT_EQ(site_.get("/s/nps?t=" + old).status, 410);
  EXPECT_EQ(send("nps", "t=" + old + "&a.score=9&seen=score").status, 410);
  EXPECT_EQ(link(R"({"who":"null"})")["where"], "who");
  EXPECT_EQ(link(R"({"who":"anna","language":"fr"})")["where"], "language");
  EXPECT_EQ(link(R"({"who":"anna","valid":"soon"})")["where"], "valid");
  EXPECT_THAT(answers("nps"), IsEmpty());
}

TEST_F(Surveys, OneLinkIsNotSentWithoutEnd) {
  const std::string t = token();
  int status = 0;
  for (int i = 0; i < 21; ++i) status = send("nps", "t=" + t + "&a.score=9&seen=score").status;
  EXPECT_EQ(status, 429);
}

TEST(SurveysWithAnAdminKey, OnlyTheOwnerDefinesAndEverybodyAnswers) {
  IntakeSite site("secret");
  const NamedText owner{"Authorization", "Bearer secret"};
  EXPECT_EQ(site.server.ask("PUT", "/v1/surveys/nps", R"({"template":"nps"})", {site.bearer()}).status, 401);
  EXPECT_EQ(site.server.ask("PUT", "/v1/surveys/nps", R"({"template":"nps"})", {owner}).status, 201);
  EXPECT_EQ(site.post("/v1/surveys/nps/links", R"({"who":"anna"})").status, 401);
  const HttpReply link = site.post("/v1/surveys/nps/links", R"({"who":"anna"})", {owner});
  const std::string path = Json::parse(link.body)["path"].get<std::string>();
  EXPECT_EQ(site.get(path, {{"Host", "feedback.example.com"}}).status, 200);
  const std::string answers = R"({"answers":{"score":1}})";
  EXPECT_EQ(site.post("/v1/surveys/nps/answers", answers).status, 401);
  EXPECT_EQ(site.post("/v1/surveys/nps/answers", answers, {owner}).status, 200);
  EXPECT_EQ(site.post("/v1/surveys/nps/answers", answers, {site.bearer(), {"Origin", "https://shop.example"}}).status,
            200);
}

TEST(SurveysOpenApi, RepliesAreAsPromised) {
  TestApplication server;
  const Json document = server.json("GET", "/openapi.json");
  const SchemaCheck check(document["components"]["schemas"]);
  const std::vector<std::array<std::string, 4>> requests{
      {"PUT", "/v1/surveys/after", R"({"template":"after-delivery"})", "Survey"},
      {"GET", "/v1/surveys", "", "Surveys"},
      {"GET", "/v1/surveys/after", "", "Survey"},
      {"POST", "/v1/surveys/after/links", R"({"who":"anna"})", "SurveyLink"},
      {"GET", "/v1/surveys/after/questions?lang=zh", "", "SurveyQuestions"},
      {"POST", "/v1/surveys/after/answers", R"({"who":"anna","answers":{"delivery":5}})", "SurveyThanks"},
      {"POST", "/v1/survey-drafts", R"({"survey":{"title":"T","questions":[{"id":"a","kind":"nps","text":"?"}]}})",
       "SurveyDraft"},
      {"DELETE", "/v1/surveys/after", "", "Survey"},
  };
  for (const auto& [verb, target, body, schema] : requests) {
    const Json reply = server.json(verb, target, body);
    EXPECT_EQ(check.fault(reply, document["components"]["schemas"][schema]), "") << verb << " " << target << reply;
  }
}

}  // namespace
}  // namespace sojourn
