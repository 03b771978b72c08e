#include "text/topic_fitter.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

#include "base/hash.h"
#include "text/topic_terms.h"

namespace sojourn {
namespace {

constexpr size_t kSweepTextsMost = 4'000, kSweepIterations = 60;
constexpr size_t kTextsATopic = 12;  // So many texts a topic at least, where the number is chosen,
constexpr double kRootTexts = 6;     // and at most sqrt(texts / 6) topics, 25 in all: more are too many to read.
constexpr size_t kChosenMost = 25;
// Of the strongest words those that many texts have are candidates, of which the ten that are shown are chosen.
constexpr size_t kCandidatesMost = 60, kCandidateWords = 30;
constexpr size_t kIterations = 200;
constexpr float kPinnedTexts = 0.4F;  // What texts with a word of a pinned topic count for.
constexpr size_t kLeaveOut = 5;       // One of so many texts, for stability.
constexpr size_t kCounts[] = {3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40};
// What a number of topics is chosen by: coherence, and these times stability, diversity, and how much of the texts is
// explained; from a fewest that grows with the root of the texts, since few topics are always the more coherent ones.
constexpr double kStabilityWorth = 0.3, kDiversityWorth = 0.2, kExplainedWorth = 1.5;
constexpr double kRootATopic = 6, kFewestMost = 10;
constexpr double kAsBeforeWorth = 0.03;  // For staying with the number of topics there was.

// Terms count where they stand as they are shown, so that the figures are those of any other program.
WordSet words_of_text(const TopicVocabulary& vocabulary, const Tokenizer& text, const std::vector<TermUse>& uses) {
  WordSet words;
  size_t use = 0;
  const auto tokens = text.tokens();
  for (size_t at = 0; at < tokens.size();) {
    while (use < uses.size() && (uses[use].first_token < at || vocabulary.term(uses[use].term).words > 1)) ++use;
    if (use < uses.size() && uses[use].first_token == at) {
      const size_t begin = tokens[at].begin, end = tokens[uses[use].end_token - 1].end;
      const bool as_shown = points_text(word_points(text.text().substr(begin, end - begin)).view()) ==
                            points_text(word_points(vocabulary.term(uses[use].term).text).view());
      words.push_back(as_shown ? uses[use].term : kNoTerm);
      at = uses[use].end_token;
    } else {
      if (tokens[at].kind == TokenKind::kWord || tokens[at].kind == TokenKind::kIdeograph) words.push_back(kNoTerm);
      ++at;
    }
  }
  return words;
}

}  // namespace

std::vector<LanguageTexts> group_texts(std::span<const TopicText> texts) {
  std::map<std::string_view, std::vector<std::pair<uint64_t, TopicText>>> groups;
  for (const TopicText& text : texts) {
    if (!text.language.empty() && !text.text.empty() && text.count > 0)
      groups[text.language].emplace_back(hash64(text.text), text);
  }
  std::vector<LanguageTexts> all;
  for (auto& [code, group] : groups) {
    std::sort(group.begin(), group.end(), [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first < b.first : a.second.text < b.second.text;
    });
    LanguageTexts& language = all.emplace_back();
    language.code = code;
    for (const auto& [hash, text] : group) {
      language.count += text.count;
      if (!language.texts.empty() && language.texts.back().text == text.text) {
        const uint64_t count = uint64_t{language.texts.back().count} + text.count;
        language.texts.back().count = static_cast<uint32_t>(std::min<uint64_t>(count, UINT32_MAX));
      } else {
        language.texts.push_back(text);
      }
    }
    if (language.texts.size() > kTopicTextsMost) language.texts.resize(kTopicTextsMost);
  }
  return all;
}

WordSet top_words(const TopicVocabulary& vocabulary, const std::vector<double>& row, size_t count, bool phrases) {
  WordSet terms;
  for (uint32_t term = 0; term < row.size(); ++term) {
    if (row[term] > 0 && (vocabulary.term(term).words > 1) == phrases) terms.push_back(term);
  }
  std::sort(terms.begin(), terms.end(),
            [&](uint32_t a, uint32_t b) { return row[a] != row[b] ? row[a] > row[b] : a < b; });
  if (terms.size() > count) terms.resize(count);
  return terms;
}

LanguageFitter::LanguageFitter(const LanguageTexts& texts, const TopicOptions& options, TopicsBefore before,
                               std::function<bool(double, std::string_view)> progress)
    : texts_(texts), options_(options), before_(std::move(before)), progress_(std::move(progress)) {}

bool LanguageFitter::go_on() const { return !progress_ || progress_(done_, texts_.code); }

void LanguageFitter::weigh_texts() {
  TermOptions wanted;
  for (const PinnedTopic& each : options_.pinned)
    wanted.wanted.insert(wanted.wanted.end(), each.words.begin(), each.words.end());
  std::vector<std::string_view> texts;
  for (const TopicText& text : texts_.texts) texts.push_back(text.text);
  terms_ = std::make_unique<TopicParts>(choose_terms(texts_.code, texts, wanted), std::vector<uint32_t>{},
                                        std::vector<std::vector<double>>{});
  rows_.columns = terms_->vocabulary().size();
  Tokenizer tokenizer;
  TopicScratch scratch;
  for (const TopicText& text : texts_.texts) {
    tokenizer.read(text.text);
    if (!terms_->weigh(tokenizer, scratch)) continue;
    const double weight = std::sqrt(1 + std::log(static_cast<double>(text.count)));
    for (size_t i = 0; i < scratch.terms.size(); ++i)
      rows_.add(scratch.terms[i], weight * static_cast<double>(scratch.row[i]));
    rows_.end_row();
    const WordSet words = words_of_text(terms_->vocabulary(), tokenizer, scratch.uses);
    stream_.words.insert(stream_.words.end(), words.begin(), words.end());
    stream_.end_text();
  }
}

void LanguageFitter::read_seeds(FoundTopics& found) {
  for (size_t i = 0; i < options_.pinned.size(); ++i) {
    std::map<uint32_t, double> weights;
    for (const std::string& words : options_.pinned[i].words) {
      for (const uint32_t term : terms_of(terms_->vocabulary(), words)) weights[term] = 1;
    }
    if (weights.empty()) continue;
    found.pinned.push_back(i);
    seeds_.emplace_back(weights.begin(), weights.end());
  }
  // Their texts are theirs whatever is found, so they count for less in the search for others.
  std::vector<bool> seeded(rows_.columns);
  for (const SeedWeights& seed : seeds_) {
    for (const auto& [term, weight] : seed) seeded[term] = true;
  }
  for (size_t row = 0; row < rows_.rows(); ++row) {
    const auto begin = static_cast<ptrdiff_t>(rows_.begins[row]), end = static_cast<ptrdiff_t>(rows_.begins[row + 1]);
    const bool theirs = std::any_of(rows_.column.begin() + begin, rows_.column.begin() + end,
                                    [&](uint32_t term) { return seeded[term]; });
    if (theirs)
      std::for_each(rows_.value.begin() + begin, rows_.value.begin() + end, [](float& each) { each *= kPinnedTexts; });
  }
}

// The rows of the topics before, in the terms of now.
std::vector<std::vector<double>> LanguageFitter::begin_rows(size_t free) const {
  if (before_.parts == nullptr || before_.rows.empty() || before_.rows.size() > free) return {};
  const TopicVocabulary &now = terms_->vocabulary(), &then = before_.parts->vocabulary();
  std::vector<uint32_t> term_now(then.size(), kNoTerm);
  for (const auto& [hash, term] : then.words().entries()) {
    if (term != kNoTerm && term_now[term] == kNoTerm) term_now[term] = now.word(hash);
  }
  std::unordered_map<std::string_view, uint32_t> phrases;
  for (uint32_t term = 0; term < now.size(); ++term) {
    if (now.term(term).words > 1) phrases[now.term(term).text] = term;
  }
  for (uint32_t term = 0; term < then.size(); ++term) {
    const auto phrase = phrases.find(then.term(term).text);
    if (then.term(term).words > 1 && phrase != phrases.end()) term_now[term] = phrase->second;
  }
  std::vector<std::vector<double>> rows;
  for (const uint32_t row : before_.rows) {
    std::vector<double>& begin = rows.emplace_back(now.size(), 0);
    const std::vector<double> weights = before_.parts->row(row);
    for (size_t term = 0; term < weights.size(); ++term) {
      if (term_now[term] != kNoTerm) begin[term_now[term]] += weights[term];
    }
  }
  return rows;
}

// The same terms in the same numbers of texts: these are the texts of before.
bool LanguageFitter::nothing_new() const {
  if (!before_.same) return false;
  const TopicVocabulary &now = terms_->vocabulary(), &then = before_.parts->vocabulary();
  if (now.size() != then.size()) return false;
  for (uint32_t term = 0; term < now.size(); ++term) {
    if (now.term(term).texts != then.term(term).texts || now.term(term).text != then.term(term).text) return false;
  }
  return true;
}

NmfResult LanguageFitter::factorise_rows(const SparseRows& rows, size_t free, size_t iterations, bool careful) const {
  NmfOptions options;
  options.topics = seeds_.size() + free;
  options.iterations = iterations;
  options.seeds = seeds_;
  options.go_on = [this] { return go_on(); };
  if (!careful) return factorise(rows, options);
  options.start = begin_rows(free);
  if (options.start.empty()) options.start = consensus_start(rows, options);
  return factorise(rows, options);
}

double LanguageFitter::score(size_t topics, size_t pinned) {
  double error = 1;
  const auto sets = [&](size_t leave_out) {
    const NmfResult result = factorise_rows(rows_.some(kSweepTextsMost, leave_out), topics, kSweepIterations, false);
    if (leave_out == 0) error = result.error;
    std::vector<WordSet> all;
    for (size_t i = pinned; i < result.words.size(); ++i)
      all.push_back(top_words(terms_->vocabulary(), result.words[i]));
    return all;
  };
  const std::vector<WordSet> all = sets(0), most = sets(kLeaveOut);
  WordStream stream;
  const size_t texts = std::min(kSweepTextsMost, stream_.ends.size());
  stream.ends.assign(stream_.ends.begin(), stream_.ends.begin() + static_cast<ptrdiff_t>(texts));
  stream.words.assign(stream_.words.begin(), stream_.words.begin() + static_cast<ptrdiff_t>(stream.ends.back()));
  return mean_known(coherence(all, stream)) + kStabilityWorth * topic_stability(all, most) +
         kDiversityWorth * diversity(all) + kExplainedWorth * (1 - error);
}

size_t LanguageFitter::choose_count(size_t pinned) {
  const auto root = static_cast<size_t>(std::sqrt(static_cast<double>(rows_.rows()) / kRootTexts));
  const size_t most = std::max(kCounts[0], std::min({rows_.rows() / kTextsATopic, root, kChosenMost}));
  const double fewest = std::min(kFewestMost, std::sqrt(static_cast<double>(rows_.rows())) / kRootATopic);
  std::vector<size_t> counts;
  for (const size_t count : kCounts) {
    if (count <= most && static_cast<double>(count) >= fewest) counts.push_back(count);
  }
  if (counts.empty()) counts.push_back(kCounts[0]);
  const size_t as_before = before_.rows.size();
  if (as_before > 0 && std::find(counts.begin(), counts.end(), as_before) == counts.end()) counts.push_back(as_before);
  size_t best = counts[0];
  double best_score = -10;
  for (const size_t count : counts) {
    if (!go_on()) break;
    const double found = score(count, pinned) + (count == as_before ? kAsBeforeWorth : 0);
    done_ += 0.8 / static_cast<double>(counts.size());
    if (found > best_score) {
      best = count;
      best_score = found;
    }
  }
  return best;
}

// Words of many texts stand together often enough to be seen to do so, and are the same in another sample of the texts: a
// rare word has to be far stronger to be shown.
double LanguageFitter::strength(const std::vector<double>& row, uint32_t term) const {
  const double rarity = terms_->vocabulary().term(term).rarity;
  return row[term] / (rarity * rarity);
}

std::vector<WordSet> LanguageFitter::shown_words(const std::vector<std::vector<double>>& rows) const {
  std::vector<double> all(rows_.columns);
  for (const std::vector<double>& row : rows) {
    for (size_t term = 0; term < row.size(); ++term) all[term] += row[term];
  }
  std::vector<WordSet> candidates;
  std::vector<std::vector<double>> worth;
  for (const std::vector<double>& row : rows) {
    WordSet& words = candidates.emplace_back(top_words(terms_->vocabulary(), row, kCandidatesMost));
    std::stable_sort(words.begin(), words.end(),
                     [&](uint32_t a, uint32_t b) { return strength(row, a) > strength(row, b); });
    if (words.size() > kCandidateWords) words.resize(kCandidateWords);
    std::vector<double>& each = worth.emplace_back();
    for (const uint32_t term : words) each.push_back(strength(row, term) * row[term] / all[term]);
  }
  std::vector<WordSet> shown = choose_words(candidates, worth, stream_);
  for (size_t i = 0; i < rows.size(); ++i) {
    std::stable_sort(shown[i].begin(), shown[i].end(), [&](uint32_t a, uint32_t b) { return rows[i][a] > rows[i][b]; });
  }
  return shown;
}

void LanguageFitter::measure(FoundTopics& found) const {
  const NmfResult again = factorise_rows(rows_.some(rows_.rows(), kLeaveOut), found.facts.topics, kIterations, true);
  const std::vector<WordSet> others = shown_words(again.words);
  const size_t pinned = found.pinned.size();
  found.words = shown_words(found.rows);
  found.coherence = coherence(found.words, stream_);
  found.facts.coherence = mean_known(std::span(found.coherence).subspan(pinned));
  found.facts.diversity = diversity(std::span(found.words).subspan(pinned));
  found.facts.stability = topic_stability(std::span(found.words).subspan(pinned), std::span(others).subspan(pinned));
}

FoundTopics LanguageFitter::run() {
  FoundTopics found;
  weigh_texts();
  read_seeds(found);
  const double unknown = std::nan("");
  found.facts = {texts_.code, texts_.texts.size(), texts_.count, 0, unknown, unknown, unknown};
  found.vocabulary = terms_->vocabulary();
  done_ = 0.1;
  find_rows(found);
  if (found.facts.topics > 0) {
    measure(found);
  } else {
    for (const std::vector<double>& row : found.rows) found.words.push_back(top_words(found.vocabulary, row));
  }
  return found;
}

void LanguageFitter::find_rows(FoundTopics& found) {
  size_t free = 0;
  if (nothing_new()) {
    for (const uint32_t row : before_.pinned) found.rows.push_back(before_.parts->row(row));
    for (const uint32_t row : before_.rows) found.rows.push_back(before_.parts->row(row));
    found.facts.topics = static_cast<uint32_t>(before_.rows.size());
    done_ = 0.95;
    return;
  }
  if (texts_.texts.size() >= kTopicTextsLeast && rows_.rows() >= kTopicTextsLeast / 2) {
    const size_t most = std::min({kTopicsMost, rows_.rows() / 2, rows_.columns});
    free = std::min(options_.topics > 0 ? options_.topics : choose_count(found.pinned.size()), most);
  }
  if (free == 0) {
    for (const SeedWeights& seed : seeds_) {
      std::vector<double>& row = found.rows.emplace_back(rows_.columns, 0);
      for (const auto& [term, weight] : seed) row[term] = weight;
    }
    return;
  }
  done_ = 0.9;
  NmfResult result = factorise_rows(rows_, free, kIterations, true);
  const size_t pinned = found.pinned.size();
  for (size_t i = 0; i < result.words.size(); ++i) {
    const bool dead = i >= pinned && top_words(found.vocabulary, result.words[i]).size() < 2;
    if (!dead) found.rows.push_back(std::move(result.words[i]));
  }
  found.facts.topics = static_cast<uint32_t>(found.rows.size() - pinned);
}

}  // namespace sojourn
