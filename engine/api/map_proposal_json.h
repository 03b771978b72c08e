// A proposed map as JSON, and back with what a person changed.
#pragma once

#include "api/json_body.h"
#include "collect/propose_map.h"

namespace sojourn {

Json proposal_json(const MapProposal& proposal);
// Errors: kInvalidArgument; `where` is such as "columns[2].target".
Result<MapProposal> parse_proposal(const Json& json);

// What a column may fill: [{"name":"time","title":"..."}].
Json proposal_targets();
// What an answer may be: [{"name":"nps","min":0,"max":10}].
Json proposal_kinds();

}  // namespace sojourn
