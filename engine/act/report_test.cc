// Reports by mail with a clock that is set by hand: when they are due, that each slot goes out once, what stands in them.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "act/clockwork_fixture.h"
#include "act/loopback_fixture.h"
#include "formats/signature.h"

namespace sojourn {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr Micros kStart = ClockSite::kStart;  // Sunday, 2026-03-01T10:00:00Z
constexpr const char* kTo = R"("board":"care","to":["anna@example.com"])";

Report report(const std::string& more = {}, const std::string& name = "weekly") {
  Result<Report> parsed = parse_report("{" + std::string(kTo) + (more.empty() ? "" : "," + more) + "}", name);
  EXPECT_TRUE(parsed.has_value()) << parsed.status().to_string() << more;
  return *std::move(parsed);
}

Micros at(const std::string& time) { return parse_time(time, Zone())->utc; }
std::string next(const Report& report, const std::string& now) { return format_time(next_slot(report, at(now))); }
std::string newest(const Report& report, const std::string& now) { return format_time(newest_slot(report, at(now))); }

TEST(ReportDefinition, NamesThePlaceOfAFault) {
  const auto fault = [](const std::string& json) { return parse_report(json, "r").status().to_string(); };
  const auto with = [&](const std::string& more) { return fault("{" + std::string(kTo) + "," + more + "}"); };
  EXPECT_THAT(fault("{}"), HasSubstr("board: is needed"));
  EXPECT_THAT(fault(R"({"board":"care"})"), HasSubstr("to: is needed"));
  EXPECT_THAT(fault(R"({"board":"care","to":["anna"]})"), HasSubstr("to[0]: a mail address was expected"));
  EXPECT_THAT(with(R"("every":"hour")"), HasSubstr("every"));
  EXPECT_THAT(with(R"("at":"25:00")"), HasSubstr("at"));
  EXPECT_THAT(with(R"("zone":"Europe/Amsterdm")"), HasSubstr("zone"));
  EXPECT_THAT(with(R"("weekday":"monday")"), HasSubstr("weekday"));
  EXPECT_THAT(with(R"("day":32)"), HasSubstr("day"));
  EXPECT_THAT(with(R"("format":["pdf"])"), HasSubstr("format[0]"));
  EXPECT_THAT(with(R"("language":"fr")"), HasSubstr("language"));
  EXPECT_THAT(with(R"("too":1)"), HasSubstr("too"));
  Report kept = report(R"("every":"month","day":31,"at":"06:30","zone":"Asia/Shanghai","format":["xlsx","csv"])");
  kept.owner = "anna";
  kept.scope = "channel = \"web\"";
  kept.scheduled_at = kStart;
  const Result<Report> again = ReportKind::parse(ReportKind::text(kept), "weekly");
  ASSERT_TRUE(again.has_value()) << again.status().to_string();
  EXPECT_EQ(ReportKind::text(*again), ReportKind::text(kept));
  EXPECT_EQ(parse_report(ReportKind::text(kept), "weekly")->owner, "") << "who made it is not a definition's to say";
}

TEST(ReportSlots, AreOnTheClockOfTheirZone) {
  const Report week = report(R"("weekday":"mon","at":"07:00","zone":"Europe/Amsterdam")");
  EXPECT_EQ(next(week, "2026-03-01T10:00:00Z"), "2026-03-02T06:00:00Z");
  EXPECT_EQ(next(week, "2026-03-02T06:00:00Z"), "2026-03-09T06:00:00Z");
  EXPECT_EQ(newest(week, "2026-03-02T06:00:00Z"), "2026-03-02T06:00:00Z");
  EXPECT_EQ(newest(week, "2026-03-02T05:59:59Z"), "2026-02-23T06:00:00Z");
  EXPECT_EQ(next(week, "2026-03-28T00:00:00Z"), "2026-03-30T05:00:00Z") << "summer time has come";
  const Report month = report(R"("every":"month","day":31,"at":"23:30","zone":"America/New_York")");
  EXPECT_EQ(next(month, "2026-02-01T12:00:00Z"), "2026-03-01T04:30:00Z") << "the last of February";
  EXPECT_EQ(next(month, "2026-03-05T00:00:00Z"), "2026-04-01T03:30:00Z");
  EXPECT_EQ(newest(month, "2026-03-05T00:00:00Z"), "2026-03-01T04:30:00Z");
}

TEST(ReportSlots, ThatTheClockLeavesOutOrShowsTwiceAreOne) {
  const Report day = report(R"("every":"day","at":"02:30","zone":"Europe/Amsterdam")");
  EXPECT_EQ(next(day, "2026-03-28T12:00:00Z"), "2026-03-29T01:00:00Z") << "02:30 is not shown: the jump itself";
  EXPECT_EQ(next(day, "2026-03-29T01:00:00Z"), "2026-03-30T00:30:00Z");
  EXPECT_EQ(next(day, "2026-10-24T12:00:00Z"), "2026-10-25T00:30:00Z") << "the first of the two";
  EXPECT_EQ(next(day, "2026-10-25T00:30:00Z"), "2026-10-26T01:30:00Z");
}

// Every slot is met once, however long each day is, whatever the zone.
TEST(ReportSlots, FollowEachOther) {
  for (const char* more : {R"("every":"day","at":"00:00","zone":"America/Havana")",
                           R"("every":"week","weekday":"sun","at":"02:15","zone":"Europe/London")",
                           R"("every":"month","day":30,"at":"03:00","zone":"Pacific/Apia")",
                           R"("every":"day","at":"23:59","zone":"Asia/Kathmandu")"}) {
    const Report one = report(more);
    Micros slot = next_slot(one, at("2025-01-01"));
    for (int i = 0; i < 800; ++i) {
      EXPECT_EQ(newest_slot(one, slot), slot) << more << format_time(slot);
      const Micros following = next_slot(one, slot);
      ASSERT_GT(following, slot) << more;
      EXPECT_EQ(newest_slot(one, following - 1), slot) << more << format_time(slot);
      slot = following;
    }
  }
}

class Reports : public testing::Test {
 protected:
  Reports() {
    site.set_up();
    board("care", R"(,"tiles":[
      {"id":"t1","x":0,"y":1,"w":4,"h":3,"question":{"measure":"nps"},"compare":"before","target":50},
      {"id":"t2","x":0,"y":4,"w":4,"h":3,"title":"By channel","question":{"measure":"nps","by":["channel"]}},
      {"id":"t3","x":0,"y":0,"w":12,"h":1,"text":"# Care & more\n- one **bold**\n- [words](https://example.com/a)\nPlain <b>"},
      {"id":"t4","x":4,"y":4,"w":4,"h":3,"question":{"measure":"csat"}}])");
    site.answers(60, 10, kStart - kDay, "web");
    site.answers(40, 2, kStart, "store");
  }
  void board(const std::string& name, const std::string& more) {
    const Board board =
        must(parse_board_json(R"({"name":")" + name + R"(","title":"Care","period":"30d")" + more + "}"));
    must(site.boards().put_board(board, {}, ""));
  }
  void add(const std::string& more = {}, const std::string& owner = {}, const std::string& scope = {}) {
    must(site.all().put_report("weekly", [&](const Report*) -> Result<Report> {
      Report one = report(more);
      one.owner = owner;
      one.scope = scope;
      return one;
    }));
  }
  std::vector<std::string> sendings() {
    std::vector<std::string> words;
    for (const ReportSending& each : site.all().report_states().look("weekly").sendings) {
      words.push_back((each.slot == 0 ? "by hand" : format_time(each.slot)) + " " + sending_outcome(each));
    }
    return words;
  }
  ClockSite site;
};

