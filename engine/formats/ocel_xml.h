// Reads OCEL 2.0 as XML. What becomes of its events, ocel_log.h says.
#pragma once

#include <string_view>

#include "formats/format.h"

namespace sojourn {

// Does it begin like one? A log of XES, whose root has the same name, does not.
bool is_ocel_xml(std::string_view head);
// Errors: kInvalidArgument for what is not XML or declares a document type, kLimit for what is nested too deep; `where`
// names the line.
Status read_ocel_xml(std::string_view bytes, const FormatSettings& settings, EventWriter& writer);

}  // namespace sojourn
