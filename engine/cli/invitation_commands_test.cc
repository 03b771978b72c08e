// Rules and invitations from the terminal, in a data folder that no server holds.
#include <gtest/gtest.h>

#include <fstream>
#include <functional>

#include "cli/commands.h"
#include "store/batch_fixture.h"

namespace sojourn {
namespace {

class InvitationCommands : public testing::Test {
 protected:
  InvitationCommands() {
    SurveyWords survey;
    survey.from_template = "nps";
    said([&] { return run_survey_add(data, survey); });
    std::ofstream(file) << "on = 'touchpoint = \"delivery\"'\nsurvey = \"nps\"\n";
    const std::unique_ptr<Store> store = open_store(data);
    BatchMaker maker;
    maker.add("1", now() - kHour, {{IdentifierKind::kEmail, "anna@example.com"}}, "delivery");
    maker.add("2", now() - kHour, {{IdentifierKind::kId, "bert"}}, "delivery");
    append(*store, maker);
  }
  static std::string said(const std::function<Status()>& command) {
    testing::internal::CaptureStdout();
    const Status status = command();
    EXPECT_TRUE(status.ok()) << status.to_string();
    return testing::internal::GetCapturedStdout();
  }
  TemporaryFolder folder;
  const std::string data = folder.path() + "/data";
  const std::string file = folder.path() + "/after.toml";
};

TEST_F(InvitationCommands, TriesAddsRunsAndLists) {
  EXPECT_EQ(said([&] { return run_rule_try(data, file, Output::kCsv); }).substr(0, 10), "what,count");
  const std::string tried = said([&] { return run_rule_try(data, file, Output::kTable); });
  EXPECT_NE(tried.find("customers invited"), std::string::npos) << tried;
  EXPECT_NE(tried.find("not invited: no address"), std::string::npos) << tried;
  said([&] { return run_rule_add(data, file); });
  EXPECT_NE(said([&] { return run_rule_list(data, Output::kTable); }).find("after"), std::string::npos);
  EXPECT_NE(said([&] { return run_rule_show(data, "after"); }).find("\"cool_down\": \"30d\""), std::string::npos);
  InvitationWords words;
  words.run = true;
  const std::string all = said([&] { return run_invitations(data, words, Output::kTable); });
  EXPECT_NE(all.find("base_url is not set"), std::string::npos) << all;
  said([&] { return run_rule_enable(data, "after", false); });
  EXPECT_NE(said([&] { return run_rule_show(data, "after"); }).find("\"enabled\": false"), std::string::npos);
  said([&] { return run_rule_remove(data, "after"); });
  words.state = "lost";
  EXPECT_EQ(run_invitations(data, words, Output::kTable).where(), "state");
}

TEST_F(InvitationCommands, ALinkToNobodyIsRefused) {
  const auto link = [&](const std::string& who, const std::string& base = "") {
    SurveyLinkWords words;
    words.survey = "nps";
    words.who = who;
    words.base = base;
    testing::internal::CaptureStdout();
    const Status status = run_survey_link(data, words, Output::kJson);
    testing::internal::GetCapturedStdout();
    return status.ok() ? "" : status.where() + ": " + status.message();
  };
  for (const char* who : {"c-17", "email:anna@example.com", "phone:+31 6 1234 5678", "anonymous:v-1"}) {
    EXPECT_EQ(link(who, "https://ask.example.com/"), "") << who;
  }
  EXPECT_NE(link("email:notanemail").find("--who: \"notanemail\" is no e-mail address: write email:"),
            std::string::npos);
  EXPECT_NE(link("phone:0612345678").find("phone:+31612345678"), std::string::npos);
  EXPECT_NE(link("phone:+0612345678").find("phone:+31612345678"), std::string::npos);
  EXPECT_NE(link("phone:+123").find("--who"), std::string::npos);
  EXPECT_NE(link("c-17", "foo").find("--base: \"foo\" is no address of a server: write https://"), std::string::npos);
}

TEST_F(InvitationCommands, AnUndoneLinkIsNotUndoneAgain) {
  said([&] { return run_link(data, "bert", "email:anna@example.com", "test"); });
  EXPECT_EQ(said([&] { return run_unlink(data, "1", ""); }),
            "undone: link 1 between bert and email:anna@example.com\n");
  const std::string again = said([&] { return run_unlink(data, "1", ""); });
  EXPECT_EQ(again.find("undone"), std::string::npos) << again;
  EXPECT_NE(again.find("link 1 between bert and email:anna@example.com does not hold since 2"), std::string::npos)
      << again;
}

TEST_F(InvitationCommands, UnsubscribesAndMail) {
  said([&] { return run_unsubscribe(data, "email:anna@example.com", false, Output::kTable); });
  EXPECT_NE(said([&] { return run_unsubscribe(data, "", false, Output::kTable); }).find("email:anna@example.com"),
            std::string::npos);
  said([&] { return run_unsubscribe(data, "email:anna@example.com", true, Output::kTable); });
  said([&] { return run_mail_set(data, {"host=mail.example.com", "password=s3cret=x"}); });
  const std::string mail = said([&] { return run_mail_show(data, Output::kTable); });
  EXPECT_NE(mail.find("mail.example.com"), std::string::npos);
  EXPECT_EQ(mail.find("s3cret"), std::string::npos) << mail;
  EXPECT_EQ(run_mail_set(data, {"hots=x"}).where(), "hots");
  EXPECT_EQ(run_mail_set(data, {"host"}).where(), "host");
}

}  // namespace
}  // namespace sojourn
