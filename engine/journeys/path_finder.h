// Finds the paths in a customer's events: where one begins and ends, and which nodes it goes through.
//
// A journey is all a customer did, or one session of it when it is cut (measure/session_cut.h). From it,
//   start     is the first event that passes `start`, and all before it is left away;
//   end       is the first event after that (or at all, without a start) that passes `end`: all after it is left away;
//   anchor    is the first event of the rest that passes `anchor`: what came before it is left away, or with
//             direction=before what came after it.
// A journey that lacks one of those asked for has no path. Events without a node are passed over; they count when
// sessions are cut. With collapse, a node that follows itself is one place, at the time of the first.
// Steps are counted from the path's first event, or with direction=before from its last one backwards.
// Cost      O(1) an event; before the limit of steps is reached, no more than the path's events are looked at.
// Threads   const; a PathScratch belongs to one thread.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "measure/fold.h"
#include "measure/node_column.h"
#include "measure/session_cut.h"

namespace sojourn {

struct PathPlace {
  uint32_t node = 0;
  Micros time = 0;
};

struct Path {
  std::span<const PathPlace> places;  // Never empty. In the order in which steps are counted.
  bool further = false;               // There are more nodes than the limit of steps.
  uint32_t counted_from = 0;          // Position of the event at which the count of steps begins.
  std::span<const uint32_t> events;   // All of the path, in order of time; some may have no node.
};

struct PathScratch {
  SessionScratch sessions;
  EventBits starts;
  EventBits ends;
  EventBits anchors;
  mutable std::vector<PathPlace> places;
  std::vector<uint32_t> positions;  // 0, 1, 2 ...
};

class PathFinder {
 public:
  // node, collapse, gap ..., start and end, for a measure's definition. `anchored`: anchor and direction too.
  static std::vector<ParameterInfo> parameters(bool collapse, bool anchored);
  // Errors: those of the node and of the filters.
  static Result<PathFinder> bind(BindContext& context, bool anchored, size_t steps);

  const NodeColumn& node() const { return node_; }
  bool collapse() const { return collapse_; }
  bool backwards() const { return backwards_; }
  size_t steps() const { return steps_; }
  // Has every customer at most one path?
  bool one_each() const { return !cut_.cuts(); }
  const SessionCut& cut() const { return cut_; }
  // Is a path simply a journey, from the first event on?
  bool plain() const { return !backwards_ && start_ == nullptr && end_ == nullptr && anchor_ == nullptr; }

  void prepare(const Block& block, PathScratch& scratch) const;

  // Calls visit(path) for each path of the slice, in order, and miss(event) for each journey that lacks the start, the
  // end or the anchor, with the position of its first event.
  template <class Visit, class Miss>
  void for_each(const Slice& slice, const PathScratch& scratch, Visit&& visit, Miss&& miss) const {
    const auto look_at = [&](std::span<const uint32_t> journey) {
      Path path;
      path.events = bounded(journey, scratch);
      if (path.events.empty()) {
        miss(journey.front());
      } else if (walk(slice.block, scratch.places, path)) {
        visit(path);
      }
    };
    if (cut_.cuts()) {
      cut_.for_each(slice, scratch.sessions, look_at);
    } else {
      look_at(slice.events);
    }
  }

  // The same for a block in which every event is in scope and every customer counts; prepares the scratch itself.
  template <class Visit>
  void for_each_slice(const Block& block, PathScratch& scratch, Visit&& visit) const {
    prepare(block, scratch);
    for (size_t i = scratch.positions.size(); i < block.event_count(); ++i) {
      scratch.positions.push_back(static_cast<uint32_t>(i));
    }
    for (size_t c = 0; c < block.customers.size(); ++c) {
      const uint32_t begin = block.begins[c];
      const uint32_t end = block.begins[c + 1];
      if (begin < end) visit(Slice{block, c, std::span(scratch.positions).subspan(begin, end - begin)});
    }
  }

 private:
  // The journey between start, end and anchor; empty when it lacks one of them.
  std::span<const uint32_t> bounded(std::span<const uint32_t> journey, const PathScratch& scratch) const;
  // Fills the path from its events. False when no event has a node.
  bool walk(const Block& block, std::vector<PathPlace>& places, Path& path) const;
  bool walk_forwards(const Block& block, std::vector<PathPlace>& places, Path& path) const;
  bool walk_backwards(const Block& block, std::vector<PathPlace>& places, Path& path) const;

  NodeColumn node_;
  SessionCut cut_;
  size_t steps_ = 0;
  bool collapse_ = false;
  bool backwards_ = false;
  std::shared_ptr<const Predicate> start_;
  std::shared_ptr<const Predicate> end_;
  std::shared_ptr<const Predicate> anchor_;
};

}  // namespace sojourn
