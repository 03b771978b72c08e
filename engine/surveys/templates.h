// Surveys that are ready to be used, in five languages: nps, csat, ces, stars, experience (useful, usable, enjoyable), after-delivery.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "surveys/survey.h"

namespace sojourn {

std::vector<std::string> survey_template_names();
// A template under another name. Errors: kNotFound (with near names), kInvalidArgument for the name.
Result<Survey> survey_template(std::string_view id, std::string_view name);

}  // namespace sojourn
