// For tests: alerts and reports over a record in a temporary folder, with a clock that is set by hand, and a carrier that
// remembers.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "act/act_fixture.h"
#include "act/clockwork.h"

namespace sojourn {

class ClockSite {
 public:
  static constexpr Micros kStart = 1'772'359'200 * kSecond;  // Sunday, 2026-03-01T10:00:00Z

  explicit ClockSite(const std::string& folder = {}) : path_(folder.empty() ? folder_.path() : folder) { open(); }

  void open() {
    store_ = open_store(path_);
    timelines_ = must(Timelines::open(path_, *store_));
    asker_ = std::make_unique<Asker>(*store_, *timelines_);
    boards_ = must(BoardShelf::open(*store_));
    asker_->set_segments(boards_->find_segment());
    outgoing_ = must(OutgoingBook::open(*store_));
    accounts_ = must(AccountBook::open(*store_));
    ClockworkOptions options;
    options.clock = [this] { return now; };
    options.carrier = [this] {
      return real_carrier ? make_carrier() : std::unique_ptr<Carrier>(std::make_unique<RememberingCarrier>(log));
    };
    all_ = must(Clockwork::open({*store_, *asker_, *boards_, *outgoing_, accounts_.get()}, options));
  }
  void close() {
    all_.reset();
    accounts_.reset();
    outgoing_.reset();
    asker_.reset();
    boards_.reset();
    timelines_.reset();
    store_.reset();
  }
  void restart() {
    close();
    open();
  }
  void set_up() {
    ok(outgoing_->set({{"host", "mail.example.com"},
                       {"from", "Shop <ask@example.com>"},
                       {"base_url", "https://cx.example.com/"},
                       {"webhook_url", "https://hooks.example.com/in"},
                       {"webhook_secret", "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}}));
  }
  // So many answers of a score, each of a customer of their own.
  void answers(int64_t count, double score, Micros time, const std::string& channel = "web") {
    BatchMaker maker;
    for (int64_t i = 0; i < count; ++i) {
      const std::string id = "e-" + std::to_string(++events_);
      Event& event = maker.add(id, time, {{IdentifierKind::kId, "c" + id}}, "survey");
      event.set_text(Field::kKind, "nps");
      event.set_number(Field::kAnswer, score);
      event.set_number(Field::kScaleMin, 0);
      event.set_number(Field::kScaleMax, 10);
      event.set_text(Field::kChannel, maker.keep(channel));
    }
    append(*store_, maker);
  }
  void account(const std::string& name, Role role, const std::string& scope = {}, const std::string& language = {}) {
    if (accounts_->empty() && role != Role::kOwner) account("olga", Role::kOwner);
    Account account;
    account.account = name;
    account.role = role;
    account.scope = scope;
    account.language = language;
    account.password_hash = "x";
    ok(accounts_->put(account));
  }
  Alert alert(const std::string& more, const std::string& name = "nps", const std::string& owner = {}) {
    boards::Json json{{"question", {{"measure", "nps"}}}, {"mail", {"anna@example.com"}}};
    json.update(boards::Json::parse("{" + more + "}"));
    Result<Alert> parsed = parse_alert(json.dump(), name, {});
    EXPECT_TRUE(parsed.has_value()) << parsed.status().to_string();
    parsed->owner = owner;
    return *std::move(parsed);
  }
  void add_alert(const std::string& more, const std::string& name = "nps", const std::string& owner = {}) {
    ok(all_->alerts().put(alert(more, name, owner)).status());
  }
  void step() {
    for (;;) {
      const Result<bool> more = all_->step();
      ASSERT_TRUE(more.has_value()) << more.status().to_string();
      if (!*more) return;
    }
  }
  void step_at(Micros time) {
    now = time;
    step();
  }
  std::string standing(const std::string& name = "nps") const {
    return std::string(standing_name(all_->alert_states().look(name).standing));
  }
  // "firing: sent", oldest first.
  std::vector<std::string> history(const std::string& name = "nps") const {
    std::vector<std::string> words;
    for (const AlertEntry& each : all_->alert_states().look(name).entries) {
      const std::string outcome = outcome_of(each.told);
      words.push_back(std::string(standing_name(each.standing)) + (outcome.empty() ? "" : ": " + outcome));
    }
    return words;
  }
  std::vector<std::string> subjects() const {
    std::vector<std::string> all;
    for (const OutgoingMessage& each : log.messages) {
      all.push_back(each.by == InviteBy::kEmail ? each.letter.to + ": " + each.letter.subject : "webhook");
    }
    return all;
  }
  static void ok(const Status& status) { EXPECT_TRUE(status.ok()) << status.to_string(); }

  Store& store() { return *store_; }
  Asker& asker() { return *asker_; }
  BoardShelf& boards() { return *boards_; }
  OutgoingBook& outgoing() { return *outgoing_; }
  AccountBook& accounts() { return *accounts_; }
  Clockwork& all() { return *all_; }
  const std::string& path() const { return path_; }

  Micros now = kStart;
  bool real_carrier = false;  // From the next open() on.
  RememberingCarrier::Log log;

 private:
  TemporaryFolder folder_;
  std::string path_;
  int events_ = 0;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Timelines> timelines_;
  std::unique_ptr<Asker> asker_;
  std::unique_ptr<BoardShelf> boards_;
  std::unique_ptr<OutgoingBook> outgoing_;
  std::unique_ptr<AccountBook> accounts_;
  std::unique_ptr<Clockwork> all_;
};

}  // namespace sojourn
