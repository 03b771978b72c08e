// Decisions, and the course of goals: read, kept, and asked of records whose numbers are known.
#include <gmock/gmock.h>

#include <cmath>
#include <cstdlib>

#include "boards/board_shelf.h"
#include "boards/goal_course.h"
#include "store/batch_fixture.h"
#include "timelines/timelines.h"

namespace sojourn {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Targets : public testing::Test {
 protected:
  Targets() : store_(open_store(folder_.path())) {}

  // So many answers on one day, of customers of their own unless told whose.
  void answers(const std::string& day, int promoters, int passives, int detractors, const std::string& whose = "") {
    int customer = 0;
    for (const auto& [count, answer] : {std::pair(promoters, 10.0), {passives, 8.0}, {detractors, 2.0}}) {
      for (int i = 0; i < count; ++i) {
        const std::string who = (whose.empty() ? day : whose) + "-" + std::to_string(customer++);
        Event& event = maker_.add(day + std::to_string(customer), parse_time(day, Zone())->utc,
                                  {{IdentifierKind::kId, who}}, "survey");
        event.set_text(Field::kKind, "nps");
        event.set_number(Field::kAnswer, answer);
        event.set_text(Field::kChannel, i % 2 == 0 ? "web" : "call");
      }
    }
  }
  void order(const std::string& day, int amount) {
    const std::string number = std::to_string(orders_++);
    Event& event = maker_.add("order" + number, parse_time(day, Zone())->utc, {{IdentifierKind::kId, "buyer" + number}},
                              "purchase");
    event.set_integer(Field::kAmount, amount * 100);  // Cents.
    event.set_text(Field::kCurrency, "EUR");
    event.set_text(Field::kOrder, maker_.keep("no" + number));
  }
  void open() {
    append(*store_, maker_);
    timelines_ = Timelines::open(folder_.path(), *store_).value();
    shelf_ = BoardShelf::open(*store_).value();
    asker_ = std::make_unique<Asker>(*store_, *timelines_);
    asker_->set_segments(shelf_->find_segment());
  }
  DecisionState state(const std::string& json, const std::string& scope = "") {
    const Result<Decision> decision = parse_decision(json, "d", asker_->segments());
    EXPECT_TRUE(decision) << decision.status().to_string();
    const Result<DecisionState> state = decision_state(*decision, scope, *asker_);
    EXPECT_TRUE(state) << state.status().to_string();
    return *state;
  }
  GoalCourse course(const std::string& json) {
    const Goal goal = parse_goal(json, "g", asker_->segments()).value();
    const GoalState state = goal_state(goal, "", *asker_).value();
    const Result<GoalCourse> course = goal_course(goal, state, "", *asker_);
    EXPECT_TRUE(course) << course.status().to_string();
    return *course;
  }

