#include "intake/upload_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "base/disk.h"
#include "base/text.h"

namespace sojourn {
namespace {

constexpr size_t kNameBytesMax = 200;

Status disk_error(const std::string& what) {
  if (errno == ENOSPC || errno == EDQUOT) return Status::unavailable("the disk is full; nothing of the file is kept");
  return Status::unavailable(what + ": " + std::generic_category().message(errno));
}

Status sync_folder(const std::string& path) {
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = folder >= 0 && ::fsync(folder) == 0;
  Status status = synced ? Status() : disk_error("the folder of imports cannot be written");
  if (folder >= 0) ::close(folder);
  return status;
}

}  // namespace

Result<std::string> upload_name(std::string_view text) {
  const size_t slash = text.find_last_of("/\\");
  const std::string_view name = slash == std::string_view::npos ? text : text.substr(slash + 1);
  if (trim(name).empty() || name == "." || name == "..") {
    return Status::invalid("say what the file is called: name=answers.csv", "name");
  }
  if (name.size() > kNameBytesMax) {
    return Status::invalid("the name of a file may have " + std::to_string(kNameBytesMax) + " bytes", "name");
  }
  for (const char c : name) {
    if (static_cast<unsigned char>(c) < ' ' || c == 0x7F) {
      return Status::invalid("the name of a file has no control characters", "name");
    }
  }
  return std::string(name);
}

Status as_sender_sees(const Status& status, const std::string& folder) {
  const auto cut = [place = folder + "/"](std::string text) {
    for (size_t at = text.find(place); at != std::string::npos; at = text.find(place)) text.erase(at, place.size());
    return text;
  };
  const bool damaged = status.code() == StatusCode::kCorruption;
  return {damaged ? StatusCode::kInvalidArgument : status.code(), cut(status.message()), cut(status.where())};
}

Result<std::unique_ptr<UploadFile>> UploadFile::make(const std::string& folder, const std::string& name,
                                                     std::shared_ptr<DiskRoom> room, std::optional<uint64_t> bytes) {
  SOJOURN_TRY(PrivateFolder own, PrivateFolder::make(folder));
  std::unique_ptr<UploadFile> file(new UploadFile(folder, std::move(own), name, std::move(room)));
  SOJOURN_CHECK(file->room_->reserve(bytes.value_or(kLookBytes)));
  file->reserved_ = bytes.value_or(kLookBytes);
  file->descriptor_ = ::open(file->path().c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file->descriptor_ < 0) return disk_error("no file can be made in the folder of imports");
  return file;
}

UploadFile::~UploadFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  room_->release(reserved_);
}

// What is about to be written is taken from what was set aside; room is looked for when that ends, and now and then.
Status UploadFile::find_room(uint64_t bytes) {
  if (bytes > reserved_) {
    const uint64_t more = std::max(kLookBytes, bytes - reserved_);
    SOJOURN_CHECK(room_->reserve(more));
    reserved_ += more;
    since_looked_ = 0;
  } else if (since_looked_ >= kLookBytes) {
    SOJOURN_CHECK(room_->check());
    since_looked_ = 0;
  }
  room_->release(bytes);
  reserved_ -= bytes;
  since_looked_ += bytes;
  return {};
}

Status UploadFile::write(std::string_view bytes) {
  SOJOURN_CHECK(find_room(bytes.size()));
  bytes_ += bytes.size();
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return disk_error("the file cannot be written");
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return {};
}

Status UploadFile::finish(bool durable) {
  if (descriptor_ < 0) return {};
  Status status = !durable || ::fsync(descriptor_) == 0 ? Status() : disk_error("the file cannot be written");
  if (::close(descriptor_) != 0 && status.ok()) status = disk_error("the file cannot be written");
  descriptor_ = -1;
  room_->release(reserved_);
  reserved_ = 0;
  return status.ok() && durable ? sync_folder(folder()) : status;
}

Status UploadFile::keep_as(const std::string& place) {
  SOJOURN_CHECK(folder_.keep_as(place));
  Status synced = sync_folder(parent_);
  if (!synced.ok()) PrivateFolder::remove(place);
  return synced;
}

Status UploadFile::keep_in(const std::string& place) {
  const std::string kept = place + "/" + name_;
  if (file_exists(kept)) return Status::conflict("a file of this name was sent already", "name");
  if (::rename(path().c_str(), kept.c_str()) != 0) return disk_error("the file cannot be kept");
  Status synced = sync_folder(place);
  if (!synced.ok()) ::unlink(kept.c_str());
  return synced;
}

}  // namespace sojourn
