// The boards that are built in, a first page each for: executives, marketing, service, agents, analysts.
//
// Written   as TOML in homes/*.toml, which the build puts into the program (tools/embed_text.py).
// Threads   made once; immutable.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "boards/board.h"

namespace sojourn {

std::span<const std::shared_ptr<const Board>> built_in_homes();

// As in the files; by name.
struct HomeText {
  std::string_view name;
  std::string_view toml;
};
std::span<const HomeText> home_texts();

}  // namespace sojourn
