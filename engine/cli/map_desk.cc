#include "cli/map_desk.h"

#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "cli/remote.h"
#include "intake/json_members.h"

namespace sojourn {
namespace {

using members::text_of;
using members::time_of;

std::string path_of(const std::string& name) { return "/v1/maps/" + path_segment(name); }

}  // namespace

Result<MapDesk> MapDesk::open(const std::string& folder, const std::string& owner, bool create) {
  SOJOURN_TRY(std::unique_ptr<ApiDesk> api, open_api_desk(folder, owner, create));
  return MapDesk(std::move(api));
}

Result<std::vector<SavedMap>> MapDesk::list() {
  SOJOURN_TRY(const ApiDesk::Json json, api_->ask("GET", "/v1/maps"));
  std::vector<SavedMap> all;
  for (const ApiDesk::Json& each : json.value("maps", ApiDesk::Json::array())) {
    all.push_back({text_of(each, "name"), text_of(each, "source"), "", time_of(each, "changed_at").value_or(0)});
  }
  return all;
}

Result<SavedMap> MapDesk::find(const std::string& name) {
  SavedMap map{name, "", "", 0};
  SOJOURN_TRY(map.toml, api_->ask_text("GET", path_of(name), "", "application/toml"));
  return map;
}

Status MapDesk::put(const std::string& name, const std::string& toml) {
  return api_->ask_text("PUT", path_of(name), toml).status();
}

Status MapDesk::remove(const std::string& name) { return api_->ask("DELETE", path_of(name)).status(); }

}  // namespace sojourn
