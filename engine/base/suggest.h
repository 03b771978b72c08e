// "Did you mean ...": the nearest names, for errors that help.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sojourn {

// Up to `most` of `names` within a small edit distance of `word`, nearest first.
std::vector<std::string> near_names(std::string_view word, std::span<const std::string> names, size_t most = 3);
// " Did you mean a, b or c?" or "".
std::string did_you_mean(std::string_view word, std::span<const std::string> names);

}  // namespace sojourn
