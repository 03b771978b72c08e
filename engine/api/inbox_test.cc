// The feedback inbox over HTTP: who sees and changes what, and that answers show at once.
#include <gmock/gmock.h>

#include "api/access_fixture.h"

namespace sojourn {
namespace {

using testing::HasSubstr;

// Of the company: 3 is anna's nps of 9, 5 is bert's of 3; neither has a channel.
class InboxRoutes : public testing::Test {
 protected:
  Json ask(const std::string& verb, const std::string& target, const std::string& body = {}, int status = 200,
           const std::vector<NamedText>& headers = {}) {
    const HttpReply reply = site_.ask(verb, target, body, headers);
    EXPECT_EQ(reply.status, status) << verb << " " << target << " " << reply.body;
    return AccessSite::body_of(reply);
  }
  std::vector<int64_t> ids(const std::string& query, const std::vector<NamedText>& headers = {}) {
    std::vector<int64_t> found;
    const Json page = ask("GET", "/v1/feedback" + query, "", 200, headers);
    for (const Json& each : page["items"]) found.push_back(each["id"].get<int64_t>());
    return found;
  }
  void answer_on_the_web(const std::string& who) {
    BatchMaker maker;
    Event& event = maker.add("web-" + who, TestCompany::kStart + 5 * kDay, {{IdentifierKind::kId, who}}, "survey");
    event.set_text(Field::kKind, "nps");
    event.set_number(Field::kAnswer, 2);
    event.set_text(Field::kChannel, "web");
    append(site_.site().company().store(), maker);
  }
  using Ids = std::vector<int64_t>;
  AccessSite site_;
};

TEST_F(InboxRoutes, ShowWhatCustomersSaidNewestFirst) {
  const Json page = ask("GET", "/v1/feedback?limit=1");
  ASSERT_EQ(page["items"].size(), 1u);
  const Json& item = page["items"][0];
  EXPECT_EQ(item["id"], 5);
  EXPECT_EQ(item["customer"], "bert");
  EXPECT_EQ(item["score"]["group"], "detractor");
  EXPECT_EQ(item["answers"][0]["scale"]["max"], 10);
  EXPECT_EQ(item["state"], "open");
  EXPECT_EQ(item["case"], nullptr);
  EXPECT_EQ(page["counts"]["open"], 2);
  const Json next = ask("GET", "/v1/feedback?before=" + page["next"].get<std::string>());
  ASSERT_EQ(next["items"].size(), 1u);
  EXPECT_EQ(next["items"][0]["id"], 3);
  EXPECT_EQ(next["next"], nullptr);
  EXPECT_EQ(ids("?where=answer%20%3E%3D%209"), Ids{3});
  EXPECT_EQ(ids("?customer=email:anna@example.com"), Ids{3});
  answer_on_the_web("carl");
  EXPECT_EQ(ids("").front(), 8) << "at once";
}

TEST_F(InboxRoutes, KeepWhatPeopleMadeOfIt) {
  Json item = ask("PUT", "/v1/feedback/5", R"({"state":"doing","tags":[" delivery ","delivery"],"assignee":"care"})");
  EXPECT_EQ(item["state"], "doing");
  EXPECT_EQ(item["tags"], Json::array({"delivery"}));
  EXPECT_EQ(item["assignee"], "care");
  item = ask("PUT", "/v1/feedback/5", R"({"state":"done"})");
  EXPECT_EQ(item["assignee"], "care") << "what is left out stays";
  EXPECT_EQ(ids("?state=done"), Ids{5});
  EXPECT_EQ(ids("?tag=delivery&assignee=care"), Ids{5});
  EXPECT_EQ(ids("?assignee=none"), Ids{3});
  const Json changed = ask("POST", "/v1/feedback/change", R"({"ids":[3,5],"add_tags":["price"],"assignee":null})");
  EXPECT_EQ(changed["changed"], 2);
  EXPECT_EQ(ask("GET", "/v1/feedback/tags")["tags"][0], (Json{{"tag", "price"}, {"count", 2}}));
  item = ask("POST", "/v1/feedback/5/notes", R"({"text":"Called back."})", 201);
  EXPECT_EQ(item["notes"][0]["text"], "Called back.");
  EXPECT_EQ(ask("DELETE", "/v1/feedback/5/notes/1")["notes"].size(), 0u);
}

TEST_F(InboxRoutes, SayWhatIsWrong) {
  EXPECT_EQ(ask("GET", "/v1/feedback/99", "", 404)["where"], "feedback");
  EXPECT_EQ(ask("GET", "/v1/feedback?state=opn", "", 400)["where"], "state");
  EXPECT_EQ(ask("GET", "/v1/feedback?case=x", "", 400)["where"], "case");
  EXPECT_EQ(ask("GET", "/v1/feedback?assignee=me", "", 400)["where"], "assignee") << "nobody has an account here";
  EXPECT_THAT(ask("GET", "/v1/feedback?where=chanel%20%3D%20%22a%22", "", 400)["detail"].get<std::string>(),
              HasSubstr("channel"));
  EXPECT_EQ(ask("PUT", "/v1/feedback/5", R"({"tags":["a,b"]})", 400)["where"], "tags[0]");
  EXPECT_EQ(ask("PUT", "/v1/feedback/5", R"({"tag":"a"})", 400)["code"], "invalid_argument");
  EXPECT_EQ(ask("POST", "/v1/feedback/change", R"({"ids":[5]})", 400)["code"], "invalid_argument");
  EXPECT_EQ(ask("POST", "/v1/feedback/change", R"({"ids":[5,99],"state":"done"})", 404)["code"], "not_found");
  EXPECT_EQ(ids("?state=done"), Ids{}) << "all of them or none";
  EXPECT_EQ(ask("POST", "/v1/feedback/5/notes", R"({"text":" "})", 400)["where"], "text");
  EXPECT_EQ(ask("PUT", "/v1/feedback/settings", R"({"due_hours":0})", 400)["where"], "due_hours");
}

TEST_F(InboxRoutes, ADetractorIsOneCaseWithOwnerAndDueDate) {
  Json settings =
      ask("PUT", "/v1/feedback/settings",
          R"({"cases":"kind = \"nps\" and answer <= 6","due_hours":48,"assignee":"care","since":"2026-01-01"})");
  EXPECT_EQ(settings["escalate_hours"], 24);
  EXPECT_EQ(settings["trouble"], nullptr);
  site_.site().company().set_inbox_clock(TestCompany::kStart + 3 * kDay);
  Json page = ask("GET", "/v1/feedback?case=open");
  ASSERT_EQ(page["items"].size(), 1u);
  EXPECT_EQ(page["items"][0]["id"], 5);
  EXPECT_EQ(page["items"][0]["assignee"], "care");
  EXPECT_EQ(page["items"][0]["case"]["due"], "2026-01-05T00:00:00Z");
  EXPECT_EQ(page["items"][0]["case"]["overdue"], false);
  site_.site().company().set_inbox_clock(TestCompany::kStart + 5 * kDay);
  EXPECT_EQ(ask("GET", "/v1/feedback?case=overdue")["counts"]["overdue"], 1);
  EXPECT_EQ(ask("PUT", "/v1/feedback/settings", settings.dump())["assignee"], "care") << "as it was read";
}

TEST_F(InboxRoutes, TheFirstFilterMakesNoCasesOfTheWholeHistory) {
  Json settings = ask("PUT", "/v1/feedback/settings", R"({"cases":"answer <= 6"})");
  EXPECT_EQ(settings["since"], "2026-01-31T00:00:00Z") << "now";
  EXPECT_EQ(ask("GET", "/v1/feedback")["counts"]["cases"], 0);
  settings = ask("PUT", "/v1/feedback/settings", R"({"since":""})");
  EXPECT_EQ(settings["since"], "");
  EXPECT_EQ(ask("GET", "/v1/feedback")["counts"]["cases"], 1);
  settings = ask("PUT", "/v1/feedback/settings", R"({"cases":"answer <= 5"})");
  EXPECT_EQ(settings["since"], "") << "another filter leaves it";
}

TEST_F(InboxRoutes, ASegmentStaysWhileCasesOrAlertsNameIt) {
  ask("PUT", "/v1/segments/vip", R"({"where":"answer <= 6"})", 201);
  ask("PUT", "/v1/feedback/settings", R"json({"cases":"segment(\"vip\")"})json");
  Json refused = ask("DELETE", "/v1/segments/vip", "", 409);
  EXPECT_THAT(refused["detail"].get<std::string>(), HasSubstr("the inbox' settings, cases"));
  ask("PUT", "/v1/feedback/settings", R"({"cases":""})");
  const std::string question = R"json({"measure":"nps","where":"segment(\"vip\")"})json";
  ask("PUT", "/v1/alerts/care", R"({"when":"below","value":0,"question":)" + question + "}", 201);
  refused = ask("DELETE", "/v1/segments/vip", "", 409);
  EXPECT_THAT(refused["detail"].get<std::string>(), HasSubstr("alert \"care\""));
  EXPECT_EQ(ask("GET", "/v1/segments/vip")["used_by"], Json::array({"alert \"care\""}));
  ask("DELETE", "/v1/alerts/care");
  ask("DELETE", "/v1/segments/vip");
}

