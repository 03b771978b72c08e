// Files through real sockets: pieces, cuts, limits; exports that nobody waits for.
#include "api/import_fixture.h"
#include "api/sent_file.h"
#include "intake/map_book.h"

namespace sojourn {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class ImportSockets : public testing::Test {
 protected:
  static std::string head(const std::string& target, const std::string& headers) {
    return "POST " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
  }
  static std::string length(size_t bytes) { return "Content-Length: " + std::to_string(bytes) + "\r\n"; }
  bool comes_to(const std::string& state, const std::string& id) {
    for (int i = 0; i < 2000; ++i) {
      if (server_.site().json("GET", "/v1/imports/" + id)["state"] == state) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
  }
  std::vector<std::string> left() {
    const Result<std::vector<std::string>> names = list_folder(server_.company().imports().folder());
    return names ? *names : std::vector<std::string>();
  }
  bool nothing_left() {
    for (int i = 0; i < 1000 && !left().empty(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return left().empty();
  }
  Server server_;
};

constexpr const char* kEndlessExport =
    R"({"format":"csv","query":"select sum(a.range * b.range + c.range) as n from range(100000) a, range(100000) b, )"
    R"(range(100000) c"})";

TEST_F(ImportSockets, AnExportTakesNoWorkerAndEndsWhenItsAskerLeaves) {
  TestClient asker(server_.port());
  asker.send(TestClient::post("/v1/export", kEndlessExport));
  for (int i = 0; i < 1000 && left().empty(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  ASSERT_THAT(left(), Not(IsEmpty()));
  for (const char* target : {"/v1/export", "/v1/replay"}) {
    for (int i = 0; i < 4; ++i) {
      TestClient other(server_.port());
      const HttpReply refused =
          other.ask(TestClient::post(target, target == std::string("/v1/export") ? kEndlessExport : "{}"));
      EXPECT_EQ(refused.status, 429) << refused.body;
      EXPECT_EQ(refused.header("Retry-After"), "10");
      EXPECT_THAT(refused.body, HasSubstr("one at a time"));
    }
  }
  const std::string key = server_.company().add_source("web");
  const std::string event = R"({"id":"1","time":"2026-01-05T10:00:00Z","customer":"c-9","touchpoint":"visit"})";
  TestClient sender(server_.port());
  EXPECT_EQ(sender.ask(TestClient::post("/v1/events", event, "Authorization: Bearer " + key + "\r\n")).status, 200);
  asker.close();
  EXPECT_TRUE(nothing_left());
  const HttpReply next = TestClient(server_.port()).ask(TestClient::post("/v1/replay", "{}"));
  EXPECT_EQ(next.status, 200) << next.body;
}

TEST(ExportListener, StoppingTheServerStopsAnExport) {
  ListenerOptions options = quick_options();
  options.drain_time = std::chrono::milliseconds(200);
  Server server(options);
  TestClient asker(server.port());
  asker.send(TestClient::post("/v1/export", kEndlessExport));
  ASSERT_TRUE(counted(server.application(), "sojourn_http_requests_running 2\n"));
  server.begin_stop();
  EXPECT_TRUE(server.stopped_within(std::chrono::seconds(10)));
}

TEST_F(ImportSockets, ALargeFileComesThroughInPiecesAndTheConnectionGoesOn) {
  std::string text = "time,customer,touchpoint\n";
  for (int i = 0; i < 40'000; ++i) text += std::to_string(1'700'000'000 + i) + ",c-1,visit\n";
  TestClient client(server_.port());
  const HttpReply reply = client.ask(head("/v1/imports?name=a.csv", length(text.size())) + text);
  ASSERT_EQ(reply.status, 202) << reply.body;
  const Json job = Json::parse(reply.body);
  EXPECT_EQ(job["bytes_total"], text.size());
  EXPECT_TRUE(comes_to("done", job["id"].get<std::string>()));
  const HttpReply after = client.ask(TestClient::get("/v1/imports/" + job["id"].get<std::string>()));
  EXPECT_EQ(Json::parse(after.body)["events"], 40'000);
}

TEST_F(ImportSockets, ChunkedBodiesAndSlowHandsArriveToo) {
  TestClient client(server_.port());
  client.send(head("/v1/imports?name=a.csv", "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n"));
  EXPECT_THAT(client.read_until("\r\n\r\n"), HasSubstr("100 Continue"));
  for (size_t at = 0; at < kGood.size(); at += 40) {
    const std::string piece = kGood.substr(at, 40);
    char size[16];
    std::snprintf(size, sizeof size, "%zx\r\n", piece.size());
    client.send(size + piece + "\r\n");
  }
  client.send("0\r\n\r\n");
  const HttpReply reply = client.read();
  ASSERT_EQ(reply.status, 202) << reply.body;
  EXPECT_TRUE(comes_to("done", Json::parse(reply.body)["id"].get<std::string>()));
}

TEST_F(ImportSockets, ABodyCutOffHalfWayLeavesNothing) {
  {
    TestClient client(server_.port());
    client.send(head("/v1/imports?name=a.csv", length(1'000'000)) + kGood);
    for (int i = 0; i < 1000 && left().empty(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    EXPECT_FALSE(left().empty());
  }
  EXPECT_TRUE(nothing_left());
  EXPECT_THAT(server_.site().json("GET", "/v1/imports")["imports"], IsEmpty());
}

TEST_F(ImportSockets, WhatIsWrongIsToldBeforeTheFileIsSent) {
  TestClient client(server_.port());
  client.send(head("/v1/imports?name=a.csv&map=nobody", length(5'000'000) + "Expect: 100-continue\r\n"));
  const HttpReply reply = client.read();
  EXPECT_EQ(reply.status, 404) << reply.body;
  EXPECT_EQ(Json::parse(reply.body)["where"], "map");
  EXPECT_TRUE(nothing_left());
}

TEST_F(ImportSockets, TooLargeAndNoRoomAreToldBeforeTheFileIsSent) {
  TestClient client(server_.port());
  EXPECT_EQ(client.ask(head("/v1/imports?name=a.csv", length(kImportBytesMax + 1))).status, 413);
  server_.company().set_free_bytes(kImportBytesMax);
  TestClient other(server_.port());
  const HttpReply reply = other.ask(head("/v1/imports?name=a.csv", length(kImportBytesMax)));
  EXPECT_EQ(reply.status, 507) << reply.body;
  EXPECT_EQ(Json::parse(reply.body)["code"], "unavailable");
  EXPECT_TRUE(nothing_left());
}

TEST_F(ImportSockets, AMapThatIsTooLargeIsToldBeforeItIsSent) {
  TestClient client(server_.port());
  const HttpReply open = client.ask(head("/v1/imports?name=a.csv&more=true", length(kGood.size())) + kGood);
  const std::string path = "/v1/imports/" + Json::parse(open.body)["id"].get<std::string>() + "/files?name=a.toml&as=";
  client.send(head(path + "map", length(kMapBytesMax + 1) + "Expect: 100-continue\r\n"));
  EXPECT_EQ(client.read().status, 422);
  TestClient other(server_.port());
  EXPECT_EQ(other.ask(head(path + "x", length(9))).status, 400);
}

TEST_F(ImportSockets, AFaultOnAWorkerIsAnsweredAndTheServerGoesOn) {
  server_.company().fail_to_tell_room();
  TestClient client(server_.port());
  const HttpReply reply = client.ask(head("/v1/imports?name=a.csv", length(kGood.size())));
  EXPECT_EQ(reply.status, 503) << reply.body;
  EXPECT_EQ(server_.site().ask("GET", "/healthz").status, 200);
  EXPECT_TRUE(nothing_left());
}

TEST_F(ImportSockets, ManyUploadsAtOnceQueue) {
  std::vector<std::thread> senders;
  std::atomic<int> taken{0};
  for (int i = 0; i < 8; ++i) {
    senders.emplace_back([&, i] {
      TestClient client(server_.port());
      const std::string name = "f" + std::to_string(i) + ".csv";
      if (client.ask(head("/v1/imports?name=" + name, length(kGood.size())) + kGood).status == 202) ++taken;
    });
  }
  for (std::thread& sender : senders) sender.join();
  EXPECT_EQ(taken, 8);
  for (int id = 1; id <= 8; ++id) EXPECT_TRUE(comes_to("done", std::to_string(id))) << id;
}

TEST_F(ImportSockets, FilesAreSentWhole) {
  TestClient client(server_.port());
  const std::string wish = R"json({"format":"csv","query":"select range n from range(200000)"})json";
  const HttpReply reply = client.ask(TestClient::post("/v1/export", wish));
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.header("X-Rows"), "200000");
  EXPECT_TRUE(reply.body.starts_with("n\n0\n1\n"));
  EXPECT_TRUE(reply.body.ends_with("\n199999\n"));
  EXPECT_EQ(client.ask(TestClient::get("/healthz")).body, "ok\n") << "and the connection goes on";
  EXPECT_TRUE(nothing_left());
}

}  // namespace
}  // namespace sojourn
