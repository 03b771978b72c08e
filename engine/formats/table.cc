#include "formats/table.h"

#include <algorithm>

#include "base/text.h"

namespace sojourn {
namespace {

constexpr size_t kKeptCellsMax = 128;
constexpr size_t kKeptBytesMax = 64 * 1024;

}  // namespace

Result<Table> Table::open(std::string_view bytes, const std::string& name, const TextFormat& format) {
  Table table;
  SOJOURN_TRY(auto stream, ByteStream::over(std::string(bytes), name));
  SOJOURN_TRY(table.reader_, CsvReader::open(TextStream(std::move(stream), {}), format));
  const std::vector<std::string>& columns = table.columns();
  for (size_t i = 0; i < columns.size(); ++i) table.places_.emplace(lower_ascii(trim(columns[i])), i);
  return table;
}

void Table::alias(std::string_view known, std::string_view column) {
  if (const auto place = place_of(column)) places_.emplace(lower_ascii(known), *place);
}

std::optional<size_t> Table::place_of(std::string_view column) const {
  const auto found = places_.find(lower_ascii(column));
  return found == places_.end() ? std::nullopt : std::optional<size_t>(found->second);
}

Result<bool> Table::next(EventWriter& writer, bool count) {
  while (true) {
    const Result<bool> more = reader_->next(row_);
    if (more && !*more) return false;
    if (count) writer.row();
    raw_ = reader_->raw();
    if (more) return true;
    if (more.error().code() != StatusCode::kInvalidArgument) return more.error();
    SOJOURN_CHECK(writer.reject(reader_->line(), raw_, "", more.error().message()));
  }
}

std::string_view Table::cell(size_t place) const {
  return place < row_.size() && !row_[place].null ? trim(row_[place].text) : std::string_view();
}

std::string_view Table::at(std::string_view column) const {
  const auto place = place_of(column);
  return place ? cell(*place) : std::string_view();
}

std::string_view Table::at(std::initializer_list<std::string_view> columns) const {
  for (const std::string_view column : columns) {
    const std::string_view text = at(column);
    if (!text.empty()) return text;
  }
  return {};
}

void Table::keep_others(EventWriter& writer, const std::set<std::string, std::less<>>& known) const {
  size_t count = 0;
  size_t bytes = 0;
  for (size_t i = 0; i < columns().size(); ++i) {
    const std::string_view text = cell(i);
    if (text.empty() || known.contains(lower_ascii(trim(columns()[i])))) continue;
    bytes += text.size() + columns()[i].size();
    if (++count > kKeptCellsMax || bytes > kKeptBytesMax) return;
    writer.set("properties." + columns()[i], Cell{text, false, CellType::kUntyped});
  }
}

std::string plain_head(std::string_view head) {
  std::string plain;
  plain.reserve(head.size());
  std::copy_if(head.begin(), head.end(), std::back_inserter(plain), [](char c) { return c != '\0'; });
  return plain;
}

bool has_columns(std::string_view head, std::initializer_list<std::string_view> names) {
  const std::string plain = plain_head(head);
  const std::string line = plain.substr(0, plain.find('\n'));
  return std::all_of(names.begin(), names.end(), [&](std::string_view name) {
    for (size_t at = line.find(name); at != std::string::npos; at = line.find(name, at + 1)) {
      constexpr std::string_view kEdges = ",;\t|\"\r\n\xBF\xFE\xFF";
      const size_t end = at + name.size();
      const bool begins = at == 0 || kEdges.find(line[at - 1]) != std::string_view::npos;
      if (begins && (end == line.size() || kEdges.find(line[end]) != std::string_view::npos)) return true;
    }
    return false;
  });
}

}  // namespace sojourn
