// Letters that ask nothing: a rule without a survey, such as the one that asks promoters to spread the word.
#include <gmock/gmock.h>

#include <algorithm>

#include "act/act_fixture.h"

namespace sojourn {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr Micros kStart = ActSite::kStart;
constexpr const char* kPromoters =
    R"("on":"kind = \"nps\" and answer >= 9","wait":"1d","subject":{"en":"Thank you","nl":"Bedankt"},)"
    R"("text":{"en":"Tell your friends: https://shop.example.com/friends","nl":"Vertel het verder."})";

std::string where_of(const std::string& more) {
  return parse_rule_json(R"({"name":"r","on":"true",)" + more + "}").status().where();
}

TEST(LetterRule, NeedsWordsOfItsOwnAndLinksToNoSurvey) {
  EXPECT_EQ(where_of(R"("subject":"Thanks","text":"Words")"), "");
  EXPECT_EQ(where_of(R"("subject":"Thanks")"), "survey");
  EXPECT_EQ(where_of(R"("text":"Words")"), "subject");
  EXPECT_EQ(where_of(R"("text":"Words","by":"sms")"), "");
  EXPECT_EQ(where_of(R"("subject":"Thanks","text":{"en":"Words","nl":"Hier: {link}"})"), "text.nl");
  const InvitationRule rule = parse_rule_json(R"({"name":"r","on":"true","subject":"A","text":"B"})").value();
  EXPECT_EQ(parse_rule_json(rule_text(rule), "").value(), rule) << "it reads back as the same";
}

class Letters : public testing::Test {
 protected:
  Letters() { site.set_up(); }
  void add(const std::string& more, const std::string& name = "promoters") {
    Result<InvitationRule> rule = parse_rule_json(R"({"name":")" + name + R"(",)" + more + "}");
    ASSERT_TRUE(rule.has_value()) << rule.status().to_string();
    ActSite::ok(site.all().rules().put(*rule));
  }
  void answer(const std::string& name, double score, Micros time, const std::string& language = {}) {
    site.event("a-" + name + std::to_string(time), time,
               {{IdentifierKind::kId, name}, {IdentifierKind::kEmail, name + "@example.com"}}, "survey",
               [&](BatchMaker& maker, Event& event) {
                 event.set_text(Field::kKind, "nps");
                 event.set_number(Field::kAnswer, score);
                 event.set_number(Field::kScaleMin, 0);
                 event.set_number(Field::kScaleMax, 10);
                 if (!language.empty()) event.set_text(Field::kLanguage, maker.keep(language));
               });
  }
  ActSite site;
};

TEST_F(Letters, GoToThosePromotersOnce) {
  add(kPromoters);
  answer("anna", 10, kStart, "nl");
  answer("bert", 3, kStart);
  answer("carl", 9, kStart);
  site.step();
  EXPECT_TRUE(site.log.messages.empty()) << "a day has not passed";
  site.step_at(kStart + kDay);
  ASSERT_EQ(site.log.messages.size(), 2u);
  std::ranges::sort(site.log.messages, {}, [](const OutgoingMessage& each) { return each.letter.to; });
  const Letter anna = site.log.messages[0].letter;
  EXPECT_EQ(anna.to, "anna@example.com");
  EXPECT_EQ(anna.subject, "Bedankt");
  EXPECT_EQ(anna.language, "nl");
  EXPECT_THAT(anna.text, HasSubstr("Vertel het verder."));
  EXPECT_THAT(anna.text, HasSubstr("Geen brieven als deze meer: https://ask.example.com/unsubscribe/"));
  const Letter carl = site.log.messages[1].letter;
  EXPECT_EQ(carl.subject, "Thank you");
  for (const std::string* each : {&carl.text, &carl.html}) {
    EXPECT_THAT(*each, HasSubstr("https://shop.example.com/friends"));
    EXPECT_THAT(*each, Not(HasSubstr("/s/"))) << "there is no survey to open";
  }
  site.restart();
  site.step_at(kStart + 2 * kDay);
  EXPECT_EQ(site.log.messages.size(), 2u);
  EXPECT_THAT(site.told(), ElementsAre("anna sent", "carl sent"));
}

// Who was asked yesterday is whom the letter is for; and a letter keeps nobody from being asked.
TEST_F(Letters, AndSurveysCoolDownEachByThemselves) {
  site.add_rule();
  add(R"("on":"touchpoint = \"delivery\"","subject":"Thanks","text":"Words")");
  site.deliver("anna", kStart);
  site.step();
  EXPECT_THAT(site.told(), ElementsAre("anna sent", "anna sent"));
  site.deliver("anna", kStart + kDay);
  site.step_at(kStart + 2 * kDay);
  EXPECT_THAT(site.told(), ElementsAre("anna sent", "anna sent", "anna skipped: cool-down", "anna skipped: cool-down"));
  EXPECT_EQ(site.log.messages.size(), 2u);
}

TEST_F(Letters, AreToldToTheRecordAndAreNoAsking) {
  add(kPromoters);
  answer("anna", 10, kStart);
  site.step_at(kStart + kDay);
  EXPECT_EQ(site.rows("SELECT touchpoint, channel, outcome, kind FROM events WHERE source = 'invitations'"),
            (std::vector<std::string>{"letter|email|sent|-"}));
}

TEST_F(Letters, GoToNobodyWhoUnsubscribed) {
  add(kPromoters);
  answer("anna", 10, kStart);
  ActSite::ok(site.all().unsubscribes().add({IdentifierKind::kId, "anna"}, "owner", kStart));
  site.step_at(kStart + kDay);
  EXPECT_THAT(site.told(), ElementsAre("anna skipped: unsubscribed"));
}

TEST_F(Letters, GoByWebhookAndSmsToo) {
  add(R"("on":"touchpoint = \"delivery\"","text":"Words","by":"webhook")", "hook");
  add(R"("on":"touchpoint = \"call\"","text":"Words","by":"sms")", "sms");
  site.deliver("anna", kStart);
  site.event("c", kStart, {{IdentifierKind::kPhone, "+31612345678"}}, "call");
  site.step();
  ASSERT_EQ(site.log.messages.size(), 2u);
  const bool first = site.log.messages[0].by == InviteBy::kWebhook;
  const OutgoingMessage& hook = site.log.messages[first ? 0 : 1];
  EXPECT_THAT(hook.text, HasSubstr(R"("type":"letter")"));
  EXPECT_THAT(hook.text, HasSubstr(R"("link":"")"));
  EXPECT_EQ(site.log.messages[first ? 1 : 0].text, "Words");
}

TEST_F(Letters, AreNotSentWhenTheirRuleAsksByNow) {
  add(kPromoters);
  answer("anna", 10, kStart);
  site.step();
  site.add_rule(R"("on":"kind = \"nps\" and answer >= 9","wait":"1d")", "promoters");
  site.step_at(kStart + kDay);
  EXPECT_THAT(site.told(), ElementsAre("anna skipped: rule changed"));
}

TEST_F(Letters, ATrialCountsThemBySide) {
  site.add_rule();
  site.deliver("anna", kStart);
  site.step();
  const RuleTrial trial = must(site.all().try_rule(
      parse_rule_json(R"({"name":"r","on":"touchpoint = \"delivery\"","subject":"A","text":"B"})").value()));
  EXPECT_EQ(trial.invitations, 1) << "that she was asked does not keep the letter back";
}

}  // namespace
}  // namespace sojourn
