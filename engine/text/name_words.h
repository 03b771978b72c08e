// Small words that shape the names of topics, by language. Languages without a list (en, nl, de, ru, zh have one) have none.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_set>

namespace sojourn {

struct NameWords {
  static const NameWords& of(std::string_view language);
  bool empty() const { return never.empty(); }

  std::unordered_set<uint64_t> never;  // No nouns, though often said where nouns are.
  std::unordered_set<uint64_t> glue;   // May stand within a phrase: "quality of service".
  std::unordered_set<uint64_t> end;    // Stop words that may end one: "money back".
};

// Does the ending of the lower-case word speak against a noun?
bool ends_as_no_noun(std::string_view word, std::string_view language);

}  // namespace sojourn
