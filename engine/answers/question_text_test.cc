// Method: every shape that others rely on (JSON, CSV, table, command line) is written out once in full and compared as
// a whole; what may come from outside (questions, cells) is made wrong in each way that its header names.
#include "answers/question_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "answers/asker.h"
#include "answers/display_width.h"
#include "base/limits.h"

namespace sojourn {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(QuestionText, ReadsAllKeys) {
  const Result<Question> question = parse_question(
      R"({"measure":"funnel","parameters":{"within":"30d","step":["a = 1","b"],"strictly_later":true,"n":2.50,"x":null},
          "where":"channel = \"web\"","by":["channel","first.channel"],"over":"month","from":"2026-01-01",
          "to":"2026-04-01","zone":"Europe/Amsterdam"})");
  ASSERT_TRUE(question) << question.error().to_string();
  EXPECT_EQ(question->measure, "funnel");
  EXPECT_THAT(question->parameters.at("step"), ElementsAre("a = 1", "b"));
  EXPECT_THAT(question->parameters.at("strictly_later"), ElementsAre("true"));
  EXPECT_THAT(question->parameters.at("n"), ElementsAre("2.5"));
  EXPECT_EQ(question->parameters.count("x"), 0U);
  EXPECT_EQ(question->where, "channel = \"web\"");
  EXPECT_THAT(question->by, ElementsAre("channel", "first.channel"));
  EXPECT_EQ(question->over, Period::kMonth);
  EXPECT_EQ(question->zone, "Europe/Amsterdam");
  // And back.
  const std::string json = question_json(*question);
  EXPECT_EQ(question_json(*parse_question(json)), json);
}

TEST(QuestionText, WrongQuestionsNameTheKey) {
  const auto where = [](std::string_view text) { return parse_question(text).status().where(); };
  EXPECT_EQ(where(R"({"measure":5})"), "measure");
  EXPECT_EQ(where(R"({})"), "measure");
  EXPECT_EQ(where(R"({"measure":"nps","over":"fortnight"})").substr(0, 4), "over");
  EXPECT_EQ(where(R"({"measure":"nps","by":[{}]})"), "by");
  EXPECT_EQ(where(R"({"measure":"nps","parameters":[]})"), "parameters");
  EXPECT_EQ(where(R"({"measure":"nps","parameters":{"count":{}}})"), "parameters.count");
  EXPECT_EQ(where(R"({"measure":"nps",})").substr(0, 4), "byte");
  EXPECT_EQ(where(R"({"measure":"nps","form":"2026"})"), "form");
  EXPECT_THAT(parse_question(R"({"measure":"nps","form":"2026"})").status().message(), HasSubstr("from"));
  EXPECT_FALSE(parse_question("[]"));
  EXPECT_FALSE(parse_question("{\"measure\":\"\xff\"}"));
  EXPECT_EQ(parse_question(std::string(limits::kQuestionBytesMax + 1, ' ')).status().code(), StatusCode::kLimit);
}

TEST(QuestionText, ReadsCells) {
  const Result<CellRef> cell = parse_cell(R"({"keys":{"channel":"web","step":2,"device":null},"column":"customers"})");
  ASSERT_TRUE(cell) << cell.error().to_string();
  EXPECT_EQ(cell->column, "customers");
  EXPECT_THAT(cell->keys, ElementsAre(std::pair("channel", "web"), std::pair("step", "2"), std::pair("device", "")));
  EXPECT_TRUE(parse_cell("{}"));
  EXPECT_FALSE(parse_cell(R"({"kyes":{}})"));
  EXPECT_FALSE(parse_cell(R"({"keys":[]})"));
}

TEST(QuestionText, CommandsAreSafeInAShell) {
  Question question;
  question.measure = "funnel";
  question.parameters["step"] = {"touchpoint = \"it's\"", "x"};
  question.where = "a = 1; rm *";
  question.by = {"channel", "customer.channel"};
  question.over = Period::kWeek;
  question.from = "-30d";
  question.zone = "Europe/Amsterdam";
  EXPECT_EQ(
      question_command(question),
      R"(sojourn ask funnel 'step=touchpoint = "it'\''s"' step=x --where 'a = 1; rm *' --by channel,customer.channel )"
      R"(--over week --from=-30d --zone Europe/Amsterdam)");
}

Answer sample() {
  Answer answer;
  answer.question.measure = "nps";
  answer.question.by = {"channel"};
  answer.unit = "points";
  answer.definition = "How it is counted.";
  answer.convention = "count = last, times in UTC";
  answer.as_of = civil_to_micros({2026, 3, 1, 12, 0, 0, 0});
  answer.events = 1234567;
  answer.columns = {{"channel", ColumnRole::kSplit, ""},  {"value", ColumnRole::kValue, "points"},
                    {"low", ColumnRole::kLow, "points"},  {"high", ColumnRole::kHigh, "points"},
                    {"n", ColumnRole::kCount, "answers"}, {"wait", ColumnRole::kDetail, "s"}};
  const None none{"no answers"};
  answer.rows = {{std::monostate{}, 31.25, 27.94, 34.5, int64_t{1204}, 93784.0},
                 {std::string("=1+1, \"日本\""), none, none, none, int64_t{0}, std::monostate{}},
                 {std::string("web"), -0.04, -100.0, 1.0, int64_t{3}, 42.0}};
  answer.notes = {"1 row has n below 30"};
  return answer;
}

