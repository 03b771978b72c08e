// Alerts and reports from the terminal, in a data folder.
#include <gmock/gmock.h>

#include <algorithm>
#include <functional>

#include "cli/commands.h"
#include "store/batch_fixture.h"

namespace sojourn {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string said(const std::function<Status()>& command) {
  testing::internal::CaptureStdout();
  const Status status = command();
  EXPECT_TRUE(status.ok()) << status.to_string();
  return testing::internal::GetCapturedStdout();
}

class ClockworkCommands : public testing::Test {
 protected:
  ClockworkCommands() {
    const std::unique_ptr<Store> store = open_store(data);
    BatchMaker maker;
    for (const char* id : {"1", "2", "3"}) maker.add(id, now() - kHour, {{IdentifierKind::kId, id}}, "visit");
    append(*store, maker);
    busy.name = "busy";
    busy.ask.question.measure = "volume";
    busy.above = 2;
    busy.mail = {"anna@example.com"};
  }
  TemporaryFolder folder;
  const std::string data = folder.path() + "/data";
  AlertWords busy;
};

TEST_F(ClockworkCommands, AlertsAreSetTriedSnoozedAndRemoved) {
  EXPECT_EQ(said([&] { return run_alert_set(data, busy); }), "alert \"busy\" is set: above 2; it is firing\n");
  EXPECT_THAT(said([&] { return run_alert_list(data, Output::kCsv); }), HasSubstr("busy,volume,above 2,30d,firing,3,"));
  EXPECT_THAT(said([&] { return run_alert_show(data, "busy"); }), HasSubstr("\"state\": \"firing\""));
  const std::string trial = said([&] { return run_alert_try(data, busy, Output::kCsv); });
  EXPECT_EQ(std::ranges::count(trial, '\n'), 91) << "a head and 90 days";
  EXPECT_THAT(said([&] { return run_alert_try(data, busy, Output::kJson); }), HasSubstr("\"fired\": 1"));
  EXPECT_THAT(said([&] { return run_alert_snooze(data, "busy", "2d"); }), HasSubstr("tells nobody until 20"));
  EXPECT_THAT(said([&] { return run_alert_list(data, Output::kCsv); }), HasSubstr(",snoozed,"));
  EXPECT_EQ(said([&] { return run_alert_snooze(data, "busy", "off"); }), "alert \"busy\" tells again\n");
  EXPECT_EQ(run_alert_snooze(data, "busy", "soon").where(), "until");
  EXPECT_THAT(said([&] { return run_alert_history(data, "busy", Output::kCsv); }), HasSubstr("at,state,value"));
  said([&] { return run_alert_remove(data, "busy"); });
  const Status gone = run_alert_show(data, "busy");
  EXPECT_EQ(gone.code(), StatusCode::kNotFound);
  EXPECT_THAT(gone.to_string(), HasSubstr("there is no alert \"busy\""));
}

TEST_F(ClockworkCommands, AFaultNamesItsPlace) {
  busy.ask.question.where = "channl = 1";
  EXPECT_EQ(run_alert_set(data, busy).where(), "question.where: column 1");
  busy.ask.question.where.clear();
  busy.period = "36h";
  EXPECT_EQ(run_alert_set(data, busy).where(), "period");
  ReportWords report;
  report.name = "weekly";
  report.board = "exekutive";
  report.to = {"anna@example.com"};
  EXPECT_EQ(run_report_set(data, report).where(), "board");
}

TEST_F(ClockworkCommands, ReportsAreSetSeenAndRemoved) {
  ReportWords report;
  report.name = "weekly";
  report.board = "executive";
  report.to = {"anna@example.com", "bert@example.com"};
  report.attach = {"xlsx"};
  EXPECT_THAT(said([&] { return run_report_set(data, report); }), HasSubstr("report \"weekly\" is set: next at 20"));
  const std::string list = said([&] { return run_report_list(data, Output::kCsv); });
  EXPECT_THAT(list, HasSubstr("weekly,executive,\"week, mon\",07:00,UTC,\"anna@example.com, bert@example.com\",on,"));
  EXPECT_THAT(said([&] { return run_report_show(data, "weekly"); }), HasSubstr("\"xlsx\""));
  EXPECT_THAT(run_report_send(data, "weekly", {}).to_string(), HasSubstr("host is not set (sojourn mail set)"));
  said([&] { return run_report_remove(data, "weekly"); });
  EXPECT_THAT(said([&] { return run_report_list(data, Output::kCsv); }), Not(HasSubstr("weekly")));
}

}  // namespace
}  // namespace sojourn
