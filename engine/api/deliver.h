// Hands a batch to the intake; the reply comes after the commit, and no thread waits for it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "api/handlers.h"
#include "api/http_message.h"

namespace sojourn {

// What the sender is told once it is in the record.
using Thanks = std::function<HttpReply(const AppendReceipt&)>;

// A pending reply; or 429 with Retry-After at once when too much waits already. Later: `thanks`, or 503 with
// Retry-After when the commit failed, whatever the reason: senders throw away what they are told 4xx of. The reason
// itself is for the owner (trouble.h).
HttpReply deliver(const Engine& engine, Intake::Delivery delivery, const std::string& request_id, Thanks thanks);

// 429 with Retry-After when the source has sent more requests in this second than one may.
std::optional<HttpReply> refuse_flood(const Engine& engine, const std::string& source, const std::string& request_id);

// 429: come again after so many seconds, as Retry-After and as Segment's own header tell it.
HttpReply too_many(std::string detail, const std::string& seconds, const std::string& request_id);

}  // namespace sojourn
