// Sends what is due, or says why not: the last look before somebody is asked.
//
// Once      an invitation is kept as sending before it is handed over, see invitation.h.
// Pace      OutgoingSettings::per_minute; what is beyond waits.
// Later     what was surely not taken is tried again, kTriesMax times over about two days. What somebody must mend
//           first (a setting, the survey, a rule that is switched off) waits without counting as a try; for a setting
//           until settings change. Both end when the cause is too old: kTooLate.
// Threads   one.
#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "act/carrier.h"
#include "act/customer_facts.h"
#include "act/invitation_book.h"
#include "act/rule_book.h"
#include "act/unsubscribes.h"
#include "event/sink.h"
#include "surveys/survey_book.h"

namespace sojourn {

inline constexpr int64_t kTriesMax = 8;

// Puts a batch into the record. For events that tell the same again, at least.
using AppendEvents = std::function<Result<AppendReceipt>(std::unique_ptr<EventBatch>)>;

class Dispatcher {
 public:
  struct Parts {
    Store& store;
    const RuleBook& rules;
    InvitationBook& book;
    const Unsubscribes& unsubscribes;
    SurveyBook& surveys;
    const OutgoingBook& outgoing;
    Carrier& carrier;
    AppendEvents append;
  };
  explicit Dispatcher(Parts parts) : at_(std::move(parts)) {}

  // After a start: what was found as sending has failed, and what the record may have missed is told again.
  Status recover(Micros now);
  // Sends at most `most` of what is due, and no more once `stop` is true. Whether there is more that could go now.
  Result<bool> send_due(Micros now, size_t most, const std::atomic<bool>& stop);
  // Tells the record how an invitation stands; again later when the record cannot take it now.
  void tell(const Invitation& invitation);
  // Tells what could not be told.
  Status tell_again();

 private:
  Status handle(Invitation invitation, Micros now);
  Result<std::shared_ptr<const Survey>> survey_of(const InvitationRule& rule, const Invitation& invitation) const;
  // Settings that changed may be what some wait for: these are due now.
  Status look_after_settings(Micros now);
  // Why it is to be skipped or put off; fills address and language.
  struct Verdict {
    bool skip = false;
    Micros until = 0;  // Put off; 0: not.
    std::string reason;
  };
  Result<Verdict> judge(const InvitationRule& rule, const Survey& survey, Invitation& invitation, Micros now) const;
  bool asked_before(const InvitationRule& rule, const Invitation& invitation, const CustomerFacts& facts,
                    Micros now) const;
  Status hand_over(const InvitationRule& rule, const Survey& survey, Invitation invitation, Micros now);
  Status end(Invitation invitation, InvitationState state, std::string_view reason, Micros now);
  Status put_off(Invitation invitation, Micros until, std::string_view reason, Micros now);
  size_t free_places(Micros now);

  Parts at_;
  std::deque<Micros> handed_;  // When, within the last minute.
  std::optional<OutgoingSettings> seen_;
  std::vector<Invitation> untold_;
};

// One letter without a survey. Errors: kInvalidArgument, kUnavailable.
Status send_test_letter(Carrier& carrier, const OutgoingSettings& settings, const std::string& to, Micros now);

}  // namespace sojourn
