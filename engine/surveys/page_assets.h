// The style sheet and the script of survey pages, and the policy under which they run: both stand in the page itself,
// and the policy names their hashes, so that nothing else can run there.
#pragma once

#include <string>
#include <string_view>

namespace sojourn {

std::string_view survey_page_style();
// Not needed: shows questions as soon as earlier answers ask for them, and sends a one-click answer at the
// first move or touch of a person.
std::string_view survey_page_script();
// For the header Content-Security-Policy.
const std::string& survey_page_policy();
// The same for a page that a page of this server may show in a frame, and that can send nothing.
const std::string& survey_draft_policy();

}  // namespace sojourn
