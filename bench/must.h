// A benchmark that cannot go on says why and ends.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "base/status.h"

namespace sojourn::bench {

[[noreturn]] inline void fail(const std::string& why) {
  std::fflush(stdout);
  std::fprintf(stderr, "bench: %s\n", why.c_str());
  std::exit(1);
}

template <class T>
T must(Result<T> result) {
  if (!result.has_value()) fail(result.status().to_string());
  return std::move(result).value();
}

inline void must(const Status& status) {
  if (!status.ok()) fail(status.to_string());
}

}  // namespace sojourn::bench
