#include "funnels/value_lives.h"

#include <algorithm>

#include "funnels/attempt_search.h"

namespace sojourn {
namespace {

StepSet bound_steps(const FunnelPlan& plan) {
  return plan.touch == FunnelTouch::kAll ? ~StepSet{0} : StepSet{1} << plan.touch_step;
}

// See value_lives.h.
bool only_near(const FunnelPlan& plan) {
  return plan.touch == FunnelTouch::kStep && plan.counting != FunnelCounting::kAttempts &&
         plan.rules.order != StepOrder::kAny && !plan.rules.whole_customer;
}

// How far an event of an attempt can be from another one. Times lie within years 1 to 9999.
Micros reach_of(const FunnelRules& rules) {
  constexpr Micros kLongest = Micros{1} << 60;
  return std::min(rules.window, kLongest) + std::min(rules.grace, kLongest);
}

}  // namespace

ValueLives::ValueLives(const FunnelPlan& plan, FunnelRoom& room)
    : plan_(plan), room_(room), lives_(plan), bound_(bound_steps(plan)), near_(only_near(plan)) {
  value_of_.assign(room.events.size(), kNone);
}

void ValueLives::deal(size_t event, GroupKey value) {
  const auto [found, is_new] = numbers_.emplace(std::move(value), static_cast<uint32_t>(carriers_.size()));
  if (is_new) carriers_.push_back(room_.events[event].position);
  value_of_[event] = found->second;
}

void ValueLives::sort_dealt() {
  begins_.assign(size() + 1, 0);
  for (const uint32_t value : value_of_) begins_[value == kNone ? 0 : value + 1] += value == kNone ? 0 : 1;
  for (size_t value = 0; value < size(); ++value) begins_[value + 1] += begins_[value];
  dealt_.resize(begins_.back());
  std::vector<size_t> next = begins_;
  for (uint32_t life = 0; life < room_.lives.size(); ++life) {
    for (size_t event = room_.lives[life].begin; event < room_.lives[life].end; ++event) {
      const uint32_t value = value_of_[event];
      if (value != kNone) dealt_[next[value]++] = {value, static_cast<uint32_t>(event), life};
    }
  }
  furthest_.resize(room_.lives.size());
  enders_.resize(plan_.rules.exclusions.size());
  for (uint32_t event = 0; event < room_.events.size(); ++event) {
    for (uint32_t left = room_.events[event].kills; left != 0; left &= left - 1) {
      enders_[static_cast<size_t>(std::countr_zero(left))].push_back(event);
    }
  }
}

void ValueLives::add_masked(size_t event, uint32_t value) {
  StepEvent masked = room_.events[event];
  if (value_of_[event] != value) masked.met &= ~bound_;
  if (masked.met != 0 || masked.kills != 0 || plan_.strict()) room_.masked.push_back(masked);
}

void ValueLives::add_enders(size_t begin, size_t end, uint32_t value) {
  for (const std::vector<uint32_t>& enders : enders_) {
    const auto first = std::lower_bound(enders.begin(), enders.end(), begin);
    if (first != enders.end() && *first < end) picked_.push_back(*first);
  }
  if (!plan_.strict()) return;
  while (begin < end && value_of_[begin] == value) ++begin;
  if (begin < end) picked_.push_back(static_cast<uint32_t>(begin));
}

void ValueLives::select_all(const FunnelLife& life, Own own) {
  const auto events = room_.events.begin();
  const auto begin_at = [](const StepEvent& event, Micros time) { return event.time < time; };
  const auto end_at = [](Micros time, const StepEvent& event) { return time < event.time; };
  const auto at = [events](size_t event) { return events + static_cast<std::ptrdiff_t>(event); };
  picked_.clear();
  size_t done = life.begin;
  for (size_t i = 0; i < own.size();) {
    const Micros time = room_.events[own[i].event].time;
    const size_t begin = static_cast<size_t>(std::lower_bound(at(done), at(own[i].event), time, begin_at) - events);
    while (i < own.size() && room_.events[own[i].event].time == time) picked_.push_back(own[i++].event);
    const size_t next = i < own.size() ? own[i].event : life.end;
    const size_t end = static_cast<size_t>(std::upper_bound(at(begin), at(next), time, end_at) - events);
    // Up to the instant of the next one with the value.
    size_t gap_end = next;
    if (i < own.size()) {
      gap_end = static_cast<size_t>(std::lower_bound(at(end), at(next), room_.events[next].time, begin_at) - events);
    }
    add_enders(begin, end, own[0].value);
    add_enders(end, gap_end, own[0].value);
    done = gap_end;
  }
  std::sort(picked_.begin(), picked_.end());
  picked_.erase(std::unique(picked_.begin(), picked_.end()), picked_.end());
  for (const uint32_t event : picked_) add_masked(event, own[0].value);
}

void ValueLives::select_near(const FunnelLife& life, Own own) {
  const Micros reach = reach_of(plan_.rules);
  const auto at = [this](size_t event) { return room_.events.begin() + static_cast<std::ptrdiff_t>(event); };
  size_t done = life.begin;
  for (const Dealt& each : own) {
    const Micros time = room_.events[each.event].time;
    if (each.event >= done) {
      const auto begin = std::partition_point(at(done), at(each.event),
                                              [&](const StepEvent& event) { return time - event.time > reach; });
      done = static_cast<size_t>(begin - room_.events.begin());
    }
    for (; done < life.end && room_.events[done].time - time <= reach; ++done) add_masked(done, each.value);
  }
}

void ValueLives::select_life(const FunnelLife& life, uint32_t value) {
  room_.masked.clear();
  for (size_t event = life.begin; event < life.end; ++event) add_masked(event, value);
}

const Attempt& ValueLives::without_step(uint32_t life) {
  std::optional<Attempt>& attempt = furthest_[life];
  if (!attempt) {
    select_life(room_.lives[life], kNone);
    attempt = find_attempt(plan_.rules, room_.masked);
  }
  return *attempt;
}

Attempt ValueLives::near_attempt(Own own) {
  const FunnelLife& life = room_.lives[own[0].life];
  Attempt attempt;
  if (plan_.rules.first_attempt && plan_.touch_step > 0) {  // The start may be far from all that has the value.
    const Attempt& furthest = without_step(own[0].life);
    if (furthest.level == 0) return furthest;
    room_.masked.clear();
    select_near(life, own);
    attempt = find_attempt(starting_at(plan_.rules, furthest.times[0]), room_.masked);
  } else {
    select_near(life, own);
    attempt = find_attempt(plan_.rules, room_.masked);
  }
  return attempt.crowded || attempt.level > plan_.touch_step ? attempt : without_step(own[0].life);
}

void ValueLives::search(size_t value) {
  room_.found.clear();
  for (size_t begin = begins_[value]; begin < begins_[value + 1];) {
    size_t end = begin;
    while (end < begins_[value + 1] && dealt_[end].life == dealt_[begin].life) ++end;
    const Own own(dealt_.data() + begin, end - begin);
    const FunnelLife& life = room_.lives[own[0].life];
    begin = end;
    room_.masked.clear();
    if (near_) {
      lives_.add_found(near_attempt(own), life, room_);
      continue;
    }
    if (plan_.touch == FunnelTouch::kAll) {
      select_all(life, own);
    } else {
      select_life(life, own[0].value);
    }
    lives_.search_life(room_.masked, life, room_);
  }
  lives_.keep_reported(room_);
}

}  // namespace sojourn
