// Segments, goals, benchmarks and shares: kept, refused where they must be, and asked of a small record.
#include "boards/board_shelf.h"

#include <gmock/gmock.h>

#include "boards/board_answers.h"
#include "store/batch_fixture.h"
#include "timelines/timelines.h"

namespace sojourn {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr Micros kStart = 1'767'225'600 * kSecond;  // 2026-01-01

// 100 who were asked: 60 promoters, 22 passives, 18 detractors, so that the NPS is 42; the first 10 bought twice.
class Shelf : public testing::Test {
 protected:
  Shelf() : store_(open_store(folder_.path())) {
    BatchMaker maker;
    for (int i = 0; i < 100; ++i) {
      const std::string name = "c-" + std::to_string(100 + i);
      const Who who{{IdentifierKind::kId, name}};
      Event& survey = maker.add("s" + name, kStart + i * kHour, who, "survey");
      survey.set_text(Field::kKind, "nps");
      survey.set_text(Field::kChannel, i < 50 ? "web" : "app");
      survey.set_number(Field::kAnswer, i < 60 ? 10 : i < 82 ? 8 : 2);
      survey.set_number(Field::kScaleMin, 0);
      survey.set_number(Field::kScaleMax, 10);
      for (int j = 0; j < (i < 10 ? 2 : 0); ++j) {
        maker.add("p" + name + std::to_string(j), kStart + (i + j) * kHour, who, "purchase");
      }
    }
    append(*store_, maker);
    timelines_ = Timelines::open(folder_.path(), *store_).value();
    shelf_ = BoardShelf::open(*store_).value();
    asker_ = std::make_unique<Asker>(*store_, *timelines_);
    asker_->set_segments(shelf_->find_segment());
  }
  std::string put(const std::string& name, const std::string& where) {
    return shelf_->put_segment({name, "", "", where}).to_string();
  }
  Question nps() {
    Question question;
    question.measure = "nps";
    return question;
  }

