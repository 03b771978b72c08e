// The rival: DuckDB through its C API, in memory, with all cores.
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace sojourn {

class Rival {
 public:
  Rival();
  ~Rival();
  Rival(const Rival&) = delete;
  Rival& operator=(const Rival&) = delete;
  // Runs one statement; rows as text. Ends the program with DuckDB's message when it fails.
  std::vector<std::vector<std::string>> run(const std::string& sql);

 private:
  struct Handles;
  std::unique_ptr<Handles> handles_;
};

}  // namespace sojourn
