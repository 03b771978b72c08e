// Values of the record as JSON, in the shapes that several handlers share.
#pragma once

#include <span>

#include "api/http_message.h"
#include "api/json_body.h"
#include "store/store.h"

namespace sojourn {

// ISO 8601, or null for 0, which stands for "never".
Json time_or_null(Micros time);
// {"kind":"email","value":"a@example.com"}
Json identifier_json(const Identifier& identifier);
// {"customer":"c-1","number":12,"identifiers":[...]}
Json person_json(uint32_t number, std::span<const Identifier> identifiers);
// {"number","a","b","since","by_hand","reason","made_at","undone_at"}; a and b as they are given to POST /v1/links.
Json link_json(const LinkFact& link);
// All fields as text: money "12.50", durations in seconds.
Json event_json(const StoredEvent& event);

HttpReply json_reply(const Json& json, int status = 200);

}  // namespace sojourn
