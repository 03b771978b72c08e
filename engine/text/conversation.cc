#include "text/conversation.h"

#include <unicode/ubrk.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>

#include "text/conversation_cues.h"

namespace sojourn {
namespace {

constexpr int64_t kOverlapMs = 200;
constexpr size_t kTurnsForThirds = 3;
constexpr size_t kLastTurns = 4;
constexpr double kFallingSlope = -0.2;
constexpr double kFallenTone = -0.1;
constexpr double kAbsent = ConversationFacts::kAbsent;

// Words by ICU's rules.
class WordCounter {
 public:
  WordCounter() {
    UErrorCode error = U_ZERO_ERROR;
    words_ = ubrk_open(UBRK_WORD, "", nullptr, 0, &error);
    if (U_FAILURE(error)) words_ = nullptr;
  }
  ~WordCounter() {
    if (words_ != nullptr) ubrk_close(words_);
    utext_close(&text_);
  }
  WordCounter(const WordCounter&) = delete;
  WordCounter& operator=(const WordCounter&) = delete;

  size_t count(std::string_view text) {
    UErrorCode error = U_ZERO_ERROR;
    utext_openUTF8(&text_, text.data(), static_cast<int64_t>(text.size()), &error);
    if (words_ == nullptr || U_FAILURE(error)) return 0;
    ubrk_setUText(words_, &text_, &error);
    if (U_FAILURE(error)) return 0;
    size_t count = 0;
    while (ubrk_next(words_) != UBRK_DONE) count += ubrk_getRuleStatus(words_) >= UBRK_WORD_NUMBER ? 1 : 0;
    return count;
  }

 private:
  UBreakIterator* words_ = nullptr;
  UText text_ = UTEXT_INITIALIZER;
};

bool timed(const SpokenTurn& turn) { return turn.from_ms && turn.to_ms && *turn.to_ms >= *turn.from_ms; }

// Rounded, so that sums of the same tones are the same whatever came between.
double millionths(double value) { return std::round(value * 1e6) / 1e6; }

double seconds(int64_t ms) { return static_cast<double>(ms) / 1000; }

// The mean tones of the ends, and how far it fell.
void set_tones(std::span<const double> tones, ConversationFacts& facts) {
  if (tones.size() < kTurnsForThirds) return;
  const size_t third = tones.size() / 3;
  const auto mean = [third](std::span<const double> part) {
    return millionths(std::accumulate(part.begin(), part.end(), 0.0) / static_cast<double>(third));
  };
  facts.tone_first = mean(tones.first(third));
  facts.tone_last = mean(tones.last(third));
  facts.tone_change = millionths(facts.tone_last - facts.tone_first);
}

bool falls_at_the_end(std::span<const double> tones) {
  if (tones.size() < kLastTurns) return false;
  const std::span<const double> last = tones.last(kLastTurns);
  const double slope = (3 * (last[3] - last[0]) + (last[2] - last[1])) / 10;  // Least squares over 0, 1, 2, 3.
  return slope <= kFallingSlope && last[3] < kFallenTone;
}

// Milliseconds in which at least one of these turns was spoken. They come by their beginning.
int64_t covered(std::span<const SpokenTurn* const> turns) {
  int64_t sum = 0;
  int64_t end = INT64_MIN;
  for (const SpokenTurn* turn : turns) {
    const int64_t from = std::max(*turn->from_ms, end);
    if (*turn->to_ms > from) sum += *turn->to_ms - from;
    end = std::max(end, *turn->to_ms);
  }
  return sum;
}

double talk_of(std::span<const SpokenTurn* const> turns) {
  if (turns.empty() || !std::ranges::all_of(turns, [](const SpokenTurn* turn) { return timed(*turn); })) return kAbsent;
  return seconds(covered(turns));
}

double silence_of(std::span<const SpokenTurn* const> turns) {
  if (turns.empty() || !std::ranges::all_of(turns, [](const SpokenTurn* turn) { return timed(*turn); })) return kAbsent;
  int64_t end = INT64_MIN;
  for (const SpokenTurn* turn : turns) end = std::max(end, *turn->to_ms);
  return seconds(end - *turns.front()->from_ms - covered(turns));
}

double interruptions_of(std::span<const SpokenTurn* const> turns) {
  struct Side {
    int64_t from = 0;
    int64_t to = INT64_MIN;  // Of the turn that ends last.
  };
  std::array<Side, 2> sides;
  int64_t count = 0;
  for (const SpokenTurn* turn : turns) {
    if (turn->speaker != Speaker::kCustomer && turn->speaker != Speaker::kAgent) continue;
    if (!timed(*turn)) return kAbsent;
    const size_t own = turn->speaker == Speaker::kCustomer ? 0 : 1;
    const Side& other = sides[1 - own];
    if (other.to != INT64_MIN && other.from < *turn->from_ms && other.to - kOverlapMs > *turn->from_ms) ++count;
    if (*turn->to_ms > sides[own].to) sides[own] = {*turn->from_ms, *turn->to_ms};
  }
  const bool both = sides[0].to != INT64_MIN && sides[1].to != INT64_MIN;
  return both ? static_cast<double>(count) : kAbsent;
}

double median(std::vector<int64_t>& values) {
  if (values.empty()) return kAbsent;
  std::sort(values.begin(), values.end());
  const size_t half = values.size() / 2;
  if (values.size() % 2 == 1) return static_cast<double>(values[half]);
  return (static_cast<double>(values[half - 1]) + static_cast<double>(values[half])) / 2;
}

double response_of(std::span<const SpokenTurn* const> turns, std::vector<int64_t>& waits) {
  waits.clear();
  std::optional<int64_t> since;
  for (const SpokenTurn* turn : turns) {
    if (turn->speaker == Speaker::kCustomer) {
      if (turn->to_ms) since = turn->to_ms;
      if (!since) since = turn->from_ms;
    } else if (turn->speaker == Speaker::kAgent) {
      if (since && turn->from_ms) waits.push_back(std::max<int64_t>(0, *turn->from_ms - *since));
      since.reset();
    }
  }
  return median(waits) / 1000;
}

// By the beginning; a turn without one goes with the one before it.
void sort_by_time(std::span<const SpokenTurn> turns, std::vector<std::pair<int64_t, const SpokenTurn*>>& order,
                  std::vector<const SpokenTurn*>& sorted) {
  order.clear();
  sorted.clear();
  int64_t last = INT64_MIN;
  for (const SpokenTurn& turn : turns) {
    last = turn.from_ms.value_or(last);
    if (turn.speaker != Speaker::kSystem) order.emplace_back(last, &turn);
  }
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [from, turn] : order) sorted.push_back(turn);
}

double clamped(double score) { return std::clamp(score, -1.0, 1.0); }

}  // namespace

