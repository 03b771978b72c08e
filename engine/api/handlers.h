// The handlers by theme, as rows of the table of routes. Each parses, asks the engine, prints; nothing else lives here.
// Threads   handlers keep no state but the engine they borrow: any number may run at once.
#pragma once

#include <vector>

#include "answers/asker.h"
#include "api/router.h"
#include "base/time.h"
#include "store/store.h"
#include "timelines/timelines.h"

namespace sojourn {

// Borrowed; outlives the routes.
struct Engine {
  Store& store;
  Timelines& timelines;
  Asker& asker;
  Micros started = 0;  // When the server started.
};

// POST /v1/ask, POST /v1/who, GET /v1/measures, /v1/measures/{id}, /v1/fields.
void add_ask_routes(const Engine& engine, std::vector<Route>& routes);
// GET /v1/customers, /v1/customers/{identifier}, its /timeline; GET, POST, DELETE /v1/links.
void add_people_routes(const Engine& engine, std::vector<Route>& routes);
// GET /v1/sources, /v1/rejects, /v1/status; GET and PUT /v1/stages; POST /v1/sql.
void add_record_routes(const Engine& engine, std::vector<Route>& routes);

}  // namespace sojourn
