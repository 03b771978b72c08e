// Who is let in, and who is not: every reason of gatekeeper.h once, and its near misses.
#include "api/gatekeeper.h"

namespace sojourn {
namespace {

HttpRequest request(std::vector<NamedText> headers, std::string method = "GET", std::string path = "/v1/status") {
  HttpRequest request;
  request.method = std::move(method);
  request.path = std::move(path);
  request.headers = std::move(headers);
  return request;
}

// 0 when it is let in.
int refusal(const Gatekeeper& gate, const HttpRequest& asked) {
  const std::optional<Problem> problem = gate.refuse(asked);
  return problem ? problem->status : 0;
}

TEST(Gatekeeper, OnLoopbackOnlyNamesOfLoopbackAreAnswered) {
  const Gatekeeper gate("", true);
  for (const char* host : {"localhost", "LOCALHOST:1", "127.0.0.1:8080", "[::1]", "[::1]:80", "localhost:65535"}) {
    EXPECT_EQ(refusal(gate, request({{"Host", host}})), 0) << host;
  }
  for (const char* host :
       {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8080", "127.0.0.2", "[::2]"}) {
    EXPECT_EQ(refusal(gate, request({{"Host", host}})), 421) << host;
  }
  for (const char* host :
       {"", "localhost:", "localhost:x", "localhost:65536", "localhost:-1", "[::1", "[::1]x", ":80"}) {
    EXPECT_EQ(refusal(gate, request({{"Host", host}})), 400) << host;
  }
  EXPECT_EQ(refusal(gate, request({})), 400);
  EXPECT_EQ(refusal(gate, request({{"Host", "localhost"}, {"host", "evil.example"}})), 400);
}

TEST(Gatekeeper, BeyondLoopbackAnyHostIsAnswered) {
  const Gatekeeper gate("", false);
  EXPECT_EQ(refusal(gate, request({{"Host", "journeys.example"}})), 0);
  EXPECT_EQ(refusal(gate, request({})), 400);
}

TEST(Gatekeeper, TheKeyMayComeAsBearerOrAsPassword) {
  const Gatekeeper gate("correct horse battery", true);
  const auto with = [&gate](std::string authorization, std::string path = "/") {
    return refusal(gate, request({{"Host", "localhost"}, {"Authorization", std::move(authorization)}}, "GET", path));
  };
  EXPECT_EQ(with("Bearer correct horse battery"), 0);
  EXPECT_EQ(with("bearer  correct horse battery"), 0);
  EXPECT_EQ(with("Basic YW55Ym9keTpjb3JyZWN0IGhvcnNlIGJhdHRlcnk="), 0);  // anybody:correct horse battery
  for (const char* wrong : {"Bearer correct horse batter", "Bearer ", "Bearer", "correct horse battery", "Digest x",
                            "Basic", "Basic ?", "Basic YW55Ym9keQ==", "Basic YW55Ym9keTp3cm9uZw==", "Basic AAA"}) {
    EXPECT_EQ(with(wrong), 401) << wrong;
  }
  EXPECT_EQ(refusal(gate, request({{"Host", "localhost"}})), 401);
  EXPECT_EQ(refusal(gate, request({}, "GET", "/healthz")), 0);
}

TEST(Gatekeeper, ChangesMustComeFromOurOwnPages) {
  const Gatekeeper gate("", true);
  const auto post = [&gate](std::vector<NamedText> headers, std::string method = "POST") {
    headers.emplace_back("Host", "localhost:8080");
    return refusal(gate, request(std::move(headers), std::move(method)));
  };
  EXPECT_EQ(post({}), 0);
  EXPECT_EQ(post({{"Origin", "http://localhost:8080"}}), 0);
  for (const char* method : {"POST", "PUT", "DELETE", "PATCH"}) {
    EXPECT_EQ(post({{"Origin", "https://evil.example"}}, method), 403) << method;
  }
  EXPECT_EQ(post({{"Origin", "null"}}), 403);
  EXPECT_EQ(post({{"Origin", "http://localhost:8081"}}), 403);
  EXPECT_EQ(post({{"Origin", "https://evil.example"}}, "GET"), 0);
  EXPECT_EQ(post({{"Content-Type", "application/json; charset=utf-8"}}), 0);
  EXPECT_EQ(post({{"Content-Type", "application/octet-stream"}, {"Origin", "http://localhost:8080"}}), 0);
  for (const char* form : {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"}) {
    EXPECT_EQ(post({{"Content-Type", form}, {"Sec-Fetch-Site", "cross-site"}}), 415) << form;
    EXPECT_EQ(post({{"Content-Type", form}, {"Origin", "http://localhost:8080"}}), 415) << form;
    EXPECT_EQ(post({{"Content-Type", form}}), 0) << form << ": what curl -d sends";
  }
}

TEST(Gatekeeper, TheIntakesDoorIsOpenToAllSitesAndHosts) {
  const Gatekeeper gate("correct horse battery", true);
  const auto at_intake = [&gate](std::vector<NamedText> headers) {
    const std::optional<Problem> problem = gate.refuse(request(std::move(headers), "POST", "/v1/track"), Door::kIntake);
    return problem ? problem->status : 0;
  };
  EXPECT_EQ(at_intake({{"Host", "collect.example"}}), 0);
  EXPECT_EQ(
      at_intake({{"Host", "collect.example:443"}, {"Origin", "https://shop.example"}, {"Content-Type", "text/plain"}}),
      0);
  EXPECT_EQ(at_intake({{"Host", "localhost"}, {"Origin", "null"}}), 0);
  EXPECT_EQ(at_intake({}), 400);
  EXPECT_EQ(at_intake({{"Host", "a"}, {"Host", "b"}}), 400);
  EXPECT_EQ(at_intake({{"Host", "a:b"}}), 400);
}

}  // namespace
}  // namespace sojourn
