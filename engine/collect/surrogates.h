// Half a surrogate pair in JSON, as old programs cut text ("\ud83d" without its other half): parsers refuse the whole
// document for it.
#pragma once

#include <string>

namespace sojourn {

// Writes \ufffd in place of each, so that nothing moves. True: there was one. Linear; text without a backslash is
// searched for one, no more.
bool mend_surrogates(std::string& json);

}  // namespace sojourn
