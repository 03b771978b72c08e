// Which touches led to which conversion, and which led to none.
//
// A conversion is an event that passes the filter `conversion`; lines of one order (same order number, one customer)
// are one conversion, at the first of them. Its path are the customer's touches before it, in order of (time,
// sequence), at most `look_back` earlier (inclusive); paths of several conversions may share touches. A touch is an
// event that passes `touch` (left out: every event that is no conversion), has the node field and was not left
// unperceived. Then, in this order: direct=ignore_if_other drops the touches of `direct_node` unless the path has no
// others; collapse makes a run of touches of one node one touch, which stands where its last event stands. Counted
// conversions in the range; of them all, each customer's first, or all but the first (`conversions`), the
//           first one being the first before the end of the range, whenever it was.
// Lost      touches in the range that lie in the look-back of no conversion, counted or not, make lost paths: a path
//           ends at a conversion, and takes in what comes within `look_back` of its first touch.
// Limit     a path has at most its last kPathTouchesMax touches, so that no customer takes more than linear time.
// Cost      O(1) an event, and O(1) a conversion: paths are stretches of one line of touches (with the direct rule:
//           O(1) a touch of each path). Threads: const; a Room belongs to one thread.
// Source    look-back and repeats: Google Analytics, Snowplow's attribution models; lost paths: Anderl et al., Int. J.
//           Research in Marketing 33, 2016, who need them for the Markov model.
// Checked   brute force in attribution_twin_test.cc.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "measure/definition.h"
#include "measure/fold.h"
#include "measure/node_column.h"

namespace sojourn {

inline constexpr size_t kPathTouchesMax = 1000;

struct Touch {
  Micros time = 0;
  uint32_t event = 0;  // Position in the block.
  uint32_t node = 0;   // Code of the node; never 0.
};

struct ConversionPath {
  uint32_t event = 0;  // The conversion; of an order its first line.
  Micros time = 0;
  std::span<const uint32_t> lines;  // Events of the order, `event` included.
  std::span<const Touch> touches;   // Oldest first; may be empty.
  size_t begin = 0;                 // Where they stand in ConversionPaths::line; see stretches().
  bool shortened = false;           // It had more than kPathTouchesMax touches.
};

class ConversionPaths {
 public:
  struct Scratch {
    EventBits conversions;
    EventBits candidates;  // What would be a touch if it had a node and was perceived.
    EventBits unperceived;
    EventBits touches;  // Those that are not; with or without a node.
  };
  // Room for one customer, reused.
  struct Room {
    struct Conversion {
      Micros time = 0;
      uint32_t event = 0;
      uint32_t first_line = 0;  // Into lines.
      uint32_t line_count = 0;
    };
    std::vector<Touch> all;
    std::vector<Touch> runs;       // `all` with runs of one node as one touch, each the last of its run.
    std::vector<uint32_t> run_of;  // By touch of `all`.
    std::vector<Touch> path;
    std::vector<Conversion> found;
    std::vector<std::pair<uint64_t, uint32_t>> orders;  // Order and event.
    std::vector<std::pair<uint32_t, uint32_t>> heads;   // First line of its order, and event.
    std::vector<uint32_t> lines;
  };

  static std::vector<ParameterInfo> parameters();
  static Result<ConversionPaths> bind(BindContext& context);

  // Sets the bits of the block's events, of those only that are shown.
  void prepare(const Block& block, const EventBits& shown, Scratch& scratch) const;
  // Reads one customer; then the two below. Returns whether there is a conversion.
  bool read(const Slice& slice, const Scratch& scratch, Room& room) const;
  // Leaves one event of each customer who has a wanted one: customers are read by their bits, not by what they are shown.
  static void show_once(const Block& block, const EventBits& wanted, EventBits& shown);
  // Do all paths of a customer lie in one line of touches? (The direct rule makes each of its own.)
  bool stretches() const { return !drops_direct_; }
  // That line. While a path is visited its last touch may stand for the run that goes on after the conversion.
  std::span<const Touch> line(const Room& room) const { return collapse_ ? room.runs : room.all; }

  // Calls visit(const ConversionPath&) for every conversion that counts, in order of time.
  template <class Visit>
  void for_each_conversion(Room& room, Visit&& visit) const;
  // Calls visit(touches, open) for every lost path, as it is before the direct rule and collapsing; open: it may still
  // convert within its look-back.
  template <class Visit>
  void for_each_lost(Room& room, Visit&& visit) const;

