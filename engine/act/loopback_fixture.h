// For tests: a mail server and a web server on this machine, each a few lines: they take what comes and remember it.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/decimal.h"

namespace sojourn {

// One connection at a time, each on the server's own thread.
class LoopbackServer {
 public:
  explicit LoopbackServer(std::function<void(int)> serve) : serve_(std::move(serve)) {
    listening_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::bind(listening_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::listen(listening_, 16), 0);
    socklen_t size = sizeof address;
    ::getsockname(listening_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { run(); });
  }
  ~LoopbackServer() {
    ending_ = true;
    ::shutdown(listening_, SHUT_RDWR);
    if (const int open = open_.load(); open >= 0) ::shutdown(open, SHUT_RDWR);
    thread_.join();
    ::close(listening_);
  }
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;
  int port() const { return port_; }

 private:
  void run() {
    while (!ending_) {
      const int connection = ::accept(listening_, nullptr, nullptr);
      if (connection < 0) return;
      open_ = connection;
      serve_(connection);
      open_ = -1;
      ::close(connection);
    }
  }
  std::function<void(int)> serve_;
  int listening_ = -1;
  int port_ = 0;
  std::atomic<bool> ending_ = false;
  std::atomic<int> open_ = -1;
  std::thread thread_;
};

// Bytes of a connection, line by line.
class LineReader {
 public:
  explicit LineReader(int socket) : socket_(socket) {}
  // Without its end. False: closed.
  bool line(std::string& into) {
    size_t end = 0;
    while ((end = seen_.find("\r\n")) == std::string::npos) {
      if (!more()) return false;
    }
    into = seen_.substr(0, end);
    seen_.erase(0, end + 2);
    return true;
  }
  std::string take(size_t size) {
    while (seen_.size() < size && more()) {
    }
    std::string taken = seen_.substr(0, size);
    seen_.erase(0, taken.size());
    return taken;
  }
  void say(const std::string& text) const {
    static_cast<void>(::send(socket_, text.data(), text.size(), MSG_NOSIGNAL));
  }

 private:
  bool more() {
    char bytes[8192];
    const ssize_t size = ::recv(socket_, bytes, sizeof bytes, 0);
    if (size <= 0) return false;
    seen_.append(bytes, static_cast<size_t>(size));
    return true;
  }
  int socket_;
  std::string seen_;
};

// SMTP, as far as clients use it.
class MailServer {
 public:
  struct Mail {
    std::string from, to, bytes;
  };
  // Instead of the usual reply to a command that begins so ("RCPT", "DATA" after the letter's end is "."): its text.
  // "close": hangs up.
  std::function<std::string(const std::string& command)> instead;

  MailServer() : server_([this](int connection) { serve(connection); }) {}
  int port() const { return server_.port(); }
  std::vector<Mail> mails() const {
    const std::lock_guard lock(mutex_);
    return mails_;
  }
  std::vector<std::string> commands() const {
    const std::lock_guard lock(mutex_);
    return commands_;
  }

 private:
  void serve(int connection) {
    LineReader reader(connection);
    reader.say("220 test\r\n");
    Mail mail;
    for (std::string line; reader.line(line);) {
      note(line);
      const std::string other = instead ? instead(line) : "";
      if (other == "close") return;
      if (!other.empty()) {
        reader.say(other + "\r\n");
        continue;
      }
      if (line.starts_with("EHLO")) {
        reader.say("250-test\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME\r\n");
      } else if (line.starts_with("AUTH")) {
        // Name and password come with the command, or when they are asked for.
        if (line == "AUTH PLAIN") {
          reader.say("334 \r\n");
          if (!reader.line(line)) return;
          note(line);
        }
        reader.say("235 ok\r\n");
      } else if (line == "DATA") {
        reader.say("354 go on\r\n");
        mail.bytes = letter(reader);
        const std::string last = instead ? instead(".") : "";
        if (last == "close") return;
        if (last.empty() || last[0] == '2') keep(mail);
        reader.say((last.empty() ? "250 taken" : last) + "\r\n");
      } else if (line == "QUIT") {
        reader.say("221 bye\r\n");
        return;
      } else {
        if (line.starts_with("MAIL FROM:")) mail = {line.substr(10), "", ""};
        if (line.starts_with("RCPT TO:")) mail.to = line.substr(8);
        reader.say("250 ok\r\n");
      }
    }
  }
  static std::string letter(LineReader& reader) {
    std::string bytes;
    for (std::string line; reader.line(line) && line != ".";)
      bytes += (line.starts_with("..") ? line.substr(1) : line) + "\r\n";
    return bytes;
  }
  void note(const std::string& line) {
    const std::lock_guard lock(mutex_);
    commands_.push_back(line);
  }
  void keep(const Mail& mail) {
    const std::lock_guard lock(mutex_);
    mails_.push_back(mail);
  }

  mutable std::mutex mutex_;
  std::vector<Mail> mails_;
  std::vector<std::string> commands_;
  LoopbackServer server_;
};

// HTTP: answers each request with the same status.
class WebServer {
 public:
  struct Request {
    std::string line, headers, body;
    std::string header(const std::string& name) const {
      const size_t at = headers.find(name + ": ");
      if (at == std::string::npos) return {};
      return headers.substr(at + name.size() + 2, headers.find("\r\n", at) - at - name.size() - 2);
    }
  };
  std::string reply = "200 OK";
  std::string more_headers;
  bool silent = false;  // Hangs up without a word.

  WebServer() : server_([this](int connection) { serve(connection); }) {}
  std::string url() const { return "http://127.0.0.1:" + std::to_string(server_.port()) + "/in"; }
  std::vector<Request> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

 private:
  void serve(int connection) {
    LineReader reader(connection);
    Request request;
    if (!reader.line(request.line)) return;
    for (std::string line; reader.line(line) && !line.empty();) request.headers += line + "\r\n";
    const std::string length = request.header("Content-Length");
    request.body = reader.take(length.empty() ? 0 : static_cast<size_t>(parse_integer(length).value()));
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(request);
    }
    if (silent) return;
    reader.say("HTTP/1.1 " + reply + "\r\nContent-Length: 0\r\nConnection: close\r\n" + more_headers + "\r\n");
  }
  mutable std::mutex mutex_;
  std::vector<Request> requests_;
  LoopbackServer server_;
};

}  // namespace sojourn
