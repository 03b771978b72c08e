// Asks a person about each column of a proposed map.
#pragma once

#include <iosfwd>
#include <string>

#include "collect/propose_map.h"

namespace sojourn {

// Enter accepts what is proposed, a word corrects it (choose_target), "?" lists the words, "=" accepts all that is
// left; so does the end of the input. `ask_zone`: also for the zone, where times are written without an offset.
void ask_columns(MapProposal& proposal, bool ask_zone, std::istream& in, std::ostream& out);

// "answer (nps)", "left out", "who.email".
std::string target_text(const ColumnProposal& column);
// What every event says of this field from now on.
void set_constant(MapProposal& proposal, const std::string& target, const std::string& value);

}  // namespace sojourn
