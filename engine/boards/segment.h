// A segment: a filter that has a name, so that others can say segment("loyal") in its place.
//
// Kept      as documents of the record, kind "segment". A segment may use others, but not itself.
// Owner     who made it: they change it, and owners and admins; else everybody's boards would be anybody's.
#pragma once

#include <string>
#include <string_view>

#include "base/status.h"
#include "boards/json_fields.h"

namespace sojourn {

inline constexpr size_t kSegmentsMax = 1000;
inline constexpr size_t kSegmentBytesMax = 64 * 1024;

struct Segment {
  std::string name;
  std::string title;  // "" : its name.
  std::string about;
  std::string where;
  std::string owner{};  // Who made it; "" : whoever rules. The server says; of a definition it is no part.
  bool operator==(const Segment&) const = default;
};

// Of an owner nothing is read. Errors: kInvalidArgument, kLimit; `where` is the place. The filter is checked by those who know the other segments.
Result<Segment> parse_segment(std::string_view json, std::string_view otherwise = {});
boards::Json segment_json(const Segment& segment);

struct SegmentKind {
  using Value = Segment;
  static constexpr const char* kDocument = "segment";
  static constexpr const char* kNoun = "segment";
  static constexpr size_t kMost = kSegmentsMax;
  static Result<Segment> parse(std::string_view text, std::string_view name);  // The owner too.
  static std::string text(const Segment& segment) { return boards::text_of(segment_json(segment)); }
};

}  // namespace sojourn
