// A file that somebody sends, while it comes in: in a private folder of its own, gone again unless somebody keeps it.
//
// Place     FOLDER/coming-N/NAME, modes 0700 and 0600, so that a map finds it by the name that it was sent with.
// Disk      room is set aside for a length that is known, and looked for again every kLookBytes.
// Threads   one at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/disk_room.h"
#include "base/status.h"
#include "intake/private_folder.h"

namespace sojourn {

// The name of a file without folders, as it may stand on our disk. Errors: kInvalidArgument, `where` is "name".
Result<std::string> upload_name(std::string_view text);

// Trouble with a file in that folder as its sender may see it: without the place where we keep it ("answers.csv:4"), and
// damage as the sender's own fault (kInvalidArgument).
Status as_sender_sees(const Status& status, const std::string& folder);

class UploadFile {
 public:
  static constexpr uint64_t kLookBytes = uint64_t{16} << 20;

  // Makes the folder when it is missing. `name`: of upload_name(); `bytes`: how much, if it is known. `room` is of the
  // folder. Errors: kUnavailable.
  static Result<std::unique_ptr<UploadFile>> make(const std::string& folder, const std::string& name,
                                                  std::shared_ptr<DiskRoom> room, std::optional<uint64_t> bytes);
  // Removes what nobody kept.
  ~UploadFile();
  UploadFile(const UploadFile&) = delete;
  UploadFile& operator=(const UploadFile&) = delete;

  const std::string& name() const { return name_; }
  const std::string& folder() const { return folder_.path(); }
  std::string path() const { return folder() + "/" + name_; }
  uint64_t bytes() const { return bytes_; }

  // Errors: kUnavailable, when the disk takes no more.
  Status write(std::string_view bytes);
  // No more is written. `durable`: all of it survives a power cut from now on. Errors: kUnavailable.
  Status finish(bool durable);
  // Its folder becomes `place`, which is not there yet. REQUIRES: finished.
  Status keep_as(const std::string& place);
  // It goes into a folder that is there. Errors: kConflict when one of its name is there already; on others it is gone
  // from there. REQUIRES: finished.
  Status keep_in(const std::string& place);
  // Kept as long as this is: tells others that it still comes.
  void hold(std::shared_ptr<const void> lease) { lease_ = std::move(lease); }

 private:
  UploadFile(std::string parent, PrivateFolder folder, std::string name, std::shared_ptr<DiskRoom> room)
      : parent_(std::move(parent)), folder_(std::move(folder)), name_(std::move(name)), room_(std::move(room)) {}
  Status find_room(uint64_t bytes);

  std::string parent_;
  PrivateFolder folder_;
  std::string name_;
  std::shared_ptr<DiskRoom> room_;
  std::shared_ptr<const void> lease_;
  int descriptor_ = -1;  // Below 0: finished.
  uint64_t bytes_ = 0;
  uint64_t reserved_ = 0;      // Set aside for us, and not written yet.
  uint64_t since_looked_ = 0;  // Written since room was looked for.
};

}  // namespace sojourn
