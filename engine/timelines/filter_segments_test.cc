// Segments in filters: what they expand to, where their errors stand, and what is refused.
#include "timelines/filter_segments.h"

#include <gmock/gmock.h>

#include <map>

#include "base/limits.h"
#include "timelines/filter.h"
#include "timelines/merged.h"

namespace sojourn {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class FilterSegments : public testing::Test {
 protected:
  FindSegment find() {
    return [this](std::string_view name) -> Result<std::string> {
      const auto found = texts_.find(std::string(name));
      if (found != texts_.end()) return found->second;
      return Status::not_found("there is no segment \"" + std::string(name) + "\".", "segment");
    };
  }
  std::string expanded(std::string_view filter) {
    const Result<std::string> text = expand_segments(filter, find());
    return text ? *text : text.error().to_string();
  }
  // What is wrong with the filter, when it is expanded, parsed or bound.
  std::string fault(std::string_view filter) {
    const Result<std::string> text = expand_segments(filter, find());
    if (!text) return text.error().to_string();
    const Result<Filter> parsed = Filter::parse(*text);
    if (!parsed) return parsed.error().to_string();
    const MergedSnapshot nothing(Columns(), {}, {});
    return bind_filter(*parsed, nothing, {}).status().to_string();
  }
  std::map<std::string, std::string> texts_{{"loyal", "did(\"purchase\") >= 2"},
                                            {"north", "department = \"North\""},
                                            {"both", "segment(\"loyal\") or segment('north')"},
                                            {"wrong", "channel ~ 1"},
                                            {"short", "channel ="},
                                            {"field", "channl = \"a\""}};
};

TEST_F(FilterSegments, StandForTheirFilter) {
  EXPECT_EQ(expanded("channel = \"web\""), "channel = \"web\"");
  EXPECT_EQ(expanded("segment(\"loyal\") and amount > 1"), "segment(\"loyal\",did(\"purchase\") >= 2) and amount > 1");
  EXPECT_EQ(
      expanded("not SEGMENT( 'both' )"),
      "not SEGMENT( 'both' ,segment(\"loyal\",did(\"purchase\") >= 2) or segment('north',department = \"North\"))");
  EXPECT_EQ(expanded("properties.segment = \"segment(x)\""), "properties.segment = \"segment(x)\"");
  EXPECT_EQ(fault("channel = \"web\" and segment(\"both\")"), "");
}

TEST_F(FilterSegments, BindAsOneThingWhateverTheyHold) {
  const Filter filter = Filter::parse(expanded("channel = \"web\" and segment(\"both\")")).value();
  EXPECT_EQ(filter.text(),
            "channel = \"web\" and segment(\"both\", segment(\"loyal\", did(\"purchase\") >= 2) or "
            "segment(\"north\", department = \"North\"))");
  EXPECT_EQ(Filter::parse(filter.text()).value().text(), filter.text());
  EXPECT_TRUE(filter.asks_about_life());
}

TEST_F(FilterSegments, FaultsNameTheSegmentAndItsOwnColumn) {
  EXPECT_EQ(fault("channel = \"web\" and segment(\"wrong\")"),
            "segment \"wrong\": column 9: unexpected character \"~\"");
  EXPECT_THAT(fault("segment(\"short\")"), HasSubstr("segment \"short\": column 10: expected"));
  EXPECT_THAT(fault("segment(\"field\")"), HasSubstr("segment \"field\": column 1: there is no field \"channl\""));
  texts_["leak"] = "amount > 1) or (amount < 1";
  EXPECT_THAT(fault("segment(\"leak\")"),
              HasSubstr("segment \"leak\": column 11: expected \"and\", \"or\" or the end, as no bracket is open"));
  texts_["outer"] = "amount > 1 and segment(\"field\")";
  EXPECT_THAT(fault("segment(\"outer\")"), HasSubstr("segment \"outer\": segment \"field\": column 1: there is no"));
}

TEST_F(FilterSegments, ColumnsBesideASegmentStayAsWritten) {
  EXPECT_THAT(fault("segment(\"both\") and channl = \"a\""), HasSubstr("column 21: there is no field"));
  EXPECT_THAT(fault("segment(\"both\") and segment( 'loyal' ) and channel = web"), HasSubstr("column 54: texts stand"));
  EXPECT_THAT(fault("segment(\"loyal\") extra"), HasSubstr("column 18: expected"));
}

TEST_F(FilterSegments, UnknownAndMisspeltNamesAreRefused) {
  EXPECT_EQ(fault("amount > 1 and segment(\"royal\")"), "column 16: there is no segment \"royal\".");
  EXPECT_THAT(fault("segment(loyal)"), HasSubstr("column 1: a segment is named in quotes"));
  EXPECT_THAT(fault("segment(\"loyal\", amount > 1)"), HasSubstr("column 1: a segment is named in quotes"));
  EXPECT_THAT(expand_segments("segment(\"loyal\")", nullptr).error().to_string(), HasSubstr("cannot be used here"));
  const Filter names = Filter::parse("amount > 1 or SEGMENT('loyal')").value();
  EXPECT_EQ(names.text(), "amount > 1 or segment(\"loyal\")");
  EXPECT_TRUE(names.asks_about_life());
  EXPECT_FALSE(names.sole_field());
  const MergedSnapshot nothing(Columns(), {}, {});
  EXPECT_THAT(bind_filter(names, nothing, {}).error().to_string(), HasSubstr("column 15: segments cannot be used"));
}

TEST_F(FilterSegments, CirclesDepthAndLengthEnd) {
  texts_["a"] = "segment(\"b\")";
  texts_["b"] = "amount > 1 or segment(\"a\")";
  EXPECT_EQ(fault("segment(\"a\")"),
            "segment \"a\": segment \"b\": column 15: the segment stands inside itself: \"a\", which uses \"b\", "
            "which uses \"a\"");
  for (int i = 0; i < 12; ++i) {
    texts_["d" + std::to_string(i)] = "segment(\"d" + std::to_string(i + 1) + "\")";
    const std::string next = "segment(\"x" + std::to_string(i + 1) + "\")";
    texts_["x" + std::to_string(i)] = next + " or " + next + " or " + next + " or " + next + " or " + next;
  }
  EXPECT_THAT(fault("segment(\"d0\")"), HasSubstr("more than 8 deep"));
  texts_["x7"] = "amount > 1";
  EXPECT_THAT(fault("segment(\"x0\")"), HasSubstr("longer than " + std::to_string(limits::kFilterBytesMax)));
  texts_["did"] = "did(segment(\"loyal\"))";
  EXPECT_THAT(fault("segment(\"did\")"), HasSubstr("segment \"did\": segment \"loyal\": column 1: did(...) cannot"));
}

TEST_F(FilterSegments, TheNamesThatAreUsedAreFound) {
  EXPECT_THAT(segments_in("segment(\"b\") or segment('a') or segment(\"b\")"), ElementsAre("b", "a"));
  EXPECT_THAT(segments_in("properties.segment = 1"), IsEmpty());
  EXPECT_THAT(segments_in("segment(\"b"), IsEmpty());
}

}  // namespace
}  // namespace sojourn
