#include <vector>

#include "answers/asker.h"
#include "answers/quality.h"
#include "base/suggest.h"
#include "funnels/funnel.h"
#include "journeys/drop_outs.h"
#include "journeys/process_map.h"
#include "metrics/customers.h"
#include "metrics/effort.h"
#include "metrics/net_promoter.h"
#include "metrics/order_value.h"
#include "metrics/repeat_rate.h"
#include "metrics/response_rate.h"
#include "metrics/revenue.h"
#include "metrics/satisfaction.h"
#include "metrics/volume.h"
#include "stages/stages.h"

namespace sojourn {

std::span<const MeasureDefinition> catalogue() {
  static const std::vector<MeasureDefinition> kMeasures{
      nps_definition(),         csat_definition(),      ces_definition(),         response_rate_definition(),
      volume_definition(),      customers_definition(), revenue_definition(),     order_value_definition(),
      repeat_rate_definition(), stages_definition(),    process_map_definition(), funnel_definition(),
      drop_outs_definition(),   quality_definition(),
  };
  return kMeasures;
}

Result<const MeasureDefinition*> find_measure(std::string_view id) {
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
