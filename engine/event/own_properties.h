// Properties that Sojourn writes itself. They can be asked about however many names senders make up.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace sojourn {

// As columns are named. Surveys, invitations and accounts.
inline constexpr std::array<std::string_view, 10> kOwnProperties = {
    "properties.about",      "properties.about_event", "properties.about_touchpoint", "properties.account",
    "properties.invitation", "properties.medium",      "properties.reason",           "properties.response",
    "properties.rule",       "properties.survey"};

constexpr bool is_own_property(std::string_view name) {
  return std::find(kOwnProperties.begin(), kOwnProperties.end(), name) != kOwnProperties.end();
}

}  // namespace sojourn
