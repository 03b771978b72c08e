#include "enrich/voice_texts.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

#include "base/parallel.h"
#include "enrich/comment_blocks.h"
#include "enrich/text_judge.h"

namespace sojourn {
namespace {

// The texts with the lowest keys met so far.
class Lowest {
 public:
  void set_most(size_t most) { most_ = std::max<size_t>(most, 1); }
  void add(uint64_t key, std::string_view text, std::string_view declared, uint32_t count) {
    if (key > bound_) return;
    VoiceText& place = texts_[key];
    if (place.count == 0) {
      place.key = key;
      place.text = text;
      place.declared = declared;
    }
    place.count += count;
    if (texts_.size() >= 2 * most_) shrink();
  }
  void shrink() {
    if (texts_.size() <= most_) return;
    std::vector<uint64_t> keys;
    for (const auto& [key, text] : texts_) keys.push_back(key);
    const auto last = keys.begin() + static_cast<std::ptrdiff_t>(most_ - 1);
    std::nth_element(keys.begin(), last, keys.end());
    bound_ = *last;
    std::erase_if(texts_, [this](const auto& each) { return each.first > bound_; });
  }
  std::unordered_map<uint64_t, VoiceText>& texts() { return texts_; }

 private:
  size_t most_ = kVoiceTextsMost;
  uint64_t bound_ = UINT64_MAX;
  std::unordered_map<uint64_t, VoiceText> texts_;
};

Status cancelled_status() { return {StatusCode::kCancelled, "the comments were not all read"}; }

// Calls work(thread, index) for all blocks unless cancelled.
Status walk(const Snapshot& snapshot, const std::atomic<bool>* cancelled,
            const std::function<void(size_t thread, size_t index)>& work) {
  parallel_for(snapshot.block_count(), thread_count(), [&](size_t thread, size_t index) {
    if (cancelled == nullptr || !*cancelled) work(thread, index);
  });
  if (cancelled != nullptr && *cancelled) return cancelled_status();
  return snapshot.status();
}

// Which columns tell a score, and how one is read.
class Scores {
 public:
  explicit Scores(const Snapshot& snapshot)
      : names_(snapshot.names(kKind)), response_(snapshot.find_column("properties.response")) {
    columns_ = {kKind, kAnswer, kMin, kMax};
    if (response_) columns_.push_back(*response_);
  }
  std::span<const ColumnId> columns() const { return columns_; }

