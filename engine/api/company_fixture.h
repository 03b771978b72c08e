// For the tests of this folder: a small company in a temporary folder, and the application that serves it.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "act/clockwork.h"
#include "api/application.h"
#include "api/compression.h"
#include "api/json_body.h"
#include "api/owned_engine.h"
#include "boards/board_shelf.h"
#include "inbox/feedback_inbox.h"
#include "intake/troubled_store.h"
#include "store/batch_fixture.h"

namespace sojourn {

// Holds up what intake would commit, or makes it fail, as disks do.
class CommitGate {
 public:
  ~CommitGate() { open(); }
  void close() { set(true, false); }
  void open() { set(false, false); }
  void fail(std::string why = "the disk is full") {
    {
      const std::lock_guard lock(mutex_);
      why_ = std::move(why);
    }
    set(false, true);
  }
  Status pass() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !closed_; });
    return fails_ ? Status::unavailable(why_) : Status();
  }

 private:
  void set(bool closed, bool fails) {
    const std::lock_guard lock(mutex_);
    closed_ = closed;
    fails_ = fails;
    changed_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  bool closed_ = false;
  bool fails_ = false;
  std::string why_;
};

// Four customers. anna and bert bought and were asked (9 and 3), anna is known by an e-mail address too; carl only
// looked; dora has a name with a slash. One row was refused.
class TestCompany {
 public:
  explicit TestCompany(const IntakeLimits& limits = {}) {
    store_ = std::make_unique<TroubledStore>(open_store(folder_.path()));
    store_->trouble_with([this](std::span<const EventBatch* const>) { return gate_.pass(); });
    fill();
    timelines_ = VoicedTimelines::open(folder_.path(), *store_).value();
    asker_ = std::make_unique<Asker>(*store_, *timelines_);
    sources_ = SourceBook::open(*store_).value();
    surveys_ = SurveyBook::open(*store_).value();
    invitations_ = Invitations::open(*store_, *surveys_, [this](std::unique_ptr<EventBatch> batch) {
                     return store_->append(*batch);
                   }).value();
    live_tone_ = std::make_unique<LiveTone>(tone_by(timelines_->voice()), [] { return now(); });
    intake_ = std::make_unique<Intake>(*store_, *timelines_, limits,
                                       [this](const EventBatch& batch) { live_tone_->take(batch); });
    intake_->listen([this](const IntakeState&) { live_tone_->step(); });
    imports_ = open_imports();
    imports_->start();
    boards_ = must(BoardShelf::open(*store_));
    asker_->set_segments(boards_->find_segment());
    access_ = must(Access::open(*store_, folder_.path()));
    inbox_ =
        must(FeedbackInbox::open(*store_, *timelines_, boards_->find_segment(), [this] { return inbox_now_.load(); }));
    clockwork_ =
        must(Clockwork::open({*store_, *asker_, *boards_, invitations_->outgoing(), access_->book.get()}, working_));
    connect_books(*boards_, *clockwork_, *access_->book, *inbox_);
  }
  // Ends what waits before the rest goes.
  ~TestCompany() { gate_.open(); }
  TestCompany(const TestCompany&) = delete;
  TestCompany& operator=(const TestCompany&) = delete;
  Store& store() { return *store_; }
  VoicedTimelines& timelines() { return *timelines_; }
  CommitGate& gate() { return gate_; }
  // As if the disk had so much room for files that come in.
  void set_free_bytes(uint64_t bytes) { free_bytes_ = bytes; }
  // As if there were no memory when a file begins to come.
  void fail_to_tell_room() { free_bytes_ = 0; }
  SourceBook& sources() { return *sources_; }
  SurveyBook& surveys() { return *surveys_; }
  Invitations& invitations() { return *invitations_; }
  Intake& intake() { return *intake_; }
  ImportJobs& imports() { return *imports_; }
  // No account is there, until a test makes one.
  Access& access() { return *access_; }
  FeedbackInbox& inbox() { return *inbox_; }
  void set_inbox_clock(Micros time) { inbox_now_ = time; }
  // It stands still, but for its step().
  Clockwork& clockwork() { return *clockwork_; }
  Engine engine() {
    Engine all{*store_, *timelines_,        *asker_,       *intake_, *sources_, *surveys_,
               kStart,  invitations_.get(), imports_.get()};
    all.access = access_.get();
    all.boards = boards_.get();
    all.inbox = inbox_.get();
    all.clockwork = clockwork_.get();
    all.voice = &timelines_->voice();
    all.live_tone = live_tone_.get();
    return all;
  }

  // A source for SDKs, or for webhooks of a format, and a key to it.
  std::string add_source(const std::string& name, const std::string& format = "tracking",
                         const std::string& secret = {}) {
    SourceSpec spec;
    spec.name = name;
    spec.format = format;
    spec.signing_secret = secret;
    const Status put = sources_->put(spec);
    EXPECT_TRUE(put.ok()) << put.to_string();
    return sources_->make_key(name, format == "tracking" ? "write" : "hook").value().key;
  }

  static constexpr Micros kStart = 1'767'225'600 * kSecond;  // 2026-01-01

