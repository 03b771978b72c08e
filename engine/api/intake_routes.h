// A row of the table of routes at the intake's door, to be filled.
#pragma once

#include <string>

#include "api/router.h"

namespace sojourn {

inline Route intake_route(std::string verb, std::string pattern, std::string summary) {
  Route route{std::move(verb), std::move(pattern), std::move(summary), nullptr, "", ""};
  route.door = Door::kIntake;
  return route;
}

}  // namespace sojourn
