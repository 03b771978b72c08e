#include "text/topic_terms.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "text/lexicon.h"
#include "text/noun_cues.h"
#include "text/phrases.h"
#include "text/word_splitter.h"

namespace sojourn {
namespace {

constexpr size_t kKnownIdeographWordsMost = 30'000;
constexpr size_t kShortestWord = 2;
// Words that praise as much say how somebody feels, not about what: "helpful, friendly" is no topic.
constexpr float kPraise = 1.5;

// One written form of a word.
struct Form {
  std::string text;  // Lower case.
  uint64_t stem = 0;
  uint64_t first = 0;  // Of Han and kana: the hash of the first character.
  uint32_t characters = 0;
  uint32_t texts = 0;
  uint32_t inside = 0, capital = 0;  // Not at the beginning of a sentence; with a capital there.
  std::string written;               // With capitals, as most of these have them: the majority vote of Boyer and Moore,
  uint32_t votes = 0;
  bool stop = false;
};

struct Stem {
  uint32_t texts = 0;
  uint64_t form = 0;  // The one most written.
};

class TermChooser {
 public:
  TermChooser(std::string_view language, const TermOptions& options)
      : language_(language),
        options_(options),
        list_(WordList::built_in(language)),
        lexicon_(Lexicon::built_in(language)),
        words_(language) {}

  TopicVocabulary run(std::span<const std::string_view> texts) {
    texts_ = texts.size();
    for (const std::string_view text : texts) read(text);
    TopicVocabulary vocabulary(language_);
    for (const uint64_t stop : list_.stops()) vocabulary.add_word(stop, kNoTerm);
    add_words(vocabulary);
    add_known_ideographs(vocabulary);
    add_wanted(vocabulary);
    for (const bool longer : {false, true}) add_phrases(vocabulary, texts, longer);
    set_rarity(vocabulary, texts);
    return vocabulary;
  }

 private:
  uint32_t texts_least() const { return texts_ < 300 ? 2 : texts_ < 3'000 ? 3 : texts_ < 20'000 ? 5 : 8; }

  void read(std::string_view text) {
    tokenizer_.read(text);
    words_.split(tokenizer_, spans_);
    forms_here_.clear();
    for (const WordSpan& span : spans_) {
      if (!span.ideographs) {
        see_word(span.first_token);
      } else if (span.tokens >= 2 && span.tokens <= kIdeographsMost) {
        see_ideographs(span);
      }
    }
    count_here();
  }

  bool praises(size_t at, size_t tokens) const {
    if (lexicon_ == nullptr) return false;
    const LexiconMatch match = lexicon_->find(tokenizer_, at);
    return match.entry.kind == EntryKind::kWord && match.entry.value >= kPraise && match.tokens == tokens;
  }

  void see_word(size_t at) {
    const Token& token = tokenizer_.tokens()[at];
    Form& form = forms_[token.hash];
    if (form.characters == 0) {
      WordPoints points = word_points(tokenizer_.text_of(token));
      form.text = points_text(points.view());
      form.characters = static_cast<uint32_t>(points.size);
      form.stop = list_.is_stop(token.hash) || praises(at, 1);
      list_.fold(points);
      form.stem = hash_points(points.view());
    }
    see_capitals(at, form);
    forms_here_.push_back(token.hash);
  }

  // Where a capital says something: neither at the beginning of a sentence nor among words that are all capitals.
  void see_capitals(size_t at, Form& form) const {
    const auto tokens = tokenizer_.tokens();
    const auto shouts = [&](size_t i) { return i < tokens.size() && (tokens[i].flags & kCapitals) != 0; };
    if (at == 0 || tokens[at - 1].kind != TokenKind::kWord) return;
    if (shouts(at) && (shouts(at - 1) || shouts(at + 1))) return;
    ++form.inside;
    const std::string_view word = tokenizer_.text_of(tokens[at]);
    if (word == form.text) return;
    ++form.capital;
    if (form.votes == 0) form.written = word;
    form.written == word ? ++form.votes : --form.votes;
  }

  void see_ideographs(const WordSpan& span) {
    const auto tokens = tokenizer_.tokens().subspan(span.first_token, span.tokens);
    Form& form = forms_[span.hash];
    if (form.characters == 0) {
      form.text = tokenizer_.text().substr(tokens[0].begin, tokens.back().end - tokens[0].begin);
      form.characters = span.tokens;
      form.first = tokens[0].hash;
      form.stop = list_.is_stop(span.hash) || praises(span.first_token, span.tokens);
      form.stem = span.hash;
    }
    forms_here_.push_back(span.hash);
  }

