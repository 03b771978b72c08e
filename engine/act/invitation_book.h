// All invitations, as documents of the record, kind "invitation": the queue and what became of it.
//
// Durable   a change is in the record before it is seen: what was planned survives kill -9, and what is seen as sending
//           was kept as sending.
// Forgets   what ended is kept for kInvitationKept, longer than any rule's cool-down or age of a cause: so the same
//           cause can never be met again.
// Threads   any number.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "act/invitation.h"
#include "event/identifier.h"
#include "store/store.h"

namespace sojourn {

inline constexpr Micros kInvitationKept = 800 * kDay;

struct InvitationFilter {
  std::string state;  // "" : all; else as state_name() says it.
  std::string rule;   // "" : all
  size_t limit = 100;
  size_t offset = 0;
};

class InvitationBook {
 public:
  // `store` is borrowed. Errors: kCorruption.
  static Result<std::unique_ptr<InvitationBook>> open(Store& store);

  // Writes invitations, new ones and changed ones, and other documents with them: all or nothing.
  Status keep(std::span<const Invitation> invitations, std::span<const Document> beside = {});

  std::optional<Invitation> find(const std::string& id) const;
  bool contains(const std::string& id) const;
  // Newest first. `total`: how many there are without limit and offset.
  std::vector<Invitation> list(const InvitationFilter& filter, Micros now, size_t& total) const;
  // By state, as state_name() says it.
  std::map<std::string, int64_t, std::less<>> counts(Micros now) const;

  // Planned ones whose time has come, the earliest first.
  std::vector<Invitation> due(Micros now, size_t most) const;
  // When the next one is due; none: nothing is planned.
  std::optional<Micros> next_due() const;
  std::vector<Invitation> in_state(InvitationState state) const;
  // Of the customer whom these identifiers name.
  std::vector<Invitation> of(std::span<const Identifier> customer) const;
  // Of a rule, those that were handed over in the range.
  int64_t sent_within(const std::string& rule, TimeRange range) const;
  // May anybody still answer?
  bool waits_for_answers() const;

  // Removes what ended long ago.
  Status forget_old(Micros now);

 private:
  explicit InvitationBook(Store& store) : store_(store) {}
  void show(const Invitation& invitation);
  void hide(const Invitation& invitation);

  Store& store_;
  std::mutex changing_;
  mutable std::shared_mutex mutex_;
  std::unordered_map<std::string, Invitation> all_;
  std::set<std::pair<Micros, std::string>> planned_;                   // By due time.
  std::set<std::pair<Micros, std::string>> by_making_;                 // Newest last.
  std::unordered_map<std::string, std::set<std::string>> by_who_;      // Name of a customer -> ids.
  std::map<std::string, std::multiset<Micros>, std::less<>> sent_of_;  // By rule.
  int64_t open_ = 0;                                                   // Sent, and still to be answered.
};

}  // namespace sojourn
