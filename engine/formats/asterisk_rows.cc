#include "formats/asterisk_rows.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/text.h"

namespace sojourn::asterisk {
namespace {

constexpr size_t kRowBytes = 64 * 1024;  // No row is longer.

RowShape shape_of(char delimiter) {
  RowShape shape;
  shape.delimiter = delimiter;
  return shape;
}

}  // namespace

std::string_view without_mark(std::string_view text) {
  return text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text;
}

char delimiter_of(std::string_view text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  char best = ',';
  for (const char one : {';', '\t'}) {
    if (std::count(line.begin(), line.end(), one) > std::count(line.begin(), line.end(), best)) best = one;
  }
  return best;
}

RowWalk::RowWalk(std::string_view text, char delimiter) : text_(text), splitter_(shape_of(delimiter)) {}

bool RowWalk::next(std::vector<Cell>& cells) {
  while (!text_.empty()) {
    line_ += newlines_;
    const std::string_view window = text_.substr(0, kRowBytes);
    const RowSplitter::Cut cut = splitter_.split(window, window.size() == text_.size(), cells);
    // A quote that never closes would eat the rest: the row ends where its line does.
    const bool open = cut.outcome != RowSplitter::Outcome::kRow;
    const size_t end = std::min(text_.find('\n'), text_.size());
    raw_ = text_.substr(0, open ? end : cut.raw_bytes);
    newlines_ = open ? 1 : cut.newlines;
    text_.remove_prefix(std::min(open ? end + 1 : std::max<size_t>(cut.bytes, 1), text_.size()));
    broken_ = open || !is_utf8(raw_);
    if (!trim(raw_).empty()) return true;
  }
  return false;
}

}  // namespace sojourn::asterisk
