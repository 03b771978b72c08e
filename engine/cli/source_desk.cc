#include "cli/source_desk.h"

#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "cli/remote.h"
#include "intake/json_members.h"

namespace sojourn {
namespace {

using members::text_of;
using members::time_of;

using Json = ApiDesk::Json;

std::string path_of(const std::string& source) { return "/v1/sources/" + path_segment(source); }

SourceSpec read_source(const Json& json) {
  SourceSpec spec;
  spec.name = text_of(json, "source");
  spec.format = text_of(json, "format");
  spec.enabled = json.value("enabled", true);
  spec.zone = text_of(json, "zone");
  spec.country = text_of(json, "country");
  spec.currency = text_of(json, "currency");
  if (json.value("signed", false)) spec.signing_secret = kHiddenSecret;
  spec.made = time_of(json, "made").value_or(0);
  const Json settings = json.value("settings", Json::object());
  for (const auto& [name, value] : settings.items()) {
    if (value.is_string()) spec.settings[name] = value.get<std::string>();
  }
  for (const Json& key : json.value("keys", Json::array())) {
    spec.keys.push_back(
        {text_of(key, "id"), text_of(key, "kind"), "", time_of(key, "made").value_or(0), time_of(key, "revoked")});
  }
  return spec;
}

}  // namespace

Result<SourceDesk> SourceDesk::open(const std::string& folder, const std::string& owner, bool create) {
  SOJOURN_TRY(std::unique_ptr<ApiDesk> api, open_api_desk(folder, owner, create));
  return SourceDesk(std::move(api));
}

Result<std::vector<SourceSpec>> SourceDesk::list() {
  SOJOURN_TRY(const Json json, api_->ask("GET", "/v1/sources"));
  std::vector<SourceSpec> all;
  for (const Json& each : json.value("sources", Json::array())) {
    // Those of files alone have no format: nothing is set about them.
    if (text_of(each, "format").empty()) continue;
    SOJOURN_TRY(SourceSpec spec, find(text_of(each, "source")));
    all.push_back(std::move(spec));
  }
  return all;
}

Result<SourceSpec> SourceDesk::find(const std::string& name) {
  SOJOURN_TRY(const Json json, api_->ask("GET", path_of(name)));
  return read_source(json);
}

Status SourceDesk::put(const SourceSpec& spec, const std::optional<std::string>& secret) {
  Json body{{"format", spec.format},
            {"zone", spec.zone},
            {"country", spec.country},
            {"currency", spec.currency},
            {"enabled", spec.enabled}};
  body["settings"] = Json::object();
  for (const auto& [name, value] : spec.settings) body["settings"][name] = value;
  if (secret) body["secret"] = *secret;
  return api_->ask("PUT", path_of(spec.name), body).status();
}

Result<SourceBook::NewKey> SourceDesk::make_key(const std::string& source, const std::string& kind) {
  Json body = Json::object();
  if (!kind.empty()) body["kind"] = kind;
  SOJOURN_TRY(const Json json, api_->ask("POST", path_of(source) + "/keys", body));
  return SourceBook::NewKey{text_of(json, "id"), text_of(json, "key")};
}

Status SourceDesk::revoke_key(const std::string& source, const std::string& id) {
  return api_->ask("DELETE", path_of(source) + "/keys/" + path_segment(id)).status();
}

}  // namespace sojourn
