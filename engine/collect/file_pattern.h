// Which files a name with * and ? means.
#pragma once

#include <string>

namespace sojourn {

// Does a file's name match a pattern in which * stands for any characters and ? for one? Folders do not count, and
// endings of format and compression may be left out: "olist_orders*" and "paths" both match what ends in ".csv.gz".
bool matches_pattern(const std::string& path, const std::string& pattern);

}  // namespace sojourn