  void count_here() {
    const auto once = [](std::vector<uint64_t>& all) {
      std::sort(all.begin(), all.end());
      all.erase(std::unique(all.begin(), all.end()), all.end());
    };
    once(forms_here_);
    stems_here_.clear();
    for (const uint64_t hash : forms_here_) {
      Form& form = forms_[hash];
      ++form.texts;
      if (!form.stop && form.characters >= kShortestWord) stems_here_.push_back(form.stem);
    }
    once(stems_here_);
    for (const uint64_t stem : stems_here_) ++stems_[stem].texts;
  }

  // German nouns keep their capitals; elsewhere terms are shown in lower case.
  std::string shown(const Form& form) const {
    if (language_ != "de" || !has_capitals(form)) return form.text;
    WordPoints points = word_points(form.text);
    if (points.points[0] < 0x80) points.points[0] -= 'a' - 'A';
    if (points.points[0] >= 0xE0 && points.points[0] < 0xFF) points.points[0] -= 0x20;
    return points_text(points.view());
  }

  uint32_t add_word_term(TopicVocabulary& vocabulary, const Form& form) const {
    Term term{shown(form), 1, 1};
    term.written = has_capitals(form) ? form.written : term.text;
    return vocabulary.add_term(std::move(term));
  }

  void add_words(TopicVocabulary& vocabulary) {
    for (const auto& [hash, form] : forms_) {
      const auto stem = stems_.find(form.stem);
      if (form.stop || form.characters < kShortestWord || stem == stems_.end()) continue;
      const auto best = forms_.find(stem->second.form);
      const bool more = best == forms_.end() || form.texts > best->second.texts ||
                        (form.texts == best->second.texts && form.text < best->second.text);
      if (more) stem->second.form = hash;
    }
    std::vector<std::pair<uint64_t, Stem>> chosen;
    const double most = kTermShareMost * static_cast<double>(texts_);
    for (const auto& each : stems_) {
      if (each.second.texts >= texts_least() && each.second.texts <= most) chosen.push_back(each);
    }
    std::sort(chosen.begin(), chosen.end(), [&](const auto& a, const auto& b) {
      if (a.second.texts != b.second.texts) return a.second.texts > b.second.texts;
      return forms_[a.second.form].text < forms_[b.second.form].text;
    });
    if (chosen.size() > kTopicTermsMost) chosen.resize(kTopicTermsMost);
    std::unordered_map<uint64_t, uint32_t> term_of;
    for (const auto& [stem, what] : chosen) term_of[stem] = add_word_term(vocabulary, forms_[what.form]);
    for (const auto& [hash, form] : forms_) {
      const auto term = term_of.find(form.stem);
      if (form.stop || form.characters < kShortestWord || term == term_of.end()) continue;
      add_form(vocabulary, hash, form, term->second);
    }
  }

  static bool has_capitals(const Form& form) { return form.capital * 2 > form.inside && !form.written.empty(); }

  static void add_form(TopicVocabulary& vocabulary, uint64_t hash, const Form& form, uint32_t term) {
    if (form.first != 0) {
      vocabulary.add_ideographs(form.first, hash, form.characters, term);
    } else {
      vocabulary.add_word(hash, term);
      vocabulary.add_folded(form.stem, term);
    }
  }

  // Words that are no terms part the terms beside them.
  void add_known_ideographs(TopicVocabulary& vocabulary) {
    std::vector<std::pair<uint32_t, uint64_t>> known;
    for (const auto& [hash, form] : forms_) {
      if (form.first != 0 && (form.stop || form.texts >= 2) && vocabulary.word(hash) == kNoTerm)
        known.emplace_back(form.texts, hash);
    }
    std::sort(known.rbegin(), known.rend());
    if (known.size() > kKnownIdeographWordsMost) known.resize(kKnownIdeographWordsMost);
    for (const auto& each : known) add_form(vocabulary, each.second, forms_[each.second], kNoTerm);
  }

  void add_wanted(TopicVocabulary& vocabulary) {
    for (const std::string& words : options_.wanted) {
      tokenizer_.read(words);
      const auto tokens = tokenizer_.tokens();
      uint32_t left = kNoTerm;
      std::string text;
      for (size_t at = 0; at < tokens.size();) {
        size_t end = at + 1;
        const bool ideograph = tokens[at].kind == TokenKind::kIdeograph;
        while (ideograph && end < tokens.size() && end - at < kIdeographsMost && tokens[end].kind == tokens[at].kind)
          ++end;
        if (!ideograph && tokens[at].kind != TokenKind::kWord) break;
        const uint32_t term = want(vocabulary, at, end);
        if (!text.empty() && !ideograph) text += ' ';
        text += vocabulary.term(term).text;
        left = left == kNoTerm ? term : join(vocabulary, left, term, text);
        at = end;
      }
    }
  }

