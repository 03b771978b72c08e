// What arrived and what was refused, through the API.
#include "api/access_fixture.h"
#include "api/intake_fixture.h"

namespace sojourn {
namespace {

class Arrived : public testing::Test {
 protected:
  Json get(const std::string& target) { return site_.server.json("GET", target); }
  void send(const std::string& body) {
    const HttpReply reply = site_.post("/v1/events", body, {site_.bearer()});
    ASSERT_LE(reply.status, 299) << reply.body;
  }
  IntakeSite site_;
};

TEST_F(Arrived, TheNewestEventOfASourceComesFirst) {
  EXPECT_TRUE(get("/v1/sources/web/arrivals")["events"].empty());
  send(R"([{"id":"1","time":"2026-03-02T10:00:00Z","customer":"zoë","touchpoint":"visit","channel":"web"}])");
  send(R"([{"id":"2","time":"2026-03-01T10:00:00Z","touchpoint":"visit"}])");
  const Json events = get("/v1/sources/web/arrivals")["events"];
  ASSERT_EQ(events.size(), 2u) << "those of other sources are not there";
  EXPECT_EQ(events[0]["time"], "2026-03-01T10:00:00Z");
  EXPECT_TRUE(events[0]["customer"].is_null());
  EXPECT_TRUE(events[0]["channel"].is_null());
  EXPECT_EQ(events[1]["customer"], "zoë");
  EXPECT_EQ(events[1]["touchpoint"], "visit");
  EXPECT_TRUE(events[1]["received"].is_string());
  EXPECT_EQ(get("/v1/sources/web/arrivals?limit=1")["events"].size(), 1u);
  EXPECT_TRUE(get("/v1/sources/it%27s%20gone/arrivals")["events"].empty());
}

TEST_F(Arrived, WhoOnlySetsThingsUpSeesNoCustomers) {
  AccessSite site;
  site.make_everybody();
  const auto newest = [&site](Permissions permissions) {
    const HttpReply reply = site.ask("GET", "/v1/sources/shop/arrivals", "", {site.bearer("anna", permissions)});
    return AccessSite::body_of(reply)["events"][0]["customer"];
  };
  EXPECT_TRUE(newest(Permission::kSetup).is_null());
  EXPECT_EQ(newest(Permission::kSetup | Permission::kPeople), "dora/smith");
  EXPECT_EQ(newest(Permission::kRecord), "dora/smith");
}

TEST_F(Arrived, RefusedRowsOfOneKindAreAGroup) {
  send(R"([{"id":"1","customer":"a","time":"never"},{"id":"2","customer":"a","time":"32-13-2026"},
           {"id":"3","customer":"a","time":"it's \"late\""},{"id":"4","customer":"a"},
           {"id":"5","customer":"a","time":"2026-01-01","answer":"good","answer_kind":"nps"}])");
  const Json all = get("/v1/rejects/groups");
  EXPECT_EQ(all["total"], get("/v1/rejects")["total"]);
  EXPECT_EQ(all["cut"], false);
  const Json groups = get("/v1/rejects/groups?source=web")["groups"];
  EXPECT_LT(groups.size(), all["groups"].size()) << "the shop had one as well";
  int64_t rows = 0;
  for (const Json& group : groups) {
    EXPECT_EQ(group["source"], "web");
    rows += group["rows"].get<int64_t>();
    const std::string of = "/v1/rejects?source=web&field=" + percent_encode(group["field"].get<std::string>()) +
                           "&kind=" + percent_encode(group["kind"].get<std::string>());
    const Json found = get(of);
    EXPECT_EQ(found["total"], group["rows"]) << of;
    EXPECT_EQ(found["rejects"].size(), group["rows"].get<size_t>());
    for (const Json& row : found["rejects"]) EXPECT_EQ(row["field"], group["field"]);
    EXPECT_EQ(get(of + "&limit=1")["rejects"].size(), 1u);
    EXPECT_EQ(get(of + "&offset=1")["rejects"].size(), group["rows"].get<size_t>() - 1);
  }
  EXPECT_EQ(rows, get("/v1/rejects?source=web")["total"]);
  EXPECT_GE(groups[0]["rows"], 2) << "what rows say does not part them: " << groups;
  EXPECT_EQ(groups[0]["field"], "time");
}

TEST_F(Arrived, AFieldAloneIsNoGroup) {
  const HttpReply reply = site_.get("/v1/rejects?field=time");
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(Json::parse(reply.body)["where"], "field");
}

}  // namespace
}  // namespace sojourn
