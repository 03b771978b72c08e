// Smileys made of marks and letters, and what they mean.
#pragma once

#include <cstdint>
#include <string_view>

namespace sojourn {

struct EmoticonMatch {
  size_t bytes = 0;  // 0: there is none.
  uint64_t hash = 0;
  bool repeated = false;  // ":)))"
};

// The longest emoticon at the beginning of `text`. Those that begin with a letter or a digit ("xD") need `free`: that no
// word stands right before; they also need no letter right behind.
EmoticonMatch match_emoticon(std::string_view text, bool free);
// Token::hash of an emoticon. REQUIRES: it is one.
uint64_t emoticon_hash(std::string_view emoticon);

}  // namespace sojourn
