// Did a request come over TLS? This server speaks none itself: a proxy on this machine says so.
#pragma once

#include <string_view>

#include "api/http_message.h"

namespace sojourn {

// The last of X-Forwarded-Proto, of a peer on this machine; what others say there is not believed (client_address.h).
bool came_over_tls(std::string_view peer, const HttpRequest& request);

}  // namespace sojourn
