#include "cli/api_desk.h"

#include <nlohmann/json.hpp>

#include "api/inside.h"
#include "cli/remote.h"
#include "cli/workplace.h"

namespace sojourn {
namespace {

constexpr long kFirstError = 400;

class OwnFolder final : public ApiDesk {
 public:
  OwnFolder(Workplace place, std::unique_ptr<InsideApi> api) : place_(std::move(place)), api_(std::move(api)) {}

  Result<std::string> ask_text(const std::string& verb, const std::string& path, const std::string& body,
                               const std::string& accept) override {
    InsideReply reply = api_->ask(verb, path, body, accept);
    if (reply.status >= kFirstError) return error_of_reply(reply.status, reply.body);
    return std::move(reply.body);
  }
  std::string server() const override { return {}; }

 private:
  Workplace place_;
  std::unique_ptr<InsideApi> api_;
};

class FolderOfServer final : public ApiDesk {
 public:
  explicit FolderOfServer(std::string address) : address_(std::move(address)) {}

  Result<std::string> ask_text(const std::string& verb, const std::string& path, const std::string& body,
                               const std::string& accept) override {
    return ask_server(address_, path, body, accept, verb);
  }
  std::string server() const override { return address_; }

 private:
  std::string address_;
};

}  // namespace

Result<ApiDesk::Json> ApiDesk::ask(const std::string& verb, const std::string& path, const Json& body) {
  const std::string text = body.is_null() ? "" : body.dump(-1, ' ', false, Json::error_handler_t::replace);
  SOJOURN_TRY(const std::string reply, ask_text(verb, path, text));
  if (reply.empty()) return Json();
  Json json = Json::parse(reply, nullptr, false);
  if (json.is_discarded()) return Status::unavailable("the server's reply is not JSON");
  return json;
}

Result<ApiDesk::Json> ApiDesk::ask(const std::string& verb, const std::string& path) { return ask(verb, path, Json()); }

Result<std::unique_ptr<ApiDesk>> open_api_desk(const std::string& folder, const std::string& owner, bool create) {
  Result<Workplace> place = open_workplace(folder, owner, create);
  if (!place) {
    const std::optional<std::string> server = server_of(place.error());
    if (!server) return std::move(place).error();
    return std::unique_ptr<ApiDesk>(std::make_unique<FolderOfServer>(*server));
  }
  SOJOURN_TRY(std::unique_ptr<InsideApi> api, InsideApi::open(folder, *place->store, *place->timelines, *place->asker));
  return std::unique_ptr<ApiDesk>(std::make_unique<OwnFolder>(*std::move(place), std::move(api)));
}

}  // namespace sojourn
