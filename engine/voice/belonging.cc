#include "voice/belonging.h"

#include <algorithm>
#include <ranges>

#include "measure/parameters.h"

namespace sojourn {
namespace {

Micros distance(Micros a, Micros b) { return a < b ? b - a : a - b; }

// Of `count` moments in order of time, at(i): the first at or after that time, and the first of those at the last moment
// before it; one of both is the nearest.
template <class At>
std::optional<size_t> nearest(Micros time, size_t count, const At& at) {
  const auto first_from = [&](Micros wanted) {
    const auto all = std::views::iota(size_t{0}, count);
    return *std::ranges::partition_point(all, [&](size_t i) { return at(i).time < wanted; });
  };
  if (count == 0) return std::nullopt;
  const size_t after = first_from(time);
  if (after == 0) return 0;
  const size_t before = first_from(at(after - 1).time);
  if (after == count) return before;
  return distance(time, at(before).time) <= distance(time, at(after).time) ? before : after;
}

}  // namespace

ParameterInfo within_parameter() {
  return parameter("within", ParameterType::kDuration, "1d",
                   "How near in time a text belongs to an answer of the same customer, where neither event nor survey "
                   "response joins them.");
}

Belonging Belonging::bind(BindContext& context) {
  Belonging bound(context.duration("within"));
  bound.response_ = VoiceCode::bind(context, "properties.response");
  return bound;
}

Answers::Answers(std::vector<Moment> moments) : moments_(std::move(moments)) {
  for (uint32_t i = 0; i < moments_.size(); ++i) {
    if (moments_[i].response != 0) by_response_.push_back(i);
  }
  std::ranges::stable_sort(by_response_, {}, [this](uint32_t i) { return moments_[i].response; });
}

std::span<const uint32_t> Answers::with_response(uint32_t response) const {
  if (response == 0) return {};
  return std::ranges::equal_range(by_response_, response, {}, [this](uint32_t i) { return moments_[i].response; });
}

std::optional<size_t> Belonging::of(const Moment& text, const Answers& answers) const {
  const std::vector<Moment>& moments = answers.moments();
  const auto same = std::ranges::lower_bound(moments, text.event, {}, &Moment::event);
  if (same != moments.end() && same->event == text.event) return static_cast<size_t>(same - moments.begin());
  const std::span<const uint32_t> joined = answers.with_response(text.response);
  const auto of_response = nearest(text.time, joined.size(), [&](size_t i) { return moments[joined[i]]; });
  if (of_response) return joined[*of_response];
  std::optional<size_t> best = nearest(text.time, moments.size(), [&](size_t i) { return moments[i]; });
  if (best && distance(text.time, moments[*best].time) > within_) best.reset();
  return best;
}

}  // namespace sojourn
