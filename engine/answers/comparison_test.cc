// Method: a real store with answers whose numbers are known by hand; the formulas are proved in stats/difference_test.cc.
#include "answers/comparison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "stats/difference.h"
#include "stats/multiplicity.h"
#include "store/batch_fixture.h"

namespace sojourn {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Json = nlohmann::json;

class Comparisons : public ::testing::Test {
 protected:
  Comparisons() : store_(open_store(folder_.path())) {}

  // So many answers of so many customers, named after the region.
  void answers(const std::string& region, int promoters, int passives, int detractors,
               const std::string& day = "2026-01-10", const std::string& channel = "web") {
    int customer = 0;
    const std::vector<std::pair<int, double>> groups{{promoters, 10}, {passives, 8}, {detractors, 2}};
    for (const auto& [count, answer] : groups) {
      for (int i = 0; i < count; ++i) {
        const std::string who = region + std::to_string(customer++);
        Event& event = maker_.add("e" + std::to_string(events_++), parse_time(day, Zone())->utc,
                                  {{IdentifierKind::kId, who}}, "survey");
        event.set_text(Field::kKind, "nps");
        event.set_number(Field::kAnswer, answer);
        event.set_text(Field::kDepartment, maker_.keep(region));
        event.set_text(Field::kChannel, maker_.keep(channel));
        event.set_text(Field::kQuestion, "recommend");
      }
    }
  }
  // To be called once, after all answers.
  Asker asker() {
    append(*store_, maker_);
    timelines_ = std::move(*Timelines::open(folder_.path() + "/timelines", *store_));
    return Asker(*store_, *timelines_);
  }
  static Question nps(const std::string& where, std::vector<std::string> by = {}) {
    Question question;
    question.measure = "nps";
    question.where = where;
    question.by = std::move(by);
    return question;
  }
  static Question of(const std::string& region) { return nps("department = \"" + region + "\""); }

