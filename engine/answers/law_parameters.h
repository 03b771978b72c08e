// For tests: the parameters with which laws_test.cc asks each measure, beside every measure's defaults.
//
// The first set of a measure is what all its questions start from: put there what it cannot be asked without. Each
// further set is one more question. Places of the random lives: touchpoints visit, help, purchase and delivery;
// channels web, app and call; stages consider, evaluate, buy and enjoy; answers to nps, csat and ces; amounts in EUR
// and JPY, orders, and properties.plan (free, pro).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sojourn {

using Parameters = std::map<std::string, std::vector<std::string>>;

inline std::vector<Parameters> law_parameters(std::string_view measure) {
  const std::string visit = "touchpoint = \"visit\"";
  const std::string help = "touchpoint = \"help\"";
  const std::string purchase = "touchpoint = \"purchase\"";
  const std::map<std::string_view, std::vector<Parameters>> all{
      {"funnel", {{{"step", {visit, help, purchase}}}}},
  };
  const auto found = all.find(measure);
  return found == all.end() ? std::vector<Parameters>{} : found->second;
}

}  // namespace sojourn
