// Which source a request writes to: by the key that it carries, wherever its SDK puts it.
//
// Places    Authorization: Basic (as name, as password, or without a colon) and Bearer; the query (writeKey, api_key,
//           token, key, aid); the body (tracking/tracking.h). Each is tried in this order, since a proxy may add an
//           Authorization of its own: the first that opens a source counts.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api/http_message.h"
#include "api/problem.h"
#include "intake/source_book.h"

namespace sojourn {

using OpenedSource = std::variant<std::shared_ptr<const SourceSpec>, Problem>;

// The keys in headers and query, in the order of their places.
std::vector<std::string> keys_offered(const HttpRequest& request);

// The first source that one of the keys opens. Problems: 401 when none does, 404 when the source is disabled.
OpenedSource open_source(const SourceBook& book, const std::vector<std::string>& keys, std::string_view kind);

}  // namespace sojourn
