// What a map, or a proposal of one, makes of the first rows of a file; nothing is stored.
#pragma once

#include <memory>
#include <string>

#include "api/json_body.h"
#include "collect/propose_map.h"
#include "formats/format.h"
#include "intake/import_order.h"
#include "intake/upload_file.h"

namespace sojourn {

inline constexpr size_t kSampleBytesMax = size_t{1} << 20;

// The first rows of a file, or all of it. Its file is private, and goes when this does.
class Sample {
 public:
  // `cut`: there is more of it that we did not get. Errors: those of ByteStream.
  static Result<Sample> read(std::shared_ptr<UploadFile> file, bool cut);

  // The format that it is for sure. Null: none.
  const Format* format() const { return format_; }
  // Do its columns have the names of import files, the time among them?
  bool ready() const { return ready_; }
  // Errors: those of reading it, kInvalidArgument when it has no rows.
  Result<MapProposal> propose();
  // Its rows as text in UTF-8, a whole row at the end, to be sent back with the proposal.
  const std::string& text() const { return text_; }

 private:
  std::string name_;
  std::string text_;
  const Format* format_ = nullptr;
  bool ready_ = false;
  bool cut_ = false;
};

// The first events, the first rejects and the counts: {"events":[...],"rejects":[...],"counts":{...}}.
// `find`: the source that the map names. Errors: those of the map, which fits no row.
Result<Json> try_map(const std::string& toml, const UploadFile& sample, const SourceFinder& find);

}  // namespace sojourn
