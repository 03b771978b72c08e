#include "funnels/dense_funnel.h"

#include <algorithm>

#include "funnels/plain_search.h"

namespace sojourn {
namespace {

// No attempt stands at this level: so long ago that every window is over. Times lie within years 1 to 9999.
constexpr Micros kNobody = std::numeric_limits<Micros>::min() / 4;
constexpr Micros kLongestWindow = Micros{1} << 60;  // Longer than all time, and shorter than since kNobody.

// The first set bit at or after `from`; `count` when there is none.
size_t next_bit(std::span<const uint64_t> words, size_t from, size_t count) {
  if (from >= count) return count;
  size_t word = from / 64;
  uint64_t bits = words[word] & (~uint64_t{0} << (from % 64));
  while (bits == 0) {
    if (++word == words.size()) return count;
    bits = words[word];
  }
  return word * 64 + static_cast<size_t>(std::countr_zero(bits));
}

// Calls visit(position) for the set bits of [begin, end), ascending, until it says false. REQUIRES: begin < end.
template <class Visit>
void walk_bits(std::span<const uint64_t> words, size_t begin, size_t end, Visit visit) {
  const size_t last = (end - 1) / 64;
  const uint64_t last_mask = ~uint64_t{0} >> (63 - (end - 1) % 64);
  size_t word = begin / 64;
  uint64_t bits = words[word] & (~uint64_t{0} << (begin % 64));
  while (true) {
    if (word == last) bits &= last_mask;
    for (; bits != 0; bits &= bits - 1) {
      if (!visit(word * 64 + static_cast<size_t>(std::countr_zero(bits)))) return;
    }
    if (word == last) return;
    bits = words[++word];
  }
}

struct MetByCode {
  const uint8_t* codes;
  const uint16_t* table;
  StepSet operator()(size_t event) const { return table[codes[event]]; }
};

struct MetByBits {
  const std::vector<EventBits>& met;
  StepSet operator()(size_t event) const {
    StepSet steps = 0;
    for (size_t step = 0; step < met.size(); ++step) steps |= static_cast<StepSet>(met[step].test(event)) << step;
    return steps;
  }
};

template <class Met>
class DenseFunnel {
 public:
  DenseFunnel(const FunnelPlan& plan, const Block& block, const FunnelScratch& scratch, Met met,
              Groups<FunnelState>& groups)
      : plan_(plan),
        block_(block),
        scratch_(scratch),
        bits_(scratch.matters.words()),
        times_(block.times.data()),
        met_(met),
        tables_(plan),
        groups_(groups),
        steps_(plan.step_count()),
        window_(std::min(plan.rules.window, kLongestWindow)),
        range_(plan.rules.range) {}

  void run() {
    const std::span<const uint64_t> first = scratch_.first.words();
    const size_t count = block_.event_count();
    size_t customer = 0;
    int64_t at_first = 0;  // Customers who came to step 1 only: most of them, in most funnels.
    for (size_t at = next_bit(first, 0, count); at < count; at = next_bit(first, block_.begins[customer + 1], count)) {
      while (block_.begins[customer + 1] <= at) ++customer;
      while (at > block_.begins[customer] && times_[at - 1] == times_[at]) --at;  // The same instant.
      const size_t end = block_.begins[customer + 1];
      const Reached reached = climb(at, end);
      if (reached.unsure) {
        search(at, end, customer);
      } else if (reached.level > 1) {
        follow(reached, at, end, customer);
      } else {
        at_first += static_cast<int64_t>(reached.level);
      }
    }
    if (at_first == 0) return;
    FunnelState& sole = state();
    sole.steps.resize(steps_);
    sole.steps[0].attempts += at_first;
    sole.steps[0].customers += at_first;
  }

 private:
  struct Reached {
    size_t level = 0;
    Micros start = 0;     // The latest start of those that reached the level first.
    Micros end = 0;       // When they did.
    bool unsure = false;  // An event of several steps shares its instant with another one.
  };

  // The latest starts by level, of which [0] is the event at hand, and the highest level so far.
  struct Climb {
    std::array<Micros, limits::kFunnelStepsMax + 1> latest;
    Reached reached;
  };

