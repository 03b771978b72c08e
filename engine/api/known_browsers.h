// Browsers that somebody signed in from before, by the cookie that they still carry: what strangers type wrong does not
// lock out those who are at home there.
//
// Known     the hash of a session's cookie, also when the session is over; of an account the newest kBrowsersMost.
// Kept      as documents of the record, kind "known_browsers", one of an account; they go with it.
// Threads   any.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/store.h"

namespace sojourn {

class KnownBrowsers {
 public:
  static constexpr size_t kBrowsersMost = 20;

  // `store` is borrowed, and read at the first question.
  explicit KnownBrowsers(Store& store) : store_(store) {}

  // Which browser it is, by the secret of its cookie; "" : none that this account signed in from.
  std::string name(const std::string& account, const std::optional<std::string>& secret);
  // Errors: of the store.
  Status remember(const std::string& account, const std::string& secret);
  Status forget(const std::string& account);

 private:
  Status load();  // REQUIRES: mutex_ is held.

  Store& store_;
  std::mutex mutex_;
  bool loaded_ = false;
  std::map<std::string, std::vector<std::string>, std::less<>> hashes_;  // By account, the newest last.
};

}  // namespace sojourn
