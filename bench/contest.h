// One data set, three engines, each in a process of its own.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine.h"
#include "works.h"

namespace sojourn::bench {

struct Contest {
  std::string events;  // Files of events: what there is ...
  std::string update;  // ... and what comes later, or "".
  std::string folder;  // For timelines and ClickHouse's tables; made anew.
  std::vector<Work> works;
  std::vector<Work> again;  // Asked once more after the update.
  // Later still, one after the other: files of events, and what is said of each. Ours keeps states from ask to ask
  // here.
  std::vector<std::pair<std::string, std::string>> intakes;
  uint32_t touchpoints = 0;
};

// Works besides those of the list.
inline constexpr const char* kBuild = "build: into order of customer and time";
inline constexpr const char* kOpen = "open what was built";
inline constexpr const char* kUpdate = "update: 1 % new events";
inline constexpr const char* kAfterUpdate = ", after the update";
inline constexpr const char* kAgain = ", asked again";

void run_ours(const Contest& contest, Report& report);
void run_clickhouse(const Contest& contest, Report& report);
void run_duckdb(const Contest& contest, Report& report);

}  // namespace sojourn::bench
