// One call at a time for one response of a survey, from the look at what it said so far until the record has what is
// new: two calls that begin it at once would both find it new, and it would become two people's.
//
// Threads   any.
#pragma once

#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>

namespace sojourn {

class ResponseTurns {
  struct Taken {
    std::mutex mutex;
    std::set<std::string> names;
  };

 public:
  // Ends itself when nobody holds it any more.
  class Turn {
   public:
    Turn(std::shared_ptr<Taken> taken, std::string name) : taken_(std::move(taken)), name_(std::move(name)) {}
    ~Turn() { end(); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    // May be called more than once. Call it before the caller is answered: who has the reply may send the next.
    void end() {
      const std::lock_guard lock(taken_->mutex);
      if (!std::exchange(over_, true)) taken_->names.erase(name_);
    }

   private:
    const std::shared_ptr<Taken> taken_;
    const std::string name_;
    bool over_ = false;  // Under the mutex.
  };

  // Null: another call is at it.
  std::shared_ptr<Turn> begin(const std::string& name) {
    const std::lock_guard lock(taken_->mutex);
    return taken_->names.insert(name).second ? std::make_shared<Turn>(taken_, name) : nullptr;
  }

 private:
  const std::shared_ptr<Taken> taken_ = std::make_shared<Taken>();
};

}  // namespace sojourn
