// What must be known of a customer before they are asked: how to reach them, in which language, when they were last
// asked, by whomever.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "act/rule.h"
#include "event/identifier.h"
#include "store/store.h"

namespace sojourn {

struct CustomerFacts {
  std::vector<Identifier> identifiers;
  std::string language;              // The last known; "" : none.
  std::optional<Micros> last_asked;  // The last invitation in the record, of any tool, within kAskedSearched.
};

inline constexpr Micros kAskedSearched = kRuleLengthMax;

// Errors: kNotFound when the record has nobody of that name.
Result<CustomerFacts> read_customer(Store& store, const std::string& who, Micros now);

// Where to reach somebody this way; "" : nowhere. A mailbox that many share (info@) is the last choice.
std::string address_of(const std::vector<Identifier>& identifiers, InviteBy by);

}  // namespace sojourn
