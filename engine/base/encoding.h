// Text encodings: everything inside is UTF-8.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/status.h"

namespace sojourn {

enum class Encoding : unsigned char { kUtf8, kUtf16Le, kUtf16Be, kLatin1, kWindows1252 };
std::string_view encoding_name(Encoding encoding);

struct EncodingGuess {
  Encoding encoding = Encoding::kUtf8;
  size_t bom_bytes = 0;  // To skip.
};
// From the byte-order mark, else: valid UTF-8 is UTF-8, many zero bytes on one side are UTF-16, else Windows-1252.
// `sample` is the beginning of the file (a UTF-8 character cut off at its end is forgiven).
EncodingGuess guess_encoding(std::string_view sample);

// Is it well-formed UTF-8? Cost: O(bytes), fast for ASCII.
bool is_utf8(std::string_view bytes);
// Position of the first byte that is not well-formed UTF-8, or npos.
size_t find_bad_utf8(std::string_view bytes);

// Appends one character. REQUIRES: a code point up to 0x10FFFF.
void append_code_point(std::string& out, uint32_t point);

// Converts to UTF-8. Errors: kInvalidArgument with the byte, when a sequence is not valid in that encoding.
Result<std::string> to_utf8(std::string_view bytes, Encoding encoding);

// Lower case, full Unicode, locale-independent; for e-mail addresses and names to be compared.
std::string fold_case(std::string_view utf8);

}  // namespace sojourn