  // The sentiment of the event's answer; none where it has none.
  std::optional<Sentiment> at(const Block& block, uint32_t event) const {
    const double answer = block.column(kAnswer).numbers[event];
    const double min = block.column(kMin).numbers[event];
    const double max = block.column(kMax).numbers[event];
    const uint32_t kind = block.column(kKind).codes[event];
    if (kind == 0 || !(max > min) || !(answer >= min && answer <= max)) return std::nullopt;
    const double place = (answer - min) / (max - min);
    if (names_->text(kind) == "nps") {
      return place > 0.85 ? Sentiment::kPositive : place > 0.65 ? Sentiment::kNeutral : Sentiment::kNegative;
    }
    return place >= 0.75 ? Sentiment::kPositive : place > 0.25 ? Sentiment::kNeutral : Sentiment::kNegative;
  }
  // The first of each response of a customer.
  using OfResponses = std::unordered_map<uint32_t, Sentiment>;
  void read_responses(const Block& block, uint32_t customer, OfResponses& found) const {
    found.clear();
    for (uint32_t event = block.begins[customer]; response_ && event < block.begins[customer + 1]; ++event) {
      const uint32_t response = block.column(*response_).codes[event];
      if (response == 0) continue;
      if (const auto sentiment = at(block, event)) found.try_emplace(response, *sentiment);
    }
  }
  // That of the comment: on its own event, else the first of its response.
  std::optional<Sentiment> of(const Block& block, const Comment& comment, const OfResponses& responses) const {
    if (const auto own = at(block, comment.event)) return own;
    const auto found = response_ ? responses.find(block.column(*response_).codes[comment.event]) : responses.end();
    return found == responses.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  static constexpr ColumnId kKind = column_of(Field::kKind);
  static constexpr ColumnId kAnswer = column_of(Field::kAnswer);
  static constexpr ColumnId kMin = column_of(Field::kScaleMin);
  static constexpr ColumnId kMax = column_of(Field::kScaleMax);
  std::shared_ptr<Names> names_;
  std::optional<ColumnId> response_;
  std::vector<ColumnId> columns_;
};

}  // namespace

Result<std::vector<VoiceText>> collect_texts(const Snapshot& snapshot, size_t most,
                                             const std::atomic<bool>* cancelled) {
  struct Worker {
    std::unique_ptr<CommentBlocks> comments;
    TurnsReader turns;
    std::string said;
    Lowest lowest;
  };
  std::vector<Worker> workers(thread_count());
  SOJOURN_CHECK(walk(snapshot, cancelled, [&](size_t thread, size_t index) {
    Worker& worker = workers[thread];
    worker.lowest.set_most(most);
    if (!worker.comments) worker.comments = std::make_unique<CommentBlocks>(snapshot);
    worker.comments->read(index, [&](const Block&, const Comment& comment) {
      std::string_view text = comment.text;
      if (text.empty()) {
        const auto turns = worker.turns.read(comment.turns);
        if (!turns) return;
        customer_text(*turns, worker.said);
        text = worker.said;
      }
      if (!text.empty()) {
        worker.lowest.add(VoiceEdition::key_of(text, comment.language), text, comment.language, 1);
      }
    });
  }));
  Lowest all;
  all.set_most(most);
  for (Worker& worker : workers) {
    for (const auto& [key, text] : worker.lowest.texts()) all.add(key, text.text, text.declared, text.count);
  }
  all.shrink();
  std::vector<VoiceText> texts;
  for (auto& [key, text] : all.texts()) texts.push_back(std::move(text));
  std::sort(texts.begin(), texts.end(), [](const VoiceText& a, const VoiceText& b) { return a.key < b.key; });
  return texts;
}

Result<std::vector<LabelledText>> collect_scored(const Snapshot& snapshot, const VoiceEdition& edition, size_t most,
                                                 const std::atomic<bool>* cancelled) {
  const Scores scores(snapshot);
  // By text and sentiment, so that the order of the record does not matter.
  using Found = std::map<std::pair<uint64_t, Sentiment>, LabelledText>;
  struct Worker {
    std::unique_ptr<CommentBlocks> comments;
    Scores::OfResponses responses;  // Of the customer at hand.
    Found found;
  };
  std::vector<Worker> workers(thread_count());
  SOJOURN_CHECK(walk(snapshot, cancelled, [&](size_t thread, size_t index) {
    Worker& worker = workers[thread];
    if (!worker.comments) worker.comments = std::make_unique<CommentBlocks>(snapshot, scores.columns());
    uint32_t customer = UINT32_MAX;
    size_t taken = 0;
    worker.comments->read(index, [&](const Block& block, const Comment& comment) {
      if (comment.customer != customer) {
        taken = 0;
        customer = comment.customer;
        scores.read_responses(block, customer, worker.responses);
      }
      if (comment.text.empty() || taken >= kScoredOfOne) return;
      const auto sentiment = scores.of(block, comment, worker.responses);
      const uint64_t key = VoiceEdition::key_of(comment.text, comment.language);
      const auto facts = edition.texts().find(key);
      if (!sentiment || !facts || facts->language == 0) return;
      ++taken;
      worker.found.try_emplace({key, *sentiment},
                               LabelledText{std::string(comment.text), std::string(sentiment_name(*sentiment)),
                                            std::string(edition.word(VoiceColumn::kLanguage, *facts))});
    });
  }));
  Found all;
  for (Worker& worker : workers) all.merge(worker.found);
  std::vector<LabelledText> texts;
  for (auto& [key, text] : all) {
    if (texts.size() == most) break;
    texts.push_back(std::move(text));
  }
  return texts;
}

}  // namespace sojourn
