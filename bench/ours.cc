// Sojourn at the works: timelines built from the events, kept in files, opened anew, asked.
#include <filesystem>
#include <memory>
#include <stdexcept>

#include "answers/asker.h"
#include "contest.h"
#include "event_data.h"
#include "must.h"
#include "timelines/merged.h"
#include "timelines/part_build.h"
#include "timelines/timeline_files.h"

namespace sojourn::bench {
namespace {

constexpr ColumnId kTouchpoint = column_of(Field::kTouchpoint);
constexpr ColumnId kChannel = column_of(Field::kChannel);

// Their codes are those of the file: names are given in order.
void name_codes(uint32_t touchpoints, Columns& columns) {
  for (uint32_t i = 1; i <= touchpoints; ++i) columns.names()[kTouchpoint]->intern(touchpoint_name(i));
  for (uint32_t i = 1; i <= kChannels; ++i) columns.names()[kChannel]->intern(channel_name(i));
}

Arrivals arrivals_of(const std::string& path) {
  Arrivals arrivals;
  std::vector<uint32_t> codes;
  read_events(path, [&](const EventBlock& block) {
    const size_t first = arrivals.size();
    for (size_t i = 0; i < block.size(); ++i) arrivals.add(block.customers[i], true, block.times[i] * kSecond);
    codes.assign(block.touchpoints.begin(), block.touchpoints.end());
    arrivals.set_codes(kTouchpoint, first, codes);
    codes.assign(block.channels.begin(), block.channels.end());
    arrivals.set_codes(kChannel, first, codes);
  });
  return arrivals;
}

// What TimelinesOfStore does, without a store: a base in files, small parts on top of it.
class Folder {
 public:
  Folder(const std::string& path, uint32_t touchpoints) : files_(path, int64_t{64} << 20) {
    std::filesystem::create_directories(path);
    name_codes(touchpoints, columns_);
  }

  void build(Arrivals&& arrivals) {
    const uint64_t number = files_.new_number();
    PartBuildOptions options;
    options.sink = files_.sink(number);
    const std::shared_ptr<const Part> part = build_part_of(std::move(arrivals), options);
    parts_ = {must(files_.save_part(*part, number, true))};
    must(files_.save(parts_, columns_, {}));
  }
  void open() {
    TimelineFiles::Loaded loaded = must(files_.load());
    columns_ = std::move(loaded.columns);
    parts_ = std::move(loaded.parts);
    show();
  }
  void add(Arrivals&& arrivals) {
    parts_.push_back({build_part_of(std::move(arrivals), {}), 0});
    show();
  }
  void close() {
    snapshot_.reset();
    parts_.clear();
  }
  const Snapshot& snapshot() const { return *snapshot_; }
  int64_t bytes() const {
    int64_t sum = 0;
    for (const KeptPart& kept : parts_) sum += kept.part->bytes();
    return sum;
  }

 private:
  std::shared_ptr<const Part> build_part_of(Arrivals&& arrivals, const PartBuildOptions& options) {
    PartSummary summary;
    summary.after_sequence = sequence_;
    summary.last_sequence = sequence_ += static_cast<int64_t>(arrivals.size());
    summary.column_end = static_cast<uint32_t>(columns_.size());
    return must(build_part(std::move(arrivals), summary, {}, {}, options));
  }
  void show() {
    std::vector<std::shared_ptr<const Part>> parts;
    for (const KeptPart& kept : parts_) parts.push_back(kept.part);
    snapshot_ = std::make_shared<const MergedSnapshot>(columns_, std::move(parts), MergedOptions{});
  }

  TimelineFiles files_;
  Columns columns_;
  std::vector<KeptPart> parts_;
  std::shared_ptr<const MergedSnapshot> snapshot_;
  int64_t sequence_ = 0;
};

void ask_all(const Folder& folder, const std::vector<Work>& works, const std::string& suffix, Report& report) {
  for (const Work& work : works) {
    report.best(work.name + suffix, {[&] {
                  const Result<Answer> answer = ask_snapshot(work.question, folder.snapshot());
                  if (!answer.has_value()) throw std::runtime_error(answer.status().to_string());
                  return work.read(*answer);
                }});
  }
}

Rows ask_kept(const Folder& folder, const Work& work, StateCache& states) {
  const Result<Answer> answer = ask_snapshot(work.question, folder.snapshot(), 0, &states);
  if (!answer.has_value()) throw std::runtime_error(answer.status().to_string());
  return work.read(*answer);
}

// A board's tile: asked, and asked again after each intake.
void ask_again(Folder& folder, const Contest& contest, Report& report) {
  StateCache states;
  for (const Work& work : contest.again) {
    ask_kept(folder, work, states);
    report.once(work.name + kAgain, [&] { return ask_kept(folder, work, states); });
  }
  for (const auto& [path, said] : contest.intakes) {
    folder.add(arrivals_of(path));
    for (const Work& work : contest.again) {
      report.once(work.name + said, [&] { return ask_kept(folder, work, states); });
      const Rows fresh = work.read(must(ask_snapshot(work.question, folder.snapshot())));
      if (fresh != work.read(must(ask_snapshot(work.question, folder.snapshot(), 0, &states)))) {
        fail(work.name + said + ": the kept states give another answer");
      }
    }
  }
}

}  // namespace

void run_ours(const Contest& contest, Report& report) {
  Folder folder(contest.folder + "/timelines", contest.touchpoints);
  Arrivals arrivals = arrivals_of(contest.events);
  report.once(kBuild, [&] { return folder.build(std::move(arrivals)), Rows(); });
  report.size("size", folder.bytes());
  folder.close();
  report.once(kOpen, [&] { return folder.open(), Rows(); });
  ask_all(folder, contest.works, "", report);
  if (contest.update.empty()) return;
  Arrivals later = arrivals_of(contest.update);
  report.once(kUpdate, [&] { return folder.add(std::move(later)), Rows(); });
  ask_all(folder, contest.again, kAfterUpdate, report);
  ask_again(folder, contest, report);
}

}  // namespace sojourn::bench
