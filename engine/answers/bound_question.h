// A question joined with its measure and a snapshot: checked, ready to be folded block by block.
#pragma once

#include <memory>

#include "base/status.h"
#include "measure/answer.h"
#include "measure/definition.h"
#include "measure/fold.h"
#include "timelines/snapshot.h"

namespace sojourn {

struct QuestionTimes {
  TimeRange range;    // As asked; open ends stay open.
  Micros as_of = 0;   // The moment the answer speaks of.
  Micros newest = 0;  // The newest event, or the clock where that event lies in its future: as_of without `to`.
};

// `from` and `to` as times in the zone. Besides what parse_time() reads: "now" (the second after the newest event), and
// counted from there "today" (the beginning of that day) and "-30d". The clock stands in for events that lie in its
// future. as_of is `to` where that is past, else the newest event or the clock, whichever is earlier. Errors: kInvalidArgument, `where` is from or to.
Result<QuestionTimes> question_times(const Question& question, const Snapshot& snapshot, const Zone& zone);

// A snapshot that notes whether anybody asked for what changes with every event.
class WatchedSnapshot;

struct BoundQuestion {
  std::shared_ptr<const WatchedSnapshot> watched;  // What the fold was bound to; borrows the snapshot.
  std::unique_ptr<Fold> fold;
  // Snapshots that show the same blocks give the same states to questions with the same key. It holds the moment and
  // the counts only where binding the measure asked for them. "" : there is no such promise.
  std::string state_key;
  Answer answer;  // All but columns, rows, none and notes.
};

// Checks everything about the question that can be checked without data. Errors: kInvalidArgument, kLimit.
Status check_question(const MeasureDefinition& definition, const Question& question);
// What was chosen where there is a choice: every parameter with its value, the interval, the zone.
std::string convention_text(const MeasureDefinition& definition, const Question& question);

// REQUIRES: the definition has a bind; both outlive the result, as does the snapshot.
Result<BoundQuestion> bind_question(const MeasureDefinition& definition, const Question& question,
                                    const Snapshot& snapshot);

}  // namespace sojourn
