// The record, its sources, SDKs' settings, and the server itself.
#include "api/openapi_examples.h"

namespace sojourn {

std::vector<RouteExample> record_examples() {
  return {
      {"PUT /v1/stages",
       R"({"rules":[{"touchpoint":"home page","stage":"consider"},{"touchpoint":"purchase","stage":"buy"}]})",
       R"({"stages":["consider"],"rules":[{"touchpoint":"home page","stage":"consider"}]})"},
      {"GET /v1/stages", "", R"({"stages":["consider"],"rules":[{"touchpoint":"home page","stage":"consider"}]})"},
      {"GET /v1/rejects", "",
       R"({"total":1,"rejects":[{"source":"shop","file":"ev.csv","line":7,"field":"time","reason":"\"never\" is not a )"
       R"(time: it has another form; write 2026-03-01, 2026-03-01T12:00:00Z, 2026-03-01T12:00:00.5+02:00 or a number )"
       R"(of seconds, millisecond...","raw":"6,never,carl,,web,home page,,,,,,,","at":"2026-11-22T15:16:18.846537Z"}]})"},
      {"POST /v1/stages/try", R"({"rules":[{"touchpoint":"home page","stage":"evaluate"}]})",
       R"({"touchpoints":[{"touchpoint":"home page","events":3,"customers":2,"own":[{"stage":"buy","events":1}],)"
       R"("before":"consider","after":"evaluate","changed":2}],"left_out":0,"changed":2,)"
       R"("stages":[{"stage":"consider","before":2,"after":0},{"stage":"evaluate","before":0,"after":2},)"
       R"({"stage":"buy","before":1,"after":1},{"stage":null,"before":2,"after":2}]})"},
      {"GET /v1/rejects/groups", "",
       R"({"total":2,"groups":[{"source":"shop","field":"time","kind":"\"…\" is not a time: it has another form","rows":2,)"
       R"("example":"\"never\" is not a time: it has another form","first":"2026-11-22T15:16:18.846537Z",)"
       R"("last":"2026-11-22T15:16:18.846537Z"}],"cut":false})"},
      {"GET /v1/sources/{name}/arrivals", "",
       R"({"events":[{"sequence":41,"time":"2026-03-01T10:00:00Z","received":"2026-03-01T10:00:02.118031Z",)"
       R"("channel":"web","touchpoint":"visit","customer":"anna"}]})"},
      {"POST /v1/sql",
       R"({"sql":"select channel, count(*) as events from events group by channel order by channel","limit":10})",
       R"({"columns":[{"name":"channel","type":"VARCHAR"},{"name":"events","type":"BIGINT"}],"rows":[["store"],)"
       R"(["survey"]],"cut":false})"},
      {"GET /v1/status", "",
       R"({"version":"0.1.0","events":5,"customers":2,"data_until":"2026-01-03T00:00:00Z",)"
       R"("last_received":"2026-11-22T15:16:18.846537Z","change":2,"started":"2026-11-22T15:16:19.187022Z",)"
       R"("timelines":{"parts":1,"bytes":800}})"},
  };
}

