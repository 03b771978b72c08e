#include "text/rules.h"

#include <algorithm>
#include <cmath>

namespace sojourn {
namespace {

constexpr double kTurned = -0.74;     // What a negation multiplies by.
constexpr double kCapitalsAdd = 0.7;  // As in VADER, of a scale to 4.
constexpr double kExclamationAdd = 0.29;
constexpr double kBefore = 0.5, kAfter = 1.5;
constexpr double kQuestionGood = 0.33, kQuestionBad = 0.67;
constexpr double kAlpha = 15;
constexpr uint32_t kIntensifierReach = 3;
// A text of more tokens than kFewTokens feels only from so much a token more on: praise and blame that nearly even out are
// neither.
constexpr size_t kFewTokens = 20;
constexpr double kSumToken = 0.02, kSumMost = 4;

enum class Mark : uint8_t { kNone, kClause, kSentence, kQuestion, kExclamation };

Mark mark_of(const Tokenizer& text, const Token& token) {
  if (token.kind != TokenKind::kPunctuation) return Mark::kNone;
  const std::string_view mark = text.text_of(token);
  // A hyphen within "user-friendly" parts nothing.
  if (mark == "-" && token.begin > 0 && text.text()[token.begin - 1] != ' ') return Mark::kNone;
  if (mark[0] == '?' || mark.starts_with("？")) return Mark::kQuestion;
  if (mark[0] == '!' || mark.starts_with("！")) return Mark::kExclamation;
  if (mark[0] == '.' || mark.starts_with("。") || mark.starts_with("…")) return Mark::kSentence;
  if (mark[0] == ',' || mark[0] == ';' || mark[0] == ':' || mark.starts_with("，") || mark.starts_with("；") ||
      mark.starts_with("、") || mark.starts_with("—") || mark.starts_with("–") || mark[0] == '-') {
    return Mark::kClause;
  }
  return Mark::kNone;
}

bool is_feeling(const LexiconEntry& entry) {
  return entry.kind == EntryKind::kWord || entry.kind == EntryKind::kNeeded;
}
// Faces show what somebody feels: words do not turn them.
bool is_sign(const Token& token) { return token.kind == TokenKind::kEmoji || token.kind == TokenKind::kEmoticon; }
bool is_negation(const LexiconEntry& entry) {
  return entry.kind == EntryKind::kNegation || entry.kind == EntryKind::kBehind;
}

double needed_sum(size_t tokens) {
  return tokens <= kFewTokens ? 0 : std::min(static_cast<double>(tokens - kFewTokens) * kSumToken, kSumMost);
}

bool line_ends_between(const Tokenizer& text, const Token& a, const Token& b) {
  return text.text().substr(a.end, b.begin - a.end).find('\n') != std::string_view::npos;
}

}  // namespace

std::string_view evidence_name(EvidenceKind kind) {
  switch (kind) {
    case EvidenceKind::kWord: return "word";
    case EvidenceKind::kNegation: return "negation";
    case EvidenceKind::kIntensifier: return "intensifier";
    case EvidenceKind::kBut: return "but";
    case EvidenceKind::kQuestion: return "question";
    case EvidenceKind::kCorrection: return "correction";
  }
  return "";
}

RuleScore RuleScorer::score(const Tokenizer& text, std::vector<Evidence>* evidence) {
  if (evidence != nullptr) evidence->clear();
  corrected_.clear();
  sum_ = 0;
  words_ = 0;
  bent_ = false;
  asks_ = false;
  size_t capitals = 0, spoken = 0;
  for (const Token& token : text.tokens()) {
    if (token.kind != TokenKind::kWord || token.end - token.begin < 3) continue;
    ++spoken;
    capitals += (token.flags & kCapitals) != 0 ? 1 : 0;
  }
  shouts_ = spoken < 2 || capitals * 2 > spoken;
  find_hits(text, evidence);
  RuleScore score;
  score.words = words_;
  score.bent = bent_;
  score.asks = asks_;
  score.score = sum_ / std::sqrt(sum_ * sum_ + kAlpha);
  const bool feels = std::abs(score.score) >= kFeeling && std::abs(sum_) >= needed_sum(text.tokens().size());
  score.sentiment = !feels ? Sentiment::kNeutral : sum_ > 0 ? Sentiment::kPositive : Sentiment::kNegative;
  if (evidence != nullptr) {
    std::stable_sort(evidence->begin(), evidence->end(),
                     [](const Evidence& a, const Evidence& b) { return a.range.begin < b.range.begin; });
  }
  return score;
}

RuleScorer::Hit RuleScorer::hit_at(const Tokenizer& text, uint32_t at) {
  const LexiconMatch match = lexicon_.find(text, at);
  Hit hit{match.entry, at, at + static_cast<uint32_t>(match.tokens) - 1, 0, 0, false, false};
  if (corrections_ == nullptr || corrections_->empty()) return hit;
  const CorrectionMatch told = corrections_->find(text, at, language_);
  if (told.tokens == 0 || (match.entry.kind != EntryKind::kNone && match.tokens > told.tokens)) return hit;
  hit.entry = {EntryKind::kWord, (static_cast<float>(told.sentiment) - 1) * kCorrectionValue};
  hit.last = at + static_cast<uint32_t>(told.tokens) - 1;
  hit.corrected = true;
  return hit;
}

void RuleScorer::find_hits(const Tokenizer& text, std::vector<Evidence>* evidence) {
  const auto tokens = text.tokens();
  hits_.clear();
  clause_ = 0;
  sentence_begin_ = 0;
  for (uint32_t at = 0; at < tokens.size();) {
    if (at > sentence_begin_ && line_ends_between(text, tokens[at - 1], tokens[at])) end_sentence(text, at, evidence);
    const Hit hit = hit_at(text, at);
    if (hit.entry.kind != EntryKind::kNone) {
      if (hit.entry.kind == EntryKind::kBut) ++clause_;
      hits_.push_back(hit);
      hits_.back().clause = clause_;
      at = hit.last + 1;
      continue;
    }
    const Mark mark = mark_of(text, tokens[at]);
    ++at;
    if (mark == Mark::kClause) ++clause_;
    // Smileys after the mark still belong to the sentence before it.
    const bool smile =
        at < tokens.size() && (tokens[at].kind == TokenKind::kEmoticon || tokens[at].kind == TokenKind::kEmoji);
    const bool more = at < tokens.size() &&
                      (mark_of(text, tokens[at]) == Mark::kQuestion || mark_of(text, tokens[at]) == Mark::kExclamation);
    if (mark > Mark::kClause && !more && !smile) end_sentence(text, at, evidence);
    if (mark > Mark::kClause && smile) ++clause_;
  }
  end_sentence(text, static_cast<uint32_t>(tokens.size()), evidence);
}

void RuleScorer::end_sentence(const Tokenizer& text, uint32_t end, std::vector<Evidence>* evidence) {
  weigh_words(text);
  turn_words(text, evidence);
  weigh_clauses(text, end, evidence);
  const auto tokens = text.tokens();
  for (const Hit& hit : hits_) {
    if (!is_feeling(hit.entry) || (hit.weight == 0 && !hit.corrected)) continue;
    sum_ += hit.weight;
    words_ += hit.weight != 0 ? 1 : 0;
    bent_ = bent_ || (hit.last > hit.first && tokens[hit.first].kind == TokenKind::kWord);
    if (hit.corrected) {
      const auto told = hit.entry.value > 0   ? Sentiment::kPositive
                        : hit.entry.value < 0 ? Sentiment::kNegative
                                              : Sentiment::kNeutral;
      corrected_.push_back({hit.first, hit.last, told, hit.weight});
    }
    if (evidence != nullptr) {
      evidence->push_back({hit.corrected ? EvidenceKind::kCorrection : EvidenceKind::kWord,
                           {tokens[hit.first].begin, tokens[hit.last].end},
                           hit.weight,
                           {}});
    }
  }
  if (evidence != nullptr) {
    for (const Hit& hit : hits_) {
      if (hit.entry.kind == EntryKind::kIntensifier) {
        evidence->push_back({EvidenceKind::kIntensifier,
                             {tokens[hit.first].begin, tokens[hit.last].end},
                             static_cast<double>(hit.entry.value),
                             {}});
      }
    }
  }
  hits_.clear();
  sentence_begin_ = end;
  ++clause_;
}

void RuleScorer::weigh_words(const Tokenizer& text) {
  const auto tokens = text.tokens();
  for (size_t i = 0; i < hits_.size(); ++i) {
    Hit& hit = hits_[i];
    if (hit.entry.kind != EntryKind::kWord) continue;
    double factor = 1;
    for (size_t before = i; before-- > 0;) {
      const Hit& other = hits_[before];
      if (hit.first - other.last > kIntensifierReach || other.clause != hit.clause) break;
      if (other.entry.kind == EntryKind::kIntensifier) factor *= static_cast<double>(other.entry.value);
    }
    double add = 0;
    for (uint32_t at = hit.first; at <= hit.last; ++at) {
      if ((tokens[at].flags & kCapitals) != 0 && !shouts_) add = kCapitalsAdd;
      if ((tokens[at].flags & (kStretched | kRepeated)) != 0) add = std::max(add, kExclamationAdd);
    }
    const double value = static_cast<double>(hit.entry.value);
    hit.weight = value * factor + (value > 0 ? add : value < 0 ? -add : 0);
  }
}

void RuleScorer::turn_words(const Tokenizer& text, std::vector<Evidence>* evidence) {
  const auto tokens = text.tokens();
  // What feels nothing has nothing to turn, and does not stand in the way of what does.
  const auto turns = [&](const Hit& hit) {
    return is_feeling(hit.entry) && (hit.entry.value != 0 || hit.corrected) && !is_sign(tokens[hit.first]);
  };
  const auto turn = [this](Hit& hit) {
    if (hit.turned && lexicon_.lexicon().negations_agree()) return;
    hit.weight = hit.entry.kind == EntryKind::kNeeded ? (hit.turned ? 0 : -static_cast<double>(hit.entry.value))
                                                      : hit.weight * kTurned;
    hit.turned = !hit.turned;
    bent_ = true;
  };
  for (size_t i = 0; i < hits_.size(); ++i) {
    const Hit& negation = hits_[i];
    if (!is_negation(negation.entry)) continue;
    const auto reach = static_cast<uint32_t>(negation.entry.kind == EntryKind::kBehind ? 4 : negation.entry.value);
    ByteRange scope{tokens[negation.last].end, tokens[negation.last].end};
    for (size_t next = i + 1; next < hits_.size(); ++next) {
      Hit& hit = hits_[next];
      if (hit.clause != negation.clause || hit.first - negation.last > reach || hit.entry.kind == EntryKind::kBut)
        break;
      if (!turns(hit)) continue;
      turn(hit);
      scope.end = tokens[hit.last].end;
    }
    if (scope.end == scope.begin && negation.entry.kind == EntryKind::kBehind) {
      for (size_t before = i; before-- > 0;) {
        Hit& hit = hits_[before];
        if (hit.entry.kind == EntryKind::kJoin) break;
        if (hit.clause != negation.clause || negation.first - hit.last > static_cast<uint32_t>(negation.entry.value))
          break;
        if (!turns(hit)) continue;
        turn(hit);
        scope = {tokens[hit.first].begin, tokens[negation.first].begin};
        break;
      }
    }
    if (evidence != nullptr) {
      evidence->push_back(
          {EvidenceKind::kNegation, {tokens[negation.first].begin, tokens[negation.last].end}, kTurned, scope});
    }
  }
}

void RuleScorer::weigh_clauses(const Tokenizer& text, uint32_t end, std::vector<Evidence>* evidence) {
  const auto tokens = text.tokens();
  for (const Hit& but : hits_) {
    if (but.entry.kind != EntryKind::kBut || but.first == sentence_begin_) continue;
    for (Hit& hit : hits_) hit.weight *= hit.last < but.first ? kBefore : hit.first > but.last ? kAfter : 1;
    bent_ = true;
    if (evidence != nullptr) {
      evidence->push_back({EvidenceKind::kBut,
                           {tokens[but.first].begin, tokens[but.last].end},
                           kAfter,
                           {tokens[but.last].end, tokens[end - 1].end}});
    }
    break;
  }
  double exclamation = 0;
  bool question = false;
  ByteRange asked;
  for (uint32_t at = end; at-- > sentence_begin_;) {
    const Mark mark = mark_of(text, tokens[at]);
    if (mark == Mark::kQuestion) {
      question = true;
      asked = {tokens[at].begin, tokens[at].end};
    }
    if (mark == Mark::kExclamation)
      exclamation = (tokens[at].flags & kRepeated) != 0 ? 2 * kExclamationAdd : kExclamationAdd;
    if (mark == Mark::kNone && !is_sign(tokens[at])) break;
  }
  for (const Hit& hit : hits_) {
    if (question || !hit.entry.asks) continue;
    question = true;
    asked = {tokens[hit.first].begin, tokens[hit.last].end};
  }
  asks_ = asks_ || question;
  for (Hit& hit : hits_) {
    if (hit.weight == 0) continue;
    hit.weight += hit.weight > 0 ? exclamation : -exclamation;
    exclamation = 0;
    if (question) hit.weight *= hit.weight > 0 ? kQuestionGood : kQuestionBad;
  }
  if (question && evidence != nullptr) {
    evidence->push_back(
        {EvidenceKind::kQuestion, asked, kQuestionGood, {tokens[sentence_begin_].begin, tokens[end - 1].end}});
  }
}

}  // namespace sojourn
