// The workbook of an answer, read back as the files that spreadsheets read: cells by type, both sheets, the limits.
#include "answers/answer_xlsx.h"

#include <gmock/gmock.h>
#include <stdlib.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace sojourn {
namespace {

using testing::HasSubstr;
using testing::Not;

// A part of the workbook, as unzip finds it.
std::string part(const std::string& workbook, const std::string& name) {
  std::string path = (std::filesystem::temp_directory_path() / "answer_XXXXXX").string();
  const int file = ::mkstemp(path.data());
  EXPECT_EQ(::write(file, workbook.data(), workbook.size()), static_cast<ssize_t>(workbook.size()));
  ::close(file);
  const std::string command = "python3 -c \"import sys,zipfile; sys.stdout.write(zipfile.ZipFile('" + path +
                              "').read('" + name + "').decode())\"";
  std::FILE* const pipe = ::popen(command.c_str(), "r");
  std::string text;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) text += static_cast<char>(c);
  EXPECT_EQ(::pclose(pipe), 0) << command;
  std::filesystem::remove(path);
  return text;
}

Answer revenue() {
  Answer answer;
  answer.question.measure = "revenue";
  answer.question.where = "channel = \"web\"";
  answer.question.zone = "Europe/Amsterdam";
  answer.unit = "money";
  answer.definition = "The sum of <all> amounts.";
  answer.as_of = 1'767'225'600 * kSecond;  // 2026-01-01T00:00Z, an hour later in Amsterdam.
  answer.events = 7;
  answer.columns = {{"channel", ColumnRole::kSplit, ""},    {"period", ColumnRole::kSplit, "month"},
                    {"value", ColumnRole::kValue, "money"}, {"currency", ColumnRole::kKey, ""},
                    {"n", ColumnRole::kCount, ""},          {"share", ColumnRole::kDetail, "%"},
                    {"last", ColumnRole::kDetail, ""}};
  answer.rows = {{"=1+1", "2026-03-01", 12.5, "EUR", int64_t{1234}, 45.25, TimeValue{answer.as_of}},
                 {std::monostate(), "2026-04-01", None{"no answers"}, "JPY", int64_t{0}, std::monostate(), "+49"}};
  answer.notes = {"a note"};
  return answer;
}

TEST(AnswerXlsx, WritesTypedCells) {
  const std::string sheet = part(answer_xlsx(revenue()).value(), "xl/worksheets/sheet1.xml");
  EXPECT_THAT(sheet, HasSubstr("<t>value (money)</t>"));
  EXPECT_THAT(sheet, HasSubstr("<t>=1+1</t>"));
  EXPECT_THAT(sheet, HasSubstr("<t>+49</t>"));
  EXPECT_THAT(sheet, Not(HasSubstr("<f>")));
  EXPECT_THAT(sheet, HasSubstr("<v>46082</v>")) << "2026-03-01, in days";
  EXPECT_THAT(sheet, HasSubstr("<v>46023.04166666667</v>")) << "01:00 on the wall clock";
  EXPECT_THAT(sheet, HasSubstr("<v>12.5</v>"));
  EXPECT_THAT(sheet, HasSubstr("<v>45.25</v>"));
  EXPECT_THAT(sheet, HasSubstr("<v>1234</v>"));
  EXPECT_THAT(sheet, HasSubstr("<t>no answers</t>"));
  const std::string styles = part(answer_xlsx(revenue()).value(), "xl/styles.xml");
  EXPECT_THAT(styles, HasSubstr("formatCode=\"yyyy-mm-dd hh:mm:ss\""));
}

TEST(AnswerXlsx, SaysWhatWasAskedAndWhatItMeans) {
  const std::string sheet = part(answer_xlsx(revenue()).value(), "xl/worksheets/sheet2.xml");
  EXPECT_THAT(sheet, HasSubstr("<t>The sum of &lt;all&gt; amounts.</t>"));
  EXPECT_THAT(sheet, HasSubstr("--where"));
  EXPECT_THAT(sheet, HasSubstr("<t>as_of</t>"));
  EXPECT_THAT(sheet, HasSubstr("<t>a note</t>"));
  EXPECT_THAT(part(answer_xlsx(revenue()).value(), "xl/workbook.xml"), HasSubstr("name=\"Definition\""));
}

TEST(AnswerXlsx, AnAnswerWithoutRowsSaysWhy) {
  Answer answer;
  answer.question.measure = "nps";
  answer.none = "there are no events yet: import some";
  EXPECT_THAT(part(answer_xlsx(answer).value(), "xl/worksheets/sheet1.xml"), HasSubstr("there are no events yet"));
}

TEST(AnswerXlsx, WhatSpreadsheetsCannotHoldIsTextOrCut) {
  Answer answer = revenue();
  answer.rows = {{std::string(40'000, 'a') + "z", "0900-01-01", 1e300, "EUR", int64_t{9'007'199'254'740'993}, 0.0,
                  TimeValue{-70 * 366 * kDay}}};
  answer.rows.push_back({"\xF0\x9F\x98\x80", "2026-01-01T14:00", 0.0, "EUR", int64_t{0}, 0.0, TimeValue{0}});
  const std::string sheet = part(answer_xlsx(answer).value(), "xl/worksheets/sheet1.xml");
  EXPECT_THAT(sheet, HasSubstr("<t>9007199254740993</t>"));
  EXPECT_THAT(sheet, HasSubstr("<t>0900-01-01</t>"));
  EXPECT_THAT(sheet, HasSubstr(std::string(kXlsxTextMax, 'a') + "</t>"));
  EXPECT_THAT(sheet, Not(HasSubstr("az<")));
}

TEST(AnswerXlsx, MoreRowsThanASheetHasAreRefused) {
  Answer answer = revenue();
  answer.rows.assign(kXlsxRowsMax, {});
  const Status fault = answer_xlsx(answer).error();
  EXPECT_EQ(fault.code(), StatusCode::kLimit);
  EXPECT_THAT(fault.message(), HasSubstr("1,048,576 rows"));
}

}  // namespace
}  // namespace sojourn
