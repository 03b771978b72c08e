#include "timelines/timeline_files.h"

#include <algorithm>
#include <set>

#include "base/disk.h"
#include "base/hash.h"

namespace sojourn {
namespace {

constexpr uint64_t kManifestMagic = 0x32'54'53'4D'4A'4F'53;  // "SOJMST2".
constexpr uint64_t kNamesMagic = 0x31'4D'41'4E'4A'4F'53;     // "SOJNAM1".
constexpr const char* kManifest = "manifest";
constexpr size_t kNamesFilesMax = 16;  // More than this are written anew as one.

std::string sealed(ByteWriter out) {
  out.u64(hash64(out.bytes()));
  return out.take();
}

// The bytes before the checksum at the end. Errors: kCorruption.
Result<std::string_view> unsealed(std::string_view bytes, const std::string& name) {
  if (bytes.size() >= 8) {
    const std::string_view content = bytes.substr(0, bytes.size() - 8);
    ByteReader seal(bytes.substr(content.size()), name);
    SOJOURN_TRY(const uint64_t hash, seal.u64());
    if (hash == hash64(content)) return content;
  }
  return Status::corruption("the checksum does not fit", name);
}

// Looks at every byte of a part.
bool all_sound(const Part& part) {
  bool sound = true;
  for (size_t chunk = 0; chunk < part.chunk_count(); ++chunk) {
    if (!part.check(chunk, Part::kHead)) return false;
    for (size_t entry = 0; entry < part.view(chunk).entry_count(); ++entry) sound = part.check(chunk, entry) && sound;
  }
  return sound;
}

}  // namespace

Result<SharedBytes> TimelineFiles::map(const std::string& name) const {
  SOJOURN_TRY(std::shared_ptr<const MappedFile> file, MappedFile::open(path(name)));
  const std::string_view view = file->bytes();
  return SharedBytes{view, std::move(file)};
}

Result<KeptPart> TimelineFiles::open_part(uint64_t number, size_t segments) const {
  SOJOURN_TRY(SharedBytes index, map(index_name(number)));
  std::vector<SharedBytes> bytes;
  for (size_t i = 0; i < segments; ++i) {
    SOJOURN_TRY(SharedBytes segment, map(segment_name(number, i)));
    bytes.push_back(std::move(segment));
  }
  SOJOURN_TRY(std::shared_ptr<const Part> part,
              Part::open(std::move(index), std::move(bytes), false, index_name(number)));
  return KeptPart{std::move(part), number};
}

Result<TimelineFiles::Loaded> TimelineFiles::load() {
  names_.clear();
  forget_names();
  SOJOURN_TRY(const SharedBytes manifest, map(kManifest));
  SOJOURN_TRY(const std::string_view content, unsealed(manifest.view, kManifest));
  ByteReader in(content, kManifest);
  SOJOURN_TRY(const uint64_t magic, in.u64());
  SOJOURN_TRY(const uint64_t layout, in.u64());
  if (magic != kManifestMagic || layout != Columns::layout_hash()) return in.corrupt("another format version");
  Loaded loaded;
  SOJOURN_TRY(loaded.mark.fingerprint, in.u64());
  SOJOURN_TRY(loaded.mark.links_made, in.i64());
  SOJOURN_TRY(loaded.mark.links_undone, in.i64());
  SOJOURN_TRY(next_number_, in.u64());
  SOJOURN_TRY(const uint64_t names, in.count(8));
  for (uint64_t i = 0; i < names; ++i) {
    SOJOURN_TRY(const uint64_t number, in.u64());
    SOJOURN_CHECK(load_names(number, loaded.columns));
    names_.push_back(number);
  }
  SOJOURN_TRY(const uint64_t parts, in.count(16));
  int64_t bytes = 0;
  for (uint64_t i = 0; i < parts; ++i) {
    SOJOURN_TRY(const uint64_t number, in.u64());
    SOJOURN_TRY(const uint64_t segments, in.u64());
    SOJOURN_TRY(const int64_t size, in.i64());
    SOJOURN_TRY(KeptPart part, open_part(number, segments));
    if (part.part->bytes() != size || part.part->summary().column_end > loaded.columns.size()) {
      return Status::corruption("the part is not the one that the manifest names", index_name(number));
    }
    bytes += size;
    loaded.parts.push_back(std::move(part));
  }
  SOJOURN_TRY(const uint64_t refused, in.count(4));
  for (uint64_t i = 0; i < refused; ++i) {
    SOJOURN_TRY(const std::string property, in.text());
    loaded.columns.refuse(property);
  }
  SOJOURN_CHECK(in.end());
  if (bytes <= check_at_once_bytes_) {
    for (const KeptPart& part : loaded.parts) {
      if (!all_sound(*part.part)) return Status::corruption("a chunk is damaged", index_name(part.file));
    }
  }
  return loaded;
}

SegmentSink TimelineFiles::sink(uint64_t number) const {
  return [this, number](size_t segment, std::string bytes) -> Result<SharedBytes> {
    SOJOURN_CHECK(make_folders(folder_));
    SOJOURN_CHECK(write_file_atomic(path(segment_name(number, segment)), bytes));
    return map(segment_name(number, segment));
  };
}

Result<KeptPart> TimelineFiles::save_part(const Part& part, uint64_t number, bool segments_written) {
  SOJOURN_CHECK(make_folders(folder_));
  for (size_t i = 0; i < part.segments().size() && !segments_written; ++i) {
    SOJOURN_CHECK(write_file_atomic(path(segment_name(number, i)), part.segments()[i].view));
  }
  SOJOURN_CHECK(write_file_atomic(path(index_name(number)), part.index().view));
  return open_part(number, part.segments().size());
}

void TimelineFiles::forget_names() {
  names_.clear();
  columns_saved_ = kFirstPropertyColumn;
  texts_saved_.clear();
}

Status TimelineFiles::save_names(const Columns& columns) {
  if (names_.size() >= kNamesFilesMax) forget_names();
  texts_saved_.resize(columns.size(), 1);
  ByteWriter out;
  out.u64(kNamesMagic);
  out.u64(columns.size() - columns_saved_);
  for (size_t i = columns_saved_; i < columns.size(); ++i) out.text(columns.all()[i].name);
  bool any = columns_saved_ < columns.size();
  std::vector<uint32_t> ends(columns.size(), 1);
  for (size_t i = 0; i < columns.size(); ++i) {
    const std::shared_ptr<Names>& names = columns.names()[i];
    if (names == nullptr) continue;
    ends[i] = names->size();
    if (ends[i] == texts_saved_[i]) continue;
    any = true;
    out.u64(i);
    out.u64(texts_saved_[i]);
    out.u64(ends[i] - texts_saved_[i]);
    for (uint32_t code = texts_saved_[i]; code < ends[i]; ++code) out.text(names->text(code));
  }
  if (!any) return {};
  const uint64_t number = new_number();
  SOJOURN_CHECK(write_file_atomic(path(names_name(number)), sealed(std::move(out))));
  names_.push_back(number);
  columns_saved_ = columns.size();
  texts_saved_ = std::move(ends);
  return {};
}

Status TimelineFiles::load_names(uint64_t number, Columns& columns) {
  const std::string name = names_name(number);
  SOJOURN_TRY(const SharedBytes file, map(name));
  SOJOURN_TRY(const std::string_view content, unsealed(file.view, name));
  ByteReader in(content, name);
  SOJOURN_TRY(const uint64_t magic, in.u64());
  if (magic != kNamesMagic) return in.corrupt("another format version");
  SOJOURN_TRY(const uint64_t added, in.count(4));
  for (uint64_t i = 0; i < added; ++i) {
    SOJOURN_TRY(const std::string property, in.text());
    const size_t next = columns.size();
    if (columns.property(property) != next) return in.corrupt("a property comes twice or finds no room");
  }
  texts_saved_.resize(columns.size(), 1);
  columns_saved_ = columns.size();
  while (in.remaining() > 0) {
    SOJOURN_TRY(const uint64_t column, in.u64());
    SOJOURN_TRY(const uint64_t first, in.u64());
    SOJOURN_TRY(const uint64_t count, in.count(4));
    if (column >= columns.size() || columns.names()[column] == nullptr || first != texts_saved_[column]) {
      return in.corrupt("a vocabulary does not continue where it ended");
    }
    for (uint64_t i = 0; i < count; ++i) {
      SOJOURN_TRY(const std::string text, in.text());
      if (columns.names()[column]->intern(text) != first + i) return in.corrupt("a text comes twice");
    }
    texts_saved_[column] = static_cast<uint32_t>(first + count);
  }
  return {};
}

Status TimelineFiles::save(const std::vector<KeptPart>& parts, const Columns& columns, const RecordMark& mark) {
  SOJOURN_CHECK(make_folders(folder_));
  SOJOURN_CHECK(save_names(columns));
  ByteWriter out;
  out.u64(kManifestMagic);
  out.u64(Columns::layout_hash());
  out.u64(mark.fingerprint);
  out.i64(mark.links_made);
  out.i64(mark.links_undone);
  out.u64(next_number_);
  out.u64(names_.size());
  for (const uint64_t number : names_) out.u64(number);
  out.u64(parts.size());
  for (const KeptPart& part : parts) {
    out.u64(part.file);
    out.u64(part.part->segments().size());
    out.i64(part.part->bytes());
  }
  out.u64(columns.refused().size());
  for (const std::string& property : columns.refused()) out.text(property);
  SOJOURN_CHECK(write_file_atomic(path(kManifest), sealed(std::move(out))));
  remove_leftovers(parts);
  return {};
}

void TimelineFiles::remove_leftovers(const std::vector<KeptPart>& parts) const {
  std::set<std::string> wanted{kManifest};
  for (const uint64_t number : names_) wanted.insert(names_name(number));
  for (const KeptPart& part : parts) {
    wanted.insert(index_name(part.file));
    for (size_t i = 0; i < part.part->segments().size(); ++i) wanted.insert(segment_name(part.file, i));
  }
  const Result<std::vector<std::string>> found = list_folder(folder_);
  if (!found.has_value()) return;
  for (const std::string& name : *found) {
    // What cannot be removed now is tried again after the next save.
    if (!wanted.contains(name)) static_cast<void>(remove_file(path(name)));
  }
}

}  // namespace sojourn
