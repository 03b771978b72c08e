// Who did what: files of one JSON object a line, only ever added to. Each entry is on disk before add() returns.
//
// Files     FOLDER/NUMBER.jsonl, named by their first entry. A file of kFileBytes is followed by a new one; the oldest go
//           when there are more than kFilesMost.
// Crash     half a line at the end, of a power cut, is cut off when the log is opened.
// Threads   any.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/status.h"
#include "base/time.h"

namespace sojourn {

struct AuditEntry {
  int64_t number = 0;  // From 1, without gaps.
  Micros at = 0;
  std::string account;  // "" : the owner without a name, or nobody.
  std::string address;  // "" : this machine.
  std::string action;   // "sign_in", "sql" ...
  std::string subject;  // What it was done to.
  std::string detail;
};

struct AuditQuery {
  int64_t before = 0;  // Only entries with a smaller number; 0: all.
  size_t limit = 100;
  std::string account;  // "" : of all.
  std::string action;   // "token" finds "token.made" too. "" : all.
};

class AuditLog {
 public:
  static constexpr size_t kFileBytes = size_t{4} << 20;
  static constexpr size_t kFilesMost = 32;

  // Makes the folder with the first entry. Errors: kUnavailable, kCorruption (a file whose lines are not ours).
  static Result<std::unique_ptr<AuditLog>> open(const std::string& folder, size_t file_bytes = kFileBytes,
                                                size_t files_most = kFilesMost);
  // Numbers it. Errors: kUnavailable.
  Status add(AuditEntry entry);

  struct Page {
    std::vector<AuditEntry> entries;  // Newest first.
    std::optional<int64_t> next;      // `before` of the next page.
  };
  Result<Page> read(const AuditQuery& query) const;

 private:
  AuditLog(std::string folder, size_t file_bytes, size_t files_most)
      : folder_(std::move(folder)), file_bytes_(file_bytes), files_most_(files_most) {}
  Status begin();
  Status follow();  // A new file, where the newest is full.
  std::string path_of(int64_t first) const;

  const std::string folder_;
  const size_t file_bytes_;
  const size_t files_most_;
  mutable std::mutex mutex_;
  std::vector<int64_t> files_;  // By their first entry, ascending.
  int64_t last_ = 0;            // Number of the newest entry.
  size_t bytes_ = 0;            // Of the newest file.
};

}  // namespace sojourn
