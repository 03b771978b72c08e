// All that decides who comes in, of one data folder: the book, the log, and the clock that both go by.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "access/account_book.h"
#include "access/audit_log.h"
#include "base/time.h"

namespace sojourn {

struct Access {
  std::unique_ptr<AccountBook> book;
  std::unique_ptr<AuditLog> audit;
  std::function<Micros()> now = sojourn::now;

  // `store` is borrowed; `folder` is the data folder. Errors: those of the two.
  static Result<std::unique_ptr<Access>> open(Store& store, const std::string& folder) {
    auto access = std::make_unique<Access>();
    SOJOURN_TRY(access->book, AccountBook::open(store));
    SOJOURN_TRY(access->audit, AuditLog::open(folder + "/audit"));
    return access;
  }
};

}  // namespace sojourn
