// What the senders of each dialect are told once their events are in the record (docs/formats/http.md). Made before the
// commit, told after it.
#pragma once

#include "api/deliver.h"
#include "api/router.h"

namespace sojourn {

Thanks thank_segment(const Call& call, const EventBatch& batch);     // {"success":true}
Thanks thank_posthog(const Call& call, const EventBatch& batch);     // {"status":1}
Thanks thank_posthog_v1(const Call& call, const EventBatch& batch);  // {"results":{}}
Thanks thank_snowplow(const Call& call, const EventBatch& batch);    // ok, and the cookie `sp`
Thanks thank_snowplow_pixel(const Call& call, const EventBatch& batch);
Thanks thank_pixel(const Call& call, const EventBatch& batch);           // A picture of one pixel.
Thanks thank_cloud_events(const Call& call, const EventBatch& batch);    // 202
Thanks thank_open_telemetry(const Call& call, const EventBatch& batch);  // {}, or what was refused
// Who sends plain events writes the sending himself, and wants to know what became of them.
Thanks thank_plain(const Call& call, const EventBatch& batch);

}  // namespace sojourn
