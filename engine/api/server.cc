#include "api/server.h"

#include <algorithm>

#include "access/access.h"
#include "act/invitations.h"
#include "api/application.h"
#include "api/http_listener.h"
#include "base/parallel.h"
#include "boards/board_shelf.h"
#include "intake/intake.h"
#include "intake/source_book.h"
#include "surveys/survey_book.h"

namespace sojourn {
namespace {

// A question uses all cores by itself; a few more workers keep small requests from waiting behind it.
constexpr size_t kWorkersMin = 4;
// Of 500 connections with 100 events each, 130 KB in memory, all wait for one commit without a refusal.
constexpr size_t kWaitingBytes = size_t{256} << 20;

}  // namespace

Status serve(const ServerOptions& options, Store& store, Timelines& timelines, Asker& asker) {
  ListenerOptions listening;
  listening.bind = options.bind;
  listening.port = options.port;
  listening.workers = std::max(kWorkersMin, options.threads == 0 ? thread_count() : options.threads);
  SOJOURN_TRY(const std::unique_ptr<SourceBook> sources, SourceBook::open(store));
  SOJOURN_TRY(const std::unique_ptr<SurveyBook> surveys, SurveyBook::open(store));
  SOJOURN_TRY(const std::unique_ptr<BoardShelf> boards, BoardShelf::open(store));
  asker.set_segments(boards->find_segment());
  SOJOURN_TRY(const std::unique_ptr<Access> access, Access::open(store, options.folder));
  SOJOURN_TRY(const std::unique_ptr<HttpListener> listener, HttpListener::open(listening));
  // Ends before the listener, to which it tells what it has committed; and after the application, which hands to it.
  IntakeLimits limits;
  limits.waiting_bytes = kWaitingBytes;
  Intake intake(store, timelines, limits);
  intake.touch();  // So that boards are told of what is there already.
  SOJOURN_TRY(const std::unique_ptr<Invitations> invitations,
              Invitations::open(store, *surveys, [&intake](std::unique_ptr<EventBatch> batch) {
                return intake.append(std::move(batch), std::nullopt, 0);
              }));
  ImportJobs::Options importing;
  importing.folder = options.folder + "/imports";
  importing.stored = [&intake] { intake.touch(); };
  importing.busy = [&intake] { return intake.counters().waiting_bytes > 0; };
  SOJOURN_TRY(const std::unique_ptr<ImportJobs> imports, ImportJobs::open(store, *sources, importing));
  Engine engine{store, timelines, asker, intake, *sources, *surveys, now(), invitations.get(), imports.get()};
  engine.boards = boards.get();
  engine.access = access.get();
  Application application(options, listener->loopback(), engine);
  if (options.ready) options.ready(listener->address());
  const int64_t listening_to = intake.listen([&invitations](const IntakeState&) { invitations->wake(); });
  invitations->start();
  imports->start();
  const Status served = listener->run(application);
  intake.forget(listening_to);
  imports->stop();
  invitations->stop();
  asker.set_segments(nullptr);
  return served;
}

}  // namespace sojourn
