// How nodes are written in rows where some words are ours: "(end)", "(other)" ... No two nodes are ever written alike.
#pragma once

#include <string>
#include <string_view>

namespace sojourn {

inline constexpr std::string_view kStartNode = "(start)";      // Where a journey begins.
inline constexpr std::string_view kEndNode = "(end)";          // Where it ends.
inline constexpr std::string_view kFurtherNode = "(further)";  // It goes on beyond the limit of steps.
inline constexpr std::string_view kOtherNode = "(other)";      // All that are not among the commonest.
inline constexpr std::string_view kNextNode = " > ";           // Between the nodes of a sequence.

// A node in a cell of its own: one that is really called "(end)" stands in quotes, and so does one that is really
// called "\"(end)\"", with one pair more.
inline std::string node_cell(std::string_view node) {
  std::string_view bare = node;
  while (bare.size() > 1 && bare.front() == '"' && bare.back() == '"') bare = bare.substr(1, bare.size() - 2);
  const bool ours = bare == kStartNode || bare == kEndNode || bare == kFurtherNode || bare == kOtherNode;
  return ours ? '"' + std::string(node) + '"' : std::string(node);
}

// A node in a sequence "a > b > c": quoted, with its own quotes doubled, where it could be read as something else.
inline std::string node_in_sequence(std::string_view node) {
  const bool ours = node == kFurtherNode || node == kOtherNode;
  if (!ours && node.find_first_of(">\"") == std::string_view::npos) return std::string(node);
  std::string quoted = "\"";
  for (const char c : node) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + '"';
}

}  // namespace sojourn
