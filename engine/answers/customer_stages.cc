#include "answers/customer_stages.h"

#include <algorithm>
#include <tuple>

namespace sojourn {
namespace {

std::string text_of(const StoredEvent& event, Field field) {
  for (const auto& [each, text] : event.fields) {
    if (each == field) return text;
  }
  return "";
}

}  // namespace

std::string stage_of(const StoredEvent& event, std::span<const std::pair<std::string, std::string>> rules) {
  std::string stage = text_of(event, Field::kStage);
  if (!stage.empty()) return stage;
  const std::string touchpoint = text_of(event, Field::kTouchpoint);
  const auto rule =
      std::find_if(rules.begin(), rules.end(), [&](const auto& each) { return each.first == touchpoint; });
  return rule == rules.end() || touchpoint.empty() ? "" : rule->second;
}

std::vector<StageStay> stage_stays(std::vector<StoredEvent> events,
                                   std::span<const std::pair<std::string, std::string>> rules) {
  std::sort(events.begin(), events.end(), [](const StoredEvent& a, const StoredEvent& b) {
    return std::tie(a.time, a.sequence) < std::tie(b.time, b.sequence);
  });
  std::vector<StageStay> stays;
  for (const StoredEvent& event : events) {
    std::string stage = stage_of(event, rules);
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
