// `sojourn text topics` on files: columns, pins, models of before, what is printed.
#include "cli/text_topics_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/disk.h"
#include "cli/command_fixture.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;

class TextTopicsCommand : public CommandTest {
 protected:
  TextTopicsCommand() {
    std::string csv = "review\n";
    for (int i = 0; i < 90; ++i) {
      const char* const says[] = {"the courier brought my parcel late on",
                                  "the invoice was wrong and the refund is missing since",
                                  "the app crashed at login with my password on"};
      csv += std::string(says[i % 3]) + " day " + std::to_string(i) + "\n";
    }
    EXPECT_TRUE(write_file_atomic(path("reviews.csv"), csv).ok());
  }
  TextTopicsWords words() const {
    TextTopicsWords words;
    words.file = path("reviews.csv");
    words.text = "review";
    words.topics = 3;
    words.format = Output::kJson;
    return words;
  }
};

TEST_F(TextTopicsCommand, CountsAddUpAndFiguresAreThere) {
  TextTopicsWords ask = words();
  ask.stability = true;
  const auto json = nlohmann::json::parse(printed([&] { return run_text_topics(ask); }));
  int64_t texts = json["other"];
  for (const auto& topic : json["topics"]) texts += topic["texts"].get<int64_t>();
  EXPECT_EQ(texts, 90);
  ASSERT_EQ(json["topics"].size(), 3U);
  ASSERT_EQ(json["languages"].size(), 1U);
  EXPECT_EQ(json["languages"][0]["language"], "en");
  EXPECT_GT(json["languages"][0]["npmi"].get<double>(), 0.3);
  EXPECT_GT(json["languages"][0]["rand"].get<double>(), 0.9);
  ask.format = Output::kTable;
  EXPECT_THAT(printed([&] { return run_text_topics(ask); }), HasSubstr("other"));
}

TEST_F(TextTopicsCommand, PinsAndModelsOfBeforeAreKept) {
  TextTopicsWords first = words();
  first.pins = {"Access: login, password"};
  first.out = path("topics.model");
  EXPECT_THAT(printed([&] { return run_text_topics(first); }), HasSubstr("\"name\": \"Access\""));
  TextTopicsWords second = words();
  second.before = first.out;
  EXPECT_THAT(printed([&] { return run_text_topics(second); }), HasSubstr("\"name\": \"Access\""));
}

TEST_F(TextTopicsCommand, SaysWhatIsWrong) {
  TextTopicsWords ask = words();
  ask.text = "comment";
  EXPECT_THAT(run_text_topics(ask).to_string(), HasSubstr("--text: review"));
  ask = words();
  ask.pins = {"login"};
  EXPECT_THAT(run_text_topics(ask).to_string(), HasSubstr("--pin"));
  ask = words();
  ask.topics = 1000;
  EXPECT_THAT(run_text_topics(ask).to_string(), HasSubstr("100 topics"));
  ask = words();
  ask.before = words().file;
  EXPECT_THAT(run_text_topics(ask).to_string(), HasSubstr("no model"));
}

}  // namespace
}  // namespace sojourn
