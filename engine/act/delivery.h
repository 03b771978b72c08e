// One message to one address, sent at most once: how far it came, as a part of the document that it belongs to.
//
// Once      it is kept as sending before it is handed over. What is found as sending after a start has failed: it may
//           have arrived, and is not sent again (invitation.h says why).
// Later     what was surely not taken is tried again, kDeliveryTriesMax times over about two days; what waits for a
//           setting does not count as a try, and ends after kDeliveryAgeMax.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "act/carrier.h"
#include "boards/json_fields.h"

namespace sojourn {

inline constexpr int64_t kDeliveryTriesMax = 8;
inline constexpr Micros kDeliveryAgeMax = 2 * kDay;

enum class DeliveryState : unsigned char { kWaiting, kSending, kSent, kFailed };

struct Delivery {
  InviteBy by = InviteBy::kEmail;
  std::string to;  // An address; "webhook".
  DeliveryState state = DeliveryState::kWaiting;
  std::string reason{};  // Why it failed, or waits still.
  int64_t tries = 0;
  Micros made = 0;
  Micros due = 0;  // While it waits.
  Micros at = 0;   // When it was handed over.
};

// Of mail addresses, and the webhook where it is told.
std::vector<Delivery> deliveries_to(const std::vector<std::string>& mail, bool webhook, Micros now);

boards::Json delivery_json(const Delivery& delivery);
// Errors: kCorruption.
Result<Delivery> read_delivery(const boards::Json& json);

// Is to be handed over now.
bool is_due(const Delivery& delivery, Micros now);
// After a start: what was being handed over has failed. Whether it was.
bool end_interrupted(Delivery& delivery);
// What waits fails where its definition was switched off, or does not name the address any more. Whether any did.
bool end_untold(std::vector<Delivery>& deliveries, bool enabled, const std::vector<std::string>& mail, bool webhook);
// As it stands once it is handed over, to be kept before it is.
void begin_sending(Delivery& delivery, Micros now);
// As it stands after what became of that. `id` spreads the pauses.
void end_sending(Delivery& delivery, const SendResult& result, const std::string& id, Micros now);

// "", "waiting", "sent", "failed: why" of all together: the worst of them.
std::string outcome_of(const std::vector<Delivery>& deliveries);
boards::Json told_json(const std::vector<Delivery>& deliveries);  // The addresses.

// Addresses to write to, as a definition lists them. Errors: kInvalidArgument, `where` is "mail[1]".
Result<std::vector<std::string>> read_addresses(const boards::JsonFields& fields, const char* key, size_t most);

}  // namespace sojourn