TEST(AnswerText, Json) {
  EXPECT_EQ(
      answer_json(sample()),
      R"({"measure":"nps","question":{"measure":"nps","by":["channel"],"zone":"UTC"},"unit":"points",)"
      R"("definition":"How it is counted.","convention":"count = last, times in UTC","as_of":"2026-03-01T12:00:00Z",)"
      R"("events":1234567,"columns":[{"name":"channel","role":"split","unit":""},)"
      R"({"name":"value","role":"value","unit":"points"},{"name":"low","role":"low","unit":"points"},)"
      R"({"name":"high","role":"high","unit":"points"},{"name":"n","role":"count","unit":"answers"},)"
      R"({"name":"wait","role":"detail","unit":"s"}],)"
      R"("rows":[{"channel":null,"value":31.25,"low":27.94,"high":34.5,"n":1204,"wait":93784.0},)"
      R"({"channel":"=1+1, \"日本\"","none":"no answers","n":0},)"
      R"({"channel":"web","value":-0.04,"low":-100.0,"high":1.0,"n":3,"wait":42.0}],)"
      R"("notes":["1 row has n below 30"]})");
  Answer empty;
  empty.none = "there are no events yet";
  EXPECT_THAT(answer_json(empty), HasSubstr(R"("rows":[],"none":"there are no events yet")"));
}

TEST(AnswerText, Csv) {
  EXPECT_EQ(answer_csv(sample()),
            "channel,value,low,high,n,wait,none\r\n"
            ",31.25,27.94,34.5,1204,93784,\r\n"
            "\"'=1+1, \"\"日本\"\"\",,,,0,,no answers\r\n"
            "web,-0.04,-100,1,3,42,\r\n");
}

TEST(AnswerText, Table) {
  EXPECT_EQ(answer_table(sample()),
            "channel       value (points)  95 % interval  n (answers)  wait (s)\n"
            "────────────  ──────────────  ─────────────  ───────────  ────────\n"
            "(none)                  31.2   27.9 to 34.5        1,204   1 d 2 h\n"
            "=1+1, \"日本\"               –              –            0\n"
            "web                      0.0  -100.0 to 1.0            3      42 s\n"
            "– : no answers\n"
            "Note: 1 row has n below 30.\n"
            "\n"
            "count = last, times in UTC\n"
            "As of 2026-03-01T12:00:00Z, 1,234,567 events in the record.\n");
  Answer empty;
  empty.none = "there are no events yet";
  EXPECT_THAT(answer_table(empty), HasSubstr("No answer: there are no events yet.\n"));
}

TEST(AnswerText, SomeAreNeitherAllNorNone) {
  Answer answer;
  answer.columns = {{"value", ColumnRole::kValue, "%"}};
  for (const double value : {100.0, 99.96, 99.9996, 99.94, 0.0, 0.04, 0.0004, 1e-14, 100 - 1e-13, 12.34, 0.5}) {
    answer.rows.push_back({value});
  }
  EXPECT_THAT(answer_table(answer),
              HasSubstr("100.0\n    99.96\n  99.9996\n     99.9\n      0.0\n     0.04\n   0.0004\n      0.0\n"
                        "    100.0\n     12.3\n     0.50\n"));
}

TEST(AnswerText, TableCellsCannotMoveTheCursor) {
  Answer answer;
  answer.columns = {{"channel", ColumnRole::kSplit, ""}};
  answer.rows = {{std::string("a\x1b[31m\nb")}, {std::string(200, 'x')}};
  const std::string table = answer_table(answer);
  EXPECT_THAT(table, HasSubstr("a [31m b"));
  EXPECT_THAT(table, Not(HasSubstr("\x1b")));
  EXPECT_THAT(table, HasSubstr("x…"));
}

TEST(DisplayWidth, CountsColumnsOfATerminal) {
  EXPECT_EQ(display_width("plain"), 5U);
  EXPECT_EQ(display_width("größe"), 5U);
  EXPECT_EQ(display_width("日本"), 4U);
  EXPECT_EQ(display_width("e\u0301"), 1U);
  EXPECT_EQ(display_width("\xff\xfe"), 2U);
  EXPECT_EQ(display_text("日本語", 6), "日本語");
  EXPECT_EQ(display_text("日本語", 5), "日本…");
  EXPECT_EQ(display_text("abcdef", 5), "abcd…");
  EXPECT_EQ(display_text("", 5), "");
}

TEST(DefinitionText, EveryMeasureHasAllThreeShapes) {
  for (const MeasureDefinition& definition : catalogue()) {
    const auto json = nlohmann::json::parse(definition_json(definition));
    EXPECT_EQ(json["id"], definition.id);
    EXPECT_EQ(json["parameters"].size(), definition.parameters.size());
    EXPECT_TRUE(json["range"].is_null() || json["range"].size() == 2);
    EXPECT_THAT(definition_text(definition), HasSubstr(definition.title + " (" + definition.id + ")"));
    EXPECT_THAT(definition_markdown(definition), HasSubstr("# " + definition.title + "\n"));
  }
}

}  // namespace
}  // namespace sojourn
