// Rows of tests/published/*.csv: numbers that others worked out, each file naming its source.
#pragma once

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "base/source_folder_fixture.h"

namespace sojourn::published {

// The cells of every line that is no comment.
inline std::vector<std::vector<std::string>> rows(const std::string& file) {
  std::ifstream in(source_folder() + "/tests/published/" + file);
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string> cells;
    std::istringstream parts(line);
    for (std::string cell; std::getline(parts, cell, ',');) cells.push_back(cell);
    rows.push_back(cells);
  }
  return rows;
}

}  // namespace sojourn::published
