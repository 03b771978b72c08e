// The style sheet and the script of survey pages, and the policy under which they run: both stand in the page itself,
// and the policy names their hashes, so that nothing else can run there.
#pragma once

#include <string>
#include <string_view>

namespace sojourn {

std::string_view survey_page_style();
// Not needed: shows questions as soon as earlier answers ask for them, and sends a one-click answer by itself.
std::string_view survey_page_script();
// For the header Content-Security-Policy.
const std::string& survey_page_policy();

}  // namespace sojourn
