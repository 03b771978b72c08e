// Any bytes, read as a body of each dialect: events that come out are valid, every row became events, a reject or
// nothing at all, and reading the same again gives the same. The first byte chooses the dialect.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/assert.h"
#include "base/encoding.h"
#include "collect/json_flattener.h"
#include "tracking/tracking.h"

namespace sojourn {
namespace {

constexpr Micros kArrival = 1'772'366'400 * kSecond;

struct Way {
  Dialect dialect;
  const char* path;
  bool query;    // The bytes are the query, not the body.
  bool headers;  // ... or the headers of a binary CloudEvent.
};
constexpr Way kWays[] = {{Dialect::kSegment, "/v1/batch", false, false},
                         {Dialect::kSegment, "/v1/track", false, false},
                         {Dialect::kPosthog, "/batch/", false, false},
                         {Dialect::kSnowplow, "/com.snowplowanalytics.snowplow/tp2", false, false},
                         {Dialect::kCloudEvents, "/ce", false, false},
                         {Dialect::kOpenTelemetry, "/v1/logs", false, false},
                         {Dialect::kPlain, "/v1/events", false, false},
                         {Dialect::kSegment, "/pixel/v1/track", true, false},
                         {Dialect::kPosthog, "/e/", true, false},
                         {Dialect::kSnowplow, "/i", true, false},
                         {Dialect::kCloudEvents, "/ce", false, true}};

// Lines of "name=value".
std::vector<std::pair<std::string, std::string>> read_pairs(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> pairs;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    const size_t equals = line.find('=');
    if (equals != std::string_view::npos && is_utf8(line)) {
      pairs.emplace_back(line.substr(0, equals), line.substr(equals + 1));
    }
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return pairs;
}

TrackingRequest request_of(const Way& way, std::string_view bytes) {
  TrackingRequest request;
  request.path = way.path;
  request.received = kArrival;
  if (way.query) {
    request.query = read_pairs(bytes);
  } else if (way.headers) {
    request.headers = read_pairs(bytes);
    for (const auto& [name, value] : request.headers) {
      if (name == "body") request.body = value;
    }
  } else {
    request.body = bytes;
  }
  return request;
}

void check(EventBatch& batch) {
  for (Event& event : batch.events) {
    SOJOURN_ASSERT(validate_event(event).ok(), "an event that was taken in is valid");
    SOJOURN_ASSERT(is_utf8(event.properties) && is_utf8(event.id), "what is kept is text");
    for (const std::string_view text : event.texts) SOJOURN_ASSERT(is_utf8(text), "fields are text");
    if (event.properties.empty()) continue;
    JsonFlattener flattener;
    const Status again = flattener.flatten(event.properties, [](std::string_view, const Cell&) { return Status(); });
    SOJOURN_ASSERT(again.ok(), "properties read back as JSON");
  }
  const auto rejected = static_cast<int64_t>(batch.rejects.size());
  SOJOURN_ASSERT(batch.counts.rejected == rejected, "every reject is counted");
  SOJOURN_ASSERT(rejected == 0 || batch.counts.rows > 0, "rejects are of rows");
}

void try_bytes(std::string_view bytes) {
  if (bytes.empty()) return;
  const Way& way = kWays[static_cast<unsigned char>(bytes.front()) % std::size(kWays)];
  const TrackingRequest request = request_of(way, bytes.substr(1));
  EventBatch first;
  EventBatch second;
  for (EventBatch* batch : {&first, &second}) {
    batch->source = "fuzz";
    EventWriter writer(*batch, {Zone(), "NL", "EUR"});
    const Status status = read_tracking(way.dialect, request, writer);
    SOJOURN_ASSERT(status.ok() || status.code() == StatusCode::kInvalidArgument, "bodies are good or refused");
  }
  check(first);
  SOJOURN_ASSERT(first.events.size() == second.events.size(), "reading again gives the same");
  for (size_t i = 0; i < first.events.size(); ++i) {
    SOJOURN_ASSERT(event_key("s", first.events[i]) == event_key("s", second.events[i]), "reading again gives the same");
  }
  const Result<std::string> key = key_in_body(way.dialect, request);
  SOJOURN_ASSERT(key || key.error().code() == StatusCode::kInvalidArgument, "a key, none, or no such body");
}

}  // namespace
}  // namespace sojourn

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  sojourn::try_bytes({reinterpret_cast<const char*>(data), size});
  return 0;
}
