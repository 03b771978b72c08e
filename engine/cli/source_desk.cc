#include "cli/source_desk.h"

#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "cli/remote.h"
#include "formats/format.h"
#include "intake/json_members.h"

namespace sojourn {
namespace {

using members::text_of;
using members::time_of;

using Json = nlohmann::ordered_json;

class LocalDesk final : public SourceDesk {
 public:
  LocalDesk(std::unique_ptr<Store> store, std::unique_ptr<SourceBook> book)
      : store_(std::move(store)), book_(std::move(book)) {}

  Result<std::vector<SourceSpec>> list() override { return book_->list(); }
  Result<SourceSpec> find(const std::string& name) override {
    SOJOURN_TRY(SourceSpec spec, book_->find(name));
    if (!spec.signing_secret.empty()) spec.signing_secret = kHiddenSecret;
    return spec;
  }
  Status put(const SourceSpec& spec, const std::optional<std::string>& secret) override {
    SourceSpec whole = spec;
    const Result<SourceSpec> known = book_->find(spec.name);
    whole.signing_secret = secret ? *secret : known ? known->signing_secret : "";
    return book_->put(whole);
  }
  Result<SourceBook::NewKey> make_key(const std::string& source, const std::string& kind) override {
    SOJOURN_TRY(const SourceSpec spec, book_->find(source));
    const char* const usual = spec.format == "tracking" ? "write" : "hook";
    return book_->make_key(source, kind.empty() ? usual : kind);
  }
  Status revoke_key(const std::string& source, const std::string& id) override { return book_->revoke_key(source, id); }

 private:
  std::unique_ptr<Store> store_;
  std::unique_ptr<SourceBook> book_;
};

Result<Json> read_reply(const Result<std::string>& reply) {
  if (!reply) return reply.error();
  Json json = Json::parse(*reply, nullptr, false);
  if (!json.is_object()) return Status::unavailable("the server's reply is not JSON");
  return json;
}

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

class RemoteDesk final : public SourceDesk {
 public:
  explicit RemoteDesk(std::string address) : address_(std::move(address)) {}

  Result<std::vector<SourceSpec>> list() override {
    SOJOURN_TRY(const Json json, read_reply(ask("/v1/sources")));
    std::vector<SourceSpec> all;
    for (const Json& each : json.value("sources", Json::array())) {
      // Those of files alone have no format: nothing is set about them.
      if (text_of(each, "format").empty()) continue;
      SOJOURN_TRY(SourceSpec spec, find(text_of(each, "source")));
      all.push_back(std::move(spec));
    }
    return all;
  }
  Result<SourceSpec> find(const std::string& name) override {
    SOJOURN_TRY(const Json json, read_reply(ask("/v1/sources/" + path_segment(name))));
    return read_source(json);
  }
  Status put(const SourceSpec& spec, const std::optional<std::string>& secret) override {
    Json body{{"format", spec.format},
              {"zone", spec.zone},
              {"country", spec.country},
              {"currency", spec.currency},
              {"enabled", spec.enabled}};
    body["settings"] = Json::object();
    for (const auto& [name, value] : spec.settings) body["settings"][name] = value;
    if (secret) body["secret"] = *secret;
    return ask("/v1/sources/" + path_segment(spec.name), dump(body), "PUT").status();
  }
  Result<SourceBook::NewKey> make_key(const std::string& source, const std::string& kind) override {
    Json body = Json::object();
    if (!kind.empty()) body["kind"] = kind;
    SOJOURN_TRY(const Json json, read_reply(ask("/v1/sources/" + path_segment(source) + "/keys", dump(body), "POST")));
    return SourceBook::NewKey{text_of(json, "id"), text_of(json, "key")};
  }
  Status revoke_key(const std::string& source, const std::string& id) override {
    return ask("/v1/sources/" + path_segment(source) + "/keys/" + path_segment(id), "", "DELETE").status();
  }

 private:
  static std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }
  Result<std::string> ask(const std::string& path, const std::string& body = "", const std::string& verb = "") const {
    return ask_server(address_, path, body, "application/json", verb);
  }

  std::string address_;
};

}  // namespace

Result<std::unique_ptr<SourceDesk>> open_source_desk(const std::string& folder, const std::string& owner, bool create) {
  StoreOptions options;
  options.create = create;
  options.owner = owner;
  Result<std::unique_ptr<Store>> store = Store::open(folder, options);
  if (!store) {
    const std::optional<std::string> server = server_of(store.error());
    if (!server) return std::move(store).error();
    return std::unique_ptr<SourceDesk>(std::make_unique<RemoteDesk>(*server));
  }
  SOJOURN_TRY(std::unique_ptr<SourceBook> book, SourceBook::open(**store));
  return std::unique_ptr<SourceDesk>(std::make_unique<LocalDesk>(std::move(store).value(), std::move(book)));
}

}  // namespace sojourn
