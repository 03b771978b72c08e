#include "enrich/voiced_snapshot.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <optional>

#include "base/limits.h"
#include "base/parallel.h"
#include "enrich/comment_blocks.h"
#include "enrich/text_judge.h"
#include "timelines/columns.h"

namespace sojourn {
namespace {

constexpr std::chrono::milliseconds kLookAtCancel{20};

bool is_voice(ColumnId column) { return column >= kFirstVoiceColumn && column < kFirstPropertyColumn; }
VoiceColumn voice_of(ColumnId column) { return static_cast<VoiceColumn>(column - kFirstVoiceColumn); }

// A column of codes or numbers of which few have a value: those of the block before are taken back before the next.
template <class T>
class SparseValues {
 public:
  explicit SparseValues(T absent) : absent_(absent) {}
  void begin(size_t events) {
    for (const uint32_t position : set_) values_[position] = absent_;
    set_.clear();
    if (values_.size() < events) values_.resize(events, absent_);
  }
  void set(uint32_t position, T value) {
    values_[position] = value;
    set_.push_back(position);
  }
  const std::vector<T>& values() const { return values_; }

 private:
  T absent_;
  std::vector<T> values_;
  std::vector<uint32_t> set_;
};

double number_of(VoiceColumn column, const ConversationFacts& facts) {
  switch (column) {
    case VoiceColumn::kTurns: return facts.turns;
    case VoiceColumn::kToneFirst: return facts.tone_first;
    case VoiceColumn::kToneLast: return facts.tone_last;
    case VoiceColumn::kToneChange: return facts.tone_change;
    case VoiceColumn::kAgentWords: return facts.agent_words;
    case VoiceColumn::kCustomerWords: return facts.customer_words;
    case VoiceColumn::kInterruptions: return facts.interruptions;
    case VoiceColumn::kAgentTalk: return facts.agent_talk;
    case VoiceColumn::kCustomerTalk: return facts.customer_talk;
    case VoiceColumn::kSilence: return facts.silence;
    case VoiceColumn::kResponse: return facts.response;
    case VoiceColumn::kCues: return facts.cues;
    case VoiceColumn::kHesitations: return facts.hesitations;
    case VoiceColumn::kApologies: return facts.apologies;
    case VoiceColumn::kCourtesies: return facts.courtesies;
    case VoiceColumn::kPromises: return facts.promises;
    default: return ConversationFacts::kAbsent;
  }
}

bool is_set(const std::atomic<bool>* flag) { return flag != nullptr && *flag; }

// Reads the comments of blocks and has them judged.
class BlockListener {
 public:
  BlockListener(const Snapshot& below, std::shared_ptr<const VoiceEdition> edition)
      : comments_(below), judge_(std::move(edition)) {}

  // `looked` is told of events as they are passed by. Null: cancelled.
  std::shared_ptr<const BlockVoices> hear(size_t index, const std::function<void(int64_t events)>& looked = {},
                                          const std::atomic<bool>* cancelled = nullptr) {
    auto voices = std::make_shared<BlockVoices>();
    uint32_t told = 0;
    const Block& block = comments_.read(index, [&](const Block&, const Comment& comment) {
      if (is_set(cancelled)) return;
      hear(comment, *voices);
      if (!looked || voices->texts.size() % kTellEvery != 0) return;
      looked(comment.event - told);
      told = comment.event;
    });
    if (is_set(cancelled)) return nullptr;
    if (looked) looked(static_cast<int64_t>(block.event_count()) - told);
    return voices;
  }

 private:
  static constexpr size_t kTellEvery = 256;

  void hear(const Comment& comment, BlockVoices& voices) {
    std::string_view text = comment.text;
    if (!comment.turns.empty()) {
      voices.conversations.push_back(comment.event);
      voices.courses.push_back(judge_.course_of(comment.turns, comment.language, text));
      if (text.empty()) text = judge_.said_in(comment.turns);
    }
    if (text.empty()) return;
    voices.texts.push_back(comment.event);
    voices.facts.push_back(judge_.facts_of(text, comment.language));
  }

  CommentBlocks comments_;
  TextJudge judge_;
};

class VoicedReader final : public BlockReader {
 public:
  VoicedReader(const Snapshot& below, std::shared_ptr<const VoiceEdition> edition, std::span<const ColumnId> columns)
      : below_(below), edition_(std::move(edition)), marks_(below.block_marks()) {
    std::vector<ColumnId> others;
    for (const ColumnId column : columns) {
      if (!is_voice(column)) {
        others.push_back(column);
      } else if (edition_->names(voice_of(column)) != nullptr) {
        codes_.emplace_back(column, SparseValues<uint32_t>(0));
      } else {
        numbers_.emplace_back(column, SparseValues<double>(ConversationFacts::kAbsent));
      }
    }
    reader_ = below.reader(others);
  }

  const Block& read(size_t index) override {
    const std::shared_ptr<const BlockVoices> voices = voices_of(index);
    block_ = reader_->read(index);
    columns_.assign(block_.columns.begin(), block_.columns.end());
    columns_.resize(std::max(columns_.size(), static_cast<size_t>(kFirstPropertyColumn)));
    for (auto& [column, values] : codes_) {
      lay_out_codes(voice_of(column), *voices, values);
      columns_[column].codes = CodeColumn(values.values().data(), sizeof(uint32_t));
    }
    for (auto& [column, values] : numbers_) {
      lay_out_numbers(voice_of(column), *voices, values);
      columns_[column].numbers = {values.values().data(), block_.event_count()};
    }
    block_.columns = columns_;
    return block_;
  }

