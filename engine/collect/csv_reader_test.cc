// What the reader finds out by itself, how it forgives, and that one bad row never costs a good one.
#include "collect/csv_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/limits.h"

namespace sojourn {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Line {
  uint64_t line = 0;
  std::vector<std::string> cells;  // Empty: the row was refused ...
  std::string error;               // ... for this reason.
};

struct Contents {
  std::vector<std::string> columns;
  std::vector<Line> lines;
  std::string trouble;  // What ended the file early.
};

Contents read_all(std::string text, const TextFormat& format = {}) {
  Contents contents;
  auto reader = CsvReader::open(TextStream(ByteStream::over(std::move(text), "test").value(), format.encoding), format);
  if (!reader) {
    contents.trouble = reader.status().to_string();
    return contents;
  }
  contents.columns = (*reader)->columns();
  std::vector<Cell> row;
  for (;;) {
    const Result<bool> more = (*reader)->next(row);
    if (!more && more.error().code() != StatusCode::kInvalidArgument) {
      contents.trouble = more.status().to_string();
      return contents;
    }
    if (more && !*more) return contents;
    Line line{(*reader)->line(), {}, more ? "" : more.error().message()};
    for (const Cell& cell : row) {
      if (more) line.cells.push_back(cell.null ? "(null)" : std::string(cell.text));
    }
    contents.lines.push_back(std::move(line));
  }
}

TEST(CsvReader, FindsTheDelimiterByAgreement) {
  for (const char* delimiter : {",", ";", "\t", "|"}) {
    const std::string d = delimiter;
    const Contents contents =
        read_all("a" + d + "b" + d + "c\n1" + d + "two, or; so|\t" + "\n" + "1" + d + "2" + d + "3\n");
    EXPECT_THAT(contents.columns, ElementsAre("a", "b", "c")) << d;
  }
  // Commas of prices do not make a comma file.
  EXPECT_THAT(read_all("id;price\n1;2,50\n2;3,75\n").lines[1].cells, ElementsAre("2", "3,75"));
  EXPECT_THAT(read_all("sep=;\na;b\n1;2\n").lines[0].cells, ElementsAre("1", "2"));
}

TEST(CsvReader, UnderstandsQuotes) {
  const Contents contents =
      read_all("a,b,c\n\"1\",\"x, y\",\"said \"\"no\"\"\"\n5\" pipe,\"\",\"two\nlines\"\n4,5,6\n");
  EXPECT_THAT(contents.lines[0].cells, ElementsAre("1", "x, y", "said \"no\""));
  EXPECT_THAT(contents.lines[1].cells, ElementsAre("5\" pipe", "", "two\nlines"));
  EXPECT_EQ(contents.lines[1].line, 3u);
  EXPECT_EQ(contents.lines[2].line, 5u);
}

TEST(CsvReader, ForgivesTextAfterAClosingQuote) {
  EXPECT_THAT(read_all("a,b\n\"x\" ,\"y\"z\n").lines[0].cells, ElementsAre("x", "yz"));
}

TEST(CsvReader, ReadsEveryLineEnd) {
  for (const char* end : {"\n", "\r\n", "\r"}) {
    const std::string e = end;
    const Contents contents = read_all("a,b" + e + "1,2" + e + e + "\"3\",\"4\"" + e);
    ASSERT_EQ(contents.lines.size(), 2u);
    EXPECT_THAT(contents.lines[0].cells, ElementsAre("1", "2"));
    EXPECT_THAT(contents.lines[1].cells, ElementsAre("3", "4"));
  }
}

TEST(CsvReader, ReadsALastLineWithoutItsEnd) {
  EXPECT_THAT(read_all("a,b\n1,2").lines[0].cells, ElementsAre("1", "2"));
  EXPECT_THAT(read_all("a,b\n1,").lines[0].cells, ElementsAre("1", ""));
}

TEST(CsvReader, TellsCutAndOverlongRowsByTheirNumberOfCells) {
  const Contents contents = read_all("a,b,c\n1,2,3\n1,2\n1,2,3,4\n1,2,3,,\n");
  ASSERT_EQ(contents.lines.size(), 4u);
  EXPECT_EQ(contents.lines[1].error, "the row has 2 cells, the header has 3");
  EXPECT_EQ(contents.lines[1].line, 3u);
  EXPECT_EQ(contents.lines[2].error, "the row has 4 cells, the header has 3");
  EXPECT_THAT(contents.lines[3].cells, ElementsAre("1", "2", "3"));
}

TEST(CsvReader, NumbersRepeatedAndBlankNames) {
  EXPECT_THAT(read_all("id,text,,text,id,TEXT,,\n").columns,
              ElementsAre("id", "text", "column_3", "text_2", "id_2", "TEXT"));
  EXPECT_THAT(read_all("a,b,,\n1,2\n1,2,,\n").lines[1].cells, ElementsAre("1", "2"));
}

TEST(CsvReader, NumbersThousandsOfRepeatedNames) {
  std::string text = "a";
  for (size_t i = 1; i < limits::kColumnsMax; ++i) text += ",a";
  const Contents contents = read_all(text + "\n");
  ASSERT_EQ(contents.columns.size(), limits::kColumnsMax) << contents.trouble;
  EXPECT_EQ(contents.columns.back(), "a_4096");
  EXPECT_THAT(read_all("a,a_2,a,a\n").columns, ElementsAre("a", "a_2", "a_3", "a_4"));
  EXPECT_EQ(read_all(text + ",b\n").trouble, "the file has more than 4096 columns");
  TextFormat format;
  format.header.assign(limits::kColumnsMax + 1, "x");
  EXPECT_EQ(read_all("1\n", format).trouble, "the file has more than 4096 columns");
}

TEST(CsvReader, RefusesARowOfMillionsOfCellsWithoutKeepingThem) {
  std::string wide(5'000'000, ',');
  const Contents contents = read_all("a,b\n1,2\n" + wide + "\"x\"\"y\"\n3,4\n");
  ASSERT_EQ(contents.lines.size(), 3u) << contents.trouble;
  EXPECT_EQ(contents.lines[1].error, "the row has more than 4096 cells, the header has 2");
  EXPECT_THAT(contents.lines[2].cells, ElementsAre("3", "4"));
  TextFormat format;
  format.delimiter = "whitespace";
  std::string spread = "a b\n";
  for (size_t i = 0; i < 10'000; ++i) spread += "1 ";
  EXPECT_THAT(read_all(spread + "\n", format).lines.at(0).error, HasSubstr("more than 4096 cells"));
}

TEST(CsvReader, AnOpenQuoteCostsOnlyItsOwnLine) {
  const Contents contents = read_all("a,b\n1,2\n3,\"oops\n5,6\n7,8\n");
  ASSERT_EQ(contents.lines.size(), 4u);
  EXPECT_EQ(contents.lines[1].error, "the quote that opens in line 3 is never closed");
  EXPECT_EQ(contents.lines[1].line, 3u);
  EXPECT_THAT(contents.lines[2].cells, ElementsAre("5", "6"));
  EXPECT_EQ(contents.lines[3].line, 5u);
}

TEST(CsvReader, RefusesRowsBeyondTheLimitAndReadsOn) {
  const std::string big(limits::kRowBytesMax + 1000, 'x');
  Contents contents = read_all("a,b\n1," + big + "\n3,4\n");
  ASSERT_EQ(contents.lines.size(), 2u);
  EXPECT_THAT(contents.lines[0].error, HasSubstr("more than 16777216 bytes"));
  EXPECT_THAT(contents.lines[1].cells, ElementsAre("3", "4"));
  contents = read_all("a,b\n1,\"" + big + "\n3,4\n");
  ASSERT_EQ(contents.lines.size(), 2u);
  EXPECT_THAT(contents.lines[0].error, HasSubstr("line 2 is not closed within"));
  EXPECT_THAT(contents.lines[1].cells, ElementsAre("3", "4"));
}

TEST(CsvReader, ReadsRowsAcrossTheEdgesOfItsWindow) {
  std::string text = "a,b\n";
  for (size_t i = 0; i < 3000; ++i) text += std::to_string(i) + ",\"" + std::string(i, 'x') + "\"\"\n\"\n";
  const Contents contents = read_all(text);
  ASSERT_EQ(contents.lines.size(), 3000u);
  for (size_t i = 0; i < 3000; ++i) {
    ASSERT_EQ(contents.lines[i].cells[0], std::to_string(i));
    ASSERT_EQ(contents.lines[i].cells[1], std::string(i, 'x') + "\"\n");
    ASSERT_EQ(contents.lines[i].line, 2 + 2 * i);
  }
}

TEST(CsvReader, ReadsFixedWidthsAndWhitespaceWithoutHeader) {
  TextFormat format;
  format.header = {"id", "sample", "day"};
  format.delimiter = "whitespace";
  EXPECT_THAT(read_all(" 00004 0001  19970101\n\n 7\t8 9 \n", format).lines[1].cells, ElementsAre("7", "8", "9"));
  format.delimiter.clear();
  format.widths = {3, 2, 4};
  EXPECT_THAT(read_all("ab c d\n", format).lines[0].cells, ElementsAre("ab", "c", "d"));
  EXPECT_THAT(read_all("abcde12345\n", format).lines[0].cells, ElementsAre("abc", "de", "1234"));
}

TEST(CsvReader, MarksTheBlanksItWasTold) {
  TextFormat format;
  format.blanks = {"NA"};
  EXPECT_THAT(read_all("a,b\nNA,\"NA\"\nNAN,1\n", format).lines[0].cells, ElementsAre("(null)", "(null)"));
}

TEST(CsvReader, SkipsLinesBeforeTheHeader) {
  TextFormat format;
  format.skip_lines = 2;
  const Contents contents = read_all("Report\n2026\na;b\n1;2\n", format);
  EXPECT_THAT(contents.columns, ElementsAre("a", "b"));
  EXPECT_EQ(contents.lines[0].line, 4u);
  EXPECT_THAT(read_all("a\n", format).trouble, HasSubstr("skip_lines"));
}

TEST(CsvReader, RefusesRowsThatAreNoText) {
  const Contents contents = read_all("a,b\n\xc3\xa9,1\n\xc3(,2\n3,4\n");
  // The first bytes that are not ASCII settle the encoding of the whole file: here none fits UTF-8.
  EXPECT_EQ(contents.lines.size(), 3u);
  TextFormat format;
  format.encoding = Encoding::kUtf8;
  const Contents strict = read_all("a,b\n\xc3\xa9,1\n\xc3(,2\n3,4\n", format);
  EXPECT_THAT(strict.lines[1].error, HasSubstr("byte 1 of the row is not text"));
  EXPECT_THAT(strict.lines[2].cells, ElementsAre("3", "4"));
}

TEST(CsvReader, NeedsAHeader) {
  EXPECT_THAT(read_all("").trouble, HasSubstr("the file is empty"));
  EXPECT_THAT(read_all("\n\n").trouble, HasSubstr("the file is empty"));
  TextFormat format;
  format.widths = {1};
  EXPECT_THAT(read_all("a\n", format).trouble, HasSubstr("header"));
  format.delimiter = ",";
  EXPECT_THAT(read_all("a\n", format).trouble, HasSubstr("either widths or a delimiter"));
}

}  // namespace
}  // namespace sojourn
