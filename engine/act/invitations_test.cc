// From causes to invitations and answers, with a clock that is set by hand.
#include "act/invitations.h"

#include "act/act_fixture.h"
#include "answers/asker.h"
#include "surveys/answers.h"

namespace sojourn {
namespace {

using Told = std::vector<std::string>;
constexpr Micros kStart = ActSite::kStart;

class InvitationsTest : public testing::Test {
 protected:
  InvitationsTest() { site.set_up(); }
  ActSite site;
};

TEST_F(InvitationsTest, OneAPurchaseAndNoneWithinTheCoolDown) {
  site.add_rule(R"("wait":"2d")");
  site.deliver("anna", kStart);
  site.deliver("anna", kStart + kHour);
  site.step_at(kStart + 2 * kHour);
  EXPECT_EQ(site.told(), (Told{"anna planned", "anna skipped: cool-down"}));
  EXPECT_TRUE(site.log.messages.empty()) << "two days have not passed";
  site.step_at(kStart + 2 * kDay - 1);
  EXPECT_TRUE(site.log.messages.empty());
  site.step_at(kStart + 2 * kDay);
  ASSERT_EQ(site.log.messages.size(), 1u);
  EXPECT_EQ(site.log.messages[0].letter.to, "anna@example.com");
  site.step_at(kStart + 3 * kDay);
  EXPECT_EQ(site.log.messages.size(), 1u);
  site.deliver("anna", kStart + 31 * kDay);
  site.step_at(kStart + 34 * kDay);
  EXPECT_EQ(site.log.messages.size(), 2u) << "the cool-down is over";
}

TEST_F(InvitationsTest, TheCoolDownHoldsAcrossSurveysAndForMergedCustomers) {
  site.add_rule("", "first");
  site.add_rule(R"("on":"touchpoint = \"call\"","survey":"csat")", "second");
  site.deliver("anna", kStart);
  site.step();
  EXPECT_EQ(site.log.messages.size(), 1u);
  site.event("c-1", kStart + kDay, {{IdentifierKind::kEmail, "other@example.com"}}, "call");
  must(site.store().link({IdentifierKind::kId, "anna"}, {IdentifierKind::kEmail, "other@example.com"}, "same person"));
  site.step_at(kStart + 2 * kDay);
  EXPECT_EQ(site.log.messages.size(), 1u);
  EXPECT_EQ(site.told().back(), "anna skipped: cool-down");
}

TEST_F(InvitationsTest, WhatAnotherToolAskedCoolsDownToo) {
  site.add_rule();
  site.deliver("anna", kStart);
  site.event("q", kStart - kDay, {{IdentifierKind::kId, "anna"}}, "survey", [](BatchMaker&, Event& event) {
    event.set_text(Field::kKind, "nps");
    event.set_text(Field::kDirection, "out");
  });
  site.step();
  EXPECT_EQ(site.told(), (Told{"anna skipped: cool-down"}));
}

TEST_F(InvitationsTest, NobodyIsAskedForTheHistoryOfYearsAgo) {
  site.add_rule(R"("wait":"2d","max_age":"5d")");
  site.deliver("anna", kStart - 3 * 365 * kDay);
  site.deliver("bert", kStart - 6 * kDay);
  site.deliver("carl", kStart - 4 * kDay);
  site.step();
  EXPECT_EQ(site.told(), (Told{"carl sent"})) << "late, but young enough: at once";
}

TEST_F(InvitationsTest, ARuleLooksBackWhenItIsNewAndNotWhenItWasOff) {
  site.deliver("anna", kStart - kDay);
  site.step();
  site.add_rule();
  site.step_at(kStart + 1);
  EXPECT_EQ(site.told(), (Told{"anna sent"})) << "in whichever order the two came";
  ActSite::ok(site.all().rules().set_enabled("after-delivery", false));
  site.deliver("bert", kStart);
  site.step_at(kStart + 2);
  ActSite::ok(site.all().rules().set_enabled("after-delivery", true));
  site.step_at(kStart + 3);
  EXPECT_EQ(site.told().size(), 1u);
  site.deliver("carl", kStart);
  site.step_at(kStart + 4);
  EXPECT_EQ(site.told().size(), 2u);
}

TEST_F(InvitationsTest, FiltersAskAboutTheCustomersLife) {
  site.add_rule(R"("on":"touchpoint = \"delivery\" and did(\"call\") >= 1 and customer.plan = \"pro\"")");
  site.deliver("zoe", kStart);
  site.step();  // Nobody has a plan yet: absent, and no error.
  site.event("1", kStart - 90 * kDay, {{IdentifierKind::kId, "anna"}}, "call",
             [](BatchMaker& maker, Event& event) { event.properties = maker.keep(R"({"plan":"pro"})"); });
  site.event("2", kStart - 90 * kDay, {{IdentifierKind::kId, "bert"}}, "visit",
             [](BatchMaker& maker, Event& event) { event.properties = maker.keep(R"({"plan":"pro"})"); });
  site.step();
  site.deliver("anna", kStart);
  site.deliver("bert", kStart);
  site.step();
  EXPECT_EQ(site.told(), (Told{"anna sent"}));
}

TEST_F(InvitationsTest, StagesByRuleCountInFilters) {
  const std::pair<std::string, std::string> stage{"delivery", "enjoy"};
  ActSite::ok(site.store().set_touchpoint_stages({&stage, 1}));
  site.add_rule(R"("on":"stage = \"enjoy\"")");
  site.deliver("anna", kStart);
  site.step();
  EXPECT_EQ(site.told(), (Told{"anna sent"}));
}

TEST_F(InvitationsTest, ARecordToldAgainIsTheSameCause) {
  site.add_rule(R"("on":"touchpoint = \"call\"","cool_down":"0s")");
  for (int64_t version = 1; version <= 3; ++version) {
    site.event("call-1", kStart, {{IdentifierKind::kEmail, "anna@example.com"}}, "call",
               [version](BatchMaker&, Event& event) { event.version = version; });
    site.step_at(kStart + version * kMinute);
  }
  EXPECT_EQ(site.log.messages.size(), 1u);
  EXPECT_EQ(site.told(), (Told{"email:anna@example.com sent"}));
}

TEST_F(InvitationsTest, SkippedWithTheirReasons) {
  site.add_rule(R"("per_day":1,"cool_down":"0s")");
  site.event("1", kStart, {{IdentifierKind::kId, "anna"}}, "delivery");
  site.event("2", kStart, {}, "delivery");
  ActSite::ok(site.all().unsubscribes().add({IdentifierKind::kEmail, "Bert@Example.com "}, "owner", kStart));
  site.deliver("bert", kStart);
  site.deliver("carl", kStart);
  site.deliver("dora", kStart);
  site.step();
  EXPECT_EQ(site.told(),
            (Told{"anna skipped: no address", "bert skipped: unsubscribed", "carl sent", "dora skipped: day limit"}));
  EXPECT_EQ(site.all().mark().rules.at("after-delivery").nobody, 1);
}

TEST_F(InvitationsTest, QuietHoursPutOffUntilMorning) {
  site.add_rule(R"("quiet":{"from":"21:00","to":"08:00"},"zone":"Europe/Amsterdam")");
  const Micros evening =
      1'774'729'800 * kSecond;  // 2026-03-28T20:30:00Z, 21:30 in Amsterdam; the clock jumps at night.
  site.now = evening;
  site.deliver("anna", evening);
  site.step();
  EXPECT_EQ(site.told(), (Told{"anna planned"}));
  site.step_at(evening + 9 * kHour + 29 * kMinute);
  EXPECT_TRUE(site.log.messages.empty());
  site.step_at(evening + 9 * kHour + 30 * kMinute);  // 08:00 on the clock, an hour sooner than usual.
  EXPECT_EQ(site.log.messages.size(), 1u);
}

TEST_F(InvitationsTest, ASampleIsTheSameAfterARestart) {
  site.add_rule(R"("sample":40)");
  for (int i = 0; i < 200; ++i) site.deliver("c" + std::to_string(i), kStart, "x" + std::to_string(i));
  ActSite::ok(site.all().outgoing().set({{"per_minute", "1000"}}));
  site.step();
  const Told told = site.told();
  EXPECT_NEAR(static_cast<double>(told.size()), 80, 28);
  // As if it had never looked: the same are chosen, and nobody twice.
  ActSite::ok(site.store().remove_document("follow", "invitations"));
  site.restart();
  site.step_at(kStart + kHour);
  EXPECT_EQ(site.told(), told);
  EXPECT_EQ(site.log.messages.size(), told.size());
}

TEST_F(InvitationsTest, TriesAgainAndGivesUp) {
  site.add_rule();
  site.deliver("anna", kStart);
  site.log.answer = [](const OutgoingMessage&) { return SendResult{SendOutcome::kLater, "no route"}; };
  site.step();
  EXPECT_EQ(site.told(), (Told{"anna planned: no route"}));
  for (int i = 0; i < 200; ++i) site.step_at(site.now + kHour);
  EXPECT_EQ(site.told(), (Told{"anna failed: no route"}));
  EXPECT_EQ(site.log.messages.size(), static_cast<size_t>(kTriesMax));
  EXPECT_EQ(site.rows("SELECT touchpoint, outcome, kind FROM events WHERE source = 'invitations'"),
            (Told{"survey invitation|failed|-"}));
}

TEST_F(InvitationsTest, AnUnsureOneIsNotSentAgain) {
  site.add_rule();
  site.deliver("anna", kStart);
  site.log.answer = [](const OutgoingMessage&) { return SendResult{SendOutcome::kUnsure, "no last word"}; };
  for (int i = 0; i < 5; ++i) site.step_at(site.now + kHour);
  EXPECT_EQ(site.told(), (Told{"anna failed: unsure: no last word"}));
  EXPECT_EQ(site.log.messages.size(), 1u);
  site.deliver("anna", site.now);
  site.step();
  EXPECT_EQ(site.told().back(), "anna skipped: cool-down") << "they may have got it";
}

TEST_F(InvitationsTest, WhatMustBeMendedFirstWaits) {
  site.add_rule(R"("max_age":"3d")");
  ActSite::ok(site.all().outgoing().set({{"host", ""}}));
  site.deliver("anna", kStart);
  site.step();
  EXPECT_EQ(site.told(), (Told{"anna planned: host is not set (sojourn mail set)"}));
  ActSite::ok(site.all().outgoing().set({{"host", "mail.example.com"}}));
  site.step_at(kStart + kHour);
  EXPECT_EQ(site.told(), (Told{"anna sent"}));
  ActSite::ok(site.all().outgoing().set({{"host", ""}}));
  site.deliver("bert", kStart);
  site.step();
  site.step_at(kStart + 4 * kDay);
  EXPECT_EQ(site.told().back(), "bert skipped: too late");
}

TEST_F(InvitationsTest, ASettingThatIsMendedIsSeenAtTheNextStep) {
  ActSite::ok(site.all().outgoing().set({{"host", ""}}));
  site.add_rule();
  site.deliver("anna", kStart);
  site.step();
  ActSite::ok(site.all().outgoing().set({{"reply_to", "else@example.com"}}));
  site.step_at(kStart + kSecond);
  EXPECT_EQ(site.told(), (Told{"anna planned: host is not set (sojourn mail set)"})) << "another one was set";
  ActSite::ok(site.all().outgoing().set({{"host", "mail.example.com"}}));
  site.step_at(kStart + 2 * kSecond);
  EXPECT_EQ(site.told(), (Told{"anna sent"}));
  // The same when it was set while nothing ran.
  ActSite::ok(site.all().outgoing().set({{"host", ""}}));
  site.deliver("bert", kStart);
  site.step();
  ActSite::ok(site.all().outgoing().set({{"host", "mail.example.com"}}));
  site.restart();
  site.step_at(kStart + 3 * kSecond);
  EXPECT_EQ(site.told().back(), "bert sent");
}

TEST_F(InvitationsTest, NoMoreAMinuteThanIsSet) {
  ActSite::ok(site.all().outgoing().set({{"per_minute", "3"}}));
  site.add_rule();
  for (int i = 0; i < 8; ++i) site.deliver("c" + std::to_string(i), kStart);
  site.step();
  EXPECT_EQ(site.log.messages.size(), 3u);
  site.step_at(kStart + 59 * kSecond);
  EXPECT_EQ(site.log.messages.size(), 3u);
  site.step_at(kStart + 60 * kSecond);
  EXPECT_EQ(site.log.messages.size(), 6u);
}

TEST_F(InvitationsTest, TheMailSpeaksTheCustomersLanguage) {
  site.add_rule(R"("subject":{"en":"How was it?","nl":"Hoe was het?"},"text":"Hello.")");
  site.deliver("anna", kStart, "", "nl-NL");
  site.step();
  const Letter& letter = site.log.messages.at(0).letter;
  EXPECT_EQ(letter.subject, "Hoe was het?");
  EXPECT_EQ(letter.language, "nl");
  EXPECT_NE(letter.text.find("10"), std::string::npos);
  EXPECT_NE(letter.text.find("https://ask.example.com/s/nps?t="), std::string::npos);
  EXPECT_NE(letter.html.find("&amp;score=7\""), std::string::npos);
  EXPECT_NE(letter.html.find("lang=\"nl\""), std::string::npos);
  ASSERT_EQ(letter.headers.at(1).second, "List-Unsubscribe=One-Click");
}

TEST_F(InvitationsTest, TheLinkOfAMailUnsubscribesFromEverything) {
  site.add_rule(R"("cool_down":"0s")");
  site.deliver("anna", kStart);
  site.step();
  const std::string header = site.log.messages.at(0).letter.headers.at(0).second;
  const std::string token = header.substr(header.rfind('/') + 1, header.size() - header.rfind('/') - 2);
  EXPECT_EQ(site.all().unsubscribing(token).value().value, "anna@example.com");
  EXPECT_FALSE(site.all().unsubscribes().any_of({{{IdentifierKind::kEmail, "anna@example.com"}}}));
  EXPECT_FALSE(site.all().unsubscribe(token.substr(0, token.size() - 2)).ok());
  const std::string survey = site.surveys().make_link({"nps", "anna", "", "", "", 0, 0}).value().token;
  EXPECT_FALSE(site.all().unsubscribe(survey).ok()) << "a link to a survey does not end it";
  ActSite::ok(site.all().unsubscribe(token));
  ActSite::ok(site.all().unsubscribe(token));
  site.restart();
  site.deliver("anna", kStart + kHour);
  site.step_at(kStart + 2 * kHour);
  EXPECT_EQ(site.told().back(), "anna skipped: unsubscribed");
}

TEST_F(InvitationsTest, WhoeverUnsubscribedIsAskedAgainByAnyOfTheirNames) {
  site.add_rule(R"("cool_down":"0s")");
  site.deliver("anna", kStart);
  const Identifier anna{IdentifierKind::kId, "anna"};
  EXPECT_EQ(site.all().ask_again(anna).code(), StatusCode::kNotFound);
  ActSite::ok(site.all().unsubscribes().add({IdentifierKind::kEmail, "anna@example.com"}, "link", kStart));
  ActSite::ok(site.all().ask_again(anna));
  EXPECT_TRUE(site.all().unsubscribes().list().empty());
  EXPECT_FALSE(site.all().has_unsubscribed(anna).value());
  ActSite::ok(site.all().unsubscribes().add(anna, "owner", kStart));
  ActSite::ok(site.all().ask_again({IdentifierKind::kEmail, "Anna@Example.com"}));
  EXPECT_TRUE(site.all().unsubscribes().list().empty());
  ActSite::ok(site.all().unsubscribes().add({IdentifierKind::kEmail, "new@example.com"}, "owner", kStart));
  ActSite::ok(site.all().ask_again({IdentifierKind::kEmail, "new@example.com"}));
  EXPECT_EQ(site.all().ask_again(anna).code(), StatusCode::kNotFound);
  site.step();
  EXPECT_EQ(site.told(), (Told{"anna sent"}));
}

// --- answers and the response rate

double rate(ActSite& site, const std::string& column) {
  const std::unique_ptr<Timelines> timelines = Timelines::open(site.path(), site.store()).value();
  const Asker asker(site.store(), *timelines);
  Question question;
  question.measure = "response_rate";
  const Answer answer = must(asker.ask(question));
  for (size_t i = 0; i < answer.columns.size(); ++i) {
    if (answer.columns[i].name != column) continue;
    const Value& cell = answer.rows.at(0)[i];
    if (const auto* whole = std::get_if<int64_t>(&cell)) return static_cast<double>(*whole);
    if (const auto* number = std::get_if<double>(&cell)) return *number;
  }
  return -1;
}

TEST_F(InvitationsTest, AnswersAndSilenceAreMeasured) {
  site.add_rule();
  for (const char* name : {"anna", "bert", "carl", "dora"}) site.deliver(name, kStart, name);
  site.step();
  ASSERT_EQ(site.log.messages.size(), 4u);
  size_t total = 0;
  for (const Invitation& each : site.all().book().list({}, site.now, total)) {
    if (each.who != "bert") continue;
    const auto survey = site.surveys().find("nps").value();
    ResponseFacts facts;
    facts.response = "link-1";
    facts.who = {{IdentifierKind::kId, "bert"}};
    facts.invitation = each.id;
    facts.time = kStart + kHour;
    facts.version = kStart + kHour;
    EventBatch batch;
    ActSite::ok(
        write_answers(*survey, facts, check_answers(*survey, {{survey->first_score()->id, "9"}}).answers, {}, batch));
    must(site.store().append(batch));
  }
  site.step_at(kStart + 2 * kHour);
  EXPECT_EQ(site.told(), (Told{"anna sent", "bert answered", "carl sent", "dora sent"}));
  EXPECT_EQ(rate(site, "n"), 4);
  EXPECT_EQ(rate(site, "answered"), 1);
  EXPECT_EQ(rate(site, "uninvited"), 0);
  EXPECT_EQ(rate(site, "value"), 25);
  EXPECT_EQ(
      site.rows(
          "SELECT customer, outcome, channel, direction, kind FROM events WHERE source = 'invitations' ORDER BY 1"),
      (Told{"anna|sent|email|out|nps", "bert|answered|email|out|nps", "carl|sent|email|out|nps",
            "dora|sent|email|out|nps"}));
}

TEST_F(InvitationsTest, ATextMessageIsAnAnswer) {
  site.add_rule(R"("by":"sms")");
  site.event("1", kStart, {{IdentifierKind::kId, "anna"}, {IdentifierKind::kPhone, "+31612345678"}}, "delivery");
  site.step();
  ASSERT_EQ(site.log.messages.size(), 1u);
  EXPECT_EQ(site.log.messages[0].to, "+31612345678");
  EXPECT_NE(site.log.messages[0].text.find("0"), std::string::npos);
  const auto message = [&](const char* id, Micros time, const char* from, const char* text) {
    site.event(id, time, {{IdentifierKind::kPhone, from}}, "sms", [text](BatchMaker& maker, Event& event) {
      event.set_text(Field::kChannel, "sms");
      event.set_text(Field::kDirection, "in");
      event.set_text(Field::kText, maker.keep(text));
    });
  };
  message("m1", kStart + kMinute, "+31612345678", "who is this?");
  message("m2", kStart + 2 * kMinute, "+31687654321", "9");
  site.step_at(kStart + kHour);
  EXPECT_EQ(site.told(), (Told{"anna sent"}));
  message("m3", kStart + 3 * kMinute, "+31612345678", "9, quick help");
  site.step_at(kStart + 2 * kHour);
  EXPECT_EQ(site.told(), (Told{"anna answered"}));
  const std::string query =
      "SELECT customer, answer::INT, kind FROM events WHERE source = 'survey:nps' AND answer IS NOT NULL";
  EXPECT_EQ(site.rows(query), (Told{"anna|9|nps"}));
  EXPECT_EQ(site.rows("SELECT DISTINCT properties->>'about_touchpoint', properties->>'about_event' FROM events "
                      "WHERE properties->>'invitation' IS NOT NULL"),
            (Told{"delivery|1"}))
      << "the invitation and its answer";
  message("m4", kStart + 4 * kMinute, "+31612345678", "10!");
  site.step_at(kStart + 3 * kHour);
  EXPECT_EQ(site.rows(query), (Told{"anna|10|nps"})) << "a later one takes its place";
  message("m5", kStart + 3 * kDay, "+31612345678", "2");
  site.step_at(kStart + 4 * kDay);
  EXPECT_EQ(site.rows(query), (Told{"anna|10|nps"}));
}

TEST_F(InvitationsTest, StopEndsItForTheSenderAndIsNoAnswer) {
  site.add_rule(R"("by":"sms","cool_down":"0s")");
  const auto deliver = [&](const char* id, Micros time, const char* name, const char* phone) {
    site.event(id, time, {{IdentifierKind::kId, name}, {IdentifierKind::kPhone, phone}}, "delivery");
  };
  const auto message = [&](const char* id, Micros time, const char* from, const char* text) {
    site.event(id, time, {{IdentifierKind::kPhone, from}}, "sms", [text](BatchMaker& maker, Event& event) {
      event.set_text(Field::kChannel, "sms");
      event.set_text(Field::kDirection, "in");
      event.set_text(Field::kText, maker.keep(text));
    });
  };
  deliver("1", kStart, "anna", "+31612345678");
  deliver("2", kStart, "bert", "+31687654321");
  site.step();
  message("m1", kStart + kMinute, "+31612345678", "10 minutes late, terrible");
  message("m2", kStart + 2 * kMinute, "+31612345678", "Stop.");
  message("m3", kStart + 2 * kMinute, "+31687654321", "never stop, 10");
  message("m4", kStart + 2 * kMinute, "+31600000009", "AFMELDEN");  // Was never asked.
  site.step_at(kStart + kHour);
  EXPECT_EQ(site.told(), (Told{"anna sent", "bert sent"}));
  std::vector<std::string> gone;
  for (const Unsubscribes::Entry& each : site.all().unsubscribes().list()) gone.push_back(each.who + " " + each.by);
  EXPECT_EQ(gone, (Told{"phone:+31600000009 sms", "phone:+31612345678 sms"}));
  deliver("3", kStart + 2 * kHour, "anna", "+31612345678");
  site.step_at(kStart + 3 * kHour);
  EXPECT_EQ(site.told().back(), "anna skipped: unsubscribed");
  EXPECT_TRUE(site.rows("SELECT id FROM events WHERE source = 'survey:nps'").empty());
}

TEST_F(InvitationsTest, WhatTheRecordCouldNotTakeIsToldLater) {
  site.add_rule();
  site.deliver("anna", kStart);
  site.refuses = true;
  site.now = kStart;
  EXPECT_TRUE(site.all().step().has_value());
  EXPECT_EQ(site.log.messages.size(), 1u);
  EXPECT_TRUE(site.rows("SELECT id FROM events WHERE source = 'invitations'").empty());
  EXPECT_FALSE(site.all().step().has_value());
  site.refuses = false;
  site.step_at(kStart + kMinute);
  EXPECT_EQ(site.rows("SELECT outcome FROM events WHERE source = 'invitations'"), (Told{"sent"}));
  EXPECT_EQ(site.log.messages.size(), 1u);
}

// --- trials

TEST_F(InvitationsTest, ATrialSaysWhoWouldBeAskedAndChangesNothing) {
  for (int day = 0; day < 20; ++day) site.deliver("anna", kStart - day * kDay);
  site.deliver("bert", kStart - 10 * kDay);
  site.deliver("carl", kStart - 40 * kDay);
  site.event("n", kStart - kDay, {{IdentifierKind::kId, "dora"}}, "delivery");
  site.event("o", kStart - kDay, {}, "delivery");
  ActSite::ok(site.all().unsubscribes().add({IdentifierKind::kId, "bert"}, "owner", kStart));
  const RuleTrial trial = must(site.all().try_rule(site.rule(R"("cool_down":"7d")")));
  EXPECT_EQ(trial.causes, 23);
  EXPECT_EQ(trial.customers, 3);
  EXPECT_EQ(trial.invitations, 3) << "anna, each seventh day";
  EXPECT_EQ(trial.invited_customers, 1);
  EXPECT_EQ(trial.others, (std::map<std::string, int64_t>{
                              {"cool-down", 17}, {"no address", 1}, {"no customer", 1}, {"unsubscribed", 1}}));
  EXPECT_TRUE(site.told().empty());
  EXPECT_EQ(site.all().try_rule(site.rule(R"("survey":"npz")")).status().where(), "survey");
}

}  // namespace
}  // namespace sojourn
