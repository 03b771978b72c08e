#include "collect/xlsx_reader.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "base/text.h"
#include "collect/xlsx_parts.h"
#include "collect/xlsx_sheet.h"
#include "collect/zip_archive.h"

namespace sojourn {
namespace {

constexpr std::string_view kZip = "PK\x03\x04";
constexpr std::string_view kEmptyZip = "PK\x05\x06";
constexpr std::string_view kOldOffice = "\xD0\xCF\x11\xE0";

Result<std::string> read_packed(ByteStream& packed, const std::string& name) {
  constexpr size_t kChunk = size_t{1} << 20;
  std::string bytes;
  while (true) {
    const size_t before = bytes.size();
    bytes.resize(before + kChunk);
    SOJOURN_TRY(const size_t count, packed.read(bytes.data() + before, kChunk));
    bytes.resize(before + count);
    if (count == 0) return bytes;
    if (bytes.size() > kWorkbookBytesMax) {
      return Status::limit("it is larger than " + std::to_string(kWorkbookBytesMax >> 20) + " MiB; export it as CSV",
                           name);
    }
  }
}

void append_csv(std::string& out, const std::string& text) {
  if (text.find_first_of("\",;|\t\r\n") == std::string::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

class WorkbookStream final : public ByteStream {
 public:
  explicit WorkbookStream(ZipArchive archive) : archive_(std::move(archive)) {}

  // Finds the first sheet with cells, and how wide it is.
  Status start() {
    SOJOURN_TRY(workbook_, read_workbook(archive_));
    size_t left = kSheetBytesMax;  // All blank sheets together: each costs its time.
    for (const std::string& part : workbook_.sheets) {
      const auto measure = [this](uint32_t, const std::vector<std::string>& cells) {
        width_ = std::max(width_, cells.size());
      };
      SOJOURN_TRY(const auto sheet, XlsxSheet::open(archive_, workbook_, part, left, measure));
      while (true) {
        SOJOURN_TRY(const bool more, sheet->next());
        if (!more) break;
      }
      left = sheet->left();
      if (width_ == 0) continue;
      const auto write = [this](uint32_t number, const std::vector<std::string>& cells) { write_row(number, cells); };
      SOJOURN_TRY(sheet_, XlsxSheet::open(archive_, workbook_, part, kSheetBytesMax, write));
      return {};
    }
    return Status::invalid("the workbook holds no table", archive_.name());
  }

  Result<size_t> read(char* buffer, size_t size) override {
    size_t done = 0;
    while (done < size) {
      if (position_ == out_.size()) {
        out_.clear();
        position_ = 0;
        SOJOURN_TRY(const bool more, sheet_->next());
        if (!more && out_.empty()) break;
        // A long text may be shared by a million cells.
        written_ += out_.size();
        if (written_ > kSheetBytesMax) {
          return Status::limit("its table is larger than " + std::to_string(kSheetBytesMax >> 30) + " GiB as text",
                               archive_.name());
        }
      }
      const size_t count = std::min(size - done, out_.size() - position_);
      std::memcpy(buffer + done, out_.data() + position_, count);
      position_ += count;
      done += count;
    }
    return done;
  }
  uint64_t bytes_read() const override { return sheet_->bytes_read(); }
  bool is_workbook() const override { return true; }

 private:
  void write_row(uint32_t number, const std::vector<std::string>& cells) {
    for (; line_ < number; ++line_) out_ += '\n';
    for (size_t i = 0; i < width_; ++i) {
      if (i > 0) out_ += ',';
      if (i < cells.size()) append_csv(out_, cells[i]);
    }
    out_ += '\n';
    ++line_;
  }

  ZipArchive archive_;
  Workbook workbook_;
  std::unique_ptr<XlsxSheet> sheet_;
  size_t width_ = 0;
  uint32_t line_ = 1;
  std::string out_;
  size_t position_ = 0;
  size_t written_ = 0;
};

bool is_file(const ZipEntry& entry) {
  const size_t slash = entry.name.rfind('/');
  const std::string_view base = std::string_view(entry.name).substr(slash == std::string::npos ? 0 : slash + 1);
  return !base.empty() && !base.starts_with('.') && !entry.name.starts_with("__MACOSX/");
}

// What other tools pack: one file is read as if it stood alone.
Result<std::unique_ptr<ByteStream>> open_only_file(const ZipArchive& archive) {
  constexpr size_t kNamesShown = 8;
  const ZipEntry* only = nullptr;
  size_t count = 0;
  std::string names;
  for (const ZipEntry& entry : archive.entries()) {
    if (!is_file(entry)) continue;
    only = &entry;
    if (++count <= kNamesShown) names += (names.empty() ? "" : ", ") + entry.name.substr(0, 80);
  }
  if (count == 1) return archive.open(*only);
  if (count == 0) return Status::invalid("the archive is empty", archive.name());
  return Status::invalid("the archive holds " + std::to_string(count) + " files (" + names +
                             (count > kNamesShown ? " ..." : "") + "); unpack it and import the ones you mean",
                         archive.name());
}

}  // namespace

bool may_be_workbook(std::string_view magic) {
  return magic.starts_with(kZip) || magic.starts_with(kEmptyZip) || magic.starts_with(kOldOffice);
}

Result<std::unique_ptr<ByteStream>> open_workbook(ByteStream& packed, const std::string& name) {
  SOJOURN_TRY(std::string bytes, read_packed(packed, name));
  if (bytes.starts_with(kOldOffice)) {
    return Status::invalid("an old Excel file (.xls), or one with a password: save it as .xlsx or CSV", name);
  }
  SOJOURN_TRY(ZipArchive archive, ZipArchive::open(std::move(bytes), name));
  if (archive.find("xl/workbook.bin") != nullptr || archive.find("mimetype") != nullptr) {
    return Status::invalid("a workbook of another kind (.xlsb, .ods): save it as .xlsx or CSV", name);
  }
  if (archive.find("[Content_Types].xml") == nullptr) return open_only_file(archive);
  auto stream = std::make_unique<WorkbookStream>(std::move(archive));
  SOJOURN_CHECK(stream->start());
  return std::unique_ptr<ByteStream>(std::move(stream));
}

}  // namespace sojourn
