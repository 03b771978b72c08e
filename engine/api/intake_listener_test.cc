// Live intake over real sockets: replies that wait for commits without holding threads, overload, failing disks, bodies
// too large, stopping, and boards that are told.
#include <sys/resource.h>

#include <csignal>

#include "api/server_fixture.h"
#include "base/limits.h"

namespace sojourn {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::StartsWith;

std::string event(int number) {
  return R"({"id":")" + std::to_string(number) + R"(","time":"2026-01-05T10:00:00Z","customer":"c)" +
         std::to_string(number) + R"(","touchpoint":"visit"})";
}

std::string bearer(const std::string& key) { return "Authorization: Bearer " + key + "\r\n"; }

std::string post_event(const std::string& key, int number) {
  return TestClient::post("/v1/events", event(number), bearer(key));
}

int64_t stored(Server& server) {
  return parse_integer(
             *server.company().store().sql("select count(*) from events where source='web'", 1).value().rows[0][0])
      .value();
}

// Waits until the intake's counters say so.
template <typename Says>
bool comes(Server& server, const Says& says) {
  for (int i = 0; i < 500; ++i) {
    if (says(server.company().intake().counters())) return true;
    std::this_thread::sleep_for(milliseconds(10));
  }
  return false;
}

// Waits until something waits for its commit.
bool waits(Server& server) {
  return comes(server, [](const IntakeCounters& counters) { return counters.waiting_bytes > 0; });
}

// Waits until something was sent away.
bool refuses(Server& server) {
  return comes(server, [](const IntakeCounters& counters) { return counters.refused_batches > 0; });
}

int64_t peak_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

TEST(IntakeListener, ManyConnectionsWaitForOneCommitAndHoldNoThread) {
  ListenerOptions options = quick_options();
  options.workers = 2;
  Server server(options);
  const std::string key = server.company().add_source("web");
  server.company().gate().close();
  std::vector<std::unique_ptr<TestClient>> clients;
  for (int i = 0; i < 300; ++i) {
    clients.push_back(std::make_unique<TestClient>(server.port()));
    clients.back()->send(post_event(key, i));
  }
  ASSERT_TRUE(waits(server));
  // The workers are free: a question is answered meanwhile.
  EXPECT_EQ(TestClient(server.port()).ask(TestClient::post("/v1/ask", R"({"measure":"nps"})")).status, 200);
  EXPECT_EQ(stored(server), 0);
  server.company().gate().open();
  for (const auto& client : clients) EXPECT_EQ(client->read().status, 200);
  EXPECT_EQ(stored(server), 300);
  EXPECT_LT(server.company().intake().counters().commits, 150);
}

TEST(IntakeListener, ConnectionsStayOpenAndRepliesComeInOrder) {
  Server server;
  const std::string key = server.company().add_source("web");
  TestClient client(server.port());
  std::string many;
  for (int i = 0; i < 20; ++i) {
    many += TestClient::post("/v1/events", event(i), bearer(key) + "X-Request-Id: a" + std::to_string(i) + "\r\n");
    many += TestClient::get("/health", "X-Request-Id: b" + std::to_string(i) + "\r\n");
  }
  client.send(many);
  for (int i = 0; i < 20; ++i) {
    const HttpReply first = client.read();
    EXPECT_EQ(first.header("X-Request-Id"), "a" + std::to_string(i));
    EXPECT_THAT(first.body, StartsWith("{\"success\":true,\"events\":1"));
    EXPECT_EQ(client.read().header("X-Request-Id"), "b" + std::to_string(i));
  }
  EXPECT_EQ(stored(server), 20);
}

