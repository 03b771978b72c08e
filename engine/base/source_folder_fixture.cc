#include "base/source_folder_fixture.h"

namespace sojourn {

// Here alone, so that no other object depends on where the folder lies and all can come from a compiler cache.
std::string source_folder() { return SOJOURN_SOURCE_DIR; }

}  // namespace sojourn