  // The touches after the direct rule and collapsing; in `room` unless they stay as they are.
  std::span<const Touch> tidied(std::span<const Touch> touches, std::vector<Touch>& room) const;
  bool collapses() const { return collapse_; }

  const NodeColumn& node() const { return node_; }
  const TimeRange& range() const { return range_; }

 private:
  enum class Which : unsigned char { kAll, kFirst, kRepeat };

  template <class Code>
  void read_touches(const Slice& slice, const Code* codes, const Scratch& scratch, Room& room) const;
  void read_conversions(const Block& block, Room& room) const;
  void unite_orders(const Block& block, Room& room) const;
  template <class Visit>
  void visit_path(Room& room, size_t begin, size_t end, ConversionPath& path, Visit&& visit) const;
  bool counts(size_t ordinal) const { return which_ == Which::kAll || (which_ == Which::kFirst) == (ordinal == 0); }

  NodeColumn node_;
  std::shared_ptr<const Predicate> conversion_;
  std::shared_ptr<const Predicate> touch_;  // Null: every event that is no conversion.
  std::shared_ptr<const Predicate> unperceived_;
  ColumnId order_ = 0;
  Micros look_back_ = 0;
  TimeRange range_;
  Micros as_of_ = 0;
  Which which_ = Which::kAll;
  bool collapse_ = true;
  bool drops_direct_ = false;
  uint32_t direct_ = 0;  // 0: no touch is direct.
};

template <class Visit>
void ConversionPaths::for_each_conversion(Room& room, Visit&& visit) const {
  const std::vector<Touch>& all = room.all;
  size_t begin = 0;
  size_t end = 0;
  for (size_t ordinal = 0; ordinal < room.found.size(); ++ordinal) {
    const Room::Conversion& conversion = room.found[ordinal];
    while (end < all.size() && all[end].event < conversion.event) ++end;
    while (begin < end && conversion.time - all[begin].time > look_back_) ++begin;
    if (!range_.contains(conversion.time) || !counts(ordinal)) continue;
    const size_t from = std::max(begin, end > kPathTouchesMax ? end - kPathTouchesMax : 0);
    ConversionPath path;
    path.event = conversion.event;
    path.time = conversion.time;
    path.lines = std::span(room.lines).subspan(conversion.first_line, conversion.line_count);
    path.shortened = from > begin;
    visit_path(room, from, end, path, visit);
  }
}

// The path of the touches [begin, end) of `all`.
template <class Visit>
void ConversionPaths::visit_path(Room& room, size_t begin, size_t end, ConversionPath& path, Visit&& visit) const {
  const std::span<Touch> raw = std::span(room.all).subspan(begin, end - begin);
  path.touches = raw;
  path.begin = begin;
  if (raw.empty() || (!drops_direct_ && !collapse_)) return visit(std::as_const(path));
  if (drops_direct_) {
    path.touches = tidied(raw, room.path);
    return visit(std::as_const(path));
  }
  path.begin = room.run_of[begin];
  const size_t last = room.run_of[end - 1];
  path.touches = std::span(room.runs).subspan(path.begin, last + 1 - path.begin);
  // The last run may go on after the conversion: here it ends before.
  const Touch whole = room.runs[last];
  room.runs[last] = raw.back();
  visit(std::as_const(path));
  room.runs[last] = whole;
}

template <class Visit>
void ConversionPaths::for_each_lost(Room& room, Visit&& visit) const {
  const std::vector<Touch>& all = room.all;
  const auto& found = room.found;
  size_t next = 0;  // The first conversion after the touch.
  size_t begin = 0;
  size_t end = 0;
  const auto close = [&] {
    if (begin < end) {
      visit(std::span(all).subspan(begin, end - begin), as_of_ - all[end - 1].time <= look_back_);
    }
    begin = end;
  };
  for (size_t i = 0; i < all.size(); ++i) {
    const Touch& touch = all[i];
    bool cut = begin < end && touch.time - all[begin].time > look_back_;
    while (next < found.size() && found[next].event <= touch.event) {
      ++next;
      cut = true;
    }
    if (cut) close();
    const bool led = next < found.size() && found[next].time - touch.time <= look_back_;
    if (led || !range_.contains(touch.time)) {
      close();
      begin = end = i + 1;
    } else {
      end = i + 1;
    }
  }
  close();
}

}  // namespace sojourn
