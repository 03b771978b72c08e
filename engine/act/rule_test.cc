#include "act/rule.h"

#include <gtest/gtest.h>

namespace sojourn {
namespace {

Status fault(const std::string& more) {
  return parse_rule_json(R"({"name":"r","on":"touchpoint = \"delivery\"","survey":"nps",)" + more + "}").status();
}

TEST(Rule, ReadsBackAsItWasWritten) {
  const InvitationRule rule = parse_rule_toml(R"(
name = "after-delivery"
on = 'touchpoint = "delivery" and customer.country = "NL"'
wait = "2d"
survey = "nps"
by = "sms"
sample = 12.5
cool_down = "60d"
zone = "Europe/Amsterdam"
max_age = "5d"
per_day = 200
answer_within = "7d"
enabled = false
[quiet]
from = "21:00"
to = "08:00"
[subject]
en = "How did we do?"
nl = "Hoe was het?"
)",
                                              "rule.toml")
                                  .value();
  EXPECT_EQ(rule.wait, 2 * kDay);
  EXPECT_EQ(rule.by, InviteBy::kSms);
  EXPECT_EQ(rule.quiet, (QuietHours{21 * 60, 8 * 60}));
  EXPECT_EQ(rule.subject.in("nl", "en"), "Hoe was het?");
  EXPECT_FALSE(rule.enabled);
  EXPECT_EQ(parse_rule_json(rule_text(rule)).value(), rule);
}

TEST(Rule, WhatIsNotToldIsUsual) {
  const InvitationRule rule = parse_rule_json(R"({"on":"true","survey":"nps","wait":"2d"})", "mine").value();
  EXPECT_EQ(rule.name, "mine");
  EXPECT_EQ(rule.by, InviteBy::kEmail);
  EXPECT_EQ(rule.cool_down, 30 * kDay);
  EXPECT_EQ(rule.max_age, 9 * kDay) << "the wait and a week";
  EXPECT_EQ(rule.sample, 100);
  EXPECT_TRUE(rule.enabled);
}

