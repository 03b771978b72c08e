// Assertions for our own bugs. SOJOURN_ASSERT stays in every build; SOJOURN_DEBUG_ASSERT is for hot loops only.
// Bytes from outside must never reach one: they are answered with a Status.
#pragma once

namespace sojourn {

// Prints the place and the reason, then aborts.
[[noreturn]] void assertion_failed(const char* condition, const char* reason, const char* file, int line);

}  // namespace sojourn

#define SOJOURN_ASSERT(condition, reason) \
  ((condition) ? static_cast<void>(0) : ::sojourn::assertion_failed(#condition, reason, __FILE__, __LINE__))

#ifdef SOJOURN_DEBUG
#define SOJOURN_DEBUG_ASSERT(condition, reason) SOJOURN_ASSERT(condition, reason)
#else
#define SOJOURN_DEBUG_ASSERT(condition, reason) static_cast<void>(0)
#endif
