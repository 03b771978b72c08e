// Alerts over plain values: made, changed, seen and snoozed, by whom they may be, and within what they may see.
#include <gmock/gmock.h>

#include <chrono>
#include <thread>

#include "act/act_fixture.h"
#include "api/access_fixture.h"

namespace sojourn {
namespace {

using testing::HasSubstr;
using testing::Not;

// Three of the seven events of the company are on the web.
constexpr const char* kVolume = R"({"question":{"measure":"volume"},"when":"above","value":5,"period":"90d"})";

class AlertRoutes : public testing::Test {
 protected:
  HttpReply put(const std::string& name, const std::string& body, const std::string& who = {}) {
    return ask("PUT", "/v1/alerts/" + name, body, who);
  }
  HttpReply ask(const std::string& verb, const std::string& target, const std::string& body = {},
                const std::string& who = {}) {
    std::vector<NamedText> headers;
    if (!who.empty()) headers.push_back(site_.cookie(who));
    return site_.ask(verb, target, body, headers);
  }
  Json json(const std::string& target, const std::string& who = {}) {
    return AccessSite::body_of(ask("GET", target, "", who));
  }
  void step() {
    const Result<bool> more = site_.site().company().clockwork().step();
    ASSERT_TRUE(more.has_value()) << more.status().to_string();
  }
  static std::vector<std::string> names(const Json& list) {
    std::vector<std::string> names;
    for (const Json& each : list["alerts"]) names.push_back(each["name"]);
    return names;
  }
  AccessSite site_;
};

TEST_F(AlertRoutes, AreMadeChangedAndRemoved) {
  const HttpReply made = put("busy", kVolume);
  ASSERT_EQ(made.status, 201) << made.body;
  const Json alert = AccessSite::body_of(made);
  EXPECT_EQ(alert["state"], "firing") << "as it is, though nobody looked yet";
  EXPECT_EQ(alert["now"]["value"], 7);
  EXPECT_EQ(alert["value"], 5) << "the threshold stays the threshold";
  EXPECT_EQ(alert["since"], nullptr);
  // As it came it can be put back.
  EXPECT_EQ(put("busy", made.body).status, 200);
  EXPECT_EQ(
      AccessSite::body_of(put("busy", R"({"name":"other","question":{"measure":"nps"},"when":"falls"})"))["where"],
      "name");
  EXPECT_EQ(AccessSite::body_of(put("busy", R"({"question":{"measure":"npz"},"when":"falls"})"))["where"],
            "question.measure");
  EXPECT_EQ(AccessSite::body_of(
                put("busy", R"({"question":{"measure":"nps","where":"channl = 1"},"when":"falls"})"))["where"],
            "question.where: column 1");
  const Json list = json("/v1/alerts");
  EXPECT_EQ(list["firing"], 1);
  EXPECT_EQ(list["alerts"][0]["name"], "busy");
  EXPECT_EQ(ask("DELETE", "/v1/alerts/busy").status, 200);
  EXPECT_EQ(ask("GET", "/v1/alerts/busy").status, 404);
  EXPECT_EQ(ask("GET", "/v1/alerts/busy/history").status, 404);
}

TEST_F(AlertRoutes, StandAsTheyWereLookedAt) {
  put("busy", kVolume);
  step();
  const Json entries = json("/v1/alerts/busy/history")["entries"];
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0]["state"], "firing");
  EXPECT_EQ(entries[0]["value"], 7);
  EXPECT_EQ(entries[0]["outcome"], "");
  EXPECT_NE(json("/v1/alerts/busy")["since"], nullptr);
  put("busy", R"({"question":{"measure":"volume"},"when":"above","value":5,"enabled":false})");
  EXPECT_EQ(json("/v1/alerts/busy")["state"], "off");
  put("few", R"({"question":{"measure":"nps"},"when":"below","value":50})");
  const Json few = json("/v1/alerts/few");
  EXPECT_EQ(few["state"], "no_data");
  EXPECT_EQ(few["reason"], "n is 2: at least 30 are needed");
}

