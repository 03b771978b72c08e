// The words of letters that go out by themselves, in the five languages of the pages; English for any other.
//
// One list   titles of measures, columns and periods and the definitions are those of the pages (web/src/locales); what
//            only letters say is in engine/act/words. tools/embed_words.py puts both into the program.
// Threads    any number.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "measure/definition.h"

namespace sojourn {

struct WordText {
  std::string_view key;
  std::string_view text;
};
struct WordList {
  std::string_view language;
  std::span<const WordText> words;  // By key.
};
std::span<const WordList> word_lists();  // English first.

class Words {
 public:
  // "nl" and "nl-BE" alike; "" and others: English.
  explicit Words(std::string_view language);
  std::string_view language() const { return list_->language; }

  // What stands under the key, else in English; "" : nowhere.
  std::string_view find(std::string_view key) const;
  using Part = std::pair<std::string_view, std::string_view>;
  // The same with "{name}" filled in.
  std::string say(std::string_view key, std::initializer_list<Part> parts = {}) const;

  std::string measure(const MeasureDefinition& definition) const;     // Its title.
  std::string definition(const MeasureDefinition& definition) const;  // What it means.
  std::string column(std::string_view name) const;

  // As the language writes numbers: "1,234.5", "1.234,5"; with a true minus.
  std::string number(double number, int digits) const;
  std::string number(int64_t number) const;
  // With its unit: "+12.5" points, "45.2 %", "3.2 h".
  std::string figure(double number, std::string_view unit) const;

 private:
  const WordList* list_;
};

}  // namespace sojourn
