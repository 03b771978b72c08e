// Who asks: filled by the gatekeeper for every request at the owner's door, and reachable from each Call.
//
// Scope     Whoever reads facts of the record on somebody's behalf must narrow what is read to `scope`: questions through
//           within_scope(), customers through access_scope.h. A handler that does neither needs a permission that goes
//           with no scope (record, setup, accounts).
#pragma once

#include <atomic>
#include <string>

#include "access/permission.h"
#include "answers/asker.h"
#include "base/status.h"
#include "measure/question.h"

namespace sojourn {

struct Caller {
  enum class By : unsigned char {
    kNobody,   // Not signed in: an open door.
    kMachine,  // No account exists and no key is set: whoever sits at this machine.
    kKey,      // The admin key.
    kSession,  // A cookie.
    kToken,    // An API token.
  };
  By by = By::kNobody;
  std::string account;        // "" : the owner without a name (kMachine, kKey), or nobody.
  std::string name;           // As people are addressed; the account where none is set.
  Role role = Role::kViewer;  // Of the account; owner for kMachine and kKey.
  Permissions permissions{};  // Of a token: its own, as far as its account has them still.
  std::string scope;          // Filter text; "" : everything.
  std::string credential;     // Id of the session or the token; "" for the others.
  std::string address;        // client_address.h.

  bool may(Permissions any) const { return permissions.has_any(any); }
};

// One filter that both allow; "" allows everything.
std::string join_scopes(const std::string& a, const std::string& b);

// "(where) and (scope)". `where` must be a filter by itself: else a bracket too many would open the scope.
// Errors: kInvalidArgument, as the filter's own (`where` is "column 12" of `where`).
Result<std::string> where_in_scope(const std::string& where, const Caller& caller);
// The same question within the caller's scope. Errors: as above, within "where".
Result<Question> within_scope(Question question, const Caller& caller);
// An error of a question that within_scope() made, in columns of what its asker wrote.
Status as_asked(Status error, const Caller& caller);
// Asks it within the caller's scope. Errors: those of the asker, as asked.
Result<Answer> ask_in_scope(const Asker& asker, const Question& question, const Caller& caller,
                            const std::atomic<bool>* cancelled = nullptr);

}  // namespace sojourn
