// `sojourn text` on files: columns, scales, roll-back, what is printed.
#include "cli/text_commands.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/disk.h"
#include "cli/command_fixture.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;

class TextCommands : public CommandTest {
 protected:
  // Stars for made-up words that no lexicon knows.
  std::string reviews(const std::string& name, int rows) const {
    std::string csv = "review,stars\n";
    for (int i = 0; i < rows; ++i) {
      csv += "the room was " + std::string(i % 2 == 0 ? "zorbig" : "klunty") + " on day " + std::to_string(i) + "," +
             (i % 2 == 0 ? "5" : "1") + "\n";
    }
    EXPECT_TRUE(write_file_atomic(path(name), csv).ok());
    return path(name);
  }
  static TextWords words(const std::string& file) {
    TextWords words;
    words.file.file = file;
    words.file.text = "review";
    words.file.label = "stars";
    words.file.language = "en";
    return words;
  }
};

TEST_F(TextCommands, TrainLearnsAndExplainShowsTheWord) {
  TextWords train = words(reviews("a.csv", 300));
  train.out = path("en.model");
  EXPECT_THAT(printed([&] { return run_text_train(train); }), HasSubstr("learned"));
  TextWords explain;
  explain.comment = "the bed was klunty";
  explain.file.language = "en";
  explain.model = train.out;
  explain.format = Output::kJson;
  const std::string out = printed([&] { return run_text_explain(explain); });
  EXPECT_THAT(out, HasSubstr("\"sentiment\": \"negative\""));
  EXPECT_THAT(out, HasSubstr("\"by\": \"model\""));
}

TEST_F(TextCommands, ExplainByRulesMarksTheScope) {
  TextWords explain;
  explain.comment = "not good";
  explain.format = Output::kJson;
  explain.file.language = "en";
  const std::string out = printed([&] { return run_text_explain(explain); });
  EXPECT_THAT(out, HasSubstr("\"negation\""));
  EXPECT_THAT(out, HasSubstr("\"scope\""));
  explain.comment = "\xFF\xFE";
  EXPECT_THAT(printed([&] { return run_text_explain(explain); }), HasSubstr("\"sentiment\": null"));
}

TEST_F(TextCommands, EvaluatePrintsARowForEachMethod) {
  TextWords evaluate = words(reviews("a.csv", 200));
  const std::string out = printed([&] { return run_text_evaluate(evaluate); });
  EXPECT_THAT(out, HasSubstr("rules"));
  EXPECT_THAT(out, HasSubstr("learned"));
  EXPECT_THAT(out, HasSubstr("±"));
}

TEST_F(TextCommands, WithoutAFileTheSentencesOfTheProgramAreJudged) {
  TextWords evaluate;
  evaluate.format = Output::kCsv;
  const std::string out = printed([&] { return run_text_evaluate(evaluate); });
  for (const char* language : {"de", "en", "nl", "ru", "zh"}) EXPECT_THAT(out, HasSubstr(std::string("\n") + language));
  EXPECT_THAT(out, HasSubstr("ironic,seen_through"));
}

TEST_F(TextCommands, FaultsNameWhatToDo) {
  TextWords evaluate = words(reviews("a.csv", 60));
  evaluate.file.text = "comment";
  EXPECT_THAT(run_text_evaluate(evaluate).to_string(), HasSubstr("--text: review, stars"));
  evaluate.file.text = "review";
  evaluate.file.scale = "starz";
  EXPECT_THAT(run_text_evaluate(evaluate).to_string(), HasSubstr("as-is"));
  TextWords train = words(reviews("few.csv", 6));
  train.out = path("few.model");
  EXPECT_THAT(run_text_train(train).to_string(), HasSubstr("at least 20"));
  EXPECT_FALSE(file_exists(train.out));
  train.file.file = reviews("a.csv", 60);
  EXPECT_TRUE(write_file_atomic(train.out, "no model").ok());
  EXPECT_THAT(run_text_train(train).to_string(), HasSubstr("few.model"));
}

}  // namespace
}  // namespace sojourn
