#include "inbox/inbox_settings.h"

#include <algorithm>

#include "base/calendar.h"
#include "base/limits.h"
#include "boards/json_fields.h"

namespace sojourn {
namespace {

using boards::Json;
using boards::JsonFields;

constexpr size_t kBytesMax = size_t{64} << 10;
constexpr size_t kAddressMax = 254;
constexpr size_t kTimeCharactersMax = 64;

bool is_address(std::string_view text) {
  const size_t at = text.find('@');
  const bool plain = std::ranges::none_of(
      text, [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == ',' || c == '<' || c == '>'; });
  return plain && at != 0 && at != std::string_view::npos && at + 1 < text.size() &&
         text.find('@', at + 1) == std::string_view::npos && text.size() <= kAddressMax;
}

Status read_addresses(const JsonFields& fields, std::vector<std::string>& into) {
  SOJOURN_TRY(const Json* const list, fields.list("escalate_to", kEscalateToMax));
  if (list == nullptr) return {};
  into.clear();
  for (size_t i = 0; i < list->size(); ++i) {
    const Json& each = (*list)[i];
    if (!each.is_string() || !is_address(each.get<std::string>())) {
      return Status::invalid("a mail address was expected, such as care@example.com", fields.at("escalate_to", i));
    }
    into.push_back(each.get<std::string>());
  }
  return {};
}

Status read_since(const JsonFields& fields, Micros& into) {
  if (!fields.has("since")) return {};
  std::string text;
  SOJOURN_CHECK(fields.text("since", kTimeCharactersMax, text));
  if (text.empty()) {
    into = kTimeMin;
    return {};
  }
  const Result<ParsedTime> time = parse_time(text, Zone());
  if (!time) return Status::invalid("a time was expected, such as 2026-05-01", "since");
  into = time->utc;
  return {};
}

}  // namespace

Result<InboxSettings> parse_inbox_settings(std::string_view text, const InboxSettings& former) {
  SOJOURN_TRY(const Json json, boards::parse_bounded_json(text, "the inbox's settings", kBytesMax));
  const JsonFields fields(json, "");
  SOJOURN_CHECK(fields.only({"cases", "due_hours", "escalate_hours", "assignee", "escalate_to", "since"}));
  InboxSettings settings = former;
  SOJOURN_CHECK(fields.text("cases", limits::kFilterBytesMax, settings.cases));
  SOJOURN_CHECK(fields.integer("due_hours", 1, kCaseHoursMax, settings.due_hours));
  SOJOURN_CHECK(fields.integer("escalate_hours", 0, kCaseHoursMax, settings.escalate_hours));
  SOJOURN_CHECK(fields.text("assignee", kAddressMax, settings.assignee));
  SOJOURN_CHECK(read_addresses(fields, settings.escalate_to));
  SOJOURN_CHECK(read_since(fields, settings.since));
  return settings;
}

Json inbox_settings_json(const InboxSettings& settings) {
  return {{"cases", settings.cases},
          {"due_hours", settings.due_hours},
          {"escalate_hours", settings.escalate_hours},
          {"assignee", settings.assignee},
          {"escalate_to", settings.escalate_to},
          {"since", settings.since == kTimeMin ? "" : format_time(settings.since)}};
}

}  // namespace sojourn
