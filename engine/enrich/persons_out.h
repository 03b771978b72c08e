// What may become a value that everybody sees who may ask: a wish, an obstacle, a rival, the words of a topic. None of it
// says who somebody is; places may. Texts are judged and learned from by this one rule, or a name that is left out of the
// one would come back by the other.
// Threads   one each. Cost: that of PersonalDataFinder.
#pragma once

#include <string>
#include <string_view>

#include "text/meaning.h"
#include "text/personal_data.h"

namespace sojourn {

class PersonsOut {
 public:
  // Wishes and obstacles that meet personal words are none; such a rival is one without a name. REQUIRES: `meaning` is of
  // this text.
  void clear(TextMeaning& meaning, std::string_view text, std::string_view language);
  // The text with a comma in place of each personal span, so that no phrase goes over it.
  std::string cut(std::string_view text, std::string_view language);

 private:
  PersonalDataFinder finder_;
};

}  // namespace sojourn