  TemporaryFolder folder_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Timelines> timelines_;
  std::unique_ptr<BoardShelf> shelf_;
  std::unique_ptr<Asker> asker_;
  BatchMaker maker_;
  int orders_ = 0;
};

TEST_F(Targets, ADecisionIsProvenOrNot) {
  answers("2026-04-01", 40, 30, 30);  // The first of the 30 days before 1 May; the day earlier is outside.
  answers("2026-03-31", 0, 0, 100);
  answers("2026-05-01", 35, 10, 5);
  answers("2026-05-30", 35, 10, 5);
  answers("2026-05-31", 0, 0, 100);  // Outside.
  open();
  const DecisionState found = state(R"({"at":"2026-05-01","measure":"nps"})");
  EXPECT_EQ(found.before.from, "2026-04-01");
  EXPECT_EQ(found.after.to, "2026-05-31");
  EXPECT_NEAR(*found.before.value, 10, 1e-9);
  EXPECT_NEAR(*found.after.value, 60, 1e-9);
  EXPECT_EQ(found.before.n, 100);
  EXPECT_NEAR(*found.difference, 50, 1e-9);
  EXPECT_GT(*found.low, 0);
  EXPECT_EQ(found.verdict, "proven");
  EXPECT_EQ(found.reason, "");
  EXPECT_EQ(found.shared, 0);
  // A scope narrows both sides.
  EXPECT_EQ(state(R"({"at":"2026-05-01","measure":"nps"})", "channel = \"web\"").before.n, 50);
  const boards::Json json = decision_state_json(found);
  EXPECT_EQ(json["verdict"], "proven");
  EXPECT_EQ(json["before"]["n"], 100);
}

TEST_F(Targets, AnIntervalThatSpansZeroProvesNothing) {
  answers("2026-04-10", 40, 30, 30);
  answers("2026-05-10", 45, 28, 27);
  answers("2026-07-01", 1, 0, 0);
  open();
  const DecisionState found = state(R"({"at":"2026-05-01","measure":"nps"})");
  EXPECT_NEAR(*found.difference, 8, 1e-9);
  EXPECT_LT(*found.low, 0);
  EXPECT_GT(*found.high, 0);
  EXPECT_EQ(found.verdict, "not proven");
}

TEST_F(Targets, TheSameCustomersAreSaidToBeTheSame) {
  answers("2026-04-10", 40, 30, 30, "all");
  answers("2026-05-10", 70, 20, 10, "all");
  answers("2026-07-01", 1, 0, 0);
  open();
  const DecisionState found = state(R"({"at":"2026-05-01","measure":"nps"})");
  EXPECT_EQ(found.shared, 100);
  EXPECT_EQ(found.verdict, "proven");
  EXPECT_THAT(found.reason, HasSubstr("wider than need be"));
}

TEST_F(Targets, TooEarlyAndTooFewAreSaid) {
  answers("2026-04-10", 40, 30, 30);
  answers("2026-05-10", 5, 5, 5);
  open();
  const DecisionState early = state(R"({"at":"2026-05-01","measure":"nps"})");
  EXPECT_EQ(early.verdict, "too early");
  EXPECT_THAT(early.reason, HasSubstr("the record ends on 2026-05-10, the days after the decision on 2026-05-30"));
  EXPECT_EQ(early.after.n, 15) << "what is known is told";
  const DecisionState few = state(R"({"at":"2026-05-01","measure":"nps","days":10})");
  EXPECT_EQ(few.before.n, 0);
  EXPECT_EQ(few.verdict, "too few");
  const DecisionState after = state(R"({"at":"2026-04-16","measure":"nps","days":25})");
  EXPECT_EQ(after.verdict, "too few");
  EXPECT_THAT(after.reason, HasSubstr("n is below 30"));
}

TEST_F(Targets, DecisionsAreCheckedAndKept) {
  open();
  for (const auto& [json, where] :
       {std::pair(R"({"measure":"nps"})", "at"),
        {R"({"at":"soon","measure":"nps"})", "at"},
        {R"({"at":"2026-05-01T10:00","measure":"nps"})", "at"},
        {R"({"at":"1770000000","measure":"nps"})", "at"},
        {R"({"at":"2026-02-30","measure":"nps"})", "at"},
        {R"({"at":"2026/05/01","measure":"nps"})", "at"},
        {R"({"at":"2026-05-01"})", "measure"},
        {R"({"at":"2026-05-01","measure":"npss"})", "measure"},
        {R"({"at":"2026-05-01","measure":"quality"})", "measure"},
        {R"({"at":"2026-05-01","measure":"nps","days":0})", "days"},
        {R"({"at":"2026-05-01","measure":"nps","dais":3})", "dais"},
        {R"({"at":"2026-05-01","measure":"nps","where":"channl = 1"})", "where: column 1"}}) {
    EXPECT_EQ(parse_decision(json, "d", nullptr).error().where(), where) << json;
  }
  const Decision decision =
      parse_decision(R"({"at":"2026-05-01","measure":"nps","zone":"Europe/Amsterdam","days":14,"title":"Evenings",)"
                     R"("parameters":{"count":"all"},"where":"channel = \"web\""})",
                     "evenings", nullptr)
          .value();
  EXPECT_EQ(decision_json(DecisionKind::parse(DecisionKind::text(decision), "x").value()), decision_json(decision));
  ASSERT_TRUE(shelf_->decisions().put(decision));
  EXPECT_EQ(BoardShelf::open(*store_).value()->decisions().find("evenings").value()->days, 14);
  EXPECT_TRUE(shelf_->put_segment({"loyal", "", "", "channel = \"web\""}).ok());
  Decision other = decision;
  other.question.where = "segment(\"loyal\")";
  ASSERT_TRUE(shelf_->decisions().put(other));
  EXPECT_THAT(shelf_->uses_of("loyal"), ElementsAre("decision \"evenings\""));
}

TEST_F(Targets, AGoalIsReachedByADay) {
  open();
  for (const char* by : {"1770000000", "2027-02-29", "2027/12/31", "20271231", "soon"}) {
    const std::string json = R"({"measure":"nps","value":50,"by":")" + std::string(by) + "\"}";
    EXPECT_EQ(parse_goal(json, "g", nullptr).error().where(), "by") << by;
  }
  EXPECT_EQ(parse_goal(R"({"measure":"nps","value":50,"by":"2028-02-29"})", "g", nullptr)->by, "2028-02-29");
}

