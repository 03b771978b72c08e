#include "text/corrections.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/encoding.h"
#include "base/hash.h"
#include "base/text.h"
#include "text/word_file.h"

namespace sojourn {
namespace {

constexpr std::array<Sentiment, 3> kSentiments{Sentiment::kNegative, Sentiment::kNeutral, Sentiment::kPositive};

// The tokens of a phrase without the marks around it.
struct Phrase {
  uint64_t first = 0;  // Hash of its first token.
  uint64_t hash = 0;   // Of all joined.
  size_t tokens = 0;
  std::string text;
};

Result<Phrase> read_phrase(std::string_view text) {
  std::string one_line;
  for (const char c : trim(text)) {
    if (!is_blank(c)) {
      one_line += c;
    } else if (one_line.back() != ' ') {
      one_line += ' ';
    }
  }
  if (one_line.size() > kCorrectionBytesMax || find_bad_utf8(one_line) != std::string_view::npos) {
    return Status::invalid("the phrase must be UTF-8 of at most " + std::to_string(kCorrectionBytesMax) + " bytes");
  }
  Tokenizer tokenizer;
  tokenizer.read(one_line);
  std::span<const Token> tokens = tokenizer.tokens();
  const auto is_mark = [](const Token& token) { return token.kind == TokenKind::kPunctuation; };
  while (!tokens.empty() && is_mark(tokens.front())) tokens = tokens.subspan(1);
  while (!tokens.empty() && is_mark(tokens.back())) tokens = tokens.first(tokens.size() - 1);
  const auto ideographs = static_cast<size_t>(std::count_if(
      tokens.begin(), tokens.end(), [](const Token& token) { return token.kind == TokenKind::kIdeograph; }));
  if (tokens.empty() || tokens.size() - ideographs > kCorrectionWordsMax || tokens.size() > kCorrectionIdeographsMax) {
    return Status::invalid("'" + one_line.substr(0, 80) + "' must be 1 to " + std::to_string(kCorrectionWordsMax) +
                           " words or signs, or " + std::to_string(kCorrectionIdeographsMax) + " Chinese characters");
  }
  Phrase phrase{tokens[0].hash, tokens[0].hash, tokens.size(), {}};
  for (size_t i = 1; i < tokens.size(); ++i) phrase.hash = join_hashes(phrase.hash, tokens[i].hash);
  phrase.text = tokenizer.text().substr(tokens.front().begin, tokens.back().end - tokens.front().begin);
  return phrase;
}

Status check_language(std::string_view code) {
  const bool fits = code.size() <= 3 && code.size() != 1 &&
                    std::all_of(code.begin(), code.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (fits) return {};
  return Status::invalid(
      "'" + std::string(code.substr(0, 20)) + "' is no language; give a code as en or nl, or none for every language",
      "language");
}

}  // namespace

Status Corrections::add(Correction correction) {
  Result<Phrase> phrase = read_phrase(correction.phrase);
  if (!phrase) return std::move(phrase).error().within("phrase");
  SOJOURN_CHECK(check_language(correction.language));
  const Key key{correction.language, phrase->hash};
  if (corrections_.size() >= kCorrectionsMax && !corrections_.contains(key)) {
    return Status::limit("there are " + std::to_string(kCorrectionsMax) + " corrections; remove some first", "phrase");
  }
  correction.phrase = std::move(phrase->text);
  phrases_[correction.language][phrase->hash] = {phrase->tokens, correction.sentiment};
  size_t& longest = longest_[phrase->first];
  longest = std::max(longest, phrase->tokens);
  corrections_.insert_or_assign(key, std::move(correction));
  return {};
}

Result<bool> Corrections::remove(std::string_view text, std::string_view language) {
  Result<Phrase> phrase = read_phrase(text);
  if (!phrase) return std::move(phrase).error().within("phrase");
  // What longest_ says stays: it may be too much, which costs a look-up.
  const auto index = phrases_.find(language);
  if (index == phrases_.end() || index->second.erase(phrase->hash) == 0) return false;
  corrections_.erase(Key{std::string(language), phrase->hash});
  return true;
}

std::vector<Correction> Corrections::list() const {
  std::vector<Correction> all;
  for (const auto& [key, correction] : corrections_) all.push_back(correction);
  std::sort(all.begin(), all.end(), [](const Correction& a, const Correction& b) {
    return std::tie(a.language, a.phrase) < std::tie(b.language, b.phrase);
  });
  return all;
}

std::string Corrections::print() const {
  std::string lines;
  for (const Correction& each : list()) {
    lines += sentiment_name(each.sentiment);
    if (!each.language.empty()) lines += " " + each.language;
    lines += ": " + each.phrase + "\n";
  }
  return lines;
}

uint64_t Corrections::checksum() const { return hash64(print()); }

Result<Corrections> Corrections::read(std::string_view lines, std::string_view name) {
  Corrections corrections;
  SOJOURN_CHECK(read_word_lines(lines, name, [&corrections](std::string_view line) -> Status {
    const bool whole = line.find(':') != std::string_view::npos;
    std::string_view head = cut_to(line, ':');
    const std::string_view word = cut_to(head, ' ');
    const auto sentiment = std::find_if(kSentiments.begin(), kSentiments.end(),
                                        [&](Sentiment each) { return sentiment_name(each) == word; });
    if (!whole || sentiment == kSentiments.end()) {
      return Status::invalid(
          "a line is a sentiment (positive, neutral or negative), perhaps a language, a colon and a phrase, as "
          "`negative "
          "en: hot mess`");
    }
    return corrections.add({std::string(line), *sentiment, std::string(trim(head))});
  }));
  return corrections;
}

CorrectionMatch Corrections::find_in(const Index& index, const Tokenizer& text, size_t at) const {
  const auto tokens = text.tokens();
  const auto longest = longest_.find(tokens[at].hash);
  if (longest == longest_.end()) return {};
  CorrectionMatch match;
  uint64_t hash = tokens[at].hash;
  for (size_t count = 1;; ++count) {
    const auto found = index.find(hash);
    if (found != index.end() && found->second.tokens == count) match = found->second;
    if (count == longest->second || at + count >= tokens.size()) break;
    hash = join_hashes(hash, tokens[at + count].hash);
  }
  return match;
}

CorrectionMatch Corrections::find(const Tokenizer& text, size_t at, std::string_view language) const {
  CorrectionMatch match;
  if (const auto any = phrases_.find(""); any != phrases_.end()) match = find_in(any->second, text, at);
  if (language.empty()) return match;
  if (const auto own = phrases_.find(language); own != phrases_.end()) {
    const CorrectionMatch other = find_in(own->second, text, at);
    if (other.tokens > 0 && other.tokens >= match.tokens) match = other;
  }
  return match;
}

bool Corrections::touches(const Tokenizer& text, std::string_view language) const {
  if (empty()) return false;
  for (size_t at = 0; at < text.tokens().size(); ++at) {
    if (find(text, at, language).tokens > 0) return true;
  }
  return false;
}

}  // namespace sojourn
