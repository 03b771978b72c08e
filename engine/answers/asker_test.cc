// Method: a real store in a temporary folder is filled through the door that imports use, and questions are asked of it
// as the CLI and the API ask them. The numbers of measures are checked elsewhere (case_test.cc, laws_test.cc): here it
// is the way there and back: empty stores, times, cells, pages, errors, cancelling, quality.
#include "answers/asker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "answers/bound_question.h"
#include "timelines/fixture.h"

namespace sojourn {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class AskerTest : public ::testing::Test {
 protected:
  AskerTest() {
    std::string path = (std::filesystem::temp_directory_path() / "asker_XXXXXX").string();
    folder_ = ::mkdtemp(path.data());
    Result<std::unique_ptr<Store>> store = Store::open(folder_ + "/data", {});
    if (!store) throw std::runtime_error(store.error().to_string());
    store_ = std::move(*store);
    Result<std::unique_ptr<Timelines>> timelines = Timelines::open(folder_ + "/data", *store_);
    if (!timelines) throw std::runtime_error(timelines.error().to_string());
    timelines_ = std::move(*timelines);
  }
  ~AskerTest() override {
    timelines_.reset();
    store_.reset();
    std::filesystem::remove_all(folder_);
  }

  struct Row {
    const char* id;
    const char* customer;  // "" : none.
    const char* time;
    const char* touchpoint;
    double answer;  // Below 0: none.
  };

  void import(const std::string& source, const std::vector<Row>& rows, int64_t rejected = 0) {
    EventBatch batch;
    batch.source = source;
    batch.input = source + ".csv";
    for (const Row& row : rows) {
      Event event;
      event.id = row.id;
      event.time = parse_time(row.time, Zone())->utc;
      if (*row.customer != '\0') {
        event.who[0] = {IdentifierKind::kId, row.customer};
        event.who_count = 1;
      } else {
        ++batch.counts.without_id;
      }
      event.set_text(Field::kTouchpoint, row.touchpoint);
      if (row.answer >= 0) {
        event.set_text(Field::kKind, "nps");
        event.set_number(Field::kAnswer, row.answer);
      }
      ASSERT_TRUE(validate_event(event).ok());
      batch.events.push_back(event);
    }
    for (int64_t i = 0; i < rejected; ++i) {
      batch.rejects.push_back({batch.input, static_cast<uint64_t>(100 + i), "time", "is missing", "a,b,c"});
    }
    batch.counts.rows = static_cast<int64_t>(rows.size()) + rejected;
    batch.counts.rejected = rejected;
    batch.counts.without_time = rejected;
    const Result<AppendReceipt> receipt = store_->append(batch);
    ASSERT_TRUE(receipt) << receipt.error().to_string();
  }

  void import_survey() {
    import("survey", {{"1", "anna", "2026-01-01T10:00:00Z", "survey", 10},
                      {"2", "bert", "2026-01-02T10:00:00Z", "survey", 9},
                      {"3", "carl", "2026-01-03T10:00:00Z", "survey", 2},
                      {"4", "dora", "2026-01-04T10:00:00Z", "survey", 9},
                      { "5",
                        "anna",
                        "2026-01-05T10:00:00Z",
                        "visit",
                        -1 }});
  }

  Asker asker() { return Asker(*store_, *timelines_); }
  static Question about(const std::string& measure) {
    Question question;
    question.measure = measure;
    return question;
  }

