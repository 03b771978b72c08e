// /openapi.json (OpenAPI 3.1), made from the table of routes and the catalogue of measures: it cannot disagree with
// them.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "api/json_body.h"
#include "api/router.h"
#include "measure/definition.h"

namespace sojourn {

Json openapi_document(const std::vector<Route>& routes, std::span<const MeasureDefinition> measures);

// The schemas by name ("Answer", "People" ...), without those of the single measures.
Json reply_schemas();

// The schema of a question to one measure: its name, and its parameters with types, limits, choices and defaults.
Json question_schema(const MeasureDefinition& measure);

}  // namespace sojourn
