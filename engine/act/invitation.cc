#include "act/invitation.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "intake/json_members.h"

namespace sojourn {
namespace {

using members::integer_of;
using members::text_of;

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 6> kStates{"planned", "sending", "sent", "answered", "failed", "skipped"};
constexpr std::string_view kDue = "due";

Status damaged(const std::string& id, const std::string& what) {
  return Status::corruption("it cannot be read: " + what, "invitation \"" + id + "\"");
}

std::string hex_of(uint64_t bits) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text(16, '0');
  for (size_t i = text.size(); i-- > 0; bits >>= 4) text[i] = kDigits[bits & 15];
  return text;
}

void put(Json& json, const char* name, const std::string& text) {
  if (!text.empty()) json[name] = text;
}

void put(Json& json, const char* name, int64_t number) {
  if (number != 0) json[name] = number;
}

}  // namespace

std::string invitation_id(std::string_view rule, std::string_view cause) {
  const Hash128 hash = hash128(std::string(rule) + "\n" + std::string(cause));
  return "i-" + hex_of(hash.high) + hex_of(hash.low).substr(0, 8);
}

std::string_view state_name(const Invitation& invitation, Micros now) {
  if (invitation.state == InvitationState::kPlanned && invitation.due <= now) return kDue;
  return kStates[static_cast<size_t>(invitation.state)];
}

bool is_state_name(std::string_view name) {
  return name == kDue || std::find(kStates.begin(), kStates.end(), name) != kStates.end();
}

std::string invitation_text(const Invitation& invitation) {
  Json json{{"rule", invitation.rule}, {"survey", invitation.survey}, {"by", invite_by_name(invitation.by)}};
  json["state"] = kStates[static_cast<size_t>(invitation.state)];
  for (const auto& [name, text] : {std::pair("who", &invitation.who), std::pair("about", &invitation.about),
                                   std::pair("touchpoint", &invitation.touchpoint),
                                   std::pair("event", &invitation.event), std::pair("reason", &invitation.reason),
                                   std::pair("to", &invitation.to), std::pair("language", &invitation.language)}) {
    put(json, name, *text);
  }
  for (const auto& [name, number] :
       {std::pair("cause", invitation.cause), std::pair("cause_time", invitation.cause_time),
        std::pair("made", invitation.made), std::pair("due", invitation.due), std::pair("sent", invitation.sent),
        std::pair("answered", invitation.answered), std::pair("changed", invitation.changed),
        std::pair("tries", invitation.tries)}) {
    put(json, name, number);
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<Invitation> parse_invitation(const std::string& id, std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return damaged(id, "it is no JSON");
  Invitation one;
  one.id = id;
  const auto state = std::find(kStates.begin(), kStates.end(), text_of(json, "state"));
  if (state == kStates.end()) return damaged(id, "no known state");
  one.state = static_cast<InvitationState>(state - kStates.begin());
  const std::optional<InviteBy> by = find_invite_by(text_of(json, "by"));
  if (!by) return damaged(id, "no known way");
  one.by = *by;
  for (const auto& [name, into] :
       {std::pair("rule", &one.rule), std::pair("survey", &one.survey), std::pair("who", &one.who),
        std::pair("about", &one.about), std::pair("touchpoint", &one.touchpoint), std::pair("event", &one.event),
        std::pair("reason", &one.reason), std::pair("to", &one.to), std::pair("language", &one.language)}) {
    *into = text_of(json, name);
  }
  for (const auto& [name, into] :
       {std::pair("cause", &one.cause), std::pair("cause_time", &one.cause_time), std::pair("made", &one.made),
        std::pair("due", &one.due), std::pair("sent", &one.sent), std::pair("answered", &one.answered),
        std::pair("changed", &one.changed), std::pair("tries", &one.tries)}) {
    *into = integer_of(json, name);
  }
  if (one.rule.empty() || one.who.empty()) return damaged(id, "it names no rule or person");
  return one;
}

}  // namespace sojourn
