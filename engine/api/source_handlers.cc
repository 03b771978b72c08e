// Sources: what they are set to, their keys, how good their rows were; the formats that there are; how intake stands.
#include <algorithm>
#include <array>

#include "api/handlers.h"
#include "api/json_body.h"
#include "api/record_json.h"
#include "formats/format.h"

namespace sojourn {
namespace {

constexpr std::string_view kTracking = "tracking";
const std::array<std::string, 7> kSourceKeys{"format", "zone", "country", "currency", "secret", "settings", "enabled"};
const std::array<std::string, 1> kKeyKeys{"kind"};

// --- quality

Json quality_json(const std::string& name, const SourceQuality& quality) {
  return {{"source", name},
          {"rows", quality.counts.rows},
          {"events", quality.counts.events},
          {"repeats", quality.counts.repeats},
          {"without_id", quality.counts.without_id},
          {"without_time", quality.counts.without_time},
          {"rejected", quality.counts.rejected},
          {"first_event", time_or_null(quality.first_event)},
          {"last_event", time_or_null(quality.last_event)},
          {"last_import", time_or_null(quality.last_import)},
          {"last_received", time_or_null(quality.last_import)}};
}

// Of files alone: there is nothing set about it.
Json of_files(Json json) {
  json["format"] = nullptr;
  json["enabled"] = nullptr;
  return json;
}

Json of_book(Json json, const SourceSpec& spec) {
  json["format"] = spec.format;
  json["enabled"] = spec.enabled;
  return json;
}

// Those that brought something, and those that are set up and wait, each once.
Result<HttpReply> sources(const Engine& engine) {
  SOJOURN_TRY(const std::vector<SourceQuality> found, engine.store.quality());
  std::map<std::string, Json> by_name;
  for (const SourceQuality& each : found) by_name[each.source] = of_files(quality_json(each.source, each));
  for (const SourceSpec& spec : engine.sources.list()) {
    Json& json = by_name[spec.name];
    if (json.is_null()) json = quality_json(spec.name, {});
    json = of_book(std::move(json), spec);
  }
  Json reply;
  Json& list = reply["sources"] = Json::array();
  for (auto& [name, json] : by_name) list.push_back(std::move(json));
  return json_reply(reply);
}

// --- one source

Json key_json(const SourceKey& key) {
  return {{"id", key.id},
          {"kind", key.kind},
          {"made", time_or_null(key.made)},
          {"revoked", time_or_null(key.revoked.value_or(0))}};
}

Json keys_json(const SourceSpec& spec) {
  Json list = Json::array();
  for (const SourceKey& each : spec.keys) list.push_back(key_json(each));
  return list;
}

// Secrets are never shown: only whether there is one.
Json source_json(const SourceSpec& spec) {
  Json json{{"source", spec.name},
            {"format", spec.format},
            {"enabled", spec.enabled},
            {"zone", spec.zone},
            {"country", spec.country},
            {"currency", spec.currency},
            {"signed", !spec.signing_secret.empty()}};
  json["settings"] = Json::object();
  for (const auto& [name, value] : spec.settings) json["settings"][name] = value;
  json["made"] = time_or_null(spec.made);
  json["keys"] = keys_json(spec);
  return json;
}

Result<HttpReply> source(const Engine& engine, const Call& call, int status = 200) {
  SOJOURN_TRY(const SourceSpec spec, engine.sources.find(call.path[0]));
  return json_reply(source_json(spec), status);
}

Result<bool> truth_at(const Json& json, const std::string& key, bool otherwise) {
  if (!json.contains(key) || json[key].is_null()) return otherwise;
  if (!json[key].is_boolean()) return Status::invalid("true or false was expected", key);
  return json[key].get<bool>();
}

Result<std::map<std::string, std::string>> settings_at(const Json& json) {
  std::map<std::string, std::string> settings;
  if (!json.contains("settings") || json["settings"].is_null()) return settings;
  if (!json["settings"].is_object()) return Status::invalid("an object of texts was expected", "settings");
  for (const auto& [name, value] : json["settings"].items()) {
    if (!value.is_string()) return Status::invalid("a text was expected", "settings." + name);
    settings[name] = value.get<std::string>();
  }
  return settings;
}

// What is not told is as for a new source, but for the secret: nobody can read it to tell it again.
Result<SourceSpec> read_spec(const Json& json, std::string name, const std::string& known_secret) {
  SourceSpec spec;
  spec.name = std::move(name);
  SOJOURN_TRY(spec.format, text_or_empty(json, "format"));
  if (spec.format.empty()) spec.format = kTracking;
  SOJOURN_TRY(spec.zone, text_or_empty(json, "zone"));
  if (spec.zone.empty()) spec.zone = "UTC";
  SOJOURN_TRY(spec.country, text_or_empty(json, "country"));
  SOJOURN_TRY(spec.currency, text_or_empty(json, "currency"));
  const bool keeps = !json.contains("secret") || json["secret"].is_null();
  SOJOURN_TRY(spec.signing_secret, keeps ? Result<std::string>(known_secret) : text_at(json, "secret"));
  SOJOURN_TRY(spec.settings, settings_at(json));
  SOJOURN_TRY(spec.enabled, truth_at(json, "enabled", true));
  return spec;
}

Result<HttpReply> put_source(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const Json json, parse_json_object(call.request.body, kSourceKeys));
  const Result<SourceSpec> known = engine.sources.find(call.path[0]);
  SOJOURN_TRY(const SourceSpec spec,
              read_spec(json, call.path[0], known.has_value() ? known->signing_secret : std::string()));
  if (const Status put = engine.sources.put(spec); !put.ok()) {
    return put.where() == "signing_secret" ? Status(put.code(), put.message(), "secret") : put;
  }
  return source(engine, call, known.has_value() ? 200 : 201);
}

// Its events stay: facts are kept. It only takes nothing more.
Result<HttpReply> disable_source(const Engine& engine, const Call& call) {
  SOJOURN_CHECK(engine.sources.set_enabled(call.path[0], false));
  return source(engine, call);
}

// --- keys

Result<HttpReply> keys(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const SourceSpec spec, engine.sources.find(call.path[0]));
  Json json;
  json["keys"] = keys_json(spec);
  return json_reply(json);
}

