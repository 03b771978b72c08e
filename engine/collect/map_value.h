// The part of a map file that says where a value comes from. Only map_*.cc include it.
#pragma once

#include "collect/map.h"
#include "collect/map_table.h"

namespace sojourn {

// A text is a column; a number or boolean is itself; a table is an expression (docs/formats/map.md, "Values").
Result<ValueSpec> parse_value(const toml::node& node, const MapTable& owner, std::string_view key);
// One pattern or several.
Result<std::vector<TimePattern>> parse_formats(const MapTable& table, std::string_view key);
Result<std::optional<Zone>> parse_zone(const MapTable& table, std::string_view key);

}  // namespace sojourn
