// The HTTP server: JSON questions and answers, customers, the record, live intake, and the embedded boards. HTTP/1.1
// with keep-alive.
//
// Threads   serve() blocks until the process is told to stop (SIGINT, SIGTERM), then finishes what is under way; what intake took
//           is committed and answered.
// Errors    kUnavailable when the address cannot be bound (says which, and that it may be in use).
// Routes    docs/formats/http.md; GET /openapi.json is made from the same table and the catalogue.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "answers/asker.h"
#include "api/web_assets.h"
#include "base/status.h"
#include "enrich/voiced_timelines.h"
#include "store/store.h"

namespace sojourn {

struct ServerOptions {
  std::string bind = "127.0.0.1";
  int port = 8080;        // 0: any free one; `ready` tells which.
  std::string admin_key;  // When set, it is asked for (gatekeeper.h): Authorization: Bearer KEY.
  size_t threads = 0;     // 0: as many as cores.
  std::string folder;     // Of the data: files that are sent lie in its imports/ until they are read.
  std::span<const WebAsset> assets;
  std::function<void(const std::string& address)> ready;
};

Status serve(const ServerOptions& options, Store& store, VoicedTimelines& timelines, Asker& asker);

}  // namespace sojourn
