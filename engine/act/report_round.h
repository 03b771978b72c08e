// Sends the reports whose time has come.
//
// Once      a slot is kept as dealt with before anything is sent, each letter as sending before it is handed over
//           (delivery.h): whatever happens, nobody gets the same one twice.
// Missed    of the slots that passed while nothing ran, only the newest is sent.
// Stops     when the maker is gone or may not see the board any more, or the board is gone: the sending says so.
// Threads   step(): one; send_now() and trouble_of() from any thread.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "act/carrier.h"
#include "act/maker.h"
#include "act/report.h"
#include "act/report_letter.h"
#include "act/report_state.h"
#include "boards/board_shelf.h"
#include "boards/document_book.h"

namespace sojourn {

using ReportBook = boards::DocumentBook<ReportKind>;

class ReportRound {
 public:
  // All are borrowed.
  struct Parts {
    const Asker& asker;
    const BoardShelf& boards;
    const ReportBook& reports;
    ReportStates& states;
    const FindMaker& makers;
    const OutgoingBook& outgoing;
  };
  explicit ReportRound(Parts parts) : at_(parts) {}

  // After a start: what was being handed over has failed.
  Status recover();
  // Whether more could go at once.
  Result<bool> step(Carrier& carrier, Micros now, size_t most, const std::atomic<bool>& stop);
  // At once, to try it; what is not taken is not tried again. Empty `to`: to all of its readers. When the asker leaves,
  // no further letter is sent. Errors: why it cannot be sent at all; kConflict while it is being sent by hand already.
  Result<ReportSending> send_now(const Report& report, const std::vector<std::string>& to, Carrier& carrier, Micros now,
                                 const std::atomic<bool>* cancelled);
  // Why it would not be sent now; ok: it would.
  Status trouble_of(const Report& report) const;

 private:
  struct Prepared {
    Maker maker;
    std::shared_ptr<const Board> board;
  };
  Result<Prepared> prepare(const Report& report) const;
  Result<ReportContent> content_of(const Report& report, Micros now, const std::atomic<bool>* cancelled) const;
  Status begin_slot(const Report& report, Micros slot, Micros now);
  Status send_waiting(const Report& report, const ReportSending& sending, Carrier& carrier, Micros now,
                      const std::atomic<bool>& stop, size_t& places);
  Status hand_over(const Report& report, const std::string& id, size_t which, const ReportContent& content,
                   Carrier& carrier, Micros now);
  Status give_up(const Report& report, const std::string& id, const Status& why);
  Result<ReportSending> send_letters(const Report& report, const std::vector<std::string>& to, Carrier& carrier,
                                     Micros now, const std::atomic<bool>* cancelled);

  Parts at_;
  std::mutex by_hand_mutex_;
  std::set<std::string, std::less<>> by_hand_;  // The reports that are being sent by hand.
};

}  // namespace sojourn
