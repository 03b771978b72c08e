// The marks in a cue of WebVTT or SubRip: <v Name>, <b>, <00:00:01.000>, &amp;, {\an8}.
#pragma once

#include <string_view>
#include <vector>

#include "formats/turns.h"

namespace sojourn {

// One line of a cue: its words go to `turn`; where a <v Name> begins, what was said before it is a turn of its own. Other
// marks are left out; "5 < 6" is none.
void read_marked(std::string_view line, Turn& turn, std::vector<Turn>& turns);

}  // namespace sojourn
