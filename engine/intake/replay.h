// Reads bodies of webhooks again, with the readers of today: what a mended reader understands better, or what a source
// was set up wrong for, becomes what it should have been.
//
// Events    of a body take the place of those that it gave before (EventBatch::replaces), unless newer versions are in
//           force. Of tellings of one event and version, in however many bodies, the first body's holds, whether it
//           could be read when it came or not. Of failed bodies alone (failed_only) what they tell takes nobody's place.
// Outcomes  of the bodies are set anew. A body that cannot be read leaves the record as it is.
// Sources   a body is read as its source is set today; one whose source is gone, as the format it came in.
// Again     changes nothing, as long as readers and settings are the same.
// Memory    a page of bodies, and some 40 bytes an event.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "base/status.h"
#include "intake/source_book.h"
#include "store/store.h"

namespace sojourn {

struct ReplayOptions {
  std::string source{};  // "" : all
  bool failed_only = false;
  std::function<void(int64_t bodies)> progress{};  // After each page.
  const std::atomic<bool>* cancelled = nullptr;    // Becomes true when the asker left; looked at once a page.
};

struct ReplayReport {
  struct Fault {
    int64_t number = 0;  // Of the body.
    std::string source;
    std::string reason;
  };
  int64_t bodies = 0;
  int64_t mended = 0;  // Could not be read before.
  int64_t failed = 0;  // Cannot be read now.
  int64_t stored = 0;  // Events that are new, or took the place of another.
  int64_t repeats = 0;
  int64_t rejected = 0;       // Records; of a body that is not the format at all, one.
  std::vector<Fault> faults;  // The first ten.
};

// Errors: those of the store; kNotFound for a source that there is not; kCancelled.
Result<ReplayReport> replay(Store& store, const SourceBook& sources, const ReplayOptions& options);

}  // namespace sojourn
