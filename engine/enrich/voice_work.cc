#include "enrich/voice_work.h"

namespace sojourn {

void VoiceWork::Progress::report(const std::string& text) {
  const std::lock_guard lock(work_.mutex_);
  work_.report_ += (work_.report_.empty() ? "" : "; ") + text;
}

void VoiceWork::Progress::step(std::string words, int64_t total) {
  const std::lock_guard lock(work_.mutex_);
  work_.step_ = std::move(words);
  work_.done_ = 0;
  work_.total_ = total;
}

VoiceWork::~VoiceWork() {
  cancel();
  static_cast<void>(wait());
  if (thread_.joinable()) thread_.join();
}

Status VoiceWork::begin(const std::string& kind, std::function<Status(Progress&)> work) {
  std::unique_lock lock(mutex_);
  if (busy_) {
    return Status::conflict("\"" + kind_ + "\" is going on; wait until it has ended, or cancel it", "work");
  }
  ended_.wait(lock, [this] { return !telling_; });  // Its thread needs the lock once more.
  if (busy_) return Status::conflict("\"" + kind_ + "\" has just begun; wait until it has ended", "work");
  if (thread_.joinable()) thread_.join();
  busy_ = true;
  kind_ = kind;
  step_.clear();
  started_ = now();
  done_ = 0;
  total_ = 0;
  cancelled_ = false;
  report_.clear();
  thread_ = std::thread([this, kind, work = std::move(work)] { run(kind, work); });
  return {};
}

void VoiceWork::run(const std::string& kind, const std::function<Status(Progress&)>& work) {
  Progress progress(*this);
  const Status status = work(progress);
  std::function<void()> told;
  {
    const std::lock_guard lock(mutex_);
    last_ = Ended{kind, now(), status, report_};
    busy_ = false;
    telling_ = true;
    told = told_;
  }
  ended_.notify_all();
  if (told) told();
  {
    const std::lock_guard lock(mutex_);
    telling_ = false;
  }
  ended_.notify_all();
}

Status VoiceWork::wait() {
  std::unique_lock lock(mutex_);
  ended_.wait(lock, [this] { return !busy_ && !telling_; });
  return last_ ? last_->status : Status();
}

std::optional<VoiceWork::Running> VoiceWork::running() const {
  const std::lock_guard lock(mutex_);
  if (!busy_) return std::nullopt;
  return Running{kind_, step_, done_, total_, started_};
}

std::optional<VoiceWork::Ended> VoiceWork::last() const {
  const std::lock_guard lock(mutex_);
  return last_;
}

void VoiceWork::set_told(std::function<void()> told) {
  const std::lock_guard lock(mutex_);
  told_ = std::move(told);
}

}  // namespace sojourn
