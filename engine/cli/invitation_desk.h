// Rules and invitations, asked over the API (api_desk.h). Replies are the JSON of act/invitation_json.h.
#pragma once

#include <memory>
#include <string>

#include "act/invitation_json.h"
#include "base/status.h"
#include "cli/api_desk.h"

namespace sojourn {

class InvitationDesk {
 public:
  // `create`: make the folder when it is missing. Errors: those of open_api_desk().
  static Result<InvitationDesk> open(const std::string& folder, bool create);

  Result<ActJson> rules();
  Result<ActJson> rule(const std::string& name);
  Status put_rule(const InvitationRule& rule);
  Status remove_rule(const std::string& name);
  Result<ActJson> try_rule(const InvitationRule& rule);
  Result<ActJson> invitations(const InvitationFilter& filter);
  Result<ActJson> unsubscribes();
  Status unsubscribe(const std::string& who, bool again);
  Result<ActJson> mail();
  Status set_mail(const std::vector<NamedSetting>& settings);
  Status test_mail(const std::string& to);

 private:
  explicit InvitationDesk(std::unique_ptr<ApiDesk> api) : api_(std::move(api)) {}

  std::unique_ptr<ApiDesk> api_;
};

// Follows the record and sends what is due, once. Errors: kConflict at a server, which does it by itself.
Status send_what_is_due(const std::string& folder);

}  // namespace sojourn
