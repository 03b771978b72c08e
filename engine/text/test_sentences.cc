#include "text/test_sentences.h"

#include <vector>

#include "text/built_in.h"
#include "text/word_file.h"

namespace sojourn {
namespace {

std::vector<TestSentence> read_sentences() {
  std::vector<TestSentence> sentences;
  for (std::string_view rest = built_in_file("test.sentences"); !rest.empty();) {
    std::string_view line = cut_to(rest, '\n');
    if (line.empty() || line[0] == '#') continue;
    const std::string_view language = cut_to(line, '\t');
    const std::string_view sign = cut_to(line, '\t');
    sentences.push_back({language, sign, line});
  }
  return sentences;
}

}  // namespace

std::span<const TestSentence> test_sentences() {
  static const std::vector<TestSentence> sentences = read_sentences();
  return sentences;
}

}  // namespace sojourn
