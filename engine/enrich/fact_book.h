// What has been judged, by the hash of what was judged: each text once, however often it is said. In memory, and in a file
// that only grows (fact_log.h).
//
// Words     facts may refer to words by code, in vocabularies that belong to the book and are kept with it.
// Keys      64-bit hashes: two of five million different texts meet once in a million such records.
// Loss      what was added last (at most kUnsaved facts) is judged again after a crash.
// Threads   safe. Memory: about twice a fact and its key.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "enrich/fact_log.h"
#include "timelines/snapshot.h"

namespace sojourn {

template <class Facts>
class FactBook {
  static_assert(std::is_trivially_copyable_v<Facts>);

 public:
  // `path` "" : in memory alone. Errors: those of FactLog.
  static Result<std::unique_ptr<FactBook>> open(const std::string& path, uint64_t version, size_t vocabularies) {
    std::unique_ptr<FactBook> book(new FactBook(vocabularies));
    if (path.empty()) return book;
    const auto load = [&book](std::string_view batch) { return book->load(batch); };
    SOJOURN_TRY(book->log_, FactLog::open(path, sizeof(Facts), version, load));
    return book;
  }
  ~FactBook() { static_cast<void>(flush()); }  // What is lost is judged again.
  FactBook(const FactBook&) = delete;
  FactBook& operator=(const FactBook&) = delete;

  std::optional<Facts> find(uint64_t key) const {
    const Shard& shard = shards_[key % kShards];
    const std::shared_lock lock(shard.mutex);
    const size_t slot = shard.slot_of(key);
    if (shard.entries.empty() || !shard.used[slot]) return std::nullopt;
    return shard.entries[slot].second;
  }
  void add(uint64_t key, const Facts& facts) {
    if (!put(key, facts) || log_ == nullptr) return;
    const std::lock_guard lock(unsaved_mutex_);
    unsaved_.emplace_back(key, facts);
    if (unsaved_.size() >= kUnsaved) save_batch();
  }
  size_t size() const {
    size_t size = 0;
    for (const Shard& shard : shards_) {
      const std::shared_lock lock(shard.mutex);
      size += shard.size;
    }
    return size;
  }
  const std::shared_ptr<Names>& words(size_t vocabulary) const { return words_[vocabulary]; }
  // Errors: kUnavailable; the book goes on in memory.
  Status flush() {
    const std::lock_guard lock(unsaved_mutex_);
    save_batch();
    return trouble_;
  }

 private:
  static constexpr size_t kShards = 16;
  static constexpr size_t kUnsaved = 4096;
  struct Shard {
    mutable std::shared_mutex mutex;
    std::vector<std::pair<uint64_t, Facts>> entries;  // A power of two of them, at most 3/4 in use.
    std::vector<bool> used;
    size_t size = 0;

    size_t slot_of(uint64_t key) const {
      if (entries.empty()) return 0;
      size_t slot = (key / kShards) & (entries.size() - 1);
      while (used[slot] && entries[slot].first != key) slot = (slot + 1) & (entries.size() - 1);
      return slot;
    }
  };

  explicit FactBook(size_t vocabularies) : words_saved_(vocabularies, 1) {
    for (size_t i = 0; i < vocabularies; ++i) words_.push_back(make_names());
  }

  // False where it is there already.
  bool put(uint64_t key, const Facts& facts) {
    Shard& shard = shards_[key % kShards];
    const std::unique_lock lock(shard.mutex);
    if (4 * (shard.size + 1) > 3 * shard.entries.size()) grow(shard);
    const size_t slot = shard.slot_of(key);
    if (shard.used[slot]) return false;
    shard.entries[slot] = {key, facts};
    shard.used[slot] = true;
    ++shard.size;
    return true;
  }
  static void grow(Shard& shard) {
    auto entries = std::exchange(shard.entries, {});
    const auto used = std::exchange(shard.used, {});
    shard.entries.resize(std::max<size_t>(64, entries.size() * 2));
    shard.used.resize(shard.entries.size());
    for (size_t i = 0; i < entries.size(); ++i) {
      if (!used[i]) continue;
      const size_t slot = shard.slot_of(entries[i].first);
      shard.entries[slot] = entries[i];
      shard.used[slot] = true;
    }
  }

  // A batch: the words that are new, then the facts that may refer to them. REQUIRES: unsaved_mutex_ is held.
  void save_batch() {
    if (unsaved_.empty() || log_ == nullptr) return;
    ByteWriter out;
    for (size_t v = 0; v < words_.size(); ++v) {
      const uint32_t end = words_[v]->size();
      out.u32(end - words_saved_[v]);
      for (uint32_t code = words_saved_[v]; code < end; ++code) out.text(words_[v]->text(code));
      words_saved_[v] = end;
    }
    out.u32(static_cast<uint32_t>(unsaved_.size()));
    for (const auto& [key, facts] : unsaved_) {
      out.u64(key);
      out.raw(&facts, sizeof facts);
    }
    unsaved_.clear();
    trouble_ = log_->append(out.bytes());
    if (!trouble_.ok()) log_.reset();
  }
  Status load(std::string_view batch) {
    ByteReader in(batch, "verdicts");
    for (size_t v = 0; v < words_.size(); ++v) {
      SOJOURN_TRY(const uint32_t count, in.u32());
      for (uint32_t i = 0; i < count; ++i) {
        SOJOURN_TRY(const std::string word, in.text());
        words_[v]->intern(word);
      }
      words_saved_[v] = words_[v]->size();
    }
    SOJOURN_TRY(const uint32_t count, in.u32());
    for (uint32_t i = 0; i < count; ++i) {
      SOJOURN_TRY(const uint64_t key, in.u64());
      SOJOURN_TRY(const std::string_view bytes, in.raw(sizeof(Facts)));
      Facts facts;
      std::memcpy(&facts, bytes.data(), sizeof facts);
      put(key, facts);
    }
    return in.end();
  }

  std::array<Shard, kShards> shards_;
  std::vector<std::shared_ptr<Names>> words_;
  std::mutex unsaved_mutex_;
  std::vector<uint32_t> words_saved_;
  std::vector<std::pair<uint64_t, Facts>> unsaved_;
  std::unique_ptr<FactLog> log_;
  Status trouble_;
};

}  // namespace sojourn
