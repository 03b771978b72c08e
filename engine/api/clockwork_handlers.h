// What the handlers of alerts and reports share.
//
// Seeing    who sees the whole record sees all of them; who has a scope sees those that speak of the same part.
// Changing  whoever may make boards changes their own; owners and admins all. It goes on in the name of its maker, within
//           what that account may see; where the maker is gone, whoever saves it anew is.
#pragma once

#include <string>
#include <vector>

#include "act/clockwork.h"
#include "api/board_handlers.h"

namespace sojourn {

// Of an alert or a report: who made it, and what they might see then.
struct MadeBy {
  std::string owner;
  std::string scope;
};
bool may_see_of(const Engine& engine, const MadeBy& made, const Caller& caller);
bool may_change_of(const Engine& engine, const MadeBy& made, const Caller& caller);
// Whose it is once the caller has saved it; null: it is new.
MadeBy made_by_after(const Engine& engine, const MadeBy* there, const Caller& caller);

}  // namespace sojourn
