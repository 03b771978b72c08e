// `sojourn text personal`: finds personal data in a text, and says how well it is found in labelled ones.
// `sojourn text train-personal`: makes the tagger anew.
#pragma once

#include <string>
#include <vector>

#include "base/status.h"
#include "cli/terminal.h"

namespace sojourn {

struct PersonalWords {
  std::string file;  // Of labelled texts; "" : `text`.
  std::string text;
  std::string language;            // Of the text, or of all texts; "" : found out.
  int64_t aside = 5;               // Every so many-th template is kept out of learning, and tested on; 0: none.
  bool everything = false;         // Test on all texts of the file.
  std::vector<std::string> files;  // To learn from.
  std::string out, version, source, licence;
  Output format = Output::kTable;
};

Status run_text_personal(const PersonalWords& words);
Status run_text_train_personal(const PersonalWords& words);

}  // namespace sojourn