TEST_F(AlertRoutes, AreSnoozedUntilATimeThatComes) {
  put("busy", kVolume);
  const std::string until = format_time(now() + kDay);
  const auto snooze = [&](const std::string& body) { return ask("POST", "/v1/alerts/busy/snooze", body); };
  const Json snoozed = AccessSite::body_of(snooze(R"({"until":")" + until + "\"}"));
  EXPECT_EQ(snoozed["state"], "snoozed");
  EXPECT_EQ(snoozed["snoozed_until"], until);
  EXPECT_EQ(AccessSite::body_of(snooze(R"({"until":"2020-01-01"})"))["where"], "until");
  EXPECT_EQ(AccessSite::body_of(snooze("{}"))["where"], "until");
  EXPECT_EQ(AccessSite::body_of(snooze(R"({"until":"2999-01-01"})"))["where"], "until");
  const Json awake = AccessSite::body_of(snooze(R"({"until":null})"));
  EXPECT_EQ(awake["state"], "firing");
  EXPECT_EQ(awake["snoozed_until"], nullptr);
}

TEST_F(AlertRoutes, AreTriedWithoutBeingKept) {
  const Json trial = AccessSite::body_of(ask("POST", "/v1/alerts/try", kVolume));
  ASSERT_EQ(trial["series"].size(), 90u);
  EXPECT_EQ(trial["fired"], 1);
  EXPECT_EQ(trial["series"][89]["to"], "2026-01-03");
  EXPECT_EQ(trial["series"][89]["from"], "2025-10-06");
  EXPECT_EQ(trial["series"][89]["value"], 7);
  EXPECT_EQ(trial["series"][87]["value"], 5);
  EXPECT_EQ(trial["series"][87]["fires"], false);
  EXPECT_EQ(trial["series"][88]["fires"], true);
  EXPECT_EQ(json("/v1/alerts")["alerts"].size(), 0u);
}

TEST_F(AlertRoutes, SpeakOfWhatTheirMakerMaySeeAndShowItToNobodyElse) {
  site_.make_everybody();
  EXPECT_EQ(put("all", kVolume, "anna").status, 201);
  EXPECT_EQ(put("web", kVolume, "north").status, 201);
  EXPECT_EQ(json("/v1/alerts/web", "anna")["now"]["value"], 3);
  EXPECT_EQ(json("/v1/alerts/all", "anna")["now"]["value"], 7);
  EXPECT_EQ(names(json("/v1/alerts", "anna")), (std::vector<std::string>{"all", "web"}));
  EXPECT_EQ(names(json("/v1/alerts", "north")), (std::vector<std::string>{"web"}));
  EXPECT_EQ(ask("GET", "/v1/alerts/all", "", "north").status, 404);
  EXPECT_EQ(ask("GET", "/v1/alerts/all/history", "", "north").status, 404);
  EXPECT_EQ(ask("DELETE", "/v1/alerts/all", "", "north").status, 404);
  EXPECT_EQ(put("all", kVolume, "north").status, 403);
  EXPECT_EQ(AccessSite::body_of(ask("POST", "/v1/alerts/try", kVolume, "north"))["series"][89]["value"], 3);
  // An owner's change leaves it whose it is, and within what that one may see.
  const Json changed = AccessSite::body_of(put("web", kVolume, "anna"));
  EXPECT_EQ(changed["owner"], "north");
  EXPECT_EQ(changed["now"]["value"], 3);
  // A bracket too many opens nothing.
  EXPECT_EQ(
      put("web", R"({"question":{"measure":"volume","where":"true) or (true"},"when":"above","value":5})", "north")
          .status,
      400);
  // Others read, and do not change.
  EXPECT_EQ(ask("GET", "/v1/alerts/all", "", "viewer").status, 200);
  EXPECT_EQ(put("all", kVolume, "manager").status, 403);
  EXPECT_EQ(ask("POST", "/v1/alerts/all/snooze", R"({"until":null})", "manager").status, 403);
  EXPECT_EQ(put("mine", kVolume, "viewer").status, 403);
}

