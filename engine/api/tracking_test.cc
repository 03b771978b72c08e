// The intake's addresses with plain values: keys in all their places, replies to the letter, what is refused and how.
#include <gmock/gmock.h>

#include "api/intake_fixture.h"

namespace sojourn {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

std::string track(const std::string& id, const std::string& extra = {}) {
  return R"({"type":"track","event":"purchase","userId":"anna","timestamp":"2026-01-05T10:00:00Z","messageId":")" + id +
         "\"" + extra + "}";
}

class Tracking : public testing::Test {
 protected:
  IntakeSite site_;
};

TEST_F(Tracking, SegmentCallsAreStoredAndThanked) {
  for (const char* path : {"/v1/track", "/v1/t", "/v1/track/"}) {
    const HttpReply reply = site_.post(path, track(path), {site_.bearer()});
    EXPECT_EQ(reply.status, 200) << path << " " << reply.body;
    EXPECT_EQ(reply.body, R"({"success":true})");
    EXPECT_EQ(reply.type, "application/json");
  }
  const std::string batch = "{\"batch\":[" + track("b1") + "," + track("b2") + "]}";
  for (const char* path : {"/v1/batch", "/v1/b", "/v1/import", "/beacon/v1/batch"}) {
    EXPECT_EQ(site_.post(path, batch, {site_.bearer()}).status, 200) << path;
  }
  EXPECT_EQ(site_.events_of(), 5);
  const Json calls = Json::parse(R"({"/v1/identify":{"userId":"anna","traits":{"plan":"pro"}},
    "/v1/i":{"userId":"bert","traits":{"plan":"pro"}},
    "/v1/page":{"anonymousId":"c1","name":"Prices"},"/v1/p":{"anonymousId":"c2"},
    "/v1/screen":{"userId":"anna","name":"Home"},"/v1/s":{"userId":"anna"},
    "/v1/group":{"userId":"anna","groupId":"g1"},"/v1/g":{"userId":"anna","groupId":"g2"},
    "/v1/alias":{"userId":"anna","previousId":"c1"},"/v1/a":{"userId":"anna","previousId":"c2"},
    "/v1/merge":{"mergeProperties":[{"type":"userId","value":"anna"},{"type":"userId","value":"ann"}]}})");
  for (const auto& [path, body] : calls.items()) {
    EXPECT_EQ(site_.post(path, json_text(body), {site_.bearer()}).status, 200) << path;
  }
}

TEST_F(Tracking, TheKeyIsFoundWhereverItStands) {
  const std::string& key = site_.key;
  const auto basic = [](const std::string& text) {
    std::string out((text.size() + 2) / 3 * 4, '\0');
    constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0, o = 0; i < text.size(); i += 3, o += 4) {
      const auto byte = [&text](size_t at) {
        return at < text.size() ? static_cast<uint32_t>(static_cast<unsigned char>(text[at])) : 0U;
      };
      const uint32_t bits = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
      for (size_t j = 0; j < 4; ++j) out[o + j] = i + j > text.size() ? '=' : kDigits[bits >> (18 - 6 * j) & 63];
    }
    return NamedText{"Authorization", "Basic " + out};
  };
  for (const NamedText& header :
       {basic(key + ":"), basic(key), basic("x:" + key), site_.bearer(), NamedText{"authorization", "basic " + key},
        NamedText{"Authorization", "bearer " + key}}) {
    EXPECT_EQ(site_.post("/v1/track", track("k"), {header}).status, 200) << header.second;
  }
  for (const char* name : {"writeKey", "api_key", "token", "key"}) {
    EXPECT_EQ(site_.post("/v1/track?x=1&x=2&" + std::string(name) + "=" + key, track("k")).status, 200) << name;
  }
  EXPECT_EQ(site_.post("/v1/track", track("k", ",\"writeKey\":\"" + key + "\"")).status, 200);
  EXPECT_EQ(site_.post("/v1/batch", "{\"writeKey\":\"" + key + "\",\"batch\":[" + track("k") + "]}").status, 200);
  // A proxy's own Authorization does not hide it.
  EXPECT_EQ(site_.post("/v1/track?writeKey=" + key, track("k"), {basic("proxy:password")}).status, 200);
  EXPECT_EQ(site_.events_of(), 1);
}