std::vector<RouteExample> source_examples() {
  return {
      {"PUT /v1/sources/{name}", "",
       R"({"source":"web","format":"tracking","enabled":true,"zone":"Europe/Amsterdam","country":"NL",)"
       R"("currency":"EUR","signed":false,"settings":{},"made":"2026-11-22T15:16:21.221560Z","keys":[]})"},
      {"POST /v1/sources/{name}/keys", "", R"({"id":"75ff9efc","kind":"write","key":"sjw_KEY","path":null})"},
      {"GET /v1/sources/{name}", "",
       R"({"source":"web","format":"tracking","enabled":true,"zone":"Europe/Amsterdam","country":"NL",)"
       R"("currency":"EUR","signed":false,"settings":{},"made":"2026-11-22T15:16:21.221560Z","keys":[{"id":"75ff9efc",)"
       R"("kind":"write","made":"2026-11-22T15:16:21.234481Z","revoked":null}]})"},
      {"GET /v1/sources/{name}/keys", "",
       R"({"keys":[{"id":"75ff9efc","kind":"write","made":"2026-11-22T15:16:21.234481Z","revoked":null}]})"},
      {"GET /v1/sources", "",
       R"({"sources":[{"source":"shop","rows":6,"events":5,"repeats":0,"without_id":0,"without_time":0,"rejected":1,)"
       R"("first_event":"2026-01-01T00:00:00Z","last_event":"2026-01-03T00:00:00Z",)"
       R"("last_import":"2026-11-22T15:16:18.846537Z","last_received":"2026-11-22T15:16:18.846537Z","format":null,)"
       R"("enabled":null}]})"},
      {"DELETE /v1/sources/{name}/keys/{id}", "",
       R"({"id":"75ff9efc","kind":"write","made":"2026-11-22T15:16:21.234481Z",)"
       R"("revoked":"2026-11-22T15:16:21.242567Z"})"},
      {"GET /sourceConfig", "",
       R"({"source":{"id":"web","name":"web","writeKey":"sjw_KEY","enabled":true,)"
       R"("config":{"statsCollection":{"errors":{"enabled":false},"metrics":{"enabled":false}}},)"
       R"("workspaceId":"sojourn","destinations":[],"connections":[],"dataplanes":{},)"
       R"("updatedAt":"2026-11-22T15:16:21.221560Z"},"updatedAt":"2026-11-22T15:16:21.221560Z"})"},
      {"GET /array/{key}/config", "",
       R"({"token":"sjw_KEY","supportedCompression":["gzip","gzip-js"],"hasFeatureFlags":false,"sessionRecording":false,)"
       R"("surveys":false,"heatmaps":false,"capturePerformance":false,"captureDeadClicks":false,)"
       R"("isAuthenticated":false,"siteApps":[]})"},
      {"POST /flags", "",
       R"({"flags":{},"featureFlags":{},"featureFlagPayloads":{},"errorsWhileComputingFlags":false,)"
       R"("supportedCompression":["gzip","gzip-js"],"sessionRecording":false,"siteApps":[]})"},
      {"POST /decide", "",
       R"({"flags":{},"featureFlags":{},"featureFlagPayloads":{},"errorsWhileComputingFlags":false,)"
       R"("supportedCompression":["gzip","gzip-js"],"sessionRecording":false,"siteApps":[]})"},
      {"DELETE /v1/sources/{name}", "",
       R"({"source":"web","format":"tracking","enabled":false,"zone":"Europe/Amsterdam","country":"NL",)"
       R"("currency":"EUR","signed":false,"settings":{},"made":"2026-11-22T15:16:21.221560Z","keys":[{"id":"75ff9efc",)"
       R"("kind":"write","made":"2026-11-22T15:16:21.234481Z","revoked":"2026-11-22T15:16:21.242567Z"}]})"},
      {"GET /v1/formats", "",
       R"({"formats":[{"id":"tracking","title":"SDKs and events over HTTP","family":"tracking","channel":"web",)"
       R"("about":"Segment, RudderStack, PostHog, Snowplow, CloudEvents, OpenTelemetry logs and plain events, live, )"
       R"(with a write key.","webhooks":false,"signed":false,"recognised":false,"settings":[]}]})"},
      {"GET /v1/intake", "",
       R"({"commits":0,"events":0,"repeats":0,"refused_batches":0,"failed_batches":0,"waiting_bytes":0,)"
       R"("commit_seconds":0.0,"change":2,"last_sequence":5,"at":"2026-11-22T15:16:21.065075Z","trouble":null,)"
       R"("trouble_at":null})"},
      {"GET /healthz", "",
       R"(ok)"
       "\n"},
      {"GET /metrics", "",
       R"(# HELP sojourn_events Events in the timelines.)"
       "\n"
       R"(# TYPE sojourn_events gauge)"
       "\n"
       R"(sojourn_events 8041)"
       "\n"},
      {"GET /openapi.json", "", R"({"openapi":"3.1.0","info":{"title":"Sojourn"},"paths":{}})"},
  };
}

}  // namespace sojourn
