// The parameters of Snowplow's payloads.
#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "tracking/tracked_call.h"

namespace sojourn::snowplow {

// Short names with texts.
using Payload = std::vector<std::pair<std::string_view, std::string_view>>;
std::string_view value_of(const Payload& payload, std::string_view name);

// "add_to_cart" of "iglu:com.acme/add_to_cart/jsonschema/1-0-0".
std::string_view schema_name(std::string_view schema);
std::optional<Micros> milliseconds(std::string_view text);
// "sp=..." of the cookies: whom the collector knows from before.
std::string_view cookie_name(std::string_view cookies);

// What an event of the kinds se, tr and ti says. A line of an order brings no amount: the order does.
void take_structured(const Payload& payload, TrackedCall& call);
void take_transaction(const Payload& payload, TrackedCall& call);
void take_item(const Payload& payload, TrackedCall& call);

}  // namespace sojourn::snowplow
