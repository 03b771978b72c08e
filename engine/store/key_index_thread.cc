// The thread of an index: it writes sets that wait to files, and merges files that have become many.
#include <algorithm>
#include <chrono>
#include <limits>

#include "base/disk_room.h"
#include "store/key_index.h"

namespace sojourn {
namespace {

constexpr std::chrono::seconds kTryAgain{1};
constexpr std::chrono::minutes kMergeAgain{5};  // When there was no room.
constexpr std::chrono::steady_clock::duration kRest = std::chrono::hours{1};
constexpr uint64_t kKeyBytes = 19;                       // On disk, rather more than less.
constexpr uint64_t kMergeReserve = uint64_t{128} << 20;  // Left for commits.
constexpr size_t kLookEvery = size_t{1} << 14;           // Keys merged between looks at what waits.

uint64_t keys_of(const std::shared_ptr<KeyRun>& run) { return run->facts().keys; }

// The reader with the smallest key; null at the end of all.
KeyRunReader* smallest(const std::vector<std::unique_ptr<KeyRunReader>>& readers) {
  KeyRunReader* found = nullptr;
  for (const auto& reader : readers) {
    if (!reader->at_end() && (found == nullptr || comes_before(reader->key(), found->key()))) found = reader.get();
  }
  return found;
}

}  // namespace

void KeyIndex::work() {
  Lock lock(mutex_);
  auto merge_from = std::chrono::steady_clock::now();
  while (!stopping_) {
    size_t place = 0;
    if (find_waiting(place)) {
      trouble_ = seal(lock, place);
      changed_.notify_all();
      if (!trouble_.ok()) changed_.wait_for(lock, kTryAgain, [this] { return stopping_.load(); });
      continue;
    }
    const std::optional<Window> window = find_merge(pieces_);
    const auto at = std::chrono::steady_clock::now();
    if (window && at >= merge_from) {
      // Answers are right without it, so it must not take the room that commits need.
      if (!has_room(*window) || !merge(lock, *window).ok()) merge_from = std::chrono::steady_clock::now() + kMergeAgain;
      changed_.notify_all();
      continue;
    }
    idle_ = true;
    changed_.notify_all();
    changed_.wait_for(lock, window ? merge_from - at : kRest, [this] { return stopping_ || waiting_ > 0 || !idle_; });
  }
}

bool KeyIndex::has_room(Window window) const {
  uint64_t keys = 0;
  for (size_t i = window.from; i < window.to; ++i) keys += keys_of(pieces_[i].run);
  return find_room(folder_, keys * kKeyBytes + kMergeReserve).ok();
}

bool KeyIndex::find_waiting(size_t& place) const {
  for (place = 0; place < pieces_.size(); ++place) {
    if (pieces_[place].set != nullptr) return true;
  }
  return false;
}

// Runs that follow one another of which the oldest is not much larger than all newer ones. The newest such.
std::optional<KeyIndex::Window> KeyIndex::find_merge(const Pieces& pieces) {
  const auto too_small = [](uint64_t older, uint64_t newer) { return older * 4 < newer * 5; };
  for (size_t to = pieces.size(); to > 0; --to) {
    if (pieces[to - 1].run == nullptr) continue;
    if (to < pieces.size() && pieces[to].run != nullptr && pieces[to].after == pieces[to - 1].last.number) continue;
    uint64_t newer = keys_of(pieces[to - 1].run);
    size_t from = to;  // Of what is to be merged.
    for (size_t i = to - 1; i > 0; --i) {
      const Piece& older = pieces[i - 1];
      if (older.run == nullptr || older.last.number != pieces[i].after) break;
      if (too_small(keys_of(older.run), newer)) from = i - 1;
      newer += keys_of(older.run);
    }
    if (from < to) return Window{from, to};
  }
  return std::nullopt;
}

Status KeyIndex::seal(Lock& lock, size_t place) {
  const Piece waiting = pieces_[place];
  const std::string path = path_of(waiting.after, waiting.last.number);
  lock.unlock();
  Result<std::shared_ptr<KeyRun>> run = [&]() -> Result<std::shared_ptr<KeyRun>> {
    const std::vector<EventKey> keys = waiting.set->sorted();
    SOJOURN_TRY(const auto writer, KeyRunWriter::create(path, waiting.after, waiting.last, keys.size()));
    for (const EventKey& key : keys) SOJOURN_CHECK(writer->put(key));
    SOJOURN_CHECK(writer->finish());
    return KeyRun::open(path);
  }();
  lock.lock();
  if (!run) return std::move(run).error();
  replace({waiting}, {waiting.after, waiting.last, *run, nullptr});
  --waiting_;
  return {};
}

Status KeyIndex::merge(Lock& lock, Window window) {
  const Pieces parts(pieces_.begin() + static_cast<std::ptrdiff_t>(window.from),
                     pieces_.begin() + static_cast<std::ptrdiff_t>(window.to));
  const Piece& newest = parts.back();
  const std::string path = path_of(parts.front().after, newest.last.number);
  SOJOURN_TRY(const bool written, write_merged(lock, parts, path));
  if (!written) return {};
  SOJOURN_TRY(const std::shared_ptr<KeyRun> run, KeyRun::open(path));
  replace(parts, {parts.front().after, newest.last, run, nullptr});
  // When one stays, it is removed at the next opening.
  for (const Piece& part : parts) static_cast<void>(remove_file(part.run->path()).ok());
  return {};
}

// Without the lock, but for sets that wait: they come first. False: it was stopped, or a part was damaged and is gone.
Result<bool> KeyIndex::write_merged(Lock& lock, const Pieces& parts, const std::string& path) {
  lock.unlock();
  const std::string* damaged = nullptr;
  const Result<bool> written = [&]() -> Result<bool> {
    std::vector<std::unique_ptr<KeyRunReader>> readers;
    uint64_t keys = 0;
    const auto note = [&](Status read, const Piece& part) -> Status {
      if (read.code() == StatusCode::kCorruption) damaged = &part.run->path();
      return read;
    };
    for (const Piece& part : parts) {
      Result<std::unique_ptr<KeyRunReader>> reader = KeyRunReader::open(*part.run);
      if (!reader) return note(std::move(reader).error(), part);
      readers.push_back(std::move(*reader));
      keys += keys_of(part.run);
    }
    SOJOURN_TRY(const auto writer, KeyRunWriter::create(path, parts.front().after, parts.back().last, keys));
    size_t merged = 0;
    while (KeyRunReader* const next = smallest(readers)) {
      SOJOURN_CHECK(writer->put(next->key()));
      if (Status read = next->advance(); !read.ok()) {
        const auto place =
            std::find_if(readers.begin(), readers.end(), [&](const auto& one) { return one.get() == next; });
        return note(std::move(read), parts[static_cast<size_t>(place - readers.begin())]);
      }
      if (++merged % kLookEvery != 0) continue;
      if (stopping_) return false;
      if (waiting_ == 0) continue;
      lock.lock();
      size_t place = 0;
      Status sealed = find_waiting(place) ? seal(lock, place) : Status();
      changed_.notify_all();
      lock.unlock();
      SOJOURN_CHECK(std::move(sealed));
    }
    SOJOURN_CHECK(writer->finish());
    return true;
  }();
  lock.lock();
  if (damaged == nullptr) return written;
  remove(*damaged);
  return false;
}

void KeyIndex::replace(const Pieces& parts, const Piece& whole) {
  std::erase_if(pieces_, [&](const Piece& piece) {
    return std::any_of(parts.begin(), parts.end(), [&](const Piece& part) { return part.after == piece.after; });
  });
  const auto place = std::find_if(pieces_.begin(), pieces_.end(),
                                  [&](const Piece& piece) { return piece.after >= whole.last.number; });
  pieces_.insert(place, whole);
  ++version_;
  changed_.notify_all();
}

void KeyIndex::remove(const std::string& path) {
  static_cast<void>(remove_file(path).ok());
  std::erase_if(pieces_, [&](const Piece& piece) { return piece.run != nullptr && piece.run->path() == path; });
  ++version_;
}

}  // namespace sojourn