TEST(Rule, FaultsNameTheirPlace) {
  EXPECT_EQ(fault(R"("wiat":"2d")").where(), "wiat");
  EXPECT_NE(fault(R"("wiat":"2d")").message().find("wait"), std::string::npos);
  EXPECT_EQ(fault(R"("wait":2)").where(), "wait");
  EXPECT_EQ(fault(R"("wait":"soon")").where(), "wait");
  EXPECT_EQ(fault(R"("by":"fax")").where(), "by");
  EXPECT_EQ(fault(R"("quiet":{"from":"21:00"})").where(), "quiet.to");
  EXPECT_EQ(fault(R"("quiet":{"from":"25:00","to":"08:00"})").where(), "quiet.from");
  EXPECT_EQ(fault(R"("quiet":{"from":"08:00","to":"08:00"})").where(), "quiet");
  EXPECT_EQ(fault(R"("zone":"Europe/Amsterdm")").where(), "zone");
  EXPECT_EQ(fault(R"("sample":101)").where(), "sample");
  EXPECT_EQ(fault(R"("per_day":-1)").where(), "per_day");
  EXPECT_EQ(fault(R"("subject":{"n1":"x"})").where(), "subject.n1");
  EXPECT_EQ(fault(R"("subject":{"nl":"two\nlines"})").where(), "subject.nl");
  EXPECT_EQ(fault(R"("text":{"nl":""})").where(), "text.nl");
  EXPECT_EQ(fault(R"("enabled":"yes")").where(), "enabled");
  EXPECT_EQ(fault(R"("wait":"5d","max_age":"2d")").where(), "max_age");
  EXPECT_EQ(fault(R"("name":"No Name")").where(), "name");
  EXPECT_EQ(parse_rule_json(R"({"survey":"nps"})", "r").status().where(), "on");
  EXPECT_EQ(parse_rule_json(R"({"on":"touchpiont = \"x\"","survey":"nps"})", "r").status().where(), "on: column 1");
  EXPECT_EQ(parse_rule_json(R"({"on":"touchpoint = ","survey":"nps"})", "r").status().where().substr(0, 4), "on: ");
  EXPECT_EQ(parse_rule_json(R"({"on":"true"})", "r").status().where(), "survey");
  EXPECT_EQ(parse_rule_json("[]").status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(parse_rule_json("{\"on\":").status().where().substr(0, 4), "byte");
  EXPECT_EQ(parse_rule_toml("on = ", "r.toml").status().where().substr(0, 6), "r.toml");
}

TEST(Rule, ASampleHasItsShareAndStays) {
  InvitationRule rule = parse_rule_json(R"({"on":"true","survey":"nps","sample":30})", "mine").value();
  int taken = 0;
  std::string once;
  for (int i = 0; i < 20'000; ++i) {
    const bool takes = takes_sample(rule, "shop\n" + std::to_string(i));
    taken += takes ? 1 : 0;
    if (i < 64) once += takes ? '1' : '0';
  }
  EXPECT_NEAR(taken / 20'000.0, 0.3, 0.013) << "four standard deviations";
  EXPECT_EQ(once, "0010010011100000111000000010000000100100011011010101101001000001")
      << "it must never change: it would invite those who were left out";
  rule.sample = 0;
  EXPECT_FALSE(takes_sample(rule, "a"));
  rule.sample = 100;
  EXPECT_TRUE(takes_sample(rule, "a"));
}

// --- quiet hours

Micros at(const std::string& text) { return parse_time(text, Zone()).value().utc; }
std::string awake(const QuietHours& quiet, const std::string& zone, const std::string& time) {
  return format_time(after_quiet(quiet, Zone::find(zone).value(), at(time)));
}

TEST(QuietHours, OverMidnight) {
  const QuietHours night{21 * 60, 8 * 60};
  EXPECT_EQ(awake(night, "UTC", "2026-03-01T12:00:00Z"), "2026-03-01T12:00:00Z");
  EXPECT_EQ(awake(night, "UTC", "2026-03-01T21:00:00Z"), "2026-03-02T08:00:00Z");
  EXPECT_EQ(awake(night, "UTC", "2026-03-01T20:59:59Z"), "2026-03-01T20:59:59Z");
  EXPECT_EQ(awake(night, "UTC", "2026-03-02T07:59:59Z"), "2026-03-02T08:00:00Z");
  EXPECT_EQ(awake(night, "UTC", "2026-03-02T08:00:00Z"), "2026-03-02T08:00:00Z");
  EXPECT_EQ(awake(night, "America/New_York", "2026-01-02T03:00:00Z"), "2026-01-02T13:00:00Z");
  const QuietHours noon{12 * 60, 13 * 60};
  EXPECT_EQ(awake(noon, "UTC", "2026-03-02T12:30:00Z"), "2026-03-02T13:00:00Z");
  EXPECT_EQ(awake(noon, "UTC", "2026-03-02T11:30:00Z"), "2026-03-02T11:30:00Z");
}

TEST(QuietHours, OverTheChangesOfTheClock) {
  // In Amsterdam the night of 29 March 2026 lacks the hour from 2 to 3, that of 25 October has it twice.
  const QuietHours night{21 * 60, 8 * 60};
  EXPECT_EQ(awake(night, "Europe/Amsterdam", "2026-03-28T22:00:00Z"), "2026-03-29T06:00:00Z");
  EXPECT_EQ(awake(night, "Europe/Amsterdam", "2026-10-24T22:00:00Z"), "2026-10-25T07:00:00Z");
  const QuietHours early{60, 150};  // 01:00 to 02:30
  EXPECT_EQ(awake(early, "Europe/Amsterdam", "2026-03-29T00:30:00Z"), "2026-03-29T01:00:00Z")
      << "02:30 is not shown; the jump is the end";
  EXPECT_EQ(awake(early, "Europe/Amsterdam", "2026-10-25T00:10:00Z"), "2026-10-25T00:30:00Z");
  EXPECT_EQ(awake(early, "Europe/Amsterdam", "2026-10-25T01:10:00Z"), "2026-10-25T01:30:00Z")
      << "the clock shows 02:10 for the second time";
}

}  // namespace
}  // namespace sojourn
