#include "cli/text_sentences_command.h"

#include <map>
#include <string>
#include <vector>

#include "text/sentiment.h"
#include "text/test_sentences.h"

namespace sojourn {
namespace {

struct Counts {
  int64_t sentences = 0, signs = 0, languages = 0, ironic = 0, ironic_negative = 0;
};

std::map<std::string, Counts> count_sentences(const LinearModel* model) {
  TextReader reader(model);
  std::map<std::string, Counts> counts;
  for (const TestSentence& sentence : test_sentences()) {
    Counts& each = counts[std::string(sentence.language)];
    const TextVerdict verdict = reader.read(sentence.text);
    each.languages += verdict.language.code == sentence.language;
    if (sentence.hard()) {
      ++each.ironic;
      each.ironic_negative += verdict.label == "negative";
      continue;
    }
    ++each.sentences;
    each.signs += verdict.label == sentence.sign;
  }
  return counts;
}

}  // namespace

void print_test_sentences(const LinearModel* model, Output format) {
  std::vector<std::vector<Value>> rows;
  for (const auto& [language, each] : count_sentences(model)) {
    rows.push_back({language, each.sentences, each.signs,
                    static_cast<double>(each.signs) / static_cast<double>(each.sentences), each.sentences + each.ironic,
                    each.languages, each.ironic, each.ironic_negative});
  }
  print_table(
      {"language", "sentences", "sign_right", "share", "with_irony", "language_right", "ironic", "seen_through"}, rows,
      format);
  print_notice(
      "These sentences were written together with the lexicons, which were mended where one failed: this says that "
      "nothing "
      "is broken,\nnot how well it does on your comments. For that: sojourn text evaluate FILE --text COLUMN --label "
      "COLUMN");
}

}  // namespace sojourn
