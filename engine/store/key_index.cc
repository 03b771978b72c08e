// The index as those who append see it; key_index_thread.cc has the thread that writes and merges.
#include "store/key_index.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "store/private_files.h"

namespace sojourn {
namespace {

constexpr std::string_view kEnding = ".keys";

// Of a name such as "1-262144.keys"; nothing when it is not one of ours.
std::optional<KeyIndex::Range> range_of(std::string_view name) {
  KeyIndex::Range range;
  const char* const end = name.data() + name.size();
  const auto [dash, bad] = std::from_chars(name.data(), end, range.after);
  if (bad != std::errc() || dash == end || *dash != '-') return std::nullopt;
  const auto [rest, worse] = std::from_chars(dash + 1, end, range.up_to);
  if (worse != std::errc() || std::string_view(rest, static_cast<size_t>(end - rest)) != kEnding) return std::nullopt;
  --range.after;
  return range;
}

}  // namespace

KeyIndex::KeyIndex(std::string folder, size_t fresh_max)
    : folder_(std::move(folder)), fresh_max_(fresh_max == 0 ? kFreshMax : fresh_max) {}

KeyIndex::~KeyIndex() { stop(); }

std::string KeyIndex::path_of(int64_t after, int64_t up_to) const {
  return folder_ + "/" + std::to_string(after + 1) + "-" + std::to_string(up_to) + std::string(kEnding);
}

// --- opening

Status KeyIndex::open(int64_t last, const IsOurs& is_ours) {
  stop();
  fresh_ = {};
  fresh_count_ = 0;
  fault_ = {};
  last_ = last;
  newest_ = {last, {}, 0};
  pieces_.clear();
  waiting_ = 0;
  trouble_ = {};
  SOJOURN_CHECK(make_folders(folder_));
  keep_private(folder_);
  SOJOURN_TRY(pieces_, find_runs(last, is_ours));
  ++version_;
  look();
  fresh_after_ = last;
  return {};
}

// Of runs that overlap (a merge was finished, and what it merged not yet removed) the larger one is taken.
Result<KeyIndex::Pieces> KeyIndex::find_runs(int64_t last, const IsOurs& is_ours) const {
  SOJOURN_TRY(const std::vector<std::string> names, list_folder(folder_));
  Pieces found;
  for (const std::string& name : names) {
    const std::string path = folder_ + "/" + name;
    const std::optional<Range> range = range_of(name);
    if (name.find(kEnding) == std::string::npos) continue;  // None of ours, nor one that was not finished.
    Result<std::shared_ptr<KeyRun>> run = range ? KeyRun::open(path) : Status::corruption("not a run of keys", path);
    if (!run && run.error().code() == StatusCode::kUnavailable) return std::move(run).error();
    bool fits = run && (*run)->facts().after == range->after && (*run)->facts().last.number == range->up_to &&
                range->up_to <= last;
    if (fits) {
      SOJOURN_TRY(fits, is_ours((*run)->facts().last));
    }
    if (fits) {
      found.push_back({range->after, (*run)->facts().last, *run, nullptr});
    } else {
      SOJOURN_CHECK(remove_file(path));
    }
  }
  std::sort(found.begin(), found.end(), [](const Piece& a, const Piece& b) {
    return a.after != b.after ? a.after < b.after : a.last.number > b.last.number;
  });
  Pieces taken;
  for (Piece& piece : found) {
    if (!taken.empty() && piece.after < taken.back().last.number) {
      SOJOURN_CHECK(remove_file(piece.run->path()));
    } else {
      taken.push_back(std::move(piece));
    }
  }
  return taken;
}

std::vector<KeyIndex::Range> KeyIndex::gaps() const {
  std::vector<Range> found;
  int64_t known = 0;
  for (const Piece& piece : view_) {
    if (piece.after > known) found.push_back({known, piece.after});
    known = piece.last.number;
  }
  found.push_back({known, last_});
  return found;
}

void KeyIndex::fill_from(int64_t after) {
  fresh_ = {};
  fresh_count_ = 0;
  fresh_after_ = after;
  newest_ = {after, {}, 0};
}

Status KeyIndex::fill(const KeyMark& row) {
  if (row.number != newest_.number + 1) {
    return Status::corruption("the rows' numbers have a hole after " + std::to_string(newest_.number), folder_);
  }
  if (fresh_.insert(row.key)) ++fresh_count_;
  newest_ = row;
  if (fresh_count_ < fresh_max_) return {};
  freeze();
  return wait_for_room();
}

Status KeyIndex::filled(const Range& gap) {
  if (newest_.number != gap.up_to) {
    return Status::corruption("the rows after " + std::to_string(newest_.number) + " are missing", folder_);
  }
  if (gap.up_to < last_ && newest_.number > fresh_after_) freeze();
  look();
  return {};
}

// --- in use

Status KeyIndex::ready() {
  look();
  if (!is_whole()) return Status::corruption("a run of keys was damaged", folder_);
  return {};
}

void KeyIndex::look() {
  if (seen_ == version_) return;
  const Lock lock(mutex_);
  view_ = pieces_;
  seen_ = version_;
}

bool KeyIndex::is_whole() const {
  int64_t known = 0;
  for (const Piece& piece : view_) {
    if (piece.after != known) return false;
    known = piece.last.number;
  }
  return known == fresh_after_;
}

bool KeyIndex::contains(const EventKey& key) {
  for (const Piece& piece : view_) {
    if (piece.run != nullptr) piece.run->prefetch(key);
  }
  if (fresh_.contains(key)) return true;
  for (size_t i = view_.size(); i-- > 0;) {
    const Piece& piece = view_[i];
    if (piece.set != nullptr) {
      if (piece.set->contains(key)) return true;
      continue;
    }
    const KeyRun::Answer answer = piece.run->find(key);
    if (answer == KeyRun::Answer::kYes) return true;
    if (answer == KeyRun::Answer::kNo) continue;
    fault_ = Status::corruption("a run of keys is damaged", piece.run->path());
    const Lock lock(mutex_);
    remove(piece.run->path());
    return false;
  }
  return false;
}

bool KeyIndex::insert(const EventKey& key) {
  if (contains(key)) return false;
  fresh_.insert(key);
  ++fresh_count_;
  return true;
}

void KeyIndex::committed(const KeyMark& last) {
  newest_ = last;
  if (fresh_count_ >= fresh_max_) freeze();
  look();
}

void KeyIndex::freeze() {
  auto set = std::make_shared<const KeySet>(std::exchange(fresh_, {}));
  fresh_count_ = 0;
  const Lock lock(mutex_);
  const Piece piece{std::exchange(fresh_after_, newest_.number), newest_, nullptr, std::move(set)};
  const auto place = std::find_if(pieces_.begin(), pieces_.end(),
                                  [&](const Piece& other) { return other.after >= piece.last.number; });
  pieces_.insert(place, piece);
  ++waiting_;
  ++version_;
  idle_ = false;
  if (!thread_.joinable()) thread_ = std::thread([this] { work(); });
  changed_.notify_all();
}

Status KeyIndex::wait_for_room() {
  if (waiting_ < kWaitingMax) return {};
  Lock lock(mutex_);
  changed_.wait(lock, [this] { return waiting_ < kWaitingMax || !trouble_.ok(); });
  return waiting_ < kWaitingMax ? Status() : trouble_;
}

void KeyIndex::stop() {
  if (!thread_.joinable()) return;
  {
    const Lock lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  thread_.join();
  stopping_ = false;
  idle_ = true;
}

Result<size_t> KeyIndex::settle() {
  Lock lock(mutex_);
  changed_.wait(lock, [this] { return idle_ || !trouble_.ok(); });
  if (!trouble_.ok()) return trouble_;
  return pieces_.size();
}

}  // namespace sojourn
