#include "act/maker.h"

#include <algorithm>

#include "boards/board_answers.h"

namespace sojourn {

FindMaker makers_of(const AccountBook* book) {
  return [book](const std::string& account) -> Result<Maker> {
    if (account.empty()) return Maker{};
    const Result<Account> found = book == nullptr ? Status::not_found("") : book->find(account);
    const std::string who = "its maker, " + account + ", ";
    const std::string mend = ": who may make boards takes it over by saving it anew";
    if (!found && found.error().code() != StatusCode::kNotFound) return found.error();
    if (!found) return Status::not_found(who + "is gone" + mend, "owner");
    if (found->disabled) return Status::not_found(who + "is disabled" + mend, "owner");
    if (!permissions_of(found->role).has(Permission::kBoards)) {
      return Status::not_found(who + "may not make boards any more" + mend, "owner");
    }
    return Maker{account, found->role, found->scope, found->language};
  };
}

Result<std::string> scope_of(const Maker& maker, const std::string& kept, const FindSegment& find) {
  return both_filters(kept, maker.scope == kept ? std::string() : maker.scope, find);
}

bool maker_sees(const Maker& maker, const Board& board) {
  if (board.roles.empty() || maker.rules_all()) return true;
  if (std::ranges::find(board.roles, role_name(maker.role)) != board.roles.end()) return true;
  return !board.owner.empty() && board.owner == maker.account;
}

}  // namespace sojourn
