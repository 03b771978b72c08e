// The two logs of Asterisk and FreePBX: the queues' and the call detail records.
//
// Source    app_queue and cdr_csv of Asterisk's documentation (queue_log fields, CDR columns).
#pragma once

#include <string>
#include <string_view>

#include "formats/format.h"

namespace sojourn {

// queue_log: epoch|call|queue|agent|event|data... One event a call, whichever queues it passed.
Status read_queue_log(const FormatInput& input, EventWriter& writer);
bool is_queue_log(std::string_view head);
// The same from the table of a database, as CSV with a header.
Status read_queue_table(const FormatInput& input, EventWriter& writer);
bool is_queue_table(std::string_view head);

// Master.csv, or a CDR table with a header line. One event a call (uniqueid), whichever rows it has.
Status read_call_records(const FormatInput& input, const FormatSettings& settings, EventWriter& writer);
bool is_call_records(std::string_view head);

// "PJSIP/1001-0000002a" -> "PJSIP/1001"; "NONE" -> "".
std::string agent_of_channel(std::string_view channel);

}  // namespace sojourn
