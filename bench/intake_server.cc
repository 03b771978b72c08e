#include "intake_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/decimal.h"
#include "must.h"

namespace sojourn::bench {
namespace {

using Json = nlohmann::json;

// Reads what the program says until it names its port.
uint16_t port_told(int from) {
  std::string said;
  std::array<char, 512> room{};
  constexpr std::string_view kAddress = "http://127.0.0.1:";
  for (;;) {
    const ssize_t size = read(from, room.data(), room.size());
    if (size <= 0) fail("the server did not say where it listens: " + said);
    said.append(room.data(), static_cast<size_t>(size));
    const size_t at = said.find(kAddress);
    if (at == std::string::npos || said.find('\n', at) == std::string::npos) continue;
    const size_t begin = at + kAddress.size();
    const size_t end = said.find_first_not_of("0123456789", begin);
    return static_cast<uint16_t>(must(parse_integer(said.substr(begin, end - begin))));
  }
}

}  // namespace

IntakeServer::IntakeServer(const std::string& program) {
  std::string folder = (std::filesystem::temp_directory_path() / "sojourn-intake-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) fail("no folder can be made in " + folder);
  folder_ = folder;
  std::array<int, 2> pipe_ends{};
  if (pipe(pipe_ends.data()) != 0) fail("no pipe");
  process_ = fork();
  if (process_ < 0) fail("no process");
  if (process_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(pipe_ends[1], STDOUT_FILENO);
    close(pipe_ends[0]);
    close(pipe_ends[1]);
    execl(program.c_str(), program.c_str(), "--data", folder_.c_str(), "serve", "--port", "0", nullptr);
    std::fprintf(stderr, "bench: %s cannot be started\n", program.c_str());
    _exit(1);
  }
  close(pipe_ends[1]);
  port_ = port_told(pipe_ends[0]);
  close(pipe_ends[0]);  // It has nothing more to say.
  request("PUT", "/v1/sources/load", R"({"format":"tracking"})");
  key_ = Json::parse(request("POST", "/v1/sources/load/keys", "{}")).at("key").get<std::string>();
}

IntakeServer::~IntakeServer() {
  if (process_ > 0) {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

double IntakeServer::stop() {
  const auto start = std::chrono::steady_clock::now();
  kill(process_, SIGTERM);
  int status = 0;
  waitpid(process_, &status, 0);
  process_ = -1;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) fail("the server did not end well");
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

IntakeServer::Memory IntakeServer::memory() const {
  Memory memory;
  std::ifstream status("/proc/" + std::to_string(process_) + "/status");
  for (std::string line; std::getline(status, line);) {
    const int64_t bytes = std::strtoll(line.substr(line.find(':') + 1).c_str(), nullptr, 10) * 1024;
    if (line.starts_with("VmRSS:")) memory.now = bytes;
    if (line.starts_with("VmHWM:")) memory.most = bytes;
  }
  return memory;
}

double IntakeServer::cpu_seconds() const {
  std::ifstream file("/proc/" + std::to_string(process_) + "/stat");
  std::string all;
  std::getline(file, all);
  std::istringstream words(all.substr(all.rfind(')') + 1));
  std::string word;
  double ticks = 0;
  for (int at = 3; words >> word && at <= 15; ++at) {
    if (at >= 14) ticks += std::strtod(word.c_str(), nullptr);  // utime, stime
  }
  return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

std::vector<std::string> IntakeServer::row(const std::string& sql) const {
  const Json table = Json::parse(request("POST", "/v1/sql", Json{{"sql", sql}}.dump()));
  std::vector<std::string> cells;
  for (const Json& cell : table.at("rows").at(0)) cells.push_back(cell.is_null() ? "" : cell.get<std::string>());
  return cells;
}

std::string IntakeServer::bring(const std::string& name, const std::string& path) const {
  const std::ifstream file(path, std::ios::binary);
  std::ostringstream whole;
  whole << file.rdbuf();
  return Json::parse(request("POST", "/v1/imports?name=" + name, whole.str())).at("id").get<std::string>();
}

std::string IntakeServer::state_of(const std::string& import) const {
  return Json::parse(request("GET", "/v1/imports/" + import, "")).at("state").get<std::string>();
}

std::string IntakeServer::request(const std::string& verb, const std::string& path, const std::string& body) const {
  const int socket_fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port_);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(socket_fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) fail("no connection");
  const std::string text = verb + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" +
                           "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
                           "\r\n\r\n" + body;
  for (size_t sent = 0; sent < text.size();) {
    const ssize_t size = send(socket_fd, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
    if (size <= 0) fail(path + ": the server hung up");
    sent += static_cast<size_t>(size);
  }
  std::string reply;
  std::array<char, 4096> room{};
  for (ssize_t size = 0; (size = recv(socket_fd, room.data(), room.size(), 0)) > 0;) {
    reply.append(room.data(), static_cast<size_t>(size));
  }
  close(socket_fd);
  const size_t end = reply.find("\r\n\r\n");
  if (!reply.starts_with("HTTP/1.1 2") || end == std::string::npos) fail(path + ": " + reply);
  return reply.substr(end + 4);
}

}  // namespace sojourn::bench
