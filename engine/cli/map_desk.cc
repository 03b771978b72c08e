#include "cli/map_desk.h"

#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "cli/remote.h"
#include "intake/json_members.h"

namespace sojourn {
namespace {

using members::text_of;
using members::time_of;

using Json = nlohmann::json;

class LocalDesk final : public MapDesk {
 public:
  explicit LocalDesk(std::unique_ptr<Store> store) : store_(std::move(store)), book_(*store_) {}
  Result<std::vector<SavedMap>> list() override { return book_.list(); }
  Result<SavedMap> find(const std::string& name) override { return book_.find(name); }
  Status put(const std::string& name, const std::string& toml) override { return book_.put(name, toml).status(); }
  Status remove(const std::string& name) override { return book_.remove(name).status(); }

 private:
  std::unique_ptr<Store> store_;
  MapBook book_;
};

class RemoteDesk final : public MapDesk {
 public:
  explicit RemoteDesk(std::string address) : address_(std::move(address)) {}

  Result<std::vector<SavedMap>> list() override {
    SOJOURN_TRY(const std::string reply, ask_server(address_, "/v1/maps", "", "application/json"));
    const Json json = Json::parse(reply, nullptr, false);
    if (!json.is_object() || !json.contains("maps")) {
      return Status::unavailable("the server's reply is not JSON", address_);
    }
    std::vector<SavedMap> all;
    for (const Json& each : json["maps"]) {
      const Micros changed = time_of(each, "changed_at").value_or(0);
      all.push_back({text_of(each, "name"), text_of(each, "source"), "", changed});
    }
    return all;
  }
  Result<SavedMap> find(const std::string& name) override {
    SavedMap map{name, "", "", 0};
    SOJOURN_TRY(map.toml, ask_server(address_, path_of(name), "", "application/toml"));
    return map;
  }
  Status put(const std::string& name, const std::string& toml) override {
    return ask_server(address_, path_of(name), toml, "application/json", "PUT").status();
  }
  Status remove(const std::string& name) override {
    return ask_server(address_, path_of(name), "", "application/json", "DELETE").status();
  }

 private:
  static std::string path_of(const std::string& name) { return "/v1/maps/" + path_segment(name); }
  std::string address_;
};

}  // namespace

Result<std::unique_ptr<MapDesk>> open_map_desk(const std::string& folder, const std::string& owner, bool create) {
  StoreOptions options;
  options.create = create;
  options.owner = owner;
  Result<std::unique_ptr<Store>> store = Store::open(folder, options);
  if (store) return std::unique_ptr<MapDesk>(std::make_unique<LocalDesk>(std::move(store).value()));
  const std::optional<std::string> server = server_of(store.error());
  if (!server) return std::move(store).error();
  return std::unique_ptr<MapDesk>(std::make_unique<RemoteDesk>(*server));
}

}  // namespace sojourn
