#include "api/inside.h"

#include "access/secret.h"
#include "api/application.h"
#include "api/owned_engine.h"
#include "api/problem.h"

namespace sojourn {
namespace {

class OwnerInside final : public InsideApi {
 public:
  explicit OwnerInside(std::unique_ptr<OwnedEngine> owned)
      : owned_(std::move(owned)), key_(random_word(32)), application_(options_of(key_), true, owned_->engine()) {}

  InsideReply ask(const std::string& verb, const std::string& target, const std::string& body,
                  const std::string& accept) override {
    HttpRequest request;
    request.method = verb;
    request.target = target;
    request.body = body;
    request.request_id = application_.request_id(nullptr);
    request.headers = {{"Host", "127.0.0.1"},
                       {"Authorization", "Bearer " + key_},
                       {"Accept", accept},
                       {"Content-Type", "application/json"}};
    Result<RequestTarget> read = parse_request_target(target);
    if (!read) return told(application_.reject(problem_of(read.error()), request));
    request.path = std::move(read->path);
    request.query = std::move(read->query);
    return told(application_.answer(request));
  }

 private:
  static ServerOptions options_of(const std::string& key) {
    ServerOptions options;
    options.admin_key = key;
    return options;
  }
  static InsideReply told(HttpReply reply) { return {reply.status, std::move(reply.body)}; }

  std::unique_ptr<OwnedEngine> owned_;
  const std::string key_;  // Known to nobody: who holds the folder is its owner, whatever accounts there are.
  Application application_;
};

}  // namespace

Result<std::unique_ptr<InsideApi>> InsideApi::open(const std::string& folder, Store& store, VoicedTimelines& timelines,
                                                   Asker& asker) {
  SOJOURN_CHECK(ready_for_secrets());
  SOJOURN_TRY(std::unique_ptr<OwnedEngine> owned, OwnedEngine::open(folder, store, timelines, asker));
  return std::unique_ptr<InsideApi>(std::make_unique<OwnerInside>(std::move(owned)));
}

}  // namespace sojourn
