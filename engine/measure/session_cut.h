// Cuts a customer's events into sessions.
//
// An event begins a new session when it comes more than `gap` after the one before (a pause of exactly `gap` does not),
// when it passes `session_start`, when the one before passed `session_end`, or when it comes more than `longest` after
// the session's first event. So every event is in exactly one session, and sessions follow one another in time.
// Counts    the events that the slice shows: what a question filters away is as if it had not happened.
// Cost      O(1) an event. Threads: const; a SessionScratch belongs to one thread.
// Source    the gap rule "longer than" is that of Matomo, retentioneering and duckdb-behavioral; others say "at least".
#pragma once

#include <limits>
#include <memory>
#include <span>
#include <vector>

#include "measure/definition.h"
#include "measure/fold.h"

namespace sojourn {

// Which events of the block at hand begin or end a session.
struct SessionScratch {
  EventBits starts;
  EventBits ends;
};

class SessionCut {
 public:
  // The parameters gap, longest, session_start and session_end, for a measure's definition.
  // `gap`: the default; "" for a measure that takes whole lives as one unless a gap is given.
  static std::vector<ParameterInfo> parameters(const std::string& gap);
  // Errors: those of the filters.
  static Result<SessionCut> bind(BindContext& context);

  // Does it cut at all? Without a gap, a longest length and filters a life is one session.
  bool cuts() const { return gap_ != kNever || longest_ != kNever || start_ != nullptr || end_ != nullptr; }
  void prepare(const Block& block, SessionScratch& scratch) const;

  // Calls visit(events) for each session of the slice, in order; `events` are positions into the block, never empty.
  template <class Visit>
  void for_each(const Slice& slice, const SessionScratch& scratch, Visit&& visit) const {
    size_t begin = 0;
    for (size_t i = 1; i < slice.size(); ++i) {
      if (!begins_at(slice, i, slice.time(begin), scratch)) continue;
      visit(slice.events.subspan(begin, i - begin));
      begin = i;
    }
    visit(slice.events.subspan(begin));
  }

  // The same for a customer all of whose events count: positions [begin, end) of the block, begin < end. Writes those
  // at which a session begins from `out` on, where there must be room for all and one more, and returns their end.
  uint32_t* write_begins(const Block& block, uint32_t begin, uint32_t end, const SessionScratch& scratch,
                         uint32_t* out) const {
    const Micros* times = block.times.data();
    *out++ = begin;
    if (!only_gap()) return write_further_begins(block, begin, end, scratch, out);
    for (uint32_t i = begin + 1; i < end; ++i) {
      *out = i;
      out += times[i] - times[i - 1] > gap_ ? 1 : 0;  // Without a branch that would be guessed wrong.
    }
    return out;
  }

  // Sets the bits of all events at which a session begins, the first one of each customer included, in a block all of
  // whose events count.
  void mark_begins(const Block& block, const SessionScratch& scratch, EventBits& begins) const;

  // Does event i of the slice begin a session, when the one it might belong to began at `began`? REQUIRES: i > 0.
  bool begins_at(const Slice& slice, size_t i, Micros began, const SessionScratch& scratch) const {
    const Micros time = slice.time(i);
    return time - slice.time(i - 1) > gap_ || time - began > longest_ ||
           (start_ != nullptr && scratch.starts.test(slice.events[i])) ||
           (end_ != nullptr && scratch.ends.test(slice.events[i - 1]));
  }

 private:
  static constexpr Micros kNever = std::numeric_limits<Micros>::max();

  bool only_gap() const { return longest_ == kNever && start_ == nullptr && end_ == nullptr; }
  uint32_t* write_further_begins(const Block& block, uint32_t begin, uint32_t end, const SessionScratch& scratch,
                                 uint32_t* out) const;

  Micros gap_ = kNever;
  Micros longest_ = kNever;
  std::shared_ptr<const Predicate> start_;
  std::shared_ptr<const Predicate> end_;
};

}  // namespace sojourn
