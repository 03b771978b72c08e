// The server under load: a process of its own on a folder of its own, on the loopback address.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace sojourn::bench {

class IntakeServer {
 public:
  // Starts `program` on a fresh folder, with one source and a key for it.
  explicit IntakeServer(const std::string& program);
  // Ends it and removes the folder.
  ~IntakeServer();
  IntakeServer(const IntakeServer&) = delete;
  IntakeServer& operator=(const IntakeServer&) = delete;

  uint16_t port() const { return port_; }
  const std::string& key() const { return key_; }

  struct Memory {
    int64_t now = 0;   // Bytes that are resident.
    int64_t most = 0;  // Since the start.
  };
  Memory memory() const;
  double cpu_seconds() const;  // Of all its threads, since the start.
  // The cells of the one row that a question in SQL gives.
  std::vector<std::string> row(const std::string& sql) const;
  // Brings a file in under that name, as `POST /v1/imports` takes it. The number of the import.
  std::string bring(const std::string& name, const std::string& path) const;
  // "running", "done" ... of an import.
  std::string state_of(const std::string& import) const;
  // SIGTERM; seconds until it had ended.
  double stop();

 private:
  std::string request(const std::string& verb, const std::string& path, const std::string& body) const;

  std::string folder_;
  pid_t process_ = -1;
  uint16_t port_ = 0;
  std::string key_;
};

}  // namespace sojourn::bench
