#include "text/topic_phrases.h"

#include <algorithm>
#include <cmath>

#include "text/word_points.h"

namespace sojourn {
namespace {

constexpr uint32_t kNone = UINT32_MAX;
constexpr double kLengths[] = {0, 1, 3, 4};  // What words side by side are worth beside one.
constexpr double kNounNotLast = 0.75, kGlued = 0.8, kStopWithin = 0.45, kBeginsWithVerb = 0.75, kNoNounAtAll = 0.05;
constexpr double kTextsLeast = 0.12;        // Of the texts of the topic's commonest word, that a name has at least.
constexpr double kBound = 0.8, kCut = 0.4;  // Words with the same word beside them so often are not parted from it.
constexpr double kNoNoun = 0.3, kSurelyNoun = 0.62;  // Shares: below one, above the other.
constexpr double kIsNoun = 0.5;
constexpr double kGermanCapitals = 1.5;
constexpr double kPhraseTextsLeast = 3;
constexpr size_t kPhrasesMost = 64;

double worth(double share) { return std::clamp((share - kNoNoun) / (kSurelyNoun - kNoNoun), 0.0, 1.0); }

}  // namespace

NamePhrases::NamePhrases(std::string_view language, size_t topics)
    : language_(language),
      topics_(topics),
      list_(WordList::built_in(language)),
      name_words_(NameWords::of(language)),
      cues_(NounWords::of(language)),
      splitter_(language) {}

void NamePhrases::watch(std::string_view text) {
  tokenizer_.read(text);
  splitter_.split(tokenizer_, spans_);
  for (const WordSpan& span : spans_)
    watched_.insert(span.ideographs ? span.hash
                                    : list_.fold(tokenizer_.text_of(tokenizer_.tokens()[span.first_token])));
}

uint32_t NamePhrases::word_of(const Tokenizer& text, const WordSpan& span) {
  const auto [found, fresh] = ids_.try_emplace(span.hash, static_cast<uint32_t>(words_.size()));
  if (!fresh) return found->second;
  const Token &first = text.tokens()[span.first_token], &last = text.tokens()[span.first_token + span.tokens - 1];
  Word& word = words_.emplace_back();
  const std::string_view as_written = text.text().substr(first.begin, last.end - first.begin);
  word.text = span.ideographs ? std::string(as_written) : points_text(word_points(as_written).view());
  word.stem = span.ideographs ? span.hash : list_.fold(as_written);
  word.stop = list_.is_stop(span.hash);
  word.glue = name_words_.glue.contains(span.hash);
  word.end = name_words_.end.contains(span.hash);
  word.never =
      name_words_.never.contains(span.hash) || (word.stop && !word.end) || (span.ideographs && span.tokens < 2);
  word.letter = !span.ideographs && word_points(as_written).size < 2;
  word.watched = watched_.contains(word.stem);
  if (ends_as_no_noun(word.text, language_)) word.other = 2;
  return found->second;
}

void NamePhrases::see_capitals(const Tokenizer& text, size_t at, Word& word) {
  const auto tokens = text.tokens();
  const Token& token = tokens[spans_[at].first_token];
  const auto shouts = [&](size_t i) {
    return i < spans_.size() && (tokens[spans_[i].first_token].flags & kCapitals) != 0;
  };
  if (shouts(at) && (shouts(at - 1) || shouts(at + 1))) return;
  const std::string_view as_written = text.text_of(token);
  const bool capital = as_written != word.text;
  ++word.inside;
  if (language_ == "de") (capital ? word.noun : word.other) += kGermanCapitals;
  if (!capital) return;
  ++word.capital;
  if (word.votes == 0) word.written = as_written;
  word.written == as_written ? ++word.votes : --word.votes;
}

void NamePhrases::see(const Tokenizer& text, size_t at) {
  Word& word = words_[here_[at]];
  if (at > 0 && spans_[at].adjoins) {
    if (!spans_[at].ideographs) see_capitals(text, at, word);
    word.noun += cues_.noun.contains(spans_[at - 1].hash) ? 1 : 0;
    word.other += cues_.other.contains(spans_[at - 1].hash) ? 1 : 0;
  }
  if (at + 1 < spans_.size() && spans_[at + 1].adjoins && cues_.behind_other.contains(spans_[at + 1].hash))
    word.other += 1;
}

void NamePhrases::add(size_t topic, const Tokenizer& text, double times) {
  ++texts_;
  all_ += times;
  splitter_.split(text, spans_);
  here_.clear();
  for (const WordSpan& span : spans_) here_.push_back(word_of(text, span));
  for (size_t at = 0; at < spans_.size(); ++at) see(text, at);
  for (size_t at = 0; at < spans_.size(); ++at) see_phrases(std::min(topic, topics_), at, times);
}

void NamePhrases::see_phrases(size_t topic, size_t at, double times) {
  Words words{kNone, kNone, kNone};
  bool watched = false;
  for (uint32_t size = 0; size < kWordsMost && at + size < here_.size(); ++size) {
    if (size > 0 && !spans_[at + size].adjoins) return;
    const Word& word = words_[here_[at + size]];
    if (size == 0 && (word.stop || word.glue)) return;
    if (word.letter && !word.glue) return;
    words[size] = here_[at + size];
    watched = watched || word.watched;
    if (watched && (word.end ? size > 0 : !word.stop && !word.glue)) count(topic, words, size + 1, times);
  }
}

void NamePhrases::count(size_t topic, const Words& words, uint32_t size, double times) {
  uint64_t key = size;
  for (uint32_t i = 0; i < size; ++i) key = join_hashes(key, words_[words[i]].stem);
  Phrase& phrase = phrases_[key];
  if (phrase.last == texts_) return;
  phrase.last = texts_;
  phrase.size = size;
  if (phrase.votes == 0) phrase.words = words;
  phrase.words == words ? ++phrase.votes : --phrase.votes;
  phrase.all += times;
  for (auto& [row, texts] : phrase.texts) {
    if (row != topic) continue;
    texts += times;
    return;
  }
  phrase.texts.emplace_back(static_cast<uint32_t>(topic), times);
}

double NamePhrases::noun_share(const Word& word) const {
  const bool small = language_ == "de" && word.inside > 1 && word.capital * 2 < word.inside;
  if (word.never || small) return 0;
  return (word.noun + 1) / (word.noun + word.other + 2);
}

double NamePhrases::shape(const Phrase& phrase, bool& noun) const {
  double best = 0, value = kLengths[phrase.size];
  size_t best_at = 0;
  for (uint32_t i = 0; i < phrase.size; ++i) {
    const Word& word = words_[phrase.words[i]];
    const double share = noun_share(word);
    if (share >= best) best_at = i;
    best = std::max(best, share);
    if (i > 0 && i + 1 < phrase.size && word.stop) value *= word.glue ? kGlued : kStopWithin;
  }
  noun = best >= kIsNoun;
  if (best_at + 1 != phrase.size) value *= kNounNotLast;
  if (phrase.size > 1 && words_[phrase.words[0]].never) value *= kBeginsWithVerb;
  return value * std::max(kNoNounAtAll, worth(best));
}

std::string NamePhrases::shown(const Word& word) const {
  const bool capital = word.capital * 2 > word.inside && !word.written.empty();
  return capital ? word.written : word.text;
}

NamePhrases::Bound NamePhrases::bound_words() const {
  std::unordered_map<uint64_t, double> all;
  for (const auto& [key, phrase] : phrases_) {
    if (phrase.size == 1) all[words_[phrase.words[0]].stem] = phrase.all;
  }
  Bound bound;
  for (const auto& [key, phrase] : phrases_) {
    if (phrase.size != 2 || phrase.all < kPhraseTextsLeast) continue;
    const uint64_t left = words_[phrase.words[0]].stem, right = words_[phrase.words[1]].stem;
    if (all.contains(left) && phrase.all >= kBound * all[left]) bound.forward.insert(left);
    if (all.contains(right) && phrase.all >= kBound * all[right]) bound.back.insert(right);
  }
  return bound;
}

std::vector<NamePhrase> NamePhrases::of(size_t topic) const {
  std::vector<NamePhrase> all;
  double most = 0;
  const Bound bound = bound_words();
  const bool blanks = language_ != "zh" && language_ != "ja";
  for (const auto& [key, phrase] : phrases_) {
    double texts = 0;
    for (const auto& [row, count] : phrase.texts) texts += row == topic ? count : 0;
    if (texts <= 0 || (phrase.size > 1 && texts < kPhraseTextsLeast)) continue;
    if (phrase.size == 1 && !words_[phrase.words[0]].watched) continue;
    const bool cut = bound.back.contains(words_[phrase.words[0]].stem) ||
                     bound.forward.contains(words_[phrase.words[phrase.size - 1]].stem);
    if (phrase.size == 1) most = std::max(most, texts);
    NamePhrase found;
    found.texts = texts;
    found.value = texts * std::sqrt(texts / phrase.all) * std::log(1 + all_ / phrase.all) * shape(phrase, found.noun) *
                  (cut ? kCut : 1);
    for (uint32_t i = 0; i < phrase.size; ++i) {
      const Word& word = words_[phrase.words[i]];
      found.words.push_back(word.text);
      found.text += (blanks && i > 0 ? " " : "") + shown(word);
    }
    all.push_back(std::move(found));
  }
  std::erase_if(all, [&](const NamePhrase& each) { return each.texts < kTextsLeast * most; });
  std::sort(all.begin(), all.end(), [](const NamePhrase& a, const NamePhrase& b) {
    return a.value != b.value ? a.value > b.value : a.words < b.words;
  });
  if (all.size() > kPhrasesMost) all.resize(kPhrasesMost);
  return all;
}

}  // namespace sojourn