  TemporaryFolder folder_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Timelines> timelines_;
  BatchMaker maker_;
  int events_ = 0;
};

Estimate score(double promoters, double passives, double detractors) {
  const Interval interval = *nps_adjusted_wald({promoters, passives, detractors});
  const double n = promoters + passives + detractors;
  return {100 * (promoters - detractors) / n, {100 * interval.low, 100 * interval.high}};
}

TEST_F(Comparisons, ProveWhatDiffersAndNotWhatDoesNot) {
  answers("North", 60, 20, 20);
  answers("South", 30, 30, 40);
  answers("West", 58, 22, 20);
  const std::vector<Question> questions{of("North"), of("South"), of("West")};
  const Result<Comparison> found = compare(asker(), questions, {"North", "South"});
  ASSERT_TRUE(found) << found.error().to_string();
  EXPECT_THAT(found->names, ElementsAre("North", "South", "department = \"West\""));
  ASSERT_EQ(found->rows.size(), 3u);
  const ComparisonRow& base = found->rows[0];
  const ComparisonRow& south = found->rows[1];
  const ComparisonRow& west = found->rows[2];
  EXPECT_FALSE(base.difference || base.proven || base.p);
  EXPECT_EQ(base.reason, "");
  // 40 and -10 of 100 each.
  EXPECT_NEAR(*south.difference, -50, 1e-9);
  const Difference expected = *difference_of_estimates(score(30, 30, 40), score(60, 20, 20));
  EXPECT_NEAR(south.interval->low, expected.interval.low, 1e-9);
  EXPECT_NEAR(south.interval->high, expected.interval.high, 1e-9);
  EXPECT_NEAR(*south.p, expected.p, 1e-12);
  const double other = difference_of_estimates(score(58, 22, 20), score(60, 20, 20))->p;
  EXPECT_THAT(
      (std::vector<double>{*south.p_adjusted, *west.p_adjusted}),
      ::testing::Pointwise(::testing::DoubleNear(1e-12), benjamini_hochberg(std::vector<double>{expected.p, other})));
  EXPECT_EQ(south.proven, true);
  EXPECT_EQ(west.proven, false);
  EXPECT_EQ(found->shared[0], std::nullopt);
  EXPECT_EQ(found->shared[1], 0);
}

TEST_F(Comparisons, ManyRowsAreAdjustedTogether) {
  // In one of five channels there is a difference that alone would just be proven.
  for (const char* channel : {"a", "b", "c", "d"}) {
    const std::string name(channel);
    answers("North" + name, 40, 20, 40, "2026-01-10", channel);
    answers("South" + name, 40, 20, 40, "2026-01-10", channel);
  }
  answers("Northe", 50, 20, 30, "2026-01-10", "e");
  answers("Southe", 37, 20, 43, "2026-01-10", "e");
  const std::vector<Question> questions{nps("department starts_with \"North\"", {"channel"}),
                                        nps("department starts_with \"South\"", {"channel"})};
  const Result<Comparison> found = compare(asker(), questions);
  ASSERT_TRUE(found) << found.error().to_string();
  ASSERT_EQ(found->rows.size(), 10u);
  EXPECT_EQ(found->keys[0].name, "channel");
  const ComparisonRow& e = found->rows[9];
  EXPECT_EQ(value_text(e.keys[0]), "e");
  EXPECT_LT(*e.p, 0.05);
  EXPECT_NEAR(*e.p_adjusted, 5 * *e.p, 1e-12) << "the least of five";
  EXPECT_EQ(e.proven, false);
}

TEST_F(Comparisons, SayWhyTheyCannotBeJudged) {
  answers("North", 60, 20, 20);
  answers("Few", 10, 5, 5);
  const Asker asked = asker();
  const Result<Comparison> found = compare(asked, std::vector<Question>{of("North"), of("Few"), of("Nobody"), nps("")});
  ASSERT_TRUE(found) << found.error().to_string();
  ASSERT_EQ(found->rows.size(), 4u);
  EXPECT_EQ(found->rows[1].proven, std::nullopt);
  EXPECT_THAT(found->rows[1].reason, HasSubstr("n is below 30"));
  EXPECT_TRUE(found->rows[1].difference && found->rows[1].interval) << "what is known is told all the same";
  EXPECT_EQ(found->rows[2].reason, "no survey answers");
  EXPECT_FALSE(found->rows[2].difference);
  EXPECT_THAT(found->rows[3].reason, HasSubstr("not independent"));
  EXPECT_EQ(found->shared[3], 100);
  EXPECT_FALSE(found->rows[3].p || found->rows[3].p_adjusted);
  Question revenue;
  revenue.measure = "volume";
  Question web = revenue;
  web.where = "department = \"Few\"";
  const Result<Comparison> counted = compare(asked, std::vector<Question>{revenue, web});
  ASSERT_TRUE(counted) << counted.error().to_string();
  EXPECT_EQ(counted->rows[1].difference, -100);
  EXPECT_THAT(counted->rows[1].reason, HasSubstr("no interval"));
}

TEST_F(Comparisons, RowsThatTheBaseLacksStandLast) {
  answers("North", 20, 10, 10, "2026-01-10", "web");
  answers("South", 20, 10, 10, "2026-01-10", "web");
  answers("Extra", 20, 10, 10, "2026-01-10", "call");
  const Result<Comparison> found =
      compare(asker(), std::vector<Question>{nps("department = \"North\"", {"channel", "question"}),
                                             nps("department != \"North\"", {"channel", "question"})});
  ASSERT_TRUE(found) << found.error().to_string();
  ASSERT_EQ(found->rows.size(), 3u);
  EXPECT_EQ(found->rows[2].reason, "the base has no such row");
  EXPECT_EQ(found->keys[1].name, "by.question") << "question is the number of the question";
  const Json json = Json::parse(comparison_json(*found));
  EXPECT_EQ(json["rows"][1]["question"], 1);
  EXPECT_EQ(json["rows"][1]["by.question"], "recommend");
}

TEST_F(Comparisons, TellPeriodsApart) {
  answers("Before", 40, 30, 30, "2026-01-10");
  answers("After", 70, 20, 10, "2026-02-10");
  Question before = nps("");
  before.from = "2026-01-01";
  before.to = "2026-02-01";
  Question after = before;
  after.from = "2026-02-01";
  after.to = "2026-03-01";
  const Result<Comparison> found = compare(asker(), std::vector<Question>{before, after});
  ASSERT_TRUE(found) << found.error().to_string();
  EXPECT_THAT(found->names, ElementsAre("2026-01-01 to 2026-02-01", "2026-02-01 to 2026-03-01"));
  EXPECT_NEAR(*found->rows[1].difference, 50, 1e-9);
  EXPECT_EQ(found->rows[1].proven, true);
}

TEST_F(Comparisons, AreTheSameInEveryForm) {
  answers("North", 60, 20, 20);
  answers("South", 30, 30, 40);
  const Result<Comparison> found =
      compare(asker(), std::vector<Question>{of("North"), of("South")}, {"North", "South"});
  ASSERT_TRUE(found) << found.error().to_string();
  const Json json = Json::parse(comparison_json(*found));
  EXPECT_EQ(json["measure"], "nps");
  EXPECT_EQ(json["better"], "up");
  EXPECT_EQ(json["shared"], Json::parse(R"({"1":0})"));
  EXPECT_EQ(json["none"], nullptr);
  EXPECT_EQ(json["rows"][0]["difference"], nullptr);
  EXPECT_EQ(json["rows"][0]["proven"], nullptr);
  EXPECT_EQ(json["rows"][1]["proven"], true);
  EXPECT_EQ(json["rows"][1]["name"], "South");
  EXPECT_NEAR(json["rows"][1]["difference"].get<double>(), -50, 1e-9);
  for (const Json& column : json["columns"]) EXPECT_TRUE(json["rows"][1].contains(column["name"])) << column;
  EXPECT_THAT(comparison_csv(*found), HasSubstr("question,name,value,low,high,n,difference,difference_low,"));
  EXPECT_THAT(comparison_csv(*found), HasSubstr("yes"));
  const std::string table = comparison_table(*found);
  EXPECT_THAT(table, HasSubstr("South"));
  EXPECT_THAT(table, HasSubstr("-50.0"));
  EXPECT_THAT(table, HasSubstr("< 0.0001"));
}

TEST_F(Comparisons, RefuseWhatIsNotOfOneKind) {
  const Asker asked = asker();
  const auto where_of = [&](std::vector<Question> questions, std::vector<std::string> names = {}) {
    const Result<Comparison> found = compare(asked, questions, std::move(names));
    return found ? std::string("no error") : found.error().where();
  };
  EXPECT_EQ(where_of({nps("")}), "questions");
  EXPECT_EQ(where_of(std::vector<Question>(9, nps(""))), "questions");
  Question other = nps("");
  other.measure = "csat";
  EXPECT_EQ(where_of({nps(""), other}), "questions[1].measure");
  EXPECT_EQ(where_of({nps(""), nps("", {"channel"})}), "questions[1].by");
  other = nps("");
  other.zone = "Asia/Tokyo";
  EXPECT_EQ(where_of({nps(""), other}), "questions[1].zone");
  EXPECT_EQ(where_of({nps(""), nps("chanel = 1")}), "questions[1]: where: column 1") << "of one zone";
  other = nps("");
  other.parameters["count"] = {"all"};
  EXPECT_EQ(where_of({nps(""), other}), "questions[1].parameters");
  other = nps("");
  other.over = Period::kMonth;
  EXPECT_EQ(where_of({other, other}), "questions[0].over");
  EXPECT_EQ(where_of({nps(""), nps("chanel = 1")}), "questions[1]: where: column 1");
  EXPECT_EQ(where_of({nps(""), nps("channel = \"web\"")}, {"a", "b", "c"}), "names");
  other.over.reset();
  other.measure = "quality";
  EXPECT_EQ(where_of({other, other}), "questions[0].measure");
}

TEST_F(Comparisons, AnEmptyRecordHasNone) {
  const Result<Comparison> found = compare(asker(), std::vector<Question>{of("North"), of("South")});
  ASSERT_TRUE(found) << found.error().to_string();
  EXPECT_TRUE(found->rows.empty());
  EXPECT_EQ(found->none, "there are no events yet: import some");
}

}  // namespace
}  // namespace sojourn
