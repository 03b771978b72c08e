// Values of OpenTelemetry, {"intValue": "7"}, as plain JSON: 7.
//
//   stringValue, bytesValue  text           intValue     a number, also where it is written as text
//   boolValue, doubleValue   as they are    arrayValue   [...]
//   kvlistValue              {...}          none at all  null
//
// Faults    what is no such value, and nesting beyond limits::kPropertyDepthMax, are noted in the room's `fault`.
// Errors    kInvalidArgument: not JSON.
#pragma once

#include <string>

#include "tracking/json_room.h"

namespace sojourn::telemetry {

// Appends the value to `out`.
Status append_value(JsonRoom& room, json::value value, std::string& out, size_t depth = 1);

// The same of what stands under arrayValue, {"values": [...]}.
Status append_list(JsonRoom& room, json::value value, std::string& out, size_t depth = 1);

// Notes what spoils the record being read, unless something did before.
void spoil(JsonRoom& room, std::string reason);

}  // namespace sojourn::telemetry
