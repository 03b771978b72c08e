// One piece of long work at a time, on a thread of its own, with its progress.
// Threads   every method from any thread. The owner's other members must outlive it.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/status.h"
#include "base/time.h"

namespace sojourn {

class VoiceWork {
 public:
  struct Running {
    std::string kind;  // "train", "topics", "rescore", "learn" (whatever is due)
    std::string step;  // What it is at, for people: "judging comments"
    int64_t done = 0;
    int64_t total = 0;  // 0: not known yet.
    Micros started = 0;
  };
  struct Ended {
    std::string kind;
    Micros ended = 0;
    Status status;
    std::string report;  // A sentence.
  };
  // What the work tells and asks while it goes on.
  class Progress {
   public:
    explicit Progress(VoiceWork& work) : work_(work) {}
    // What is done from now on, and how much of it there is; nothing of it is done yet.
    void step(std::string words, int64_t total);
    void done(int64_t done) { work_.done_ = done; }
    void add(int64_t more) { work_.done_ += more; }
    bool cancelled() const { return work_.cancelled_; }
    const std::atomic<bool>& cancel_flag() const { return work_.cancelled_; }
    // A sentence for whoever asks what came of it; joined to those before.
    void report(const std::string& text);

   private:
    VoiceWork& work_;
  };

  // Does cancel() and wait().
  ~VoiceWork();
  // Errors: kConflict while other work goes on.
  Status begin(const std::string& kind, std::function<Status(Progress&)> work);
  // For the end of the work last begun, and of telling of it; its status. Not for those who are told.
  Status wait();
  void cancel() { cancelled_ = true; }
  std::optional<Running> running() const;
  std::optional<Ended> last() const;
  void set_told(std::function<void()> told);

 private:
  void run(const std::string& kind, const std::function<Status(Progress&)>& work);

  mutable std::mutex mutex_;
  std::condition_variable ended_;
  std::thread thread_;
  bool busy_ = false;
  bool telling_ = false;  // The work has ended, and who wants to know is being told.
  std::string kind_, step_;
  Micros started_ = 0;
  std::atomic<int64_t> done_ = 0;
  std::atomic<int64_t> total_ = 0;
  std::atomic<bool> cancelled_ = false;
  std::string report_;
  std::optional<Ended> last_;
  std::function<void()> told_;
};

}  // namespace sojourn
