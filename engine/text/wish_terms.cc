#include "text/wish_terms.h"

#include <algorithm>
#include <cmath>

#include "base/hash.h"

namespace sojourn {
namespace {

constexpr double kWeak = 0.2;     // Of words like "option".
constexpr double kBeside = 0.45;  // Of words beside one whose meaning is known.
constexpr size_t kPhraseWords = 4;

// One entry a term, the heaviest.
void unite(WishVector& vector) {
  std::sort(vector.begin(), vector.end(), [](const WishTerm& a, const WishTerm& b) {
    return a.term != b.term ? a.term < b.term : a.weight > b.weight;
  });
  vector.erase(std::unique(vector.begin(), vector.end(), [](const auto& a, const auto& b) { return a.term == b.term; }),
               vector.end());
}

}  // namespace

double cosine(const WishVector& a, const WishVector& b) {
  double sum = 0;
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i].term == b[j].term) {
      sum += a[i++].weight * b[j++].weight;
    } else if (a[i].term < b[j].term) {
      ++i;
    } else {
      ++j;
    }
  }
  return sum;
}

void add_to(WishVector& sum, const WishVector& more, double factor) {
  WishVector joint;
  joint.reserve(sum.size() + more.size());
  size_t i = 0;
  for (const WishTerm& each : more) {
    while (i < sum.size() && sum[i].term < each.term) joint.push_back(sum[i++]);
    if (i < sum.size() && sum[i].term == each.term) {
      joint.push_back({each.term, sum[i++].weight + factor * each.weight});
    } else {
      joint.push_back({each.term, factor * each.weight});
    }
  }
  joint.insert(joint.end(), sum.begin() + static_cast<ptrdiff_t>(i), sum.end());
  sum = std::move(joint);
}

void make_unit(WishVector& vector) {
  double squares = 0;
  for (const WishTerm& each : vector) squares += each.weight * each.weight;
  if (squares <= 0) return vector.clear();
  for (WishTerm& each : vector) each.weight /= std::sqrt(squares);
}

WishVector WishTermReader::read(std::string_view text, std::string_view language) {
  tokenizer_.read(text);
  const auto tokens = tokenizer_.tokens();
  own_.assign(tokens.size(), false);
  weak_.assign(tokens.size(), false);
  const MeaningWords* words = MeaningWords::built_in(language);
  words_ = words;
  WishVector vector;
  if (words != nullptr) {
    scan_.read(tokenizer_, *words);
    read_known(vector);
  } else {
    for (uint32_t at = 0; at < tokens.size(); ++at) {
      own_[at] = tokens[at].kind == TokenKind::kWord && tokens[at].end - tokens[at].begin > 3;
      if (own_[at]) vector.push_back({tokens[at].hash, 1});
    }
    read_ideographs(vector, 1);
  }
  unite(vector);
  make_unit(vector);
  return vector;
}

// Latin words between Russian or Chinese ones are names and loan words: they end as English ones do.
uint64_t WishTermReader::stem_of(std::string_view word) const {
  const bool latin =
      std::all_of(word.begin(), word.end(), [](char each) { return static_cast<unsigned char>(each) < 0x80; });
  const bool loan = latin && (words_->language() == "ru" || words_->language() == "zh");
  return (loan ? MeaningWords::built_in("en") : words_)->stem_of(word);
}

