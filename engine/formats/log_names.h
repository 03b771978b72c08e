// How values of our own events are called in event logs that we write, so that they come back as what they were.
//
// Fields      by their own names ("channel", "wait"), as import files have them; times as times.
// Properties  by theirs; "properties.NAME" where the name is a field's, or no name that XML could have; "json.NAME"
//             where the value is an array, or of another type than the same name had before.
// Mark        every event of ours carries the name of its source as kLogSource; events of other tools carry none, and what
//             they call "amount" is theirs.
#pragma once

#include <string>
#include <string_view>

#include "collect/event_writer.h"
#include "formats/event_log.h"

namespace sojourn {

inline constexpr std::string_view kLogSource = "sojourn_source";
inline constexpr std::string_view kLogId = "event_id";
inline constexpr std::string_view kLogEpisode = "episode";
inline constexpr std::string_view kLogCustomer = "customer";
inline constexpr std::string_view kLogJson = "json.";
inline constexpr std::string_view kRecordSource = "record_source";

// Under which name the value stands.
std::string log_name(const LogValue& value);
// The value as logs have it: times as ISO 8601.
std::string log_text(const LogValue& value);
// Text as XML has it, in attributes and between tags; control characters, which it cannot hold, are left out.
std::string xml_text(std::string_view text);
// The type of a cell that the log says is a number or a boolean: what JSON can say stays what it is, also where a table's
// cell would be taken for a name (1e-7, numbers of more than 15 digits).
CellType log_number_type(std::string_view text);
// Is it a time? Fields that are one are read from the record as text.
bool is_log_time(const LogValue& value);
// Reads a value back. `cell.text` is copied.
void write_log_value(EventWriter& writer, std::string_view name, const Cell& cell);
// The customer as the record writes it: "7", "email:ann@example.com".
void write_log_customer(EventWriter& writer, std::string_view customer);
// The source in which the event was before, unless it tells an earlier one.
void write_log_source(EventWriter& writer, std::string_view source, bool told);

}  // namespace sojourn
