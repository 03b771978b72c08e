// gzip and its relatives: replies are packed for those who take it, bodies are unpacked whatever their headers say.
//
// Limits    output is counted while it is made: a bomb is refused when it passes the limit, and never needs more memory
//           than that.
#pragma once

#include <string>
#include <string_view>

#include "base/status.h"

namespace sojourn {

std::string gzip(std::string_view bytes);
// Several members one after the other are one text, as for gzip itself. Errors: kCorruption; kLimit beyond `bytes_max`.
Result<std::string> gunzip(std::string_view packed, size_t bytes_max);

// A body as plain bytes. What begins like gzip is gzip, whatever `content_encoding` says, since senders forget to say
// it; zlib and bare deflate are unpacked as well, where the header says deflate or the bytes are zlib beyond doubt.
// Errors: kCorruption; kLimit beyond `bytes_max`, packed or unpacked.
Result<std::string> unpack_body(std::string body, std::string_view content_encoding, size_t bytes_max);

}  // namespace sojourn
