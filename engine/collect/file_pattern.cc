#include "collect/file_pattern.h"

#include <string_view>

#include "base/text.h"
#include "collect/byte_stream.h"

namespace sojourn {
namespace {

// Remembers only the last star: what it takes is all that can be changed without losing a match.
bool matches(std::string_view text, std::string_view pattern) {
  size_t at = 0;
  size_t wanted = 0;
  size_t star = std::string_view::npos;
  size_t star_at = 0;
  while (at < text.size()) {
    if (wanted < pattern.size() && (pattern[wanted] == '?' || pattern[wanted] == text[at]) && pattern[wanted] != '*') {
      ++at;
      ++wanted;
    } else if (wanted < pattern.size() && pattern[wanted] == '*') {
      star = wanted++;
      star_at = at;
    } else if (star != std::string_view::npos) {
      wanted = star + 1;
      at = ++star_at;
    } else {
      return false;
    }
  }
  while (wanted < pattern.size() && pattern[wanted] == '*') ++wanted;
  return wanted == pattern.size();
}

}  // namespace

bool matches_pattern(const std::string& path, const std::string& pattern) {
  const std::string name = file_name(path);
  if (matches(name, pattern)) return true;
  for (std::string shorter = name; !shorter.empty();) {
    const size_t dot = shorter.find_last_of('.');
    if (dot == std::string::npos) break;
    shorter.resize(dot);
    if (matches(shorter, pattern)) return true;
  }
  return matches(file_stem(path), pattern);
}

}  // namespace sojourn
