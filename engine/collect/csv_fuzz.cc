// Any bytes, read as CSV in every shape: rows always have the header's cells, lines only go up, and reading ends.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/assert.h"
#include "collect/csv_reader.h"
#include "collect/read_text.h"

namespace sojourn {
namespace {

void read_all(const std::string& text, const TextFormat& format) {
  auto bytes = ByteStream::over(text, "fuzz");
  if (!bytes) return;
  auto reader = CsvReader::open(TextStream(std::move(bytes).value(), format.encoding), format);
  if (!reader) return;
  std::vector<Cell> row;
  uint64_t line = 0;
  for (;;) {
    const Result<bool> more = (*reader)->next(row);
    if (!more && more.error().code() != StatusCode::kInvalidArgument) return;
    if (more && !*more) return;
    SOJOURN_ASSERT((*reader)->line() > line || line == 0, "every row begins on a later line");
    line = (*reader)->line();
    if (!more) continue;
    SOJOURN_ASSERT(row.size() == (*reader)->columns().size(), "a row has the header's cells");
    size_t text_bytes = 0;
    for (const Cell& cell : row) text_bytes += cell.text.size();
    SOJOURN_ASSERT(is_utf8((*reader)->raw()) || text_bytes > 4096, "a row is text");
  }
}

void try_bytes(const std::string& text) {
  read_all(text, {});
  TextFormat format;
  format.delimiter = "whitespace";
  read_all(text, format);
  format.delimiter.clear();
  format.header = {"a", "b"};
  format.widths = {2, 3};
  format.blanks = {"NA"};
  read_all(text, format);
  format.widths.clear();
  format.encoding = Encoding::kUtf16Le;
  read_all(text, format);
  const auto batch = read_events(text, Zone());
  (void)batch;
}

}  // namespace
}  // namespace sojourn

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  sojourn::try_bytes(std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
