#include "enrich/voice.h"

#include <algorithm>

#include "base/text.h"
#include "base/time.h"
#include "enrich/text_judge.h"
#include "enrich/voice_state.h"
#include "enrich/voiced_snapshot.h"

namespace sojourn {
namespace {

constexpr size_t kTopicNameMost = 80;
constexpr size_t kPinWordsMost = 20;

Status check_topic_name(const std::string& name) {
  if (name.empty() || name.size() > kTopicNameMost) {
    return Status::invalid("a topic's name has 1 to " + std::to_string(kTopicNameMost) + " bytes", "name");
  }
  if (name == kOtherTopic) return Status::invalid("\"other\" is what texts without a topic are called", "name");
  return {};
}

}  // namespace

Voice::Voice(std::unique_ptr<State> state) : state_(std::move(state)) {}
Voice::~Voice() = default;

Result<std::unique_ptr<Voice>> Voice::open(const std::string& folder, Store& store, Timelines& timelines) {
  SOJOURN_TRY(VoiceFolder opened, VoiceFolder::open(folder));
  auto state = std::make_unique<State>(std::move(opened), store, timelines);
  SOJOURN_CHECK(state->open());
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
  const auto add = [&status](const std::string& language, const ModelOrigin& origin, const LinearQuality& quality,
                             uint64_t texts, bool built_in) {
    status.models.push_back(
        {language, origin.version, texts, quality.macro_f1, quality.accuracy, quality.calibration_error, built_in});
  };
  for (const auto& [language, model] : edition->parts().models.all()) {
    add(language, model->origin(), model->quality(), model->quality().tested_on, false);  // Each text tests one fold.
  }
  for (const char* language : {"en", "nl", "de", "ru", "zh"}) {
    const LinearModel* warm = SentimentModels::warm_start(language);
    if (warm != nullptr && !edition->parts().models.all().contains(language)) {
      add(language, warm->origin(), warm->quality(), warm->quality().trained_on, true);
    }
  }
  status.running = state_->work.running();
  status.last = state_->work.last();
  const std::lock_guard lock(state_->mutex);
  status.learned = state_->last_learned;
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
  return state_->corrections;
}

Result<CorrectionPreview> Voice::preview(const Correction& correction, const std::atomic<bool>* cancelled) const {
  SOJOURN_TRY(const std::shared_ptr<const Snapshot> snapshot, state_->timelines.current());
  return preview_correction(*snapshot, *state_->current(), correction, cancelled);
}

Status Voice::save_correction(const Correction& correction, const std::string& account) {
  Corrections alone;
  SOJOURN_CHECK(alone.add(correction));
  return state_->begin_change("rescore", [this, correction, account](VoiceParts& parts) -> Status {
    std::vector<CorrectionRow> rows = corrections();
    put_correction(rows, {correction, account, now()});
    SOJOURN_TRY(parts.corrections, corrections_of(rows));
    return state_->keep_corrections(std::move(rows));
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
    return state_->keep_corrections(std::move(rows));
  };
  return state_->begin_change("rescore", take);
}

// --- topics

Status Voice::name_topic(uint32_t id, const std::string& name) {
  SOJOURN_CHECK(check_topic_name(name));
  TopicModel tried = state_->wanted_parts().topics;
  SOJOURN_CHECK(tried.rename(id, name));
  return state_->begin_change("rescore", [this, id, name](VoiceParts& parts) -> Status {
    std::vector<TopicRow> rows = state_->topic_rows();
    drop_topic_row(rows, parts.topics, id);
    SOJOURN_CHECK(parts.topics.rename(id, name));
    rows.push_back(topic_row_of(*parts.topics.find(id)));
    return state_->keep_topic_rows(std::move(rows));
  });
}

Status Voice::join_topics(uint32_t id, uint32_t with) {
  TopicModel tried = state_->wanted_parts().topics;
  SOJOURN_CHECK(tried.join(id, with));
  return state_->begin_change("rescore", [this, id, with](VoiceParts& parts) -> Status {
    std::vector<TopicRow> rows = state_->topic_rows();
    for (const uint32_t each : {id, with}) drop_topic_row(rows, parts.topics, each);
    SOJOURN_CHECK(parts.topics.join(id, with));
    for (const uint32_t each : {with, id}) rows.push_back(topic_row_of(*parts.topics.find(each)));
    return state_->keep_topic_rows(std::move(rows));
  });
}

Status Voice::begin_pin(const TopicRow& row) {
  const auto pin = [this, row](VoiceParts& parts) -> Status {
    std::vector<TopicRow> rows = state_->topic_rows();
    put_pinned_row(rows, parts.topics, row);
    if (std::ranges::count(rows, true, &TopicRow::pinned) > static_cast<std::ptrdiff_t>(kPinnedTopicsMost)) {
      return Status::limit("at most " + std::to_string(kPinnedTopicsMost) + " topics can be pinned", "words");
    }
    SOJOURN_CHECK(state_->keep_topic_rows(std::move(rows)));
    const std::lock_guard lock(state_->mutex);
    state_->pins_due = true;
    return {};
  };
  return state_->begin_change("topics", pin,
                              [this](VoiceWork::Progress& progress) { return state_->refit(0, progress); });
}

Status Voice::pin_topic(const std::string& told_name, const std::vector<std::string>& told_words) {
  const std::string name(trim(told_name));
  SOJOURN_CHECK(check_topic_name(name));
  std::vector<std::string> words;
  for (const std::string& word : told_words) {
    if (!trim(word).empty()) words.emplace_back(trim(word));
  }
  if (words.empty() || words.size() > kPinWordsMost) {
    return Status::invalid("a topic is pinned by 1 to " + std::to_string(kPinWordsMost) + " words", "words");
  }
  return begin_pin({name, "", words, true});
}

Status Voice::pin_topic(uint32_t id) {
  const TopicModel topics = state_->wanted_parts().topics;
  const Topic* topic = topics.find(id);
  if (topic == nullptr) return Status::not_found("there is no topic " + std::to_string(id), "topic");
  if (topic->pinned) return {};
  TopicRow row{topic->name, topic->language, {}, true};
  for (const TopicWord& word : topic->words) row.words.push_back(word.text);
  if (row.words.empty())
    return Status::invalid("topic " + std::to_string(id) + " has no words to be kept by", "pinned");
  const auto same = [&row](const TopicRow& each) { return each.pinned && each.name == row.name; };
  if (std::ranges::any_of(state_->topic_rows(), same)) {
    return Status::conflict("another pinned topic is called '" + row.name +
                                "': give that one the words of both, or this one a name of its own first",
                            "pinned");
  }
  return begin_pin(row);
}

Status Voice::unpin_topic(uint32_t id) {
  TopicModel tried = state_->wanted_parts().topics;
  SOJOURN_CHECK(tried.pin(id, false));
  return state_->begin_change("rescore", [this, id](VoiceParts& parts) -> Status {
    std::vector<TopicRow> rows = state_->topic_rows();
    drop_topic_row(rows, parts.topics, id);
    SOJOURN_CHECK(parts.topics.pin(id, false));
    rows.push_back(topic_row_of(*parts.topics.find(id)));
    return state_->keep_topic_rows(std::move(rows));
  });
}

// --- work

Status Voice::begin_train() {
  return state_->work.begin("train", [this](VoiceWork::Progress& progress) { return state_->train(progress); });
}

Status Voice::begin_refit(size_t topics) {
  if (topics > kTopicsMost) {
    return Status::invalid("at most " + std::to_string(kTopicsMost) + " topics a language", "topics");
  }
  return state_->work.begin("topics",
                            [this, topics](VoiceWork::Progress& progress) { return state_->refit(topics, progress); });
}

Status Voice::begin_rescore() {
  return state_->work.begin("rescore", [this](VoiceWork::Progress& progress) -> Status {
    SOJOURN_CHECK(state_->change(progress));
    return state_->judge_history(state_->current(), progress);
  });
}

Status Voice::tend() { return state_->tend(); }
Status Voice::wait() { return state_->work.wait(); }
void Voice::cancel() { state_->work.cancel(); }
void Voice::set_told(std::function<void()> told) { state_->work.set_told(std::move(told)); }

}  // namespace sojourn
