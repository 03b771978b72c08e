#include "enrich/voice_preview.h"

#include <cmath>
#include <map>
#include <memory>
#include <utility>

#include "base/parallel.h"
#include "enrich/comment_blocks.h"
#include "enrich/verdict_reader.h"

namespace sojourn {
namespace {

constexpr size_t kExamples = 20;

std::string mood_text(std::string_view label) { return label.empty() ? "unknown" : std::string(label); }

// Those with the lowest keys, so that they do not depend on threads.
using Examples = std::map<uint64_t, CorrectionPreview::Example>;

void keep(Examples& examples, uint64_t key, CorrectionPreview::Example example) {
  examples.try_emplace(key, std::move(example));
  if (examples.size() > kExamples) examples.erase(std::prev(examples.end()));
}

struct Counted {
  CorrectionPreview preview;  // But its changes and examples.
  std::map<std::pair<std::string, std::string>, int64_t> changes;
  Examples changed, same;

  void merge(Counted& other) {
    preview.judged += other.preview.judged;
    preview.affected += other.preview.affected;
    preview.changed += other.preview.changed;
    preview.turned += other.preview.turned;
    for (const auto& [change, comments] : other.changes) changes[change] += comments;
    for (auto& [key, example] : other.changed) keep(changed, key, std::move(example));
    for (auto& [key, example] : other.same) keep(same, key, std::move(example));
  }
  CorrectionPreview take() {
    for (const auto& [change, comments] : changes) {
      preview.changes.push_back({change.first, change.second, comments});
    }
    for (Examples* examples : {&changed, &same}) {
      for (auto& [key, example] : *examples) {
        if (preview.examples.size() < kExamples) preview.examples.push_back(std::move(example));
      }
    }
    return std::move(preview);
  }
};

// One thread's.
class Trial {
 public:
  Trial(const Snapshot& snapshot, const VoiceParts& now, const Corrections& then, const Corrections& alone,
        const Correction& correction)
      : comments_(snapshot),
        before_(now.models, now.corrections, now.languages),
        after_(now.models, then, now.languages),
        alone_(alone),
        correction_(correction) {}

  void read(size_t block, const std::atomic<bool>* cancelled) {
    comments_.read(block, [&](const Block&, const Comment& comment) {
      if (cancelled != nullptr && *cancelled) return;
      std::string_view text = comment.text;
      if (text.empty()) {
        const auto turns = turns_.read(comment.turns);
        if (!turns) return;
        customer_text(*turns, said_);
        text = said_;
      }
      if (!text.empty()) look_at(text, comment.language);
    });
  }
  Counted& counted() { return counted_; }

 private:
  void look_at(std::string_view text, std::string_view declared) {
    ++counted_.preview.judged;
    tokenizer_.read(text);
    if (!alone_.touches(tokenizer_, correction_.language)) return;
    const TextVerdict before = before_.read(text, declared);
    const TextVerdict after = after_.read(text, declared);
    const bool moved = before.label != after.label || before.score != after.score;
    if (!correction_.language.empty() && before.language.code != correction_.language && !moved) return;
    ++counted_.preview.affected;
    CorrectionPreview::Example example{std::string(text),
                                       std::string(before.language.code),
                                       mood_text(before.label),
                                       mood_text(after.label),
                                       before.score,
                                       after.score};
    const uint64_t key = VoiceEdition::key_of(text, declared);
    if (example.before == example.after) return keep(counted_.same, key, std::move(example));
    ++counted_.preview.changed;
    counted_.preview.turned += is_turned(before.score, after.score);
    ++counted_.changes[{example.before, example.after}];
    keep(counted_.changed, key, std::move(example));
  }
  bool is_turned(double before, double after) const {
    return (correction_.sentiment == Sentiment::kPositive && after < before) ||
           (correction_.sentiment == Sentiment::kNegative && after > before);
  }

  CommentBlocks comments_;
  VerdictReader before_, after_;
  const Corrections& alone_;
  const Correction& correction_;
  Tokenizer tokenizer_;
  TurnsReader turns_;
  std::string said_;
  Counted counted_;
};

}  // namespace

Result<CorrectionPreview> preview_correction(const Snapshot& snapshot, const VoiceEdition& edition,
                                             const Correction& correction, const std::atomic<bool>* cancelled) {
  Corrections alone;
  SOJOURN_CHECK(alone.add(correction));
  const VoiceParts& parts = edition.parts();
  Corrections after = parts.corrections;
  SOJOURN_CHECK(after.add(correction));
  std::vector<std::unique_ptr<Trial>> trials(thread_count());
  parallel_for(snapshot.block_count(), trials.size(), [&](size_t thread, size_t block) {
    if (cancelled != nullptr && *cancelled) return;
    std::unique_ptr<Trial>& trial = trials[thread];
    if (!trial) {
      trial = std::make_unique<Trial>(snapshot, parts, after, alone, correction);
    }
    trial->read(block, cancelled);
  });
  if (cancelled != nullptr && *cancelled) return Status(StatusCode::kCancelled, "not all comments were looked at");
  SOJOURN_CHECK(snapshot.status());
  Counted all;
  for (const std::unique_ptr<Trial>& trial : trials) {
    if (trial) all.merge(trial->counted());
  }
  return all.take();
}

}  // namespace sojourn
