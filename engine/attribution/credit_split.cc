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

void CreditSplit::split(CreditModel model, const ConversionPath& path, std::vector<int64_t>& parts) const {
  parts.assign(path.touches.size(), 0);
  switch (model) {
    case CreditModel::kFirst: parts.front() = kWholeCredit; return;
    case CreditModel::kLast: parts.back() = kWholeCredit; return;
    case CreditModel::kLinear: linear(path.touches, parts); break;
    case CreditModel::kTimeDecay: time_decay(path.touches, parts); break;
    case CreditModel::kPosition: position(path.touches, parts); break;
    case CreditModel::kShapley: shapley(path.touches, parts); break;
  }
  give_rest(parts);
}

void CreditSplit::linear(std::span<const Touch> touches, std::vector<int64_t>& parts) const {
  std::fill(parts.begin(), parts.end(), kWholeCredit / static_cast<int64_t>(touches.size()));
}

void CreditSplit::time_decay(std::span<const Touch> touches, std::vector<int64_t>& parts) const {
  // Ages are counted from the last touch: the shares are the same, and that one's weight cannot vanish.
  const auto weight = [&](const Touch& touch) {
    return std::exp2(-static_cast<double>(touches.back().time - touch.time) / half_life_);
  };
  double sum = 0;
  for (const Touch& touch : touches) sum += weight(touch);
  for (size_t i = 0; i < touches.size(); ++i) parts[i] = part_of(weight(touches[i]) / sum);
}

void CreditSplit::position(std::span<const Touch> touches, std::vector<int64_t>& parts) const {
  const size_t count = touches.size();
  if (count == 1) return;  // give_rest gives it all.
  if (count == 2) {
    const double both = first_share_ + last_share_;
    parts.front() = both == 0 ? kWholeCredit / 2 : part_of(first_share_ / both);
    parts.back() = kWholeCredit - parts.front();
    return;
  }
  parts.front() = part_of(first_share_);
  parts.back() = part_of(last_share_);
  const int64_t left = std::max<int64_t>(0, kWholeCredit - parts.front() - parts.back());
  const int64_t between = left / static_cast<int64_t>(count - 2);
  std::fill(parts.begin() + 1, parts.end() - 1, between);
}

void CreditSplit::shapley(std::span<const Touch> touches, std::vector<int64_t>& parts) const {
  static thread_local std::vector<std::pair<uint32_t, uint32_t>> by_node;  // Node and index; kept between calls.
  by_node.clear();
  for (uint32_t i = 0; i < touches.size(); ++i) by_node.emplace_back(touches[i].node, i);
  std::sort(by_node.begin(), by_node.end());
  int64_t nodes = 1;
  for (size_t i = 1; i < by_node.size(); ++i) nodes += by_node[i].first != by_node[i - 1].first ? 1 : 0;
  for (size_t begin = 0; begin < by_node.size();) {
    size_t end = begin + 1;
    while (end < by_node.size() && by_node[end].first == by_node[begin].first) ++end;
    const auto times = static_cast<int64_t>(end - begin);
    for (size_t i = begin; i < end; ++i) parts[by_node[i].second] = kWholeCredit / (nodes * times);
    begin = end;
  }
}

}  // namespace sojourn