TEST(IntakeListener, TooMuchAtOnceIsAskedToComeAgain) {
  IntakeLimits limits;
  limits.waiting_batches = 3;
  Server server(quick_options(), "", limits);
  const std::string key = server.company().add_source("web");
  server.company().gate().close();
  std::vector<std::unique_ptr<TestClient>> clients;
  for (int i = 0; i < 20; ++i) {
    clients.push_back(std::make_unique<TestClient>(server.port()));
    clients.back()->send(post_event(key, i));
  }
  ASSERT_TRUE(refuses(server));
  TestClient late(server.port());
  const HttpReply refused = late.ask(post_event(key, 100));
  EXPECT_EQ(refused.status, 429) << refused.body;
  EXPECT_EQ(refused.header("Retry-After"), "1");
  server.company().gate().open();
  int good = 0;
  int crowded = 0;
  for (const auto& client : clients) {
    const int status = client->read().status;
    good += status == 200;
    crowded += status == 429;
  }
  EXPECT_EQ(good + crowded, 20);
  EXPECT_GT(crowded, 0);
  EXPECT_EQ(stored(server), good);
  EXPECT_EQ(late.ask(post_event(key, 100)).status, 200);
}

TEST(IntakeListener, AFailingDiskIsToldAndForgotten) {
  Server server;
  const std::string key = server.company().add_source("web");
  server.company().gate().fail();
  TestClient client(server.port());
  const HttpReply failed = client.ask(post_event(key, 1));
  EXPECT_EQ(failed.status, 503);
  EXPECT_EQ(failed.header("Retry-After"), "5");
  EXPECT_THAT(failed.body, HasSubstr("the record cannot be written at present"));
  server.company().gate().open();
  EXPECT_EQ(client.ask(post_event(key, 1)).status, 200);
  EXPECT_EQ(stored(server), 1);
  EXPECT_TRUE(counted(server.application(), "sojourn_intake_failed_total 1\n"));
}

TEST(IntakeListener, WhoLeavesBeforeTheCommitHarmsNobody) {
  Server server;
  const std::string key = server.company().add_source("web");
  server.company().gate().close();
  for (int i = 0; i < 50; ++i) {
    TestClient client(server.port());
    client.send(post_event(key, i));
    if (i > 0) continue;
    ASSERT_TRUE(waits(server));
  }
  server.company().gate().open();
  EXPECT_TRUE(counted(server.application(), "sojourn_http_connections 0\n"));
  EXPECT_EQ(TestClient(server.port()).ask(post_event(key, 1000)).status, 200);
}

TEST(IntakeListener, BodiesHaveTheLimitOfTheirRoute) {
  Server server;
  const std::string key = server.company().add_source("web");
  const auto head = [&key](const std::string& path, size_t size) {
    return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nOrigin: https://shop.example\r\n" + bearer(key) +
           "Content-Length: " + std::to_string(size) + "\r\n\r\n";
  };
  // Refused by what is announced, before a byte of it has come; the page can read why.
  for (const auto& [path, size] : std::vector<std::pair<std::string, size_t>>{{"/v1/track", (2 << 20) + 1},
                                                                              {"/v1/batch", (20 << 20) + 1},
                                                                              {"/v1/sql", (1 << 20) + 1},
                                                                              {"/hooks/x", (20 << 20) + 1}}) {
    TestClient client(server.port());
    const HttpReply reply = client.ask(head(path, size));
    EXPECT_EQ(reply.status, path == "/v1/sql" ? 403 : 413) << path;
    EXPECT_EQ(reply.header("Access-Control-Allow-Origin"), path == "/v1/sql" ? "" : "https://shop.example");
  }
  // Refused by what comes.
  TestClient chunks(server.port());
  chunks.send("POST /v1/track HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n" + bearer(key) + "\r\n");
  for (int i = 0; i < 33; ++i) chunks.send("10000\r\n" + std::string(0x10000, ' ') + "\r\n");
  EXPECT_EQ(chunks.read().status, 413);
  // The largest that fits.
  const std::string batch = "{\"batch\":[" + std::string((20 << 20) - 12, ' ') + "]}";
  ASSERT_EQ(batch.size(), size_t{20} << 20);
  TestClient large(server.port());
  large.send(head("/v1/batch", batch.size()));
  large.send(batch);
  EXPECT_NE(large.read().status, 413);
}

