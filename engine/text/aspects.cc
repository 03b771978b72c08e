#include "text/aspects.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>

namespace sojourn {
namespace {

// More things than this are not judged: their windows may overlap, and a text may be nothing but things.
constexpr size_t kAspectsMost = 100;
// So long a sentence is no sentence, and its things are not looked for.
constexpr size_t kSentenceBytesMost = 4096;
// A sentence of a few words proves another language only when it is very sure of it.
constexpr double kSureOfAnother = 0.9;

std::string lower_case(std::string_view text) {
  std::string lower;
  icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())))
      .toLower(icu::Locale::getRoot())
      .toUTF8String(lower);
  return lower;
}

}  // namespace

void AspectReader::read(std::string_view text, std::string_view language, std::span<const std::string> targets) {
  sentences_.clear();
  aspects_.clear();
  const TextVerdict whole = reader_.read(text, language);
  text_ = reader_.text();
  for (const ByteRange& range : splitter_.split(text_)) {
    const std::string_view part = std::string_view(text_).substr(range.begin, range.end - range.begin);
    std::string_view own = language;
    if (own.empty()) {
      tokenizer_.read(part);
      const LanguageVerdict found = LanguageModel::built_in().identify(tokenizer_);
      const bool sure = !found.code.empty() && (found.confidence >= kSureOfAnother || whole.language.code.empty());
      own = sure ? found.code : whole.language.code.empty() ? whole.language.first : whole.language.code;
    }
    const TextVerdict verdict = reader_.read(part, own);
    sentences_.push_back({range, own, verdict.label, verdict.score, verdict.confidence});
    read_aspects({range, own}, targets, sentences_.size() - 1);
  }
}

void AspectReader::read_aspects(const Sentence& sentence, std::span<const std::string> targets, size_t number) {
  if (sentence.range.end - sentence.range.begin > kSentenceBytesMost) return;
  tokenizer_.read(std::string_view(text_).substr(sentence.range.begin, sentence.range.end - sentence.range.begin));
  const std::vector<Thing> things =
      targets.empty() ? find_things(tokenizer_, sentence.language) : told_things(tokenizer_, targets);
  if (things.empty()) return;
  find_edges(tokenizer_, sentence.language, edges_);
  for (const Thing& thing : things)
    std::fill(edges_.begin() + static_cast<ptrdiff_t>(thing.first + 1),
              edges_.begin() + static_cast<ptrdiff_t>(thing.last + 1), uint8_t{0});
  for (size_t i = 0; i < things.size() && aspects_.size() < kAspectsMost; ++i) {
    judge(things[i], i == 0 ? nullptr : &things[i - 1], i + 1 == things.size() ? nullptr : &things[i + 1], sentence,
          number);
  }
}

ByteRange AspectReader::stretch(size_t token, uint8_t edge) const {
  ByteRange range{token, token + 1};
  while (range.begin > 0 && edges_[range.begin] < edge) --range.begin;
  while (range.end < edges_.size() && edges_[range.end] < edge) ++range.end;
  return range;
}

void AspectReader::judge(const Thing& thing, const Thing* before, const Thing* behind, const Sentence& sentence,
                         size_t number) {
  const auto tokens = tokenizer_.tokens();
  AspectVerdict verdict;
  verdict.sentence = number;
  verdict.range = {sentence.range.begin + tokens[thing.first].begin, sentence.range.begin + tokens[thing.last].end};
  for (size_t at = thing.first; at <= thing.last; ++at) {
    const bool joined = at > thing.first && tokens[at].begin > tokens[at - 1].end;
    verdict.words += (joined ? " " : "") + lower_case(tokenizer_.text_of(tokens[at]));
  }
  // Its part of the sentence, up to the middle between it and another thing in that part.
  const ByteRange part = stretch(thing.first, kPartEdge), clause = stretch(thing.first, kClauseEdge);
  ByteRange window = part;
  if (before != nullptr && before->last >= window.begin) {
    // What stands before this thing is its own where the other had its say in front of it.
    const bool said = feels(window.begin, before->first, sentence.language);
    window.begin = said ? before->last + 1 : thing.first;
  }
  if (behind != nullptr && behind->first < window.end) {
    const bool said = feels(window.begin, thing.first, sentence.language);
    window.end = said ? thing.last + 1 : behind->first;
  }
  bool felt = judge_window(window.begin, window.end, sentence, verdict);
  if (!felt && behind == nullptr && part.end < tokens.size()) {
    felt = judge_window(window.begin, stretch(part.end, kPartEdge).end, sentence, verdict);
  }
  if (!felt && (clause.begin < window.begin || clause.end > window.end)) {
    felt = judge_window(clause.begin, clause.end, sentence, verdict);
  }
  if (!felt) judge_window(window.begin, window.end, sentence, verdict);
  aspects_.push_back(std::move(verdict));
}

bool AspectReader::feels(size_t first, size_t last, std::string_view language) const {
  const Lexicon* lexicon = Lexicon::built_in(language);
  if (lexicon == nullptr) return false;
  for (size_t at = first; at < last; ++at) {
    const LexiconEntry entry = lexicon->find(tokenizer_, at).entry;
    if (entry.kind == EntryKind::kWord && entry.value != 0) return true;
  }
  return false;
}

// False where no word of it feels anything.
bool AspectReader::judge_window(size_t first, size_t last, const Sentence& sentence, AspectVerdict& verdict) {
  const auto tokens = tokenizer_.tokens();
  verdict.window = {sentence.range.begin + tokens[first].begin, sentence.range.begin + tokens[last - 1].end};
  const TextVerdict found =
      reader_.read(std::string_view(text_).substr(verdict.window.begin, verdict.window.end - verdict.window.begin),
                   sentence.language);
  verdict.label = found.label;
  verdict.score = found.score;
  return found.rule_words > 0 || (found.by == JudgedBy::kModel && found.label != sentiment_name(Sentiment::kNeutral));
}

}  // namespace sojourn
