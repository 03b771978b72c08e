// What a correction would change in all that was ever written, without saving it: each comment of the record that has the
// phrase is judged as it is now and as it would be, in the language that was declared for it, as a re-score does.
// Threads   works on all cores. Errors: kCancelled, kInvalidArgument (the phrase), those of the snapshot.
// Cost      about 3 µs a comment.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "enrich/voice_edition.h"
#include "timelines/snapshot.h"

namespace sojourn {

struct CorrectionPreview {
  struct Change {
    std::string from, to;  // "positive", "neutral", "negative", "unknown"
    int64_t comments = 0;
  };
  struct Example {
    std::string text, language;
    std::string before, after;
    double score_before = 0, score_after = 0;
  };
  int64_t judged = 0;    // Comments that were looked at: all of the record.
  int64_t affected = 0;  // Those with the phrase.
  int64_t changed = 0;   // Those whose sentiment changes.
  int64_t turned = 0;    // Those that change against what is told, since the phrase is negated in them.
  std::vector<Change> changes;
  std::vector<Example> examples;  // At most 20 different texts; those that change first.
};

Result<CorrectionPreview> preview_correction(const Snapshot& snapshot, const VoiceEdition& edition,
                                             const Correction& correction, const std::atomic<bool>* cancelled);

}  // namespace sojourn
