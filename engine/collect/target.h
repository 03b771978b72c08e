// What a column fills: the canonical names of import files, in one place (docs/formats/import.md).
//
// Names are compared in lower case, with blanks and hyphens as underscores:
//   id                            the event's own id
//   time, timestamp               when it happened
//   customer, who.id              the customer number; also email, phone, anonymous, account, and who.<kind>
//   account                       the identifier, and the property `account`, by which answers are split
//   device                        the field, and, where it can be the number of one device, an identifier
//   scale                         "1-10": scale_min and scale_max at once
//   every name of all_fields()
//   properties                    a JSON object: its members are properties
//   properties.<name>             a property; so is any column of another name
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "event/fields.h"
#include "event/identifier.h"

namespace sojourn {

struct Target {
  enum class Kind : unsigned char {
    kId,
    kTime,
    kWho,
    kField,
    kDevice,  // The field, and perhaps an identifier.
    kScale,
    kProperty,
    kProperties,
    // Only in files that the record wrote (collect/exported.h):
    kSource,
    kOffset,    // Of the source's clock, in minutes.
    kCustomer,  // An identifier with its kind, as format_identifier() writes it.
    kNothing,
  };
  Kind kind = Kind::kProperty;
  IdentifierKind who = IdentifierKind::kId;
  Field field = Field::kChannel;
  std::string property;  // Its name, without "properties."; of an identifier, one that it fills as well.
  bool operator==(const Target&) const = default;
};

// Every name has a target: what is no canonical name is a property.
Target find_target(std::string_view column);
// The canonical names, for errors that suggest one.
std::vector<std::string> canonical_names();
// A column's name as a property's: letters, digits, dots and underscores; all else becomes an underscore.
std::string property_name(std::string_view column);

}  // namespace sojourn
