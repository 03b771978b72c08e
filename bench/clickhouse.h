// ClickHouse embedded (chDB), loaded at run time from bench/rivals/node_modules; it need not be there.
#pragma once

#include <memory>
#include <string>

#include "engine.h"

namespace sojourn::bench {

// The library, or "" when it is not installed. SOJOURN_CHDB names another.
std::string clickhouse_library();

class ClickHouse {
 public:
  // Data lies in `folder`. Ends the program when the library does not start.
  explicit ClickHouse(const std::string& folder);
  ~ClickHouse();
  ClickHouse(const ClickHouse&) = delete;
  ClickHouse& operator=(const ClickHouse&) = delete;
  // Runs one statement; rows as text. Throws std::runtime_error with ClickHouse's message when it fails.
  Rows run(const std::string& sql);

 private:
  struct Library;
  std::unique_ptr<Library> library_;
};

}  // namespace sojourn::bench
