// The feedback inbox: what customers said, newest first, and what people make of it.
//
//   SOJOURN_TRY(const auto inbox, FeedbackInbox::open(store, timelines, segments));
//   SOJOURN_TRY(const FeedbackPage page, inbox->list(query));
//
// Scope     an item is there for whoever may see at least one of its events, and shows those events alone; to others it
//           is not found.
// Case      feedback that passes the settings' filter, as long as it is not done. It opened when it happened; who owns it
//           is who was given it, else whom the settings name.
// Counts    of all that the query's other filters let through, whatever state or case it asks for.
// Cost      the first call reads the record once; then what is new, and one pass over the items in memory.
// Threads   any number; one at a time looks at the items.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "inbox/customer_notes.h"
#include "inbox/escalation_book.h"
#include "inbox/feedback_book.h"
#include "inbox/feedback_details.h"
#include "inbox/feedback_index.h"
#include "inbox/feedback_item.h"
#include "inbox/feedback_sets.h"
#include "inbox/inbox_settings.h"
#include "timelines/filter_segments.h"

namespace sojourn {

inline constexpr size_t kFeedbackPageMax = 500;

enum class CaseFilter : unsigned char { kAny, kOpen, kOverdue, kEscalated };

struct FeedbackQuery {
  std::string where;  // A filter; of an item one event must pass. With segments.
  std::string scope;  // A row scope: without segments.
  std::string text;   // Stands in what was written.
  std::string tag;
  std::optional<Handling> handling;
  std::optional<std::string> assignee;  // "" : nobody's.
  CaseFilter cases = CaseFilter::kAny;
  std::optional<IdentifierCode> customer;
  std::string me;      // Whose items `mine` counts.
  std::string before;  // FeedbackPage::next of the page before.
  size_t limit = 50;
  const std::atomic<bool>* cancelled = nullptr;  // The asker left: kCancelled.
};

struct FeedbackCounts {
  int64_t open = 0, doing = 0, done = 0;
  int64_t cases = 0, overdue = 0, escalated = 0;  // Of those that are not done.
  int64_t mine = 0;                               // As well.
};

struct FeedbackPage {
  std::vector<FeedbackItem> items;
  std::string next;  // "" : there is no more.
  FeedbackCounts counts;
};

class FeedbackInbox {
 public:
  // All but `clock` is borrowed. Errors: kCorruption, those of the store.
  static Result<std::unique_ptr<FeedbackInbox>> open(Store& store, Timelines& timelines, FindSegment segments,
                                                     std::function<Micros()> clock = sojourn::now);

  // Reads what is new, so that the next who asks need not wait for it.
  Status follow();
  // Errors: kInvalidArgument (`where`: where, before), kLimit, kCancelled, those of the store.
  Result<FeedbackPage> list(const FeedbackQuery& query);
  // By the number of the item, or of any of its events. Errors: kNotFound.
  Result<FeedbackItem> find(int64_t id, const std::string& scope);
  // Fills in the ids that the sources gave to its events, which lists leave out.
  Status add_event_ids(FeedbackItem& item) { return details_.add_ids(item.answers); }
  Result<std::vector<FeedbackItem>> find_all(std::span<const int64_t> ids, const std::string& scope);
  // All of them or none. Errors: kNotFound, which names the first that is not there; kLimit.
  Status change(std::span<const int64_t> ids, const std::string& scope, const FeedbackChange& change);
  Status add_note(int64_t id, const std::string& scope, const std::string& account, const std::string& text);
  // Errors: kNotFound.
  Status remove_note(int64_t id, const std::string& scope, int64_t note);
  // Tags of what is in the scope, the commonest first.
  Result<std::vector<std::pair<std::string, int64_t>>> tags(const std::string& scope);

  InboxSettings settings() const;
  // Why no case opens although there is a filter; ok: they do.
  Status cases_trouble();
  // From the settings as they are when they are kept: what others did meanwhile stays done.
  // Errors: those of `change`; kInvalidArgument, `where` is cases.
  using ChangeSettings = std::function<Result<InboxSettings>(const InboxSettings&)>;
  Status change_settings(const ChangeSettings& change);
  Status put_settings(const InboxSettings& settings) {
    return change_settings([&settings](const InboxSettings&) -> Result<InboxSettings> { return settings; });
  }
  // Who can own cases: others own nothing when cases are escalated. Before anybody else asks; unless set, all can.
  void set_owners(std::function<bool(const std::string&)> can_own) { can_own_ = std::move(can_own); }
  // Nothing is given to that account any more.
  Status forget_account(const std::string& account);

  // Cases that nobody owns and that should have been escalated by now, and are not; oldest first.
  Result<std::vector<int64_t>> to_escalate();
  EscalationBook& escalations() { return *escalations_; }
  CustomerNotes& customer_notes() { return *customer_notes_; }
  Micros now() const { return clock_(); }

 private:
  struct Sets {
    FeedbackSets::Set scope, where, text, cases;
    bool has_cases = false;
  };
  // An item as a query sees it.
  struct View {
    bool shown = false;  // Some of it is in the scope.
    bool passes = false;
    bool is_case = false;
    IdentifierCode customer = 0;  // Of its first event that is in the scope and of somebody known.
  };
  struct Found {
    uint32_t item = 0;
    int64_t id = 0;
    Micros time = 0;
    IdentifierCode customer = 0;
    bool is_case = false;
    std::vector<FeedbackEvent> events;
  };

  FeedbackInbox(Store& store, Timelines& timelines, FindSegment segments, std::function<Micros()> clock);
  // REQUIRES of the following: mutex_ is held.
  Status catch_up();
  Result<Sets> sets_for(const FeedbackQuery& query);
  Status case_set(Sets& sets, const std::atomic<bool>* cancelled = nullptr);
  View look(const FeedbackIndex::Item& item, const Sets& sets, Micros since) const;
  Found found(uint32_t item, const Sets& sets, const View& view) const;
  Result<uint32_t> position_of(int64_t id, const Sets& sets) const;

  FeedbackCase case_of(Micros opened, int64_t id, const InboxSettings& settings) const;
  Result<std::vector<FeedbackItem>> read(const std::vector<Found>& found);
  Status check_cases(const std::string& cases);
  Status keep_settings(const InboxSettings& settings);  // REQUIRES changing_settings_.
  Result<std::vector<int64_t>> ids_in_scope(std::span<const int64_t> ids, const std::string& scope);

  Store& store_;
  FindSegment segments_;
  std::function<Micros()> clock_;
  std::function<bool(const std::string&)> can_own_;
  std::mutex mutex_;  // Of index and sets.
  FeedbackIndex index_;
  FeedbackSets sets_;
  Status cases_trouble_;
  FeedbackDetails details_;
  std::unique_ptr<FeedbackBook> book_;
  std::unique_ptr<EscalationBook> escalations_;
  std::unique_ptr<CustomerNotes> customer_notes_;
  std::mutex changing_settings_;
  mutable std::mutex settings_mutex_;
  InboxSettings settings_;
};

}  // namespace sojourn
