// How the process map counts: journey by journey, or, over one-byte codes, all pairs of a block at once.
#include <algorithm>
#include <cstring>
#include <numeric>
#include <utility>

#include "journeys/process_map.h"
#include "timelines/filter_bits.h"

namespace sojourn {

void ProcessMap::add_journey(State& state, const Block& block, uint64_t customer,
                             std::span<const uint32_t> events) const {
  const CodeColumn& codes = block.column(*column_).codes;
  uint32_t before = codes[events.front()];
  Micros time_before = block.times[events.front()];
  state.add_start(before, customer, nodes_);
  for (const uint32_t event : events.subspan(1)) {
    const uint32_t node = codes[event];
    const Micros time = block.times[event];
    if (lengths_) {
      state.add(before, node, time - time_before, customer, nodes_);
    } else {
      state.add(before, node, customer, nodes_);
    }
    before = node;
    time_before = time;
  }
  state.add_end(before, customer, nodes_);
}

std::span<const uint32_t> ProcessMap::with_nodes(const Block& block, std::span<const uint32_t> session,
                                                 const Scratch& scratch) const {
  if (!cut_.cuts()) return session;  // Only events with a node are shown then.
  const CodeColumn& codes = block.column(*column_).codes;
  scratch.journey.clear();
  for (const uint32_t event : session) {
    if (codes[event] != Transitions::kNoNode) scratch.journey.push_back(event);
  }
  return scratch.journey;
}

void ProcessMap::fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const {
  if (!column_) return;
  const uint64_t customer = slice.block.customers[slice.customer];
  cut_.for_each(slice, scratch.cut, [&](std::span<const uint32_t> session) {
    const std::span<const uint32_t> journey = with_nodes(slice.block, session, scratch);
    if (!journey.empty()) add_journey(groups.at(journey.front()), slice.block, customer, journey);
  });
}

void ProcessMap::fold_dense(State& state, const Block& block, Scratch& scratch) const {
  if (!column_ || block.event_count() == 0) return;
  cut_.prepare(block, scratch.cut);
  const CodeColumn& codes = block.column(*column_).codes;
  // Where sessions are cut, events without a node may stand among the others: pairs would count them.
  const bool nodes_only = !cut_.cuts() || (codes.width() == 1 && std::memchr(codes.raw(), Transitions::kNoNode,
                                                                             block.event_count()) == nullptr);
  if (nodes_only && codes.width() == 1 && block.event_count() <= PairCounts::kEventsMax) {
    count_pairs(state, block, static_cast<const uint8_t*>(codes.raw()), scratch);
  } else {
    add_lives(state, block, scratch);
  }
}

void ProcessMap::add_lives(State& state, const Block& block, Scratch& scratch) const {
  if (scratch.positions.size() < block.event_count()) {
    scratch.positions.resize(block.event_count());
    std::iota(scratch.positions.begin(), scratch.positions.end(), uint32_t{0});
  }
  const std::span<const uint32_t> positions(scratch.positions);
  for (size_t customer = 0; customer < block.customers.size(); ++customer) {
    const uint32_t begin = block.begins[customer];
    const Slice slice{block, customer, positions.subspan(begin, block.begins[customer + 1] - begin)};
    cut_.for_each(slice, scratch.cut, [&](std::span<const uint32_t> session) {
      const std::span<const uint32_t> journey = with_nodes(block, session, scratch);
      if (!journey.empty()) add_journey(state, block, block.customers[customer], journey);
    });
  }
}

void ProcessMap::count_pairs(State& state, const Block& block, const uint8_t* codes, Scratch& scratch) const {
  const size_t count = block.event_count();
  const uint32_t nodes = greatest_code(codes, count) + uint32_t{1};
  scratch.customers.reset(count, false);
  set_positions(block.begins.first(block.customers.size()), scratch.customers.words().data());
  const EventBits* begins = &scratch.customers;
  if (cut_.cuts()) {
    cut_.mark_begins(block, scratch.cut, scratch.begins);
    begins = &scratch.begins;
  }
  scratch.pairs.resize(count);
  pair_numbers(codes, count, begins->words().data(), nodes, scratch.pairs.data());
  scratch.counts.reset(nodes);
  scratch.counts.add(scratch.pairs, std::as_const(scratch.customers).words().data());
  PathLengths::Run run;
  if (lengths_) {
    run = state.new_run(count);
    sort_pair_lengths(block, scratch, run.lengths.get());
  }
  count_ends(block, codes, nodes, scratch);
  for (uint32_t from = 0, pair = 0; from < nodes; ++from) {
    for (uint32_t to = 0; to < nodes; ++to, ++pair) {
      const uint32_t times = scratch.counts.times(pair);
      if (times == 0) continue;
      const uint32_t edge = state.add_many(from, to, times, scratch.counts.customers(pair), nodes_);
      if (!lengths_ || from == 0 || to == 0) continue;
      if (edge >= run.places.size()) run.places.resize(std::max<size_t>(edge + 1, state.edges().size()));
      run.places[edge] = {scratch.places[pair], times};
    }
  }
  if (lengths_) state.put_aside(std::move(run));
}

// Before the ends are counted: each event has the pair that it closes.
void ProcessMap::sort_pair_lengths(const Block& block, Scratch& scratch, int64_t* lengths) const {
  scratch.places.resize(scratch.counts.size() + 1);
  scratch.places[0] = 0;
  uint32_t place = 0;
  for (size_t pair = 0; pair < scratch.counts.size(); ++pair) {
    scratch.places[pair + 1] = place;
    place += scratch.counts.times(pair);
  }
  sort_lengths(scratch.pairs, block.times, scratch.places, {lengths, block.event_count()});
}

void ProcessMap::count_ends(const Block& block, const uint8_t* codes, uint32_t nodes, Scratch& scratch) const {
  const auto end_at = [&](size_t event, size_t customer) {
    scratch.counts.add_one(codes[event] * nodes, static_cast<uint32_t>(customer));
  };
  for (size_t customer = 0; customer < block.customers.size(); ++customer) {
    const size_t end = block.begins[customer + 1];
    if (cut_.cuts()) {
      for_each_bit(scratch.begins, block.begins[customer] + size_t{1}, end,
                   [&](size_t event) { end_at(event - 1, customer); });
    }
    end_at(end - 1, customer);
  }
}

}  // namespace sojourn
