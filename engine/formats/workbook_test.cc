// Exports that tools write as Excel: read as a table, recognised, and read by their format.
#include <gtest/gtest.h>

#include "collect/byte_stream.h"
#include "collect/xlsx_fixture.h"
#include "formats/format.h"

namespace sojourn {
namespace {

std::string text_of(const std::string& file) {
  auto stream = ByteStream::over_file(file, "t.xlsx").value();
  std::string text(size_t{1} << 16, '\0');
  text.resize(stream->read(text.data(), text.size()).value());
  return text;
}

std::string texts(const std::vector<std::string>& cells) {
  std::string xml = "<row>";
  for (const std::string& cell : cells) xml += "<c t=\"inlineStr\"><is><t>" + cell + "</t></is></c>";
  return xml + "</row>";
}

EventBatch read_workbook_as(const std::string& id, const std::string& file, const FormatSettings& settings = {}) {
  const std::string text = text_of(file);
  const Format* format = recognise_format(text, "export.xlsx");
  EXPECT_TRUE(format != nullptr && format->id == id) << (format == nullptr ? "nothing" : format->id);
  EventBatch batch;
  if (format == nullptr) return batch;
  EventWriter writer(batch, {Zone::find("Europe/Berlin").value(), "", ""});
  FormatInput input;
  input.bytes = text;
  input.name = "export.xlsx";
  EXPECT_TRUE(read_format(*format, input, settings, writer).ok());
  return batch;
}

TEST(Workbook, TicketsOfHubSpotWithRealDates) {
  const std::string styles = R"(<cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs>)";
  const std::string file = workbook_of(
      texts({"Ticket ID", "Ticket name", "Create date", "Ticket status"}) +
          R"(<row><c><v>901</v></c><c t="inlineStr"><is><t>Bill; late</t></is></c><c s="1"><v>46082.5</v></c></row>)",
      {}, styles);
  const EventBatch batch = read_workbook_as("hubspot", file);
  ASSERT_EQ(batch.events.size(), 1);
  EXPECT_EQ(batch.events[0].id, "ticket:901");
  EXPECT_EQ(format_time(batch.events[0].time, 60), "2026-03-01T12:00:00+01:00");
}

TEST(Workbook, QualtricsLacksItsThirdRow) {
  const std::string file =
      workbook_of(texts({"StartDate", "EndDate", "Status", "Finished", "RecordedDate", "ResponseId",
                         "DistributionChannel", "Q1_NPS_GROUP", "Q1"}) +
                  texts({"Start Date", "End Date", "Response Type", "Finished", "Recorded Date", "Response ID",
                         "Distribution Channel", "Recommend? - Group", "Recommend?"}) +
                  texts({"2026-03-01 12:00:00", "2026-03-01 12:05:00", "0", "1", "2026-03-01 12:05:01", "R_1", "email",
                         "3", "10"}));
  const EventBatch batch = read_workbook_as("qualtrics", file);
  ASSERT_EQ(batch.events.size(), 1);
  EXPECT_EQ(batch.events[0].id, "R_1:Q1");
  EXPECT_EQ(batch.events[0].number(Field::kAnswer), 10);
}

TEST(Workbook, SurveyMonkeyKeepsItsTwoHeaderRows) {
  const std::string file =
      workbook_of(texts({"Respondent ID", "Collector ID", "Start Date", "End Date", "Recommend?"}) +
                  texts({"", "", "", "", "Response", "Open-Ended Response"}) +
                  texts({"118", "43", "03/01/2026 12:00:00 PM", "03/01/2026 12:05:00 PM", "9", "quick"}));
  const EventBatch batch = read_workbook_as("surveymonkey", file, {{"question.1", "nps"}});
  ASSERT_EQ(batch.events.size(), 1);
  EXPECT_EQ(batch.events[0].id, "118:1");
  EXPECT_EQ(batch.events[0].number(Field::kAnswer), 9);
  EXPECT_EQ(batch.events[0].text(Field::kText), "quick");
}

}  // namespace
}  // namespace sojourn
