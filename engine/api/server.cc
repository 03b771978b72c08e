#include "api/server.h"

#include <algorithm>

#include "api/application.h"
#include "api/http_listener.h"
#include "api/owned_engine.h"
#include "base/parallel.h"

namespace sojourn {
namespace {

// A question uses all cores by itself; a few more workers keep small requests from waiting behind it.
constexpr size_t kWorkersMin = 4;

}  // namespace

Status serve(const ServerOptions& options, Store& store, VoicedTimelines& timelines, Asker& asker) {
  ListenerOptions listening;
  listening.bind = options.bind;
  listening.port = options.port;
  listening.workers = std::max(kWorkersMin, options.threads == 0 ? thread_count() : options.threads);
  SOJOURN_TRY(const std::unique_ptr<HttpListener> listener, HttpListener::open(listening));
  SOJOURN_TRY(const std::unique_ptr<OwnedEngine> owned, OwnedEngine::open(options.folder, store, timelines, asker));
  Application application(options, listener->loopback(), owned->engine());
  if (options.ready) options.ready(listener->address());
  owned->start();
  Status served = listener->run(application);
  owned->stop();
  return served;
}

}  // namespace sojourn