  TemporaryFolder folder_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Timelines> timelines_;
  std::unique_ptr<BoardShelf> shelf_;
  std::unique_ptr<Asker> asker_;
};

TEST_F(Shelf, SegmentsAreCheckedKeptAndStayWhileInUse) {
  EXPECT_EQ(put("loyal", "did(\"purchase\") >= 2"), "");
  EXPECT_EQ(put("both", "segment(\"loyal\") and channel = \"web\""), "");
  EXPECT_THAT(put("wrong", "channl = 1"), HasSubstr("where: column 1: there is no field"));
  EXPECT_THAT(put("other", "segment(\"royal\")"), HasSubstr("there is no segment \"royal\". Did you mean loyal?"));
  EXPECT_THAT(put("loyal", "segment(\"both\")"), HasSubstr("the segment stands inside itself"));
  EXPECT_THAT(put("itself", "segment(\"itself\")"), HasSubstr("the segment stands inside itself"));
  EXPECT_EQ(parse_segment("{\"name\":\"a\"}").error().where(), "where");

  Board board = parse_board_json(R"json({"name":"care","where":"segment(\"loyal\")","tiles":[
    {"x":0,"y":0,"w":4,"h":3,"question":{"measure":"funnel","parameters":{"step":["segment('both')","true"]}}}]})json")
                    .value();
  EXPECT_TRUE(shelf_->put_board(board, {}, "")) << shelf_->put_board(board, {}, "").error().to_string();
  EXPECT_THAT(shelf_->uses_of("loyal"), ElementsAre("segment \"both\"", "board \"care\""));
  const Status used = shelf_->remove_segment("both");
  EXPECT_EQ(used.code(), StatusCode::kConflict);
  EXPECT_THAT(used.message(), HasSubstr("board \"care\", tile \"t1\""));
  EXPECT_TRUE(shelf_->remove_board("care", {}).ok());
  EXPECT_TRUE(shelf_->remove_segment("both").ok());
  EXPECT_EQ(shelf_->remove_segment("both").code(), StatusCode::kNotFound);
  EXPECT_EQ(BoardShelf::open(*store_).value()->segment("loyal").value()->where, "did(\"purchase\") >= 2");
}

TEST_F(Shelf, AChangedSegmentChangesWhatABoardShows) {
  EXPECT_EQ(put("chosen", "did(\"purchase\") >= 2"), "");
  const Board board = parse_board_json(R"json({"name":"care","where":"segment(\"chosen\")","period":"all","tiles":[
    {"x":0,"y":0,"w":4,"h":3,"question":{"measure":"nps"}},
    {"x":4,"y":0,"w":4,"h":3,"question":{"measure":"quality"}}]})json")
                          .value();
  const auto value = [&](const BoardReading& reading) {
    const auto answers = ask_board(board, reading, *asker_).value();
    return answers[0].answer ? value_of_row(*answers[0].answer, 0).value_or(-1000) : -2000;
  };
  EXPECT_EQ(value({}), 100);
  EXPECT_EQ(put("chosen", "answer <= 6"), "");
  EXPECT_EQ(value({}), -100);
  EXPECT_EQ(value({"", "", "channel = \"web\"", ""}), -1000) << "none of them is on the web";
  // What speaks of the whole record cannot be narrowed, and is not shown.
  EXPECT_THAT(ask_board(board, {}, *asker_).value()[1].answer.error().message(), HasSubstr("cannot be filtered"));
}

TEST_F(Shelf, GoalsTellHowFarTheyAre) {
  const auto state = [&](const std::string& json) {
    return goal_state(parse_goal(json, "g", asker_->segments()).value(), "", *asker_).value();
  };
  const GoalState missed = state(R"({"measure":"nps","value":50,"by":"2027-12-31"})");
  EXPECT_DOUBLE_EQ(missed.distance.value(), -8);
  EXPECT_EQ(missed.met, false);
  EXPECT_EQ(state(R"({"measure":"nps","value":42})").met, true);
  EXPECT_EQ(state(R"({"measure":"nps","value":50,"better":"down"})").met, true);
  const GoalState nobody = state(R"({"measure":"csat","value":50})");
  EXPECT_FALSE(nobody.met);
  EXPECT_FALSE(nobody.distance);
  EXPECT_EQ(parse_goal(R"({"measure":"stalled","value":5})", "g", nullptr).value().better, "down");
  for (const auto& [json, where] : {std::pair(R"({"measure":"nps"})", "value"),
                                    {R"({"measure":"nps","value":5,"by":"soon"})", "by"},
                                    {R"({"measure":"npss","value":5})", "measure"},
                                    {R"({"measure":"nps","value":5,"where":"channl = 1"})", "where: column 1"},
                                    {R"({"value":5})", "measure"}}) {
    EXPECT_EQ(parse_goal(json, "g", nullptr).error().where(), where) << json;
  }
  const Goal goal = parse_goal(R"({"measure":"nps","value":50.5,"by":"2027-12-31"})", "g", nullptr).value();
  const Goal again = GoalKind::parse(GoalKind::text(goal), "g").value();
  EXPECT_EQ(goal_json(again), goal_json(goal));
}

TEST_F(Shelf, AStandingRanksOurOwnAmongTheOthers) {
  const Benchmark table = parse_benchmark(R"({"name":"trade","source":"Trade survey","date":"2026-06-30","rows":[
    {"measure":"nps","group":"benchmark","value":38,"n":1200},{"measure":"nps","group":"rival","value":45},
    {"measure":"stalled","group":"rival","value":0}]})")
                              .value();
  const Standing ours = standing(table, nps(), *asker_).value();
  EXPECT_DOUBLE_EQ(ours.own.value(), 42);
  EXPECT_EQ(ours.rank, 2);
  ASSERT_EQ(ours.rows.size(), 3u);
  EXPECT_EQ(ours.rows[0].group, "rival");
  EXPECT_TRUE(ours.rows[1].own);
  EXPECT_EQ(ours.rows[1].n, 100);
  EXPECT_EQ(ours.rows[2].source, "Trade survey");
  EXPECT_EQ(ours.rows[2].date, "2026-06-30");
  Question other = nps();
  other.measure = "csat";
  EXPECT_EQ(standing(table, other, *asker_).error().where(), "measure");
  other.measure = "stalled";
  EXPECT_TRUE(standing(table, other, *asker_).value().less_is_better);
}

