// The addresses of tracking SDKs, by dialect: rows of the table of routes.
#include <algorithm>
#include <array>

#include "api/handlers.h"
#include "api/intake_routes.h"
#include "api/tracking_collect.h"
#include "api/tracking_replies.h"

namespace sojourn {
namespace {

constexpr const char* kPicture = "GIF89a... (a picture of one pixel)";
constexpr size_t kSingleBytesMax = size_t{2} << 20;
constexpr size_t kBatchBytesMax = size_t{20} << 20;

struct Words {
  std::string verb;
  std::string summary;
  std::string request_schema;
  std::string reply_schema;
  std::string request_example;
  std::string reply_example;
};

Route collecting_route(const Engine& engine, Collector collector, Words words) {
  Route route = intake_route(words.verb, collector.path, words.summary);
  route.body_bytes_max = collector.bytes_max;
  route.request_schema = words.request_schema;
  route.reply_schema = words.reply_schema;
  route.request_example = words.request_example;
  route.reply_example = words.reply_example;
  route.handler = [engine, collector = std::move(collector)](const Call& call) {
    return collect(engine, collector, call);
  };
  return route;
}

Route as_text(Route route, int status, std::string media) {
  route.success = status;
  route.media = {std::move(media)};
  return route;
}

struct SegmentWord {
  const char* word;
  const char* letter;  // Of the browser SDK; null: none.
  const char* example;
};

constexpr std::array kSegmentWords{
    SegmentWord{"identify", "i",
                R"({"messageId":"m-1","userId":"anna","traits":{"email":"anna@example.com","plan":"pro"},)"
                R"("timestamp":"2026-01-05T10:00:00Z"})"},
    SegmentWord{
        "track", "t",
        R"({"messageId":"m-2","userId":"anna","event":"Order Completed",)"
        R"("properties":{"order_id":"1001","total":12.5,"currency":"EUR"},"timestamp":"2026-01-05T10:00:01Z"})"},
    SegmentWord{"page", "p",
                R"({"messageId":"m-3","anonymousId":"cookie-7","name":"Prices","properties":{"path":"/prices"},)"
                R"("timestamp":"2026-01-05T10:00:02Z"})"},
    SegmentWord{"screen", "s",
                R"({"messageId":"m-4","userId":"anna","name":"Home","timestamp":"2026-01-05T10:00:03Z"})"},
    SegmentWord{"group", "g",
                R"({"messageId":"m-5","userId":"anna","groupId":"acme","traits":{"employees":12},)"
                R"("timestamp":"2026-01-05T10:00:04Z"})"},
    SegmentWord{"alias", "a",
                R"({"messageId":"m-6","userId":"anna","previousId":"cookie-7","timestamp":"2026-01-05T10:00:05Z"})"},
    SegmentWord{"merge", nullptr,
                R"({"messageId":"m-7","mergeProperties":[{"type":"user_id","value":"anna"},)"
                R"({"type":"email","value":"anna@example.com"}],"timestamp":"2026-01-05T10:00:06Z"})"},
};

void add_segment_calls(const Engine& engine, std::vector<Route>& routes) {
  for (const SegmentWord& each : kSegmentWords) {
    const Words words{"POST",        "One call of a Segment or RudderStack SDK.",
                      "SegmentCall", "Success",
                      each.example,  R"({"success":true})"};
    for (const char* word : {each.word, each.letter}) {
      if (word == nullptr) continue;
      routes.push_back(collecting_route(
          engine, {Dialect::kSegment, std::string("/v1/") + word, kSingleBytesMax, thank_segment}, words));
    }
  }
}

void add_segment(const Engine& engine, std::vector<Route>& routes) {
  add_segment_calls(engine, routes);
  const Words many{"POST",
                   "Calls of a Segment or RudderStack SDK in one body.",
                   "SegmentBatch",
                   "Success",
                   R"({"batch":[{"type":"page","messageId":"m-8","anonymousId":"cookie-7","name":"Prices",)"
                   R"("context":{"page":{"path":"/prices"}}}],"sentAt":"2026-01-05T10:00:01Z"})",
                   R"({"success":true})"};
  for (const char* path : {"/v1/batch", "/v1/b", "/v1/import", "/beacon/v1/batch"}) {
    routes.push_back(collecting_route(engine, {Dialect::kSegment, path, kBatchBytesMax, thank_segment}, many));
  }
  for (const char* path : {"/pixel/v1/track", "/pixel/v1/page"}) {
    routes.push_back(
        as_text(collecting_route(engine, {Dialect::kSegment, path, kSingleBytesMax, thank_pixel},
                                 {"GET", "One call of RudderStack as the address of a picture.", "", "", "", kPicture}),
                200, "image/gif"));
    routes.back().query = {{"writeKey", "string", "The key."},
                           {"anonymousId", "string", "Who; or userId."},
                           {"event", "string", "What; properties.NAME and context.NAME may follow."}};
  }
}

void add_posthog(const Engine& engine, std::vector<Route>& routes) {
  const std::string example =
      R"({"api_key":"KEY","event":"$pageview","distinct_id":"anna","uuid":"0190a1b2-0000-7000-8000-000000000001",)"
      R"("properties":{"$pathname":"/prices"},"timestamp":"2026-01-05T10:00:00Z"})";
  for (const char* path : {"/batch", "/i/v0/e", "/e", "/capture", "/track", "/engage"}) {
    const size_t bytes_max = path == std::string_view("/batch") ? kBatchBytesMax : kSingleBytesMax;
    const Collector collector{Dialect::kPosthog, path, bytes_max, thank_posthog};
    routes.push_back(collecting_route(
        engine, collector,
        {"POST", "Events of a PostHog SDK.", "PosthogEvents", "PosthogStatus", example, R"({"status":1})"}));
    routes.push_back(collecting_route(
        engine, collector,
        {"GET", "Events of a PostHog SDK in the parameter `data`.", "", "PosthogStatus", "", R"({"status":1})"}));
    routes.back().query = {{"data", "string", "What a body would be: JSON, or that in base64."}};
  }
  routes.push_back(collecting_route(
      engine, {Dialect::kPosthog, "/i/v1/analytics/events", kBatchBytesMax, thank_posthog_v1},
      {"POST", "Events of a PostHog SDK, in its newer protocol.", "PosthogEvents", "PosthogResults",
       R"({"created_at":"2026-01-05T10:00:01Z","batch":[{"event":"signed up","uuid":)"
       R"("0190a1b2-0000-7000-8000-000000000002","distinct_id":"anna","timestamp":"2026-01-05T10:00:00Z",)"
       R"("properties":{"plan":"pro"}}]})",
       R"({"results":{}})"}));
}

// /com.acme/v1: a name with a dot in it, as schemas call their vendors, and a word. No address of ours begins so.
bool is_vendor_path(const std::vector<std::string>& path) {
  const std::string& vendor = path.front();
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  const size_t dot = vendor.find('.');
  return dot != std::string::npos && dot > 0 && vendor.back() != '.' &&
         std::ranges::all_of(vendor, [plain](char c) { return c == '.' || plain(c); }) &&
         std::ranges::all_of(path.back(), [plain](char c) { return c == '.' || plain(c); });
}

void add_snowplow(const Engine& engine, std::vector<Route>& routes) {
  for (const char* path : {"/com.snowplowanalytics.snowplow/tp2", "/{vendor}/{version}"}) {
    routes.push_back(as_text(
        collecting_route(engine, {Dialect::kSnowplow, path, kBatchBytesMax, thank_snowplow},
                         {"POST", "Events of a Snowplow tracker, at its own address or at one that was chosen for it.",
                          "SnowplowEvents", "",
                          R"({"schema":"iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4","data":[)"
                          R"({"e":"pv","p":"web","tv":"js-4","aid":"KEY","duid":"cookie-7","eid":)"
                          R"("0190a1b2-0000-4000-8000-000000000003","url":"https://shop.example/prices",)"
                          R"("page":"Prices","dtm":"1767607200000","stm":"1767607201000"}]})",
                          "ok"}),
        200, "text/plain"));
    if (path[1] == '{') routes.back().fits = is_vendor_path;
  }
  for (const char* path : {"/i", "/ice.png", "/com.snowplowanalytics.snowplow/tp2", "/{vendor}/{version}"}) {
    routes.push_back(as_text(
        collecting_route(engine, {Dialect::kSnowplow, path, kSingleBytesMax, thank_snowplow_pixel},
                         {"GET", "One event of a Snowplow tracker as the address of a picture.", "", "", "", kPicture}),
        200, "image/gif"));
    routes.back().query = {{"aid", "string", "The key, as application id; whatever a tracker says may follow."},
                           {"e", "string", "The kind of event."},
                           {"p", "string", "Where the tracker runs."},
                           {"eid", "string", "The event's id."},
                           {"duid", "string", "The visitor; or uid."}};
    if (path[1] == '{') routes.back().fits = is_vendor_path;
  }
}

void add_others(const Engine& engine, std::vector<Route>& routes) {
  const Words cloud{"POST",
                    "CloudEvents 1.0: structured, in batches, or with ce-* headers.",
                    "CloudEvents",
                    "",
                    R"({"specversion":"1.0","id":"7","source":"/shop","type":"order.placed","subject":"anna",)"
                    R"("time":"2026-01-05T10:00:00Z","data":{"total":12.5,"currency":"EUR"}})",
                    ""};
  const Words logs{"POST",
                   "OpenTelemetry logs as JSON: those with an event name become events.",
                   "OtlpLogs",
                   "OtlpReply",
                   R"({"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1767607200000000000",)"
                   R"("eventName":"signed up","attributes":[{"key":"user.id","value":{"stringValue":"anna"}}]}]}]}]})",
                   "{}"};
  for (const char* path : {"/ce", "/ce/{key}"}) {
    routes.push_back(as_text(
        collecting_route(engine, {Dialect::kCloudEvents, path, kBatchBytesMax, thank_cloud_events}, cloud), 202, ""));
  }
  for (const char* path : {"/v1/logs", "/v1/logs/{key}"}) {
    routes.push_back(
        collecting_route(engine, {Dialect::kOpenTelemetry, path, kBatchBytesMax, thank_open_telemetry}, logs));
  }
  routes.push_back(collecting_route(
      engine, {Dialect::kPlain, "/v1/events", kBatchBytesMax, thank_plain},
      {"POST", "Events in plain words: one object, an array, or one object a line.", "PlainEvents", "PlainReply",
       R"([{"id":"e-1","time":"2026-01-05T10:00:00Z","customer":"anna","touchpoint":"purchase","amount":12.5,)"
       R"("currency":"EUR","plan":"pro"}])",
       R"({"success":true,"events":1,"repeats":0,"rejected":0,"rejects":[]})"}));
}

}  // namespace

void add_tracking_routes(const Engine& engine, std::vector<Route>& routes) {
  add_segment(engine, routes);
  add_posthog(engine, routes);
  add_snowplow(engine, routes);
  add_others(engine, routes);
  Route metrics = intake_route("POST", "/v1/m", "Counters that Segment's browser SDK keeps of itself; thrown away.");
  metrics.body_bytes_max = kSingleBytesMax;
  metrics.request_schema = "Anything";
  metrics.reply_schema = "Success";
  metrics.request_example = R"({"series":[]})";
  metrics.reply_example = R"({"success":true})";
  metrics.handler = [](const Call&) {
    return Result<HttpReply>(HttpReply{200, "application/json", "{\"success\":true}", {}});
  };
  routes.push_back(std::move(metrics));
}

}  // namespace sojourn
