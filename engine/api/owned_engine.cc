#include "api/owned_engine.h"

#include "act/clockwork.h"
#include "boards/board_shelf.h"
#include "inbox/feedback_inbox.h"

namespace sojourn {
namespace {

// How often is looked whether there is something to learn from.
constexpr std::chrono::seconds kTendingPause{10};

// How often is looked whether conversations have fallen silent.
constexpr std::chrono::seconds kSilencePause{30};

// Of 500 connections with 100 events each, 130 KB in memory, all wait for one commit without a refusal.
constexpr size_t kWaitingBytes = size_t{256} << 20;

std::vector<std::string> alerts_naming(Clockwork& clockwork, std::string_view segment) {
  std::vector<std::string> uses;
  for (const AlertBook::Pointer& each : clockwork.alerts().list()) {
    if (names_segment(each->question, segment)) uses.push_back("alert \"" + each->name + "\"");
  }
  return uses;
}

std::vector<std::string> settings_naming(const FeedbackInbox& inbox, std::string_view segment) {
  std::vector<std::string> uses;
  if (names_segment(inbox.settings().cases, segment)) uses.emplace_back("the inbox' settings, cases");
  return uses;
}

}  // namespace

void connect_books(BoardShelf& boards, Clockwork& clockwork, const AccountBook& accounts, FeedbackInbox& inbox) {
  boards.add_uses([&clockwork](std::string_view segment) { return alerts_naming(clockwork, segment); });
  boards.add_uses([&inbox](std::string_view segment) { return settings_naming(inbox, segment); });
  inbox.set_owners([&accounts](const std::string& name) {
    if (accounts.empty()) return true;
    const Result<Account> account = accounts.find(name);
    return account && !account->disabled;
  });
}

OwnedEngine::OwnedEngine(Store& store, VoicedTimelines& timelines, Asker& asker)
    : store_(store), timelines_(timelines), asker_(asker) {}

OwnedEngine::~OwnedEngine() {
  stop();
  asker_.set_segments(nullptr);
}

Result<std::unique_ptr<OwnedEngine>> OwnedEngine::open(const std::string& folder, Store& store,
                                                       VoicedTimelines& timelines, Asker& asker) {
  std::unique_ptr<OwnedEngine> owned(new OwnedEngine(store, timelines, asker));
  SOJOURN_CHECK(owned->open_books(folder));
  return owned;
}

Status OwnedEngine::open_books(const std::string& folder) {
  SOJOURN_TRY(sources_, SourceBook::open(store_));
  SOJOURN_TRY(surveys_, SurveyBook::open(store_));
  SOJOURN_TRY(boards_, BoardShelf::open(store_));
  asker_.set_segments(boards_->find_segment());
  SOJOURN_TRY(access_, Access::open(store_, folder));
  SOJOURN_TRY(inbox_, FeedbackInbox::open(store_, timelines_, boards_->find_segment()));
  IntakeLimits limits;
  limits.waiting_bytes = kWaitingBytes;
  live_tone_ = std::make_unique<LiveTone>(tone_by(timelines_.voice()), [] { return now(); });
  // By itself, so that nobody who listens waits for a judgement; boards are told when a flag goes up or down.
  judging_ = std::make_unique<StepThread>(
      [this]() -> Result<bool> {
        if (live_tone_->step()) intake_->touch();
        return false;
      },
      [] { return kSilencePause; });
  intake_ = std::make_unique<Intake>(store_, timelines_, limits, [this](const EventBatch& batch) {
    live_tone_->take(batch);
    judging_->wake();
  });
  InvitationOptions inviting;
  inviting.dress = [this](std::shared_ptr<const Snapshot> snapshot) { return timelines_.dressed(std::move(snapshot)); };
  const auto append = [this](std::unique_ptr<EventBatch> batch) {
    return intake_->append(std::move(batch), std::nullopt, 0);
  };
  SOJOURN_TRY(invitations_, Invitations::open(store_, *surveys_, append, inviting));
  const Clockwork::Parts working{store_, asker_, *boards_, invitations_->outgoing(), access_->book.get(), inbox_.get()};
  SOJOURN_TRY(clockwork_, Clockwork::open(working));
  connect_books(*boards_, *clockwork_, *access_->book, *inbox_);
  ImportJobs::Options importing;
  importing.folder = folder + "/imports";
  importing.stored = [this] { intake_->touch(); };
  importing.busy = [this] { return intake_->counters().waiting_bytes > 0; };
  SOJOURN_TRY(imports_, ImportJobs::open(store_, *sources_, importing));
  engine_ = std::make_unique<Engine>(
      Engine{store_, timelines_, asker_, *intake_, *sources_, *surveys_, now(), invitations_.get(), imports_.get()});
  engine_->boards = boards_.get();
  engine_->access = access_.get();
  engine_->inbox = inbox_.get();
  engine_->clockwork = clockwork_.get();
  engine_->voice = &timelines_.voice();
  engine_->live_tone = live_tone_.get();
  tending_ = std::make_unique<StepThread>(
      [this]() -> Result<bool> {
        SOJOURN_CHECK(timelines_.voice().tend());
        return false;
      },
      [] { return kTendingPause; });
  return {};
}

void OwnedEngine::start() {
  intake_->touch();  // So that boards are told of what is there already.
  listening_ = intake_->listen([this](const IntakeState&) { invitations_->wake(); });
  invitations_->start();
  clockwork_->start();
  imports_->start();
  timelines_.voice().set_told([this] { intake_->touch(); });  // Boards ask again.
  tending_->start();
  judging_->start();
  started_ = true;
}

void OwnedEngine::stop() {
  if (!started_) return;
  started_ = false;
  intake_->forget(listening_);
  judging_->stop();
  tending_->stop();
  timelines_.voice().cancel();
  static_cast<void>(timelines_.voice().wait());
  timelines_.voice().set_told(nullptr);
  imports_->stop();
  clockwork_->stop();
  invitations_->stop();
}

}  // namespace sojourn
