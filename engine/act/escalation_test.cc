// Cases that nobody owns: told once, by a real mail server on this machine, with a clock that is set by hand.
#include "act/escalation.h"

#include <gmock/gmock.h>

#include "act/act_fixture.h"
#include "act/loopback_fixture.h"

namespace sojourn {
namespace {

using testing::HasSubstr;

constexpr Micros kStart = 1'772'359'200 * kSecond;  // 2026-03-01T10:00:00Z

class Escalations : public testing::Test {
 protected:
  Escalations() { open(); }
  void open() {
    store_ = open_store(folder_.path());
    timelines_ = must(Timelines::open(folder_.path(), *store_));
    inbox_ = must(FeedbackInbox::open(*store_, *timelines_, {}, [this] { return now_; }));
    outgoing_ = must(OutgoingBook::open(*store_));
    carrier_ = make_carrier();
    round_ = std::make_unique<EscalationRound>(*inbox_, *outgoing_, *carrier_);
    ok(round_->recover());
  }
  void restart() {
    round_.reset();
    inbox_.reset();
    outgoing_.reset();
    timelines_.reset();
    store_.reset();
    open();
  }
  void set_up(int port, std::vector<std::string> to = {"care@example.com", "lead@example.com"}) {
    ok(outgoing_->set({{"host", "127.0.0.1"},
                       {"port", std::to_string(port)},
                       {"tls", "none"},
                       {"from", "Shop <ask@example.com>"},
                       {"base_url", "https://cx.example.com/"}}));
    InboxSettings settings;
    settings.cases = "answer <= 6";
    settings.escalate_to = std::move(to);
    ok(inbox_->put_settings(settings));
  }
  void answer(const std::string& id, Micros time, double score, const std::string& text = {}) {
    BatchMaker maker;
    Event& event = maker.add(id, time, {{IdentifierKind::kId, id}}, "survey");
    event.set_text(Field::kKind, "nps");
    event.set_number(Field::kAnswer, score);
    event.set_number(Field::kScaleMin, 0);
    event.set_number(Field::kScaleMax, 10);
    if (!text.empty()) event.set_text(Field::kText, maker.keep(text));
    append(*store_, maker);
  }
  void step_at(Micros time) {
    now_ = time;
    ok(round_->step(now_, ending_));
  }
  // "care@example.com sent", of the escalation with that number.
  std::string told(size_t number) {
    std::string all;
    for (const boards::Json& each : boards::Json::parse(inbox_->escalations().list().at(number - 1).told)) {
      all += (all.empty() ? "" : ", ") + each["to"].get<std::string>() + " " + each["state"].get<std::string>();
    }
    return all;
  }
  static void ok(const Status& status) { EXPECT_TRUE(status.ok()) << status.to_string(); }

