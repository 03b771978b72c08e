// What requests and replies look like, for the description: of those routes whose table row says none itself. By theme,
// as texts; api_test holds them against their schemas.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/router.h"

namespace sojourn {

struct RouteExample {
  std::string_view route;    // "POST /v1/ask"
  std::string_view request;  // "": it has no body, or its row says it.
  std::string_view reply;
};

std::vector<RouteExample> question_examples();
std::vector<RouteExample> record_examples();
std::vector<RouteExample> source_examples();
std::vector<RouteExample> survey_examples();
std::vector<RouteExample> map_examples();
std::vector<RouteExample> import_examples();
std::vector<RouteExample> access_examples();
std::vector<RouteExample> board_examples();
std::vector<RouteExample> inbox_examples();
std::vector<RouteExample> voice_examples();
std::vector<RouteExample> alert_examples();
std::vector<RouteExample> compare_examples();
// Those of all themes.
std::vector<RouteExample> all_examples();

// That of the row, else that of the tables; "" : none.
std::string request_example(const Route& route);
std::string reply_example(const Route& route);

// A value of a parameter in the path or the query; "" : none.
std::string parameter_example(const Route& route, std::string_view name);

}  // namespace sojourn
