#include "funnels/funnel_lives.h"

#include <algorithm>

#include "funnels/attempt_search.h"
#include "kernels/codes.h"
#include "timelines/filter_bits.h"

namespace sojourn {
namespace {

void unite(EventBits& into, const EventBits& from) {
  for (size_t w = 0; w < into.words().size(); ++w) into.words()[w] |= from.words()[w];
}

}  // namespace

void FunnelLives::select(const Block& block, FunnelScratch& scratch) const {
  const size_t count = block.event_count();
  scratch.codes = nullptr;
  if (plan_.codes && block.column(plan_.codes->column).codes.width() == 1) {
    scratch.codes = static_cast<const uint8_t*>(block.column(plan_.codes->column).codes.raw());
    scratch.matters.reset(count, false);
    scratch.first.reset(count, false);
    match_codes(scratch.codes, count, plan_.codes->any.data(), scratch.matters.words().data());
    match_codes(scratch.codes, count, plan_.codes->first.data(), scratch.first.words().data());
  } else {
    scratch.met.resize(plan_.steps.size());
    for (size_t step = 0; step < plan_.steps.size(); ++step) plan_.steps[step]->select(block, scratch.met[step]);
    scratch.first = scratch.met.front();
    scratch.matters = scratch.met.front();
    for (size_t step = 1; step < plan_.steps.size(); ++step) unite(scratch.matters, scratch.met[step]);
  }
  scratch.kills.resize(plan_.excluded.size());
  for (size_t i = 0; i < plan_.excluded.size(); ++i) {
    plan_.excluded[i]->select(block, scratch.kills[i]);
    unite(scratch.matters, scratch.kills[i]);
  }
  if (plan_.strict() && plan_.among == nullptr) scratch.matters.reset(count, true);
  if (plan_.among != nullptr) {
    plan_.among->select(block, scratch.spare);
    unite(scratch.matters, scratch.spare);
  }
  if (plan_.counting == FunnelCounting::kSessions) plan_.sessions.prepare(block, scratch.sessions);
}

void FunnelLives::narrow(const Block& block, const FunnelScratch& scratch, EventBits& shown) const {
  if (!plan_.needs_all_events()) {
    const std::span<const uint64_t> matters = scratch.matters.words();
    for (size_t w = 0; w < matters.size(); ++w) shown.words()[w] &= matters[w];
  }
  if (plan_.rules.order == StepOrder::kAny) return;
  // Where the first step is rare, this passes over most customers.
  for (size_t customer = 0; customer < block.customers.size(); ++customer) {
    const size_t begin = block.begins[customer];
    const size_t end = block.begins[customer + 1];
    if (!any_bit(scratch.first, begin, end)) clear_bits(shown, begin, end);
  }
}

StepSet FunnelLives::met(const Block&, size_t event, const FunnelScratch& scratch) const {
  if (scratch.codes != nullptr) return plan_.codes->met[scratch.codes[event]];
  StepSet met = 0;
  for (size_t step = 0; step < scratch.met.size(); ++step) {
    met |= static_cast<StepSet>(scratch.met[step].test(event)) << step;
  }
  return met;
}

void FunnelLives::read(const Slice& slice, const FunnelScratch& scratch) const {
  scratch.room.events.clear();
  scratch.room.lives.clear();
  if (plan_.counting != FunnelCounting::kSessions) {
    read_life(slice, slice.events, scratch);
    return;
  }
  plan_.sessions.for_each(slice, scratch.sessions,
                          [&](std::span<const uint32_t> session) { read_life(slice, session, scratch); });
}

void FunnelLives::read_life(const Slice& slice, std::span<const uint32_t> shown, const FunnelScratch& scratch) const {
  FunnelRoom& room = scratch.room;
  const size_t begin = room.events.size();
  room.held.clear();
  for (const uint32_t event : shown) {
    if (!scratch.matters.test(event)) continue;
    StepEvent made{slice.block.times[event], met(slice.block, event, scratch), event, 0};
    for (size_t i = 0; i < scratch.kills.size(); ++i) {
      made.kills |= static_cast<uint32_t>(scratch.kills[i].test(event)) << i;
    }
    if (!plan_.held.any()) {
      room.events.push_back(made);
    } else if (const std::optional<HeldValues> values = plan_.held.values(slice.block, event)) {
      room.held.emplace_back(*values, made);
    }
  }
  if (plan_.held.any()) {
    divide_by_held(shown, room);
  } else {
    room.lives.push_back({begin, room.events.size(), shown});
  }
}

void FunnelLives::divide_by_held(std::span<const uint32_t> shown, FunnelRoom& room) const {
  std::stable_sort(room.held.begin(), room.held.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (size_t i = 0; i < room.held.size(); ++i) {
    const bool new_life = i == 0 || room.held[i].first != room.held[i - 1].first;
    if (new_life) room.lives.push_back({room.events.size(), room.events.size(), shown});
    room.events.push_back(room.held[i].second);
    room.lives.back().end = room.events.size();
  }
}

void FunnelLives::search(FunnelRoom& room) const {
  room.found.clear();
  for (const FunnelLife& life : room.lives) {
    search_life(StepEvents(room.events.data() + life.begin, life.end - life.begin), life, room);
  }
  keep_reported(room);
}

void FunnelLives::search_life(StepEvents events, const FunnelLife& life, FunnelRoom& room) const {
  if (plan_.counting != FunnelCounting::kAttempts) return add_found(find_attempt(plan_.rules, events), life, room);
  find_attempts(plan_.rules, events, room.series);
  for (const Attempt& attempt : room.series) add_found(attempt, life, room);
}

void FunnelLives::keep_reported(FunnelRoom& room) const {
  if (plan_.counting != FunnelCounting::kCustomers || room.found.size() < 2) return;
  const auto best = std::min_element(
      room.found.begin(), room.found.end(),
      [](const FoundAttempt& a, const FoundAttempt& b) { return reported_before(a.attempt, b.attempt); });
  std::swap(*best, room.found.front());
  room.found.resize(1);
}

}  // namespace sojourn
