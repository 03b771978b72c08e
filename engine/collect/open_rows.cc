#include "collect/open_rows.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

#include "base/text.h"
#include "collect/byte_stream.h"
#include "collect/json_reader.h"
#include "collect/packed_parquet.h"

namespace sojourn {
namespace {

constexpr std::string_view kParquetMagic = "PAR1";

// How files begin that hold no table, though much of them may look like text.
constexpr std::array<std::string_view, 5> kBinaryMagics{"\x89PNG", "\xFF\xD8\xFF", "GIF8", "%PDF-", "\x7F\x45LF"};

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

// Encoding and delimiter, which a map tells of text files, are no matter of a workbook.
TextFormat format_of_workbook(TextFormat format) {
  format.encoding = Encoding::kUtf8;
  format.delimiter = ",";
  format.widths.clear();
  return format;
}

Result<OpenedRows> open_text(std::unique_ptr<ByteStream> bytes, const TextFormat& told) {
  const TextFormat format = bytes->is_workbook() ? format_of_workbook(told) : told;
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

// Control characters that no text has. Zeros of one parity are those of UTF-16.
size_t count_controls(std::string_view head) {
  std::array<size_t, 2> zeros{};
  size_t controls = 0;
  for (size_t i = 0; i < head.size(); ++i) {
    if (head[i] == '\0') ++zeros[i % 2];
    const auto byte = static_cast<unsigned char>(head[i]);
    if ((byte > 0 && byte < '\t') || (byte > '\r' && byte < ' ' && byte != 0x1B)) ++controls;
  }
  return controls + (zeros[0] > 0 && zeros[1] > 0 ? zeros[0] + zeros[1] : 0);
}

// Parquet is read from its end: where it came packed, it is unpacked first.
Result<std::unique_ptr<RowSource>> open_parquet_file(const std::string& path, ByteStream& bytes,
                                                     const ParquetOpener& parquet) {
  if (!parquet) return Status::invalid("Parquet files cannot be read here");
  SOJOURN_TRY(const bool plain, begins_with(path, kParquetMagic));
  return plain ? parquet(path) : open_packed_parquet(bytes, parquet);
}

Result<OpenedRows> open_any(const std::string& path, const TextFormat& format, const ParquetOpener& parquet) {
  SOJOURN_TRY(auto bytes, ByteStream::open(path));
  if (bytes->is_workbook()) return open_text(std::move(bytes), format);
  SOJOURN_TRY(const std::string head, peek(bytes, kTextHeadBytes));
  if (head.starts_with(kParquetMagic)) {
    OpenedRows opened;
    SOJOURN_TRY(opened.rows, open_parquet_file(path, *bytes, parquet));
    return opened;
  }
  if (!tells_columns(format)) SOJOURN_CHECK(check_text(head));
  return open_text(std::move(bytes), format);
}

Status with_name(Status status, const std::string& name) {
  return status.where().starts_with(name) ? status : std::move(status).within(name);
}

}  // namespace

Status check_text(std::string_view head) {
  constexpr size_t kControlsMost = 8;
  constexpr size_t kSharePercent = 2;
  head = head.substr(0, kTextHeadBytes);
  const bool known = std::any_of(kBinaryMagics.begin(), kBinaryMagics.end(),
                                 [head](std::string_view magic) { return head.starts_with(magic); });
  const size_t controls = count_controls(head);
  if (!known && (controls < kControlsMost || controls * 100 < head.size() * kSharePercent)) return {};
  return Status::invalid(
      "this is no table but a picture, a document, a program or another binary file; what is read is CSV, JSON, "
      "Parquet and Excel (.xlsx)");
}

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
  Result<std::unique_ptr<ByteStream>> stream = ByteStream::over_file(std::move(bytes), name);
  if (!stream) return with_name(std::move(stream).error(), name);
  Result<OpenedRows> opened = open_text(std::move(stream).value(), format);
  if (!opened) return with_name(std::move(opened).error(), name);
  opened->file_bytes = size;
  return opened;
}

}  // namespace sojourn