Result<HttpReply> make_key(const Engine& engine, const Call& call) {
  const bool empty = call.request.body.find_first_not_of(" \t\r\n") == std::string::npos;
  SOJOURN_TRY(const Json json, empty ? Json::object() : parse_json_object(call.request.body, kKeyKeys));
  SOJOURN_TRY(std::string kind, text_or_empty(json, "kind"));
  SOJOURN_TRY(const SourceSpec spec, engine.sources.find(call.path[0]));
  if (kind.empty()) kind = spec.format == kTracking ? "write" : "hook";
  SOJOURN_TRY(const SourceBook::NewKey made, engine.sources.make_key(spec.name, kind));
  Json reply{{"id", made.id}, {"kind", kind}, {"key", made.key}};
  reply["path"] = kind == "hook" ? Json("/hooks/" + made.key) : Json(nullptr);
  return json_reply(reply, 201);
}

Result<HttpReply> revoke_key(const Engine& engine, const Call& call) {
  SOJOURN_CHECK(engine.sources.revoke_key(call.path[0], call.path[1]));
  SOJOURN_TRY(const SourceSpec spec, engine.sources.find(call.path[0]));
  const auto key = std::find_if(spec.keys.begin(), spec.keys.end(),
                                [&call](const SourceKey& each) { return each.id == call.path[1]; });
  if (key == spec.keys.end()) return Status::internal("a key is gone that was revoked");
  return json_reply(key_json(*key));
}

// --- formats and intake

Json format_json(const Format& format) {
  Json json{{"id", format.id},
            {"title", format.title},
            {"family", format.family},
            {"channel", format.channel},
            {"about", format.about},
            {"webhooks", format.webhooks},
            {"signed", format.signing.has_value()},
            {"recognised", format.recognises != nullptr}};
  Json& settings = json["settings"] = Json::array();
  for (const auto& [name, about] : format.settings) settings.push_back({{"name", name}, {"about", about}});
  return json;
}