TEST(IntakeListener, BombsNeedNoMemory) {
  Server server;
  const std::string key = server.company().add_source("web");
  std::string gigabyte;
  {
    // 64 members of 16 MiB each: one text of a gigabyte.
    const std::string member = gzip(std::string(16 << 20, ' '));
    for (int i = 0; i < 64; ++i) gigabyte += member;
  }
  const int64_t before = peak_kib();
  for (int i = 0; i < 40; ++i) {
    TestClient client(server.port());
    EXPECT_EQ(client.ask(TestClient::post("/v1/batch", gigabyte, bearer(key))).status, 413);
  }
  // Of each worker, the limit once and half of it while the buffer grows.
  EXPECT_LT(peak_kib() - before, 200 * 1024);
  EXPECT_EQ(stored(server), 0);
}

TEST(IntakeListener, BodiesInFlightAreBounded) {
  ListenerOptions options = quick_options();
  options.bodies_bytes_max = 4 << 20;
  Server server(options);
  const std::string key = server.company().add_source("web");
  const std::string head =
      "POST /v1/batch HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20000000\r\n" + bearer(key) + "\r\n";
  // Who announces much and sends little takes little.
  std::vector<std::unique_ptr<TestClient>> slow;
  for (int i = 0; i < 20; ++i) {
    slow.push_back(std::make_unique<TestClient>(server.port()));
    slow.back()->send(head + "{");
  }
  EXPECT_EQ(TestClient(server.port()).ask(post_event(key, 1)).status, 200);
  TestClient greedy(server.port());
  greedy.send(head);
  greedy.send(std::string(5 << 20, ' '));
  const HttpReply reply = greedy.read();
  EXPECT_EQ(reply.status, 503);
  EXPECT_NE(reply.header("Retry-After"), "");
  EXPECT_EQ(TestClient(server.port()).ask(post_event(key, 2)).status, 200);
}

TEST(IntakeListener, ChunksAndOddTypesAreTaken) {
  Server server;
  const std::string key = server.company().add_source("web");
  TestClient client(server.port());
  const std::string packed = gzip(event(1));
  char size[16];
  std::snprintf(size, sizeof size, "%zx", packed.size());
  EXPECT_EQ(client
                .ask("POST /v1/events HTTP/1.1\r\nHost: anything.example\r\nContent-Type: text/plain\r\n" +
                     bearer(key) + "Transfer-Encoding: chunked\r\n\r\n" + size + "\r\n" + packed + "\r\n0\r\n\r\n")
                .status,
            200);
  EXPECT_EQ(stored(server), 1);
}

