// Any bytes as a filter: an error or a filter whose normal form parses to itself; never a crash.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/assert.h"
#include "timelines/filter.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const sojourn::Result<sojourn::Filter> filter = sojourn::Filter::parse(text);
  if (!filter) return 0;
  const std::string normal = filter->text();
  const sojourn::Result<sojourn::Filter> again = sojourn::Filter::parse(normal);
  // Quotes and spaces may make the normal form longer than the limit; nothing else can be refused.
  SOJOURN_ASSERT(again.has_value() || again.error().code() == sojourn::StatusCode::kLimit, "the normal form parses");
  if (again.has_value()) SOJOURN_ASSERT(again->text() == normal, "the normal form is its own");
  return 0;
}
