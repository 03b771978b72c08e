// Method: whole command lines, as a user types them: what is found in a text, figures on a labelled file, and imports that keep
// personal data out of the record.
#include "cli/personal_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "cli/command_fixture.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class PersonalCommand : public CommandTest {};

TEST_F(PersonalCommand, ShowsWhatATextHolds) {
  const Printed told = run({"text", "personal", "--text", "Mail a@example.com about NL91ABNA0417164300"});
  EXPECT_EQ(told.code, 0) << told.err;
  EXPECT_THAT(told.out, HasSubstr("bank account"));
  EXPECT_THAT(told.out, HasSubstr("Mail [e-mail] about [bank account]"));
  EXPECT_NE(run({"text", "personal"}).code, 0);
}

TEST_F(PersonalCommand, MeasuresALabelledFile) {
  const std::string file = write("spans.json", R"([
    {"full_text": "É mail a@example.com", "template_id": 5,
     "spans": [{"entity_type": "EMAIL_ADDRESS", "start_position": 7, "end_position": 20}]},
    {"full_text": "nobody 35", "template_id": 6, "spans": [{"entity_type": "AGE", "start_position": 7, "end_position": 9}]}])");
  const Printed part = run({"text", "personal", file, "--format", "csv"});
  EXPECT_EQ(part.code, 0) << part.err;
  EXPECT_THAT(part.out, HasSubstr("e-mail,1,1,1,1,1,1,1,1,1"));
  EXPECT_THAT(part.err, HasSubstr("1 of 2 texts"));
  const Printed all = run({"text", "personal", file, "--everything"});
  EXPECT_THAT(all.err, HasSubstr("1 AGE"));
  const Printed wrong =
      run({"text", "personal", write("wrong.json", R"([{"full_text": "ab", "spans": [{"entity_type": "X",
    "start_position": 0, "end_position": 9}]}])")});
  EXPECT_NE(wrong.code, 0);
  EXPECT_THAT(wrong.err, HasSubstr("entry 1"));
  EXPECT_THAT(wrong.err, HasSubstr("2 characters"));
}

TEST_F(PersonalCommand, AnImportCountsAndKeepsOut) {
  const std::string file = write("chats.csv",
                                 "time,customer,touchpoint,text\n"
                                 "2026-01-05T10:00:00Z,c-1,chat,Call +31 20 123 4567\n"
                                 "2026-01-06T10:00:00Z,c-2,chat,All good\n"
                                 "2026-01-07T10:00:00Z,c-2,visit,\n");
  const Printed kept = run({"import", file, "--redact"});
  EXPECT_EQ(kept.code, 0) << kept.err;
  EXPECT_THAT(kept.out, HasSubstr("2 texts, 1 masked"));
  const Printed texts = run({"sql", "SELECT text FROM events WHERE text IS NOT NULL ORDER BY time"});
  EXPECT_THAT(texts.out, HasSubstr("Call [phone]"));
  EXPECT_THAT(texts.out, Not(HasSubstr("123 4567")));
  EXPECT_THAT(run({"import", file, "--source", "open"}).out, HasSubstr("2 texts, 1 with personal data"));
}

}  // namespace
}  // namespace sojourn
