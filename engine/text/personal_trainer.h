// Learns the tagger of personal data from texts with marked spans, and says how well spans are found.
// Threads: none. Cost: about a second for a thousand texts and ten rounds.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "text/personal_tagger.h"

namespace sojourn {

struct LabelledPersonalText {
  struct Span {
    std::string type;  // As the file has it: "PERSON".
    ByteRange range;
  };
  std::string text;
  std::vector<Span> spans;
  int64_t group = -1;  // Texts made from one template; -1: none is known.
};
// Labels of addresses that stand one after the other become one, as find() gives them. In order of place.
void join_labels(LabelledPersonalText& text);

// What a type of a labelled file is here; nothing for what is not looked for (titles, ages, nationalities, any dates).
std::optional<PersonalKind> kind_of_label(std::string_view type);

class PersonalTrainer {
 public:
  // Rounds over the texts, in an order that depends on nothing but them. The rules see the texts first, as they will.
  static PersonalModel train(const std::vector<LabelledPersonalText>& texts, ModelOrigin origin, size_t rounds = 10);
};

struct SpanQuality {
  size_t labelled = 0;  // Spans in the file.
  size_t found = 0;     // Spans that were found.
  size_t exact = 0;     // Both, with the same kind and range.
  size_t met_found = 0,
         met_labelled = 0;  // Found spans that overlap a labelled one of their kind, and the other way round.
  size_t hidden = 0;        // Labelled spans of which every letter and digit lies in found spans of any personal kind.

  static double share(size_t part, size_t all) {
    return all == 0 ? 0 : static_cast<double>(part) / static_cast<double>(all);
  }
  static double f1(double precision, double recall) {
    return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
  }
  SpanQuality& operator+=(const SpanQuality& more);
};

struct PersonalQuality {
  std::map<PersonalKind, SpanQuality> kinds;
  SpanQuality all;
  std::map<std::string, size_t> not_sought;  // Labels that no kind stands for, and how many.
  size_t texts = 0;
};

// `language`: of all the texts.
PersonalQuality measure_personal(PersonalDataFinder& finder, const std::vector<LabelledPersonalText>& texts,
                                 std::string_view language);

}  // namespace sojourn
