// `sojourn text`: what comments say and feel, learned from labelled files. Needs no data folder.
#pragma once

#include <optional>
#include <string>

#include "base/status.h"
#include "cli/terminal.h"

namespace sojourn {

// A file of texts with labels: CSV, JSON lines or a workbook, also packed.
struct LabelledFileWords {
  std::string file;
  std::string text = "text";
  std::string label = "label";
  std::string language_column;  // "": the column `language`, if there is one.
  std::string language;         // Of all texts; "": the column, else found out.
  std::string scale = "guess";
};

struct TextWords {
  LabelledFileWords file;
  std::string model;  // A file.
  std::string out;
  bool force = false;  // Replaces a better model too.
  std::string comment;
  std::string version, source, licence;
  size_t compact = 0;           // Rows of a compact model.
  std::optional<double> prior;  // How much the lexicon says, told and not fitted.
  Output format = Output::kTable;
};

Status run_text_train(const TextWords& words);
Status run_text_evaluate(const TextWords& words);
Status run_text_explain(const TextWords& words);
Status run_text_train_language(const TextWords& words);

}  // namespace sojourn
