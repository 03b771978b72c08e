// Method: whole command lines are run as a user types them, against a folder of their own; what is printed is compared.
#include "cli/cli.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "answers/question_text.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Printed {
  int code = 0;
  std::string out;
  std::string err;
};

class CliTest : public ::testing::Test {
 protected:
  CliTest() {
    char name[] = "/tmp/sojourn-cli-XXXXXX";
    folder_ = mkdtemp(name);
  }
  ~CliTest() override { std::filesystem::remove_all(folder_); }

  // Runs `sojourn --data FOLDER/data WORDS...`.
  Printed run(std::vector<std::string> words) {
    words.insert(words.begin(), {"sojourn", "--data", folder_ + "/data"});
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    const Serve nowhere = [](const ServeWords&, Workplace&, const auto&) { return Status::unavailable("not here"); };
    Printed done;
    done.code = run_cli(static_cast<int>(arguments.size()), arguments.data(), nowhere);
    done.out = ::testing::internal::GetCapturedStdout();
    done.err = ::testing::internal::GetCapturedStderr();
    return done;
  }

  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ + "/" + name, std::ios::binary) << text;
    return folder_ + "/" + name;
  }

  // Three customers, two of whom answered, one row at fault, one repeat, one row without a customer.
  std::string survey() {
    return write("survey.csv",
                 "time,customer,email,channel,touchpoint,kind,answer\n"
                 "2026-01-05T10:00:00Z,c-1,anna@example.com,email,survey,nps,10\n"
                 "2026-01-06T10:00:00Z,c-2,,email,survey,nps,3\n"
                 "2026-01-06T11:00:00Z,c-2,,web,survey,nps,11\n"
                 "2026-01-05T10:00:00Z,c-1,anna@example.com,email,survey,nps,10\n"
                 "2026-02-01T10:00:00Z,c-3,,web,purchase,,\n"
                 "2026-02-02T10:00:00Z,,,web,visit,,\n");
  }

  std::string folder_;
};

TEST_F(CliTest, ImportsAndSaysWhatItDid) {
  const Printed first = run({"import", survey()});
  EXPECT_EQ(first.code, 0) << first.err;
  EXPECT_THAT(first.out, HasSubstr("survey: 6 rows, 4 new events, 1 known already, 1 without a customer, 1 refused"));
  EXPECT_THAT(first.out, HasSubstr("survey.csv:4 answer"));
  const Printed again = run({"import", survey()});
  EXPECT_THAT(again.out, HasSubstr("0 new events"));
  EXPECT_THAT(run({"ask", "volume", "--format", "csv"}).out, HasSubstr("\n4,4,3"));
}

TEST_F(CliTest, ADryRunStoresNothing) {
  const Printed dry = run({"import", survey(), "--dry-run"});
  EXPECT_EQ(dry.code, 0) << dry.err;
  EXPECT_THAT(dry.out, HasSubstr("Nothing was stored"));
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/data"));
}

TEST_F(CliTest, StrictStopsAtTheFirstBadRowAndNamesIt) {
  const Printed strict = run({"import", survey(), "--strict"});
  EXPECT_NE(strict.code, 0);
  EXPECT_THAT(strict.err, HasSubstr("survey.csv:4"));
}

TEST_F(CliTest, AsksInThreeFormats) {
  run({"import", survey()});
  const Printed table = run({"ask", "nps", "--by", "channel"});
  EXPECT_THAT(table.out, HasSubstr("email"));
  const nlohmann::json json = nlohmann::json::parse(run({"ask", "nps", "--format", "json"}).out);
  EXPECT_EQ(json["measure"], "nps");
  EXPECT_EQ(json["rows"][0]["value"], 0.0);
  EXPECT_EQ(json["rows"][0]["n"], 2);
  EXPECT_EQ(json["rows"][0]["promoters"], 1);
  EXPECT_THAT(run({"ask", "funnel", "--step", "touchpoint = \"survey\"", "--step", "touchpoint = \"purchase\"",
                   "within=60d", "--format", "csv"})
                  .out,
              HasSubstr("step"));
}

