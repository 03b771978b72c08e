// The files of the timelines: DIR/timelines/manifest and what it names. docs/formats/timelines.md has the bytes.
//
//   manifest     which parts and names files belong together; written last, so that a cut-off save never shows
//   N.index      a part's index: customers, where their chunks are, what it replaces
//   N.K.chunks   its chunks, segment K
//   N.names      property names and vocabularies as far as earlier names files do not hold them
//
// Errors    load(): kNotFound, or kCorruption for whatever does not fit; the caller then starts anew. Others:
// kUnavailable.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/status.h"
#include "timelines/columns.h"
#include "timelines/part.h"

namespace sojourn {

struct KeptPart {
  std::shared_ptr<const Part> part;
  uint64_t file = 0;  // Its number; 0: in memory only.
};

// What tells the record that the files were made from.
struct RecordMark {
  uint64_t fingerprint = 0;  // Of its events and links, as far as they were there.
  int64_t links_made = 0;
  int64_t links_undone = 0;
};

class TimelineFiles {
 public:
  // Parts up to `check_at_once_bytes` together are checked byte by byte by load(); larger ones at their first use.
  TimelineFiles(std::string folder, int64_t check_at_once_bytes)
      : folder_(std::move(folder)), check_at_once_bytes_(check_at_once_bytes) {}

  struct Loaded {
    Columns columns;
    std::vector<KeptPart> parts;
    RecordMark mark;
  };
  Result<Loaded> load();

  // A number for a new file, and where a part of that number puts its segments while it is built.
  uint64_t new_number() { return next_number_++; }
  SegmentSink sink(uint64_t number) const;
  // Writes the part (its segments only when they are not there yet) and opens it from its files.
  Result<KeptPart> save_part(const Part& part, uint64_t number, bool segments_written);
  // Makes `parts`, all with a number, and the columns' vocabularies what load() will find. Removes what is left over.
  Status save(const std::vector<KeptPart>& parts, const Columns& columns, const RecordMark& mark);
  // Forgets all names files: the next save() writes the vocabularies whole.
  void forget_names();

 private:
  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  static std::string index_name(uint64_t number) { return std::to_string(number) + ".index"; }
  static std::string segment_name(uint64_t number, size_t segment) {
    return std::to_string(number) + "." + std::to_string(segment) + ".chunks";
  }
  static std::string names_name(uint64_t number) { return std::to_string(number) + ".names"; }
  Result<SharedBytes> map(const std::string& name) const;
  Result<KeptPart> open_part(uint64_t number, size_t segments) const;
  Status load_names(uint64_t number, Columns& columns);
  Status save_names(const Columns& columns);
  void remove_leftovers(const std::vector<KeptPart>& parts) const;

  std::string folder_;
  int64_t check_at_once_bytes_;
  uint64_t next_number_ = 1;
  std::vector<uint64_t> names_;  // Numbers of the names files, in order.
  size_t columns_saved_ = kFirstPropertyColumn;
  std::vector<uint32_t> texts_saved_;  // By column: codes below this are in the names files.
};

}  // namespace sojourn