  TemporaryFolder folder_;
  Micros now_ = kStart;
  std::atomic<bool> ending_ = false;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Timelines> timelines_;
  std::unique_ptr<FeedbackInbox> inbox_;
  std::unique_ptr<OutgoingBook> outgoing_;
  std::unique_ptr<Carrier> carrier_;
  std::unique_ptr<EscalationRound> round_;
};

TEST_F(Escalations, TellOnceWhatNobodyOwned) {
  MailServer server;
  set_up(server.port());
  answer("bad", kStart, 3, "It came <late>.\nVery late.");
  answer("good", kStart, 10);
  step_at(kStart + 23 * kHour);
  EXPECT_TRUE(server.mails().empty()) << "its day is not over";
  step_at(kStart + kDay + kMinute);
  ASSERT_EQ(server.mails().size(), 2u);
  EXPECT_THAT(server.mails()[0].to, HasSubstr("care@example.com"));
  EXPECT_THAT(server.mails()[1].to, HasSubstr("lead@example.com"));
  EXPECT_THAT(server.mails()[0].bytes, HasSubstr("Subject: 1 case that nobody owns"));
  EXPECT_THAT(server.mails()[0].bytes, HasSubstr("nps 3 of 0 to 10"));
  EXPECT_THAT(server.mails()[0].bytes, HasSubstr("&lt;late&gt;"));
  EXPECT_EQ(told(1), "care@example.com sent, lead@example.com sent");
  FeedbackQuery query;
  query.cases = CaseFilter::kEscalated;
  EXPECT_EQ(must(inbox_->list(query)).items.size(), 1u);
  step_at(now_ + kDay);
  restart();
  step_at(now_ + kDay);
  EXPECT_EQ(server.mails().size(), 2u) << "never again, whatever comes";
  answer("second", now_, 1);
  step_at(now_ + kDay + kMinute);
  EXPECT_EQ(server.mails().size(), 4u) << "another case is another letter";
}

TEST_F(Escalations, SpeakTheLanguageOfTheAddressAndWriteItOnce) {
  const auto accounts = must(AccountBook::open(*store_));
  Account account;
  account.account = "olga";
  account.role = Role::kOwner;
  account.language = "nl";
  account.password_hash = "x";
  ok(accounts->put(account));
  account.account = "anna";
  account.role = Role::kManager;
  account.email = "care@example.com";
  account.language = "ru";
  ok(accounts->put(account));
  round_ = std::make_unique<EscalationRound>(*inbox_, *outgoing_, *carrier_, accounts.get());
  MailServer server;
  set_up(server.port(), {"care@example.com", "care@example.com", "else@example.com"});
  answer("bad", kStart, 3);
  step_at(kStart + kDay + kMinute);
  ASSERT_EQ(server.mails().size(), 2u) << "one letter an address";
  EXPECT_THAT(server.mails()[0].bytes, HasSubstr("Content-Language: ru"));
  EXPECT_THAT(server.mails()[1].bytes, HasSubstr("Subject: 1 zaak zonder eigenaar"))
      << "whom nobody knows: as the owner";
  EXPECT_THAT(server.mails()[1].bytes, HasSubstr("nps 3 van 0 tot 10"));
}

TEST_F(Escalations, AnOwnedOrDoneCaseIsNobodysTrouble) {
  MailServer server;
  set_up(server.port());
  answer("owned", kStart, 3);
  answer("done", kStart, 3);
  FeedbackChange change;
  change.assignee = "anna";
  const int64_t owned = 1, done = 2;
  ok(inbox_->change({&owned, 1}, "", change));
  change = {};
  change.handling = Handling::kDone;
  ok(inbox_->change({&done, 1}, "", change));
  step_at(kStart + 9 * kDay);
  EXPECT_TRUE(server.mails().empty());
}

TEST_F(Escalations, WhatTheServerWouldNotTakeIsTriedAgain) {
  MailServer server;
  server.instead = [](const std::string& line) { return line.starts_with("MAIL") ? "451 later" : std::string(); };
  set_up(server.port(), {"care@example.com"});
  answer("bad", kStart, 3);
  step_at(kStart + kDay + kMinute);
  EXPECT_EQ(told(1), "care@example.com waiting");
  server.instead = {};
  step_at(now_ + kSecond);
  EXPECT_TRUE(server.mails().empty()) << "not at once";
  step_at(now_ + 10 * kMinute);
  EXPECT_EQ(server.mails().size(), 1u);
  EXPECT_EQ(told(1), "care@example.com sent");
}

TEST_F(Escalations, WhatWasHandedOverWhenTheProgramEndedIsNotSentAgain) {
  MailServer server;
  set_up(server.port(), {"care@example.com"});
  answer("bad", kStart, 3);
  std::vector<Delivery> sending = deliveries_to({"care@example.com"}, false, kStart);
  begin_sending(sending.front(), kStart);
  const boards::Json half = boards::Json::array({delivery_json(sending.front())});
  ok(inbox_->escalations().add(kStart, {1}, half.dump()).status());
  restart();
  step_at(kStart + 9 * kDay);
  EXPECT_TRUE(server.mails().empty());
  EXPECT_EQ(told(1), "care@example.com failed");
}

TEST_F(Escalations, ManyMakeOneLetterAndNoSettingsStillMark) {
  InboxSettings settings;
  settings.cases = "answer <= 6";
  ok(inbox_->put_settings(settings));
  for (int i = 0; i < 50; ++i) answer("bad" + std::to_string(i), kStart + i, 3);
  step_at(kStart + 2 * kDay);
  ASSERT_EQ(inbox_->escalations().list().size(), 1u);
  EXPECT_EQ(told(1), "");
  EXPECT_EQ(must(inbox_->list({})).counts.escalated, 50);
  const Letter letter = escalation_letter(must(inbox_->list({})).items, 30, "e", "a@example.com", "", {}, kStart);
  EXPECT_THAT(letter.subject, HasSubstr("80 cases"));
  EXPECT_THAT(letter.text, HasSubstr("and 30 more"));
}

}  // namespace
}  // namespace sojourn
