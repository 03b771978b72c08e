// Tells about cases that nobody owned in time: one letter for all that are found at one moment, to each address at most
// once (delivery.h).
//
// Looks     at most once a minute, and only when there are cases at all (inbox/feedback_inbox.h). Its first look also
//           reads the inbox in, so that no page waits for that.
// Marked    a case is escalated, and shows it, whether or not anybody is told: no address, no mail server.
// Cost      a step reads those escalations alone whose telling has not come to its end.
// Threads   one.
#pragma once

#include <atomic>
#include <set>
#include <string>
#include <vector>

#include "access/account_book.h"
#include "act/carrier.h"
#include "act/delivery.h"
#include "inbox/feedback_inbox.h"

namespace sojourn {

class EscalationRound {
 public:
  // All are borrowed. `accounts` null: there are none.
  EscalationRound(FeedbackInbox& inbox, const OutgoingBook& outgoing, Carrier& carrier,
                  const AccountBook* accounts = nullptr)
      : inbox_(inbox), outgoing_(outgoing), carrier_(carrier), accounts_(accounts) {}

  // After a start, or a step that ended half way, and before the first one. Errors: those of the store.
  Status recover();
  Status step(Micros now, const std::atomic<bool>& ending);

 private:
  Status look(Micros now);
  Status tell(const Escalation& escalation, Micros now, const std::atomic<bool>& ending);
  // Of the account with that address; else of whoever gets cases that nobody was given, else of an owner.
  std::string language_of(const std::string& address) const;

  FeedbackInbox& inbox_;
  const OutgoingBook& outgoing_;
  Carrier& carrier_;
  const AccountBook* accounts_;
  Micros looked_ = 0;
  std::set<int64_t> untold_;  // Somebody waits to be told of them, by number.
};

// What is written about those items; `more`: how many others are escalated with them.
Letter escalation_letter(const std::vector<FeedbackItem>& items, size_t more, const std::string& id,
                         const std::string& to, const std::string& language, const OutgoingSettings& settings,
                         Micros now);

}  // namespace sojourn
