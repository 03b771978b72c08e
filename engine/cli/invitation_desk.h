// Where rules and invitations are kept: in the data folder, or over HTTP at the server that holds it. Replies are the
// JSON of act/invitation_json.h, the same either way.
#pragma once

#include <memory>
#include <string>

#include "act/invitation_json.h"
#include "base/status.h"

namespace sojourn {

class InvitationDesk {
 public:
  virtual ~InvitationDesk() = default;
  virtual Result<ActJson> rules() = 0;
  virtual Result<ActJson> rule(const std::string& name) = 0;
  virtual Status put_rule(const InvitationRule& rule) = 0;
  virtual Status remove_rule(const std::string& name) = 0;
  virtual Result<ActJson> try_rule(const InvitationRule& rule) = 0;
  virtual Result<ActJson> invitations(const InvitationFilter& filter) = 0;
  // Follows the record and sends what is due, once. Errors: kInvalidArgument at a server, which does it by itself.
  virtual Status run() = 0;
  virtual Result<ActJson> unsubscribes() = 0;
  virtual Status unsubscribe(const std::string& who, bool again) = 0;
  virtual Result<ActJson> mail() = 0;
  virtual Status set_mail(const std::vector<NamedSetting>& settings) = 0;
  virtual Status test_mail(const std::string& to) = 0;
};

// `create`: make the folder when it is missing. Errors: those of Store::open, but for a server that can be asked.
Result<std::unique_ptr<InvitationDesk>> open_invitation_desk(const std::string& folder, bool create);

}  // namespace sojourn
