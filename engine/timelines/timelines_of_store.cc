#include "timelines/timelines_of_store.h"

#include <algorithm>
#include <unordered_map>

#include "base/encoding.h"
#include "base/hash.h"
#include "timelines/part_build.h"
#include "timelines/part_merge.h"
#include "timelines/store_directory.h"

namespace sojourn {
namespace {

constexpr int64_t kFingerprintEvents = 16;

}  // namespace

TimelinesOfStore::TimelinesOfStore(const std::string& folder, Store& store, const RefreshLimits& limits)
    : store_(store), limits_(limits), files_(folder + "/timelines", limits.check_at_once_bytes) {
  Result<TimelineFiles::Loaded> loaded = files_.load();
  if (!loaded.has_value()) {
    files_.forget_names();
    return;
  }
  columns_ = std::move(loaded->columns);
  parts_ = std::move(loaded->parts);
  for (const KeptPart& kept : parts_) kept_numbers_.push_back(kept.file);
  mark_ = loaded->mark;
  version_ = known_version();
  origin_checked_ = parts_.empty();
}

std::vector<std::shared_ptr<const Part>> TimelinesOfStore::parts() const {
  std::vector<std::shared_ptr<const Part>> all;
  for (const KeptPart& kept : parts_) all.push_back(kept.part);
  return all;
}

bool TimelinesOfStore::damaged() const {
  return std::any_of(parts_.begin(), parts_.end(), [](const KeptPart& kept) { return kept.part->damaged(); });
}

Result<std::shared_ptr<const Snapshot>> TimelinesOfStore::current(const Progress& progress) {
  const std::lock_guard lock(refreshing_);
  SOJOURN_CHECK(check_origin());
  if (damaged()) forget_parts();
  // First of all: whoever stands on events up to `last` is grouped in what the store tells from now on.
  const int64_t last = store_.last_sequence();
  if (last != known_sequence() || store_.identity_version() != version_) {
    Status status = bring_up_to(last, progress);
    if (!status.ok()) forget_map();
    // What is damaged is often only found when parts are put together.
    if (!status.ok() && damaged()) status = build_base(last, progress);
    SOJOURN_CHECK(status);
  }
  SOJOURN_CHECK(show());
  return std::shared_ptr<const Snapshot>(snapshot_);
}

Status TimelinesOfStore::rebuild(const Progress& progress) {
  const std::lock_guard lock(refreshing_);
  origin_checked_ = true;
  const int64_t last = store_.last_sequence();
  const Status status = build_base(last, progress);
  if (!status.ok()) forget_map();
  SOJOURN_CHECK(status);
  return show();
}

TimelineStats TimelinesOfStore::stats() const {
  const std::lock_guard lock(showing_);
  return stats_;
}

// Do the files come from this record? A data folder may have been put back from a copy, or its record replaced.
Status TimelinesOfStore::check_origin() {
  if (!origin_checked_) {
    bool ours = known_sequence() <= store_.last_sequence() && version_ <= store_.identity_version();
    if (ours) {
      SOJOURN_TRY(const uint64_t now, fingerprint(known_sequence(), mark_));
      ours = now == mark_.fingerprint;
    }
    if (!ours) {
      forget_parts();
      columns_ = Columns();
      files_.forget_names();
      scan_.reset();
    }
    origin_checked_ = true;
  }
  if (known_sequence() > store_.last_sequence()) forget_parts();
  return {};
}

// Of the first events and the last ones before `last`, those no longer in force too, of what these replaced, and of the
// last links.
Result<uint64_t> TimelinesOfStore::fingerprint(int64_t last, const RecordMark& mark) {
  SOJOURN_TRY(const uint64_t links, store_.link_fingerprint({mark.links_made, mark.links_undone}));
  std::string seen = std::to_string(links);
  const auto visit = [&](const EventColumns& events) -> Status {
    for (size_t i = 0; i < events.count; ++i) {
      const int64_t row[4] = {events.sequence[i], events.time[i], events.who[i], events.source[i]};
      seen.append(reinterpret_cast<const char*>(row), sizeof row);
    }
    return {};
  };
  const auto look = [&](int64_t after, int64_t up_to) -> Status {
    if (after >= up_to) return {};
    ScanRequest request;
    request.after_sequence = after;
    request.up_to_sequence = up_to;
    request.as_of_sequence = 0;
    SOJOURN_CHECK(store_.scan(request, visit));
    SOJOURN_TRY(const std::vector<Superseded> superseded, store_.superseded(after, up_to));
    for (const Superseded& one : superseded) seen += " " + std::to_string(one.sequence);
    return {};
  };
  SOJOURN_CHECK(look(0, std::min(last, kFingerprintEvents)));
  SOJOURN_CHECK(look(std::max(kFingerprintEvents, last - kFingerprintEvents), last));
  return hash64(seen);
}

void TimelinesOfStore::forget_parts() {
  parts_.clear();
  forget_map();
}

void TimelinesOfStore::forget_map() {
  map_.reset();
  pending_.clear();
  version_ = known_version();
}

Status TimelinesOfStore::bring_up_to(int64_t last, const Progress& progress) {
  const int64_t added = last - known_sequence();
  if (parts_.empty() || added > known_sequence() / limits_.rebuild_share) return build_base(last, progress);
  SOJOURN_CHECK(add_part(last, progress));
  SOJOURN_CHECK(merge_small());
  return keep();
}

PartSummary TimelinesOfStore::summary(int64_t after, int64_t last, int64_t version) const {
  PartSummary summary;
  summary.after_sequence = after;
  summary.last_sequence = last;
  summary.identity_version = version;
  summary.identifier_end = map_->end();
  summary.column_end = static_cast<uint32_t>(columns_.size());
  return summary;
}

void TimelinesOfStore::name_customers(Arrivals& arrivals) const {
  for (size_t i = 0; i < arrivals.size(); ++i) {
    const IdentifierCode who = arrivals.customers[i];
    arrivals.customers[i] = map_->customer(who);
    arrivals.identified[i] = map_->identified(who) ? 1 : 0;
  }
}

Status TimelinesOfStore::build_base(int64_t last, const Progress& progress) {
  forget_parts();
  SOJOURN_TRY(const IdentifierGroups groups, store_.identifier_groups(1));
  if (last == 0) {
    version_ = groups.version;
    return {};
  }
  if (!scan_) scan_.emplace(store_, columns_);
  Arrivals arrivals;
  ScanRequest request;
  request.up_to_sequence = last;
  request.as_of_sequence = last;
  SOJOURN_CHECK(scan_->run(request, false, arrivals, [&](int64_t events) {
    if (progress) progress(events, last);
  }));
  map_.emplace();
  const auto largest = std::max_element(arrivals.customers.begin(), arrivals.customers.end());
  const IdentifierCode end = largest == arrivals.customers.end() ? 1 : *largest + 1;
  const CustomerMap::Change change = map_->update(groups, end, false);
  name_customers(arrivals);

  const bool stream = static_cast<int64_t>(arrivals.size()) >= limits_.stream_events;
  const uint64_t number = files_.new_number();
  PartBuildOptions options;
  options.chunk_events = limits_.block_events;
  if (stream) options.sink = files_.sink(number);
  SOJOURN_TRY(std::shared_ptr<const Part> part,
              build_part(std::move(arrivals), summary(0, last, groups.version), {}, change.regrouped, options));
  parts_.push_back({std::move(part), 0});
  if (stream) {
    SOJOURN_TRY(parts_.back(), files_.save_part(*parts_.back().part, number, true));
  }
  version_ = groups.version;
  return keep();
}

// Whose events up to `after` are no longer all in force, since newer tellings up to `last` came.
Result<std::vector<IdentifierCode>> TimelinesOfStore::told_anew(int64_t after, int64_t last) {
  SOJOURN_TRY(const std::vector<Superseded> superseded, store_.superseded(after, last));
  std::vector<IdentifierCode> who;
  for (const Superseded& one : superseded) {
    if (one.sequence <= after) who.push_back(one.who);
  }
  return who;
}

Status TimelinesOfStore::add_part(int64_t last, const Progress& progress) {
  const int64_t after = known_sequence();
  if (!scan_) scan_.emplace(store_, columns_);
  const bool unread = !map_.has_value();
  if (unread) map_ = CustomerMap::from_parts(parts());
  // The groups say themselves which version they show: the store may regroup at any time.
  bool moved = store_.identity_version() != version_;
  SOJOURN_TRY(IdentifierGroups groups, store_.identifier_groups(moved || unread ? 1 : map_->end()));
  if (!moved && groups.version != version_) {
    moved = true;
    SOJOURN_TRY(groups, store_.identifier_groups(1));
  }
  SOJOURN_TRY(const std::vector<IdentifierCode> renewed, told_anew(after, last));
  const bool again = moved || !renewed.empty();  // Some customers' older events come, too.
  Arrivals arrivals;
  ScanRequest request;
  request.after_sequence = after;
  request.up_to_sequence = last;
  request.as_of_sequence = last;
  if (after < last) {
    SOJOURN_CHECK(scan_->run(request, again, arrivals, [&](int64_t events) {
      if (progress) progress(events, last - after);
    }));
  }
  const auto largest = std::max_element(arrivals.customers.begin(), arrivals.customers.end());
  const IdentifierCode end = largest == arrivals.customers.end() ? 1 : *largest + 1;
  const CustomerMap::Change change = map_->update(groups, end, moved, renewed);
  if (change.rescan.size() > map_->end() / static_cast<size_t>(limits_.rebuild_share))
    return build_base(last, progress);
  if (!change.rescan.empty()) {
    request.after_sequence = 0;
    request.up_to_sequence = after;
    request.only_who = change.rescan;
    SOJOURN_CHECK(scan_->run(request, true, arrivals, {}));
  }
  version_ = groups.version;
  pending_.insert(pending_.end(), change.regrouped.begin(), change.regrouped.end());
  if (after == last && change.replaced.empty()) return {};
  name_customers(arrivals);
  PartBuildOptions options;
  options.chunk_events = limits_.block_events;
  SOJOURN_TRY(std::shared_ptr<const Part> part, build_part(std::move(arrivals), summary(after, last, groups.version),
                                                           change.replaced, pending_, options));
  parts_.push_back({std::move(part), 0});
  pending_.clear();
  return {};
}

// Keeps the parts few: each is at most half as large as the one before it, and all small ones together a fifth of the
// first. So an event is put anew a few times at most, and a block is looked for in few places.
Status TimelinesOfStore::merge_small() {
  int64_t small = 0;
  for (size_t i = 1; i < parts_.size(); ++i) small += events_of(i);
  if (small > events_of(0) / limits_.rebuild_share) return merge_from(0);
  while (parts_.size() > 2) {
    const size_t last = parts_.size() - 1;
    if (events_of(last - 1) > 2 * events_of(last) && parts_.size() - 1 <= limits_.small_parts) break;
    SOJOURN_CHECK(merge_from(last - 1));
  }
  return {};
}

Status TimelinesOfStore::merge_from(size_t first) {
  const std::vector<std::shared_ptr<const Part>> all = parts();
  int64_t events = 0;
  for (size_t i = first; i < all.size(); ++i) events += events_of(i);
  const bool stream = events >= limits_.stream_events;
  const uint64_t number = files_.new_number();
  PartBuildOptions options;
  options.chunk_events = limits_.block_events;
  if (stream) options.sink = files_.sink(number);
  SOJOURN_TRY(std::shared_ptr<const Part> merged, merge_parts(columns_, std::span(all).subspan(first), options));
  KeptPart kept{std::move(merged), 0};
  if (stream) {
    SOJOURN_TRY(kept, files_.save_part(*kept.part, number, true));
  }
  parts_.resize(first);
  parts_.push_back(std::move(kept));
  return {};
}

// Writes the parts that are worth a file, and all before them: what the manifest names is always a beginning of the
// list. A disk that cannot be written is no reason to have no answers: what is in memory will do, and the next refresh
// tries again.
Status TimelinesOfStore::keep() {
  size_t end = std::min<size_t>(parts_.size(), 1);
  for (size_t i = 1; i < parts_.size(); ++i) {
    if (parts_[i].file != 0 || events_of(i) >= limits_.keep_events) end = i + 1;
  }
  std::vector<uint64_t> numbers;
  for (size_t i = 0; i < end; ++i) {
    if (parts_[i].file == 0) {
      Result<KeptPart> kept = files_.save_part(*parts_[i].part, files_.new_number(), false);
      if (!kept.has_value()) return {};
      parts_[i] = *std::move(kept);
    }
    numbers.push_back(parts_[i].file);
  }
  if (numbers.empty() || numbers == kept_numbers_) return {};
  const std::vector<KeptPart> kept(parts_.begin(), parts_.begin() + static_cast<std::ptrdiff_t>(end));
  SOJOURN_TRY(const LinkHistory links, store_.link_history());
  mark_ = {0, links.made, links.undone};
  SOJOURN_TRY(mark_.fingerprint, fingerprint(kept.back().part->summary().last_sequence, mark_));
  if (files_.save(kept, columns_, mark_).ok()) kept_numbers_ = std::move(numbers);
  return {};
}

// A touchpoint's stage by rule: its name as it stands, else without regard to upper and lower case.
std::shared_ptr<const StageTable> make_stage_table(const std::vector<std::pair<std::string, std::string>>& rules,
                                                   const Columns& columns) {
  if (rules.empty()) return nullptr;
  Names& stages = *columns.names()[column_of(Field::kStage)];
  const Names& touchpoints = *columns.names()[column_of(Field::kTouchpoint)];
  std::unordered_map<std::string, uint32_t> exact;
  std::unordered_map<std::string, uint32_t> folded;
  for (const auto& [touchpoint, stage] : rules) {
    const uint32_t code = stages.intern(stage);
    exact.emplace(touchpoint, code);
    folded.emplace(fold_case(touchpoint), code);
  }
  auto table = std::make_shared<StageTable>(touchpoints.size(), 0);
  for (uint32_t code = 1; code < table->size(); ++code) {
    const std::string name(touchpoints.text(code));
    if (const auto same = exact.find(name); same != exact.end()) {
      (*table)[code] = same->second;
    } else if (const auto like = folded.find(fold_case(name)); like != folded.end()) {
      (*table)[code] = like->second;
    }
  }
  return table;
}

// Makes the snapshot of what stands now, unless the last one still shows it.
Status TimelinesOfStore::show() {
  const int64_t rules_version = store_.touchpoint_stages_version();
  std::vector<std::shared_ptr<const Part>> now = parts();
  if (snapshot_ != nullptr && now == shown_parts_ && rules_version == shown_rules_) return {};
  SOJOURN_TRY(const StageRules rules, store_.touchpoint_stages());
  MergedOptions options;
  options.stages = make_stage_table(rules, columns_);
  options.directory = std::make_shared<const StoreDirectory>(store_);
  options.block_events = limits_.block_events;
  snapshot_ = std::make_shared<const MergedSnapshot>(columns_, now, options);
  TimelineStats stats;
  stats.parts = now.size();
  stats.events = snapshot_->event_count();
  stats.customers = snapshot_->customer_count();
  for (const std::shared_ptr<const Part>& part : now) stats.bytes += part->bytes();
  stats.properties_left_out = columns_.refused().size();
  shown_parts_ = std::move(now);
  shown_rules_ = rules_version;
  const std::lock_guard lock(showing_);
  stats_ = stats;
  return {};
}

Result<std::unique_ptr<Timelines>> Timelines::open(const std::string& folder, Store& store) {
  return std::unique_ptr<Timelines>(std::make_unique<TimelinesOfStore>(folder, store));
}

}  // namespace sojourn
