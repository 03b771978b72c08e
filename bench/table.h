// Prints what the engines found beside each other, and checks that they found the same.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine.h"
#include "works.h"

namespace sojourn::bench {

struct Results {
  Outcomes ours;
  Outcomes clickhouse;
  Outcomes duckdb;
};

// The machine, the day, the versions of the rivals.
void print_machine();
void print_head(const std::string& title);
// A work that every engine may have done. Answers are compared where `work` is given; ends with an error when they
// differ. `events` are what the work went over.
void print_row(const std::string& name, int64_t events, const Results& results, const Work* work);
// Bytes an event of each, and the highest peak while answering.
void print_sizes(int64_t events, const Results& results);
// Says which engine did not come to its end, and why.
void print_failures(const Results& results);

}  // namespace sojourn::bench
