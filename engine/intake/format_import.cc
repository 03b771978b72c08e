#include "intake/format_import.h"

#include <chrono>
#include <filesystem>
#include <memory>

#include "base/limits.h"
#include "base/text.h"
#include "collect/batch_delivery.h"
#include "collect/byte_stream.h"

namespace sojourn {
namespace {

constexpr size_t kHeadBytes = 64 * 1024;
constexpr size_t kChunkBytes = 1024 * 1024;

// The file unpacked, up to `most` bytes.
Result<std::string> read_unpacked(const std::string& path, size_t most) {
  SOJOURN_TRY(const std::unique_ptr<ByteStream> stream, ByteStream::open(path));
  std::string bytes;
  while (bytes.size() < most) {
    const size_t room = std::min(kChunkBytes, most - bytes.size());
    const size_t before = bytes.size();
    bytes.resize(before + room);
    SOJOURN_TRY(const size_t count, stream->read(bytes.data() + before, room));
    bytes.resize(before + count);
    // Damage is told by the call after the last good byte, not at a short one.
    if (count == 0) break;
  }
  return bytes;
}

Result<std::string> read_whole(const std::string& path) {
  SOJOURN_TRY(std::string bytes, read_unpacked(path, limits::kFormatFileBytesMax + 1));
  if (bytes.size() <= limits::kFormatFileBytesMax) return bytes;
  return Status::limit(
      "unpacked it is larger than " + std::to_string(limits::kFormatFileBytesMax >> 30) + " GiB; export it in parts",
      path);
}

class Import {
 public:
  Import(const FormatImport& import, EventSink& sink)
      : import_(import),
        source_(import.source.empty() ? import.format->id : import.source),
        delivery_(sink, import.dry_run, import.rejects_shown_max) {}

  Result<ImportReport> run() {
    const auto start = std::chrono::steady_clock::now();
    for (const std::string& path : import_.side_files) {
      SOJOURN_TRY(std::string bytes, read_whole(path));
      side_bytes_.push_back(std::make_unique<std::string>(std::move(bytes)));
      side_files_.emplace_back(file_name(path), *side_bytes_.back());
    }
    for (const std::string& file : import_.files) SOJOURN_CHECK(read(file));
    SOJOURN_CHECK(delivery_.settle());
    ImportReport& report = delivery_.report();
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return std::move(report);
  }

 private:
  Status read(const std::string& path) {
    std::error_code unknown;
    const auto size = std::filesystem::file_size(path, unknown);
    const uint64_t file_bytes = unknown ? 0 : size;
    tell(path, 0, file_bytes, {});
    SOJOURN_TRY(const std::string bytes, read_whole(path));
    const size_t place = delivery_.report_of(source_, path);
    EventBatch batch;
    batch.source = source_;
    batch.input = file_name(path);
    batch.import_run = now();
    EventWriter writer(batch, import_.writer, [&](EventBatch& full) {
      SOJOURN_CHECK(hand_over(full, path));
      // How far it is cannot be known; the bar stands in the middle until the file is done.
      tell(path, file_bytes / 2, file_bytes, delivery_.report().sources[place].counts);
      return Status();
    });
    FormatInput input;
    input.bytes = bytes;
    input.name = file_name(path);
    input.side_files = side_files_;
    const Status status = read_format(*import_.format, input, import_.settings, writer);
    // What was read before the trouble is kept.
    if (!batch.events.empty() || !batch.rejects.empty() || batch.counts.rows > 0) {
      SOJOURN_CHECK(hand_over(batch, path));
    }
    SOJOURN_CHECK(delivery_.settle());
    if (!status.ok()) return status.where().starts_with(path) ? status : Status(status).within(path);
    tell(path, file_bytes, file_bytes, delivery_.report().sources[place].counts);
    return {};
  }

  Status hand_over(EventBatch& batch, const std::string& file) {
    if (import_.cancelled != nullptr && *import_.cancelled) return {StatusCode::kCancelled, "it was stopped", file};
    if (import_.strict && !batch.rejects.empty()) {
      const Reject& first = batch.rejects.front();
      return Status::invalid((first.field.empty() ? "" : first.field + ": ") + first.reason,
                             file + ":" + std::to_string(first.line));
    }
    return delivery_.hand_over(batch, file);
  }

  void tell(const std::string& path, uint64_t done, uint64_t total, const IntakeCounts& counts) const {
    if (import_.progress) import_.progress({path, done, total, counts.rows, counts.events + counts.repeats});
  }

  const FormatImport& import_;
  std::string source_;
  BatchDelivery delivery_;
  std::vector<std::unique_ptr<std::string>> side_bytes_;
  std::vector<std::pair<std::string, std::string_view>> side_files_;
};

}  // namespace

Result<ImportReport> import_as_format(const FormatImport& import, EventSink& sink) {
  if (import.files.empty()) return Status::invalid("name at least one file to import");
  SOJOURN_CHECK(check_settings(*import.format, import.settings));
  return Import(import, sink).run();
}

Result<const Format*> format_of_file(const std::string& path) {
  SOJOURN_TRY(const std::string head, read_unpacked(path, kHeadBytes));
  return recognise_format(head, file_name(path));
}

}  // namespace sojourn
