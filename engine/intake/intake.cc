#include "intake/intake.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <utility>

namespace sojourn {
namespace {

using Clock = std::chrono::steady_clock;

// Bytes that a delivery holds in memory. An arena of one block is counted by the body it was made of.
size_t weight_of(const Intake::Delivery& delivery) {
  constexpr size_t kArenaBlockBytes = 256 * 1024;
  constexpr size_t kBatchBytes = 8 * 1024;
  size_t held = kBatchBytes;
  if (delivery.batch != nullptr) {
    const size_t arena = delivery.batch->arena.bytes();
    held += delivery.batch->events.size() * sizeof(Event);
    held += arena > kArenaBlockBytes ? arena : std::min(arena, delivery.bytes);
    for (const Reject& reject : delivery.batch->rejects) held += sizeof(Reject) + reject.raw.size();
  }
  if (delivery.raw) held += delivery.raw->body.size() + delivery.raw->headers.size();
  return std::max(delivery.bytes, held);
}

size_t events_of(const Intake::Delivery& delivery) {
  return delivery.batch != nullptr ? delivery.batch->events.size() : 0;
}

// Is there anything to write, be it a count?
bool has_matter(const EventBatch* batch) {
  return batch != nullptr && (!batch->events.empty() || !batch->rejects.empty() || batch->counts.rows > 0);
}

}  // namespace

Intake::Intake(Store& store, Timelines& timelines, const IntakeLimits& limits, Watch watch)
    : store_(store), timelines_(timelines), limits_(limits), watch_(std::move(watch)) {
  committing_ = std::thread([this] { commit_loop(); });
  following_ = std::thread([this] { follow_loop(); });
}

Intake::~Intake() { stop(); }

void Intake::stop() {
  {
    const std::lock_guard lock(waiting_mutex_);
    stopping_ = true;
  }
  arrived_.notify_all();
  if (committing_.joinable()) committing_.join();
  {
    const std::lock_guard lock(state_mutex_);
    ending_ = true;
  }
  news_.notify_all();
  if (following_.joinable()) following_.join();
}

// --- what comes in

Status Intake::submit(Delivery delivery) {
  const size_t weight = weight_of(delivery);
  {
    const std::lock_guard lock(waiting_mutex_);
    if (stopping_) return Status::unavailable("the intake has stopped");
    // A delivery that is larger than all the room there is may come in alone.
    const bool full = waiting_count_ >= limits_.waiting_batches ||
                      (waiting_count_ > 0 && waiting_bytes_ + weight > limits_.waiting_bytes);
    if (full) {
      ++counters_.refused_batches;
      return Status::limit("more arrives than can be written; try again in a moment");
    }
    waiting_bytes_ += weight;
    ++waiting_count_;
    waiting_events_ += events_of(delivery);
    waiting_.push_back({std::move(delivery), weight, AppendReceipt{}});
  }
  arrived_.notify_one();
  return {};
}

Result<AppendReceipt> Intake::append(std::unique_ptr<EventBatch> batch, std::optional<RawBody> raw, size_t bytes) {
  // Shared, since the committing thread may still be at it when this one has its answer.
  const auto promise = std::make_shared<std::promise<Result<AppendReceipt>>>();
  std::future<Result<AppendReceipt>> told = promise->get_future();
  SOJOURN_CHECK(submit({std::move(batch), std::move(raw), bytes,
                        [promise](const Result<AppendReceipt>& receipt) { promise->set_value(receipt); }}));
  return told.get();
}

// --- the committing thread

void Intake::commit_loop() {
  // Loads the keys of the record's events, so that the first sender need not wait for them. Trouble shows again with
  // the first batch, which has somebody to tell.
  static_cast<void>(store_.append_all({}, {}).status());
  for (;;) {
    Group group = next_group();
    if (group.empty()) return;
    const auto start = Clock::now();
    commit(group);
    {
      const std::lock_guard lock(waiting_mutex_);
      counters_.seconds += std::chrono::duration<double>(Clock::now() - start).count();
    }
    settle(group);
  }
}

Intake::Group Intake::next_group() {
  std::unique_lock lock(waiting_mutex_);
  arrived_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
  if (limits_.linger > 0 && !stopping_) {
    arrived_.wait_for(lock, std::chrono::microseconds(limits_.linger),
                      [this] { return stopping_ || waiting_events_ >= limits_.commit_events; });
  }
  Group group;
  size_t events = 0;
  while (!waiting_.empty()) {
    const size_t more = events_of(waiting_.front().delivery);
    if (!group.empty() && events + more > limits_.commit_events) break;
    events += more;
    group.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  waiting_events_ -= events;
  return group;
}

void Intake::commit(Group& group) {
  Status status = store_together(group);
  if (status.ok()) return;
  if (group.size() == 1 || status.code() == StatusCode::kUnavailable) {
    for (Waiting& each : group) each.receipt = status;
    return;
  }
  // One of them is at fault: the others shall not suffer from it.
  for (Waiting& each : group) {
    if (status.code() != StatusCode::kUnavailable) status = store_together({&each, 1});
    if (!status.ok()) each.receipt = status;
  }
}

Status Intake::store_together(std::span<Waiting> group) {
  std::vector<const EventBatch*> batches;
  std::vector<Waiting*> told;
  std::vector<RawBody> bodies;
  std::vector<Waiting*> lent;
  for (Waiting& each : group) {
    if (has_matter(each.delivery.batch.get())) {
      batches.push_back(each.delivery.batch.get());
      told.push_back(&each);
    }
    if (each.delivery.raw) {
      bodies.push_back(std::move(*each.delivery.raw));
      lent.push_back(&each);
    }
  }
  const Result<std::vector<AppendReceipt>> receipts = store_.append_all(batches, bodies);
  if (!receipts) {
    // They may be wanted again.
    for (size_t i = 0; i < bodies.size(); ++i) lent[i]->delivery.raw = std::move(bodies[i]);
    return receipts.error();
  }
  for (size_t i = 0; i < told.size(); ++i) told[i]->receipt = (*receipts)[i];
  const std::lock_guard lock(waiting_mutex_);
  ++counters_.commits;
  return {};
}

// Frees what was written, makes room for others, then tells.
void Intake::settle(Group& group) {
  size_t bytes = 0;
  bool stored = false;
  for (Waiting& each : group) {
    if (watch_ && each.receipt && each.delivery.batch != nullptr) watch_(*each.delivery.batch);
    each.delivery.batch.reset();
    each.delivery.raw.reset();
    bytes += each.weight;
    stored = stored || each.receipt.has_value();
  }
  {
    const std::lock_guard lock(waiting_mutex_);
    waiting_bytes_ -= bytes;
    waiting_count_ -= group.size();
    for (const Waiting& each : group) {
      if (each.receipt) {
        counters_.events += each.receipt->stored;
        counters_.repeats += each.receipt->repeats;
      } else {
        ++counters_.failed_batches;
      }
    }
  }
  for (const Waiting& each : group) {
    if (each.delivery.done) each.delivery.done(each.receipt);
  }
  if (stored) touch();
}

// --- the following thread

void Intake::touch() {
  {
    const std::lock_guard lock(state_mutex_);
    stale_ = true;
  }
  news_.notify_one();
}

void Intake::follow_loop() {
  while (wait_for_news()) {
    const auto next = Clock::now() + std::chrono::microseconds(limits_.follow_every);
    show();
    std::unique_lock lock(state_mutex_);
    news_.wait_until(lock, next, [this] { return ending_; });
  }
}

bool Intake::wait_for_news() {
  std::unique_lock lock(state_mutex_);
  news_.wait(lock, [this] { return ending_ || stale_; });
  stale_ = false;
  return !ending_;
}

void Intake::show() {
  const Result<std::shared_ptr<const Snapshot>> snapshot = timelines_.current();
  IntakeState shown;
  {
    const std::lock_guard lock(state_mutex_);
    if (!snapshot) {
      stale_ = true;  // Tried again after a while: the disk may be full.
      return;
    }
    ++state_.change;
    state_.last_sequence = (*snapshot)->last_sequence();
    state_.at = now();
    shown = state_;
  }
  const std::lock_guard lock(listeners_mutex_);
  for (const auto& [number, tell] : listeners_) tell(shown);
}

IntakeState Intake::state() const {
  const std::lock_guard lock(state_mutex_);
  return state_;
}

IntakeCounters Intake::counters() const {
  const std::lock_guard lock(waiting_mutex_);
  IntakeCounters counters = counters_;
  counters.waiting_bytes = static_cast<int64_t>(waiting_bytes_);
  return counters;
}

int64_t Intake::listen(std::function<void(const IntakeState&)> tell) {
  const std::lock_guard lock(listeners_mutex_);
  listeners_.emplace(next_listener_, std::move(tell));
  return next_listener_++;
}

void Intake::forget(int64_t listener) {
  const std::lock_guard lock(listeners_mutex_);
  listeners_.erase(listener);
}

}  // namespace sojourn
