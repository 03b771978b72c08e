// The rival: DuckDB through its C API, in memory, with all cores.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "event_data.h"

namespace sojourn::bench {

class Rival {
 public:
  Rival();
  ~Rival();
  Rival(const Rival&) = delete;
  Rival& operator=(const Rival&) = delete;
  // Runs one statement; rows as text. Throws std::runtime_error with DuckDB's message when it fails, also because it
  // took longer than kQuestionSecondsMost.
  std::vector<std::vector<std::string>> run(const std::string& sql);
  // Adds the rows of a file of events to a table (customer, time, touchpoint, channel). Throws the same.
  void append(const std::string& table, const std::string& path);

 private:
  struct Handles;
  std::unique_ptr<Handles> handles_;
};

}  // namespace sojourn::bench
