// The text that goes over the wire before a body: status line and headers, HTTP/1.1.
#pragma once

#include <string>

#include "api/http_message.h"
#include "base/time.h"

namespace sojourn {

// "Sun, 06 Nov 1994 08:49:37 GMT"
std::string format_http_date(Micros time);

struct WireOptions {
  bool keep_alive = true;
  bool old_client = false;  // HTTP/1.0: keeping the connection must be said aloud.
  Micros now = 0;
};

// Ends with the blank line. Content-Length counts reply.body, which of HEAD is not sent; 204, 304 and
// streams have none.
std::string format_head(const HttpReply& reply, const WireOptions& options);
// May a reply with this status have a body at all?
bool has_body(int status);

}  // namespace sojourn
