#include "inbox/feedback_inbox.h"

#include <algorithm>

#include "base/decimal.h"

namespace sojourn {
namespace {

constexpr int kRounds = 10;
constexpr size_t kEventsShown = 200;  // Of one item.

// text contains "...", of whatever was typed.
std::string text_filter(std::string_view typed) {
  std::string filter = "text contains \"";
  for (const char c : typed) {
    if (c == '"' || c == '\\') filter += '\\';
    filter += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  }
  return filter + "\"";
}

struct Cursor {
  Micros time = kTimeMax;
  int64_t id = INT64_MAX;
};

std::string cursor_text(Micros time, int64_t id) { return std::to_string(time) + "." + std::to_string(id); }

Result<Cursor> parse_cursor(const std::string& text) {
  if (text.empty()) return Cursor();
  const size_t point = text.find('.');
  const Result<int64_t> time = parse_integer(text.substr(0, point));
  const Result<int64_t> id = parse_integer(point == std::string::npos ? "" : text.substr(point + 1));
  if (time && id) return Cursor{*time, *id};
  return Status::invalid("`next` of the page before was expected", "before");
}

const FeedbackState& state_in(const FeedbackBook::States& states, int64_t id) {
  static const FeedbackState kUntouched;
  const auto found = states.find(id);
  return found == states.end() ? kUntouched : found->second;
}

std::string_view owner_of(const FeedbackState& state, bool is_case, const InboxSettings& settings) {
  if (state.assignee) return *state.assignee;
  return is_case ? std::string_view(settings.assignee) : std::string_view();
}

void count(const FeedbackState& state, std::string_view owner, const std::optional<FeedbackCase>& open,
           const std::string& me, FeedbackCounts& counts) {
  if (state.handling == Handling::kDone) {
    ++counts.done;
    return;
  }
  ++(state.handling == Handling::kOpen ? counts.open : counts.doing);
  if (!me.empty() && owner == me) ++counts.mine;
  if (!open) return;
  ++counts.cases;
  if (open->overdue) ++counts.overdue;
  if (open->escalated) ++counts.escalated;
}

bool fits(CaseFilter wanted, Handling handling, const std::optional<FeedbackCase>& open) {
  if (wanted == CaseFilter::kAny) return true;
  if (!open || handling == Handling::kDone) return false;
  if (wanted == CaseFilter::kOverdue) return open->overdue;
  return wanted == CaseFilter::kOpen || open->escalated.has_value();
}

}  // namespace

FeedbackInbox::FeedbackInbox(Store& store, Timelines& timelines, FindSegment segments, std::function<Micros()> clock)
    : store_(store),
      segments_(std::move(segments)),
      clock_(std::move(clock)),
      index_(store),
      sets_(store, timelines),
      details_(store) {}

Result<std::unique_ptr<FeedbackInbox>> FeedbackInbox::open(Store& store, Timelines& timelines, FindSegment segments,
                                                           std::function<Micros()> clock) {
  std::unique_ptr<FeedbackInbox> inbox(new FeedbackInbox(store, timelines, std::move(segments), std::move(clock)));
  SOJOURN_TRY(inbox->book_, FeedbackBook::open(store));
  SOJOURN_TRY(inbox->escalations_, EscalationBook::open(store));
  SOJOURN_TRY(inbox->customer_notes_, CustomerNotes::open(store));
  SOJOURN_TRY(const std::vector<Document> kept, store.documents(kInboxSettingsDocument));
  if (!kept.empty()) {
    Result<InboxSettings> settings = parse_inbox_settings(kept.front().text);
    if (!settings) return Status::corruption(settings.error().to_string(), "inbox_settings");
    inbox->settings_ = *std::move(settings);
  }
  return inbox;
}

Status FeedbackInbox::catch_up() { return index_.follow(std::max(store_.last_sequence(), index_.last_sequence())); }

Status FeedbackInbox::follow() {
  const std::lock_guard lock(mutex_);
  return catch_up();
}

Status FeedbackInbox::case_set(Sets& sets, const std::atomic<bool>* cancelled) {
  const InboxSettings settings = this->settings();
  cases_trouble_ = {};
  if (settings.cases.empty()) return {};
  Result<std::string> filter = expand_segments(settings.cases, segments_);
  const FeedbackSets::Asking asking{FeedbackSets::Use::kLasting, cancelled};
  Result<FeedbackSets::Set> set =
      filter ? sets_.passing(index_, *filter, asking) : Result<FeedbackSets::Set>(filter.status());
  if (set) {
    sets.cases = *std::move(set);
    sets.has_cases = true;
    return {};
  }
  const StatusCode code = set.error().code();
  if (code == StatusCode::kUnavailable || code == StatusCode::kCancelled) return set.error();
  cases_trouble_ = std::move(set).error().within("cases");  // A segment that is gone takes no page down with it.
  return {};
}

Result<FeedbackInbox::Sets> FeedbackInbox::sets_for(const FeedbackQuery& query) {
  if (query.cancelled != nullptr && *query.cancelled) return FeedbackSets::nobody_waits();
  SOJOURN_CHECK(catch_up());
  const FeedbackSets::Asking lasting{FeedbackSets::Use::kLasting, query.cancelled};
  const FeedbackSets::Asking typed{FeedbackSets::Use::kTyped, query.cancelled};
  Result<std::string> where = expand_segments(query.where, segments_);
  if (!where) return std::move(where).error().within("where");
  for (int round = 0; round < kRounds; ++round) {
    const int64_t seen = index_.last_sequence();
    const int64_t identities = index_.identity_version();
    Sets sets;
    Result<FeedbackSets::Set> passing = sets_.passing(index_, *where, lasting);
    if (!passing) return std::move(passing).error().within("where");
    sets.where = *std::move(passing);
    SOJOURN_TRY(sets.scope, sets_.passing(index_, query.scope, lasting));
    if (!query.text.empty()) {
      SOJOURN_TRY(sets.text, sets_.passing(index_, text_filter(query.text), typed));
    }
    SOJOURN_CHECK(case_set(sets, query.cancelled));
    if (index_.last_sequence() == seen && index_.identity_version() == identities) return sets;
  }
  return Status::unavailable("the record changed again and again while the feedback was read: ask once more");
}

FeedbackInbox::View FeedbackInbox::look(const FeedbackIndex::Item& item, const Sets& sets, Micros since) const {
  View view;
  bool where = false, text = false;
  const auto events = index_.events();
  for (uint32_t at = item.first; at != FeedbackIndex::kNone; at = events[at].next) {
    if (!events[at].in_force || (sets.scope != nullptr && (*sets.scope)[at] == 0)) continue;
    view.shown = true;
    if (view.customer == 0 && index_.is_identified(events[at].who)) view.customer = index_.customer_of(events[at].who);
    where = where || sets.where == nullptr || (*sets.where)[at] != 0;
    text = text || sets.text == nullptr || (*sets.text)[at] != 0;
    view.is_case = view.is_case || (sets.has_cases && (sets.cases == nullptr || (*sets.cases)[at] != 0));
  }
  view.passes = where && text;
  view.is_case = view.is_case && item.time >= since;
  return view;
}

FeedbackInbox::Found FeedbackInbox::found(uint32_t item, const Sets& sets, const View& view) const {
  const FeedbackIndex::Item& at = index_.items()[item];
  Found found{item, at.id, at.time, view.customer, view.is_case, {}};
  const auto events = index_.events();
  for (uint32_t i = at.first; i != FeedbackIndex::kNone && found.events.size() < kEventsShown; i = events[i].next) {
    if (!events[i].in_force || (sets.scope != nullptr && (*sets.scope)[i] == 0)) continue;
    found.events.push_back({events[i].sequence, events[i].who});
  }
  return found;
}

FeedbackCase FeedbackInbox::case_of(Micros opened, int64_t id, const InboxSettings& settings) const {
  const Micros due = opened + settings.due_hours * kHour;
  return {opened, due, due < now(), escalations_->at(id)};
}

Result<FeedbackPage> FeedbackInbox::list(const FeedbackQuery& query) {
  SOJOURN_TRY(const Cursor before, parse_cursor(query.before));
  FeedbackPage page;
  std::vector<Found> chosen;
  {
    const std::lock_guard lock(mutex_);
    SOJOURN_TRY(const Sets sets, sets_for(query));
    const InboxSettings settings = this->settings();
    const FeedbackBook::Reading reading = book_->read();
    const auto order = index_.by_time();
    for (size_t i = order.size(); i-- > 0;) {
      const FeedbackIndex::Item& item = index_.items()[order[i]];
      if (item.in_force == 0) continue;
      const View view = look(item, sets, settings.since);
      if (!view.shown || !view.passes) continue;
      if (query.customer && view.customer != *query.customer) continue;
      const FeedbackState& state = state_in(reading.states, item.id);
      const std::string_view owner = owner_of(state, view.is_case, settings);
      if (!query.tag.empty() && std::ranges::find(state.tags, query.tag) == state.tags.end()) continue;
      if (query.assignee && owner != *query.assignee) continue;
      std::optional<FeedbackCase> open;
      if (view.is_case) open = case_of(item.time, item.id, settings);
      count(state, owner, open, query.me, page.counts);
      if (query.handling && state.handling != *query.handling) continue;
      if (!fits(query.cases, state.handling, open)) continue;
      if (std::pair(item.time, item.id) >= std::pair(before.time, before.id)) continue;
      if (chosen.size() <= query.limit) chosen.push_back(found(order[i], sets, view));
    }
  }
  if (chosen.size() > query.limit) {  // One more than asked for tells that there is a next page.
    chosen.pop_back();
    page.next = cursor_text(chosen.back().time, chosen.back().id);
  }
  SOJOURN_TRY(page.items, read(chosen));
  return page;
}

Result<std::vector<FeedbackItem>> FeedbackInbox::read(const std::vector<Found>& found) {
  std::vector<FeedbackEvent> events;
  std::vector<IdentifierCode> numbers;
  for (const Found& each : found) {
    events.insert(events.end(), each.events.begin(), each.events.end());
    if (each.customer != 0) numbers.push_back(each.customer);
  }
  SOJOURN_TRY(std::vector<FeedbackAnswer> answers, details_.read(events));
  SOJOURN_TRY(std::vector<Store::Customer> customers, store_.customers(numbers));
  const InboxSettings settings = this->settings();
  std::vector<FeedbackItem> items;
  auto next = answers.begin();
  auto customer = customers.begin();
  for (const Found& each : found) {
    FeedbackItem& item = items.emplace_back();
    item.id = each.id;
    item.time = each.time;
    for (const FeedbackEvent& event : each.events) {
      if (next != answers.end() && next->sequence == event.sequence) item.answers.push_back(std::move(*next++));
    }
    if (each.customer != 0 && customer != customers.end()) item.customer = std::move(*customer++);
    item.state = book_->of(each.id);
    item.assignee = owner_of(item.state, each.is_case, settings);
    if (each.is_case) item.open_case = case_of(each.time, each.id, settings);
    if (item.open_case && item.state.handling == Handling::kDone) item.open_case->overdue = false;
  }
  return items;
}

Result<uint32_t> FeedbackInbox::position_of(int64_t id, const Sets& sets) const {
  const std::optional<uint32_t> position = index_.find(id);
  if (position && look(index_.items()[*position], sets, kTimeMin).shown) return *position;
  return Status::not_found("there is no feedback " + std::to_string(id), "feedback");
}

Result<std::vector<FeedbackItem>> FeedbackInbox::find_all(std::span<const int64_t> ids, const std::string& scope) {
  std::vector<Found> all;
  {
    const std::lock_guard lock(mutex_);
    FeedbackQuery query;
    query.scope = scope;
    SOJOURN_TRY(const Sets sets, sets_for(query));
    const Micros since = settings().since;
    for (const int64_t id : ids) {
      SOJOURN_TRY(const uint32_t position, position_of(id, sets));
      all.push_back(found(position, sets, look(index_.items()[position], sets, since)));
    }
  }
  return read(all);
}

Result<FeedbackItem> FeedbackInbox::find(int64_t id, const std::string& scope) {
  SOJOURN_TRY(std::vector<FeedbackItem> items, find_all({&id, 1}, scope));
  return std::move(items.front());
}

Result<std::vector<int64_t>> FeedbackInbox::to_escalate() {
  const InboxSettings settings = this->settings();
  std::vector<int64_t> late;
  if (settings.cases.empty() || settings.escalate_hours == 0) return late;
  const std::lock_guard lock(mutex_);
  SOJOURN_TRY(const Sets sets, sets_for({}));
  const Micros until = now() - settings.escalate_hours * kHour;
  const FeedbackBook::Reading reading = book_->read();
  for (const uint32_t position : index_.by_time()) {
    const FeedbackIndex::Item& item = index_.items()[position];
    if (item.time > until) break;
    if (item.in_force == 0 || !look(item, sets, settings.since).is_case) continue;
    const FeedbackState& state = state_in(reading.states, item.id);
    if (state.handling == Handling::kDone) continue;
    const std::string owner(owner_of(state, true, settings));
    if (!owner.empty() && (can_own_ == nullptr || can_own_(owner))) continue;
    if (!escalations_->at(item.id)) late.push_back(item.id);
  }
  return late;
}

}  // namespace sojourn
