// Words that stand beside personal data and say what it is, as hashes of personal_tokens.h.
// Threads: never change. Cost: a binary search in a few dozen numbers.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "text/personal_tokens.h"

namespace sojourn {

class CueWords {
 public:
  CueWords(std::initializer_list<std::string_view> words) {
    for (const std::string_view word : words) hashes_.push_back(personal_word_hash(word));
    std::ranges::sort(hashes_);
  }
  bool has(const PersonalToken& token) const { return std::ranges::binary_search(hashes_, token.hash); }
  // Among the `most` words before token `at`, at most kTokensLookedAt away? (A text of nothing but numbers has none.)
  bool before(const std::vector<PersonalToken>& tokens, size_t at, size_t most) const {
    const size_t end = at > kTokensLookedAt ? at - kTokensLookedAt : 0;
    for (size_t i = at; i-- > end && most > 0;) {
      if (tokens[i].kind != PersonalToken::Kind::kWord) continue;
      if (has(tokens[i])) return true;
      --most;
    }
    return false;
  }
  bool after(const std::vector<PersonalToken>& tokens, size_t at, size_t most) const {
    const size_t end = std::min(tokens.size(), at + kTokensLookedAt);
    for (size_t i = at; i < end && most > 0; ++i) {
      if (tokens[i].kind == PersonalToken::Kind::kLine) return false;
      if (tokens[i].kind != PersonalToken::Kind::kWord) continue;
      if (has(tokens[i])) return true;
      --most;
    }
    return false;
  }

 private:
  static constexpr size_t kTokensLookedAt = 40;

  std::vector<uint64_t> hashes_;
};

}  // namespace sojourn