Result<HttpReply> list_formats(const Call&) {
  Json json;
  Json& list = json["formats"] = Json::array();
  Format tracking;
  tracking.id = kTracking;
  tracking.title = "SDKs and events over HTTP";
  tracking.family = "tracking";
  tracking.channel = "web";
  tracking.about =
      "Segment, RudderStack, PostHog, Snowplow, CloudEvents, OpenTelemetry logs and plain events, live, with a write "
      "key.";
  list.push_back(format_json(tracking));
  for (const Format& each : formats()) list.push_back(format_json(each));
  return json_reply(json);
}

Result<HttpReply> intake(const Engine& engine) {
  const IntakeCounters counters = engine.intake.counters();
  const IntakeState state = engine.intake.state();
  const Trouble::Said trouble = engine.trouble->last();
  return json_reply({{"commits", counters.commits},
                     {"events", counters.events},
                     {"repeats", counters.repeats},
                     {"refused_batches", counters.refused_batches},
                     {"failed_batches", counters.failed_batches},
                     {"waiting_bytes", counters.waiting_bytes},
                     {"commit_seconds", counters.seconds},
                     {"change", state.change},
                     {"last_sequence", state.last_sequence},
                     {"at", time_or_null(state.at)},
                     {"trouble", trouble.at == 0 ? Json(nullptr) : Json(trouble.text)},
                     {"trouble_at", time_or_null(trouble.at)}});
}

const char* const kSourceExample =
    R"({"format":"tracking","zone":"Europe/Amsterdam","country":"NL","currency":"EUR","settings":{},"enabled":true})";
const char* const kKeyExample = R"({"kind":"write"})";

}  // namespace

void add_source_routes(const Engine& engine, std::vector<Route>& routes) {
  routes.push_back({"GET", "/v1/sources", "Where events come from, how they are set, and how good the rows were.",
                    [engine](const Call&) { return sources(engine); }, "", "Sources"});
  routes.back().needs = Permission::kRecord | Permission::kSetup;
  routes.push_back({"GET", "/v1/sources/{name}", "One source as it is set; its secret is not shown.",
                    [engine](const Call& call) { return source(engine, call); }, "", "Source"});
  routes.back().needs = Permission::kSetup;
  routes.push_back({"PUT", "/v1/sources/{name}", "Makes a source (201) or sets it anew; keys stay.",
                    [engine](const Call& call) { return put_source(engine, call); }, "SourceSettings", "Source"});
  routes.back().also = {{201, kIsNew}};
  routes.back().needs = Permission::kSetup;
  routes.back().request_example = kSourceExample;
  routes.push_back({"DELETE", "/v1/sources/{name}", "Disables a source; its events and keys stay.",
                    [engine](const Call& call) { return disable_source(engine, call); }, "", "Source"});
  routes.back().needs = Permission::kSetup;
  routes.push_back({"GET", "/v1/sources/{name}/keys", "The keys of a source, without the keys themselves.",
                    [engine](const Call& call) { return keys(engine, call); }, "", "SourceKeys"});
  routes.back().needs = Permission::kSetup;
  routes.push_back({"POST", "/v1/sources/{name}/keys", "Makes a key, which is shown this once.",
                    [engine](const Call& call) { return make_key(engine, call); }, "SourceKeyWish", "NewSourceKey"});
  routes.back().needs = Permission::kSetup;
  routes.back().request_example = kKeyExample;
  routes.back().success = 201;
  routes.push_back({"DELETE", "/v1/sources/{name}/keys/{id}", "Revokes a key; at once.",
                    [engine](const Call& call) { return revoke_key(engine, call); }, "", "SourceKey"});
  routes.back().needs = Permission::kSetup;
  routes.push_back({"GET", "/v1/formats", "The formats that sources may have.", list_formats, "", "Formats"});
  routes.back().needs = Permission::kSetup;
  routes.push_back({"GET", "/v1/intake", "How live intake stands.", [engine](const Call&) { return intake(engine); },
                    "", "IntakeStatus"});
  routes.back().needs = Permission::kRecord | Permission::kSetup;
}

}  // namespace sojourn
