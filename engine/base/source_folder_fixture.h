// For tests that read what lies in the project's own folders: golden files, samples, pages of the documentation.
#pragma once

#include <string>

namespace sojourn {

// The folder this was built from, absolute, without a slash at the end.
std::string source_folder();

}  // namespace sojourn
