// A made-up company: import, build and everyday questions, beside DuckDB.
#pragma once

#include <cstdint>

namespace sojourn::bench {

// Prints a table; ends with an error when answers differ.
void bench_company(int64_t customers);

}  // namespace sojourn::bench
