// Passwords: hashed with Argon2id, and refused when others would guess them.
//
// Cost      hashing and verifying take kPasswordMemory and about a tenth of a second each: never where sockets are
//           served, and few at a time (hashing_queue.h).
// Kept      only the hash, which names its own cost, so that a later cost can stand beside it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/status.h"

namespace sojourn {

inline constexpr size_t kPasswordLettersMin = 10;
inline constexpr size_t kPasswordBytesMax = 1024;
inline constexpr size_t kPasswordMemory = size_t{64} << 20;

// Errors: kInvalidArgument, where "password": too short, too long, common, or made of the account's name.
Status check_password(std::string_view password, std::string_view account);
// Is it one that people choose, in any of the ways in which they vary it: "P@ssw0rd2024!", "qwertyqwerty", "1234567890"?
bool is_common_password(std::string_view password);

// Errors: kUnavailable, when there is no memory for it.
Result<std::string> hash_password(std::string_view password);
// `hash` "": takes the same time and is false, so that nobody hears which accounts there are.
bool verify_password(std::string_view password, const std::string& hash);

}  // namespace sojourn
