#include "collect/row_splitter.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/limits.h"
#include "base/text.h"

namespace sojourn {
namespace {

// What separates the cells of a whitespace-separated line.
bool is_gap(char c) { return c == ' ' || c == '\t'; }

// Position of the first `a` or `b` at or after `from`, or the size.
size_t find_either(std::string_view text, size_t from, char a, char b) {
  const char* const data = text.data();
  size_t at = from;
#ifdef __SSE2__
  const __m128i all_a = _mm_set1_epi8(a);
  const __m128i all_b = _mm_set1_epi8(b);
  for (; at + 16 <= text.size(); at += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(data + at));
    const __m128i hits = _mm_or_si128(_mm_cmpeq_epi8(bytes, all_a), _mm_cmpeq_epi8(bytes, all_b));
    const auto mask = static_cast<unsigned>(_mm_movemask_epi8(hits));
    if (mask != 0) return at + static_cast<size_t>(std::countr_zero(mask));
  }
#endif
  while (at < text.size() && data[at] != a && data[at] != b) ++at;
  return at;
}

}  // namespace

size_t RowSplitter::find_end(std::string_view text, size_t from) const {
  return find_either(text, from, shape_.delimiter, shape_.line_end);
}

void RowSplitter::close_row(std::string_view text, size_t end, Cut& cut) const {
  const bool has_line_end = end < text.size();
  cut.outcome = Outcome::kRow;
  cut.bytes = end + (has_line_end ? 1 : 0);
  cut.newlines += has_line_end ? 1 : 0;
  cut.raw_bytes = end;
  if (shape_.line_end == '\n' && end > 0 && text[end - 1] == '\r') --cut.raw_bytes;
}

RowSplitter::Cut RowSplitter::split(std::string_view text, bool final, std::vector<Cell>& row) {
  row.clear();
  if (shape_.kind != RowShape::Kind::kDelimited) return split_line(text, final, row);
  if (!scratch_.empty()) scratch_.clear();
  if (!unquoted_.empty()) unquoted_.clear();
  Cut cut;
  size_t at = 0;
  for (;;) {
    if (at < text.size() && text[at] == shape_.quote) {
      if (!quoted_cell(text, final, at, cut, row)) return cut;
    } else {
      const size_t end = find_end(text, at);
      row.push_back({text.substr(at, end - at), false});
      at = end;
    }
    if (at == text.size()) {
      if (!final) {
        cut.outcome = Outcome::kMore;
        return cut;
      }
      break;
    }
    if (text[at] == shape_.line_end) break;
    ++at;  // The delimiter.
    // One cell too many is enough to refuse the row: the others take its place.
    if (row.size() > limits::kColumnsMax) row.pop_back();
  }
  close_row(text, at, cut);
  std::string_view& last = row.back().text;
  if (shape_.line_end == '\n' && !last.empty() && last.back() == '\r' &&
      last.data() + last.size() == text.data() + at) {
    last.remove_suffix(1);
  }
  for (const Unquoted& one : unquoted_) row[one.cell].text = std::string_view(scratch_).substr(one.offset, one.size);
  return cut;
}

bool RowSplitter::quoted_cell(std::string_view text, bool final, size_t& at, Cut& cut, std::vector<Cell>& row) {
  const size_t open = at;
  const size_t lines_before = cut.newlines;
  const auto open_still = [&] {
    cut.outcome = Outcome::kMoreInQuotes;
    cut.quote_at = open;
    cut.quote_lines = lines_before;
    return false;
  };
  bool doubled = false;
  size_t close = open + 1;
  for (;;) {
    const void* found = std::memchr(text.data() + close, shape_.quote, text.size() - close);
    if (found == nullptr) return open_still();
    close = static_cast<size_t>(static_cast<const char*>(found) - text.data());
    if (close + 1 == text.size()) {
      if (!final) return open_still();
      break;
    }
    if (text[close + 1] != shape_.quote) break;
    doubled = true;
    close += 2;
  }
  const std::string_view inside = text.substr(open + 1, close - open - 1);
  cut.newlines += static_cast<size_t>(std::count(inside.begin(), inside.end(), shape_.line_end));
  at = find_end(text, close + 1);
  std::string_view rest = text.substr(close + 1, at - close - 1);
  if (!rest.empty() && rest.back() == '\r') rest.remove_suffix(1);
  rest = trim(rest);
  row.push_back({inside, false});
  if (doubled || !rest.empty()) unquote(row.size() - 1, inside, rest);
  return true;
}

void RowSplitter::unquote(size_t cell, std::string_view inside, std::string_view rest) {
  const size_t offset = scratch_.size();
  for (size_t at = 0; at < inside.size(); ++at) {
    scratch_ += inside[at];
    if (inside[at] == shape_.quote) ++at;  // Quotes inside come in pairs.
  }
  scratch_ += rest;
  unquoted_.push_back({cell, offset, scratch_.size() - offset});
}

RowSplitter::Cut RowSplitter::split_line(std::string_view text, bool final, std::vector<Cell>& row) const {
  Cut cut;
  const size_t end = std::min(text.find(shape_.line_end), text.size());
  if (end == text.size() && !final) {
    cut.outcome = Outcome::kMore;
    return cut;
  }
  close_row(text, end, cut);
  const std::string_view line = text.substr(0, cut.raw_bytes);
  size_t at = 0;
  if (shape_.kind == RowShape::Kind::kWidths) {
    for (const size_t width : shape_.widths) {
      row.push_back({trim(line.substr(std::min(at, line.size()), width)), false});
      at += width;
    }
    return cut;
  }
  while (at < line.size()) {
    while (at < line.size() && is_gap(line[at])) ++at;
    const size_t from = at;
    while (at < line.size() && !is_gap(line[at])) ++at;
    if (at > from && row.size() <= limits::kColumnsMax) row.push_back({line.substr(from, at - from), false});
  }
  return cut;
}

}  // namespace sojourn
