// Method: a folder is held by a store that says a server's address, as sojourn serve does; behind the address a socket
// gives prepared replies and keeps what it was asked.
#include "cli/record_desk.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <map>
#include <thread>

#include "cli/commands.h"
#include "store/batch_fixture.h"

namespace sojourn {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

class PreparedServer {
 public:
  // "GET /path" : the JSON of the reply; all else is 404.
  explicit PreparedServer(std::map<std::string, std::string> replies) : replies_(std::move(replies)) {
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(socket_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(socket_, 8), 0);
    EXPECT_EQ(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    address_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    thread_ = std::thread([this] { serve(); });
  }
  ~PreparedServer() { stop(); }
  // What it was asked, in order.
  std::vector<std::string> stop() {
    if (thread_.joinable()) {
      ::shutdown(socket_, SHUT_RDWR);  // Wakes accept.
      thread_.join();
      ::close(socket_);
    }
    return asked_;
  }
  const std::string& address() const { return address_; }

 private:
  void serve() {
    for (;;) {
      const int client = ::accept(socket_, nullptr, nullptr);
      if (client < 0) return;
      std::string head;
      char bytes[4096];
      while (head.find("\r\n\r\n") == std::string::npos) {
        const ssize_t some = ::recv(client, bytes, sizeof bytes, 0);
        if (some <= 0) break;
        head.append(bytes, static_cast<size_t>(some));
      }
      const std::string line = head.substr(0, head.find(" HTTP/"));
      asked_.push_back(line);
      const auto known = replies_.find(line);
      const std::string body = known == replies_.end() ? R"({"title":"not there"})" : known->second;
      const std::string reply = std::string("HTTP/1.1 ") + (known == replies_.end() ? "404 no" : "200 OK") +
                                "\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                                body;
      ::send(client, reply.data(), reply.size(), MSG_NOSIGNAL);
      ::shutdown(client, SHUT_WR);
      while (::recv(client, bytes, sizeof bytes, 0) > 0) {
      }
      ::close(client);
    }
  }

  std::map<std::string, std::string> replies_;
  std::vector<std::string> asked_;
  std::string address_;
  int socket_ = -1;
  std::thread thread_;
};

class HeldFolder : public testing::Test {
 protected:
  HeldFolder() : store_(open_store(data)) {}
  void hold(const PreparedServer& server) {
    EXPECT_TRUE(store_->set_owner("sojourn serve at " + server.address()).ok());
  }
  static std::string said(const std::function<Status()>& command) {
    testing::internal::CaptureStdout();
    const Status status = command();
    EXPECT_TRUE(status.ok()) << status.to_string();
    return testing::internal::GetCapturedStdout();
  }
  TemporaryFolder folder;
  const std::string data = folder.path() + "/data";

 private:
  std::unique_ptr<Store> store_;
};

TEST_F(HeldFolder, RejectsSqlAndStatusAskTheServer) {
  PreparedServer server({
      {"GET /v1/rejects?limit=2&offset=0&source=a%20b",
       R"({"total":7,"rejects":[{"source":"a b","file":"f.csv","line":3,"field":"answer","reason":"too high","raw":"r",)"
       R"("at":null}]})"},
      {"POST /v1/sql", R"({"columns":[{"name":"n","type":"BIGINT"},{"name":"m","type":"BIGINT"}],)"
                       R"("rows":[["1767607200000000","1769940000000000"]],"cut":false})"},
      {"GET /v1/status", R"({"events":4,"customers":3,"data_until":"2026-02-01T10:00:00Z",)"
                         R"("timelines":{"parts":1,"bytes":9}})"},
  });
  hold(server);
  const std::string rejects = said([&] { return run_rejects(data, "a b", 2, Output::kTable); });
  EXPECT_THAT(rejects, HasSubstr("too high"));
  EXPECT_THAT(rejects, HasSubstr("7 rows were refused"));
  EXPECT_THAT(said([&] { return run_sql(data, "select 1 n", 0, Output::kCsv); }),
              HasSubstr("1767607200000000,1769940000000000"));
  EXPECT_THAT(said([&] { return run_status(data, Output::kCsv); }),
              HasSubstr("\n4,3,2026-01-05T10:00:00Z,2026-02-01T10:00:00Z,1,9"));
}

TEST_F(HeldFolder, APartOfTheRowsIsNotTakenForAll) {
  const std::map<std::string, std::string> replies{
      {"POST /v1/sql", R"({"columns":[{"name":"n","type":"BIGINT"}],"rows":[["1"]],"cut":true})"}};
  PreparedServer server(replies);
  hold(server);
  EXPECT_EQ(run_sql(data, "select 1 n", 0, Output::kCsv).code(), StatusCode::kLimit);
  EXPECT_THAT(said([&] { return run_sql(data, "select 1 n", 1, Output::kCsv); }), HasSubstr("\n1"));
}

TEST_F(HeldFolder, TimelinesAndLinksAskTheServer) {
  const std::string link = R"({"number":5,"a":"c-1","b":"email:a@example.com","since":null,"by_hand":true,)"
                           R"("reason":"","made_at":null,"undone_at":)";
  PreparedServer server({
      {"GET /v1/customers/c-1", R"({"customer":"c-1","identifiers":[{"kind":"id","value":"c-1"}],"flags":[],)"
                                R"("stages":[{"stage":"buy","entered":"2026-01-05T10:00:00Z","left":null}]})"},
      {"GET /v1/customers/c-1/timeline?limit=5&offset=0",
       R"({"events":[{"sequence":1,"id":"x","source":"web","time":"2026-01-05T10:00:00Z","offset_minutes":0,)"
       R"("received":"2026-01-05T10:00:00Z","who":[{"kind":"id","value":"c-1"}],)"
       R"("fields":{"channel":"web","touchpoint":"visit"},"properties":{"a":1}}],"next":null})"},
      {"GET /v1/links?limit=1000&offset=0&of=c-1", R"({"total":1,"links":[)" + link + "null}]}"},
      {"DELETE /v1/links/5", link + R"("2026-01-06T10:00:00Z"})"},
  });
  hold(server);
  TimelineWords words;
  words.customer = "c-1";
  words.limit = 5;
  const std::string life = said([&] { return run_timeline(data, words); });
  EXPECT_THAT(life, HasSubstr("c-1: 1 events\nstages: buy since 2026-01-05\n"));
  EXPECT_THAT(life, HasSubstr("visit"));
  EXPECT_THAT(life, HasSubstr(R"({"a":1})"));
  EXPECT_THAT(said([&] { return run_links(data, "c-1", Output::kCsv); }), HasSubstr("5,c-1,email:a@example.com"));
  EXPECT_THAT(said([&] { return run_unlink(data, "c-1", "email:A@example.com"); }),
              HasSubstr("undone: link 5 between c-1 and email:a@example.com"));
  EXPECT_EQ(run_unlink(data, "c-1", "c-9").code(), StatusCode::kNotFound);
  EXPECT_THAT(server.stop(), Contains("DELETE /v1/links/5"));
}

}  // namespace
}  // namespace sojourn
