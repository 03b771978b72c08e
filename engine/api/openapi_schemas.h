// The shapes of requests and replies as JSON Schema, by theme: objects of named schemas, as texts of JSON. api_test holds
// real replies and all examples against them.
#pragma once

#include <string_view>
#include <vector>

namespace sojourn {

std::vector<std::string_view> question_schemas();
std::vector<std::string_view> record_schemas();
std::vector<std::string_view> intake_schemas();
std::vector<std::string_view> import_schemas();
std::vector<std::string_view> survey_schemas();
std::vector<std::string_view> access_schemas();
std::vector<std::string_view> board_schemas();
std::vector<std::string_view> inbox_schemas();
std::vector<std::string_view> voice_schemas();
std::vector<std::string_view> alert_schemas();
std::vector<std::string_view> compare_schemas();

}  // namespace sojourn