TEST_F(InboxRoutes, ACaseOfADisabledAccountIsNobodys) {
  site_.make_everybody();
  const std::vector<NamedText> anna{site_.cookie("anna")};
  ask("PUT", "/v1/feedback/settings", R"({"cases":"answer <= 6","since":"2026-01-01","assignee":"agent"})", 200, anna);
  EXPECT_TRUE(must(site_.site().company().inbox().to_escalate()).empty());
  ask("PUT", "/v1/accounts/agent", R"({"disabled":true})", 200, anna);
  EXPECT_EQ(must(site_.site().company().inbox().to_escalate()), Ids{5});
}

TEST_F(InboxRoutes, AScopedManagerSeesAndChangesNothingBeyond) {
  answer_on_the_web("carl");
  site_.make_everybody();
  const std::vector<NamedText> north{site_.cookie("north")};
  EXPECT_EQ(ids("", north), Ids{8});
  EXPECT_EQ(ask("GET", "/v1/feedback", "", 200, north)["counts"]["open"], 1);
  ask("GET", "/v1/feedback/5", "", 404, north);
  ask("PUT", "/v1/feedback/5", R"({"state":"done"})", 404, north);
  ask("POST", "/v1/feedback/change", R"({"ids":[8,5],"state":"done"})", 404, north);
  ask("POST", "/v1/feedback/5/notes", R"({"text":"x"})", 404, north);
  ask("GET", "/v1/feedback?customer=bert", "", 404, north);
  ask("GET", "/v1/customers/bert/notes", "", 404, north);
  ask("PUT", "/v1/feedback/settings", "{}", 403, north);
  EXPECT_EQ(ask("PUT", "/v1/feedback/8", R"({"state":"done"})", 200, north)["state"], "done");
  EXPECT_EQ(ask("PUT", "/v1/feedback/8", R"({"assignee":"agnt"})", 400, north)["where"], "assignee");
  EXPECT_EQ(ask("PUT", "/v1/feedback/8", R"({"assignee":"agent"})", 200, north)["assignee"], "agent");
  ask("PUT", "/v1/feedback/8", R"({"assignee":"viewer"})", 400, north);  // Who may not see people.
  const std::vector<NamedText> agent{site_.cookie("agent")};
  ask("PUT", "/v1/feedback/8", R"({"state":"doing"})", 200, agent);
  EXPECT_EQ(ids("?assignee=me", agent), Ids{8});
  EXPECT_EQ(ask("GET", "/v1/feedback", "", 200, agent)["counts"]["mine"], 1);
  ask("POST", "/v1/feedback/8/notes", R"({"text":"mine"})", 201, agent);
  ask("DELETE", "/v1/feedback/8/notes/1", "", 403, north);
  ask("DELETE", "/v1/accounts/agent", "", 200, {site_.cookie("anna")});
  EXPECT_EQ(ids("?assignee=agent", north), Ids{}) << "nobody takes it over with the name";
}

TEST_F(InboxRoutes, NotesOnCustomersFollowWhoTheyAre) {
  ask("POST", "/v1/customers/anna/notes", R"({"text":"one"})", 201);
  EXPECT_EQ(ask("GET", "/v1/customers/email:Anna@Example.com/notes")["notes"][0]["text"], "one") << "any identifier";
  ask("POST", "/v1/customers/bert/notes", R"({"text":"two"})", 201);
  const Json link = ask("POST", "/v1/links", R"({"a":"anna","b":"bert"})", 201);
  EXPECT_EQ(ask("GET", "/v1/customers/bert/notes")["notes"].size(), 2u);
  ask("DELETE", "/v1/links/" + link["number"].dump());
  const Json notes = ask("GET", "/v1/customers/bert/notes")["notes"];
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_EQ(notes[0]["identifier"], "bert");
  ask("DELETE", "/v1/customers/bert/notes/1", "", 404);
  EXPECT_EQ(ask("DELETE", "/v1/customers/bert/notes/2")["notes"].size(), 0u);
  ask("GET", "/v1/customers/erika/notes", "", 404);
}

}  // namespace
}  // namespace sojourn
