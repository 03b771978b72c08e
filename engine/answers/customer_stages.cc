#include "answers/customer_stages.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "base/encoding.h"

namespace sojourn {
namespace {

std::string text_of(const StoredEvent& event, Field field) {
  for (const auto& [each, text] : event.fields) {
    if (each == field) return text;
  }
  return "";
}

// As the timelines have it: the name as it stands, else without regard to upper and lower case; of several the first.
std::string stage_by_rule(const std::string& touchpoint, std::span<const std::pair<std::string, std::string>> rules) {
  if (touchpoint.empty()) return "";
  const auto same = std::ranges::find(rules, touchpoint, &std::pair<std::string, std::string>::first);
  if (same != rules.end()) return same->second;
  const std::string folded = fold_case(touchpoint);
  const auto like = std::ranges::find_if(rules, [&](const auto& each) { return fold_case(each.first) == folded; });
  return like == rules.end() ? "" : like->second;
}

}  // namespace

std::vector<StageStay> stage_stays(std::vector<StoredEvent> events,
                                   std::span<const std::pair<std::string, std::string>> rules) {
  std::sort(events.begin(), events.end(), [](const StoredEvent& a, const StoredEvent& b) {
    return std::tie(a.time, a.sequence) < std::tie(b.time, b.sequence);
  });
  std::vector<StageStay> stays;
  std::unordered_map<std::string, std::string> by_rule;  // Of each touchpoint, once: a life may be long.
  for (const StoredEvent& event : events) {
    std::string stage = text_of(event, Field::kStage);
    if (stage.empty()) {
      const auto [known, is_new] = by_rule.try_emplace(text_of(event, Field::kTouchpoint));
      if (is_new) known->second = stage_by_rule(known->first, rules);
      stage = known->second;
    }
    if (stage_rank(stage) < 0 || (!stays.empty() && stays.back().stage == stage)) continue;
    if (!stays.empty()) stays.back().left = event.time;
    stays.push_back({std::move(stage), event.time, std::nullopt});
  }
  return stays;
}

Result<std::vector<StageStay>> stages_of_customer(Store& store, IdentifierCode customer) {
  SOJOURN_TRY(const StageRules rules, store.touchpoint_stages());
  SOJOURN_TRY(std::vector<StoredEvent> events, store.timeline(customer, TimeRange{}, kStageEventsMax, 0));
  return stage_stays(std::move(events), rules);
}

}  // namespace sojourn
