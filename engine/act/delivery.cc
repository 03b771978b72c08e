#include "act/delivery.h"

#include <algorithm>
#include <array>

#include "act/invitation.h"
#include "base/hash.h"
#include "base/text.h"
#include "intake/json_members.h"

namespace sojourn {
namespace {

using boards::Json;
using members::integer_of;
using members::text_of;

constexpr std::array<std::string_view, 4> kStates{"waiting", "sending", "sent", "failed"};
constexpr Micros kLookAgain = 10 * kMinute;  // At what somebody must mend first.
constexpr std::array<Micros, kDeliveryTriesMax - 1> kPauses{kMinute,   5 * kMinute, 30 * kMinute, 2 * kHour,
                                                            5 * kHour, 10 * kHour,  24 * kHour};

Micros pause_after(int64_t tries, const std::string& id) {
  const Micros pause = kPauses[static_cast<size_t>(std::clamp<int64_t>(tries - 1, 0, kDeliveryTriesMax - 2))];
  // Spread, so that those that failed together do not come back together.
  return pause + static_cast<Micros>(hash64(id) % static_cast<uint64_t>(pause / 5));
}

}  // namespace

std::vector<Delivery> deliveries_to(const std::vector<std::string>& mail, bool webhook, Micros now) {
  std::vector<Delivery> all;
  for (const std::string& each : mail) all.push_back({InviteBy::kEmail, each});
  if (webhook) all.push_back({InviteBy::kWebhook, "webhook"});
  for (Delivery& each : all) each.made = each.due = now;
  return all;
}

Json delivery_json(const Delivery& delivery) {
  return {{"by", invite_by_name(delivery.by)},
          {"to", delivery.to},
          {"state", kStates[static_cast<size_t>(delivery.state)]},
          {"reason", delivery.reason},
          {"tries", delivery.tries},
          {"made", delivery.made},
          {"due", delivery.due},
          {"at", delivery.at}};
}

Result<Delivery> read_delivery(const Json& json) {
  if (!json.is_object()) return Status::corruption("a delivery is no object");
  Delivery delivery;
  const auto by = find_invite_by(text_of(json, "by"));
  const auto state = std::ranges::find(kStates, text_of(json, "state"));
  if (!by || state == kStates.end()) return Status::corruption("a delivery has no known way or state");
  delivery.by = *by;
  delivery.to = text_of(json, "to");
  delivery.state = static_cast<DeliveryState>(state - kStates.begin());
  delivery.reason = text_of(json, "reason");
  delivery.tries = integer_of(json, "tries");
  delivery.made = integer_of(json, "made");
  delivery.due = integer_of(json, "due");
  delivery.at = integer_of(json, "at");
  return delivery;
}

bool is_due(const Delivery& delivery, Micros now) {
  return delivery.state == DeliveryState::kWaiting && delivery.due <= now;
}

bool end_interrupted(Delivery& delivery) {
  if (delivery.state != DeliveryState::kSending) return false;
  delivery.state = DeliveryState::kFailed;
  delivery.reason = kInterrupted;
  return true;
}

bool end_untold(std::vector<Delivery>& deliveries, bool enabled, const std::vector<std::string>& mail, bool webhook) {
  bool any = false;
  for (Delivery& each : deliveries) {
    if (each.state != DeliveryState::kWaiting) continue;
    const bool named = each.by == InviteBy::kWebhook ? webhook : std::ranges::find(mail, each.to) != mail.end();
    if (enabled && named) continue;
    each.state = DeliveryState::kFailed;
    each.reason = enabled ? "not sent: the address was taken out" : "not sent: it was switched off";
    any = true;
  }
  return any;
}

void begin_sending(Delivery& delivery, Micros now) {
  delivery.state = DeliveryState::kSending;
  delivery.at = now;
  delivery.reason.clear();
  ++delivery.tries;
}

void end_sending(Delivery& delivery, const SendResult& result, const std::string& id, Micros now) {
  delivery.reason = result.detail;
  switch (result.outcome) {
    case SendOutcome::kSent: delivery.state = DeliveryState::kSent; return;
    case SendOutcome::kUnsure:
      delivery.state = DeliveryState::kFailed;
      delivery.reason = "unsure: " + result.detail;
      return;
    case SendOutcome::kRefused: delivery.state = DeliveryState::kFailed; return;
    case SendOutcome::kLater: break;
  }
  const bool mend_first = result.detail.ends_with(kMendSetting);
  if (mend_first) --delivery.tries;
  delivery.at = 0;
  const bool over = delivery.tries >= kDeliveryTriesMax || now - delivery.made >= kDeliveryAgeMax;
  delivery.state = over ? DeliveryState::kFailed : DeliveryState::kWaiting;
  delivery.due = now + (mend_first ? kLookAgain : pause_after(delivery.tries, id + delivery.to));
}

std::string outcome_of(const std::vector<Delivery>& deliveries) {
  const auto with = [&](DeliveryState state) { return std::ranges::find(deliveries, state, &Delivery::state); };
  if (deliveries.empty()) return {};
  if (const auto failed = with(DeliveryState::kFailed); failed != deliveries.end()) return "failed: " + failed->reason;
  for (const DeliveryState open : {DeliveryState::kWaiting, DeliveryState::kSending}) {
    if (const auto one = with(open); one != deliveries.end()) {
      return one->reason.empty() ? "waiting" : "waiting: " + one->reason;
    }
  }
  return "sent";
}

Json told_json(const std::vector<Delivery>& deliveries) {
  Json told = Json::array();
  for (const Delivery& each : deliveries) told.push_back(each.to);
  return told;
}

Result<std::vector<std::string>> read_addresses(const boards::JsonFields& fields, const char* key, size_t most) {
  std::vector<std::string> found;
  SOJOURN_TRY(const Json* const list, fields.list(key, most));
  if (list == nullptr) return found;
  for (size_t i = 0; i < list->size(); ++i) {
    const Json& each = (*list)[i];
    const std::string address = each.is_string() ? mail_address(each.get<std::string>()) : std::string();
    if (address.empty())
      return Status::invalid("a mail address was expected, such as anna@example.com", fields.at(key, i));
    if (std::ranges::find(found, address) == found.end()) found.push_back(address);
  }
  return found;
}

}  // namespace sojourn