TEST(IntakeListener, SlowAndHalfOpenSendersAreClosed) {
  ListenerOptions options = quick_options();
  options.read_time = milliseconds(300);
  Server server(options);
  const std::string key = server.company().add_source("web");
  TestClient head(server.port());
  TestClient body(server.port());
  TestClient drops(server.port());
  head.send("POST /v1/batch HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
  body.send("POST /v1/batch HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n" + bearer(key) + "\r\n{\"batch\":");
  // A byte now and then does not buy more time.
  drops.send("POST /v1/batch HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n" + bearer(key) + "\r\n");
  for (int i = 0; i < 20; ++i) {
    drops.send(" ");
    std::this_thread::sleep_for(milliseconds(30));
  }
  EXPECT_TRUE(head.closed());
  EXPECT_TRUE(body.closed());
  EXPECT_TRUE(drops.closed());
  const std::string oversized = "X-Long: " + std::string(20'000, 'x') + "\r\n";
  EXPECT_EQ(TestClient(server.port()).ask(TestClient::post("/v1/batch", "{}", oversized)).status, 431);
  EXPECT_EQ(stored(server), 0);
}

TEST(IntakeListener, StoppingCommitsAndAnswersWhatWasTaken) {
  Server server;
  const std::string key = server.company().add_source("web");
  server.company().gate().close();
  std::vector<std::unique_ptr<TestClient>> clients;
  for (int i = 0; i < 20; ++i) {
    clients.push_back(std::make_unique<TestClient>(server.port()));
    clients.back()->send(post_event(key, i));
  }
  ASSERT_TRUE(counted(server.application(), "sojourn_http_requests_running 21\n"));
  server.begin_stop();
  std::this_thread::sleep_for(milliseconds(100));
  server.company().gate().open();
  for (const auto& client : clients) {
    const HttpReply reply = client->read();
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.header("Connection"), "close");
  }
  EXPECT_TRUE(server.wait().ok());
  EXPECT_EQ(stored(server), 20);
}

TEST(Live, BoardsAreToldOfEachChange) {
  Server server;
  const std::string key = server.company().add_source("web");
  TestClient board(server.port());
  board.send(TestClient::get("/v1/live", "Accept: text/event-stream\r\n"));
  const std::string head = board.read_until("\r\n\r\n");
  EXPECT_THAT(head, HasSubstr("HTTP/1.1 200 OK"));
  EXPECT_THAT(head, HasSubstr("Content-Type: text/event-stream"));
  EXPECT_THAT(head, testing::Not(HasSubstr("Content-Length")));
  EXPECT_EQ(board.read_until("\n\n"), "retry: 2000\n\n");
  const auto next = [&board] {
    const std::string text = board.read_until("\n\n");
    return text.size() > 6 ? Json::parse(text.substr(6), nullptr, false) : Json();
  };
  const Json first = next();
  EXPECT_TRUE(first["change"].is_number()) << first.dump();
  ASSERT_EQ(TestClient(server.port()).ask(post_event(key, 1)).status, 200);
  Json changed = next();
  while (changed.is_object() && changed["last_sequence"] != 8) changed = next();
  EXPECT_GT(changed["change"], first["change"]);
  ASSERT_EQ(TestClient(server.port()).ask(TestClient::post("/v1/links", R"({"a":"anna","b":"carl"})")).status, 201);
  EXPECT_GT(next()["change"], changed["change"]);
  server.begin_stop();
  EXPECT_TRUE(board.closed());
  EXPECT_TRUE(server.stopped_within(milliseconds(5000)));
}

TEST(Live, ListenersAreBoundedAndLeaveNothingBehind) {
  Server server;
  const std::string key = server.company().add_source("web");
  {
    std::vector<std::unique_ptr<TestClient>> boards;
    for (int i = 0; i < 200; ++i) {
      boards.push_back(std::make_unique<TestClient>(server.port()));
      boards.back()->send(TestClient::get("/v1/live"));
    }
    for (const auto& board : boards) EXPECT_NE(board->read_until("data: "), "");
    const HttpReply refused = TestClient(server.port()).ask(TestClient::get("/v1/live"));
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.header("Retry-After"), "5");
    // None of them reads, and nobody waits for them.
    for (int i = 0; i < 5; ++i) ASSERT_EQ(TestClient(server.port()).ask(post_event(key, i)).status, 200);
  }
  EXPECT_TRUE(counted(server.application(), "sojourn_http_connections 0\n"));
  TestClient board(server.port());
  board.send(TestClient::get("/v1/live"));
  EXPECT_NE(board.read_until("data: "), "");
}

// Who was signed out hears no more, and sees no numbers of what is beyond their scope.
TEST(Live, EndsWithItsToken) {
  Server server;
  const std::string key = server.company().add_source("web");
  AccountBook& book = *server.company().access().book;
  AccessToken token;
  token.permissions = Permission::kAsk;
  token.scope = "channel = \"web\"";
  const AccountBook::NewToken made = book.make_token(token).value();
  TestClient board(server.port());
  board.send(TestClient::get("/v1/live", "Authorization: Bearer " + made.secret + "\r\n"));
  EXPECT_THAT(board.read_until("data: "), HasSubstr("200 OK"));
  EXPECT_THAT(board.read_until("\n\n"), HasSubstr("\"last_sequence\":0"));
  ASSERT_TRUE(book.revoke_token(made.token.id).ok());
  ASSERT_EQ(TestClient(server.port()).ask(post_event(key, 1)).status, 200);
  EXPECT_TRUE(board.closed());
}

TEST(Live, NeedsTheAdminKey) {
  Server server(quick_options(), "a key of many letters");
  EXPECT_EQ(TestClient(server.port()).ask(TestClient::get("/v1/live")).status, 401);
  TestClient board(server.port());
  board.send(TestClient::get("/v1/live", "Authorization: Bearer a key of many letters\r\n"));
  EXPECT_NE(board.read_until("data: "), "");
}

}  // namespace
}  // namespace sojourn
