// The different comments of a record, for learning and for trying things out: what topics are found in, what a correction
// would change, and what has a score beside it.
//
// Sample    above `most` different texts, or kCollectedBytes of them, those with the lowest hashes: the same ones whatever the
//           order and the threads.
// Memory    at most 1.25 * kCollectedBytes a thread.
// Threads   works on all cores; the functions are safe. Errors: kCancelled, those of the snapshot.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "base/status.h"
#include "enrich/voice_edition.h"
#include "text/evaluation.h"
#include "timelines/snapshot.h"

namespace sojourn {

inline constexpr size_t kVoiceTextsMost = 200'000;
inline constexpr size_t kCollectedBytes = size_t{64} << 20;

struct VoiceText {
  uint64_t key = 0;
  std::string text;
  std::string declared;
  uint32_t count = 0;  // Comments that say it.
};
// By key, ascending.
Result<std::vector<VoiceText>> collect_texts(const Snapshot& snapshot, size_t most, const std::atomic<bool>* cancelled);

// Comments that came with a score: on the same event, or by the same customer in the same response (properties.response).
// The upper quarter of the scale is positive, the lower half of nps and the lower quarter of other scales negative: 9 and 10,
// 7 and 8, 0 to 6 for nps; 4 and 5, 3, 1 and 2 for five stars. At most kScoredOfOne comments of one customer. A text that came
// with several scores has the most frequent one; where there is none, it is left out.
inline constexpr size_t kScoredOfOne = 20;
Result<std::vector<LabelledText>> collect_scored(const Snapshot& snapshot, const VoiceEdition& edition, size_t most,
                                                 const std::atomic<bool>* cancelled);

}  // namespace sojourn
