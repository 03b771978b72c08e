#include "boards/segment.h"

#include "base/limits.h"
#include "boards/board.h"

namespace sojourn {

Result<Segment> parse_segment(std::string_view text, std::string_view otherwise) {
  SOJOURN_TRY(const boards::Json json, boards::parse_bounded_json(text, "a segment", kSegmentBytesMax));
  const boards::JsonFields fields(json, "");
  SOJOURN_CHECK(fields.only({"name", "title", "about", "where", "owner"}));
  Segment segment;
  segment.name = otherwise;
  SOJOURN_CHECK(fields.text("name", kBoardTitleMax, segment.name));
  SOJOURN_CHECK(boards::check_board_name(segment.name, "name"));
  SOJOURN_CHECK(fields.text("title", kBoardTitleMax, segment.title));
  SOJOURN_CHECK(fields.text("about", kBoardTextMax, segment.about));
  SOJOURN_CHECK(fields.text("where", limits::kFilterBytesMax, segment.where));
  if (segment.where.empty()) return Status::invalid("is needed: the filter that the name stands for", "where");
  return segment;
}

boards::Json segment_json(const Segment& segment) {
  return {{"name", segment.name},
          {"title", segment.title},
          {"about", segment.about},
          {"where", segment.where},
          {"owner", segment.owner}};
}

Result<Segment> SegmentKind::parse(std::string_view text, std::string_view name) {
  SOJOURN_TRY(Segment segment, parse_segment(text, name));
  SOJOURN_TRY(const boards::Json json, boards::parse_bounded_json(text, "a segment", kSegmentBytesMax));
  SOJOURN_CHECK(boards::JsonFields(json, "").text("owner", kBoardTitleMax, segment.owner));
  return segment;
}

}  // namespace sojourn
