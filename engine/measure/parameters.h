// Makes the parameters of a definition, a line each.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "measure/definition.h"

namespace sojourn {

inline ParameterInfo parameter(std::string name, ParameterType type, std::string default_value, std::string about) {
  ParameterInfo made;
  made.name = std::move(name);
  made.type = type;
  made.default_value = std::move(default_value);
  made.about = std::move(about);
  return made;
}

// The first choice is the default.
inline ParameterInfo choice(std::string name, std::vector<std::string> choices, std::string about) {
  ParameterInfo made = parameter(std::move(name), ParameterType::kChoice, choices.front(), std::move(about));
  made.choices = std::move(choices);
  return made;
}

inline ParameterInfo integer(std::string name, int64_t default_value, double min, double max, std::string about) {
  ParameterInfo made =
      parameter(std::move(name), ParameterType::kInteger, std::to_string(default_value), std::move(about));
  made.min = min;
  made.max = max;
  return made;
}

// A field whose values are the nodes of paths and maps.
inline ParameterInfo node_parameter(std::string default_value = "touchpoint") {
  return parameter("node", ParameterType::kField, std::move(default_value),
                   "The field whose values are the nodes: touchpoint, stage, channel, properties.x ...");
}

}  // namespace sojourn
