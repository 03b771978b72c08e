// The hand-written sentences that come with the program: at least 40 a language with their sign, and ironic ones that rules
// cannot see, marked as hard. What `sojourn text evaluate` without a file and the tests of the rules are counted on.
#pragma once

#include <span>
#include <string_view>

namespace sojourn {

struct TestSentence {
  std::string_view language;  // "en"
  std::string_view sign;      // "positive", "neutral", "negative"; irony: "hard"
  std::string_view text;
  bool hard() const { return sign == "hard"; }
};

// In the order of the file, languages together. Lives for ever. Threads: any.
std::span<const TestSentence> test_sentences();

}  // namespace sojourn
