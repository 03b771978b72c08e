// For tests: a record in a temporary folder, a clock that is set by hand, and a carrier that remembers.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "act/invitations.h"
#include "store/batch_fixture.h"
#include "surveys/templates.h"

namespace sojourn {

// Takes everything, or answers as the test says.
class RememberingCarrier final : public Carrier {
 public:
  struct Log {
    std::vector<OutgoingMessage> messages;
    std::function<SendResult(const OutgoingMessage&)> answer;
  };
  explicit RememberingCarrier(Log& log) : log_(log) {}
  SendResult send(const OutgoingMessage& message, const OutgoingSettings&) override {
    log_.messages.push_back(message);
    return log_.answer ? log_.answer(message) : SendResult{};
  }

 private:
  Log& log_;
};

class ActSite {
 public:
  static constexpr Micros kStart = 1'772'359'200 * kSecond;  // 2026-03-01T10:00:00Z

  explicit ActSite(const std::string& folder = {}) : path_(folder.empty() ? folder_.path() : folder) { open(); }

  void open() {
    store_ = open_store(path_);
    surveys_ = SurveyBook::open(*store_).value();
    InvitationOptions options;
    options.clock = [this] { return now; };
    options.carrier = [this] { return std::make_unique<RememberingCarrier>(log); };
    all_ =
        Invitations::open(
            *store_, *surveys_,
            [this](std::unique_ptr<EventBatch> batch) {
              return refuses ? Result<AppendReceipt>(Status::unavailable("the disk is full")) : store_->append(*batch);
            },
            options)
            .value();
  }
  void close() {
    all_.reset();
    surveys_.reset();
    store_.reset();
  }
  void restart() {
    close();
    open();
  }
  // A survey "nps", and settings with which all can be sent.
  void set_up() {
    ok(surveys_->put(survey_template("nps", "nps").value()));
    ok(surveys_->put(survey_template("csat", "csat").value()));
    ok(all_->outgoing().set({{"host", "mail.example.com"},
                             {"from", "Shop <ask@example.com>"},
                             {"base_url", "https://ask.example.com/"},
                             {"sms_account", "AC1"},
                             {"sms_from", "+31600000000"},
                             {"webhook_url", "https://hooks.example.com/in"},
                             {"webhook_secret", "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}}));
  }
  InvitationRule rule(const std::string& more = {}, const std::string& name = "after-delivery") {
    const std::string text = R"({"name":")" + name + R"(","on":"touchpoint = \"delivery\"","survey":"nps")" +
                             (more.empty() ? "" : "," + more) + "}";
    Result<InvitationRule> parsed = parse_rule_json(text);
    EXPECT_TRUE(parsed.has_value()) << parsed.status().to_string() << " in " << text;
    return std::move(parsed).value();
  }
  void add_rule(const std::string& more = {}, const std::string& name = "after-delivery") {
    ok(all_->rules().put(rule(more, name)));
  }
  // A delivery to NAME, who has the address NAME@example.com and a phone.
  void deliver(const std::string& name, Micros time, const std::string& id = {}, const std::string& language = {}) {
    BatchMaker maker;
    Event& event =
        maker.add(id.empty() ? "d-" + std::to_string(++deliveries_) : id, time,
                  {{IdentifierKind::kId, name}, {IdentifierKind::kEmail, name + "@example.com"}}, "delivery");
    if (!language.empty()) event.set_text(Field::kLanguage, maker.keep(language));
    append(*store_, maker);
  }
  void event(const std::string& id, Micros time, const Who& who, const std::string& touchpoint,
             const std::function<void(BatchMaker&, Event&)>& more = {}) {
    BatchMaker maker;
    Event& event = maker.add(id, time, who, touchpoint);
    if (more) more(maker, event);
    append(*store_, maker);
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
  // "anna sent", or "bert skipped: cool-down", oldest first.
  std::vector<std::string> told() const {
    size_t total = 0;
    std::vector<Invitation> found = all_->book().list({"", "", 10'000, 0}, now, total);
    std::sort(found.begin(), found.end(), [](const Invitation& a, const Invitation& b) { return a.cause < b.cause; });
    std::vector<std::string> words;
    for (const Invitation& each : found) {
      words.push_back(each.who + " " + std::string(state_name(each, now)) +
                      (each.reason.empty() ? "" : ": " + each.reason));
    }
    return words;
  }
  std::vector<std::string> rows(const std::string& sql) const {
    std::vector<std::string> rows;
    const SqlTable table = must(store_->sql(sql, 1000));
    for (const auto& row : table.rows) {
      std::string text;
      for (const auto& cell : row) text += (text.empty() ? "" : "|") + cell.value_or("-");
      rows.push_back(text);
    }
    return rows;
  }
  static void ok(const Status& status) { EXPECT_TRUE(status.ok()) << status.to_string(); }

  Store& store() { return *store_; }
  SurveyBook& surveys() { return *surveys_; }
  Invitations& all() { return *all_; }
  const std::string& path() const { return path_; }

  Micros now = kStart;
  bool refuses = false;  // The record takes no events.
  RememberingCarrier::Log log;

 private:
  TemporaryFolder folder_;
  std::string path_;
  int deliveries_ = 0;
  std::unique_ptr<Store> store_;
  std::unique_ptr<SurveyBook> surveys_;
  std::unique_ptr<Invitations> all_;
};

}  // namespace sojourn
