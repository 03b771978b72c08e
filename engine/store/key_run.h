// A sorted run of 128-bit keys in a file: the keys of the rows (after, up_to] of a table, never changed once written.
//
// File      Pages of 4,096 bytes, little-endian; docs/formats/store.md has the layout. Page 0 says what it holds. Then
//           filter blocks of 64 bytes: block floor(h * blocks / 2^32), h being the upper half of `high`, has 7 bits of each of its keys (about 32), and
//           how many keys stand before it. Then the keys, in order of (high, low).
// Cost      18.1 bytes a key on disk. The filter is mapped, and of it the kernel keeps what is used (at most 2 bytes a
//           key) and drops what it needs room for. find(): one cache line for a key that is not there, and for one in
//           400 of them, as for one that is there, a page or two read.
// Damage    Each page has a checksum, which is looked at when the page is read or first used: opening costs one page.
// Threads   find() by one thread at a time, readers beside it.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/disk.h"
#include "base/time.h"
#include "store/key_set.h"

namespace sojourn {

// A row of the table by which its record is known again: two records that hold it were one up to there.
struct KeyMark {
  int64_t number = 0;  // Of the row, from 1.
  EventKey key;
  Micros at = 0;  // When it came in.
};

struct KeyRunFacts {
  int64_t after = 0;  // It holds the keys of the rows after this one ...
  KeyMark last;       // ... up to this one.
  uint64_t keys = 0;
  uint64_t blocks = 0;  // Of the filter.
};

class KeyRun {
 public:
  // Errors: kNotFound, kUnavailable, kCorruption: it is not whole, or not of this version.
  static Result<std::shared_ptr<KeyRun>> open(const std::string& path);

  enum class Answer { kNo, kYes, kDamaged };
  Answer find(const EventKey& key);
  // Has the cache line fetched that find() looks at first.
  void prefetch(const EventKey& key) const;

  const KeyRunFacts& facts() const { return facts_; }
  const std::string& path() const { return path_; }
  ~KeyRun();
  KeyRun(const KeyRun&) = delete;
  KeyRun& operator=(const KeyRun&) = delete;

 private:
  friend class KeyRunReader;
  KeyRun(std::string path, std::shared_ptr<const MappedFile> filter, int file, const KeyRunFacts& facts);
  const char* block(uint64_t number);  // Of the filter; null: damaged.
  // Among the keys [from, to).
  Answer search(const EventKey& key, uint64_t from, uint64_t to) const;
  Status read_pages(uint64_t first, std::span<char> pages) const;

  const std::string path_;
  const std::shared_ptr<const MappedFile> filter_;  // Maps the whole file, but is used for the filter alone.
  const int file_;
  const KeyRunFacts facts_;
  const uint64_t tag_;             // Tells its pages from those of other runs.
  std::vector<uint64_t> checked_;  // A bit a page of the filter.
};

// The keys of a run in order, through a buffer.
class KeyRunReader {
 public:
  // `run` is borrowed. Errors: kUnavailable, kCorruption.
  static Result<std::unique_ptr<KeyRunReader>> open(const KeyRun& run);
  bool at_end() const { return next_ == run_.facts().keys; }
  // REQUIRES: not at the end.
  const EventKey& key() const { return keys_[at_]; }
  // Errors: kUnavailable, kCorruption.
  Status advance();

 private:
  explicit KeyRunReader(const KeyRun& run) : run_(run) {}
  Status fill();

  const KeyRun& run_;
  uint64_t next_ = 0;  // Number of key().
  size_t at_ = 0;      // Its place in keys_.
  std::vector<EventKey> keys_;
  std::vector<char> pages_;
};

// Writes a run: under a name of its own, synced, then given its name, so that it is there whole or not at all.
class KeyRunWriter {
 public:
  // `keys_max`: no more will be put. Errors: kUnavailable, kNotFound.
  static Result<std::unique_ptr<KeyRunWriter>> create(const std::string& path, int64_t after, const KeyMark& last,
                                                      uint64_t keys_max);
  ~KeyRunWriter();  // Removes what is not finished.
  KeyRunWriter(const KeyRunWriter&) = delete;
  KeyRunWriter& operator=(const KeyRunWriter&) = delete;
  // In order; the same key again is passed over.
  Status put(const EventKey& key);
  // In place of what has the name already.
  Status finish();

 private:
  // Pages at the end of a part of the file.
  struct Part {
    uint64_t next_page = 0;
    size_t used = 0;  // Of the last page's payload.
    std::vector<char> pages;
  };
  KeyRunWriter(std::string path, std::string unfinished, int file, const KeyRunFacts& facts);
  Status add(Part& part, const void* bytes, size_t size, size_t payload);
  Status end_page(Part& part);
  Status write(Part& part);
  Status end_block();  // Of the filter.

  const std::string path_;
  std::string unfinished_;  // "": it has its name.
  int file_;
  KeyRunFacts facts_;
  const uint64_t tag_;
  Part filter_;
  Part keys_;
  uint64_t block_at_ = 0;
  uint64_t block_[8] = {};
  EventKey last_key_;
};

}  // namespace sojourn
