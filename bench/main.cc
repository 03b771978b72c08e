// sojourn_bench [CUSTOMERS] | journeys [EVENTS...] [--seed N] [--heavy EVENTS] | journeys --log FILE.csv [--times M]
//               | intake [SECONDS] [--minutes M] [--batches N,...] [--connections N,...] [--segment]
//                        [--import ROWS] [--rate EVENTS] [--program FILE]
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "company.h"
#include "intake.h"
#include "journeys.h"
#include "must.h"

namespace bench = sojourn::bench;

int main(int argc, char** argv) {
  std::vector<std::string> words(argv + 1, argv + argc);
  try {
    if (!words.empty() && words[0] == "journeys") {
      words.erase(words.begin());
      bench::bench_journeys(bench::must(bench::read_journeys_words(words)));
      return 0;
    }
    if (!words.empty() && words[0] == "intake") {
      words.erase(words.begin());
      bench::bench_intake(bench::must(bench::read_intake_words(words)));
      return 0;
    }
    const int64_t customers = words.empty() ? 100'000 : bench::must(sojourn::parse_integer(words[0]));
    if (words.size() > 1 || customers < 1) {
      bench::fail(
          "usage: sojourn_bench [CUSTOMERS], or journeys [EVENTS...] [--seed N] [--heavy EVENTS], or journeys --log "
          "FILE.csv [--times M], or intake [SECONDS]");
    }
    bench::bench_company(customers);
  } catch (const std::exception& error) {
    bench::fail(error.what());
  }
  return 0;
}
