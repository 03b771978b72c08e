#include "act/customer_facts.h"

#include <algorithm>

#include "act/outgoing_settings.h"
#include "collect/phone.h"

namespace sojourn {
namespace {

constexpr size_t kEventsLookedAt = 10'000;

const std::string* field_of(const StoredEvent& event, Field field) {
  for (const auto& [each, text] : event.fields) {
    if (each == field) return &text;
  }
  return nullptr;
}

// As the response rate counts them: a kind of question and no answer. Comments are no asking.
bool is_asking(const StoredEvent& event) {
  if (field_of(event, Field::kKind) == nullptr || field_of(event, Field::kAnswer) != nullptr) return false;
  const std::string* direction = field_of(event, Field::kDirection);
  const std::string* touchpoint = field_of(event, Field::kTouchpoint);
  return (direction != nullptr && *direction == "out") || (touchpoint != nullptr && *touchpoint == "survey invitation");
}

}  // namespace

Result<CustomerFacts> read_customer(Store& store, const std::string& who, Micros now) {
  SOJOURN_TRY(const Identifier name, parse_identifier(who));
  SOJOURN_TRY(Store::Customer customer, store.customer(name));
  CustomerFacts facts;
  facts.identifiers = std::move(customer.identifiers);
  SOJOURN_TRY(const std::vector<StoredEvent> events,
              store.timeline(customer.number, {now - kAskedSearched, kTimeMax}, kEventsLookedAt, 0));
  for (const StoredEvent& event : events) {
    if (const std::string* language = field_of(event, Field::kLanguage)) facts.language = *language;
    if (is_asking(event) && event.time <= now) facts.last_asked = event.time;
  }
  return facts;
}

std::string address_of(const std::vector<Identifier>& identifiers, InviteBy by) {
  std::string shared;
  for (const Identifier& each : identifiers) {
    if (by == InviteBy::kSms && each.kind == IdentifierKind::kPhone) {
      if (const std::optional<std::string> phone = phone_e164(each.value, "")) return *phone;
    }
    if (by != InviteBy::kEmail || each.kind != IdentifierKind::kEmail) continue;
    const std::string address = mail_address(each.value);
    if (!address.empty() && !is_generic_mailbox(address)) return address;
    if (shared.empty()) shared = address;
  }
  return shared;
}

}  // namespace sojourn
