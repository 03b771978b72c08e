// How surveys fared of late: answers, by what way they came, and how many of the invited answered.
//
// Counts    answers: responses, each once, however many questions it has; by the time of their first answer.
//           sent, answered: invitations to the survey that went out in the range; answered ones among them.
// Cost      two scans of the record's events of the range.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "store/store.h"

namespace sojourn {

inline constexpr Micros kSurveyUseOver = 30 * kDay;

struct SurveyUse {
  int64_t answers = 0;
  std::map<std::string, int64_t> by_medium;
  int64_t sent = 0;
  int64_t answered = 0;
};

// By the survey's name; those without any answer or invitation are absent. Errors: those of the store.
Result<std::map<std::string, SurveyUse>> use_of_surveys(Store& store, Micros since);

}  // namespace sojourn
