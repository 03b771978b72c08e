// For tests: a folder that is held by a store which names a server, as sojourn serve does; behind that address stands a
// socket that gives prepared replies and keeps what it was asked.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "store/batch_fixture.h"

namespace sojourn {

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
  // Sends this whole reply for the first such request, after doing that. Before anything is asked.
  void once(const std::string& line, const std::string& reply, std::function<void()> doing = {}) {
    once_[line] = {reply, std::move(doing)};
  }
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
  // The body of the n-th request. REQUIRES: stopped.
  std::string body(size_t n) const {
    const std::string& whole = received_.at(n);
    return whole.substr(whole.find("\r\n\r\n") + 4);
  }

 private:
  void serve() {
    for (;;) {
      const int client = ::accept(socket_, nullptr, nullptr);
      if (client < 0) return;
      std::string head;
      char bytes[4096];
      while (!is_whole(head)) {
        const ssize_t some = ::recv(client, bytes, sizeof bytes, 0);
        if (some <= 0) break;
        head.append(bytes, static_cast<size_t>(some));
      }
      const std::string line = head.substr(0, head.find(" HTTP/"));
      asked_.push_back(line);
      const auto known = replies_.find(line);
      const std::string body = known == replies_.end() ? R"({"title":"not there"})" : known->second;
      std::string reply = std::string("HTTP/1.1 ") + (known == replies_.end() ? "404 no" : "200 OK") +
                          "\r\nConnection: close\r\nX-Rows: 3\r\nContent-Length: " + std::to_string(body.size()) +
                          "\r\n\r\n" + body;
      if (const auto first = once_.extract(line)) {
        if (first.mapped().second) first.mapped().second();
        if (!first.mapped().first.empty()) reply = first.mapped().first;
      }
      ::send(client, reply.data(), reply.size(), MSG_NOSIGNAL);
      ::shutdown(client, SHUT_WR);
      while (::recv(client, bytes, sizeof bytes, 0) > 0) {
      }
      received_.push_back(head);
      ::close(client);
    }
  }

  // Has the body come that its head announces?
  static bool is_whole(const std::string& request) {
    const size_t end = request.find("\r\n\r\n");
    if (end == std::string::npos) return false;
    const std::string mark = "Content-Length: ";
    const size_t at = request.find(mark);
    if (at == std::string::npos || at > end) return true;
    return request.size() >= end + 4 + std::strtoul(request.c_str() + at + mark.size(), nullptr, 10);
  }

  std::map<std::string, std::string> replies_;
  std::map<std::string, std::pair<std::string, std::function<void()>>> once_;
  std::vector<std::string> asked_, received_;
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

}  // namespace sojourn
