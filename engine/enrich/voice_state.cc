#include "enrich/voice_state.h"

#include <algorithm>
#include <future>

#include "base/time.h"
#include "enrich/text_judge.h"
#include "enrich/voiced_snapshot.h"

namespace sojourn {
namespace {

constexpr std::chrono::seconds kAgainAfter{10};
constexpr int kDoublings = 8;  // Up to about three quarters of an hour.

// Once there are a fifth more.
bool has_grown(int64_t now, int64_t then) { return now > then + then / 5; }

}  // namespace

Status Voice::State::open() {
  VoiceParts parts = folder.read();
  SOJOURN_TRY(corrections, read_corrections(store));
  SOJOURN_TRY(parts.corrections, corrections_of(corrections));
  SOJOURN_TRY(const auto kept_rows, read_topic_rows(store));
  topics = kept_rows ? *kept_rows : topic_rows_of(parts.topics);
  restore_names(topics, parts.topics);
  pins_due = lacks_pins(topics, parts.topics);
  SOJOURN_TRY(edition, VoiceEdition::make(parts, folder.path()));
  want(std::move(parts), folder.learned_at());
  return {};
}

// --- what is wanted

void Voice::State::want(VoiceParts parts, const LearnedAt& learned) {
  const uint64_t version = VoiceEdition::version_of(parts);
  const std::lock_guard lock(mutex);
  wanted = std::move(parts);
  wanted_version = version;
  learned_at = learned;
}

VoiceParts Voice::State::wanted_parts() const {
  const std::lock_guard lock(mutex);
  return wanted;
}

std::shared_ptr<const VoiceEdition> Voice::State::current() const {
  const std::lock_guard lock(mutex);
  return edition;
}

std::vector<TopicRow> Voice::State::topic_rows() const {
  const std::lock_guard lock(mutex);
  return topics;
}

Status Voice::State::keep_topic_rows(std::vector<TopicRow> rows) {
  SOJOURN_CHECK(write_topic_rows(store, rows));
  const std::lock_guard lock(mutex);
  topics = std::move(rows);
  return {};
}

Status Voice::State::keep_corrections(std::vector<CorrectionRow> rows) {
  SOJOURN_CHECK(write_corrections(store, rows));
  const std::lock_guard lock(mutex);
  corrections = std::move(rows);
  return {};
}

// --- steps of the work

Status Voice::State::judge_history(const std::shared_ptr<const VoiceEdition>& next, VoiceWork::Progress& progress) {
  SOJOURN_TRY(std::shared_ptr<const Snapshot> below, timelines.current());
  progress.step("judging comments", below->event_count());
  const VoicedSnapshot snapshot(std::move(below), next);
  SOJOURN_CHECK(judge_all(
      snapshot, [&](int64_t events) { progress.add(events); }, &progress.cancel_flag()));
  // Where the disk is in trouble the books go on in memory, and the edition with them.
  static_cast<void>(next->texts().flush());
  static_cast<void>(next->conversations().flush());
  return {};
}

// What is wanted comes into force: on disk first, then history is judged by it, so that no asker waits for that.
Status Voice::State::change(VoiceWork::Progress& progress) {
  VoiceParts parts = wanted_parts();
  SOJOURN_CHECK(folder.write(parts, learned_at));
  if (wanted_version == current()->version()) return {};
  SOJOURN_TRY(const std::shared_ptr<const VoiceEdition> next, VoiceEdition::make(std::move(parts), folder.path()));
  SOJOURN_CHECK(judge_history(next, progress));
  {
    const std::lock_guard lock(mutex);
    edition = next;
  }
  folder.tidy(*next);
  return {};
}

Status Voice::State::train(VoiceWork::Progress& progress) {
  const std::shared_ptr<const VoiceEdition> now_in_force = current();
  SOJOURN_CHECK(judge_history(now_in_force, progress));
  SOJOURN_TRY(const std::shared_ptr<const Snapshot> snapshot, timelines.current());
  VoiceParts parts = wanted_parts();
  SOJOURN_TRY(std::vector<LearnedModel> models,
              learn_models(*snapshot, *now_in_force, format_time(now()), parts, progress));
  progress.report(learned_text(models));
  LearnedAt at = learned_at;
  at.models = static_cast<int64_t>(now_in_force->texts().size());
  {
    const std::lock_guard lock(mutex);
    last_learned = std::move(models);
  }
  want(std::move(parts), at);
  return change(progress);
}

Status Voice::State::refit(size_t count, VoiceWork::Progress& progress) {
  const std::shared_ptr<const VoiceEdition> now_in_force = current();
  SOJOURN_CHECK(judge_history(now_in_force, progress));
  SOJOURN_TRY(const std::shared_ptr<const Snapshot> snapshot, timelines.current());
  SOJOURN_TRY(const std::vector<VoiceText> texts, collect_texts(*snapshot, kVoiceTextsMost, &progress.cancel_flag()));
  constexpr int64_t kSteps = 1000;
  progress.step("finding topics in " + std::to_string(texts.size()) + " different comments", kSteps);
  const auto step = [&progress](double done) {
    progress.done(static_cast<int64_t>(done * kSteps));
    return !progress.cancelled();
  };
  VoiceParts parts = wanted_parts();
  std::vector<TopicRow> rows = topic_rows();
  const std::vector<PinnedTopic> pinned = pinned_of(rows, parts.topics);
  SOJOURN_CHECK(learn_topics(texts, *now_in_force, {count, pinned, format_time(now())}, parts, step));
  restore_names(rows, parts.topics);
  follow_words(parts.topics, rows);
  if (rows != topic_rows()) SOJOURN_CHECK(keep_topic_rows(std::move(rows)));
  progress.report(std::to_string(parts.topics.topics().size()) + " topics and " +
                  std::to_string(parts.wishes.groups().size()) + " wishes in " + std::to_string(texts.size()) +
                  " different comments");
  LearnedAt at = learned_at;
  at.topics = static_cast<int64_t>(now_in_force->texts().size());
  want(std::move(parts), at);
  {
    const std::lock_guard lock(mutex);
    pins_due = false;
  }
  return change(progress);
}

Status Voice::State::learn_what_is_due(VoiceWork::Progress& progress) {
  SOJOURN_TRY(const std::shared_ptr<const Snapshot> snapshot, timelines.current());
  SOJOURN_CHECK(change(progress));  // What a re-score that was ended before its time left.
  SOJOURN_CHECK(judge_history(current(), progress));
  const auto texts = static_cast<int64_t>(current()->texts().size());
  if (texts >= static_cast<int64_t>(kScoredLeast) && has_grown(texts, learned_at.models)) {
    SOJOURN_CHECK(train(progress));
  }
  if (pins_due || has_grown(texts, learned_at.topics)) SOJOURN_CHECK(refit(0, progress));
  const std::lock_guard lock(mutex);
  tended = snapshot->last_sequence();
  return {};
}

// --- what begins work

Status Voice::State::begin_change(const char* kind, std::function<Status(VoiceParts&)> alter, Step then) {
  const auto kept = std::make_shared<std::promise<Status>>();
  std::future<Status> told = kept->get_future();
  const auto run = [this, kept, alter = std::move(alter),
                    then = std::move(then)](VoiceWork::Progress& progress) -> Status {
    VoiceParts parts = wanted_parts();
    const Status altered = alter(parts);
    if (altered.ok()) want(std::move(parts), learned_at);
    kept->set_value(altered);
    SOJOURN_CHECK(altered);
    return then ? then(progress) : change(progress);
  };
  SOJOURN_CHECK(work.begin(kind, run));
  Status altered = told.get();
  if (!altered.ok()) static_cast<void>(work.wait());  // It ends at once, and the next may begin.
  return altered;
}

bool Voice::State::nothing_due(int64_t last_sequence) const {
  const std::lock_guard lock(mutex);
  if (failures > 0 && Clock::now() < tend_again) return true;
  return tended == last_sequence && wanted_version == edition->version() && !pins_due;
}

void Voice::State::note_tended(const Status& status) {
  const std::lock_guard lock(mutex);
  if (status.ok()) {
    failures = 0;
    return;
  }
  tend_again = Clock::now() + kAgainAfter * (1 << std::min(failures, kDoublings));
  ++failures;
}

Status Voice::State::tend() {
  SOJOURN_TRY(const std::shared_ptr<const Snapshot> snapshot, timelines.current());
  if (nothing_due(snapshot->last_sequence())) return {};
  const Status begun = work.begin("learn", [this](VoiceWork::Progress& progress) {
    const Status status = learn_what_is_due(progress);
    note_tended(status);
    return status;
  });
  return begun.code() == StatusCode::kConflict ? Status() : begun;
}

}  // namespace sojourn
