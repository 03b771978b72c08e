// Random secrets, their hashes, and comparing without telling how far two agree. libsodium does the work.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/status.h"

namespace sojourn {

// Readies libsodium; any thread, any number of times. Errors: kUnavailable, when the machine gives no random numbers.
Status ready_for_secrets();

// Hexadecimal, two letters a byte. REQUIRES: ready_for_secrets() was ok.
std::string random_word(size_t bytes);
// SHA-256 as 64 hexadecimal letters: what is kept of secrets that are random themselves.
std::string secret_hash(std::string_view secret);
bool same_secret(std::string_view a, std::string_view b);

}  // namespace sojourn
