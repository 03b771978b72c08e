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
  // Among the `most` words before token `at`?
  bool before(const std::vector<PersonalToken>& tokens, size_t at, size_t most) const {
    for (size_t i = at; i-- > 0 && most > 0;) {
      if (tokens[i].kind != PersonalToken::Kind::kWord) continue;
      if (has(tokens[i])) return true;
      --most;
    }
    return false;
  }
  bool after(const std::vector<PersonalToken>& tokens, size_t at, size_t most) const {
    for (size_t i = at; i < tokens.size() && most > 0; ++i) {
      if (tokens[i].kind == PersonalToken::Kind::kLine) return false;
      if (tokens[i].kind != PersonalToken::Kind::kWord) continue;
      if (has(tokens[i])) return true;
      --most;
    }
    return false;
  }

 private:
  std::vector<uint64_t> hashes_;
};

}  // namespace sojourn
