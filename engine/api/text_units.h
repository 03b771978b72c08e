// Where bytes of a text are in the units that its reader counts in: browsers count in UTF-16, terminals in bytes.
//
// Cost      four bytes a byte of the text, in UTF-16 alone.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/status.h"

namespace sojourn {

enum class TextUnit : unsigned char { kUtf16, kBytes };

std::string_view text_unit_name(TextUnit unit);  // "utf16", "bytes"
// "" : UTF-16. Errors: kInvalidArgument, `where` is unit.
Result<TextUnit> parse_text_unit(std::string_view name);

class TextUnits {
 public:
  // Nothing of `text` is kept.
  TextUnits(std::string_view text, TextUnit unit);
  // A byte in the midst of a character is where that begins; one beyond the end is the end.
  size_t at(size_t byte) const;

 private:
  size_t bytes_ = 0;
  std::vector<uint32_t> places_;  // By byte; empty: of bytes.
};

}  // namespace sojourn
