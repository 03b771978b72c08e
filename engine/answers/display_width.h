// How many columns of a terminal a text takes, and texts made fit for one.
#pragma once

#include <string>
#include <string_view>

namespace sojourn {

// Wide characters (East Asian, most emoji) take two columns, combining marks none. UTF-8; a stray byte counts one.
size_t display_width(std::string_view utf8);
// On one line, without control characters (which could move the cursor or colour the screen), at most `most` columns
// wide; what is longer ends in "…".
std::string display_text(std::string_view utf8, size_t most);

}  // namespace sojourn
