#include <vector>

#include "answers/asker.h"
#include "answers/quality.h"
#include "attribution/attribution.h"
#include "base/suggest.h"
#include "funnels/funnel.h"
#include "influence/behaviour_changes.h"
#include "influence/early_experience.h"
#include "influence/loyalists.h"
#include "influence/moments_of_truth.h"
#include "influence/referrals.h"
#include "journeys/conformance.h"
#include "journeys/drop_outs.h"
#include "journeys/paths.h"
#include "journeys/process_map.h"
#include "journeys/sessions.h"
#include "journeys/stalled.h"
#include "journeys/variants.h"
#include "metrics/customers.h"
#include "metrics/effort.h"
#include "metrics/index.h"
#include "metrics/net_promoter.h"
#include "metrics/order_value.h"
#include "metrics/qualities.h"
#include "metrics/repeat_rate.h"
#include "metrics/response_rate.h"
#include "metrics/revenue.h"
#include "metrics/satisfaction.h"
#include "metrics/volume.h"
#include "retention/lifecycle.h"
#include "retention/retention.h"
#include "retention/stickiness.h"
#include "stages/consideration.h"
#include "stages/elsewhere.h"
#include "stages/observers.h"
#include "stages/stage_conversion.h"
#include "stages/stages.h"
#include "stages/weakest_link.h"
#include "voice/behaviour_trend.h"
#include "voice/conversations.h"
#include "voice/discovery.h"
#include "voice/mentions.h"
#include "voice/named_shares.h"
#include "voice/obstacles.h"
#include "voice/self_service.h"
#include "voice/sentiment.h"
#include "voice/tone_change.h"
#include "voice/topic_effect.h"
#include "voice/topics.h"

namespace sojourn {

std::span<const MeasureDefinition> catalogue() {
  static const std::vector<MeasureDefinition> kMeasures{
      // What customers say.
      nps_definition(),
      csat_definition(),
      ces_definition(),
      index_definition(),
      qualities_definition(),
      response_rate_definition(),
      // How much happens, and what it brings.
      volume_definition(),
      customers_definition(),
      revenue_definition(),
      order_value_definition(),
      repeat_rate_definition(),
      // The way they go.
      stages_definition(),
      process_map_definition(),
      conformance_definition(),
      paths_definition(),
      variants_definition(),
      sessions_definition(),
      funnel_definition(),
      drop_outs_definition(),
      stalled_definition(),
      // The stages of the journey.
      stage_conversion_definition(),
      weakest_link_definition(),
      observers_definition(),
      consideration_definition(),
      elsewhere_definition(),
      // Who comes back.
      retention_definition(),
      stickiness_definition(),
      lifecycle_definition(),
      // What leads to what.
      attribution_definition(),
      moments_of_truth_definition(),
      early_experience_definition(),
      behaviour_changes_definition(),
      referrals_definition(),
      loyalists_definition(),
      // The voice of the customer.
      sentiment_definition(),
      emotion_definition(),
      motives_definition(),
      intents_definition(),
      topics_definition(),
      topic_effect_definition(),
      wishes_definition(),
      obstacles_definition(),
      switching_definition(),
      discovery_definition(),
      behaviour_trend_definition(),
      tone_change_definition(),
      conversations_definition(),
      self_service_definition(),
      // The record itself.
      quality_definition(),
  };
  return kMeasures;
}

Result<const MeasureDefinition*> find_measure(std::string_view id) {
  if (id == "cohorts") id = "retention";  // Another name that people look for.
  std::vector<std::string> ids;
  for (const MeasureDefinition& each : catalogue()) {
    if (each.id == id) return &each;
    ids.push_back(each.id);
  }
  std::string hint = did_you_mean(id, ids);
  if (hint.empty()) {
    for (const std::string& each : ids) hint += (hint.empty() ? " There are " : ", ") + each;
  }
  return Status::not_found("there is no measure \"" + std::string(id) + "\"." + hint, "measure");
}

}  // namespace sojourn