TEST_F(Reports, GoOutOnceASlot) {
  add(R"("every":"day","at":"07:00")");
  site.step();
  EXPECT_THAT(site.log.messages, IsEmpty()) << "the slot of today had passed when it was made";
  site.step_at(at("2026-03-02T06:59:59Z"));
  EXPECT_THAT(site.log.messages, IsEmpty());
  for (const char* time : {"2026-03-02T07:00:00Z", "2026-03-02T07:00:01Z", "2026-03-02T20:00:00Z"})
    site.step_at(at(time));
  EXPECT_EQ(site.log.messages.size(), 1u);
  site.restart();
  site.step_at(at("2026-03-02T21:00:00Z"));
  EXPECT_EQ(site.log.messages.size(), 1u);
  EXPECT_THAT(sendings(), ElementsAre("2026-03-02T07:00:00Z sent"));
}

TEST_F(Reports, OfThoseMissedOnlyTheNewestGoesOut) {
  add(R"("every":"day","at":"07:00")");
  site.step_at(at("2026-03-09T12:00:00Z"));
  EXPECT_THAT(sendings(), ElementsAre("2026-03-09T07:00:00Z sent"));
  EXPECT_EQ(site.log.messages.size(), 1u);
}

TEST_F(Reports, WhoseTimeIsChangedDoNotSendWhatHadPassed) {
  add(R"("every":"day","at":"12:00")");
  site.now = at("2026-03-02T10:00:00Z");
  add(R"("every":"day","at":"09:00")");
  site.step();
  EXPECT_THAT(sendings(), IsEmpty());
  site.step_at(at("2026-03-03T09:00:00Z"));
  EXPECT_THAT(sendings(), ElementsAre("2026-03-03T09:00:00Z sent"));
  add(R"("every":"day","at":"09:00","enabled":false)");
  site.step_at(at("2026-03-05T09:00:00Z"));
  add(R"("every":"day","at":"09:00")");
  site.step();
  EXPECT_THAT(sendings(), ElementsAre("2026-03-03T09:00:00Z sent")) << "switched on again, it begins with the next";
}

