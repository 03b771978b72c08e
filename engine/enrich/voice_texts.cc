#include "enrich/voice_texts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

#include "base/parallel.h"
#include "enrich/comment_blocks.h"
#include "enrich/text_judge.h"

namespace sojourn {
namespace {

// What has the lowest keys of all that was met so far, at most so many and so many bytes of text.
template <class Entry>
class Lowest {
 public:
  void set_most(size_t most) { most_ = std::max<size_t>(most, 1); }
  // The entry of that key, new or known; null where it is too high to stay.
  Entry* add(uint64_t key, std::string_view text) {
    if (key > bound_) return nullptr;
    if (entries_.size() >= 2 * most_ || bytes_ > kCollectedBytes + kCollectedBytes / 4) shrink();
    if (key > bound_) return nullptr;
    const auto [place, added] = entries_.try_emplace(key);
    if (!added) return &place->second;
    place->second.text = text;
    bytes_ += text.size();
    return &place->second;
  }
  void shrink() {
    std::vector<uint64_t> keys;
    for (const auto& [key, entry] : entries_) keys.push_back(key);
    std::sort(keys.begin(), keys.end());
    size_t bytes = 0, kept = 0;
    while (kept < std::min(keys.size(), most_)) {
      const size_t more = entries_.at(keys[kept]).text.size();
      if (kept > 0 && bytes + more > kCollectedBytes) break;
      bytes += more;
      ++kept;
    }
    if (kept == keys.size()) return;
    bound_ = keys[kept] - 1;
    bytes_ = bytes;
    std::erase_if(entries_, [this](const auto& each) { return each.first > bound_; });
  }
  // By key, ascending.
  std::vector<std::pair<uint64_t, Entry>> take() {
    shrink();
    std::vector<std::pair<uint64_t, Entry>> all;
    for (auto& [key, entry] : entries_) all.emplace_back(key, std::move(entry));
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    return all;
  }

 private:
  size_t most_ = kVoiceTextsMost;
  uint64_t bound_ = UINT64_MAX;
  size_t bytes_ = 0;
  std::unordered_map<uint64_t, Entry> entries_;
};

// One text, and how often it came with which score.
struct ScoredText {
  std::string text;
  std::string language;
  std::array<uint32_t, 3> counts{};

  void add(Sentiment sentiment, uint32_t more) { counts[static_cast<size_t>(sentiment)] += more; }
  // The most frequent one; none where two are equally so: who would learn from that?
  std::optional<Sentiment> sentiment() const {
    const auto most = std::max_element(counts.begin(), counts.end());
    if (std::count(counts.begin(), counts.end(), *most) > 1) return std::nullopt;
    return static_cast<Sentiment>(most - counts.begin());
  }
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
    Lowest<VoiceText> lowest;
  };
  const auto add = [](Lowest<VoiceText>& lowest, uint64_t key, std::string_view text, std::string_view declared,
                      uint32_t count) {
    VoiceText* place = lowest.add(key, text);
    if (place == nullptr) return;
    place->key = key;
    place->declared = declared;
    place->count += count;
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
      if (!text.empty()) add(worker.lowest, VoiceEdition::key_of(text, comment.language), text, comment.language, 1);
    });
  }));
  Lowest<VoiceText> all;
  all.set_most(most);
  for (Worker& worker : workers) {
    for (const auto& [key, text] : worker.lowest.take()) add(all, key, text.text, text.declared, text.count);
  }
  std::vector<VoiceText> texts;
  for (auto& [key, text] : all.take()) texts.push_back(std::move(text));
  return texts;
}

Result<std::vector<LabelledText>> collect_scored(const Snapshot& snapshot, const VoiceEdition& edition, size_t most,
                                                 const std::atomic<bool>* cancelled) {
  const Scores scores(snapshot);
  struct Worker {
    std::unique_ptr<CommentBlocks> comments;
    Scores::OfResponses responses;  // Of the customer at hand.
    Lowest<ScoredText> found;
  };
  std::vector<Worker> workers(thread_count());
  SOJOURN_CHECK(walk(snapshot, cancelled, [&](size_t thread, size_t index) {
    Worker& worker = workers[thread];
    worker.found.set_most(most);
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
      ScoredText* place = worker.found.add(key, comment.text);
      if (place == nullptr) return;
      place->language = edition.word(VoiceColumn::kLanguage, *facts);
      place->add(*sentiment, 1);
    });
  }));
  Lowest<ScoredText> all;
  all.set_most(most);
  for (Worker& worker : workers) {
    for (const auto& [key, text] : worker.found.take()) {
      ScoredText* place = all.add(key, text.text);
      if (place == nullptr) continue;
      place->language = text.language;
      for (size_t i = 0; i < text.counts.size(); ++i) place->add(static_cast<Sentiment>(i), text.counts[i]);
    }
  }
  std::vector<LabelledText> texts;
  for (auto& [key, text] : all.take()) {
    const auto sentiment = text.sentiment();
    if (sentiment) texts.push_back({std::move(text.text), std::string(sentiment_name(*sentiment)), text.language});
  }
  return texts;
}

}  // namespace sojourn