TEST_F(Tracking, UnknownKeysAndDisabledSourcesAreToldApart) {
  for (const std::vector<NamedText>& headers :
       {std::vector<NamedText>{}, {{"Authorization", "Bearer wrong"}}, {{"Authorization", "Basic Og=="}}}) {
    const HttpReply reply = site_.post("/v1/track", track("1"), headers);
    EXPECT_EQ(reply.status, 401) << reply.body;
    EXPECT_EQ(reply.header("WWW-Authenticate"), "Bearer");  // No browser asks for a password at that.
  }
  EXPECT_EQ(site_.post("/batch/", R"({"api_key":"wrong","batch":[]})").status, 401);
  ASSERT_TRUE(site_.server.company().sources().set_enabled("web", false).ok());
  EXPECT_EQ(site_.post("/v1/track", track("1"), {site_.bearer()}).status, 404);
  EXPECT_EQ(site_.get("/v1/projects/" + site_.key + "/settings").status, 404);
  EXPECT_EQ(site_.events_of(), 0);
  // A key of a webhook opens no SDK's door.
  ASSERT_TRUE(site_.server.company().sources().set_enabled("web", true).ok());
  const std::string id = site_.server.company().sources().find("web")->keys.front().id;
  ASSERT_TRUE(site_.server.company().sources().revoke_key("web", id).ok());
  EXPECT_EQ(site_.post("/v1/track", track("1"), {site_.bearer()}).status, 401);
}

TEST_F(Tracking, PosthogInAllItsShapes) {
  const std::string event =
      R"({"event":"signed up","distinct_id":"anna","uuid":"u-ID","timestamp":"2026-01-05T10:00:00Z"})";
  int number = 0;
  const auto one = [&event, &number] {
    std::string text = event;
    text.replace(text.find("u-ID"), 4, "u-" + std::to_string(++number));
    return text;
  };
  for (const char* path : {"/batch", "/i/v0/e", "/e", "/capture", "/track", "/engage"}) {
    for (const char* slash : {"", "/"}) {
      const std::string target = std::string(path) + slash + "?ip=1&_=17&ver=1.2";
      const HttpReply reply = site_.post(target, "{\"api_key\":\"" + site_.key + "\",\"batch\":[" + one() + "]}",
                                         {{"Content-Type", "text/plain"}});
      EXPECT_EQ(reply.status, 200) << target << reply.body;
      EXPECT_EQ(reply.body, R"({"status":1})");
      const std::string data = percent_encode("{\"api_key\":\"" + site_.key + "\"," + one().substr(1));
      EXPECT_EQ(site_.get(std::string(path) + slash + "?data=" + data).status, 200) << target;
    }
  }
  EXPECT_EQ(site_.events_of(), number);
  const std::string single = "{\"token\":\"" + site_.key + "\"," + one().substr(1);
  EXPECT_EQ(site_.post("/e/", gzip(single), {{"Content-Type", "text/plain"}}).status, 200);
  EXPECT_EQ(site_.post("/e/?compression=gzip-js", gzip(single)).status, 200);
  const NamedText form{"Content-Type", "application/x-www-form-urlencoded"};
  EXPECT_EQ(site_.post("/e/", "data=" + percent_encode(single), {form}).status, 200);
  EXPECT_EQ(site_.post("/e/", "compression=none&data=" + percent_encode(single) + "&ip=1", {form}).status, 200);
  EXPECT_EQ(site_.events_of(), number);
  const HttpReply v1 = site_.post("/i/v1/analytics/events", "{\"batch\":[" + one() + "]}", {site_.bearer()});
  EXPECT_EQ(v1.body, R"({"results":{}})");
  EXPECT_EQ(site_.post("/e/", "data=!!!", {form}).status, 400);
}

TEST_F(Tracking, SnowplowGetsOkOrAPictureAndACookie) {
  const std::string body =
      R"({"schema":"iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4","data":[{"e":"pv","p":"web",)"
      R"("tv":"js","aid":")" +
      site_.key + R"(","duid":"c-7","eid":"e-1","page":"Prices","dtm":"1767607200000","stm":"1767607201000"}]})";
  const HttpReply ok = site_.post("/com.snowplowanalytics.snowplow/tp2", body);
  EXPECT_EQ(ok.status, 200) << ok.body;
  EXPECT_EQ(ok.body, "ok");
  EXPECT_THAT(std::string(ok.header("Set-Cookie")), StartsWith("sp="));
  for (const char* path : {"/i", "/ice.png"}) {
    const HttpReply picture =
        site_.get(std::string(path) + "?e=pv&p=web&tv=js&duid=c-7&aid=" + site_.key + "&eid=e-2&dtm=1767607200000",
                  {{"Cookie", "a=b; sp=1234-abcd"}});
    EXPECT_EQ(picture.status, 200) << picture.body;
    EXPECT_EQ(picture.type, "image/gif");
    EXPECT_EQ(picture.body.substr(0, 6), "GIF89a");
    EXPECT_EQ(picture.body.size(), 43u);
    EXPECT_THAT(std::string(picture.header("Set-Cookie")), StartsWith("sp=1234-abcd; Max-Age=31536000"));
  }
  EXPECT_EQ(site_.events_of(), 2);
}

