// What files are taken for by what they hold, and what their names tell.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collect/memory_sink.h"
#include "formats/format.h"

namespace sojourn {
namespace {

using testing::HasSubstr;

TEST(Recognise, AnswersOfGoogleFormsByTheirTimes) {
  const auto id_of = [](const std::string& text) {
    const Format* found = recognise_format(text, "Answers (1).csv");
    return found == nullptr ? std::string() : found->id;
  };
  EXPECT_EQ(id_of("Timestamp,How was it?\n2026/03/05 3:04:05 PM GMT+1,9\n"), "google-forms");
  EXPECT_EQ(id_of("\"Tijdstempel\",\"How\nwas \"\"it\"\"?\"\r\n\"2026/03/05 11:04:05 AM CET\",\"9\"\r\n"),
            "google-forms");
  EXPECT_EQ(id_of("Timestamp,How was it?\n2026/03/05 15:04:05,9\n"), "") << "as many tools write it";
  EXPECT_EQ(id_of("Timestamp,Note\n2026-03-05,call me 3 PM today\n"), "");
  EXPECT_EQ(id_of("Timestamp"), "");
}

TEST(Recognise, NoTimeInTheNameOfAContactLensFileThatHasNone) {
  const std::string text =
      R"({"Channel":"VOICE","Transcript":[{"ParticipantId":"C","Content":"Hello","BeginOffsetMillis":0}],)"
      R"("Participants":[{"ParticipantId":"C","ParticipantRole":"CUSTOMER"}]})";
  const auto read = [&](const std::string& name, EventBatch& batch) {
    batch.source = "calls";
    EventWriter writer(batch, {});
    FormatInput input;
    input.bytes = text;
    input.name = name;
    EXPECT_TRUE(read_format(*find_format("contact-lens").value(), input, {}, writer).ok());
  };
  for (const char* name :
       {"cl_analysis_2026.json", "c1_analysis_1772366400.json", "c1_analysis_2026-03-01.json", "c.json"}) {
    EventBatch batch;
    read(name, batch);
    EXPECT_TRUE(batch.events.empty()) << name;
    ASSERT_EQ(batch.rejects.size(), 1U) << name;
    EXPECT_EQ(batch.rejects[0].field, "time");
    EXPECT_THAT(batch.rejects[0].reason, HasSubstr("--set time="));
  }
  for (const char* name : {"c1_analysis_2026-03-01T10:00:00Z.json", "c1_analysis_redacted_2026-03-01T10_00_00Z.json"}) {
    EventBatch batch;
    read(name, batch);
    ASSERT_EQ(batch.events.size(), 1U) << name;
    EXPECT_EQ(batch.events[0].time, 1'772'359'200 * kSecond) << name;
  }
}

}  // namespace
}  // namespace sojourn
