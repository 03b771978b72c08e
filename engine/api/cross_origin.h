// What pages of other sites are told, so that their browsers let them send to the intake (CORS, the Fetch standard).
#pragma once

#include "api/http_message.h"

namespace sojourn {

// Lets the page that asked read the reply. Nothing for requests of no page. The origin itself is named, since "*" is
// not enough where credentials are sent.
void add_cross_origin_headers(const HttpRequest& request, HttpReply& reply);

// The answer to OPTIONS: what a browser asks before it sends (every header that it names is granted, for 15 minutes),
// and the handshake of CloudEvents' webhooks. `allow`: the methods of the path.
HttpReply preflight_reply(const HttpRequest& request, const std::string& allow);

}  // namespace sojourn