struct ConversationReader::Impl {
  WordCounter words;
  Tokenizer tokenizer;
  std::vector<std::pair<int64_t, const SpokenTurn*>> order;
  std::vector<const SpokenTurn*> all, customer, agent;
  std::vector<double> tones;
  std::vector<int64_t> waits;
  std::string text;

  void deal(std::span<const SpokenTurn> turns);
  std::string_view language_of(TextReader& reader);
  void read_tones(TextReader& reader, std::string_view language, ConversationFacts& facts);
  void read_words(ConversationFacts& facts);
  void read_cues(const CueList& cues, ConversationFacts& facts);
};

ConversationReader::ConversationReader() : impl_(std::make_unique<Impl>()) {}
ConversationReader::~ConversationReader() = default;

void ConversationReader::Impl::deal(std::span<const SpokenTurn> turns) {
  sort_by_time(turns, order, all);
  customer.clear();
  agent.clear();
  for (const SpokenTurn* turn : all) {
    if (turn->speaker == Speaker::kCustomer) customer.push_back(turn);
    if (turn->speaker == Speaker::kAgent) agent.push_back(turn);
  }
}

// Of all that the customer said, or, where that tells nothing, all that was said.
std::string_view ConversationReader::Impl::language_of(TextReader& reader) {
  for (const auto* turns : {&customer, &all}) {
    text.clear();
    for (const SpokenTurn* turn : *turns) {
      if (text.size() + turn->text.size() > kTextReadBytes) break;
      text.append(turn->text).push_back('\n');
    }
    const std::string_view code = reader.read(text).language.code;
    if (!code.empty()) return code;
  }
  return {};
}

void ConversationReader::Impl::read_tones(TextReader& reader, std::string_view language, ConversationFacts& facts) {
  tones.clear();
  for (const SpokenTurn* turn : customer) {
    if (!std::isnan(turn->given)) {
      tones.push_back(clamped(turn->given));
      continue;
    }
    const TextVerdict verdict = reader.read(turn->text, language);
    if (!std::isnan(verdict.score)) tones.push_back(clamped(verdict.score));
  }
  set_tones(tones, facts);
}

void ConversationReader::Impl::read_words(ConversationFacts& facts) {
  const auto count = [this](const std::vector<const SpokenTurn*>& turns) {
    size_t sum = 0;
    for (const SpokenTurn* turn : turns) sum += words.count(turn->text);
    return turns.empty() ? kAbsent : static_cast<double>(sum);
  };
  facts.agent_words = count(agent);
  facts.customer_words = count(customer);
}

void ConversationReader::Impl::read_cues(const CueList& cues, ConversationFacts& facts) {
  CueCounts counts{};
  for (const SpokenTurn* turn : all) {
    const bool of_customer = turn->speaker == Speaker::kCustomer;
    if (!of_customer && turn->speaker != Speaker::kAgent) continue;
    tokenizer.read(turn->text);
    const uint32_t promises = counts[static_cast<size_t>(Cue::kPromise)];
    cues.count(tokenizer, counts);
    // What a customer will do is no promise of ours.
    if (of_customer) counts[static_cast<size_t>(Cue::kPromise)] = promises;
    if (of_customer && cues.asks_for_superior(tokenizer)) facts.escalation = 1;
  }
  facts.hesitations = counts[static_cast<size_t>(Cue::kHesitation)];
  facts.apologies = counts[static_cast<size_t>(Cue::kApology)];
  facts.courtesies = counts[static_cast<size_t>(Cue::kCourtesy)];
  facts.promises = counts[static_cast<size_t>(Cue::kPromise)];
  facts.cues = facts.hesitations + facts.apologies + facts.courtesies + facts.promises;
}

ConversationFacts ConversationReader::read(std::span<const SpokenTurn> turns, TextReader& reader,
                                           std::string_view language) {
  Impl& impl = *impl_;
  ConversationFacts facts;
  impl.deal(turns);
  if (impl.all.empty()) return facts;
  facts.turns = static_cast<double>(impl.all.size());
  facts.silence = silence_of(impl.all);
  if (impl.customer.empty() && impl.agent.empty()) return facts;
  if (language.empty()) language = impl.language_of(reader);
  if (!impl.customer.empty()) {
    impl.read_tones(reader, language, facts);
    facts.escalation = falls_at_the_end(impl.tones) ? 1 : 0;
  }
  if (const CueList* cues = CueList::built_in(language); cues != nullptr) impl.read_cues(*cues, facts);
  impl.read_words(facts);
  facts.agent_talk = talk_of(impl.agent);
  facts.customer_talk = talk_of(impl.customer);
  facts.interruptions = interruptions_of(impl.all);
  facts.response = response_of(impl.all, impl.waits);
  return facts;
}

}  // namespace sojourn