 private:
  std::shared_ptr<const BlockVoices> voices_of(size_t index) {
    if (!marks_.empty()) {
      if (auto known = edition_->blocks().find(marks_[index])) return known;
    }
    if (!listener_) listener_.emplace(below_, edition_);
    std::shared_ptr<const BlockVoices> voices = listener_->hear(index);
    if (!marks_.empty()) edition_->blocks().keep(marks_[index], voices);
    return voices;
  }
  void lay_out_codes(VoiceColumn column, const BlockVoices& voices, SparseValues<uint32_t>& values) {
    values.begin(block_.event_count());
    if (column == VoiceColumn::kEscalation) {
      for (size_t i = 0; i < voices.conversations.size(); ++i) {
        values.set(voices.conversations[i], edition_->escalation_code(voices.courses[i]));
      }
      return;
    }
    for (size_t i = 0; i < voices.texts.size(); ++i) {
      if (const uint32_t code = edition_->code(column, voices.facts[i])) values.set(voices.texts[i], code);
    }
  }
  void lay_out_numbers(VoiceColumn column, const BlockVoices& voices, SparseValues<double>& values) {
    values.begin(block_.event_count());
    if (column == VoiceColumn::kScore) {
      for (size_t i = 0; i < voices.texts.size(); ++i) values.set(voices.texts[i], voices.facts[i].score_value());
      return;
    }
    for (size_t i = 0; i < voices.conversations.size(); ++i) {
      values.set(voices.conversations[i], number_of(column, voices.courses[i]));
    }
  }

  const Snapshot& below_;
  std::shared_ptr<const VoiceEdition> edition_;
  std::vector<BlockMark> marks_;
  std::unique_ptr<BlockReader> reader_;
  std::optional<BlockListener> listener_;
  std::vector<std::pair<ColumnId, SparseValues<uint32_t>>> codes_;
  std::vector<std::pair<ColumnId, SparseValues<double>>> numbers_;
  Block block_;
  std::vector<BlockColumn> columns_;
};

}  // namespace

VoicedSnapshot::VoicedSnapshot(std::shared_ptr<const Snapshot> below, std::shared_ptr<const VoiceEdition> edition)
    : below_(std::move(below)), edition_(std::move(edition)) {}

const std::shared_ptr<Names>& VoicedSnapshot::names(ColumnId column) const {
  if (!is_voice(column)) return below_->names(column);
  // Blocks that are damaged say nothing; whoever reads them is told by status().
  if (VoiceEdition::words_grow(voice_of(column))) static_cast<void>(hear(nullptr));
  return edition_->names(voice_of(column));
}

Status VoicedSnapshot::hear(const std::atomic<bool>* cancelled) const {
  if (heard_) return {};
  std::unique_lock lock(hearing_, std::defer_lock);
  while (!lock.try_lock_for(kLookAtCancel)) {
    if (is_set(cancelled)) return Status(StatusCode::kCancelled, "not all texts were judged");
  }
  if (heard_) return {};
  const Status judged = judge_all(*this, {}, cancelled);
  if (judged.code() == StatusCode::kCancelled) return judged;
  heard_ = true;
  return {};
}

std::vector<BlockMark> VoicedSnapshot::block_marks() const {
  std::vector<BlockMark> marks = below_->block_marks();
  for (BlockMark& mark : marks) mark.content = (mark.content ^ edition_->version()) * 0x9E3779B97F4A7C15ULL;
  return marks;
}

std::unique_ptr<BlockReader> VoicedSnapshot::reader(std::span<const ColumnId> columns) const {
  if (std::none_of(columns.begin(), columns.end(), is_voice)) return below_->reader(columns);
  return std::make_unique<VoicedReader>(*below_, edition_, columns);
}

Status judge_all(const VoicedSnapshot& snapshot, const std::function<void(int64_t events)>& done,
                 const std::atomic<bool>* cancelled) {
  struct Worker {
    std::unique_ptr<BlockReader> counter;  // Of events alone.
    std::optional<BlockListener> listener;
  };
  const Snapshot& below = snapshot.below();
  const std::vector<BlockMark> marks = below.block_marks();
  BlockVoiceCache& blocks = snapshot.edition()->blocks();
  std::vector<Worker> workers(thread_count());
  parallel_for(snapshot.block_count(), workers.size(), [&](size_t thread, size_t index) {
    if (is_set(cancelled)) return;
    Worker& worker = workers[thread];
    if (!marks.empty() && blocks.was_heard(marks[index])) {
      if (!done) return;
      if (!worker.counter) worker.counter = below.reader(std::array{kWithoutTimes});
      return done(static_cast<int64_t>(worker.counter->read(index).event_count()));
    }
    if (!worker.listener) worker.listener.emplace(below, snapshot.edition());
    const std::shared_ptr<const BlockVoices> voices = worker.listener->hear(index, done, cancelled);
    if (voices && !marks.empty()) blocks.keep(marks[index], voices);
  });
  if (is_set(cancelled)) return Status(StatusCode::kCancelled, "not all texts were judged");
  return snapshot.status();
}

Status hear_words(const Snapshot& snapshot, const std::atomic<bool>* cancelled) {
  const auto* voiced = dynamic_cast<const VoicedSnapshot*>(&snapshot);
  return voiced == nullptr ? Status() : voiced->hear(cancelled);
}

}  // namespace sojourn
