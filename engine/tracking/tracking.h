// What tracking SDKs send over HTTP, read as events: one body in, one batch out.
//
// Dialects  Segment and RudderStack, PostHog, Snowplow, CloudEvents, OpenTelemetry logs, and our own plain events.
// Content   the body is told by what it holds, never by its Content-Type; the caller has unpacked it.
// Times     a browser's or mobile's clock may be wrong: what it says is corrected by (received - sent), where the
//           difference is more than 5 s; servers are believed. What was said is kept as the property `said_time`.
// Who       userId is the customer, anonymousId a cookie: both on one event join. alias and merge are events that join
//           without a touchpoint. Placeholders ("null", "guest" ...) name nobody. Groups are accounts.
// Faults    of an event inside a good batch become rejects; a body that is not the dialect at all is an error
//           (kInvalidArgument: 400 to the sender).
// Threads   stateless: any number of reads at once.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/status.h"
#include "base/time.h"
#include "collect/event_writer.h"

namespace sojourn {

enum class Dialect : unsigned char { kSegment, kPosthog, kSnowplow, kCloudEvents, kOpenTelemetry, kPlain };

struct TrackingRequest {
  std::string_view body;                                     // Unpacked, UTF-8 checked by the reader.
  std::string path;                                          // "/v1/track": its last word may be the type of call.
  std::vector<std::pair<std::string, std::string>> query;    // Decoded.
  std::vector<std::pair<std::string, std::string>> headers;  // Names in lower case.
  Micros received = 0;
};

// The credentials that the dialects put into the body (or query): writeKey, api_key, token, aid. "" : none there.
Result<std::string> key_in_body(Dialect dialect, const TrackingRequest& request);

// Reads all events of the request. Events get an `id` from messageId, uuid, eid or the event's source and id.
Status read_tracking(Dialect dialect, const TrackingRequest& request, EventWriter& writer);

}  // namespace sojourn
