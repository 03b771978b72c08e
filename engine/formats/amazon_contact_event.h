// Contact events of Amazon Connect, as EventBridge tells them while a contact goes on: each is told as the contact record
// that it will become, as far as it is known by then.
//
// Version   below every record's, so that the record takes their place whenever it comes: the second of the event, and how
//           far the contact has come.
// Wait      from entering the queue to the agent, or to the end.
// Source    Amazon Connect Administrator Guide, "Contact events".
#pragma once

#include "formats/json_fields.h"

namespace sojourn {

// The member of the record that holds its version.
inline constexpr const char* kContactEventVersion = "sojourn_version";

bool is_contact_event(const Json& json);
// REQUIRES: is_contact_event(event).
Json record_of_event(const Json& event);

}  // namespace sojourn
