// `sojourn text topics`: what the texts of a file are about, and how good the topics are. Needs no data folder.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/status.h"
#include "cli/terminal.h"

namespace sojourn {

struct TextTopicsWords {
  std::string file;
  std::string text = "text";
  std::string language_column;    // "": the column `language`, if there is one.
  std::string language;           // Of all texts; "": the column, else found out.
  uint32_t topics = 0;            // 0: chosen.
  std::vector<std::string> pins;  // "name: word, word"
  std::string before, out;        // Files of models.
  bool stability = false;         // Also of texts: fits once more.
  Output format = Output::kTable;
};

Status run_text_topics(const TextTopicsWords& words);

}  // namespace sojourn
