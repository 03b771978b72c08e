// Method: a simulated company is imported as a user would, and the truths that were planted in it are asked for. The
// bounds are the planted rates with room for chance (the intervals of the answers) and for what else happens in a life.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include "cli/commands.h"
#include "collect/importer.h"
#include "simulate/company.h"

namespace sojourn {
namespace {

class PlantedTruthTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    char name[] = "/tmp/sojourn-truth-XXXXXX";
    ASSERT_NE(mkdtemp(name), nullptr);
    folder_ = name;
    const std::string lines = folder_ + "/company.jsonl";
    SimulateWords simulate;
    simulate.customers = 6000;
    simulate.seed = 11;
    simulate.out = lines;
    ASSERT_TRUE(run_simulate(simulate).ok());
    Result<Workplace> place = open_workplace(folder_ + "/data", "test", true);
    ASSERT_TRUE(place.has_value()) << place.status().to_string();
    place_ = std::make_unique<Workplace>(std::move(*place));
    ImportOptions options;
    options.files = {lines};
    options.source = "company";
    Result<ImportReport> report = import_files(options, *place_->store);
    ASSERT_TRUE(report.has_value()) << report.status().to_string();
    EXPECT_EQ(report->sources[0].counts.rejected, 0);
  }
  static void TearDownTestSuite() {
    place_.reset();
    std::filesystem::remove_all(folder_);
  }

  static Answer ask(const Question& question) {
    Result<Answer> answer = place_->asker->ask(question);
    EXPECT_TRUE(answer.has_value()) << answer.status().to_string();
    return answer.has_value() ? *answer : Answer{};
  }
  // The cell of `column` in the row whose first cell reads `key` (any row when empty).
  static double number(const Answer& answer, const std::string& key, const std::string& column, size_t skip = 0) {
    for (const auto& row : answer.rows) {
      if (!key.empty() && value_text(row.front()) != key) continue;
      if (skip-- > 0) continue;
      for (size_t c = 0; c < answer.columns.size(); ++c) {
        if (answer.columns[c].name != column) continue;
        if (const auto* real = std::get_if<double>(&row[c])) return *real;
        if (const auto* whole = std::get_if<int64_t>(&row[c])) return static_cast<double>(*whole);
        ADD_FAILURE() << column << " is " << value_text(row[c]);
      }
    }
    ADD_FAILURE() << "no row " << key << " with " << column;
    return -1;
  }

  static inline std::string folder_;
  static inline std::unique_ptr<Workplace> place_;
};

TEST_F(PlantedTruthTest, TheBrokenStepIsFound) {
  Question question;
  question.measure = "funnel";
  question.parameters["step"] = {"touchpoint = \"checkout\"", "touchpoint = \"purchase\""};
  question.parameters["within"] = {"1d"};
  question.by = {"channel"};
  question.from = "2026-06-01";
  const Answer after = ask(question);
  question.from.clear();
  question.to = "2026-06-01";
  const Answer before = ask(question);
  const CompanyTruth truth = company_truth();
  // Rows by channel come step by step: the second row of a channel is the purchase.
  const double app_after = number(after, "app", "share_of_first", 1);
  const double web_after = number(after, "web", "share_of_first", 1);
  const double app_before = number(before, "app", "share_of_first", 1);
  EXPECT_NEAR(web_after, truth.checkout_to_purchase * 100, 8);
  EXPECT_NEAR(app_before, truth.checkout_to_purchase * 100, 6);
  EXPECT_LT(app_after, 60) << "customers may try again, so more of them than of attempts get through";
  EXPECT_GT(web_after - app_after, 20);
}

TEST_F(PlantedTruthTest, LateDeliveriesLowerSatisfaction) {
  Question question;
  question.measure = "csat";
  question.by = {"properties.late"};
  question.parameters["count"] = {"all"};
  const Answer answer = ask(question);
  const CompanyTruth truth = company_truth();
  EXPECT_NEAR(number(answer, "true", "value"), truth.satisfied_late * 100, 8);
  EXPECT_NEAR(number(answer, "false", "value"), truth.satisfied_on_time * 100, 4);
  EXPECT_LT(number(answer, "true", "high"), number(answer, "false", "low"));
}

TEST_F(PlantedTruthTest, AnUnresolvedFirstMatterCostsRepeatPurchases) {
  Question question;
  question.measure = "repeat_rate";
  const std::string first_matter =
      "did(touchpoint = \"service call\" and properties.first_contact = \"true\" and resolved = ";
  question.where = first_matter + "false)";
  const Answer unresolved = ask(question);
  question.where = first_matter + "true)";
  const Answer resolved = ask(question);
  EXPECT_LT(number(unresolved, "", "high"), number(resolved, "", "low"));
}

TEST_F(PlantedTruthTest, AVisitorWhoBecameKnownIsOneCustomer) {
  Question question;
  question.measure = "customers";
  EXPECT_EQ(number(ask(question), "", "value"), 6000);
}

TEST_F(PlantedTruthTest, WhatIsSolvedWithoutAnAgent) {
  Question question;
  question.measure = "self_service";
  question.where = "channel in (\"sms\", \"ivr\")";
  const Answer answer = ask(question);
  const CompanyTruth truth = company_truth();
  EXPECT_GT(number(answer, "", "n"), 500);
  EXPECT_NEAR(number(answer, "", "value"), truth.self_solved * 100, 5);
  EXPECT_NEAR(number(answer, "", "handed_over_share"), truth.self_handed_over * 100, 5);
  EXPECT_NEAR(number(answer, "", "left_share"), truth.self_left * 100, 5);
}

TEST_F(PlantedTruthTest, CallsThatResolveTheMatterEndInABetterTone) {
  Question question;
  question.measure = "tone_change";
  question.by = {"resolved"};
  question.where = "channel = \"call\"";
  const Answer answer = ask(question);
  EXPECT_GT(number(answer, "true", "low"), 0.4);
  EXPECT_LT(number(answer, "false", "high"), number(answer, "true", "low"));
  question.measure = "conversations";
  const Answer course = ask(question);
  EXPECT_NEAR(number(course, "true", "agent_pace"), 150, 25);
  EXPECT_GT(number(course, "false", "escalated_share"), number(course, "true", "escalated_share") + 20);
}

TEST_F(PlantedTruthTest, CommentsOnLateDeliveriesRise) {
  Question question;
  question.measure = "volume";
  question.where = "kind = \"csat\" and answer <= 3 and properties.late = \"true\"";
  const auto commented = [&question] {
    const double all = number(ask(question), "", "value");
    Question texts = question;
    texts.where += " and exists(text)";
    return number(ask(texts), "", "value") / all;
  };
  question.to = "2026-07-01";
  const double before = commented();
  question.to.clear();
  question.from = "2026-07-01";
  EXPECT_GT(commented(), before + 0.15);
}

TEST_F(PlantedTruthTest, CommentsStandInFiveLanguages) {
  Question question;
  question.measure = "volume";
  question.where = "exists(text)";
  question.by = {"language"};
  const Answer answer = ask(question);
  ASSERT_EQ(answer.rows.size(), 5u);
  for (const char* language : {"de", "en", "nl", "ru", "zh"})
    EXPECT_GT(number(answer, language, "value"), 50) << language;
}

}  // namespace
}  // namespace sojourn
