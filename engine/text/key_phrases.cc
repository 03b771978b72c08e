#include "text/key_phrases.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "text/word_splitter.h"

namespace sojourn {
namespace {

constexpr size_t kWordsMost = 3;
constexpr double kPriorTexts = 500;     // The prior weighs as so many phrases of all texts.
constexpr double kPartOfLonger = 0.75;  // A phrase in so many of its texts part of one longer phrase is that phrase.

struct Gram {
  std::string text;
  uint64_t inside = 0, outside = 0;
  size_t words = 1;
  uint64_t parts[2] = {0, 0};  // Of phrases: without the last word, without the first.
  uint64_t all() const { return inside + outside; }
};

// The phrases of the texts of one language.
class PhraseCounts {
 public:
  explicit PhraseCounts(std::string_view language)
      : language_(language), list_(WordList::built_in(language)), words_(language) {}

  void add(const KeyPhraseText& text) {
    tokenizer_.read(text.text);
    words_.split(tokenizer_, spans_);
    look_up();
    here_.clear();
    for (size_t at = 0; at < spans_.size(); ++at) add_from(at);
    std::sort(here_.begin(), here_.end());
    here_.erase(std::unique(here_.begin(), here_.end()), here_.end());
    for (const uint64_t hash : here_) (text.inside ? grams_[hash].inside : grams_[hash].outside) += text.count;
  }

  void rate(const KeyPhraseOptions& options, std::vector<KeyPhrase>& found) const {
    double all_inside = 0, all_outside = 0;
    for (const auto& [hash, gram] : grams_) {
      all_inside += static_cast<double>(gram.inside);
      all_outside += static_cast<double>(gram.outside);
    }
    const std::unordered_set<uint64_t> parts = parts_of_longer(options);
    for (const auto& [hash, gram] : grams_) {
      if (gram.all() < options.texts_least || parts.contains(hash)) continue;
      found.push_back({gram.text, language_, log_odds(gram, all_inside, all_outside), gram.inside, gram.outside});
    }
  }

 private:
  static double log_odds(const Gram& gram, double all_inside, double all_outside) {
    const double prior = kPriorTexts * static_cast<double>(gram.all()) / (all_inside + all_outside);
    const double in = static_cast<double>(gram.inside) + prior, out = static_cast<double>(gram.outside) + prior;
    const double difference =
        std::log(in / (all_inside + kPriorTexts - in)) - std::log(out / (all_outside + kPriorTexts - out));
    return difference / std::sqrt(1 / in + 1 / out);
  }

  // Stems and stop words of the spans; a single character of Han or kana may stand inside phrases only.
  void look_up() {
    stems_.clear();
    for (const WordSpan& span : spans_) {
      const bool stop = list_.is_stop(span.hash) || (span.ideographs && span.tokens == 1);
      const uint64_t stem =
          span.ideographs ? span.hash : list_.fold(tokenizer_.text_of(tokenizer_.tokens()[span.first_token]));
      stems_.push_back({stem, stop});
    }
  }

  void add_from(size_t at) {
    if (stems_[at].stop) return;
    uint64_t hash = 0, before = 0;
    for (size_t count = 1; count <= kWordsMost && at + count <= spans_.size(); ++count) {
      const size_t last = at + count - 1;
      if (count > 1 && !spans_[last].adjoins) break;
      before = hash;
      hash = count == 1 ? stems_[at].stem : join_hashes(hash, stems_[last].stem);
      if (stems_[last].stop) continue;
      Gram& gram = grams_[hash];
      show(gram, at, last);
      gram.words = count;
      if (count > 1) {
        gram.parts[0] = before;
        gram.parts[1] = stems_[at + 1].stem;
        for (size_t i = at + 2; i <= last; ++i) gram.parts[1] = join_hashes(gram.parts[1], stems_[i].stem);
      }
      here_.push_back(hash);
    }
  }

  // Of all ways to write it the shortest, then the first of the alphabet, so that the order of texts does not matter.
  void show(Gram& gram, size_t first, size_t last) const {
    const auto tokens = tokenizer_.tokens();
    std::string shown;
    size_t end = tokens[spans_[first].first_token].begin;
    for (size_t i = first; i <= last; ++i) {
      const size_t begin = tokens[spans_[i].first_token].begin;
      if (begin > end) shown += ' ';
      end = tokens[spans_[i].first_token + spans_[i].tokens - 1].end;
      shown += points_text(word_points(tokenizer_.text().substr(begin, end - begin)).view());
      if (!gram.text.empty() && shown.size() > gram.text.size()) return;
    }
    if (gram.text.empty() || shown.size() < gram.text.size() || shown < gram.text) gram.text = std::move(shown);
  }

  std::unordered_set<uint64_t> parts_of_longer(const KeyPhraseOptions& options) const {
    std::unordered_set<uint64_t> parts;
    for (const auto& [hash, gram] : grams_) {
      if (gram.words < 2 || gram.all() < options.texts_least) continue;
      for (const uint64_t part : gram.parts) {
        const auto shorter = grams_.find(part);
        if (shorter == grams_.end()) continue;
        if (static_cast<double>(gram.all()) >= kPartOfLonger * static_cast<double>(shorter->second.all()))
          parts.insert(part);
      }
    }
    return parts;
  }

  std::string language_;
  const WordList& list_;
  WordSplitter words_;
  Tokenizer tokenizer_;
  std::vector<WordSpan> spans_;
  struct Stem {
    uint64_t stem = 0;
    bool stop = false;
  };
  std::vector<Stem> stems_;  // Of the spans.
  std::unordered_map<uint64_t, Gram> grams_;
  std::vector<uint64_t> here_;
};

}  // namespace

std::vector<KeyPhrase> key_phrases(std::span<const KeyPhraseText> texts, const KeyPhraseOptions& options) {
  std::map<std::string_view, PhraseCounts> languages;
  for (const KeyPhraseText& text : texts) languages.try_emplace(text.language, text.language).first->second.add(text);
  std::vector<KeyPhrase> found;
  for (const auto& [code, counts] : languages) counts.rate(options, found);
  std::sort(found.begin(), found.end(), [](const KeyPhrase& a, const KeyPhrase& b) {
    if (a.z != b.z) return a.z > b.z;
    return a.language != b.language ? a.language < b.language : a.text < b.text;
  });
  const auto below = std::find_if(found.begin(), found.end(), [](const KeyPhrase& each) { return each.z <= 0; });
  std::vector<KeyPhrase> less(std::make_move_iterator(below), std::make_move_iterator(found.end()));
  found.erase(below, found.end());
  if (found.size() > options.most) found.resize(options.most);
  std::reverse(less.begin(), less.end());
  if (less.size() > options.most) less.resize(options.most);
  if (options.both_sides) found.insert(found.end(), less.begin(), less.end());
  return found;
}

}  // namespace sojourn
