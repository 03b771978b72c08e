// What names a person: a customer number, an e-mail address, a cookie, a device.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/status.h"

namespace sojourn {

// From the surest to the weakest. The first kind present on an event is its primary identifier, unless it is a generic
// mailbox and a person is named as well.
enum class IdentifierKind : uint8_t {
  kId = 0,         // The customer number of some system. Column `customer` or `id` of `who`.
  kEmail = 1,      // Compared in lower case.
  kPhone = 2,      // Compared by its digits, with a leading + kept.
  kAnonymous = 3,  // A cookie or an app installation.
  kDevice = 4,     // A device; never joins two known customers (event/identity.h).
  kAccount = 5,    // A company or household: membership, joins nobody.
  kUnknown = 6,  // Made for an event without any identifier, so that it has a timeline of its own (one event or order).
};
inline constexpr size_t kIdentifierKindCount = 7;

// "id", "email", "phone", "anonymous", "device", "account", "unknown".
std::string_view identifier_kind_name(IdentifierKind kind);
std::optional<IdentifierKind> find_identifier_kind(std::string_view name);

struct Identifier {
  IdentifierKind kind = IdentifierKind::kId;
  std::string value;
  auto operator<=>(const Identifier&) const = default;
};

// "email:a@example.com"; a bare customer number for kId when it holds no colon.
std::string format_identifier(const Identifier& identifier);
// The same read back: "kind:value", or a bare customer number. Errors: kInvalidArgument.
Result<Identifier> parse_identifier(std::string_view text);

// The form in which values are compared: e-mail lower case and trimmed, phone digits. Empty when the value names
// nobody: blank, "null", "undefined", "none", "n/a", "0" and the like, or, for a device, a generic word such as
// "mobile".
std::string normalise_identifier(IdentifierKind kind, std::string_view value);

// May this text, from a column that holds devices of whichever sort, be the number of one device? A model's name is
// not ("iPhone 13", "Galaxy"): it has a blank or no digit. A generic word is neither.
bool may_be_device_number(std::string_view text);

// info@, sales@, noreply@ ...: a mailbox that many people share.
bool is_generic_mailbox(std::string_view email);

}  // namespace sojourn
