// The one place where the bytes of a file become text before a format sees them.
#pragma once

#include <string>
#include <string_view>

#include "base/status.h"

namespace sojourn {

// Held in memory beside its text, which may be half as large again.
inline constexpr size_t kUtf16BytesMax = size_t{512} << 20;

// What a byte-order mark says is UTF-16 (little or big end first: "Unicode text" of Excel and of survey tools) as UTF-8
// that begins with its mark; halves of characters become U+FFFD. All other bytes stay as they are. `room` holds what was
// converted. Cost: O(bytes), twice; no more memory than the text has. Errors: kLimit, of UTF-16 beyond kUtf16BytesMax.
Result<std::string_view> utf8_text(std::string_view bytes, std::string& room);

}  // namespace sojourn
