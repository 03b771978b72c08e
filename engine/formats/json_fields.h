// Reading JSON of the outside world: values by their path, in their unit, absent where the source is silent.
//
// Paths     "Agent.Username", "answers.0.text": names and places of array items, divided by dots.
// Absent    what is not there, is null, or is of another type; never 0 or "".
// Throws    nothing, whatever the bytes are.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/calendar.h"
#include "base/status.h"
#include "collect/event_writer.h"

namespace sojourn {

using Json = nlohmann::json;

// One document. Longer or deeper is no record of any tool we read; the parser's memory is bounded by it.
inline constexpr size_t kJsonBytesMax = size_t{32} << 20;
inline constexpr size_t kJsonDepthMax = 64;

// Errors: kInvalidArgument (what is wrong and at which byte), kLimit.
Result<Json> parse_json(std::string_view text);

// Null when absent.
const Json* json_at(const Json& json, std::string_view path);
// The array there; an empty one when there is none. So `for (const Json& item : items_at(json, "turns"))` always works.
const Json& items_at(const Json& json, std::string_view path);
// The object there; an empty one when there is none.
const Json& object_at(const Json& json, std::string_view path);

// A string as it is, trimmed; a number or boolean as JSON writes it; "" for all else.
std::string text_of(const Json& value);
std::string text_at(const Json& json, std::string_view path);
// The first of several names that has a text.
std::string text_at(const Json& json, std::initializer_list<std::string_view> paths);
// Numbers, also those written as strings ("42"). Whole: 12.0 is, 12.5 is not.
std::optional<double> number_at(const Json& json, std::string_view path);
std::optional<int64_t> integer_at(const Json& json, std::string_view path);
// true, false, "true", "false".
std::optional<bool> truth_at(const Json& json, std::string_view path);

// A length given in seconds, milliseconds or minutes; exact to the microsecond. Negative ones, with which some tools
// say "unknown", are absent.
std::optional<Micros> duration_at(const Json& json, std::string_view path, Micros unit);
// ISO 8601, or epoch seconds or milliseconds; wall-clock time in `zone` where it has no offset.
std::optional<ParsedTime> time_at(const Json& json, std::string_view path, const Zone& zone = Zone());
// Microseconds of it, for comparing.
std::optional<Micros> instant_at(const Json& json, std::string_view path, const Zone& zone = Zone());

// Keeps the members of `object` that are not among `known` as properties under `prefix` ("attributes."): scalars as
// they are, arrays as JSON, objects by their dotted names; what is called like a field ("channel") as "raw_channel". A property
// beyond 128 of one event, or 64 KiB of all, is
// left out, so that no record is refused for what we do not understand.
void keep_others(EventWriter& writer, const Json& object, std::initializer_list<std::string_view> known,
                 std::string_view prefix = "");

// Text that fits a field: cut between two letters at limits::kTextBytesMax.
std::string_view fitting(std::string_view text);
std::string_view fitting(std::string_view text, size_t bytes);

}  // namespace sojourn