TEST_F(Tracking, CloudEventsInAllModes) {
  const std::string structured =
      R"({"specversion":"1.0","id":"1","source":"/shop","type":"order.placed","subject":"anna","time":"2026-01-05T10:00:00Z"})";
  const HttpReply one =
      site_.post("/ce", structured, {{"Content-Type", "application/cloudevents+json"}, site_.bearer()});
  EXPECT_EQ(one.status, 202) << one.body;
  EXPECT_EQ(one.body, "");
  std::string second = structured;
  second.replace(second.find("\"1\""), 3, "\"2\"");
  EXPECT_EQ(site_
                .post("/ce/" + site_.key, "[" + structured + "," + second + "]",
                      {{"Content-Type", "application/cloudevents-batch+json"}})
                .status,
            202);
  EXPECT_EQ(site_
                .post("/ce", R"({"total":5})",
                      {{"Content-Type", "application/json"},
                       {"ce-specversion", "1.0"},
                       {"ce-id", "3"},
                       {"ce-source", "/shop"},
                       {"ce-type", "order.placed"},
                       {"ce-subject", "anna"},
                       site_.bearer()})
                .status,
            202);
  EXPECT_EQ(site_.events_of(), 3);
  EXPECT_EQ(site_.post("/ce", "x", {{"Content-Type", "application/cloudevents+avro"}, site_.bearer()}).status, 415);
  const HttpReply hello = site_.server.ask("OPTIONS", "/ce", "", {{"WebHook-Request-Origin", "bus.example"}});
  EXPECT_EQ(hello.status, 200);
  EXPECT_EQ(hello.header("WebHook-Allowed-Origin"), "bus.example");
  EXPECT_EQ(hello.header("WebHook-Allowed-Rate"), "*");
}

TEST_F(Tracking, OpenTelemetryLogs) {
  const std::string logs =
      R"({"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1767607200000000000","eventName":"signed up",)"
      R"("attributes":[{"key":"user.id","value":{"stringValue":"anna"}}]}]}]}]})";
  const HttpReply reply = site_.post("/v1/logs", logs, {site_.bearer()});
  EXPECT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(reply.body, "{}");
  EXPECT_EQ(site_.post("/v1/logs/" + site_.key, logs).status, 200);
  EXPECT_EQ(site_.events_of(), 1);
  const Json partial =
      Json::parse(site_
                      .post("/v1/logs", R"({"resourceLogs":[{"scopeLogs":[{"logRecords":[5,{"eventName":"a"},{}]}]}]})",
                            {site_.bearer()})
                      .body);
  EXPECT_EQ(partial["partialSuccess"]["rejectedLogRecords"], "2");
  EXPECT_EQ(partial["partialSuccess"]["errorMessage"], "logRecords: it is no JSON object {...}");
  EXPECT_EQ(site_.post("/v1/logs", "x", {{"Content-Type", "application/x-protobuf"}, site_.bearer()}).status, 415);
}

TEST_F(Tracking, PlainEventsTellWhatBecameOfThem) {
  const std::string good = R"({"id":"1","time":"2026-01-05T10:00:00Z","customer":"anna","touchpoint":"visit"})";
  Json reply = Json::parse(site_.post("/v1/events", good, {site_.bearer()}).body);
  EXPECT_EQ(reply["events"], 1) << reply.dump();
  const std::string lines = good + "\n" + R"({"id":"2","time":"never","customer":"anna"})" + "\n" +
                            R"({"id":"3","time":"2026-01-05T11:00:00Z","customer":"bert"})" + "\n";
  reply = Json::parse(site_.post("/v1/events", lines, {site_.bearer()}).body);
  EXPECT_EQ(reply["events"], 1) << reply.dump();
  EXPECT_EQ(reply["repeats"], 1);
  EXPECT_EQ(reply["rejected"], 1);
  EXPECT_EQ(reply["rejects"][0]["field"], "time");
  EXPECT_EQ(site_.server.json("GET", "/v1/rejects?source=web")["total"], 1);
  EXPECT_EQ(Json::parse(site_.post("/v1/events", "[" + good + "]", {site_.bearer()}).body)["repeats"], 1);
  reply = Json::parse(site_.post("/v1/events", "[" + good + ",{\"id\":\"4\"}]", {site_.bearer()}).body);
  EXPECT_EQ(reply["rejects"][0]["line"], 2) << "the place in the list";
}

