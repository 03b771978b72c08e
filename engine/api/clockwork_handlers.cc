#include "api/clockwork_handlers.h"

namespace sojourn {

bool may_see_of(const Engine& engine, const MadeBy& made, const Caller& caller) {
  if (caller.scope.empty() || caller.scope == made.scope) return true;
  const Result<Maker> maker = engine.clockwork->makers()(made.owner);
  return maker && maker->scope == caller.scope;
}

bool may_change_of(const Engine& engine, const MadeBy& made, const Caller& caller) {
  if (caller.role == Role::kOwner || caller.role == Role::kAdmin) return true;
  if (!made.owner.empty() && made.owner == caller.account) return true;
  return !engine.clockwork->makers()(made.owner);  // Nobody's any more.
}

MadeBy made_by_after(const Engine& engine, const MadeBy* there, const Caller& caller) {
  const bool others = there != nullptr && there->owner != caller.account;
  if (others && engine.clockwork->makers()(there->owner)) return *there;
  return {caller.account, caller.scope};
}

}  // namespace sojourn