TEST_F(Targets, TotalsHaveNoCourse) {
  for (const char* day : {"2026-01-16", "2026-02-16", "2026-03-16", "2026-04-16"}) answers(day, 100, 0, 0);
  open();
  for (const char* measure : {"volume", "customers"}) {
    const std::string json = R"({"measure":")" + std::string(measure) + R"(","value":1000,"period":"12m"})";
    const GoalCourse total = course(json);
    EXPECT_FALSE(total.slope) << measure;
    EXPECT_EQ(total.on_course_at, "");
    EXPECT_THAT(total.reason, HasSubstr("is a total over the period"));
  }
  EXPECT_EQ(course(R"({"measure":"volume","value":100,"period":"12m"})").reason, "the goal is met");
}

TEST_F(Targets, TheRunningMonthIsLeftOutWhereNothingSaysHowSureItIs) {
  // One order a month has a value, and no interval.
  order("2026-01-16", 100);
  order("2026-02-16", 110);
  order("2026-03-16", 120);
  order("2026-04-03", 10);
  open();
  const GoalCourse found = course(R"({"measure":"order_value","value":1000,"period":"12m"})");
  ASSERT_EQ(found.months, 3u) << found.reason;
  EXPECT_NEAR(*found.slope, 10, 0.5);
}

TEST_F(Targets, AMonthWithoutAnIntervalIsLeftOutOfThoseThatHaveOne) {
  for (const auto& [day, amount] : {std::pair("2026-01-16", 100), {"2026-02-16", 110}, {"2026-04-16", 130}}) {
    for (int i = -5; i <= 5; ++i) order(day, amount + i);
  }
  order("2026-03-16", 5000);
  open();
  const GoalCourse found = course(R"({"measure":"order_value","value":1000000,"period":"12m"})");
  ASSERT_EQ(found.months, 3u) << found.reason;
  EXPECT_NEAR(*found.slope, 11, 1) << "April is half over: what is known of it stands a week earlier";
}

TEST_F(Targets, AGoalIsOnCourseWhereItsMonthsReachIt) {
  // 10, 20, 30 and 40 points on the 16th of four months of 2026: ten more each month.
  answers("2026-01-16", 30, 50, 20);
  answers("2026-02-16", 40, 40, 20);
  answers("2026-03-16", 50, 30, 20);
  answers("2026-04-16", 60, 20, 20);
  answers("2026-04-30", 60, 20, 20);
  open();
  const GoalCourse up = course(R"({"measure":"nps","value":60,"by":"2026-12-31"})");
  EXPECT_EQ(up.months, 4u);
  EXPECT_NEAR(*up.slope, 10, 0.5);
  EXPECT_LT(up.interval->low, 10);
  EXPECT_GT(up.interval->low, 0);
  // April's middle is near the 15th; two more months lead to the middle of June.
  EXPECT_GE(up.on_course_at, "2026-06-10");
  EXPECT_LE(up.on_course_at, "2026-06-20");
  EXPECT_EQ(up.in_time, true);
  EXPECT_EQ(up.reason, "");
  EXPECT_EQ(course(R"({"measure":"nps","value":60,"by":"2026-05-31"})").in_time, false);
  const GoalCourse down = course(R"({"measure":"nps","value":10,"better":"down"})");
  EXPECT_EQ(down.on_course_at, "");
  EXPECT_THAT(down.reason, HasSubstr("does not come nearer"));
  EXPECT_EQ(course(R"({"measure":"nps","value":5})").reason, "the goal is met");
  EXPECT_TRUE(course(R"({"measure":"nps","value":5})").slope);
  EXPECT_THAT(course(R"({"measure":"csat","value":5})").reason,
              HasSubstr("too few months with a value for a course: 0 of 3"));
  EXPECT_THAT(course(R"({"measure":"quality","value":1000000000})").reason, HasSubstr("not asked month by month"));
  EXPECT_EQ(goal_course_json(down)["on_course_at"], nullptr);
}

TEST_F(Targets, AFlatCourseSaysThatItMayBeChance) {
  answers("2026-01-16", 30, 50, 20);
  answers("2026-02-16", 29, 50, 21);
  answers("2026-03-16", 31, 50, 19);
  answers("2026-04-16", 31, 50, 19);
  open();
  const GoalCourse flat = course(R"({"measure":"nps","value":20})");
  EXPECT_NE(flat.on_course_at, "");
  EXPECT_THAT(flat.reason, HasSubstr("may be chance"));
  EXPECT_THAT(course(R"({"measure":"nps","value":100})").reason,
              testing::AnyOf(HasSubstr("chance"), HasSubstr("fifty")));
}

}  // namespace
}  // namespace sojourn