  uint32_t want(TopicVocabulary& vocabulary, size_t at, size_t end) {
    const auto tokens = tokenizer_.tokens().subspan(at, end - at);
    uint64_t hash = tokens[0].hash;
    for (size_t i = 1; i < tokens.size(); ++i) hash = join_hashes(hash, tokens[i].hash);
    uint32_t term = vocabulary.word(hash);
    const std::string_view text = tokenizer_.text().substr(tokens[0].begin, tokens.back().end - tokens[0].begin);
    const bool ideograph = tokens[0].kind == TokenKind::kIdeograph;
    WordPoints points = word_points(text);
    const std::string plain = points_text(points.view());
    list_.fold(points);
    const uint64_t stem = hash_points(points.view());
    if (term == kNoTerm && !ideograph) term = vocabulary.folded(stem);
    if (term == kNoTerm) term = vocabulary.add_term({plain, 1, 1});
    Form form;
    form.stem = stem;
    form.first = ideograph ? tokens[0].hash : 0;
    form.characters = static_cast<uint32_t>(tokens.size());
    add_form(vocabulary, hash, form, term);
    return term;
  }

  static uint32_t join(TopicVocabulary& vocabulary, uint32_t left, uint32_t right, const std::string& text) {
    uint32_t term = vocabulary.phrase(left, right);
    if (term != kNoTerm) return term;
    const Term &first = vocabulary.term(left), &last = vocabulary.term(right);
    Term joined{text, 1, first.words + 1};
    if (!first.written.empty() && !last.written.empty())
      joined.written = first.written + (text.size() > first.text.size() + last.text.size() ? " " : "") + last.written;
    term = vocabulary.add_term(std::move(joined));
    vocabulary.add_phrase(left, right, term);
    return term;
  }

  void add_phrases(TopicVocabulary& vocabulary, std::span<const std::string_view> texts, bool longer) {
    PhraseMiner miner(vocabulary, longer);
    for (const std::string_view text : texts) {
      tokenizer_.read(text);
      vocabulary.find(tokenizer_, uses_);
      miner.add(uses_);
    }
    const bool blanks = language_ != "zh" && language_ != "ja";
    for (const MinedPhrase& each : miner.phrases(std::max<uint32_t>(3, texts_least()))) {
      const std::string text = vocabulary.term(each.left).text + (blanks ? " " : "") + vocabulary.term(each.right).text;
      join(vocabulary, each.left, each.right, text);
    }
  }

  void set_rarity(TopicVocabulary& vocabulary, std::span<const std::string_view> texts) {
    std::vector<uint32_t> in_texts(vocabulary.size()), last(vocabulary.size());
    uint32_t number = 0;
    NounCounter nouns(language_);
    for (const std::string_view text : texts) {
      ++number;
      tokenizer_.read(text);
      vocabulary.find(tokenizer_, uses_);
      nouns.add(tokenizer_, uses_);
      for (const TermUse& use : uses_) {
        if (last[use.term] != number) ++in_texts[use.term];
        last[use.term] = number;
      }
    }
    for (uint32_t term = 0; term < vocabulary.size(); ++term) {
      vocabulary.term(term).rarity = std::log((1.0 + number) / (1.0 + in_texts[term])) + 1;
      vocabulary.term(term).texts = in_texts[term];
      vocabulary.term(term).noun = nouns.share(term);
    }
  }

  std::string language_;
  const TermOptions& options_;
  const WordList& list_;
  const Lexicon* lexicon_;  // Null where the language has none.
  WordSplitter words_;
  std::vector<WordSpan> spans_;
  Tokenizer tokenizer_;
  size_t texts_ = 0;
  std::unordered_map<uint64_t, Form> forms_;
  std::unordered_map<uint64_t, Stem> stems_;
  std::vector<uint64_t> forms_here_, stems_here_;
  std::vector<TermUse> uses_;
};

}  // namespace

TopicVocabulary choose_terms(std::string_view language, std::span<const std::string_view> texts,
                             const TermOptions& options) {
  return TermChooser(language, options).run(texts);
}

std::vector<uint32_t> terms_of(const TopicVocabulary& vocabulary, std::string_view words) {
  Tokenizer tokenizer;
  tokenizer.read(words);
  std::vector<TermUse> uses;
  vocabulary.find(tokenizer, uses);
  std::vector<uint32_t> longest;
  uint32_t most = 0;
  for (const TermUse& use : uses) most = std::max(most, use.end_token - use.first_token);
  for (const TermUse& use : uses) {
    if (use.end_token - use.first_token == most) longest.push_back(use.term);
  }
  return longest;
}

}  // namespace sojourn