 private:
  std::unique_ptr<ImportJobs> open_imports() {
    ImportJobs::Options options;
    options.folder = folder_.path() + "/imports";
    options.stored = [this] { intake_->touch(); };
    options.busy = [this] { return intake_->counters().waiting_bytes > 0; };
    options.patience = kSecond / 10;
    options.rest = kSecond / 10;
    options.free_bytes = [this](const std::string&) {
      if (free_bytes_ == 0) throw std::bad_alloc();
      return std::optional<uint64_t>(free_bytes_);
    };
    return must(ImportJobs::open(*store_, *sources_, options));
  }
  static void survey(BatchMaker& maker, const char* id, Micros time, const Who& who, double answer) {
    Event& event = maker.add(id, time, who, "survey");
    event.set_text(Field::kKind, "nps");
    event.set_number(Field::kAnswer, answer);
    event.set_number(Field::kScaleMin, 0);
    event.set_number(Field::kScaleMax, 10);
  }
  void fill() {
    const Who anna{{IdentifierKind::kId, "anna"}, {IdentifierKind::kEmail, "anna@example.com"}};
    const Who bert{{IdentifierKind::kId, "bert"}};
    BatchMaker maker;
    maker.add("1", kStart, anna, "home page").set_text(Field::kChannel, "web");
    Event& purchase = maker.add("2", kStart + kHour, anna, "purchase");
    purchase.set_text(Field::kChannel, "web");
    purchase.set_text(Field::kCurrency, "EUR");
    purchase.set_integer(Field::kAmount, 1250);
    purchase.properties = maker.keep("{\"plan\":\"pro\"}");
    survey(maker, "3", kStart + kDay, anna, 9);
    maker.add("4", kStart + 2 * kHour, bert, "purchase").set_text(Field::kChannel, "=store");
    survey(maker, "5", kStart + 2 * kDay, bert, 3);
    maker.add("6", kStart, {{IdentifierKind::kId, "carl"}}, "home page").set_text(Field::kChannel, "web");
    maker.add("7", kStart, {{IdentifierKind::kId, "dora/smith"}}, "home page");
    maker.reject(9, "time", "is needed", "8,,");
    append(*store_, maker);
  }

  TemporaryFolder folder_;
  std::atomic<uint64_t> free_bytes_{uint64_t{1} << 40};
  CommitGate gate_;
  std::unique_ptr<TroubledStore> store_;
  std::unique_ptr<VoicedTimelines> timelines_;
  std::unique_ptr<Asker> asker_;
  std::unique_ptr<SourceBook> sources_;
  std::unique_ptr<SurveyBook> surveys_;
  std::unique_ptr<Invitations> invitations_;
  std::unique_ptr<LiveTone> live_tone_;
  std::unique_ptr<Intake> intake_;
  std::unique_ptr<ImportJobs> imports_;
  std::unique_ptr<BoardShelf> boards_;
  std::unique_ptr<Access> access_;
  std::atomic<Micros> inbox_now_ = kStart + 30 * kDay;
  std::unique_ptr<FeedbackInbox> inbox_;
  ClockworkOptions working_;
  std::unique_ptr<Clockwork> clockwork_;
};

// The boards, reduced to three files.
class TestAssets {
 public:
  TestAssets()
      : page_(gzip("<!doctype html><title>Sojourn</title>")),
        script_(gzip("export const answer = 42\n")),
        icon_(gzip("<svg/>")),
        assets_{{"/index.html", "text/html; charset=utf-8", "\"page\"", page_, false},
                {"/assets/app-1.js", "text/javascript; charset=utf-8", "\"script\"", script_, true},
                {"/icon.svg", "image/svg+xml", "\"icon\"", icon_, false}} {}
  std::span<const WebAsset> all() const { return assets_; }

 private:
  std::string page_, script_, icon_;
  std::vector<WebAsset> assets_;
};

// The application with plain values: no socket anywhere.
class TestApplication {
 public:
  explicit TestApplication(const std::string& admin_key = "", bool loopback = true, const IntakeLimits& limits = {})
      : company_(limits), application_(options(assets_, admin_key), loopback, company_.engine()) {}

  static HttpRequest request(std::string method, std::string_view target, std::string body = {},
                             std::vector<NamedText> headers = {}) {
    RequestTarget parsed = parse_request_target(target).value();
    HttpRequest request{std::move(method),  std::move(parsed.path), std::move(parsed.query),
                        std::move(headers), std::move(body),        "r-1",
                        std::string(target)};
    if (request.header("Host") == nullptr) request.headers.emplace_back("Host", "localhost:8080");
    return request;
  }
  HttpReply ask(std::string method, std::string_view target, std::string body = {},
                std::vector<NamedText> headers = {}) {
    return application_.answer(request(std::move(method), target, std::move(body), std::move(headers)));
  }
  Json json(std::string method, std::string_view target, std::string body = {}) {
    const HttpReply reply = ask(std::move(method), target, std::move(body));
    Json json = Json::parse(reply.body, nullptr, false);
    EXPECT_FALSE(json.is_discarded()) << reply.body;
    return json;
  }
  Application& application() { return application_; }
  TestCompany& company() { return company_; }

 private:
  static ServerOptions options(const TestAssets& assets, const std::string& admin_key) {
    ServerOptions options;
    options.assets = assets.all();
    options.admin_key = admin_key;
    return options;
  }
  TestAssets assets_;
  TestCompany company_;
  Application application_;
};

}  // namespace sojourn