TEST_F(Tracking, PixelsOfRudderStack) {
  const HttpReply reply = site_.get("/pixel/v1/track?writeKey=" + site_.key + "&anonymousId=c-7&event=opened");
  EXPECT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(reply.type, "image/gif");
  EXPECT_EQ(site_.events_of(), 1);
}

TEST_F(Tracking, BadBodiesAreRefusedAndNothingIsStored) {
  const std::string packed = gzip(track("1"));
  const auto status = [this](std::string_view target, std::string body) {
    return site_.post(target, std::move(body), {site_.bearer()}).status;
  };
  EXPECT_EQ(status("/v1/track", ""), 400);
  EXPECT_EQ(status("/v1/track", "{"), 400);
  EXPECT_EQ(status("/v1/track", "[1,2"), 400);
  EXPECT_EQ(status("/v1/track", "{\"event\":\"\xFF\"}"), 400);
  EXPECT_EQ(status("/v1/track", packed.substr(0, packed.size() - 12)), 400);
  EXPECT_EQ(status("/v1/batch", R"({"batch":null})"), 400);
  EXPECT_EQ(status("/v1/logs", "no json"), 400);
  EXPECT_EQ(status("/ce", "no json"), 400);
  EXPECT_EQ(status("/v1/events", "\xC3"), 400);
  EXPECT_EQ(status("/v1/track", std::string(50'000, '[')), 400);
  EXPECT_EQ(site_.events_of(), 0);
}

TEST_F(Tracking, BombsAreRefusedByWhatTheyUnpackTo) {
  const std::string large(3 << 20, ' ');
  EXPECT_EQ(site_.post("/v1/track", gzip(large), {site_.bearer()}).status, 413);
  EXPECT_EQ(site_.post("/v1/batch", gzip(large + "{\"batch\":[" + track("1") + "]}"), {site_.bearer()}).status, 200);
  EXPECT_EQ(site_.post("/v1/batch", gzip(std::string(21 << 20, ' ')), {site_.bearer()}).status, 413);
  EXPECT_EQ(site_.post("/e/", gzip(large), {site_.bearer()}).status, 413);
  EXPECT_EQ(site_.events_of(), 1);
}

TEST_F(Tracking, TooManyEventsAreAskedForInSeveralBodies) {
  std::string many;
  for (int i = 0; i < 60'000; ++i) {
    many += R"({"id":")" + std::to_string(i) +
            R"(","time":"2026-01-05","customer":"a"})"
            "\n";
  }
  EXPECT_EQ(site_.post("/v1/events", many, {site_.bearer()}).status, 413);
  EXPECT_EQ(site_.events_of(), 0);
}

TEST_F(Tracking, JsonMayHideInForms) {
  const NamedText form{"Content-Type", "application/x-www-form-urlencoded"};
  EXPECT_EQ(site_.post("/v1/batch", gzip("{\"batch\":[" + track("1") + "]}"), {form, site_.bearer()}).status, 200);
  EXPECT_EQ(site_.post("/v1/track", percent_encode(track("2")) + "=", {form, site_.bearer()}).status, 200);
  EXPECT_EQ(site_.post("/v1/track", "\xEF\xBB\xBF" + track("3"), {site_.bearer()}).status, 200);
  EXPECT_EQ(site_.events_of(), 3);
}

TEST_F(Tracking, PagesOfOtherSitesMaySend) {
  const std::vector<NamedText> page{{"Origin", "https://shop.example"},
                                    {"Host", "collect.example"},
                                    {"Sec-Fetch-Site", "cross-site"},
                                    {"Content-Type", "text/plain"},
                                    site_.bearer()};
  for (const char* path : {"/v1/track", "/v1/events", "/nothing"}) {
    const HttpReply reply = site_.post(path, track("1"), page);
    if (path == std::string_view("/nothing")) {
      EXPECT_EQ(reply.status, 421);
      EXPECT_EQ(reply.header("Access-Control-Allow-Origin"), "");
      continue;
    }
    EXPECT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(reply.header("Access-Control-Allow-Origin"), "https://shop.example");
    EXPECT_EQ(reply.header("Access-Control-Allow-Credentials"), "true");
    EXPECT_EQ(reply.header("Vary"), "Origin");
    EXPECT_EQ(reply.header("Cross-Origin-Resource-Policy"), "cross-origin");
  }
  const HttpReply asked = site_.server.ask("OPTIONS", "/v1/t", "",
                                           {{"Origin", "https://shop.example"},
                                            {"Access-Control-Request-Method", "POST"},
                                            {"Access-Control-Request-Headers", "authorization,anonymousid"}});
  EXPECT_EQ(asked.status, 204);
  EXPECT_EQ(asked.header("Access-Control-Allow-Origin"), "https://shop.example");
  EXPECT_EQ(asked.header("Access-Control-Allow-Headers"), "authorization,anonymousid");
  EXPECT_THAT(std::string(asked.header("Access-Control-Allow-Methods")), HasSubstr("POST"));
  EXPECT_EQ(asked.header("Access-Control-Max-Age"), "900");
  // Refusals can be read by the page as well.
  EXPECT_EQ(site_.post("/v1/track", "{", page).header("Access-Control-Allow-Origin"), "https://shop.example");
  // What is the owner's stays the owner's.
  EXPECT_EQ(site_.server.ask("OPTIONS", "/v1/sql", "", {{"Origin", "https://shop.example"}})
                .header("Access-Control-Allow-Origin"),
            "");
  EXPECT_EQ(site_.post("/v1/sql", "{}", {{"Origin", "https://shop.example"}, site_.bearer()}).status, 403);
}

TEST_F(Tracking, SdksInBrowsersFindTheirSettings) {
  const Json segment =
      Json::parse(site_.get("/v1/projects/" + site_.key + "/settings", {{"Host", "collect.example:9"}}).body);
  EXPECT_EQ(segment["integrations"]["Segment.io"]["apiKey"], site_.key);
  EXPECT_EQ(segment["integrations"]["Segment.io"]["apiHost"], "collect.example:9/v1");
  EXPECT_TRUE(segment["plan"]["track"].is_object());
  EXPECT_EQ(site_.get("/v1/projects/wrong/settings").status, 401);
  for (const char* path : {"/sourceConfig", "/sourceConfig/"}) {
    const Json rudder = Json::parse(site_.get(std::string(path) + "?p=npm&v=3&writeKey=" + site_.key).body);
    EXPECT_EQ(rudder["source"]["enabled"], true);
    EXPECT_EQ(rudder["source"]["destinations"], Json::array());
    EXPECT_EQ(rudder["source"]["writeKey"], site_.key);
  }
  EXPECT_EQ(site_.get("/sourceConfig").status, 401);
  EXPECT_EQ(Json::parse(site_.get("/array/" + site_.key + "/config?ip=0").body)["hasFeatureFlags"], false);
  EXPECT_EQ(Json::parse(site_.post("/flags/?v=2", "{}").body)["errorsWhileComputingFlags"], false);
  EXPECT_EQ(site_.post("/v1/m", "whatever").body, R"({"success":true})");
  EXPECT_EQ(site_.get("/health").body, "ok");
  EXPECT_EQ(Json::parse(site_.get("/version").body)["name"], "sojourn");
}

TEST(TrackingWithKey, TheIntakeNeedsNoAdminKeyAndGivesNothingElseAway) {
  IntakeSite site("a key of many letters");
  EXPECT_EQ(site.post("/v1/track", track("1"), {site.bearer()}).status, 200);
  EXPECT_EQ(site.post("/v1/track", track("1"), {{"Authorization", "Bearer a key of many letters"}}).status, 401);
  for (const char* path : {"/v1/sources", "/v1/sources/web", "/v1/sources/web/keys", "/v1/intake", "/v1/live",
                           "/v1/formats", "/v1/status", "/metrics", "/v1/track", "/v1/events"}) {
    const int status = site.get(path, {site.bearer()}).status;
    EXPECT_TRUE(status == 401 || status == 405) << path << " " << status;
  }
  EXPECT_EQ(site.get("/v1/track").status, 405);
}

}  // namespace
}  // namespace sojourn
