#include "tracking/tracking.h"

#include "tracking/dialects.h"

namespace sojourn {

Result<std::string> key_in_body(Dialect dialect, const TrackingRequest& request) {
  switch (dialect) {
    case Dialect::kSegment: return segment_key(request);
    case Dialect::kPosthog: return posthog_key(request);
    case Dialect::kSnowplow: return snowplow_key(request);
    case Dialect::kCloudEvents:
    case Dialect::kOpenTelemetry:
    case Dialect::kPlain: return std::string();
  }
  return std::string();
}

Status read_tracking(Dialect dialect, const TrackingRequest& request, EventWriter& writer) {
  switch (dialect) {
    case Dialect::kSegment: return read_segment(request, writer);
    case Dialect::kPosthog: return read_posthog(request, writer);
    case Dialect::kSnowplow: return read_snowplow(request, writer);
    case Dialect::kCloudEvents: return read_cloud_events(request, writer);
    case Dialect::kOpenTelemetry: return read_open_telemetry(request, writer);
    case Dialect::kPlain: return read_plain(request, writer);
  }
  return Status::internal("there is no such dialect");
}

}  // namespace sojourn