void WishTermReader::read_known(WishVector& vector) {
  const auto tokens = tokenizer_.tokens();
  for (uint32_t at = 0; at < tokens.size(); ++at) own_[at] = scan_.has_content(at);
  for (const MeaningMatch& match : scan_.matches()) {
    const MeaningKind kind = match.entry->kind;
    if (kind == MeaningKind::kMeans) {
      vector.push_back({scan_.words().term(match.entry->name), 1});
    } else if (kind != MeaningKind::kWish && kind != MeaningKind::kWeak) {
      continue;
    }
    // The words of a phrase are what else it may be told by: "student tariff" and "student discount" have one in common.
    const bool parts = kind == MeaningKind::kMeans && match.last > match.first;
    for (uint32_t at = match.first; at <= match.last; ++at) {
      const bool between = match.gap_first <= at && at <= match.gap_last;
      if (kind == MeaningKind::kWeak) {
        weak_[at] = true;
      } else if (kind == MeaningKind::kWish || !(parts || between)) {
        own_[at] = false;
      }
    }
  }
  const double weight = vector.empty() ? 1 : kBeside;
  read_ideographs(vector, weight);
  for (uint32_t at = 0; at < tokens.size(); ++at) {
    if (!own_[at] || tokens[at].kind != TokenKind::kWord) continue;
    vector.push_back({stem_of(tokenizer_.text_of(tokens[at])), weak_[at] ? kWeak : weight});
  }
}

// Pairs of neighbours, and those that stand alone.
void WishTermReader::read_ideographs(WishVector& vector, double weight) {
  const auto tokens = tokenizer_.tokens();
  const auto counts = [&](uint32_t at) {
    return at < tokens.size() && tokens[at].kind == TokenKind::kIdeograph && (words_ == nullptr || own_[at]);
  };
  for (uint32_t at = 0; at < tokens.size(); ++at) {
    if (!counts(at)) continue;
    const bool after = counts(at + 1) && tokens[at + 1].begin == tokens[at].end;
    const bool before = at > 0 && counts(at - 1) && tokens[at - 1].end == tokens[at].begin;
    const double share = (weak_[at] ? kWeak : 1) * weight;
    if (after) {
      vector.push_back({join_hashes(tokens[at].hash, tokens[at + 1].hash), share});
    } else if (!before) {
      vector.push_back({tokens[at].hash, share});
    }
  }
}

// Names begin with a word that says something, and end with one or with a phrase that does.
bool WishTermReader::is_edge(uint32_t token, bool last) const {
  const TokenKind kind = tokenizer_.tokens()[token].kind;
  if (words_ == nullptr) return kind == TokenKind::kWord || kind == TokenKind::kIdeograph;
  if (scan_.has_content(token)) return true;
  // "Log in" ends a name; "share with" does not where friends follow.
  return last && scan_.is_meant(token, 0, scan_.size()) && (token + 1 >= scan_.size() || !scan_.has_content(token + 1));
}

std::vector<WishPhrase> WishTermReader::phrases() {
  std::vector<WishPhrase> all;
  const auto tokens = tokenizer_.tokens();
  splitter_.split(tokenizer_, spans_);
  const auto last_of = [](const WordSpan& span) { return span.first_token + span.tokens - 1; };
  for (size_t first = 0; first < spans_.size(); ++first) {
    if (!is_edge(spans_[first].first_token, false)) continue;
    WishPhrase phrase{{}, 0, false};
    for (size_t last = first; last < spans_.size() && last - first < kPhraseWords; ++last) {
      const uint32_t begin = spans_[first].first_token, end = last_of(spans_[last]);
      if (last > first && broken(spans_[last - 1], spans_[last])) break;
      ++phrase.words;
      phrase.oblique = phrase.oblique || (words_ != nullptr && words_->is_oblique(tokenizer_.text_of(tokens[end])));
      if (!is_edge(end, true) || (spans_[last].ideographs && begin == end)) continue;
      phrase.text = tokenizer_.text().substr(tokens[begin].begin, tokens[end].end - tokens[begin].begin);
      all.push_back(phrase);
    }
  }
  return all;
}

// A mark stands between them that joins no words.
bool WishTermReader::broken(const WordSpan& before, const WordSpan& after) const {
  const auto tokens = tokenizer_.tokens();
  for (uint32_t at = before.first_token + before.tokens; at < after.first_token; ++at) {
    if (tokens[at].kind == TokenKind::kPunctuation && tokenizer_.text_of(tokens[at]) != "-") return true;
  }
  return false;
}

}  // namespace sojourn
