// Row scope: whatever a scoped person reads equals what the owner reads when asking the filtered question.
#include "api/access_fixture.h"

namespace sojourn {
namespace {

class Scope : public testing::Test {
 protected:
  Scope() {
    site_.make_everybody();
    anna_ = site_.cookie("anna");
    north_ = site_.cookie("north");
  }
  Json owner(const std::string& verb, const std::string& target, const std::string& body = {}) {
    return AccessSite::body_of(site_.ask(verb, target, body, {anna_}));
  }
  HttpReply scoped(const std::string& verb, const std::string& target, const std::string& body = {}) {
    return site_.ask(verb, target, body, {north_});
  }
  static std::string question(const std::string& measure, const std::string& where, const std::string& more = {}) {
    return R"({"measure":")" + measure + "\"" + (where.empty() ? "" : ",\"where\":" + json_text(where)) + more + "}";
  }
  static std::string both(const std::string& where) {
    return where.empty() ? AccessSite::kScope : "(" + where + ") and (" + AccessSite::kScope + ")";
  }
  static std::vector<std::string> names(const Json& people, const char* list) {
    std::vector<std::string> found;
    for (const Json& each : people[list]) found.push_back(each["customer"]);
    return found;
  }
  // The first value of an answer, e.g. the number of events.
  static int first(const Json& answer) {
    EXPECT_TRUE(answer.contains("rows") && !answer["rows"].empty()) << answer;
    return answer.contains("rows") ? answer["rows"].at(0).begin().value().get<int>() : -1;
  }
  AccessSite site_;
  NamedText anna_, north_;
};

TEST_F(Scope, AnswersAreThoseOfTheFilteredQuestion) {
  const std::vector<std::string> measures{"volume",      "customers",   "revenue", "nps",
                                          "transitions", "process_map", "quality"};
  for (const std::string& measure : measures) {
    for (const std::string where : {"", "touchpoint = \"purchase\"",
                                    "touchpoint = \"purchase\" or channel = \"=store\"", "not channel = \"web\""}) {
      const HttpReply reply = scoped("POST", "/v1/ask", question(measure, where));
      const Json answer = AccessSite::body_of(reply), wanted = owner("POST", "/v1/ask", question(measure, both(where)));
      EXPECT_EQ(answer.value("rows", Json("none")), wanted.value("rows", Json("none"))) << measure << " " << where;
      EXPECT_EQ(answer.value("status", 200), wanted.value("status", 200)) << answer;
    }
  }
  EXPECT_EQ(first(AccessSite::body_of(scoped("POST", "/v1/ask", question("volume", "")))), 3);
  EXPECT_EQ(first(owner("POST", "/v1/ask", question("volume", ""))), 7);
}

TEST_F(Scope, ListsAndOtherFormsAreScopedToo) {
  const Json many = AccessSite::body_of(scoped("POST", "/v1/ask", "[" + question("volume", "") + "]"));
  EXPECT_EQ(first(many[0]), 3);
  const HttpReply csv = site_.ask("POST", "/v1/ask", question("volume", ""), {north_, {"Accept", "text/csv"}});
  EXPECT_NE(csv.body.find("3"), std::string::npos) << csv.body;
  EXPECT_EQ(csv.body,
            site_.ask("POST", "/v1/ask", question("volume", AccessSite::kScope), {anna_, {"Accept", "text/csv"}}).body);
}

TEST_F(Scope, ABracketTooManyOpensNothing) {
  for (const char* where : {"true) or (true", "true)", "true) or (true) or (true", "\" or true or \"", "true # "}) {
    const HttpReply reply = scoped("POST", "/v1/ask", question("volume", where));
    EXPECT_EQ(reply.status, 400) << where << " " << reply.body;
  }
  const Json error = AccessSite::body_of(scoped("POST", "/v1/ask", question("volume", "chanel = \"web\"")));
  EXPECT_EQ(error["where"], "where: column 1") << "as it was written";
}

TEST_F(Scope, WhoIsBehindANumberIsScoped) {
  const Json people = AccessSite::body_of(scoped("POST", "/v1/who", R"({"question":{"measure":"customers"}})"));
  EXPECT_EQ(names(people, "people"), (std::vector<std::string>{"anna", "carl"}));
  // As the owner asks it, but for the addresses, which a manager sees half of.
  Json all = owner("POST", "/v1/who", R"({"question":)" + question("customers", AccessSite::kScope) + "}");
  EXPECT_EQ(all["people"][0]["identifiers"][1]["value"], "anna@example.com");
  all["people"][0]["identifiers"][1]["value"] = "a…@example.com";
  EXPECT_EQ(people, all);
  EXPECT_EQ(owner("POST", "/v1/who", R"({"question":{"measure":"customers"}})")["total"], 4);
}

TEST_F(Scope, CustomersOutOfItAreNotThere) {
  EXPECT_EQ(names(AccessSite::body_of(scoped("GET", "/v1/customers?find=a")), "customers"),
            (std::vector<std::string>{"anna", "carl"}));
  EXPECT_EQ(names(owner("GET", "/v1/customers?find=a"), "customers").size(), 3u) << "dora too";
  EXPECT_TRUE(names(AccessSite::body_of(scoped("GET", "/v1/customers?find=bert")), "customers").empty());
  for (const std::string path : {"/v1/customers/bert", "/v1/customers/bert/timeline", "/v1/customers/dora%2Fsmith"}) {
    const HttpReply hidden = scoped("GET", path);
    EXPECT_EQ(hidden.status, 404) << path;
    // Not told from one who never was.
    std::string body = hidden.body;
    const size_t at = body.find("bert");
    if (at != std::string::npos) body.replace(at, 4, "erik");
    if (path == "/v1/customers/bert") {
      EXPECT_EQ(body, scoped("GET", "/v1/customers/erik").body);
    }
    EXPECT_EQ(site_.ask("GET", path, "", {anna_}).status, 200);
  }
  const Json card = AccessSite::body_of(scoped("GET", "/v1/customers/email:anna@example.com"));
  EXPECT_EQ(card["customer"], "anna");
  EXPECT_TRUE(card["stages"].empty());
}

TEST_F(Scope, ATimelineShowsWhatIsInIt) {
  const auto events = [](const Json& timeline) {
    std::vector<std::string> ids;
    for (const Json& each : timeline["events"]) ids.push_back(each["id"]);
    return ids;
  };
  EXPECT_EQ(events(owner("GET", "/v1/customers/anna/timeline")), (std::vector<std::string>{"1", "2", "3"}));
  EXPECT_EQ(events(AccessSite::body_of(scoped("GET", "/v1/customers/anna/timeline"))),
            (std::vector<std::string>{"1", "2"}));
  const Json page = AccessSite::body_of(scoped("GET", "/v1/customers/anna/timeline?limit=1"));
  EXPECT_EQ(events(page), std::vector<std::string>{"1"});
  EXPECT_EQ(page["next"], 1);
  const Json rest = AccessSite::body_of(scoped("GET", "/v1/customers/anna/timeline?limit=1&offset=1"));
  EXPECT_EQ(events(rest), std::vector<std::string>{"2"});
  EXPECT_TRUE(rest["next"].is_null());
}

TEST_F(Scope, StatusCountsWhatIsInIt) {
  const Json status = AccessSite::body_of(scoped("GET", "/v1/status"));
  EXPECT_EQ(status["events"], 3);
  EXPECT_EQ(status["customers"], 2);
  EXPECT_EQ(owner("GET", "/v1/status")["events"], 7);
}

TEST_F(Scope, OfATokenStandsBesideThatOfItsAccount) {
  const NamedText token = site_.bearer("north", Permission::kAsk, "touchpoint = \"purchase\"");
  const Json answer = AccessSite::body_of(site_.ask("POST", "/v1/ask", question("volume", ""), {token}));
  EXPECT_EQ(first(answer), 1);
}

TEST_F(Scope, ChangesHoldAtOnce) {
  site_.add("north", Role::kManager, "touchpoint = \"purchase\"");
  EXPECT_EQ(first(AccessSite::body_of(scoped("POST", "/v1/ask", question("volume", "")))), 2);
  EXPECT_EQ(scoped("GET", "/v1/customers/bert").status, 200);
  EXPECT_EQ(scoped("GET", "/v1/customers/carl").status, 404);
}

// A scope may ask about lives; then customers are in it with all that they live through.
TEST_F(Scope, MayAskAboutLives) {
  site_.add("north", Role::kManager, "did(touchpoint = \"purchase\")");
  EXPECT_EQ(AccessSite::body_of(scoped("GET", "/v1/customers/bert/timeline"))["events"].size(), 2u);
  EXPECT_EQ(first(AccessSite::body_of(scoped("POST", "/v1/ask", question("volume", "")))), 5);
  EXPECT_EQ(scoped("GET", "/v1/customers/carl").status, 404);
}

}  // namespace
}  // namespace sojourn
