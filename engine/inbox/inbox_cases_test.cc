// Cases: when they open, who owns them, when they are due and escalated; and the settings they follow.
#include "inbox/inbox_fixture.h"

namespace sojourn {
namespace {

using testing::HasSubstr;

constexpr Micros kStart = InboxSite::kStart;

FeedbackChange to_state(Handling handling) {
  FeedbackChange change;
  change.handling = handling;
  return change;
}

FeedbackChange to_assignee(const std::string& account) {
  FeedbackChange change;
  change.assignee = account;
  return change;
}

TEST(InboxCases, CasesHaveOwnersAndDueDates) {
  InboxSite site;
  site.answer("bad", kStart, "anna", 3);
  site.answer("good", kStart + 1, "bert", 10);
  InboxSettings settings;
  settings.cases = "kind = \"nps\" and answer <= 6";
  InboxSite::ok(site.inbox().put_settings(settings));
  site.now = kStart + kDay;
  FeedbackQuery open;
  open.cases = CaseFilter::kOpen;
  FeedbackPage page = site.list(open);
  ASSERT_EQ(InboxSite::ids(page), "bad");
  EXPECT_EQ(page.items[0].open_case->due, kStart + 2 * kDay);
  EXPECT_FALSE(page.items[0].open_case->overdue);
  EXPECT_EQ(page.counts.overdue, 0);
  EXPECT_EQ(page.counts.open, 2);
  EXPECT_EQ(page.items[0].assignee, "");
  settings.assignee = "care";
  InboxSite::ok(site.inbox().put_settings(settings));
  EXPECT_EQ(site.list(open).items.at(0).assignee, "care");
  site.set("bad", to_assignee("anna"));
  EXPECT_EQ(site.list(open).items.at(0).assignee, "anna");
  site.set("bad", to_assignee(""));
  EXPECT_EQ(site.list(open).items.at(0).assignee, "") << "somebody said: nobody";
  site.now = kStart + 2 * kDay + 1;
  open.cases = CaseFilter::kOverdue;
  EXPECT_EQ(InboxSite::ids(site.list(open)), "bad");
  EXPECT_EQ(site.list(open).counts.overdue, 1);
  site.set("bad", to_state(Handling::kDone));
  EXPECT_EQ(InboxSite::ids(site.list(open)), "");
  EXPECT_EQ(site.list(open).counts.overdue, 0);
  EXPECT_FALSE(must(site.inbox().find(site.id_of("bad"), "")).open_case->overdue);
  settings.since = kStart + 1;
  InboxSite::ok(site.inbox().put_settings(settings));
  EXPECT_FALSE(must(site.inbox().find(site.id_of("bad"), "")).open_case.has_value());
  settings.cases = "anser <= 6";
  EXPECT_THAT(site.inbox().put_settings(settings).where(), HasSubstr("cases"));
}

TEST(InboxCases, ASegmentThatIsGoneTakesNoPageDown) {
  InboxSite site;
  site.segments["unhappy"] = "answer <= 6";
  site.answer("a", kStart, "anna", 3);
  InboxSettings settings;
  settings.cases = "segment(\"unhappy\")";
  InboxSite::ok(site.inbox().put_settings(settings));
  EXPECT_EQ(site.list().counts.cases, 1);
  site.segments.clear();
  EXPECT_EQ(InboxSite::ids(site.list()), "a");
  EXPECT_EQ(site.list().counts.cases, 0);
  EXPECT_THAT(site.inbox().cases_trouble().message(), HasSubstr("unhappy"));
  site.restart();
  EXPECT_EQ(site.inbox().settings().cases, "segment(\"unhappy\")");
}

TEST(InboxCases, CasesThatNobodyOwnsAreEscalatedOnce) {
  InboxSite site;
  site.answer("owned", kStart, "anna", 3);
  site.answer("done", kStart + 1, "bert", 3);
  site.answer("nobodys", kStart + 2, "carl", 3);
  site.answer("fresh", kStart + 20 * kHour, "dora", 3);
  InboxSettings settings;
  settings.cases = "answer <= 6";
  settings.escalate_to = {"care@example.com"};
  InboxSite::ok(site.inbox().put_settings(settings));
  site.set("owned", to_assignee("anna"));
  site.set("done", to_state(Handling::kDone));
  site.now = kStart + kDay;
  EXPECT_TRUE(must(site.inbox().to_escalate()).empty()) << "not before its time";
  site.now = kStart + kDay + 2;
  const std::vector<int64_t> late = must(site.inbox().to_escalate());
  EXPECT_EQ(late, std::vector<int64_t>{site.id_of("nobodys")});
  EXPECT_EQ(must(site.inbox().escalations().add(site.now, late, "[]")), 1);
  EXPECT_TRUE(must(site.inbox().to_escalate()).empty());
  FeedbackQuery query;
  query.cases = CaseFilter::kEscalated;
  EXPECT_EQ(InboxSite::ids(site.list(query)), "nobodys");
  EXPECT_EQ(site.list(query).counts.escalated, 1);
  site.restart();
  EXPECT_TRUE(must(site.inbox().to_escalate()).empty());
  EXPECT_EQ(*site.list(query).items.at(0).open_case->escalated, site.now);
  settings.assignee = "care";
  InboxSite::ok(site.inbox().put_settings(settings));
  site.now += 30 * kDay;
  EXPECT_TRUE(must(site.inbox().to_escalate()).empty()) << "who gets new cases owns them";
}

TEST(InboxCases, NobodyIsGivenWhatAnAccountHadThatIsGone) {
  InboxSite site;
  site.answer("a", kStart, "anna", 3);
  site.set("a", to_assignee("bert"));
  InboxSettings settings;
  settings.assignee = "bert";
  InboxSite::ok(site.inbox().put_settings(settings));
  InboxSite::ok(site.inbox().forget_account("bert"));
  EXPECT_EQ(site.list().items.at(0).assignee, "");
  EXPECT_EQ(site.inbox().settings().assignee, "");
}

TEST(InboxCases, AnAccountIsForgottenWhateverBecameOfTheFilter) {
  InboxSite site;
  site.segments["unhappy"] = "answer <= 6";
  site.answer("a", kStart, "anna", 3);
  site.set("a", to_assignee("bert"));
  InboxSettings settings;
  settings.cases = "segment(\"unhappy\")";
  settings.assignee = "bert";
  InboxSite::ok(site.inbox().put_settings(settings));
  site.segments.clear();
  InboxSite::ok(site.inbox().forget_account("bert"));
  EXPECT_EQ(site.inbox().settings().assignee, "");
  EXPECT_EQ(site.list().items.at(0).assignee, "");
  site.restart();
  EXPECT_EQ(site.inbox().settings().assignee, "");
}

TEST(InboxCases, OfWhoeverCannotOwnThemAreEscalated) {
  InboxSite site;
  site.answer("berts", kStart, "anna", 3);
  site.answer("carls", kStart, "anna", 3);
  InboxSettings settings;
  settings.cases = "answer <= 6";
  InboxSite::ok(site.inbox().put_settings(settings));
  site.set("berts", to_assignee("bert"));
  site.set("carls", to_assignee("carl"));
  site.now = kStart + 2 * kDay;
  EXPECT_TRUE(must(site.inbox().to_escalate()).empty());
  site.inbox().set_owners([](const std::string& account) { return account != "carl"; });
  EXPECT_EQ(must(site.inbox().to_escalate()), std::vector<int64_t>{site.id_of("carls")});
}

TEST(InboxCases, SettingsAreChangedFromHowTheyAreWhenTheyAreKept) {
  InboxSite site;
  InboxSettings settings;
  settings.assignee = "bert";
  InboxSite::ok(site.inbox().put_settings(settings));
  InboxSite::ok(site.inbox().change_settings([](const InboxSettings& former) -> Result<InboxSettings> {
    InboxSettings changed = former;
    changed.due_hours = 4;
    return changed;
  }));
  EXPECT_EQ(site.inbox().settings().assignee, "bert");
  EXPECT_EQ(site.inbox().settings().due_hours, 4);
}

TEST(InboxSettings, AreCheckedByName) {
  for (const auto& [json, where] :
       {std::pair(R"({"due_hours":0})", "due_hours"), std::pair(R"({"escalate_hours":-1})", "escalate_hours"),
        std::pair(R"({"escalate_to":"a@b"})", "escalate_to"),
        std::pair(R"({"escalate_to":["a@b","x"]})", "escalate_to[1]"),
        std::pair(R"({"escalate_to":["a@b\r\nBcc: c@d"]})", "escalate_to[0]"),
        std::pair(R"({"since":"soon"})", "since"), std::pair(R"({"case":""})", "case")}) {
    EXPECT_EQ(parse_inbox_settings(json).status().where(), where) << json;
  }
  const InboxSettings settings = must(parse_inbox_settings(R"({"cases":"answer <= 6","since":"2026-05-01"})"));
  EXPECT_EQ(must(parse_inbox_settings(R"({"due_hours":4})", settings)).cases, "answer <= 6")
      << "what is left out stays";
  EXPECT_EQ(must(parse_inbox_settings(inbox_settings_json(settings).dump())).since, settings.since);
}

}  // namespace
}  // namespace sojourn
