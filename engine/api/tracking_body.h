// The body of a tracking SDK as it means it, however it was wrapped on the way.
#pragma once

#include <string>

#include "api/http_message.h"
#include "base/status.h"

namespace sojourn {

// Unpacks it (compression.h), takes off a byte-order mark, and undoes the escapes of JSON that was sent as a form.
// Errors: kCorruption; kLimit beyond `bytes_max`.
Result<std::string> open_tracking_body(const HttpRequest& request, size_t bytes_max);

}  // namespace sojourn
