// Definitions of templates that stand in a file of their own; templates.h hands all of them out.
#pragma once

#include <string_view>

namespace sojourn {

extern const std::string_view kStarsTemplate;
extern const std::string_view kExperienceTemplate;

}  // namespace sojourn
