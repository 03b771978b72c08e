#include "base/assert.h"

#include <cstdio>
#include <cstdlib>

namespace sojourn {

void assertion_failed(const char* condition, const char* reason, const char* file, int line) {
  std::fprintf(stderr, "sojourn: a bug: %s (%s) at %s:%d\n", reason, condition, file, line);
  std::abort();
}

}  // namespace sojourn
