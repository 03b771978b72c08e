// OCEL 2.0 as a SQLite file: tables event, object, event_object, object_object, event_map_type, object_map_type, and one
// of each type's own.
//
// Safe      the file is opened in memory, read-only and in SQLite's defensive way; views and triggers of it are never
//           run, and what takes too long is ended.
#pragma once

#include <string_view>

#include "formats/format.h"

namespace sojourn {

bool is_sqlite(std::string_view bytes);
// Errors: kInvalidArgument for a file that is damaged or has none of these tables; those of OcelLog.
Status read_ocel_sqlite(std::string_view bytes, const FormatSettings& settings, EventWriter& writer);

}  // namespace sojourn
