// The API without sockets: one request to the data folder of this process, answered by the handlers that the server has,
// as its owner. Nothing goes on by itself meanwhile: no invitation is sent, no file is read.
//
// Threads   one.
#pragma once

#include <memory>
#include <string>

#include "answers/asker.h"
#include "base/status.h"
#include "enrich/voiced_timelines.h"
#include "store/store.h"

namespace sojourn {

struct InsideReply {
  int status = 200;
  std::string body;  // At 400 and beyond a problem as JSON.
};

class InsideApi {
 public:
  // All but `folder` is borrowed. Errors: those of the books of the record.
  static Result<std::unique_ptr<InsideApi>> open(const std::string& folder, Store& store, VoicedTimelines& timelines,
                                                 Asker& asker);
  virtual ~InsideApi() = default;
  // `target`: path and query, encoded. `body` is JSON. For replies that have an end and stand in memory.
  virtual InsideReply ask(const std::string& verb, const std::string& target, const std::string& body,
                          const std::string& accept) = 0;
};

}  // namespace sojourn
