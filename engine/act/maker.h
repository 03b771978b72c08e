// Whoever made an alert or a report: what goes out in their name shows no more than they may see at that moment.
#pragma once

#include <functional>
#include <string>

#include "access/account_book.h"
#include "boards/board.h"
#include "timelines/filter_segments.h"

namespace sojourn {

struct Maker {
  std::string account;  // "" : the owner without a name.
  Role role = Role::kOwner;
  std::string scope;     // "" : everything.
  std::string language;  // "" : not told.
  bool rules_all() const { return role == Role::kOwner || role == Role::kAdmin; }
};

// Errors: kNotFound, in words that say why it stops: the account is gone, disabled, or may not make boards any more.
using FindMaker = std::function<Result<Maker>(const std::string& account)>;

// `book` is borrowed; null: nobody but the owner without a name.
FindMaker makers_of(const AccountBook* book);

// What they may see now, and no more than they might when they saved it (`kept`). Errors: those of filters.
Result<std::string> scope_of(const Maker& maker, const std::string& kept, const FindSegment& find);

// May they see the board, as the pages would show it to them?
bool maker_sees(const Maker& maker, const Board& board);

}  // namespace sojourn
