#include "inbox/feedback_index.h"

#include <algorithm>
#include <tuple>

namespace sojourn {
namespace {

constexpr std::string_view kResponse = "\"response\":";
constexpr std::string_view kResponseColumn = "properties.response";

// Sorts what stands behind `sorted`, and merges it in.
template <class Less>
void sort_tail(std::vector<uint32_t>& order, size_t sorted, const Less& less) {
  const auto middle = order.begin() + static_cast<ptrdiff_t>(sorted);
  std::sort(middle, order.end(), less);
  std::inplace_merge(order.begin(), middle, order.end(), less);
}

}  // namespace

bool FeedbackIndex::is_feedback(const Arrival& arrival) const {
  const bool from_us = out_ != 0 && arrival.direction == out_;
  return says_something(arrival.answer, arrival.text, arrival.kind, !arrival.response.empty(), from_us);
}

Status FeedbackIndex::read_arrivals(int64_t up_to, std::vector<Arrival>& arrivals) {
  ScanRequest request;
  request.fields = {Field::kKind, Field::kAnswer, Field::kText, Field::kDirection};
  request.properties = true;
  request.after_sequence = last_;
  request.up_to_sequence = up_to;
  request.as_of_sequence = 0;  // Former tellings too: the first one names the item.
  return store_.scan(request, [&](const EventColumns& events) -> Status {
    for (size_t i = 0; i < events.count; ++i) {
      const bool kind = events.columns[0].terms[i] != 0;
      const bool answer = events.columns[1].valid[i] != 0;
      const bool text = events.columns[2].valid[i] != 0 && !events.columns[2].texts[i].empty();
      if (!kind && !answer && !text) continue;
      Arrival& arrival = arrivals.emplace_back(Arrival{events.sequence[i],
                                                       events.time[i],
                                                       events.who[i],
                                                       events.columns[3].terms[i],
                                                       events.source[i],
                                                       answer,
                                                       text,
                                                       kind,
                                                       {}});
      if (events.properties[i].find(kResponse) == std::string_view::npos) continue;
      flattener_.flatten(events.properties[i], [&arrival](std::string_view name, std::string_view value) {
        if (name == kResponseColumn && arrival.response.empty()) arrival.response = value;
      });
    }
    return {};
  });
}

Status FeedbackIndex::learn_words(const std::vector<Arrival>& arrivals) {
  if (out_ != 0 || arrivals.empty()) return {};
  SOJOURN_TRY(const std::vector<std::string> terms, store_.terms());
  const auto found = std::find(terms.begin(), terms.end(), "out");
  if (found != terms.end()) out_ = static_cast<TermCode>(found - terms.begin());
  return {};
}

Status FeedbackIndex::follow_identities() {
  const bool moved = identities_ != store_.identity_version();
  const size_t from = moved ? 1 : std::max<size_t>(customers_.size(), 1);
  SOJOURN_TRY(const IdentifierGroups groups, store_.identifier_groups(static_cast<IdentifierCode>(from)));
  if (!moved && groups.version != identities_) return follow_identities();
  customers_.resize(from);
  identified_.resize(from);
  customers_.insert(customers_.end(), groups.customer.begin(), groups.customer.end());
  identified_.insert(identified_.end(), groups.identified.begin(), groups.identified.end());
  customers_moved_ = customers_moved_ || moved;
  identities_ = groups.version;
  return {};
}

Status FeedbackIndex::follow(int64_t up_to) {
  if (up_to > last_) {
    std::vector<Arrival> arrivals;
    SOJOURN_CHECK(read_arrivals(up_to, arrivals));
    SOJOURN_CHECK(learn_words(arrivals));
    SOJOURN_TRY(const std::vector<Superseded> retold, store_.superseded(last_, up_to));
    // In the order of the numbers: an event, and whom it takes the place of.
    auto next = arrivals.begin();
    const auto take_until = [&](int64_t sequence) {
      for (; next != arrivals.end() && next->sequence < sequence; ++next) take(*next, kNone);
    };
    for (const Superseded& each : retold) {
      take_until(each.by);
      const uint32_t former = void_telling(each.sequence);
      if (next != arrivals.end() && next->sequence == each.by && is_feedback(*next)) {
        take(*next++, former);
      } else if (former != kNone) {
        silent_[each.by] = former;
      }
    }
    take_until(INT64_MAX);
    last_ = up_to;
  }
  const bool known = most_who_ < customers_.size() && identities_ == store_.identity_version();
  return known ? Status() : follow_identities();
}

uint32_t FeedbackIndex::item_for(const Arrival& arrival, uint32_t former) {
  const auto made = static_cast<uint32_t>(items_.size());
  if (!arrival.response.empty()) {
    const std::string name = std::to_string(arrival.source) + " " + arrival.response;
    const auto [found, is_new] = responses_.try_emplace(hash128(name), made);
    if (!is_new) return found->second;
  } else if (former != kNone) {
    return former;
  }
  items_.push_back({arrival.sequence, arrival.time, kNone, kNone, 0});
  return made;
}

void FeedbackIndex::take(const Arrival& arrival, uint32_t former) {
  if (!is_feedback(arrival)) return;
  const uint32_t index = item_for(arrival, former);
  const auto position = static_cast<uint32_t>(events_.size());
  events_.push_back({arrival.sequence, arrival.time, arrival.who, index, kNone, true});
  Item& item = items_[index];
  (item.last == kNone ? item.first : events_[item.last].next) = position;
  item.last = position;
  most_who_ = std::max(most_who_, arrival.who);
  set_time(index, item.in_force++ == 0 ? arrival.time : std::min(item.time, arrival.time));
}

void FeedbackIndex::set_time(uint32_t index, Micros time) {
  times_moved_ = times_moved_ || (time != items_[index].time && index < timed_);
  items_[index].time = time;
}

Micros FeedbackIndex::earliest(const Item& item) const {
  Micros time = kTimeMax;
  for (uint32_t at = item.first; at != kNone; at = events_[at].next) {
    if (events_[at].in_force) time = std::min(time, events_[at].time);
  }
  return time;
}

uint32_t FeedbackIndex::void_telling(int64_t sequence) {
  if (const auto silent = silent_.find(sequence); silent != silent_.end()) {
    const uint32_t item = silent->second;
    silent_.erase(silent);
    return item;
  }
  const size_t at = event_at(sequence);
  if (at == events_.size()) return kNone;
  Event& event = events_[at];
  Item& item = items_[event.item];
  if (event.in_force) {
    event.in_force = false;
    some_void_ = true;
    if (--item.in_force > 0 && event.time == item.time) set_time(event.item, earliest(item));
  }
  return event.item;
}

size_t FeedbackIndex::event_at(int64_t sequence) const {
  const auto found = std::lower_bound(events_.begin(), events_.end(), sequence,
                                      [](const Event& event, int64_t number) { return event.sequence < number; });
  if (found == events_.end() || found->sequence != sequence) return events_.size();
  return static_cast<size_t>(found - events_.begin());
}

std::optional<uint32_t> FeedbackIndex::find(int64_t sequence) const {
  const size_t at = event_at(sequence);
  if (at == events_.size()) return std::nullopt;
  return events_[at].item;
}

std::span<const uint32_t> FeedbackIndex::by_time() {
  const auto earlier = [this](uint32_t a, uint32_t b) {
    return std::tie(items_[a].time, items_[a].id) < std::tie(items_[b].time, items_[b].id);
  };
  for (size_t i = by_time_.size(); i < items_.size(); ++i) by_time_.push_back(static_cast<uint32_t>(i));
  if (times_moved_) timed_ = 0;
  if (timed_ < by_time_.size()) sort_tail(by_time_, timed_, earlier);
  timed_ = by_time_.size();
  times_moved_ = false;
  return by_time_;
}

std::span<const uint32_t> FeedbackIndex::by_customer() {
  const auto before = [this](uint32_t a, uint32_t b) {
    const Event& left = events_[a];
    const Event& right = events_[b];
    return std::tuple(customer_of(left.who), left.time, left.sequence) <
           std::tuple(customer_of(right.who), right.time, right.sequence);
  };
  if (some_void_) std::erase_if(by_customer_, [this](uint32_t at) { return !events_[at].in_force; });
  const size_t sorted = customers_moved_ ? 0 : by_customer_.size();
  for (; dealt_ < events_.size(); ++dealt_) {
    if (events_[dealt_].in_force) by_customer_.push_back(static_cast<uint32_t>(dealt_));
  }
  if (sorted < by_customer_.size()) sort_tail(by_customer_, sorted, before);
  some_void_ = customers_moved_ = false;
  return by_customer_;
}

}  // namespace sojourn
