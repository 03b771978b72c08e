#include "enrich/voice.h"

#include <algorithm>
#include <future>
#include <map>

#include "base/time.h"
#include "enrich/text_judge.h"
#include "enrich/voice_folder.h"
#include "enrich/voice_learning.h"
#include "enrich/voiced_snapshot.h"

namespace sojourn {
namespace {

constexpr size_t kExamples = 20;
constexpr size_t kTopicNameMost = 80;
constexpr size_t kPinWordsMost = 20;

std::string mood_text(std::string_view label) { return label.empty() ? "unknown" : std::string(label); }

Status check_topic_name(const std::string& name) {
  if (name.empty() || name.size() > kTopicNameMost) {
    return Status::invalid("a topic's name has 1 to " + std::to_string(kTopicNameMost) + " bytes", "name");
  }
  if (name == kOtherTopic) return Status::invalid("\"other\" is what texts without a topic are called", "name");
  return {};
}

// Once there are a fifth more.
bool has_grown(int64_t now, int64_t then) { return now > then + then / 5; }

}  // namespace

struct Voice::State {
  State(VoiceFolder opened, Store& record, Timelines& below)
      : folder(std::move(opened)), store(record), timelines(below) {}

  Status change(VoiceParts parts, VoiceWork::Progress& progress);
  Status judge_history(const std::shared_ptr<const VoiceEdition>& next, VoiceWork::Progress& progress);
  Status train(VoiceWork::Progress& progress);
  Status refit(size_t topics, const std::vector<PinnedTopic>& pinned, VoiceWork::Progress& progress);
  Status learn_what_is_due(VoiceWork::Progress& progress);
  Status begin_change(const char* kind, std::function<Status(VoiceParts&)> alter);
  // On disk first: work that is ended before its time goes on from there.
  Status keep(const VoiceParts& parts, const LearnedAt& learned) {
    SOJOURN_CHECK(folder.write(parts, learned));
    const std::lock_guard lock(mutex);
    wanted = parts;
    return {};
  }
  VoiceParts wanted_parts() const {
    const std::lock_guard lock(mutex);
    return wanted;
  }
  std::shared_ptr<const VoiceEdition> current() const {
    const std::lock_guard lock(mutex);
    return edition;
  }

