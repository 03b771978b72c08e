#include "formats/twilio_fields.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/text.h"
#include "formats/json_fields.h"

namespace sojourn {
namespace {

// Names in small letters without blanks and underscores: callbacks, the API and the console write them differently. What
// stands in brackets ("Start Time (UTC)") is left out.
std::string plain_name(std::string_view name) {
  std::string plain;
  name = name.substr(0, name.find('('));
  for (const char c : name) {
    if (c != '_' && c != ' ' && c != '-') plain += lower_ascii(c);
  }
  return plain;
}

// What the events are made of; all else is kept as it is.
constexpr std::string_view kKnown[] = {
    "callsid",         "sid",        "messagesid", "smssid",        "smsmessagesid", "from",         "to",
    "callstatus",      "status",     "smsstatus",  "messagestatus", "direction",     "callduration", "duration",
    "timestamp",       "starttime",  "endtime",    "datecreated",   "dateupdated",   "datesent",     "sequencenumber",
    "parentcallsid",   "body",       "called",     "caller",        "accountsid",    "apiversion",   "uri",
    "subresourceuris", "answeredby", "queuetime",  "queueresult",   "currentqueue",  "sentdate"};

}  // namespace

void TwilioFields::add(std::string_view name, std::string_view value) {
  value = trim(value);
  if (value.empty() || !is_utf8(value) || !is_utf8(name)) return;
  values_[plain_name(name)] = Value{std::string(name), std::string(value)};
}

std::string TwilioFields::text(std::initializer_list<std::string_view> names) const {
  for (const std::string_view name : names) {
    const auto found = values_.find(name);
    if (found != values_.end()) return found->second.text;
  }
  return {};
}

void TwilioFields::keep_others(EventWriter& writer) const {
  Json rest = Json::object();
  for (const auto& [plain, value] : values_) {
    if (std::find(std::begin(kKnown), std::end(kKnown), plain) == std::end(kKnown)) rest[value.name] = value.text;
  }
  sojourn::keep_others(writer, rest, {});
}

}  // namespace sojourn
