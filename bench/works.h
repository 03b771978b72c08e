// The questions of the benchmark: each for Sojourn, in ClickHouse's SQL and in DuckDB's, with one and the same answer.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine.h"
#include "measure/answer.h"
#include "measure/question.h"

namespace sojourn::bench {

struct Work {
  std::string name;
  Question question;
  std::function<Rows(const Answer&)> read;  // The cells that are compared, named as the rivals name them.
  // Each in as many ways as a good user might write it, the plainest first; the fastest counts. The tables are `s`,
  // sorted by (customer, time), columns customer, time (seconds), touchpoint, channel; ClickHouse also has `m`, the
  // same in memory.
  std::vector<std::string> clickhouse;
  std::vector<std::string> duckdb;
  size_t exact = SIZE_MAX;  // Cells before this one are compared to the last digit ...
  double within = 0.01;     // ... the others within this part of the rival's.
  double aim = 0;           // Times faster than either rival (see docs/benchmarks.md).
};

// `newest`: time of the newest event, in seconds.
std::vector<Work> journey_works(int64_t newest);

// The first answer that both give differently, or "".
std::string difference(const Work& work, const Rows& ours, const Rows& theirs);

}  // namespace sojourn::bench
