#include "voice/belonging.h"

#include <algorithm>
#include <cstdlib>

#include "measure/parameters.h"

namespace sojourn {
namespace {

Micros distance(Micros a, Micros b) { return a < b ? b - a : a - b; }

// The first at or after that time, and the first of those at the last moment before it: one of both is the nearest.
std::optional<size_t> nearest(Micros time, std::span<const Moment> answers) {
  const auto earlier = [](const Moment& each, Micros at) { return each.time < at; };
  const auto after = std::lower_bound(answers.begin(), answers.end(), time, earlier);
  const auto index = [&](auto place) { return static_cast<size_t>(place - answers.begin()); };
  if (after == answers.begin()) return answers.empty() ? std::nullopt : std::optional<size_t>(0);
  const auto before = std::lower_bound(answers.begin(), after, std::prev(after)->time, earlier);
  if (after == answers.end()) return index(before);
  return distance(time, before->time) <= distance(time, after->time) ? index(before) : index(after);
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

std::optional<size_t> Belonging::of(const Moment& text, std::span<const Moment> answers) const {
  const auto same = std::lower_bound(answers.begin(), answers.end(), text.event,
                                     [](const Moment& each, uint32_t event) { return each.event < event; });
  if (same != answers.end() && same->event == text.event) return static_cast<size_t>(same - answers.begin());
  std::optional<size_t> best;
  for (size_t i = 0; text.response != 0 && i < answers.size(); ++i) {
    if (answers[i].response != text.response) continue;
    if (!best || distance(text.time, answers[i].time) < distance(text.time, answers[*best].time)) best = i;
  }
  if (best) return best;
  best = nearest(text.time, answers);
  if (best && distance(text.time, answers[*best].time) > within_) best.reset();
  return best;
}

}  // namespace sojourn
