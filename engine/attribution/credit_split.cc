#include "attribution/credit_split.h"

#include <algorithm>
#include <cmath>

#include "measure/parameters.h"

namespace sojourn {
namespace {

int64_t part_of(double share) { return static_cast<int64_t>(share * static_cast<double>(kWholeCredit)); }

// What rounding left goes to the largest part, the first of several.
void give_rest(std::vector<int64_t>& parts) {
  int64_t rest = kWholeCredit;
  for (const int64_t part : parts) rest -= part;
  *std::max_element(parts.begin(), parts.end()) += rest;
}

// Of a node's touches each has the same part, so the rarest node's first one has the first of the largest.
void shapley_by_node(std::span<const Touch> touches, const NodeWindow& nodes, std::vector<int64_t>& parts) {
  const auto different = static_cast<int64_t>(parts.size());
  int64_t rest = kWholeCredit;
  int64_t fewest = kWholeCredit;
  for (size_t i = 0; i < parts.size(); ++i) {
    const auto times = static_cast<int64_t>(nodes.nodes()[i].times);
    parts[i] = kWholeCredit / (different * times) * times;
    rest -= parts[i];
    fewest = std::min(fewest, times);
  }
  if (rest == 0) return;
  const auto first = std::find_if(touches.begin(), touches.end(), [&](const Touch& touch) {
    return static_cast<int64_t>(nodes.times(touch.node)) == fewest;
  });
  parts[nodes.place(first->node)] += rest;
}

ParameterInfo percentage(std::string name, std::string default_value, std::string about) {
  ParameterInfo made = parameter(std::move(name), ParameterType::kNumber, std::move(default_value), std::move(about));
  made.min = 0;
  made.max = 100;
  return made;
}

}  // namespace

std::vector<ParameterInfo> CreditSplit::parameters() {
  return {parameter("half_life", ParameterType::kDuration, "7d",
                    "time_decay: a touch this much older than another has half its credit."),
          percentage("first_share", "40", "position: percent of the credit that the first touch takes."),
          percentage("last_share", "40", "position: percent of the credit that the last touch takes.")};
}

Result<CreditSplit> CreditSplit::bind(BindContext& context) {
  CreditSplit split;
  split.half_life_ = static_cast<double>(context.duration("half_life"));
  if (split.half_life_ <= 0) return Status::invalid("must be longer than nothing", "half_life");
  split.first_share_ = context.number("first_share") / 100;
  split.last_share_ = context.number("last_share") / 100;
  if (context.number("first_share") + context.number("last_share") > 100) {
    return Status::invalid("and first_share take more than 100 percent together", "last_share");
  }
  return split;
}

CreditSplit::Evenly CreditSplit::evenly(CreditModel model, size_t count) const {
  switch (model) {
    case CreditModel::kFirst: return {0, {{{0, kWholeCredit}}}};
    case CreditModel::kLast: return {0, {{{count - 1, kWholeCredit}}}};
    case CreditModel::kPosition: return position(count);
    default: break;
  }
  const int64_t each = kWholeCredit / static_cast<int64_t>(count);
  return {each, {{{0, kWholeCredit - each * static_cast<int64_t>(count)}}}};
}

CreditSplit::Evenly CreditSplit::position(size_t count) const {
  if (count == 1) return {0, {{{0, kWholeCredit}}}};
  if (count == 2) {
    const double both = first_share_ + last_share_;
    const int64_t first = both == 0 ? kWholeCredit / 2 : part_of(first_share_ / both);
    return {0, {{{0, first}, {1, kWholeCredit - first}}}};
  }
  const int64_t first = part_of(first_share_);
  const int64_t last = part_of(last_share_);
  const auto inner = static_cast<int64_t>(count - 2);
  const int64_t left = std::max<int64_t>(0, kWholeCredit - first - last);
  const int64_t between = left / inner;
  const int64_t rest = kWholeCredit - first - last - between * inner;
  const size_t largest = first >= between && first >= last ? 0 : between >= last ? 1 : count - 1;
  return {between, {{{0, first - between}, {count - 1, last - between}, {largest, rest}}}};
}

void CreditSplit::time_decay(std::span<const Touch> touches, std::vector<double>& weights,
                             std::vector<int64_t>& parts) const {
  // Ages are counted from the last touch: the shares are the same, and that one's weight cannot vanish.
  const Micros last = touches.back().time;
  weights.resize(touches.size());
  double sum = 0;
  for (size_t i = 0; i < touches.size(); ++i) {
    weights[i] = std::exp2(-static_cast<double>(last - touches[i].time) / half_life_);
    sum += weights[i];
  }
  parts.resize(touches.size());
  for (size_t i = 0; i < touches.size(); ++i) parts[i] = part_of(weights[i] / sum);
  give_rest(parts);
}

void CreditSplit::split(CreditModel model, std::span<const Touch> touches, const NodeWindow& nodes, Room& room) const {
  std::vector<int64_t>& parts = room.parts;
  switch (model) {
    case CreditModel::kTimeDecay: return time_decay(touches, room.weights, parts);
    case CreditModel::kShapley: {
      parts.clear();
      const auto different = static_cast<int64_t>(nodes.nodes().size());
      for (const Touch& touch : touches) {
        parts.push_back(kWholeCredit / (different * static_cast<int64_t>(nodes.times(touch.node))));
      }
      return give_rest(parts);
    }
    default: break;
  }
  const Evenly shares = evenly(model, touches.size());
  parts.assign(touches.size(), shares.each);
  for (const auto& [touch, more] : shares.more) parts[touch] += more;
}

void CreditSplit::split_by_node(CreditModel model, std::span<const Touch> touches, const NodeWindow& nodes,
                                Room& room) const {
  std::vector<int64_t>& parts = room.parts;
  parts.assign(nodes.nodes().size(), 0);
  if (model == CreditModel::kTimeDecay) {
    time_decay(touches, room.weights, room.by_touch);
    for (size_t i = 0; i < touches.size(); ++i) parts[nodes.place(touches[i].node)] += room.by_touch[i];
    return;
  }
  if (model == CreditModel::kShapley) return shapley_by_node(touches, nodes, parts);
  const Evenly shares = evenly(model, touches.size());
  for (size_t i = 0; i < parts.size(); ++i) parts[i] = shares.each * static_cast<int64_t>(nodes.nodes()[i].times);
  for (const auto& [touch, more] : shares.more) {
    if (more != 0) parts[nodes.place(touches[touch].node)] += more;
  }
}

}  // namespace sojourn