TEST_F(Shelf, EqualValuesShareARank) {
  const Benchmark table = parse_benchmark(R"({"name":"t","source":"s","rows":[{"measure":"nps","group":"a","value":42},
    {"measure":"nps","group":"b","value":40},{"measure":"nps","group":"c","value":50}]})")
                              .value();
  const Standing ours = standing(table, nps(), *asker_).value();
  EXPECT_EQ(ours.rank, 2);
  EXPECT_TRUE(ours.rows[1].own);
  EXPECT_EQ(ours.rows[2].rank, 2);
  EXPECT_EQ(ours.rows[3].rank, 4);
}

TEST_F(Shelf, BenchmarksAreReadFromJsonAndCsv) {
  const auto fault = [](const std::string& json) { return parse_benchmark(json, "t").error().where(); };
  EXPECT_EQ(fault(R"({"rows":[]})"), "source");
  EXPECT_EQ(fault(R"({"source":"s","rows":[]})"), "rows");
  EXPECT_EQ(fault(R"({"source":"s","rows":[{"measure":"nps","group":"a"}]})"), "rows[0].value");
  EXPECT_EQ(fault(R"({"source":"s","rows":[{"measure":"npss","group":"a","value":1}]})"), "rows[0].measure");
  EXPECT_EQ(fault(R"({"source":"s","date":"June","rows":[{"measure":"nps","group":"a","value":1}]})"), "date");
  const auto rows = parse_benchmark_csv("measure,group,value,n\r\nnps,\"a, b\",38,1200\r\nces,c,4.25,\r\n").value();
  EXPECT_THAT(rows, ElementsAre(BenchmarkRow{"nps", "a, b", 38, 1200}, BenchmarkRow{"ces", "c", 4.25, std::nullopt}));
  EXPECT_THAT(parse_benchmark_csv("measure,value\nnps,1\n").error().message(), HasSubstr("no column \"group\""));
  EXPECT_EQ(parse_benchmark_csv("measure,group,value\nnps,a,1\nnps,b,much\n").error().where(), "line 3: value");
  const Benchmark table{"t", "T", "s", "2026-01-01", rows};
  EXPECT_EQ(parse_benchmark(BenchmarkKind::text(table)).value(), table);
}

TEST_F(Shelf, SharesOpenByTheirTokenUntilTheyAreOver) {
  Share wish;
  wish.board = "care";
  wish.made_at = 100;
  wish.expires = 200;
  wish.scope = "agent = \"x\"";
  const ShareBook::Made made = shelf_->shares().make(wish).value();
  EXPECT_EQ(made.token.size(), 2 * kShareTokenBytes);
  EXPECT_THAT(ShareKind::text(*made.share), Not(HasSubstr(made.token)));
  const auto again = ShareBook::open(*store_).value();
  EXPECT_EQ(again->opened_by(made.token, 199).value()->scope, "agent = \"x\"");
  EXPECT_EQ(again->opened_by(made.token, 200).error().code(), StatusCode::kNotFound);
  EXPECT_EQ(again->opened_by("x" + made.token, 0).error().message(),
            again->opened_by(made.token, 200).error().message());
  EXPECT_EQ(again->remove("other", made.share->name).code(), StatusCode::kNotFound);
  EXPECT_TRUE(again->remove("care", made.share->name).ok());
  EXPECT_FALSE(again->opened_by(made.token, 150));
}

}  // namespace
}  // namespace sojourn
