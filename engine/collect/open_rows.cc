#include "collect/open_rows.h"

#include <filesystem>
#include <system_error>

#include "base/text.h"
#include "collect/byte_stream.h"
#include "collect/json_reader.h"

namespace sojourn {
namespace {

constexpr std::string_view kParquetMagic = "PAR1";

// The first two characters of the text that are not blank.
std::string first_marks(std::string_view text) {
  std::string marks;
  for (const char c : text) {
    if (is_blank(c)) continue;
    marks += c;
    if (marks.size() == 2) break;
  }
  return marks;
}

// A header of a CSV may start with a bracket too, but not go on like this.
bool looks_like_json(std::string_view text) {
  const std::string marks = first_marks(text);
  return marks == "{\"" || marks == "{}" || marks == "[{" || marks == "[]";
}

bool tells_columns(const TextFormat& format) {
  return !format.header.empty() || !format.delimiter.empty() || !format.widths.empty();
}

Result<OpenedRows> open_text(std::unique_ptr<ByteStream> bytes, const TextFormat& format) {
  OpenedRows opened;
  TextStream text(std::move(bytes), format.encoding);
  SOJOURN_TRY(const bool any, text.fill());
  (void)any;
  if (!tells_columns(format) && looks_like_json(text.window())) {
    opened.growing = true;
    opened.rows = std::make_unique<JsonReader>(std::move(text));
  } else {
    SOJOURN_TRY(opened.rows, CsvReader::open(std::move(text), format));
  }
  return opened;
}

Result<bool> is_parquet(const std::string& path) {
  SOJOURN_TRY(const auto stream, ByteStream::open(path));
  std::string head(kParquetMagic.size(), '\0');
  SOJOURN_TRY(const size_t count, stream->read(head.data(), head.size()));
  return count == head.size() && head == kParquetMagic;
}

Result<OpenedRows> open_any(const std::string& path, const TextFormat& format, const ParquetOpener& parquet) {
  SOJOURN_TRY(const bool columnar, is_parquet(path));
  if (columnar) {
    if (!parquet) return Status::invalid("Parquet files cannot be read here");
    OpenedRows opened;
    SOJOURN_TRY(opened.rows, parquet(path));
    return opened;
  }
  SOJOURN_TRY(auto bytes, ByteStream::open(path));
  return open_text(std::move(bytes), format);
}

Status with_name(Status status, const std::string& name) {
  return status.where().starts_with(name) ? status : std::move(status).within(name);
}

}  // namespace

Result<OpenedRows> open_rows(const std::string& path, const TextFormat& format, const ParquetOpener& parquet) {
  Result<OpenedRows> opened = open_any(path, format, parquet);
  if (!opened) return with_name(std::move(opened).error(), path);
  std::error_code trouble;
  const auto size = std::filesystem::file_size(path, trouble);
  opened->file_bytes = trouble ? 0 : size;
  return opened;
}

Result<OpenedRows> open_rows_over(std::string bytes, const std::string& name, const TextFormat& format) {
  const uint64_t size = bytes.size();
  Result<std::unique_ptr<ByteStream>> stream = ByteStream::over(std::move(bytes), name);
  if (!stream) return with_name(std::move(stream).error(), name);
  Result<OpenedRows> opened = open_text(std::move(stream).value(), format);
  if (!opened) return with_name(std::move(opened).error(), name);
  opened->file_bytes = size;
  return opened;
}

}  // namespace sojourn