  std::string folder_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Timelines> timelines_;
};

TEST_F(AskerTest, AnEmptyStoreHasNoAnswersButAReason) {
  const Result<Answer> answer = asker().ask(about("nps"));
  ASSERT_TRUE(answer) << answer.error().to_string();
  EXPECT_EQ(answer->none, "there are no events yet: import some");
  EXPECT_TRUE(answer->rows.empty());
  const Result<Answer> quality = asker().ask(about("quality"));
  ASSERT_TRUE(quality);
  EXPECT_EQ(quality->none, "nothing was imported yet");
}

TEST_F(AskerTest, AnswersCarryWhatTheySpeakOf) {
  import_survey();
  const Result<Answer> answer = asker().ask(about("nps"));
  ASSERT_TRUE(answer) << answer.error().to_string();
  ASSERT_EQ(answer->rows.size(), 1U);
  EXPECT_EQ(answer->rows[0][0], Value(50.0));  // Three promoters and a detractor of four.
  EXPECT_EQ(answer->unit, "points");
  EXPECT_EQ(answer->events, 5);
  EXPECT_EQ(format_time(answer->as_of), "2026-01-05T10:00:00Z");
  EXPECT_THAT(answer->convention, HasSubstr("count = last"));
  EXPECT_THAT(answer->convention, HasSubstr("times in UTC"));
  EXPECT_THAT(answer->notes, ElementsAre(HasSubstr("too few")));
  // What was imported after the first question is in the next answer.
  import("late", {{ "6", "emil", "2025-12-31T10:00:00Z", "survey", 0 }});
  EXPECT_EQ(asker().ask(about("nps"))->rows[0][0], Value(20.0));
}

TEST_F(AskerTest, WhoListsThePeopleBehindACellPageByPage) {
  import_survey();
  const CellRef promoters{{}, "promoters"};
  Result<People> people = asker().who(about("nps"), promoters, 0, 2);
  ASSERT_TRUE(people) << people.error().to_string();
  EXPECT_EQ(people->total, 3);
  ASSERT_EQ(people->people.size(), 2U);
  EXPECT_EQ(people->people[0].identifiers[0].value, "anna");
  EXPECT_EQ(people->people[1].identifiers[0].value, "bert");
  people = asker().who(about("nps"), promoters, 2, 100);
  ASSERT_EQ(people->people.size(), 1U);
  EXPECT_EQ(people->people[0].identifiers[0].value, "dora");
  EXPECT_TRUE(asker().who(about("nps"), promoters, 100, 100)->people.empty());
  const Status unknown = asker().who(about("nps"), {{}, "promotors"}, 0, 10).status();
  EXPECT_EQ(unknown.code(), StatusCode::kInvalidArgument);
  const Status no_people = asker().who(about("quality"), {{}, "n"}, 0, 10).status();
  EXPECT_EQ(no_people.code(), StatusCode::kInvalidArgument);
}

TEST_F(AskerTest, QualityCountsRowsPerSource) {
  import("shop",
         {{"1", "anna", "2026-01-01T10:00:00Z", "visit", -1},
          {"2", "", "2026-01-02T10:00:00Z", "visit", -1},
          { "3",
            "bert",
            "2026-01-03T10:00:00Z",
            "visit",
            -1 }},
         1);
  import("shop", {{"3", "bert", "2026-01-03T10:00:00Z", "visit", -1},
                  { "4",
                    "bert",
                    "2026-01-04T10:00:00Z",
                    "visit",
                    -1 }});
  const Result<Answer> answer = asker().ask(about("quality"));
  ASSERT_TRUE(answer) << answer.error().to_string();
  ASSERT_EQ(answer->rows.size(), 1U);
  std::map<std::string, Value> row;
  for (size_t i = 0; i < answer->columns.size(); ++i) row[answer->columns[i].name] = answer->rows[0][i];
  EXPECT_EQ(row["source"], Value(std::string("shop")));
  EXPECT_EQ(row["n"], Value(int64_t{6}));
  EXPECT_EQ(row["events"], Value(int64_t{4}));
  EXPECT_EQ(row["repeats"], Value(int64_t{1}));
  EXPECT_EQ(row["repeat_rate"], Value(100.0 / 6));
  EXPECT_EQ(row["without_id"], Value(int64_t{1}));
  EXPECT_EQ(row["without_time"], Value(int64_t{1}));
  EXPECT_EQ(row["rejected"], Value(int64_t{1}));
  EXPECT_EQ(value_text(row["last_event"]), "2026-01-04T10:00:00Z");
  EXPECT_EQ(row["value"], Value(500.0 / 6));
  EXPECT_EQ(answer->events, 4);
  EXPECT_EQ(format_time(answer->as_of), "2026-01-04T10:00:00Z");
}

TEST_F(AskerTest, ErrorsNameWhatIsWrong) {
  import_survey();
  const auto error_of = [&](auto change) {
    Question question = about("nps");
    change(question);
    return asker().ask(question).status();
  };
  EXPECT_EQ(error_of([](Question& q) { q.measure = "npz"; }).code(), StatusCode::kNotFound);
  EXPECT_THAT(error_of([](Question& q) { q.measure = "npz"; }).message(), HasSubstr("Did you mean nps"));
  EXPECT_EQ(error_of([](Question& q) { q.where = "answer >"; }).where(), "where: column 9");
  EXPECT_EQ(error_of([](Question& q) { q.where = "answer > \"a\""; }).where(), "where: column 10");
  EXPECT_EQ(error_of([](Question& q) { q.by = {"chanel"}; }).where(), "by");
  EXPECT_EQ(error_of([](Question& q) { q.by = {"channel", "channel"}; }).where(), "by");
  EXPECT_EQ(error_of([](Question& q) { q.by = {"a", "b", "c", "d", "e"}; }).code(), StatusCode::kLimit);
  EXPECT_EQ(error_of([](Question& q) { q.zone = "Moon/Crater"; }).where(), "zone");
  EXPECT_EQ(error_of([](Question& q) { q.from = "soon"; }).where(), "from");
  EXPECT_EQ(error_of([](Question& q) { q.to = "-2 moons"; }).where(), "to");
  EXPECT_EQ(error_of([](Question& q) { q.from = q.to = "2026-01-01"; }).where(), "from");
  EXPECT_EQ(error_of([](Question& q) { q.parameters["count"] = {"most"}; }).where(), "count");
  EXPECT_EQ(error_of([](Question& q) { q.parameters["cuont"] = {"all"}; }).where(), "cuont");
  Question quality = about("quality");
  quality.by = {"channel"};
  EXPECT_EQ(asker().ask(quality).status().where(), "by");
  quality.by.clear();
  quality.to = "2026-01-01";
  EXPECT_EQ(asker().ask(quality).status().where(), "to");
}

TEST_F(AskerTest, ASegmentStandsForItsFilterAndAChangedOneForAnother) {
  import_survey();
  std::string text = "did(touchpoint = \"visit\")";
  Asker asking = asker();
  asking.set_segments([&text](std::string_view name) -> Result<std::string> {
    if (name == "chosen") return text;
    return Status::not_found("there is no segment \"" + std::string(name) + "\".", "segment");
  });
  Question question = about("nps");
  question.where = "segment(\"chosen\")";
  const Result<Answer> visitors = asking.ask(question);
  ASSERT_TRUE(visitors) << visitors.error().to_string();
  EXPECT_EQ(visitors->rows.at(0).at(0), Value(100.0));
  EXPECT_EQ(visitors->question.where, "segment(\"chosen\")");
  EXPECT_EQ(asking.who_numbers(question, {{}, "n"}).value().size(), 1u);
  text = "answer <= 6";  // The same question, which is kept: the answer is another one.
  EXPECT_EQ(asking.ask(question)->rows.at(0).at(0), Value(-100.0));
  EXPECT_EQ(asking.ask(question)->rows.at(0).at(0), Value(-100.0));
  text = "did(touchpoint = \"visit\")";
  EXPECT_EQ(asking.ask(question)->rows.at(0).at(0), Value(100.0));

  Question funnel = about("funnel");
  funnel.parameters["step"] = {"segment(\"chosen\")", "touchpoint = \"survey\""};
  const Result<Answer> steps = asking.ask(funnel);
  ASSERT_TRUE(steps) << steps.error().to_string();
  EXPECT_EQ(steps->question.parameters, funnel.parameters);
  EXPECT_THAT(steps->convention, HasSubstr("step = segment(\"chosen\"); "));
  question.where = "segment(\"chose\")";
  EXPECT_EQ(asking.ask(question).error().to_string(), "where: column 1: there is no segment \"chose\".");
  EXPECT_THAT(asker().ask(question).error().to_string(), HasSubstr("segments cannot be used here"));
}

TEST_F(AskerTest, ManyAreAskedInOneGoEachWithItsOwnError) {
  import_survey();
  const std::vector<Question> questions{about("nps"), about("npss"), about("quality"), about("volume")};
  const auto answers = asker().ask_all(questions);
  ASSERT_TRUE(answers);
  ASSERT_EQ(answers->size(), 4u);
  EXPECT_EQ((*answers)[0]->rows.size(), 1u);
  EXPECT_EQ((*answers)[1].error().code(), StatusCode::kNotFound);
  EXPECT_EQ((*answers)[2]->rows.size(), 1u);
  EXPECT_EQ((*answers)[3]->rows.at(0).at(0), Value(int64_t{5}));
  const std::atomic<bool> left = true;
  EXPECT_EQ(asker().ask_all(questions, &left).error().code(), StatusCode::kCancelled);
  EXPECT_EQ(format_time(asker().newest().value()), "2026-01-05T10:00:00Z");
}

TEST_F(AskerTest, StopsWhenTheAskerLeaves) {
  import_survey();
  const std::atomic<bool> gone{true};
  EXPECT_EQ(asker().ask(about("nps"), &gone).status().code(), StatusCode::kCancelled);
  const std::atomic<bool> here{false};
  EXPECT_TRUE(asker().ask(about("nps"), &here));
}

TEST(Catalogue, IsCompleteAndConsistent) {
  std::vector<std::string> ids;
  for (const MeasureDefinition& definition : catalogue()) {
    ids.push_back(definition.id);
    EXPECT_EQ(*find_measure(definition.id), &definition);
    EXPECT_FALSE(definition.title.empty() || definition.question.empty() || definition.definition.empty())
        << ids.back();
    EXPECT_FALSE(definition.unit.empty() || definition.interval.empty() || definition.inputs.empty()) << ids.back();
    EXPECT_LE(definition.range_min, definition.range_max) << ids.back();
    for (const ParameterInfo& parameter : definition.parameters) {
      EXPECT_FALSE(parameter.about.empty()) << ids.back() << " " << parameter.name;
      if (parameter.default_value.empty()) continue;
      // A default must pass its own check.
      Question question;
      for (const ParameterInfo& each : definition.parameters) {
        if (each.required) question.parameters[each.name] = {"true"};
      }
      question.parameters[parameter.name] = {parameter.default_value};
      EXPECT_TRUE(check_parameters(definition, question).ok()) << ids.back() << " " << parameter.name;
    }
  }
  EXPECT_THAT(ids, ElementsAre("nps", "csat", "ces", "index", "qualities", "response_rate", "volume", "customers",
                               "revenue", "order_value", "repeat_rate", "stages", "process_map", "conformance", "paths",
                               "variants", "sessions", "funnel", "drop_outs", "stalled", "stage_conversion",
                               "weakest_link", "observers", "consideration", "elsewhere", "retention", "stickiness",
                               "lifecycle", "attribution", "moments_of_truth", "early_experience", "behaviour_changes",
                               "referrals", "loyalists", "sentiment", "emotion", "motives", "intents", "topics",
                               "topic_effect", "wishes", "obstacles", "switching", "discovery", "behaviour_trend",
                               "tone_change", "conversations", "self_service", "quality"));
}

class QuestionTimesTest : public ::testing::Test {
 protected:
  QuestionTimesTest() {
    life_.add("anna", "2024-03-01T10:00:00Z", {});
    life_.add("anna", "2024-03-31T22:30:15.5Z", {});
    snapshot_ = life_.snapshot();
  }
  std::string times(const std::string& from, const std::string& to, const std::string& zone = "UTC") {
    Question question;
    question.from = from;
    question.to = to;
    const Result<QuestionTimes> times = question_times(question, *snapshot_, *Zone::find(zone));
    if (!times) return times.error().where();
    const auto shown = [](Micros time) {
      return time < kTimeMin || time > kTimeMax ? std::string("open") : format_time(time);
    };
    return shown(times->range.from) + " " + shown(times->range.to) + " as of " + shown(times->as_of);
  }
  Fixture life_;
  std::shared_ptr<const Snapshot> snapshot_;
};

TEST_F(QuestionTimesTest, ReadsDatesInTheZoneAndCountsBackFromTheNewestEvent) {
  EXPECT_EQ(times("", ""), "open open as of 2024-03-31T22:30:15.500Z");
  EXPECT_EQ(times("2024-03-01", "2024-03-31"), "2024-03-01T00:00:00Z 2024-03-31T00:00:00Z as of 2024-03-31T00:00:00Z");
  EXPECT_EQ(times("2024-03-01", "2024-03-31", "Europe/Amsterdam"),
            "2024-02-29T23:00:00Z 2024-03-30T23:00:00Z as of 2024-03-30T23:00:00Z");
  EXPECT_EQ(times("-30d", "now"), "2024-03-01T22:30:15.500Z 2024-03-31T22:30:16Z as of 2024-03-31T22:30:16Z");
  EXPECT_EQ(times("today", ""), "2024-03-31T00:00:00Z open as of 2024-03-31T22:30:15.500Z");
  // In Amsterdam it is the first of April already.
  EXPECT_EQ(times("today", "", "Europe/Amsterdam"), "2024-03-31T22:00:00Z open as of 2024-03-31T22:30:15.500Z");
  EXPECT_EQ(times("2024-04-01", "2024-03-01"), "from");
  EXPECT_EQ(times("-1d", "-2d"), "from");
  EXPECT_EQ(times("", "soon"), "to");
  EXPECT_EQ(times("-1000000d", "2024-03-01"), "0001-01-01T00:00:00Z 2024-03-01T00:00:00Z as of 2024-03-01T00:00:00Z");
}

TEST_F(QuestionTimesTest, NoAnswerSpeaksOfTheFuture) {
  const std::string shown = times("", "2999-01-01");
  EXPECT_THAT(shown, HasSubstr("open 2999-01-01T00:00:00Z as of "));
  EXPECT_THAT(shown, ::testing::Not(HasSubstr("as of 2999")));
  life_.add("anna", "2999-12-31T00:00:00Z", {});
  snapshot_ = life_.snapshot();
  EXPECT_THAT(times("", "2999-01-01"), ::testing::Not(HasSubstr("as of 2999"))) << "events of the future or not";
}

}  // namespace
}  // namespace sojourn
