// The tables and views of the record, made from the field table, and the way from older versions to this one.
// Format    docs/formats/store.md
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "event/fields.h"
#include "store/duckdb_session.h"

namespace sojourn {

// How a field is kept in the table `event`.
duckdb_type stored_type(FieldType type);

// Statements that make an empty record of the current version, without its views.
std::string schema_sql();
// Statements that make (or replace) the views for analysts.
std::string views_sql();

// Makes what is missing: an empty record, the steps from an older version, the views. All or nothing.
// `tell` (or null) hears of an old record that is brought forward. Errors: kConflict when the record is of a newer
// version; kUnavailable: the disk, or no room on it for bringing an old record forward.
Status prepare_schema(DuckConnection& connection, const std::string& folder,
                      const std::function<void(const std::string&)>& tell);

// The table `meta`: small facts about the record as a whole.
Result<std::string> read_meta(DuckConnection& connection, const std::string& key);  // "" when it is not there.
Status write_meta(DuckConnection& connection, const std::string& key, const std::string& value);

}  // namespace sojourn
