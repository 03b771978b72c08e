// Which feedback opens a case, when it is due, who gets it, and who is told when nobody owns it.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "base/time.h"

namespace sojourn {

inline constexpr std::string_view kInboxSettingsDocument = "inbox_settings";  // The kind; there is one.
inline constexpr int kCaseHoursMax = 24 * 366;
inline constexpr size_t kEscalateToMax = 20;

struct InboxSettings {
  std::string cases;  // A filter; "" : there are no cases.
  int due_hours = 48;
  int escalate_hours = 24;               // 0: never.
  std::string assignee;                  // Who gets cases that nobody was given; "" : nobody.
  std::vector<std::string> escalate_to;  // Mail addresses.
  Micros since = kTimeMin;               // What happened earlier opens none.
};

// Checked but for the filter and the account. Keys that are left out are as in `former`.
// Errors: kInvalidArgument, `where` is the key.
Result<InboxSettings> parse_inbox_settings(std::string_view json, const InboxSettings& former = {});
nlohmann::ordered_json inbox_settings_json(const InboxSettings& settings);

}  // namespace sojourn
