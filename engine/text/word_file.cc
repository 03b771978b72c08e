#include "text/word_file.h"

#include "base/encoding.h"

namespace sojourn {

Status check_word_file(std::string_view text, std::string_view name) {
  const size_t bad = find_bad_utf8(text);
  if (bad == std::string_view::npos) return {};
  return Status::invalid("byte " + std::to_string(bad) + " is not UTF-8; save the file as UTF-8", std::string(name));
}

}  // namespace sojourn