TEST_F(Reports, SayWhatTheBoardSays) {
  add(R"("every":"day","at":"07:00","format":["xlsx","csv"],"title":"Morning & care")");
  site.step_at(at("2026-03-02T07:00:00Z"));
  ASSERT_EQ(site.log.messages.size(), 1u);
  const Letter& letter = site.log.messages[0].letter;
  EXPECT_EQ(letter.to, "anna@example.com");
  EXPECT_EQ(letter.subject, "Morning & care \u00b7 2026-03-01");
  for (const std::string* each : {&letter.text, &letter.html}) {
    EXPECT_THAT(*each, HasSubstr("+20.0"));
    EXPECT_THAT(*each, HasSubstr("95% interval"));
    EXPECT_THAT(*each, HasSubstr("n = 100"));
    EXPECT_THAT(*each, HasSubstr("Target: +50.0"));
    EXPECT_THAT(*each, HasSubstr("Last 30 days, up to 2026-03-01"));
    EXPECT_THAT(*each, HasSubstr("By channel"));
    EXPECT_THAT(*each, HasSubstr("No value: no csat answers"));
    EXPECT_THAT(*each, HasSubstr("https://cx.example.com/boards/care"));
    EXPECT_THAT(*each, HasSubstr("promoters - detractors"));
  }
  EXPECT_THAT(letter.text, HasSubstr("store | \u2212100.0"));
  EXPECT_THAT(letter.html, HasSubstr("Morning &amp; care</h1>"));
  EXPECT_THAT(letter.html, HasSubstr("Care &amp; more</h2>"));
  EXPECT_THAT(letter.html, HasSubstr("<li>one <strong>bold</strong></li>"));
  EXPECT_THAT(letter.html, HasSubstr(R"(<a href="https://example.com/a")"));
  EXPECT_THAT(letter.html, HasSubstr("Plain &lt;b&gt;"));
  EXPECT_LT(letter.html.find("Care &amp; more</h2>"), letter.html.find("+20.0")) << "from the top of the board";
  std::vector<std::string> files;
  for (const Attachment& each : letter.attachments) files.push_back(each.name);
  EXPECT_THAT(files, ElementsAre("care-t1-nps.xlsx", "care-t1-nps.csv", "care-t2-nps.xlsx", "care-t2-nps.csv",
                                 "care-t4-csat.xlsx", "care-t4-csat.csv"));
  EXPECT_TRUE(letter.attachments[0].bytes.starts_with("PK"));
  EXPECT_THAT(letter.attachments[3].bytes, HasSubstr("store,-100"));
}

TEST_F(Reports, SpeakFiveLanguages) {
  const std::vector<std::pair<const char*, const char*>> wanted{{"en", "Last 30 days, up to"},
                                                                {"nl", "Laatste 30 dagen, tot en met"},
                                                                {"de", "Letzte 30 Tage, bis"},
                                                                {"ru", "Последние 30 дней, по"},
                                                                {"zh", "最近 30 天"}};
  for (const auto& [language, words] : wanted) {
    add(std::string(R"("language":")") + language + "\"");
    const ReportSending sent = must(site.all().send_report("weekly", {}));
    const Letter& letter = site.log.messages.back().letter;
    EXPECT_EQ(letter.language, language);
    EXPECT_THAT(letter.text, HasSubstr(words));
    EXPECT_THAT(letter.html, HasSubstr("<html lang=\"" + std::string(language)));
    EXPECT_EQ(letter.text.find('{'), std::string::npos) << letter.text;
  }
}

TEST_F(Reports, ShowWhatTheirMakerMaySeeAndStopWithThem) {
  site.account("mary", Role::kManager, "channel = \"web\"", "nl");
  add(R"("every":"day","at":"07:00")", "mary", "channel = \"web\"");
  site.step_at(at("2026-03-02T07:00:00Z"));
  EXPECT_THAT(site.log.messages.at(0).letter.text, HasSubstr("n = 60"));
  EXPECT_THAT(site.log.messages.at(0).letter.text, Not(HasSubstr("store")));
  EXPECT_THAT(site.log.messages.at(0).letter.text, HasSubstr("mary mag zien"));
  // A wider scope than when it was saved shows no more until it is saved anew; a narrower one at once less.
  site.account("mary", Role::kManager);
  site.step_at(at("2026-03-03T07:00:00Z"));
  EXPECT_THAT(site.log.messages.at(1).letter.text, HasSubstr("n = 60"));
  site.account("mary", Role::kManager, "channel = \"store\"");
  site.step_at(at("2026-03-04T07:00:00Z"));
  EXPECT_THAT(site.log.messages.at(2).letter.text, Not(HasSubstr("n = 60")));
  board("care", R"(,"roles":["analyst"],"tiles":[])");
  site.step_at(at("2026-03-05T07:00:00Z"));
  ClockSite::ok(site.accounts().remove("mary"));
  site.step_at(at("2026-03-06T07:00:00Z"));
  EXPECT_EQ(site.log.messages.size(), 3u);
  EXPECT_THAT(sendings().at(3), HasSubstr("failed: its maker, mary, may not see the board \"care\" any more"));
  EXPECT_THAT(sendings().at(4), HasSubstr("failed: its maker, mary, is gone: who may make boards takes it over"));
}

TEST_F(Reports, StopWithTheirBoard) {
  add(R"("every":"day","at":"07:00")");
  ClockSite::ok(site.boards().remove_board("care", {}));
  site.step_at(at("2026-03-02T07:00:00Z"));
  EXPECT_THAT(sendings(), ElementsAre(HasSubstr("2026-03-02T07:00:00Z failed: there is no board \"care\"")));
  EXPECT_FALSE(site.all().send_report("weekly", {}).has_value());
}

TEST_F(Reports, AreTriedAgainUntilTheNextOneIsDue) {
  add(R"("every":"day","at":"07:00","to":["anna@example.com","bert@example.com"])");
  site.log.answer = [](const OutgoingMessage& message) {
    return message.letter.to[0] == 'a' ? SendResult{} : SendResult{SendOutcome::kLater, "busy"};
  };
  site.step_at(at("2026-03-02T07:00:00Z"));
  EXPECT_THAT(sendings(), ElementsAre("2026-03-02T07:00:00Z waiting: busy"));
  site.step_at(at("2026-03-02T07:10:00Z"));
  EXPECT_EQ(site.log.messages.size(), 3u);
  site.step_at(at("2026-03-03T07:00:00Z"));
  EXPECT_THAT(sendings(), ElementsAre("2026-03-02T07:00:00Z failed: overtaken by the next report",
                                      "2026-03-03T07:00:00Z waiting: busy"));
  site.log.answer = nullptr;
  site.step_at(at("2026-03-03T07:10:00Z"));
  EXPECT_THAT(sendings().back(), "2026-03-03T07:00:00Z sent");
  EXPECT_EQ(site.log.messages.back().letter.to, "bert@example.com");
}

TEST_F(Reports, WaitForTheMailServerToBeSet) {
  ClockSite::ok(site.outgoing().set({{"host", ""}}));
  EXPECT_THAT(site.all().send_report("weekly", {}).status().to_string(), HasSubstr("there is no report \"weekly\""));
  add();
  EXPECT_THAT(site.all().send_report("weekly", {}).status().to_string(),
              HasSubstr("host is not set (sojourn mail set)"));
}

TEST_F(Reports, AreSentByHandToWhomIsNamed) {
  add();
  const ReportSending sent = must(site.all().send_report("weekly", {"me@example.com"}));
  EXPECT_EQ(sending_outcome(sent), "sent");
  EXPECT_THAT(site.subjects(), ElementsAre(HasSubstr("me@example.com: Care")));
  EXPECT_THAT(sendings(), ElementsAre("by hand sent"));
  site.log.answer = [](const OutgoingMessage&) { return SendResult{SendOutcome::kLater, "busy"}; };
  EXPECT_EQ(sending_outcome(must(site.all().send_report("weekly", {}))), "failed: busy");
  site.log.answer = nullptr;
  site.step_at(kStart + kHour);
  EXPECT_EQ(site.log.messages.size(), 2u) << "what was sent by hand is not tried again";
}

TEST_F(Reports, AreSentByHandOnceAtATimeAndNoFurtherWhenTheAskerLeft) {
  add(R"("to":["anna@example.com","bert@example.com","carl@example.com"])");
  std::atomic<bool> left = false;
  Status second;
  site.log.answer = [&](const OutgoingMessage&) {
    second = site.all().send_report("weekly", {}).status();
    left = true;
    return SendResult{};
  };
  const ReportSending sent = must(site.all().send_report("weekly", {}, &left));
  EXPECT_EQ(second.code(), StatusCode::kConflict) << second.to_string();
  EXPECT_EQ(site.log.messages.size(), 1u);
  EXPECT_EQ(sent.told[0].state, DeliveryState::kSent);
  EXPECT_EQ(sent.told[1].reason, "not sent: whoever asked for it left");
  EXPECT_THAT(sendings(), ElementsAre("by hand failed: not sent: whoever asked for it left"));
  site.log.answer = nullptr;
  site.now += kMinute;
  EXPECT_EQ(sending_outcome(must(site.all().send_report("weekly", {}))), "sent") << "it can be sent again";
}

TEST_F(Reports, ThatAreStillOpenAreNotForgotten) {
  ReportState state;
  state.sendings.push_back({"open", 1, 1, {}, deliveries_to({"anna@example.com"}, false, 1)});
  for (size_t i = 0; i < 2 * kReportSendingsKept; ++i) state.sendings.push_back({std::to_string(i), 2, 0, "no", {}});
  ReportStateKind::text(state);
  ASSERT_EQ(state.sendings.size(), kReportSendingsKept);
  EXPECT_EQ(state.sendings.front().id, "open");
  EXPECT_EQ(state.sendings.back().id, std::to_string(2 * kReportSendingsKept - 1));
}

TEST_F(Reports, AreNotSentToWhomTheyNameNoMoreNorWhenSwitchedOff) {
  site.log.answer = [](const OutgoingMessage&) { return SendResult{SendOutcome::kLater, "busy"}; };
  add(R"("every":"day","at":"07:00","to":["anna@example.com","bert@example.com"])");
  site.step_at(at("2026-03-02T07:00:00Z"));
  add(R"("every":"day","at":"07:00","to":["bert@example.com"])");
  EXPECT_THAT(sendings(), ElementsAre("2026-03-02T07:00:00Z failed: not sent: the address was taken out"));
  site.log.messages.clear();
  site.step_at(at("2026-03-02T07:10:00Z"));
  EXPECT_THAT(site.subjects(), ElementsAre(HasSubstr("bert@example.com")));
  add(R"("every":"day","at":"07:00","to":["bert@example.com"],"enabled":false)");
  site.step_at(at("2026-03-02T09:00:00Z"));
  EXPECT_EQ(site.log.messages.size(), 1u);
  EXPECT_EQ(site.all().report_states().look("weekly").sendings.at(0).told.at(1).reason,
            "not sent: it was switched off");
}

TEST_F(Reports, TellTheDayOfTheirZone) {
  site.answers(1, 10, kStart + 10 * kHour);
  add(R"("zone":"Asia/Tokyo")");
  must(site.all().send_report("weekly", {}));
  EXPECT_THAT(site.log.messages.at(0).letter.subject, HasSubstr("2026-03-02")) << "there it is the next day";
}

// The letter leaves, and with it the power.
TEST_F(Reports, AreSentAtMostOnceWheneverTheProgramIsKilled) {
  add(R"("every":"day","at":"07:00","to":["anna@example.com","bert@example.com"])");
  const std::string letters = site.path() + "/letters";
  site.close();
  const pid_t child = ::fork();
  if (child == 0) {
    ClockSite other(site.path());
    other.log.answer = [&](const OutgoingMessage& message) {
      std::ofstream(letters, std::ios::app) << message.letter.to << "\n" << std::flush;
      ::kill(::getpid(), SIGKILL);
      return SendResult{};
    };
    other.step_at(at("2026-03-02T07:00:00Z"));
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status));
  site.open();
  site.step_at(at("2026-03-02T08:00:00Z"));
  EXPECT_THAT(site.subjects(), ElementsAre(HasSubstr("bert@example.com")));
  EXPECT_THAT(sendings(), ElementsAre(HasSubstr("failed: interrupted")));
}

TEST_F(Reports, ArriveAtAMailServerWithTheirFiles) {
  MailServer server;
  site.real_carrier = true;
  site.restart();
  ClockSite::ok(site.outgoing().set({{"host", "127.0.0.1"}, {"port", std::to_string(server.port())}, {"tls", "none"}}));
  add(R"("every":"day","at":"07:00","format":["xlsx"],"title":"Zufriedenheit für alle")");
  site.step_at(at("2026-03-02T07:00:00Z"));
  EXPECT_THAT(sendings(), ElementsAre("2026-03-02T07:00:00Z sent"));
  ASSERT_EQ(server.mails().size(), 1u);
  const std::string bytes = server.mails()[0].bytes;
  EXPECT_THAT(bytes, HasSubstr("Subject: =?UTF-8?B?"));
  EXPECT_THAT(bytes, HasSubstr("Content-Type: multipart/mixed; boundary="));
  EXPECT_THAT(bytes, HasSubstr("Content-Type: multipart/alternative; boundary="));
  const std::string head = "Content-Disposition: attachment; filename=\"care-t1-nps.xlsx\"\r\n\r\n";
  const size_t at_file = bytes.find(head);
  ASSERT_NE(at_file, std::string::npos);
  const size_t begin = at_file + head.size();
  std::string file = bytes.substr(begin, bytes.find("--=_f", begin) - begin);
  std::erase_if(file, [](char c) { return c == '\r' || c == '\n'; });
  const Result<std::string> workbook = from_base64(file);
  ASSERT_TRUE(workbook.has_value());
  EXPECT_TRUE(workbook->starts_with("PK"));
  for (size_t at_line = 0; at_line < bytes.size();) {
    const size_t end = bytes.find("\r\n", at_line);
    EXPECT_LE(end - at_line, 998u) << "RFC 5322";
    at_line = end + 2;
  }
}

}  // namespace
}  // namespace sojourn
