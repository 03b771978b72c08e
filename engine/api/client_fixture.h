// For tests: a raw socket to a server on this machine, so that requests can be as wrong as they like.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <string_view>

#include "api/http_message.h"
#include "base/decimal.h"

namespace sojourn {

class TestClient {
 public:
  explicit TestClient(int port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~TestClient() { close(); }
  TestClient(const TestClient&) = delete;
  TestClient& operator=(const TestClient&) = delete;

  bool connected() const { return connected_; }
  void close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
  }
  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;  // The server may have closed: its reply, or its silence, is what the test looks at.
      bytes.remove_prefix(static_cast<size_t>(sent));
    }
  }

  // The next reply; status 0 when the server closed without one, or said nothing for ten seconds.
  HttpReply read(bool head_only = false) {
    HttpReply reply;
    reply.status = 0;
    size_t end = 0;
    while ((end = seen_.find("\r\n\r\n")) == std::string::npos) {
      if (!more()) return reply;
    }
    parse_head(std::string_view(seen_).substr(0, end), reply);
    seen_.erase(0, end + 4);
    const std::string_view length = reply.header("Content-Length");
    const size_t size = head_only || length.empty() ? 0 : static_cast<size_t>(parse_integer(length).value());
    while (seen_.size() < size) {
      if (!more()) return reply;
    }
    reply.body = seen_.substr(0, size);
    seen_.erase(0, size);
    return reply;
  }
  HttpReply ask(std::string_view bytes, bool head_only = false) {
    send(bytes);
    return read(head_only);
  }
  // What comes, up to and with that text; "" when it does not come within ten seconds.
  std::string read_until(std::string_view text) {
    size_t at = 0;
    while ((at = seen_.find(text)) == std::string::npos) {
      if (!more()) return {};
    }
    const std::string before = seen_.substr(0, at + text.size());
    seen_.erase(0, at + text.size());
    return before;
  }
  // Does the server close, without another byte?
  bool closed() { return seen_.empty() && !more() && !timed_out_; }

  static std::string get(const std::string& target, const std::string& headers = {}) {
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
  }
  static std::string post(const std::string& target, const std::string& body, const std::string& headers = {}) {
    return "POST " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n" + headers + "\r\n" + body;
  }

 private:
  static constexpr int kPatienceMs = 10'000;

  bool more() {
    pollfd waiting{socket_, POLLIN, 0};
    timed_out_ = ::poll(&waiting, 1, kPatienceMs) == 0;
    if (timed_out_) return false;
    char bytes[16384];
    const ssize_t size = ::recv(socket_, bytes, sizeof bytes, 0);
    if (size <= 0) return false;
    seen_.append(bytes, static_cast<size_t>(size));
    return true;
  }
  static void parse_head(std::string_view head, HttpReply& reply) {
    reply.status = static_cast<int>(parse_integer(head.substr(9, 3)).value());
    for (size_t at = head.find("\r\n"); at != std::string_view::npos; at = head.find("\r\n", at + 2)) {
      const std::string_view line = head.substr(at + 2, head.find("\r\n", at + 2) - at - 2);
      const size_t colon = line.find(':');
      reply.headers.emplace_back(line.substr(0, colon), trimmed(line.substr(colon + 1)));
    }
  }

  int socket_;
  bool connected_ = false;
  bool timed_out_ = false;
  std::string seen_;
};

}  // namespace sojourn