TEST_F(CliTest, ListsThePeopleBehindACell) {
  run({"import", survey()});
  const nlohmann::json who =
      nlohmann::json::parse(run({"who", "nps", "--cell", "column=promoters", "--format", "json"}).out);
  EXPECT_EQ(who["total"], 1);
  EXPECT_EQ(who["people"][0]["customer"], "c-1");
}

TEST_F(CliTest, LinksAreMadeAndUndone) {
  run({"import", survey()});
  EXPECT_EQ(run({"link", "c-1", "c-3", "--reason", "same person"}).code, 0);
  EXPECT_THAT(run({"ask", "customers", "--format", "csv"}).out, HasSubstr("\n2,2"));
  EXPECT_THAT(run({"timeline", "c-3"}).out, HasSubstr("survey"));
  EXPECT_THAT(run({"links", "c-1"}).out, HasSubstr("same person"));
  EXPECT_EQ(run({"unlink", "c-1", "c-3"}).code, 0);
  EXPECT_THAT(run({"ask", "customers", "--format", "csv"}).out, HasSubstr("\n3,3"));
  EXPECT_THAT(run({"timeline", "c-3"}).out, Not(HasSubstr("survey  ")));
}

TEST_F(CliTest, ErrorsHelp) {
  run({"import", survey()});
  EXPECT_THAT(run({"ask", "npz"}).err, HasSubstr("nps"));
  const Printed filter = run({"ask", "nps", "--where", "chanel = \"web\""});
  EXPECT_EQ(filter.code, 2);
  EXPECT_THAT(filter.err, HasSubstr("channel"));
  EXPECT_THAT(run({"ask", "nps", "counted=all"}).err, HasSubstr("count"));
  EXPECT_THAT(run({"import", folder_ + "/nothing.csv"}).err, HasSubstr("nothing.csv"));
  EXPECT_THAT(run({"timeline", "c-99"}).err, HasSubstr("c-99"));
  EXPECT_EQ(run({"nonsense"}).code, 2);
}

TEST_F(CliTest, AskingAFolderThatIsNotThereMakesNone) {
  const Printed asked = run({"ask", "nps"});
  EXPECT_EQ(asked.code, 1);
  EXPECT_THAT(asked.err, HasSubstr("import"));
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/data"));
}

TEST_F(CliTest, SqlReadsAndExportWrites) {
  run({"import", survey()});
  EXPECT_THAT(run({"sql", "select count(*) as events from events"}).out, HasSubstr("4"));
  EXPECT_NE(run({"sql", "drop table event"}).code, 0);
  const std::string parquet = folder_ + "/events.parquet";
  EXPECT_THAT(run({"export", parquet}).out, HasSubstr("4 rows"));
  EXPECT_TRUE(std::filesystem::exists(parquet));
}

TEST_F(CliTest, StagesFollowRules) {
  run({"import", survey()});
  EXPECT_EQ(run({"stages", "--set", "purchase=buy"}).code, 0);
  EXPECT_THAT(run({"ask", "stages", "--format", "csv"}).out, HasSubstr("buy,1"));
  EXPECT_THAT(run({"stages", "--set", "purchase=by"}).err, HasSubstr("buy"));
}

TEST_F(CliTest, ServingBeyondThisMachineNeedsAKey) {
  const Printed serve = run({"serve", "--bind", "0.0.0.0"});
  EXPECT_EQ(serve.code, 2);
  EXPECT_THAT(serve.err, HasSubstr("SOJOURN_ADMIN_KEY"));
}

// The pages of docs/measures are what the catalogue says today: sojourn measures --markdown docs/measures
TEST(MeasurePages, AreUpToDate) {
  for (const MeasureDefinition& definition : catalogue()) {
    std::ifstream page(std::string(SOJOURN_SOURCE_DIR "/docs/measures/") + definition.id + ".md");
    const std::string text((std::istreambuf_iterator<char>(page)), std::istreambuf_iterator<char>());
    EXPECT_EQ(text, definition_markdown(definition)) << definition.id;
  }
}

}  // namespace
}  // namespace sojourn
