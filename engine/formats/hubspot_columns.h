// The columns of HubSpot's exports: their internal names, and what they make of a table.
//
// Labels    are in the language of the export. English ones are known; settings name others (column.LABEL = name).
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "formats/format.h"
#include "formats/table.h"

namespace sojourn::hubspot {

enum class Object : unsigned char { kNone, kContact, kTicket, kDeal, kFeedback };

using Known = std::set<std::string, std::less<>>;

// Of a table whose columns are named.
Object object_of(const Table& table);
bool is_satisfaction(std::string_view survey_type);
// Gives the columns their internal names. Returns those that are read, or are private; what is left is kept as it is.
Known name_columns(Table& table, const FormatSettings& settings);

}  // namespace sojourn::hubspot
