// What SDKs in browsers ask for before they send: the least that lets each of them work. Nothing here is secret; a key
// that no source has is refused, so that a slip is seen at once.
#include "api/handlers.h"
#include "api/intake_routes.h"
#include "api/record_json.h"
#include "api/write_key.h"

namespace sojourn {
namespace {

// The address that the sender called us by, for SDKs that are to send to the same one.
std::string protocol_of(const Call& call) { return call.header("X-Forwarded-Proto") == "https" ? "https" : "http"; }

Result<HttpReply> segment_settings(const Engine& engine, const Call& call) {
  const std::string& key = call.path[0];
  const OpenedSource opened = open_source(engine.sources, {key}, "write");
  if (const auto* problem = std::get_if<Problem>(&opened)) return problem_reply(*problem, call.request.request_id);
  // Without apiKey, analytics-next sends neither key nor Authorization.
  Json json;
  json["integrations"]["Segment.io"] = {
      {"apiKey", key}, {"apiHost", std::string(call.header("Host")) + "/v1"}, {"protocol", protocol_of(call)}};
  json["plan"]["track"] = Json::object();
  return json_reply(json);
}

Result<HttpReply> rudder_config(const Engine& engine, const Call& call) {
  const std::vector<std::string> keys = keys_offered(call.request);
  const OpenedSource opened = open_source(engine.sources, keys, "write");
  if (const auto* problem = std::get_if<Problem>(&opened)) return problem_reply(*problem, call.request.request_id);
  const SourceSpec& source = *std::get<std::shared_ptr<const SourceSpec>>(opened);
  const std::string made = format_time(source.made);
  const Json off{{"enabled", false}};
  Json json;
  json["source"] = {{"id", source.name},
                    {"name", source.name},
                    {"writeKey", keys.front()},
                    {"enabled", true},
                    {"config", {{"statsCollection", {{"errors", off}, {"metrics", off}}}}},
                    {"workspaceId", "sojourn"},
                    {"destinations", Json::array()},
                    {"connections", Json::array()},
                    {"dataplanes", Json::object()},
                    {"updatedAt", made}};
  json["updatedAt"] = made;
  return json_reply(json);
}

// No flags, no recording, no surveys of theirs: events alone.
Result<HttpReply> posthog_config(const Call& call) {
  return json_reply({{"token", call.path[0]},
                     {"supportedCompression", {"gzip", "gzip-js"}},
                     {"hasFeatureFlags", false},
                     {"sessionRecording", false},
                     {"surveys", false},
                     {"heatmaps", false},
                     {"capturePerformance", false},
                     {"captureDeadClicks", false},
                     {"isAuthenticated", false},
                     {"siteApps", Json::array()}});
}

Result<HttpReply> posthog_flags(const Call&) {
  return json_reply({{"flags", Json::object()},
                     {"featureFlags", Json::object()},
                     {"featureFlagPayloads", Json::object()},
                     {"errorsWhileComputingFlags", false},
                     {"supportedCompression", {"gzip", "gzip-js"}},
                     {"sessionRecording", false},
                     {"siteApps", Json::array()}});
}

Route with(Route route, Handler handler, std::string schema, std::string example) {
  route.handler = std::move(handler);
  route.reply_schema = std::move(schema);
  route.reply_example = std::move(example);
  return route;
}

Route quick_text(Route route, std::string body) {
  route.handler = [body](const Call&) {
    return Result<HttpReply>(HttpReply{200, "text/plain; charset=utf-8", body, {}});
  };
  route.media = {"text/plain"};
  route.reply_example = body;
  route.quick = true;
  return route;
}

}  // namespace

void add_sdk_routes(const Engine& engine, std::vector<Route>& routes) {
  routes.push_back(with(
      intake_route("GET", "/v1/projects/{key}/settings", "Settings of Segment's browser SDK."),
      [engine](const Call& call) { return segment_settings(engine, call); }, "SegmentSettings",
      R"({"integrations":{"Segment.io":{"apiKey":"KEY","apiHost":"localhost:8080/v1",)"
      R"("protocol":"http"}},"plan":{"track":{}}})"));
  routes.push_back(with(
      intake_route("GET", "/sourceConfig", "The source as RudderStack's SDKs ask for it."),
      [engine](const Call& call) { return rudder_config(engine, call); }, "RudderConfig", ""));
  routes.back().query = {{"writeKey", "string", "The key; or as Basic."}};
  routes.push_back(with(intake_route("GET", "/array/{key}/config", "Settings of PostHog's browser SDK: events alone."),
                        posthog_config, "PosthogConfig", ""));
  for (const char* path : {"/flags", "/decide"}) {
    Route flags = with(intake_route("POST", path, "Feature flags of PostHog: there are none."), posthog_flags,
                       "PosthogFlags", "");
    flags.request_schema = "Anything";
    flags.request_example = R"({"token":"KEY","distinct_id":"anna"})";
    routes.push_back(std::move(flags));
  }
  routes.push_back(quick_text(intake_route("GET", "/health", "Says ok while the server answers."), "ok"));
  Route version = with(
      intake_route("GET", "/version", "Which program this is."),
      [](const Call&) {
        return Result<HttpReply>(json_reply({{"name", "sojourn"}, {"version", SOJOURN_VERSION}}));
      },
      "Version", R"({"name":"sojourn","version":"0.1.0"})");
  version.quick = true;
  routes.push_back(std::move(version));
}

}  // namespace sojourn
