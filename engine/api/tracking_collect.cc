#include "api/tracking_collect.h"

#include "api/tracking_body.h"
#include "api/write_key.h"
#include "base/text.h"

namespace sojourn {
namespace {

constexpr std::string_view kCloudEvents = "application/cloudevents";
constexpr std::string_view kGrpc = "application/grpc";
constexpr const char* kCloudEventForms =
    "send events as application/cloudevents+json, as application/cloudevents-batch+json, or with ce-* headers";

bool is_protobuf(std::string_view type) {
  return same_word(type, "application/x-protobuf") || same_word(type, "application/protobuf") ||
         same_word(type.substr(0, kGrpc.size()), kGrpc);
}

// A body in a form that is not read at all, by its type; "" : it may be read.
std::string unreadable_type(Dialect dialect, std::string_view type) {
  if (dialect == Dialect::kOpenTelemetry && is_protobuf(type)) {
    return "logs are read as JSON, not as protobuf: set OTEL_EXPORTER_OTLP_PROTOCOL=http/json (or "
           "OTEL_EXPORTER_OTLP_LOGS_PROTOCOL), and in a collector `encoding: json` of its otlphttp exporter";
  }
  if (dialect == Dialect::kCloudEvents && same_word(type.substr(0, kCloudEvents.size()), kCloudEvents) &&
      !type.ends_with("+json")) {
    return kCloudEventForms;
  }
  return {};
}

// Of what could not be read: was it told to be something else than JSON, and is nothing else said about it?
bool is_foreign_type(Dialect dialect, const Call& call, std::string_view type) {
  return dialect == Dialect::kCloudEvents && !type.empty() && !same_word(type, "application/json") &&
         !type.ends_with("+json") && call.header("ce-specversion").empty() && call.header("ce-type").empty();
}

HttpReply wrong_type(std::string detail, const Call& call) {
  return problem_reply({415, "unsupported_media_type", std::move(detail), "Content-Type"}, call.request.request_id);
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

// The pattern, but for the addresses that vendors of schemas make up: those are no secret and say more.
std::string path_of(const Collector& collector, const Call& call) {
  constexpr size_t kPathBytesMax = 120;
  const bool made_up = collector.dialect == Dialect::kSnowplow && call.path.size() == 2;
  return made_up ? ("/" + call.path[0] + "/" + call.path[1]).substr(0, kPathBytesMax) : collector.path;
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

}  // namespace

Result<HttpReply> collect(const Engine& engine, const Collector& collector, const Call& call) {
  const std::string_view header = call.header("Content-Type");
  const std::string_view type = trimmed(header.substr(0, header.find(';')));
  if (std::string wrong = unreadable_type(collector.dialect, type); !wrong.empty()) {
    return wrong_type(std::move(wrong), call);
  }
  const Result<std::string> body = open_tracking_body(call.request, collector.bytes_max);
  if (!body.has_value()) return refuse_body(body.error(), call);
  const std::string path = path_of(collector, call);
  const TrackingRequest request{*body, path, call.request.query, headers_to_read(collector.dialect, call.request),
                                now()};
  const OpenedSource opened = source_of(engine, collector, call, request);
  if (const auto* problem = std::get_if<Problem>(&opened)) return problem_reply(*problem, call.request.request_id);
  const SourceSpec& source = *std::get<std::shared_ptr<const SourceSpec>>(opened);
  if (std::optional<HttpReply> flood = refuse_flood(engine, source.name, call.request.request_id)) return *flood;
  SOJOURN_TRY(WriterOptions options, writer_options(source));
  auto batch = std::make_unique<EventBatch>();
  batch->source = source.name;
  batch->input = path;
  EventWriter writer(*batch, std::move(options), [](EventBatch&) {
    return Status::limit("too many events in one body; send them in several", "body");
  });
  if (const Status read = read_tracking(collector.dialect, request, writer); !read.ok()) {
    const bool foreign = is_foreign_type(collector.dialect, call, type);
    return foreign ? wrong_type(kCloudEventForms, call) : refuse_body(read, call);
  }
  Thanks thanks = collector.thanks(call, *batch);
  if (batch->events.empty() && batch->rejects.empty()) return thanks({});
  return deliver(engine, {std::move(batch), std::nullopt, body->size(), nullptr}, call.request.request_id,
                 std::move(thanks));
}

}  // namespace sojourn
