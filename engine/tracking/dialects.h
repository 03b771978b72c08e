// The dialects, one file each; chosen by tracking.cc.
#pragma once

#include "tracking/tracking.h"

namespace sojourn {

Status read_segment(const TrackingRequest& request, EventWriter& writer);
Status read_posthog(const TrackingRequest& request, EventWriter& writer);
Status read_snowplow(const TrackingRequest& request, EventWriter& writer);
Status read_cloud_events(const TrackingRequest& request, EventWriter& writer);
Status read_open_telemetry(const TrackingRequest& request, EventWriter& writer);
Status read_plain(const TrackingRequest& request, EventWriter& writer);

// Of a body without a credential the first three give "".
Result<std::string> segment_key(const TrackingRequest& request);
Result<std::string> posthog_key(const TrackingRequest& request);
Result<std::string> snowplow_key(const TrackingRequest& request);

}  // namespace sojourn
