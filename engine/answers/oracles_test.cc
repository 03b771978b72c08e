// The measures against DuckDB: random events go into a real store, each question of tests/oracles/*.sql is asked of the
// engine and put to the record as SQL, and the two must agree, row by row and cell by cell.
// Format    tests/oracles/README.md. The SQL was written from the definitions, not from the code.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <random>

#include "answers/asker.h"
#include "answers/oracle_fixture.h"
#include "answers/question_text.h"
#include "base/decimal.h"
#include "base/source_folder_fixture.h"
#include "metrics/random_life.h"
#include "store/batch_fixture.h"

namespace sojourn {
namespace {

// Files that are one query about one question, which their head gives as a command line.
const std::map<std::string, std::string> kOneQuestion = {
    {"funnel", R"({"measure":"funnel","parameters":{"within":"7d","step":["touchpoint = \"product page\"",
                   "touchpoint = \"checkout\"","touchpoint = \"purchase\""]}})"},
};

// Those files speak of people only, to whom `customer` is a name or nothing.
constexpr std::string_view kNamedEvents =
    "WITH events AS (SELECT * REPLACE (CASE WHEN NOT starts_with(customer, 'unknown:') THEN customer END AS customer)"
    " FROM main.events), ";

std::vector<OracleCase> read_cases(const std::filesystem::path& path) {
  std::string shared;
  std::vector<OracleCase> cases = read_oracle(path, &shared);
  if (const auto one = kOneQuestion.find(path.stem().string()); cases.empty() && one != kOneQuestion.end()) {
    constexpr std::string_view kWith = "WITH ";
    shared.replace(shared.find(kWith), kWith.size(), kNamedEvents);
    shared.erase(shared.find_last_not_of("; \n") + 1);
    cases.push_back({one->second, shared});
  }
  return cases;
}

void set_field(Event& event, const std::string& name, const std::string& value, const std::string& currency,
               BatchMaker& maker) {
  constexpr std::string_view kProperty = "properties.";
  if (name.starts_with(kProperty)) {  // REQUIRES: one an event.
    event.properties = maker.keep("{\"" + name.substr(kProperty.size()) + "\":\"" + value + "\"}");
  } else {
    set_stored(event, name, value, currency, maker);
  }
}

// Places and stages for journeys, on top of what measures of scores and money need.
std::vector<LifeEvent> random_events(uint64_t seed) {
  std::vector<LifeEvent> events = RandomLife(seed, 3000, true, 150).events();
  std::mt19937_64 random(seed);
  const std::vector<std::string> places = {"product page", "checkout", "support", "visit"};
  for (LifeEvent& event : events) {
    if (!event.has("touchpoint") && random() % 3 != 0) event.fields.emplace_back("touchpoint", places[random() % 4]);
    if (random() % 3 != 0) event.fields.emplace_back("stage", stage_names()[random() % 6]);
  }
  return events;
}

class Oracles : public ::testing::Test {
 protected:
  Oracles() {
    store_ = open_store(folder_.path());
    const std::vector<LifeEvent> events = random_events(20'260'301);
    for (size_t begin = 0; begin < events.size(); begin += 700) {
      BatchMaker maker("survey", "random " + std::to_string(begin));
      for (size_t i = begin; i < std::min(events.size(), begin + 700); ++i) {
        Who who;
        if (!events[i].customer.empty()) who.emplace_back(IdentifierKind::kId, events[i].customer);
        Event& event = maker.add("e" + std::to_string(i), events[i].time, who);
        for (const auto& [name, value] : events[i].fields) {
          set_field(event, name, value, events[i].field("currency"), maker);
        }
        EXPECT_TRUE(validate_event(event).ok());
      }
      append(*store_, maker);
    }
    auto timelines = Timelines::open(folder_.path() + "/timelines", *store_);
    EXPECT_TRUE(timelines.has_value()) << timelines.status().to_string();
    timelines_ = std::move(*timelines);
  }

  void judge(const OracleCase& each) {
    SCOPED_TRACE(each.question);
    const Result<Question> question = parse_question(each.question);
    ASSERT_TRUE(question.has_value()) << question.status().to_string();
    const Result<Answer> answer = Asker(*store_, *timelines_).ask(*question);
    ASSERT_TRUE(answer.has_value()) << answer.status().to_string();
    const Result<SqlTable> table = store_->sql(each.sql, 10'000);
    ASSERT_TRUE(table.has_value()) << table.status().to_string();
    ASSERT_FALSE(table->rows.empty()) << "an oracle that says nothing judges nothing";
    OracleJudge::compare(*answer, *table);
  }

 private:
  TemporaryFolder folder_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Timelines> timelines_;
};

TEST_F(Oracles, EveryQuestionOfEveryFile) {
  size_t judged = 0;
  for (const std::filesystem::path& path : oracles_in(source_folder() + "/tests/oracles")) {
    SCOPED_TRACE(path.filename().string());
    const std::vector<OracleCase> cases = read_cases(path);
    EXPECT_FALSE(cases.empty()) << "an oracle has a line -- ask:";
    for (const OracleCase& each : cases) {
      judge(each);
      ++judged;
    }
  }
  EXPECT_GE(judged, 20u);
}

}  // namespace
}  // namespace sojourn
