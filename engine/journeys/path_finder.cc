#include "journeys/path_finder.h"

#include "measure/parameters.h"

namespace sojourn {
namespace {

// Index of the first event from `from` on that is in the set; the number of events when there is none.
size_t first_in(const EventBits& set, std::span<const uint32_t> events, size_t from) {
  while (from < events.size() && !set.test(events[from])) ++from;
  return from;
}

Status bind_filter_of(BindContext& context, const std::string& name, std::shared_ptr<const Predicate>& filter) {
  if (!context.given(name)) return {};
  SOJOURN_TRY(filter, context.filter(context.text(name), name));
  return {};
}

}  // namespace

std::vector<ParameterInfo> PathFinder::parameters(bool collapse, bool anchored) {
  std::vector<ParameterInfo> all{node_parameter(),
                                 parameter("collapse", ParameterType::kBool, collapse ? "yes" : "no",
                                           "Take a node that follows itself as one place, at the time of the first.")};
  for (ParameterInfo& each : SessionCut::parameters("")) all.push_back(std::move(each));
  all.push_back(parameter("start", ParameterType::kFilter, "",
                          "A path begins with the first event that passes this filter; journeys without one are left "
                          "out. Without it, with the journey."));
  all.push_back(parameter("end", ParameterType::kFilter, "",
                          "A path ends with the first event after its start that passes this filter; journeys without "
                          "one are left out. Without it, with the journey."));
  if (!anchored) return all;
  all.push_back(parameter("anchor", ParameterType::kFilter, "",
                          "Look at what came after, or before, the first event that passes this filter; journeys "
                          "without one are left out."));
  all.push_back(choice("direction", {"after", "before"},
                       "after: the steps from the anchor (or the path's beginning) on; before: those that lead up to "
                       "the anchor (or the path's end)."));
  return all;
}

Result<PathFinder> PathFinder::bind(BindContext& context, bool anchored, size_t steps) {
  PathFinder finder;
  SOJOURN_TRY(finder.node_, bind_node_column(context, "node"));
  SOJOURN_TRY(finder.cut_, SessionCut::bind(context));
  finder.steps_ = steps;
  finder.collapse_ = context.flag("collapse");
  SOJOURN_CHECK(bind_filter_of(context, "start", finder.start_));
  SOJOURN_CHECK(bind_filter_of(context, "end", finder.end_));
  if (anchored) {
    SOJOURN_CHECK(bind_filter_of(context, "anchor", finder.anchor_));
    finder.backwards_ = context.text("direction") == "before";
  }
  return finder;
}

void PathFinder::prepare(const Block& block, PathScratch& scratch) const {
  cut_.prepare(block, scratch.sessions);
  if (start_ != nullptr) start_->select(block, scratch.starts);
  if (end_ != nullptr) end_->select(block, scratch.ends);
  if (anchor_ != nullptr) anchor_->select(block, scratch.anchors);
}

std::span<const uint32_t> PathFinder::bounded(std::span<const uint32_t> journey, const PathScratch& scratch) const {
  if (start_ != nullptr) journey = journey.subspan(first_in(scratch.starts, journey, 0));
  if (end_ != nullptr && !journey.empty()) {
    const size_t end = first_in(scratch.ends, journey, start_ == nullptr ? 0 : 1);
    journey = end == journey.size() ? std::span<const uint32_t>() : journey.first(end + 1);
  }
  if (anchor_ == nullptr) return journey;
  const size_t anchor = first_in(scratch.anchors, journey, 0);
  if (anchor == journey.size()) return {};
  return backwards_ ? journey.first(anchor + 1) : journey.subspan(anchor);
}

bool PathFinder::walk(const Block& block, std::vector<PathPlace>& places, Path& path) const {
  places.clear();
  if (!node_.column) return false;
  const bool found = backwards_ ? walk_backwards(block, places, path) : walk_forwards(block, places, path);
  path.places = places;
  return found;
}

bool PathFinder::walk_forwards(const Block& block, std::vector<PathPlace>& places, Path& path) const {
  const CodeColumn& codes = block.column(*node_.column).codes;
  for (const uint32_t event : path.events) {
    const uint32_t node = codes[event];
    if (node == 0 || (collapse_ && !places.empty() && places.back().node == node)) continue;
    if (places.size() == steps_) {
      path.further = true;
      break;
    }
    if (places.empty()) path.counted_from = event;
    places.push_back({node, block.times[event]});
  }
  return !places.empty();
}

bool PathFinder::walk_backwards(const Block& block, std::vector<PathPlace>& places, Path& path) const {
  const CodeColumn& codes = block.column(*node_.column).codes;
  for (size_t i = path.events.size(); i-- > 0;) {
    const uint32_t event = path.events[i];
    const uint32_t node = codes[event];
    if (node == 0) continue;
    if (collapse_ && !places.empty() && places.back().node == node) {
      places.back().time = block.times[event];  // The run began earlier still.
      continue;
    }
    if (places.size() == steps_) {
      path.further = true;
      break;
    }
    if (places.empty()) path.counted_from = event;
    places.push_back({node, block.times[event]});
  }
  return !places.empty();
}

}  // namespace sojourn
