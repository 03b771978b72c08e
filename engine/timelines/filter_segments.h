// Segments in filters: segment("loyal") stands for a filter that has this name.
//
// Whoever asks hands in what the names stand for; parsing and binding a filter need not know. Expanded, a segment keeps
// its name and carries its filter along: segment("loyal", did("purchase") >= 2). This form is what Filter::parse takes;
// its errors name the segment and the column in the segment's own text, and columns outside of it stay as written.
// A filter that is not expanded can be parsed, so that its form can be checked, but not bound.
// Cost      none for a filter without segments.
// Threads   as those of what is handed in.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"

namespace sojourn {

// Segments inside segments, at most so deep.
inline constexpr size_t kSegmentDepthMax = 8;

// The filter text of a segment. Errors: kNotFound, with near names.
using FindSegment = std::function<Result<std::string>(std::string_view name)>;

// The filter with each segment's filter put behind its name. Null `find`: there are no segments.
// Errors: kInvalidArgument with the column, and the names of the segments around it: an unknown name, a segment that
// stands inside itself; kLimit: nested too deeply, or too long with all segments (limits::kFilterBytesMax).
Result<std::string> expand_segments(std::string_view filter, const FindSegment& find);

// The names that stand in the filter itself, each once, in order. A filter that cannot be read has none.
std::vector<std::string> segments_in(std::string_view filter);

}  // namespace sojourn
