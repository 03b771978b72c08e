// The plain values below the handlers: targets, headers, negotiation, gzip, JSON bodies, the text on the wire.
#include "api/http_message.h"

#include "api/body_budget.h"
#include "api/event_stream.h"
#include "api/http_wire.h"
#include "api/json_body.h"
#include "api/negotiation.h"
#include "api/pending_reply.h"
#include "api/problem.h"
#include "api/router.h"
#include "api/server_counters.h"

namespace sojourn {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

TEST(RequestTarget, SplitsPathAndQuery) {
  const RequestTarget target = parse_request_target("/v1/customers/a%2Fb?find=x+y%2B&limit=5&&flag").value();
  EXPECT_EQ(target.path, "/v1/customers/a%2Fb");
  EXPECT_THAT(target.query, ElementsAre(Pair("find", "x y+"), Pair("limit", "5"), Pair("flag", "")));
  EXPECT_THAT(path_segments(target.path).value(), ElementsAre("v1", "customers", "a/b"));
}

TEST(RequestTarget, KnowsTheOtherForms) {
  const RequestTarget absolute = parse_request_target("http://example.org:80/x?y=1").value();
  EXPECT_EQ(absolute.authority, "example.org:80");
  EXPECT_EQ(absolute.path, "/x");
  EXPECT_EQ(parse_request_target("http://example.org").value().path, "/");
  EXPECT_EQ(parse_request_target("HTTP://example.org?y=1").value().path, "/");
  EXPECT_EQ(parse_request_target("*").value().path, "*");
  EXPECT_EQ(parse_request_target("/a#b").value().path, "/a");
}

TEST(RequestTarget, RefusesWhatItCannotRead) {
  for (const char* target :
       {"", "x", "example.org:443", "http://", "/%", "/%4", "/%4g", "/%00", "/a%0Ab", "/%FF", "/?x=%C3"}) {
    const Result<RequestTarget> parsed = parse_request_target(target);
    ASSERT_FALSE(parsed.has_value()) << target;
    EXPECT_EQ(parsed.error().code(), StatusCode::kInvalidArgument) << target;
  }
  std::string many = "/?";
  for (int i = 0; i < 65; ++i) many += "a=1&";
  EXPECT_FALSE(parse_request_target(many).has_value());
}

TEST(PercentEncoding, EncodingDecodesToTheSame) {
  const std::string text = "a b/c?d=é%+&~";
  EXPECT_EQ(percent_decode(percent_encode(text), false).value(), text);
  EXPECT_EQ(percent_decode(percent_encode(text), true).value(), text);
}

TEST(HttpRequest, FindsHeadersInAnyCase) {
  HttpRequest request;
  request.headers = {{"Content-Type", "a"}, {"content-type", "b"}};
  EXPECT_EQ(*request.header("CONTENT-TYPE"), "a");
  EXPECT_EQ(request.header("Accept"), nullptr);
  EXPECT_EQ(request.count_headers("content-Type"), 2u);
}

TEST(Negotiation, ChoosesTheBestMedia) {
  const std::vector<std::string_view> offers{"application/json", "text/csv", "text/plain"};
  EXPECT_EQ(choose_media("", offers), 0u);
  EXPECT_EQ(choose_media("*/*", offers), 0u);
  EXPECT_EQ(choose_media("text/csv", offers), 1u);
  EXPECT_EQ(choose_media("Text/CSV; header=present", offers), 1u);
  EXPECT_EQ(choose_media("text/*", offers), 1u);
  EXPECT_EQ(choose_media("text/csv;q=0.5, text/plain ; q=0.9", offers), 2u);
  EXPECT_EQ(choose_media("*/*, application/json;q=0", offers), 1u);
  EXPECT_EQ(choose_media("image/png", offers), 0u);
  EXPECT_EQ(choose_media("text/csv;q=abc,,;", offers), 1u);
  EXPECT_TRUE(names_media("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"));
  EXPECT_FALSE(names_media("*/*", "text/html"));
}

TEST(Negotiation, ReadsAcceptEncoding) {
  EXPECT_TRUE(accepts_gzip("gzip, deflate, br"));
  EXPECT_TRUE(accepts_gzip("*"));
  EXPECT_FALSE(accepts_gzip(""));
  EXPECT_FALSE(accepts_gzip("identity"));
  EXPECT_FALSE(accepts_gzip("gzip;q=0, *"));
}

TEST(Negotiation, ComparesTagsWeakly) {
  EXPECT_TRUE(matches_etag("\"a\"", "\"a\""));
  EXPECT_TRUE(matches_etag("\"x,y\", W/\"a\"", "\"a\""));
  EXPECT_TRUE(matches_etag("*", "\"a\""));
  EXPECT_FALSE(matches_etag("\"b\"", "\"a\""));
  EXPECT_FALSE(matches_etag("", "\"a\""));
}

TEST(JsonBody, RefusesDepthAndNonsense) {
  EXPECT_EQ(read_json(std::string(100'000, '[')).error().code(), StatusCode::kLimit);
  EXPECT_EQ(read_json(" ").error().where(), "body");
  EXPECT_EQ(read_json("{\"a\":").error().where(), "byte 6");
  EXPECT_TRUE(read_json("\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[\"").has_value());
  EXPECT_EQ(read_json("[1e999]").error().code(), StatusCode::kInvalidArgument);
  const std::vector<std::string> keys{"limit", "sql"};
  EXPECT_EQ(parse_json_object("[]", keys).error().code(), StatusCode::kInvalidArgument);
  const Status near = parse_json_object("{\"limt\":1}", keys).error();
  EXPECT_EQ(near.where(), "limt");
  EXPECT_THAT(near.message(), HasSubstr("Did you mean limit?"));
}

TEST(JsonBody, ReadsIntegersWithinLimits) {
  const Json json = Json::parse(R"({"a":5,"b":1e3,"c":18446744073709551615,"d":null,"e":"5"})");
  EXPECT_EQ(integer_at(json, "a", 1, 0, 10).value(), 5);
  EXPECT_EQ(integer_at(json, "d", 1, 0, 10).value(), 1);
  EXPECT_EQ(integer_at(json, "none", 7, 0, 10).value(), 7);
  for (const char* key : {"b", "c", "e"}) EXPECT_EQ(integer_at(json, key, 1, 0, INT64_MAX).error().where(), key);
  EXPECT_FALSE(integer_at(json, "a", 1, 6, 10).has_value());
}

TEST(Problem, MapsStatusToHttp) {
  EXPECT_EQ(problem_of(Status::invalid("x", "by")).status, 400);
  EXPECT_EQ(problem_of(Status::not_found("x")).status, 404);
  EXPECT_EQ(problem_of(Status::conflict("x")).status, 409);
  EXPECT_EQ(problem_of(Status::limit("x")).status, 422);
  EXPECT_EQ(problem_of(Status::corruption("x")).status, 500);
  EXPECT_EQ(problem_of(Status::internal("x")).status, 500);
  EXPECT_EQ(problem_of(Status::unavailable("x")).status, 503);
  EXPECT_EQ(problem_of(Status(StatusCode::kCancelled, "x")).status, kStatusClientGone);
  const Json json = Json::parse(problem_json(problem_of(Status::invalid("bad \xFF byte", "by")), "r-7"));
  EXPECT_EQ(json["type"], "about:blank");
  EXPECT_EQ(json["title"], "Bad Request");
  EXPECT_EQ(json["where"], "by");
  EXPECT_EQ(json["code"], "invalid_argument");
  EXPECT_EQ(json["request_id"], "r-7");
}

TEST(HttpWire, WritesDatesAsTheStandardDoes) {
  EXPECT_EQ(format_http_date(784'111'777 * kSecond), "Sun, 06 Nov 1994 08:49:37 GMT");  // RFC 9110, 5.6.7.
  EXPECT_EQ(format_http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
  EXPECT_EQ(format_http_date(-kSecond), "Wed, 31 Dec 1969 23:59:59 GMT");
}

TEST(HttpWire, WritesHeads) {
  const HttpReply reply{200, "text/plain", "abc", {{"X-A", "line\r\nX-B: smuggled"}}};
  EXPECT_EQ(format_head(reply, {}),
            "HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\nContent-Type: text/plain\r\n"
            "Content-Length: 3\r\nX-A: line  X-B: smuggled\r\n\r\n");
  EXPECT_THAT(format_head(reply, {false, false, 0}), HasSubstr("\r\nConnection: close\r\n"));
  EXPECT_THAT(format_head(reply, {true, true, 0}), HasSubstr("\r\nConnection: keep-alive\r\n"));
  EXPECT_THAT(format_head({304, "", "", {}}, {}), testing::Not(HasSubstr("Content-Length")));
}

TEST(Router, FindsRoutesAndVerbs) {
  const Handler none = [](const Call&) { return Result<HttpReply>(HttpReply{}); };
  const Router router(
      {{"GET", "/a/{x}/b", "", none, "", ""}, {"GET", "/a", "", none, "", ""}, {"POST", "/a", "", none, "", ""}});
  EXPECT_THAT(std::get<Router::Match>(router.find("GET", "/a/%C3%A9%2F/b")).path, ElementsAre("é/"));
  EXPECT_TRUE(std::holds_alternative<Router::Match>(router.find("HEAD", "/a")));
  EXPECT_EQ(std::get<Router::WrongVerb>(router.find("PUT", "/a")).allow, "GET, HEAD, POST, OPTIONS");
  for (const char* path : {"/", "/a/", "/a//b", "/a/x", "/a/x/b/", "/b", "*"}) {
    EXPECT_TRUE(std::holds_alternative<Router::Unknown>(router.find("GET", path))) << path;
  }
}

TEST(Router, RoutesOfTheIntakeMayEndWithASlash) {
  const Handler none = [](const Call&) { return Result<HttpReply>(HttpReply{}); };
  std::vector<Route> routes{
      {"POST", "/e", "", none, "", ""}, {"GET", "/e/{x}", "", none, "", ""}, {"GET", "/v1/a", "", none, "", ""}};
  routes[0].door = routes[1].door = Door::kIntake;
  const Router router(routes);
  for (const char* path : {"/e", "/e/", "/%65", "/%65/"}) {
    EXPECT_TRUE(std::holds_alternative<Router::Match>(router.find("POST", path))) << path;
  }
  for (const char* path : {"/e/1", "/e/1/"}) {
    EXPECT_THAT(std::get<Router::Match>(router.find("GET", path)).path, ElementsAre("1")) << path;
  }
  EXPECT_TRUE(std::holds_alternative<Router::Match>(router.find("GET", "/v1/%61")));
  for (const char* path : {"/e//", "/v1/a/", "/v1%2Fa", "/e/1/2", "/%2565"}) {
    EXPECT_TRUE(std::holds_alternative<Router::Unknown>(router.find("GET", path))) << path;
  }
  EXPECT_EQ(router.route_at("OPTIONS", "/e/")->pattern, "/e");
  EXPECT_EQ(router.route_at("GET", "/nothing"), nullptr);
}

TEST(PendingReply, IsToldOnceInEitherOrder) {
  for (const bool first : {true, false}) {
    PendingReply pending;
    int told = 0;
    if (first) pending.complete({200, "", "a", {}});
    pending.then([&told](const HttpReply& reply) { told += reply.body == "a"; });
    if (!first) pending.complete({200, "", "a", {}});
    EXPECT_EQ(told, 1);
  }
}

TEST(EventStream, HoldsTheNewestAndWakes) {
  EventStream stream;
  int woken = 0;
  EXPECT_FALSE(stream.take().has_value());
  stream.put("a");
  stream.wake_by([&woken] { ++woken; });
  stream.put("b");
  EXPECT_EQ(stream.take(), "b");
  EXPECT_FALSE(stream.take().has_value());
  stream.wake_by(nullptr);
  stream.put("c");
  EXPECT_EQ(woken, 1);
}

TEST(BodyBudget, CountsWhatIsHeld) {
  BodyBudget budget(100);
  {
    BodyShare one(budget);
    EXPECT_TRUE(one.grow_to(60));
    EXPECT_TRUE(one.grow_to(50));
    BodyShare other(budget);
    EXPECT_TRUE(other.grow_to(40));
    EXPECT_FALSE(other.grow_to(41));
    BodyShare moved(std::move(one));
    EXPECT_EQ(budget.used(), 100u);
    moved.release();
    EXPECT_TRUE(other.grow_to(41));
  }
  EXPECT_EQ(budget.used(), 0u);
}

TEST(ServerCounters, WritesCumulativeBuckets) {
  ServerCounters counters(0);
  counters.count("/v1/ask", 200, 0.002);
  counters.count("/v1/ask", 200, 0.002);
  counters.count("/v1/ask", 400, 100);
  const std::string text = counters.text({}, {});
  EXPECT_THAT(text, HasSubstr("sojourn_http_requests_total{route=\"/v1/ask\",status=\"200\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("_bucket{route=\"/v1/ask\",le=\"0.001\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("_bucket{route=\"/v1/ask\",le=\"0.0025\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("_bucket{route=\"/v1/ask\",le=\"30\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("_bucket{route=\"/v1/ask\",le=\"+Inf\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("_count{route=\"/v1/ask\"} 3\n"));
}

}  // namespace
}  // namespace sojourn
