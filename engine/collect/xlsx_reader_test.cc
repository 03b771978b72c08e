#include "collect/xlsx_reader.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include "collect/csv_reader.h"
#include "collect/open_rows.h"
#include "collect/xlsx_fixture.h"
#include "collect/xlsx_number.h"

namespace sojourn {
namespace {

Result<std::string> text_of(const std::string& file) {
  SOJOURN_TRY(const auto stream, ByteStream::over_file(file, "t.xlsx"));
  std::string text;
  std::string chunk(700, '\0');  // Small, so that rows fall across reads.
  while (true) {
    SOJOURN_TRY(const size_t count, stream->read(chunk.data(), chunk.size()));
    if (count == 0) return text;
    text.append(chunk, 0, count);
  }
}

std::string text_or_error(const std::string& file) {
  const Result<std::string> text = text_of(file);
  return text ? *text : text.error().to_string();
}

std::string numbered(const std::string& text, NumberLook look = NumberLook::kNumber, bool epoch_1904 = false) {
  return number_text(text, look, epoch_1904);
}

TEST(XlsxReader, CellsOfEveryKind) {
  const std::string rows =
      R"(<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="D1" t="inlineStr"><is><t>d</t></is></c></row>)"
      R"(<row r="2"><c r="A2"><v>4.0999999999999996</v></c><c r="B2" t="b"><v>1</v></c><c r="C2" t="e"><v>#N/A</v></c>)"
      R"(<c r="D2" t="str"><f>A1&amp;"x"</f><v>made, of; it</v></c></row>)"
      R"(<row r="4"><c t="b"><v>0</v></c><c t="s"><v>2</v></c><c/><c t="d"><v>2026-03-01T10:00:00</v></c></row>)";
  const std::string file = workbook_of(
      rows,
      {"<t>id</t>", "<r><t>two </t></r><r><rPr/><t>runs</t></r><rPh><t>spoken</t></rPh>", "<t>a_x000D_\nb \"q\"</t>"});
  EXPECT_EQ(text_or_error(file),
            "id,two runs,,d\n"
            "4.1,TRUE,,\"made, of; it\"\n"
            "\n"
            "FALSE,\"a\r\nb \"\"q\"\"\",,2026-03-01T10:00:00\n");
}

TEST(XlsxReader, DatesAreNumbersWithAFormat) {
  const std::string styles =
      R"(<numFmts><numFmt numFmtId="164" formatCode="[$-413]dd\-mm\-yyyy\ hh:mm;@"/>)"
      R"(<numFmt numFmtId="165" formatCode="&quot;day &quot;0.00"/></numFmts>)"
      R"(<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>)"
      R"(<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="46"/></cellXfs>)";
  const std::string rows =
      R"(<row r="1"><c r="A1" s="0"><v>46082</v></c><c r="B1" s="1"><v>46082</v></c>)"
      R"(<c r="C1" s="2"><v>46082.586920983798</v></c><c r="D1" s="3"><v>46082.5</v></c><c r="E1" s="4"><v>1.5</v></c></row>)";
  EXPECT_EQ(text_or_error(workbook_of(rows, {}, styles)),
            "46082,2026-03-01,2026-03-01 14:05:09.973,46082.5,36:00:00\n");
  EXPECT_EQ(text_or_error(workbook_of(rows, {}, styles, R"(<workbookPr date1904="1"/>)")),
            "46082,2030-03-02,2030-03-02 14:05:09.973,46082.5,36:00:00\n");
}

TEST(XlsxNumber, Looks) {
  EXPECT_EQ(look_of_code("General"), NumberLook::kNumber);
  EXPECT_EQ(look_of_code("0.00E+00"), NumberLook::kNumber);
  EXPECT_EQ(look_of_code("#,##0.00 [$\xE2\x82\xAC-413];[Red]-#,##0.00"), NumberLook::kNumber);
  EXPECT_EQ(look_of_code("\"Days\" 0"), NumberLook::kNumber);
  EXPECT_EQ(look_of_code("0_d"), NumberLook::kNumber);
  EXPECT_EQ(look_of_code("0 \"h\"\\m"), NumberLook::kNumber);
  EXPECT_EQ(look_of_code("m/d/yy h:mm"), NumberLook::kDate);
  EXPECT_EQ(look_of_code("mmm"), NumberLook::kDate);
  EXPECT_EQ(look_of_code("h:mm AM/PM"), NumberLook::kTime);
  EXPECT_EQ(look_of_code("[hh]:mm"), NumberLook::kElapsed);
  EXPECT_EQ(look_of_builtin(22), NumberLook::kDate);
  EXPECT_EQ(look_of_builtin(49), NumberLook::kNumber);
}

TEST(XlsxNumber, Texts) {
  EXPECT_EQ(numbered("12"), "12");
  EXPECT_EQ(numbered("0012"), "0012");
  EXPECT_EQ(numbered("0.10000000000000001"), "0.1");
  EXPECT_EQ(numbered("1.2345678901234E+15"), "1234567890123400");
  EXPECT_EQ(numbered("1.5E-7"), "0.00000015");
  EXPECT_EQ(numbered("-1.5E-7"), "-0.00000015");
  EXPECT_EQ(numbered("1E+20"), "100000000000000000000");
  EXPECT_EQ(numbered("12345678901234567"), "12345678901234567");
  EXPECT_EQ(numbered("1E+300"), "1e+300");
  EXPECT_EQ(numbered("x"), "x");
  EXPECT_EQ(numbered("1", NumberLook::kDate), "1900-01-01");
  EXPECT_EQ(numbered("59", NumberLook::kDate), "1900-02-28");
  EXPECT_EQ(numbered("61", NumberLook::kDate), "1900-03-01");
  EXPECT_EQ(numbered("0", NumberLook::kDate, true), "1904-01-01");
  EXPECT_EQ(numbered("0.25", NumberLook::kDate), "06:00:00");
  EXPECT_EQ(numbered("0.99999999999", NumberLook::kTime), "23:59:59.999");
  EXPECT_EQ(numbered("45000.99999999999", NumberLook::kDate), "2023-03-16");
  EXPECT_EQ(numbered("-3", NumberLook::kDate), "-3");
  EXPECT_EQ(numbered("99999999", NumberLook::kDate), "99999999");
}

TEST(XlsxReader, ReadsAsAnyTableDoes) {
  const std::string rows =
      R"(<row r="3"><c r="B3" t="inlineStr"><is><t>time</t></is></c><c r="C3" t="inlineStr"><is><t>x</t></is></c></row>)"
      R"(<row r="5"><c r="B5"><v>7</v></c></row>)";
  auto opened = open_rows_over(workbook_of(rows), "t.xlsx", {});
  ASSERT_TRUE(opened) << opened.error().to_string();
  EXPECT_EQ(opened->rows->columns(), (std::vector<std::string>{"column_1", "time", "x"}));
  std::vector<Cell> row;
  ASSERT_TRUE(opened->rows->next(row).value());
  EXPECT_EQ(row[1].text, "7");
  EXPECT_EQ(opened->rows->line(), 5);
  EXPECT_FALSE(opened->rows->next(row).value());
}

TEST(XlsxReader, AnArchiveOfOneFileIsThatFile) {
  for (const bool deflated : {false, true}) {
    EXPECT_EQ(
        text_or_error(zip_of({{"export/", ""}, {"export/a.csv", "a,b\n1,2\n"}, {"__MACOSX\\a.csv", "x"}}, deflated)),
        "a,b\n1,2\n");
  }
  EXPECT_EQ(text_or_error(zip_of({{"a.csv", "a"}, {"b.csv", "b"}})),
            "t.xlsx: the archive holds 2 files (a.csv, b.csv); unpack it and import the ones you mean");
}

std::string gzip(const std::string& text) {
  z_stream state{};
  deflateInit2(&state, 1, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&state, text.size()) + 32, '\0');
  state.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  state.avail_in = static_cast<uInt>(text.size());
  state.next_out = reinterpret_cast<Bytef*>(out.data());
  state.avail_out = static_cast<uInt>(out.size());
  deflate(&state, Z_FINISH);
  out.resize(state.total_out);
  deflateEnd(&state);
  return out;
}

TEST(XlsxReader, WhatIsPackedTwiceIsUnpackedTwice) {
  const std::string book = workbook_of(R"(<row r="1"><c r="A1"><v>4</v></c><c r="B1"><v>5</v></c></row>)");
  EXPECT_EQ(text_or_error(gzip(book)), "4,5\n");
  EXPECT_EQ(text_or_error(zip_of({{"export/book.xlsx", book}})), "4,5\n");
  EXPECT_EQ(text_or_error(gzip(zip_of({{"book.xlsx", book}}, false))), "4,5\n");
  EXPECT_EQ(text_or_error(zip_of({{"a.csv.gz", gzip("a,b\n1,2\n")}})), "a,b\n1,2\n");
  EXPECT_EQ(text_or_error(gzip(gzip(gzip("a\n")))), "a\n");
  EXPECT_NE(text_or_error(gzip(gzip(gzip(gzip("a\n"))))).find("packed more than 3 times over"), std::string::npos);
  EXPECT_NE(text_or_error(gzip(zip_of({{"a.csv", "a"}, {"b.csv", "b"}}))).find("holds 2 files (a.csv, b.csv)"),
            std::string::npos);
  const std::string packed = gzip(book);
  for (const size_t size : {packed.size() / 4, packed.size() - 5}) {
    EXPECT_NE(text_or_error(packed.substr(0, size)).find("t.xlsx"), std::string::npos) << size;
  }
}

TEST(XlsxReader, BombsInsideOfArchivesStopAtTheirLimit) {
  // More than 512 MiB of nothing that calls itself an archive, in half a megabyte.
  std::string bomb = "PK\x03\x04";
  bomb.resize((size_t{512} << 20) + 2, '\0');
  const std::string packed = gzip(bomb);
  EXPECT_LT(packed.size(), size_t{8} << 20);
  EXPECT_NE(text_or_error(packed).find("larger than 512 MiB"), std::string::npos);
}

// A map's words for text files are none for workbooks.
TEST(XlsxReader, EncodingAndDelimiterOfAMapAreForText) {
  TextFormat format;
  format.encoding = Encoding::kUtf16Le;
  format.delimiter = ";";
  const std::string rows =
      R"(<row r="1"><c t="inlineStr"><is><t>time</t></is></c><c t="inlineStr"><is><t>naïve; x</t></is></c></row>)"
      R"(<row r="2"><c><v>1</v></c><c t="inlineStr"><is><t>a, b</t></is></c></row>)";
  for (const std::string& file : {workbook_of(rows), gzip(workbook_of(rows))}) {
    auto opened = open_rows_over(file, "t.xlsx", format);
    ASSERT_TRUE(opened) << opened.error().to_string();
    EXPECT_EQ(opened->rows->columns(), (std::vector<std::string>{"time", "naïve; x"}));
    std::vector<Cell> row;
    ASSERT_TRUE(opened->rows->next(row).value());
    EXPECT_EQ(row[1].text, "a, b");
  }
  format.widths = {3, 4};
  EXPECT_TRUE(open_rows_over(workbook_of(rows), "t.xlsx", format));
}

TEST(XlsxReader, SaysWhatToDoWithOtherFiles) {
  EXPECT_NE(text_or_error("\xD0\xCF\x11\xE0\xA1\xB1").find("save it as .xlsx or CSV"), std::string::npos);
  EXPECT_NE(text_or_error(zip_of({{"mimetype", "application/vnd.oasis"}, {"content.xml", ""}})).find("save it as"),
            std::string::npos);
  EXPECT_NE(text_or_error(workbook_of("")).find("holds no table"), std::string::npos);
}

TEST(XlsxReader, HostileFilesAreErrors) {
  const std::string row = R"(<row r="1"><c r="A1"><v>1</v></c></row>)";
  const std::string good = workbook_of(row);
  for (size_t size = 4; size < good.size(); size += 7) EXPECT_FALSE(text_of(good.substr(0, size))) << size;
  EXPECT_NE(text_or_error(workbook_of(row + row)).find("not below"), std::string::npos);
  EXPECT_NE(text_or_error(workbook_of(R"(<row r="9999999"><c><v>1</v></c></row>)")).find("beyond"), std::string::npos);
  EXPECT_NE(text_or_error(workbook_of(R"(<row r="1"><c r="XFE1"><v>1</v></c></row>)")).find("columns"),
            std::string::npos);
  EXPECT_NE(text_or_error(workbook_of("<row><c>")).find("XML"), std::string::npos);
  EXPECT_EQ(text_or_error(workbook_of(R"(<row><c t="s"><v>-1</v></c><c t="s"><v>99</v></c><c><v>5</v></c></row>)")),
            ",,5\n");
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "<a>";
  EXPECT_NE(text_or_error(workbook_of(deep)).find("nested"), std::string::npos);
  const std::string doctype = R"(<!DOCTYPE a [<!ENTITY b "bbbb">]><sst/>)";
  EXPECT_NE(text_or_error(zip_of({{"[Content_Types].xml", ""}, {"xl/workbook.xml", doctype}})).find("document type"),
            std::string::npos);
}

TEST(XlsxReader, BombsStopAtTheirLimit) {
  // 300 MiB of nothing, in 300 kB.
  const std::string bomb = "<sst>" + std::string(size_t{300} << 20, ' ') + "</sst>";
  const std::string file =
      zip_of({{"[Content_Types].xml", "<Types/>"}, {"xl/workbook.xml", "<workbook/>"}, {"xl/sharedStrings.xml", bomb}});
  EXPECT_LT(file.size(), size_t{1} << 20);
  EXPECT_NE(text_or_error(file).find("unpacks to more"), std::string::npos);
}

TEST(XlsxReader, LongTextsAndTheirSharersStopAtTheirLimit) {
  const std::string longest(32'767, 'x');
  const std::string cell = R"(<c t="s"><v>0</v></c>)";
  EXPECT_EQ(text_or_error(workbook_of("<row>" + cell + "</row>", {"<t>" + longest + "</t>"})), longest + "\n");
  std::string cells;
  for (int i = 0; i < 1000; ++i) cells += cell;
  EXPECT_NE(
      text_or_error(workbook_of("<row>" + cells + "</row>", {"<t>" + longest + "</t>"})).find("longer than 16 MiB"),
      std::string::npos);
  EXPECT_NE(text_or_error(workbook_of("<row>" + cell + "</row>", {"<t>" + std::string(200'000, 'x') + "</t>"}))
                .find("longer text"),
            std::string::npos);
  const std::string digits = "<row><c><v>" + std::string(200'000, '1') + "</v></c></row>";
  EXPECT_NE(text_or_error(workbook_of(digits)).find("longer text"), std::string::npos);
}

// Each blank sheet that is listed before the table must be looked through.
TEST(XlsxReader, OnePartIsLookedThroughOnce) {
  ZipFiles files{{"[Content_Types].xml", "<Types/>"},
                 {"xl/worksheets/sheet1.xml", "<worksheet>" + std::string(size_t{20} << 20, ' ') + "</worksheet>"}};
  std::string sheets;
  for (int i = 0; i < 10'000; ++i) sheets += R"(<sheet name="s" r:id="one"/>)";
  files.emplace_back("xl/workbook.xml", "<workbook><sheets>" + sheets + "</sheets></workbook>");
  files.emplace_back(
      "xl/_rels/workbook.xml.rels",
      R"(<Relationships><Relationship Id="one" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>)"
      "</Relationships>");
  EXPECT_NE(text_or_error(zip_of(files)).find("holds no table"), std::string::npos);
}

TEST(XlsxReader, DamageIsTold) {
  std::string file = zip_of({{"a.csv", "a,b\n1,2\n"}}, false);
  file[file.find("1,2")] = '9';
  EXPECT_NE(text_or_error(file).find("checksum"), std::string::npos);
}

}  // namespace
}  // namespace sojourn