  VoiceFolder folder;  // Of the work's thread, once open.
  Store& store;
  Timelines& timelines;
  mutable std::mutex mutex;
  std::shared_ptr<const VoiceEdition> edition;
  VoiceParts wanted;  // What has been kept; of the edition in force, unless its re-score was ended before its time.
  std::vector<CorrectionRow> rows;
  int64_t tended = -1;  // The newest event when tend() last found nothing to do.
  VoiceWork work;       // The last member: its thread uses the others.
};

// --- the work's steps

Status Voice::State::judge_history(const std::shared_ptr<const VoiceEdition>& next, VoiceWork::Progress& progress) {
  SOJOURN_TRY(std::shared_ptr<const Snapshot> below, timelines.current());
  progress.total(below->event_count());
  progress.done(0);
  const VoicedSnapshot snapshot(std::move(below), next);
  SOJOURN_CHECK(judge_all(
      snapshot, [&](int64_t events) { progress.add(events); }, &progress.cancel_flag()));
  SOJOURN_CHECK(next->texts().flush());
  return next->conversations().flush();
}

// History is judged by the new edition before it comes into force, so that no asker waits for it.
Status Voice::State::change(VoiceParts parts, VoiceWork::Progress& progress) {
  if (VoiceEdition::version_of(parts) == current()->version()) return {};
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
  SOJOURN_TRY(const std::vector<LearnedModel> learned,
              learn_models(*snapshot, *now_in_force, format_time(now()), parts, &progress.cancel_flag()));
  progress.report(learned_text(learned));
  LearnedAt at = folder.learned_at();
  at.models = static_cast<int64_t>(now_in_force->texts().size());
  SOJOURN_CHECK(keep(parts, at));
  return change(std::move(parts), progress);
}

Status Voice::State::refit(size_t topics, const std::vector<PinnedTopic>& pinned, VoiceWork::Progress& progress) {
  const std::shared_ptr<const VoiceEdition> now_in_force = current();
  SOJOURN_CHECK(judge_history(now_in_force, progress));
  SOJOURN_TRY(const std::shared_ptr<const Snapshot> snapshot, timelines.current());
  SOJOURN_TRY(const std::vector<VoiceText> texts, collect_texts(*snapshot, kVoiceTextsMost, &progress.cancel_flag()));
  VoiceParts parts = wanted_parts();
  progress.total(1000);
  const auto step = [&progress](double done) {
    progress.done(static_cast<int64_t>(done * 1000));
    return !progress.cancelled();
  };
  SOJOURN_CHECK(learn_topics(texts, *now_in_force, {topics, pinned, format_time(now())}, parts, step));
  progress.report(std::to_string(parts.topics.topics().size()) + " topics and " +
                  std::to_string(parts.wishes.groups().size()) + " wishes in " + std::to_string(texts.size()) +
                  " different comments");
  LearnedAt at = folder.learned_at();
  at.topics = static_cast<int64_t>(now_in_force->texts().size());
  SOJOURN_CHECK(keep(parts, at));
  return change(std::move(parts), progress);
}

Status Voice::State::learn_what_is_due(VoiceWork::Progress& progress) {
  SOJOURN_TRY(const std::shared_ptr<const Snapshot> snapshot, timelines.current());
  {
    // Also where it fails: it is tried again once there is more, not for ever.
    const std::lock_guard lock(mutex);
    tended = snapshot->last_sequence();
  }
  SOJOURN_CHECK(change(wanted_parts(), progress));  // What a re-score that was ended before its time left.
  SOJOURN_CHECK(judge_history(current(), progress));
  const auto texts = static_cast<int64_t>(current()->texts().size());
  if (texts >= static_cast<int64_t>(kScoredLeast) && has_grown(texts, folder.learned_at().models)) {
    SOJOURN_CHECK(train(progress));
  }
  if (has_grown(texts, folder.learned_at().topics)) {
    SOJOURN_CHECK(refit(0, wanted_parts().topics.pinned(), progress));
  }
  return {};
}

// Returns once the change is kept, so that what was acknowledged survives; history is judged by the work that goes on.
Status Voice::State::begin_change(const char* kind, std::function<Status(VoiceParts&)> alter) {
  const auto kept = std::make_shared<std::promise<Status>>();
  std::future<Status> told = kept->get_future();
  SOJOURN_CHECK(work.begin(kind, [this, kept, alter = std::move(alter)](VoiceWork::Progress& progress) -> Status {
    VoiceParts parts = wanted_parts();
    Status done = alter(parts);
    if (done.ok()) done = keep(parts, folder.learned_at());
    kept->set_value(done);
    return done.ok() ? change(std::move(parts), progress) : done;
  }));
  Status done = told.get();
  if (!done.ok()) static_cast<void>(work.wait());  // It ends at once, and the next may begin.
  return done;
}

// --- Voice

Voice::Voice(std::unique_ptr<State> state) : state_(std::move(state)) {}
Voice::~Voice() = default;

Result<std::unique_ptr<Voice>> Voice::open(const std::string& folder, Store& store, Timelines& timelines) {
  SOJOURN_TRY(VoiceFolder opened, VoiceFolder::open(folder));
  auto state = std::make_unique<State>(std::move(opened), store, timelines);
  VoiceParts parts = state->folder.read();
  SOJOURN_TRY(state->rows, read_corrections(store));
  SOJOURN_TRY(parts.corrections, corrections_of(state->rows));
  state->wanted = parts;
  SOJOURN_TRY(state->edition, VoiceEdition::make(std::move(parts), folder));
  return std::unique_ptr<Voice>(new Voice(std::move(state)));
}

std::shared_ptr<const VoiceEdition> Voice::edition() const { return state_->current(); }

std::shared_ptr<const Snapshot> Voice::voiced(std::shared_ptr<const Snapshot> snapshot) const {
  return std::make_shared<VoicedSnapshot>(std::move(snapshot), edition());
}

VoiceWords Voice::words_of(std::string_view text, std::string_view declared_language) const {
  return words_of_event(text, {}, declared_language);
}

VoiceWords Voice::words_of_event(std::string_view text, std::string_view turns,
                                 std::string_view declared_language) const {
  const std::shared_ptr<const VoiceEdition> edition = state_->current();
  if (!text.empty()) {
    const auto known = edition->texts().find(VoiceEdition::key_of(text, declared_language));
    if (known) return sojourn::words_of(*edition, *known);
  }
  TextJudge judge(edition);
  if (text.empty()) text = judge.said_in(turns);
  return text.empty() ? VoiceWords() : sojourn::words_of(*edition, judge.facts_of(text, declared_language));
}

VoiceExplanation Voice::explain(std::string_view text, std::string_view declared_language) const {
  return TextJudge(state_->current()).explain(text, declared_language);
}

VoiceStatus Voice::status() const {
  const std::shared_ptr<const VoiceEdition> edition = state_->current();
  VoiceStatus status;
  status.edition = checksum_text(edition->version());
  status.texts_judged = static_cast<int64_t>(edition->texts().size());
  status.conversations = static_cast<int64_t>(edition->conversations().size());
  status.corrections = static_cast<int64_t>(edition->parts().corrections.size());
  status.topics = static_cast<int64_t>(edition->parts().topics.topics().size());
  status.wishes = static_cast<int64_t>(edition->parts().wishes.groups().size());
  const auto add = [&status](const std::string& language, const LinearModel& model, bool built_in) {
    const LinearQuality& quality = model.quality();
    status.models.push_back({language, model.origin().version, quality.trained_on, quality.macro_f1, quality.accuracy,
                             quality.calibration_error, built_in});
  };
  for (const auto& [language, model] : edition->parts().models.all()) add(language, *model, false);
  for (const char* language : {"en", "nl", "de", "ru", "zh"}) {
    const LinearModel* warm = SentimentModels::warm_start(language);
    if (warm != nullptr && !edition->parts().models.all().contains(language)) add(language, *warm, true);
  }
  status.running = state_->work.running();
  status.last = state_->work.last();
  return status;
}

std::vector<VoiceTopicRow> Voice::topics() const {
  std::vector<VoiceTopicRow> rows;
  const std::shared_ptr<const VoiceEdition> edition = state_->current();
  for (const Topic& topic : edition->parts().topics.topics()) {
    VoiceTopicRow row{topic.id, topic.language, topic.name, {}, topic.pinned};
    for (const TopicWord& word : topic.words) row.words.push_back(word.text);
    rows.push_back(std::move(row));
  }
  return rows;
}

// --- corrections

std::vector<CorrectionRow> Voice::corrections() const {
  const std::lock_guard lock(state_->mutex);
  return state_->rows;
}

Result<CorrectionPreview> Voice::preview(const Correction& correction) const {
  const std::shared_ptr<const VoiceEdition> edition = state_->current();
  Corrections alone;
  SOJOURN_CHECK(alone.add(correction));
  Corrections after = edition->parts().corrections;
  SOJOURN_CHECK(after.add(correction));
  SOJOURN_TRY(const std::shared_ptr<const Snapshot> snapshot, state_->timelines.current());
  SOJOURN_TRY(const std::vector<VoiceText> texts, collect_texts(*snapshot, kVoiceTextsMost, nullptr));
  TextReader reader_before(&edition->parts().models, &edition->parts().corrections);
  TextReader reader_after(&edition->parts().models, &after);
  Tokenizer tokenizer;
  CorrectionPreview preview;
  std::map<std::pair<std::string, std::string>, int64_t> changes;
  std::vector<CorrectionPreview::Example> same;
  for (const VoiceText& each : texts) {
    preview.judged += each.count;
    tokenizer.read(each.text);
    if (!alone.touches(tokenizer, correction.language)) continue;
    const TextVerdict before = reader_before.read(each.text);
    if (!correction.language.empty() && before.language.code != correction.language) continue;
    const TextVerdict now_told = reader_after.read(each.text);
    preview.affected += each.count;
    CorrectionPreview::Example example{each.text,
                                       std::string(before.language.code),
                                       mood_text(before.label),
                                       mood_text(now_told.label),
                                       before.score,
                                       now_told.score};
    if (example.before != example.after) {
      preview.changed += each.count;
      changes[{example.before, example.after}] += each.count;
      if (preview.examples.size() < kExamples) preview.examples.push_back(std::move(example));
    } else if (same.size() < kExamples) {
      same.push_back(std::move(example));
    }
  }
  for (const auto& [change, comments] : changes) preview.changes.push_back({change.first, change.second, comments});
  for (CorrectionPreview::Example& each : same) {
    if (preview.examples.size() < kExamples) preview.examples.push_back(std::move(each));
  }
  return preview;
}

Status Voice::save_correction(const Correction& correction, const std::string& account) {
  Corrections alone;
  SOJOURN_CHECK(alone.add(correction));
  return state_->begin_change("rescore", [this, correction, account](VoiceParts& parts) -> Status {
    std::vector<CorrectionRow> rows = corrections();
    put_correction(rows, {correction, account, now()});
    SOJOURN_TRY(parts.corrections, corrections_of(rows));
    SOJOURN_CHECK(write_corrections(state_->store, rows));
    const std::lock_guard lock(state_->mutex);
    state_->rows = std::move(rows);
    return {};
  });
}

Status Voice::remove_correction(std::string_view phrase, std::string_view language) {
  const auto take = [this, phrase = std::string(phrase),
                     language = std::string(language)](VoiceParts& parts) -> Status {
    std::vector<CorrectionRow> rows = corrections();
    if (!take_correction(rows, phrase, language)) {
      return Status::not_found("there is no correction of \"" + phrase + "\"", "phrase");
    }
    SOJOURN_TRY(parts.corrections, corrections_of(rows));
    SOJOURN_CHECK(write_corrections(state_->store, rows));
    const std::lock_guard lock(state_->mutex);
    state_->rows = std::move(rows);
    return {};
  };
  return state_->begin_change("rescore", take);
}

// --- topics

Status Voice::name_topic(uint32_t id, const std::string& name) {
  SOJOURN_CHECK(check_topic_name(name));
  TopicModel tried = state_->wanted_parts().topics;
  SOJOURN_CHECK(tried.rename(id, name));
  return state_->begin_change("rescore", [id, name](VoiceParts& parts) { return parts.topics.rename(id, name); });
}

Status Voice::pin_topic(const std::string& name, const std::vector<std::string>& words) {
  SOJOURN_CHECK(check_topic_name(name));
  if (words.empty() || words.size() > kPinWordsMost) {
    return Status::invalid("a topic is pinned by 1 to " + std::to_string(kPinWordsMost) + " words", "words");
  }
  return state_->work.begin("topics", [this, name, words](VoiceWork::Progress& progress) {
    std::vector<PinnedTopic> pinned = state_->wanted_parts().topics.pinned();
    std::erase_if(pinned, [&](const PinnedTopic& each) { return each.name == name; });
    pinned.push_back({0, name, words});
    return state_->refit(0, pinned, progress);
  });
}

Status Voice::unpin_topic(uint32_t id) {
  TopicModel tried = state_->wanted_parts().topics;
  SOJOURN_CHECK(tried.pin(id, false));
  return state_->begin_change("rescore", [id](VoiceParts& parts) { return parts.topics.pin(id, false); });
}

// --- work

Status Voice::begin_train() {
  return state_->work.begin("train", [this](VoiceWork::Progress& progress) { return state_->train(progress); });
}

Status Voice::begin_refit(size_t topics) {
  if (topics > kTopicsMost) {
    return Status::invalid("at most " + std::to_string(kTopicsMost) + " topics a language", "topics");
  }
  return state_->work.begin("topics", [this, topics](VoiceWork::Progress& progress) {
    return state_->refit(topics, state_->wanted_parts().topics.pinned(), progress);
  });
}

Status Voice::begin_rescore() {
  return state_->work.begin("rescore", [this](VoiceWork::Progress& progress) -> Status {
    SOJOURN_CHECK(state_->change(state_->wanted_parts(), progress));
    return state_->judge_history(state_->current(), progress);
  });
}

Status Voice::tend() {
  SOJOURN_TRY(const std::shared_ptr<const Snapshot> snapshot, state_->timelines.current());
  {
    const std::lock_guard lock(state_->mutex);
    if (state_->tended == snapshot->last_sequence()) return {};
  }
  const Status begun = state_->work.begin(
      "learn", [this](VoiceWork::Progress& progress) { return state_->learn_what_is_due(progress); });
  return begun.code() == StatusCode::kConflict ? Status() : begun;
}

Status Voice::wait() { return state_->work.wait(); }
void Voice::cancel() { state_->work.cancel(); }
void Voice::set_told(std::function<void()> told) { state_->work.set_told(std::move(told)); }

}  // namespace sojourn
