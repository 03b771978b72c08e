// What tracking SDKs send, by dialect: unpacked, its source found by its key, read, and handed to the intake.
#include "api/deliver.h"
#include "api/handlers.h"
#include "api/intake_routes.h"
#include "api/tracking_body.h"
#include "api/tracking_replies.h"
#include "api/write_key.h"
#include "base/text.h"
#include "tracking/tracking.h"

namespace sojourn {
namespace {

constexpr size_t kSingleBytesMax = size_t{2} << 20;
constexpr size_t kBatchBytesMax = size_t{20} << 20;

// One place where a dialect is spoken.
struct Collector {
  Dialect dialect = Dialect::kPlain;
  std::string path;  // The pattern, which for Segment's family names the call; `input` of the events.
  size_t bytes_max = kSingleBytesMax;
  Thanks (*thanks)(const Call& call, const EventBatch& batch) = nullptr;
};

// A body in a form that is not read at all, by its type; "" : it may be read.
std::string unreadable_type(Dialect dialect, std::string_view header) {
  const std::string_view type = trimmed(header.substr(0, header.find(';')));
  if (dialect == Dialect::kOpenTelemetry && same_word(type, "application/x-protobuf")) {
    return "send logs as application/json: OTEL_EXPORTER_OTLP_LOGS_PROTOCOL=http/json";
  }
  constexpr std::string_view kCloudEvents = "application/cloudevents";
  if (dialect == Dialect::kCloudEvents && same_word(type.substr(0, kCloudEvents.size()), kCloudEvents) &&
      !type.ends_with("+json")) {
    return "send events as application/cloudevents+json, in batches, or with ce-* headers";
  }
  return {};
}

HttpReply refuse_body(const Status& status, const Call& call) {
  Problem problem = problem_of(status);
  if (status.code() == StatusCode::kCorruption) problem.status = 400;
  if (status.code() == StatusCode::kLimit) problem = {413, "too_large", status.message(), status.where()};
  return problem_reply(problem, call.request.request_id);
}

// The headers that a dialect may read; credentials are none of its business, nor are cookies but for Snowplow's visitor.
std::vector<NamedText> headers_to_read(Dialect dialect, const HttpRequest& request) {
  std::vector<NamedText> headers;
  for (const auto& [name, value] : request.headers) {
    std::string small = lower_ascii(name);
    if (small == "authorization" || (small == "cookie" && dialect != Dialect::kSnowplow)) continue;
    headers.emplace_back(std::move(small), value);
  }
  return headers;
}

OpenedSource source_of(const Engine& engine, const Collector& collector, const Call& call,
                       const TrackingRequest& request) {
  std::vector<std::string> keys = call.path;
  for (std::string& each : keys_offered(call.request)) keys.push_back(std::move(each));
  OpenedSource opened = open_source(engine.sources, keys, "write");
  const auto* problem = std::get_if<Problem>(&opened);
  if (problem == nullptr || problem->status != 401) return opened;
  const Result<std::string> key = key_in_body(collector.dialect, request);
  if (!key.has_value()) return problem_of(key.error());
  if (!key->empty()) keys.push_back(*key);
  return open_source(engine.sources, keys, "write");
}

Result<HttpReply> collect(const Engine& engine, const Collector& collector, const Call& call) {
  if (const std::string wrong = unreadable_type(collector.dialect, call.header("Content-Type")); !wrong.empty()) {
    return problem_reply({415, "unsupported_media_type", wrong, "Content-Type"}, call.request.request_id);
  }
  const Result<std::string> body = open_tracking_body(call.request, collector.bytes_max);
  if (!body.has_value()) return refuse_body(body.error(), call);
  const TrackingRequest request{*body, collector.path, call.request.query,
                                headers_to_read(collector.dialect, call.request), now()};
  const OpenedSource opened = source_of(engine, collector, call, request);
  if (const auto* problem = std::get_if<Problem>(&opened)) return problem_reply(*problem, call.request.request_id);
  const SourceSpec& source = *std::get<std::shared_ptr<const SourceSpec>>(opened);
  SOJOURN_TRY(WriterOptions options, writer_options(source));
  auto batch = std::make_unique<EventBatch>();
  batch->source = source.name;
  batch->input = collector.path;
  EventWriter writer(*batch, std::move(options), [](EventBatch&) {
    return Status::limit("too many events in one body; send them in several", "body");
  });
  if (const Status read = read_tracking(collector.dialect, request, writer); !read.ok()) {
    return refuse_body(read, call);
  }
  Thanks thanks = collector.thanks(call, *batch);
  if (batch->events.empty() && batch->rejects.empty()) return thanks({});
  return deliver(engine, {std::move(batch), std::nullopt, body->size(), nullptr}, call.request.request_id,
                 std::move(thanks));
}

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

void add_segment(const Engine& engine, std::vector<Route>& routes) {
  const Words single{"POST",
                     "One call of a Segment or RudderStack SDK.",
                     "SegmentCall",
                     "Success",
                     R"({"type":"track","messageId":"m-1","userId":"anna","event":"Order Completed",)"
                     R"("properties":{"order_id":"1001","total":12.5,"currency":"EUR"},)"
                     R"("timestamp":"2026-01-05T10:00:00Z"})",
                     R"({"success":true})"};
  for (const char* word :
       {"identify", "track", "page", "screen", "group", "alias", "merge", "i", "t", "p", "s", "g", "a"}) {
    routes.push_back(collecting_route(
        engine, {Dialect::kSegment, std::string("/v1/") + word, kSingleBytesMax, thank_segment}, single));
  }
  const Words many{"POST",
                   "Calls of a Segment or RudderStack SDK in one body.",
                   "SegmentBatch",
                   "Success",
                   R"({"batch":[{"type":"page","messageId":"m-2","anonymousId":"cookie-7","name":"Prices",)"
                   R"("context":{"page":{"path":"/prices"}}}],"sentAt":"2026-01-05T10:00:01Z"})",
                   R"({"success":true})"};
  for (const char* path : {"/v1/batch", "/v1/b", "/v1/import", "/beacon/v1/batch"}) {
    routes.push_back(collecting_route(engine, {Dialect::kSegment, path, kBatchBytesMax, thank_segment}, many));
  }
  for (const char* path : {"/pixel/v1/track", "/pixel/v1/page"}) {
    routes.push_back(
        as_text(collecting_route(engine, {Dialect::kSegment, path, kSingleBytesMax, thank_pixel},
                                 {"GET", "One call of RudderStack as the address of a picture.", "", "", "", ""}),
                200, "image/gif"));
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
  }
  routes.push_back(collecting_route(
      engine, {Dialect::kPosthog, "/i/v1/analytics/events", kBatchBytesMax, thank_posthog_v1},
      {"POST", "Events of a PostHog SDK, in its newer protocol.", "PosthogEvents", "PosthogResults",
       R"({"created_at":"2026-01-05T10:00:01Z","batch":[{"event":"signed up","uuid":)"
       R"("0190a1b2-0000-7000-8000-000000000002","distinct_id":"anna","timestamp":"2026-01-05T10:00:00Z",)"
       R"("properties":{"plan":"pro"}}]})",
       R"({"results":{}})"}));
}

void add_snowplow(const Engine& engine, std::vector<Route>& routes) {
  routes.push_back(as_text(
      collecting_route(engine,
                       {Dialect::kSnowplow, "/com.snowplowanalytics.snowplow/tp2", kBatchBytesMax, thank_snowplow},
                       {"POST", "Events of a Snowplow tracker.", "SnowplowEvents", "",
                        R"({"schema":"iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4","data":[)"
                        R"({"e":"pv","p":"web","tv":"js-4","aid":"KEY","duid":"cookie-7","eid":)"
                        R"("0190a1b2-0000-4000-8000-000000000003","url":"https://shop.example/prices",)"
                        R"("page":"Prices","dtm":"1767607200000","stm":"1767607201000"}]})",
                        "ok"}),
      200, "text/plain"));
  for (const char* path : {"/i", "/ice.png"}) {
    routes.push_back(as_text(
        collecting_route(engine, {Dialect::kSnowplow, path, kSingleBytesMax, thank_snowplow_pixel},
                         {"GET", "One event of a Snowplow tracker as the address of a picture.", "", "", "", ""}),
        200, "image/gif"));
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
                   "Nothing",
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