  // The event at `time` serves that step of all attempts that it can. Written so that only a new highest level
  // branches.
  void serve(size_t step, Micros time, Climb& climb) const {
    const Micros before = climb.latest[step];
    const bool usable = time - before <= window_;
    const Micros start = usable ? before : kNobody;
    climb.latest[step + 1] = std::max(climb.latest[step + 1], start);
    if (usable & (step >= climb.reached.level)) climb.reached = {step + 1, climb.latest[step + 1], time, false};
  }

  // All events of an instant so far, each of which meets one step: in order of steps.
  void serve_instant(StepSet met, Micros time, Climb& climb) const {
    for (; met != 0; met &= met - 1) serve(static_cast<size_t>(std::countr_zero(met)), time, climb);
    Reached& reached = climb.reached;
    if (reached.level > 0 && reached.end == time) reached.start = climb.latest[reached.level];
  }

  // The first pass: how far, and from which start.
  Reached climb(size_t begin, size_t end) const {
    Climb climb;
    std::fill_n(climb.latest.begin(), steps_ + 1, kNobody);
    Micros before = std::numeric_limits<Micros>::min();
    StepSet group = 0;
    bool group_overlaps = false;
    walk_bits(bits_, begin, end, [&](size_t event) {
      const Micros time = times_[event];
      const StepSet met = met_(event);
      const bool overlaps = (met & (met - 1)) != 0;
      if (time == before) [[unlikely]] {
        if (overlaps || group_overlaps) {
          climb.reached.unsure = true;
          return false;
        }
        group |= met;
        serve_instant(group, time, climb);
        return true;
      }
      before = time;
      group = met;
      group_overlaps = overlaps;
      climb.latest[0] = range_.contains(time) ? time : kNobody;
      // Descending, so that the event never serves two steps of one attempt.
      for (StepSet left = met;;) {
        const size_t step = static_cast<size_t>(std::bit_width(left)) - 1;
        serve(step, time, climb);
        left &= ~(StepSet{1} << step);
        if (left == 0) [[likely]]
          return true;
      }
    });
    return climb.reached;
  }

  // The second pass: each step as early as can be from that start.
  void follow(const Reached& reached, size_t begin, size_t end, size_t customer) {
    const Micros* const from = std::lower_bound(times_ + begin, times_ + end, reached.start);
    Attempt attempt;
    Micros before = std::numeric_limits<Micros>::min();
    StepSet group = 0;
    walk_bits(bits_, static_cast<size_t>(from - times_), end, [&](size_t event) {
      const Micros time = times_[event];
      const StepSet met = met_(event);
      group = time == before ? group | met : met;
      const bool alone = time != before;
      before = time;
      do {
        if (((group >> attempt.level) & 1) == 0) break;
        attempt.times[attempt.level++] = time;
      } while (!alone && attempt.level < reached.level);
      return attempt.level < reached.level;
    });
    tables_.count(attempt, block_, {}, block_.customers[customer], state());
  }

  // Made when there is something to count.
  FunnelState& state() { return groups_.state(groups_.sole()); }

  void search(size_t begin, size_t end, size_t customer) {
    std::vector<StepEvent>& events = scratch_.room.events;
    events.clear();
    walk_bits(bits_, begin, end, [&](size_t event) {
      events.push_back({times_[event], met_(event), static_cast<uint32_t>(event), 0});
      return true;
    });
    const Attempt attempt = plain_attempt(plan_.rules, events);
    if (attempt.any()) tables_.count(attempt, block_, {}, block_.customers[customer], state());
  }

  const FunnelPlan& plan_;
  const Block& block_;
  const FunnelScratch& scratch_;
  const std::span<const uint64_t> bits_;
  const Micros* const times_;
  const Met met_;
  const FunnelTables tables_;
  Groups<FunnelState>& groups_;
  const size_t steps_;
  const Micros window_;
  const TimeRange range_;
};

}  // namespace

void fold_dense_funnel(const FunnelPlan& plan, const Block& block, const FunnelScratch& scratch,
                       Groups<FunnelState>& groups) {
  if (block.event_count() == 0) return;
  if (scratch.codes != nullptr) {
    const MetByCode met{scratch.codes, plan.codes->met.data()};
    DenseFunnel<MetByCode>(plan, block, scratch, met, groups).run();
  } else {
    const MetByBits met{scratch.met};
    DenseFunnel<MetByBits>(plan, block, scratch, met, groups).run();
  }
}

}  // namespace sojourn
