// Trains the language identifier: softmax regression over hashed characters, one a script, by AdaGrad. Lines are seen whole
// and as pieces of a few words. The same lines give the same model. Threads: one. Cost: about 10 µs a line and epoch.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "text/language.h"

namespace sojourn {

struct LabelledLine {
  std::string language;
  std::string text;
};

class LanguageTrainer {
 public:
  // Errors: kInvalidArgument without two languages of a script, kLimit beyond kLanguageLanes languages of a script.
  static Result<LanguageModel> train(const std::vector<LabelledLine>& lines, ModelOrigin origin);
};

}  // namespace sojourn