// North's alert was judged of the web; since then north sees the store.
TEST_F(AlertRoutes, ShowNothingThatWasJudgedOfAnotherScope) {
  site_.make_everybody();
  put("web", R"({"question":{"measure":"volume"},"when":"above","value":2,"period":"90d"})", "north");
  step();
  ASSERT_EQ(json("/v1/alerts/web/history", "north")["entries"].size(), 1u);
  EXPECT_NE(json("/v1/alerts/web", "north")["since"], nullptr);
  site_.add("north", Role::kManager, "channel = \"store\"");
  EXPECT_EQ(json("/v1/alerts/web/history", "north")["entries"].size(), 0u);
  EXPECT_EQ(json("/v1/alerts/web", "north")["since"], nullptr);
  EXPECT_NE(json("/v1/alerts/web", "north")["now"]["value"], 3);
  EXPECT_EQ(json("/v1/alerts/web/history", "anna")["entries"].size(), 1u);
}

// Anna's is made between north's look at the name and north's change: it stays hers, as she wrote it.
TEST_F(AlertRoutes, ThatSomebodyMadeMeanwhileAreNotChanged) {
  site_.make_everybody();
  HttpReply late;
  std::thread north;
  const Result<AlertBook::Pointer> made =
      site_.site().company().clockwork().alerts().put("busy", [&](const Alert*) -> Result<Alert> {
        north = std::thread([&] { late = put("busy", kVolume, "north"); });
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        SOJOURN_TRY(Alert alert, parse_alert(R"({"question":{"measure":"nps"},"when":"falls"})", "busy", {}));
        alert.owner = "anna";
        return alert;
      });
  north.join();
  ASSERT_TRUE(made.has_value()) << made.status().to_string();
  EXPECT_EQ(late.status, 403) << late.body;
  EXPECT_EQ(json("/v1/alerts/busy", "anna")["question"]["measure"], "nps");
}

TEST_F(AlertRoutes, ATokenWithANarrowerScopeSeesAndMakesNoMore) {
  site_.make_everybody();
  put("all", kVolume, "anna");
  const NamedText token = site_.bearer("anna", Permissions(Permission::kAsk) | Permission::kBoards, AccessSite::kScope);
  EXPECT_EQ(site_.ask("GET", "/v1/alerts/all", "", {token}).status, 404);
  EXPECT_EQ(site_.ask("PUT", "/v1/alerts/all", kVolume, {token}).status, 403);
  const HttpReply made = site_.ask("PUT", "/v1/alerts/web", kVolume, {token});
  EXPECT_EQ(AccessSite::body_of(made)["now"]["value"], 3) << made.body;
  EXPECT_EQ(site_.ask("GET", "/v1/alerts/web", "", {token}).status, 200);
}

TEST_F(AlertRoutes, StandInTroubleWithoutTheirMakerUntilSomebodyTakesThem) {
  site_.make_everybody();
  put("web", kVolume, "north");
  ASSERT_EQ(ask("DELETE", "/v1/accounts/north", "", "anna").status, 200);
  const Json gone = json("/v1/alerts/web", "anna");
  EXPECT_EQ(gone["state"], "trouble");
  EXPECT_THAT(gone["reason"].get<std::string>(), HasSubstr("north (removed), is gone"));
  const Json taken = AccessSite::body_of(put("web", kVolume, "analyst"));
  EXPECT_EQ(taken["owner"], "analyst");
  EXPECT_EQ(taken["now"]["value"], 7);
}

TEST_F(AlertRoutes, AreNotThoseOfWhoeverTakesTheNameLater) {
  site_.make_everybody();
  put("web", kVolume, "north");
  ASSERT_EQ(ask("DELETE", "/v1/accounts/north", "", "anna").status, 200);
  site_.add("north", Role::kManager, AccessSite::kScope);
  EXPECT_EQ(json("/v1/alerts/web", "north")["owner"], "north (removed)");
  EXPECT_EQ(json("/v1/alerts/web", "north")["state"], "trouble");
}

}  // namespace
}  // namespace sojourn
