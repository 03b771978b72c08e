// Looks at the alerts when there is something new, and tells those whom they name when one begins to fire, or ends.
//
// Looked    after new data at most once a minute, and once an hour in any case; at once when the alert was changed, or a
//           snooze ended. Boards in the pages ask more often: a letter has time.
// Told      a change between firing and quiet, once: kept with the change itself, before anything is handed over.
//           Without data nothing is told; what was told last holds until it can be judged again.
// Snoozed   nothing is told. When it ends, what has changed meanwhile is.
// Threads   step(): one.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <string>

#include "act/alert.h"
#include "act/alert_judge.h"
#include "act/alert_state.h"
#include "act/carrier.h"
#include "act/maker.h"
#include "boards/document_book.h"

namespace sojourn {

inline constexpr Micros kAlertLookEvery = kMinute;
inline constexpr Micros kAlertLookAtLeast = kHour;

using AlertBook = boards::DocumentBook<AlertKind>;

class AlertWatch {
 public:
  // All are borrowed.
  struct Parts {
    Store& store;
    const Asker& asker;
    const AlertBook& alerts;
    AlertStates& states;
    const FindMaker& makers;
    const OutgoingBook& outgoing;
    Carrier& carrier;
  };
  explicit AlertWatch(Parts parts) : at_(parts) {}

  // After a start: what was being handed over has failed.
  Status recover();
  // Judges what is due, then hands over at most `most` messages. Whether more could go at once.
  Result<bool> step(Micros now, size_t most, const std::atomic<bool>& stop);
  // As its maker may see it now; keeps nothing. From any thread.
  AlertVerdict judge(const Alert& alert, const std::atomic<bool>* cancelled = nullptr) const;

 private:
  struct Seen {
    std::string judged;
    Micros looked = 0;
    int64_t sequence = 0;
    bool snoozed = false;
  };
  Status forget_removed();
  bool is_due(const Alert& alert, const AlertState& state, Micros now) const;
  Status look(const Alert& alert, Micros now, const std::atomic<bool>& stop);
  Status keep(const Alert& alert, const AlertVerdict& verdict, Micros now);
  Status hand_over(const Alert& alert, const AlertEntry& entry, size_t which, Micros now);
  std::string language_of(const Alert& alert) const;

  Parts at_;
  std::map<std::string, Seen, std::less<>> seen_;
};

}  // namespace sojourn
