#include "access/audit_log.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>

#include "base/decimal.h"
#include "base/disk.h"

namespace sojourn {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kEnding = ".jsonl";
constexpr size_t kDetailBytesMax = 2000;
constexpr size_t kDigits = 12;  // So that names sort as numbers.

std::string line_of(const AuditEntry& entry) {
  const Json json{{"number", entry.number},
                  {"at", entry.at},
                  {"account", entry.account},
                  {"address", entry.address},
                  {"action", entry.action},
                  {"subject", entry.subject},
                  {"detail", entry.detail.substr(0, kDetailBytesMax)}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::optional<AuditEntry> entry_of(std::string_view line) {
  try {
    const Json json = Json::parse(line);
    return AuditEntry{json.at("number").get<int64_t>(),      json.at("at").get<Micros>(),
                      json.at("account").get<std::string>(), json.at("address").get<std::string>(),
                      json.at("action").get<std::string>(),  json.at("subject").get<std::string>(),
                      json.at("detail").get<std::string>()};
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

bool fits(const AuditEntry& entry, const AuditQuery& query) {
  if (query.before > 0 && entry.number >= query.before) return false;
  if (!query.account.empty() && entry.account != query.account) return false;
  return query.action.empty() || entry.action == query.action || entry.action.starts_with(query.action + ".");
}

Status disk_trouble(const std::string& path) {
  return Status::unavailable(std::string("the audit log cannot be written: ") + std::strerror(errno), path);
}

// Adds the bytes and waits until they are on disk. What was written of them is taken back when the disk fails.
Status append_bytes(const std::string& path, std::string_view bytes, size_t size_before) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) return disk_trouble(path);
  const ssize_t written = ::write(file, bytes.data(), bytes.size());
  Status status;
  if (written != static_cast<ssize_t>(bytes.size()) || ::fdatasync(file) != 0) {
    status = disk_trouble(path);
    static_cast<void>(::ftruncate(file, static_cast<off_t>(size_before)) == 0);
  }
  ::close(file);
  return status;
}

// Makes the name of a new file last.
Status sync_folder(const std::string& folder) {
  const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened < 0) return disk_trouble(folder);
  const bool synced = ::fsync(opened) == 0;
  ::close(opened);
  return synced ? Status() : disk_trouble(folder);
}

}  // namespace

std::string AuditLog::path_of(int64_t first) const {
  const std::string digits = std::to_string(first);
  return folder_ + "/" + std::string(kDigits - std::min(kDigits, digits.size()), '0') + digits + std::string(kEnding);
}

Result<std::unique_ptr<AuditLog>> AuditLog::open(const std::string& folder, size_t file_bytes, size_t files_most) {
  std::unique_ptr<AuditLog> log(new AuditLog(folder, file_bytes, files_most));
  SOJOURN_CHECK(log->begin());
  return log;
}

Status AuditLog::begin() {
  const Result<std::vector<std::string>> names = list_folder(folder_);
  if (!names) return {};  // Made with the first entry.
  for (const std::string& name : *names) {
    if (!name.ends_with(kEnding)) continue;
    const Result<int64_t> first = parse_integer(name.substr(0, name.size() - kEnding.size()));
    if (first && path_of(*first) == folder_ + "/" + name) files_.push_back(*first);
  }
  std::ranges::sort(files_);
  if (files_.empty()) return {};
  const std::string path = path_of(files_.back());
  SOJOURN_TRY(const std::string text, read_file(path));
  const size_t end = text.rfind('\n');
  bytes_ = end == std::string::npos ? 0 : end + 1;
  if (bytes_ < text.size() && ::truncate(path.c_str(), static_cast<off_t>(bytes_)) != 0) return disk_trouble(path);
  last_ = files_.back() - 1;
  if (bytes_ == 0) return {};
  const size_t before = text.rfind('\n', end - 1);
  const size_t begin = end == 0 || before == std::string::npos ? 0 : before + 1;
  const std::optional<AuditEntry> newest = entry_of(std::string_view(text).substr(begin, end - begin));
  if (!newest) return Status::corruption("its last line is no entry of an audit log", path);
  last_ = newest->number;
  return {};
}

Status AuditLog::follow() {
  if (!files_.empty() && bytes_ < file_bytes_) return {};
  if (files_.empty()) SOJOURN_CHECK(make_folders(folder_));
  files_.push_back(last_ + 1);
  bytes_ = 0;
  while (files_.size() > files_most_) {
    SOJOURN_CHECK(remove_file(path_of(files_.front())));
    files_.erase(files_.begin());
  }
  return {};
}

Status AuditLog::add(AuditEntry entry) {
  const std::lock_guard lock(mutex_);
  SOJOURN_CHECK(follow());
  entry.number = last_ + 1;
  const std::string line = line_of(entry);
  SOJOURN_CHECK(append_bytes(path_of(files_.back()), line, bytes_));
  if (bytes_ == 0) SOJOURN_CHECK(sync_folder(folder_));
  ++last_;
  bytes_ += line.size();
  return {};
}

// Reads beside add(): half a line of an entry that is being added is none yet.
Result<AuditLog::Page> AuditLog::read(const AuditQuery& query) const {
  std::vector<int64_t> files;
  {
    const std::lock_guard lock(mutex_);
    files = files_;
  }
  Page page;
  for (auto file = files.rbegin(); file != files.rend(); ++file) {
    if (query.before > 0 && *file >= query.before) continue;
    if (!file_exists(path_of(*file))) continue;  // Its first entry did not get onto the disk, or it went meanwhile.
    SOJOURN_TRY(const std::string text, read_file(path_of(*file)));
    for (size_t end = text.rfind('\n') + 1; end > 0;) {
      const size_t newline = end < 2 ? std::string::npos : text.rfind('\n', end - 2);
      const size_t begin = newline == std::string::npos ? 0 : newline + 1;
      const std::optional<AuditEntry> entry = entry_of(std::string_view(text).substr(begin, end - 1 - begin));
      end = begin;
      if (!entry || !fits(*entry, query)) continue;
      if (page.entries.size() == query.limit) {
        page.next = page.entries.back().number;
        return page;
      }
      page.entries.push_back(*entry);
    }
  }
  return page;
}

}  // namespace sojourn
