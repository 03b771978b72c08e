// Real sockets on loopback, real threads, requests byte by byte: what the network can do to us, and we to it.
#include "api/http_listener.h"

#include <csignal>
#include <thread>

#include "api/server_fixture.h"
#include "base/limits.h"

namespace sojourn {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

const std::string kNps = R"({"measure":"nps"})";
// Some hundred milliseconds of honest work.
const std::string kSlowSql =
    R"json({"sql":"select sum(a.range * b.range) from range(20000) a, range(2000) b where (a.range + b.range) % 7 = 3"})json";

TEST(HttpListener, OneConnectionServesManyRequests) {
  Server server;
  EXPECT_EQ(server.address(), "http://127.0.0.1:" + std::to_string(server.port()));
  TestClient client(server.port());
  for (int i = 0; i < 5; ++i) {
    const HttpReply reply = client.ask(TestClient::post("/v1/ask", kNps));
    EXPECT_EQ(reply.status, 200) << reply.body;
    EXPECT_THAT(reply.body, HasSubstr("\"unit\":\"points\""));
    EXPECT_NE(reply.header("Date"), "");
    EXPECT_EQ(reply.header("Connection"), "");
    EXPECT_EQ(reply.header("Server"), "");
  }
  EXPECT_EQ(client.ask(TestClient::get("/healthz", "Connection: close\r\n")).header("Connection"), "close");
  EXPECT_TRUE(client.closed());
}

TEST(HttpListener, OldClientsAreClosedUnlessTheyAskToStay) {
  Server server;
  TestClient client(server.port());
  EXPECT_EQ(
      client.ask("GET /healthz HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n").header("Connection"),
      "keep-alive");
  EXPECT_EQ(client.ask("GET /healthz HTTP/1.0\r\n\r\n").body, "ok\n");
  EXPECT_TRUE(client.closed());
}

TEST(HttpListener, PipelinedRequestsAreAnsweredInOrder) {
  Server server;
  TestClient client(server.port());
  std::string many;
  for (int i = 0; i < 10; ++i) {
    many += TestClient::get("/v1/measures/nps", "X-Request-Id: a" + std::to_string(i) + "\r\n") + "\r\n";
    many += TestClient::post("/v1/ask", kNps, "X-Request-Id: b" + std::to_string(i) + "\r\n");
    many += TestClient::get("/healthz", "X-Request-Id: c" + std::to_string(i) + "\r\n");
  }
  client.send(many);
  for (int i = 0; i < 10; ++i) {
    for (const char* name : {"a", "b", "c"}) {
      const HttpReply reply = client.read();
      EXPECT_EQ(reply.status, 200);
      EXPECT_EQ(reply.header("X-Request-Id"), name + std::to_string(i));
    }
  }
}

TEST(HttpListener, RequestsMayArriveByteByByte) {
  Server server;
  TestClient client(server.port());
  for (const char byte : "\r\n" + TestClient::post("/v1/ask", kNps)) {
    client.send({&byte, 1});
    std::this_thread::sleep_for(milliseconds(1));
  }
  EXPECT_EQ(client.read().status, 200);
}

TEST(HttpListener, BodiesMayComeInChunks) {
  Server server;
  TestClient client(server.port());
  const std::string head =
      "POST /v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: "
      "chunked\r\n\r\n";
  EXPECT_EQ(client.ask(head + "8;x=y\r\n{\"measur\r\n9\r\ne\":\"nps\"}\r\n0\r\n\r\n").status, 200);
  EXPECT_EQ(client.ask(head + "zz\r\n").status, 400);
  EXPECT_TRUE(client.closed());
}

TEST(HttpListener, WaitsForTheGoAheadAreAnswered) {
  Server server;
  TestClient client(server.port());
  client.send("POST /v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: 17\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read(true).status, 100);
  EXPECT_EQ(client.ask(kNps).status, 200);
}

TEST(HttpListener, HeadHasALengthButNoBody) {
  Server server;
  TestClient client(server.port());
  const HttpReply head = client.ask("HEAD /v1/measures/nps HTTP/1.1\r\nHost: localhost\r\n\r\n", true);
  EXPECT_EQ(head.status, 200);
  const HttpReply whole = client.ask(TestClient::get("/v1/measures/nps"));
  EXPECT_EQ(head.header("Content-Length"), std::to_string(whole.body.size()));
}

TEST(HttpListener, UnchangedFilesHaveNoBody) {
  Server server;
  TestClient client(server.port());
  const HttpReply same = client.ask(TestClient::get("/", "If-None-Match: \"page\"\r\n"));
  EXPECT_EQ(same.status, 304);
  EXPECT_EQ(same.header("Content-Length"), "");
  EXPECT_EQ(client.ask(TestClient::get("/healthz")).status, 200);
}

TEST(HttpListener, LongRepliesAreCompressed) {
  Server server;
  TestClient client(server.port());
  const HttpReply packed = client.ask(TestClient::get("/v1/measures", "Accept-Encoding: gzip\r\n"));
  EXPECT_EQ(packed.header("Content-Encoding"), "gzip");
  EXPECT_EQ(gunzip(packed.body, 1 << 24).value(), client.ask(TestClient::get("/v1/measures")).body);
}

TEST(HttpListener, WhatIsNotHttpIsRefused) {
  Server server;
  for (const std::string& bytes :
       {std::string("hello\r\n\r\n"), std::string("GET  / HTTP/1.1\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nno colon\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n"),
        std::string(
            "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n"),
        std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 15)}) {
    TestClient client(server.port());
    const HttpReply reply = client.ask(bytes);
    EXPECT_EQ(reply.status, 400) << bytes;
    EXPECT_EQ(reply.header("Content-Type"), "application/problem+json");
    EXPECT_TRUE(client.closed()) << bytes;
  }
  TestClient other(server.port());
  EXPECT_EQ(other.ask("GET / HTTP/2.0\r\n\r\n").status, 505);
}

TEST(HttpListener, TargetsThatCannotBeReadAreRefused) {
  Server server;
  TestClient client(server.port());
  EXPECT_EQ(client.ask(TestClient::get("/v1/customers/%zz")).status, 400);
  EXPECT_EQ(client.ask("CONNECT example.org:443 HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 400);
  EXPECT_EQ(client.ask(TestClient::get("http://evil.example/v1/status")).status, 421);
  EXPECT_EQ(client.ask(TestClient::get("http://localhost:9/v1/status")).status, 200);
}

TEST(HttpListener, LimitsAreToldApart) {
  Server server;
  const std::string long_word(20'000, 'x');
  EXPECT_EQ(TestClient(server.port()).ask("GET /" + long_word + " HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 414);
  EXPECT_EQ(TestClient(server.port()).ask(TestClient::get("/" + long_word.substr(0, 9000))).status, 414);
  EXPECT_EQ(TestClient(server.port()).ask(TestClient::get("/", "X-Long: " + long_word + "\r\n")).status, 431);
  const std::string large(16 * limits::kQuestionBytesMax + 1, ' ');
  EXPECT_EQ(TestClient(server.port()).ask(TestClient::post("/v1/ask", large)).status, 413);
  TestClient chunks(server.port());
  chunks.send("POST /v1/ask HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 17; ++i) chunks.send("10000\r\n" + std::string(0x10000, ' ') + "\r\n");
  EXPECT_EQ(chunks.read().status, 413);
  EXPECT_EQ(TestClient(server.port()).ask(TestClient::post("/v1/ask", large.substr(1))).status, 413);  // One question.
}

TEST(HttpListener, StrangersAreRefusedBeforeTheirBodyIsRead) {
  Server server(quick_options(), "a key of many letters");
  TestClient client(server.port());
  EXPECT_EQ(client.ask("POST /v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n").status, 401);
  EXPECT_EQ(TestClient(server.port()).ask(TestClient::get("/healthz")).status, 200);
  TestClient known(server.port());
  EXPECT_EQ(known.ask(TestClient::post("/v1/ask", kNps, "Authorization: Bearer a key of many letters\r\n")).status,
            200);
}

TEST(HttpListener, OtherSitesAreRefused) {
  Server server;
  TestClient client(server.port());
  EXPECT_EQ(client.ask("GET /v1/status HTTP/1.1\r\nHost: rebound.example\r\n\r\n").status, 421);
  EXPECT_EQ(client.ask(TestClient::post("/v1/sql", "{}", "Origin: https://evil.example\r\n")).status, 403);
}

TEST(HttpListener, SlowClientsAreClosed) {
  ListenerOptions options = quick_options();
  options.read_time = milliseconds(200);
  options.idle_time = milliseconds(400);
  Server server(options);
  TestClient idle(server.port());
  TestClient head(server.port());
  TestClient body(server.port());
  head.send("GET / HTTP/1.1\r\nHost: loc");
  body.send("POST /v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: 17\r\n\r\n{");
  EXPECT_TRUE(head.closed());
  EXPECT_TRUE(body.closed());
  EXPECT_TRUE(idle.closed());
  EXPECT_TRUE(counted(server.application(), "sojourn_http_connections 0\n"));
}

TEST(HttpListener, ConnectionsBeyondTheLimitAreTurnedAway) {
  ListenerOptions options = quick_options();
  options.connections_max = 2;
  Server server(options);
  TestClient first(server.port());
  TestClient second(server.port());
  EXPECT_EQ(first.ask(TestClient::get("/healthz")).status, 200);
  EXPECT_EQ(second.ask(TestClient::get("/healthz")).status, 200);
  TestClient third(server.port());
  const HttpReply reply = third.read();
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(reply.header("Retry-After"), "5");
  EXPECT_TRUE(third.closed());
  first.close();
  third.close();
  ASSERT_TRUE(counted(server.application(), "sojourn_http_connections 1\n"));
  EXPECT_EQ(TestClient(server.port()).ask(TestClient::get("/healthz")).status, 200);
}

TEST(HttpListener, ManyClientsGetTheirOwnAnswers) {
  Server server;
  std::vector<std::thread> threads;
  std::atomic<int> good{0};
  for (int t = 0; t < 10; ++t) {
    threads.emplace_back([&server, &good, t] {
      TestClient client(server.port());
      for (int i = 0; i < 20; ++i) {
        const std::string id = "t" + std::to_string(t) + "-" + std::to_string(i);
        const std::string measure = i % 2 == 0 ? "nps" : "volume";
        const HttpReply reply = client.ask(
            TestClient::post("/v1/ask", "{\"measure\":\"" + measure + "\"}", "X-Request-Id: " + id + "\r\n"));
        const bool own =
            reply.header("X-Request-Id") == id && reply.body.starts_with("{\"measure\":\"" + measure + "\"");
        if (reply.status == 200 && own) ++good;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(good, 200);
}

TEST(HttpListener, LeavingCancelsTheQuestion) {
  Server server;
  std::string many = "[" + kNps;
  for (int i = 1; i < 64; ++i) many += "," + kNps;
  TestClient client(server.port());
  client.send(TestClient::post("/v1/ask", many + "]"));
  client.close();
  EXPECT_TRUE(counted(server.application(), "{route=\"/v1/ask\",status=\"499\"} 1\n"));
  EXPECT_TRUE(counted(server.application(), "sojourn_http_connections 0\n"));
}

TEST(HttpListener, StoppingFinishesWhatRuns) {
  Server server;
  TestClient idle(server.port());
  ASSERT_EQ(idle.ask(TestClient::get("/healthz")).status, 200);
  TestClient busy(server.port());
  busy.send(TestClient::post("/v1/sql", kSlowSql));
  ASSERT_TRUE(counted(server.application(), "sojourn_http_requests_running 2\n"));
  server.begin_stop();
  EXPECT_TRUE(idle.closed());
  const HttpReply reply = busy.read();
  EXPECT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(reply.header("Connection"), "close");
  EXPECT_TRUE(busy.closed());
  EXPECT_TRUE(server.wait().ok());
  EXPECT_FALSE(TestClient(server.port()).connected());
}

TEST(HttpListener, WhatTakesTooLongIsCutOff) {
  ListenerOptions options = quick_options();
  options.drain_time = milliseconds(100);
  Server server(options);
  TestClient stuck(server.port());
  stuck.send("GET / HTTP/1.1\r\nHost: ");
  ASSERT_TRUE(counted(server.application(), "sojourn_http_connections 1\n"));
  std::this_thread::sleep_for(milliseconds(50));
  server.begin_stop();
  EXPECT_TRUE(stuck.closed());
  EXPECT_TRUE(server.stopped_within(milliseconds(5000)));
}

TEST(HttpListener, AddressesThatCannotBeHadAreNamed) {
  Server server;
  ListenerOptions options = quick_options();
  options.port = server.port();
  const Result<std::unique_ptr<HttpListener>> taken = HttpListener::open(options);
  ASSERT_FALSE(taken.has_value());
  EXPECT_EQ(taken.error().code(), StatusCode::kUnavailable);
  EXPECT_THAT(taken.error().message(), HasSubstr(server.address()));
  options.bind = "nowhere.example";
  EXPECT_EQ(HttpListener::open(options).status().where(), "bind");
  options.bind = "localhost";
  options.port = 70'000;
  EXPECT_EQ(HttpListener::open(options).status().where(), "port");
}

TEST(Serve, TellsWhereItListensAndStopsOnASignal) {
  TestCompany company;
  const TestAssets assets;
  const Engine engine = company.engine();
  ServerOptions options;
  options.port = 0;
  options.assets = assets.all();
  std::atomic<int> status{0};
  std::thread visitor;
  options.ready = [&status, &visitor](const std::string& address) {
    const size_t colon = address.rfind(':');
    const int port = static_cast<int>(parse_integer(address.substr(colon + 1)).value());
    visitor = std::thread([&status, port] {
      status = TestClient(port).ask(TestClient::get("/")).status;
      ::kill(::getpid(), SIGTERM);
    });
  };
  EXPECT_TRUE(serve(options, engine.store, company.timelines(), engine.asker).ok());
  visitor.join();
  EXPECT_EQ(status, 200);
}

}  // namespace
}  // namespace sojourn
