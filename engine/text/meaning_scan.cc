#include "text/meaning_scan.h"

#include <algorithm>

namespace sojourn {
namespace {

// Tokens: of phrases, behind words like the German "nicht", of clauses.
constexpr uint32_t kPhraseReach = 24, kBehindReach = 4, kClauseReach = 40;

enum class Mark : uint8_t { kNone, kClause, kSentence, kQuestion };

bool joins(const Tokenizer& text, size_t at) {
  const auto tokens = text.tokens();
  return at > 0 && at + 1 < tokens.size() && tokens[at - 1].end == tokens[at].begin &&
         tokens[at].end == tokens[at + 1].begin;
}

Mark mark_of(const Tokenizer& text, size_t at) {
  const Token& token = text.tokens()[at];
  if (token.kind != TokenKind::kPunctuation) return Mark::kNone;
  const std::string_view mark = text.text_of(token);
  if (mark[0] == '?' || mark.starts_with("？")) return Mark::kQuestion;
  if (mark[0] == '.' || mark[0] == '!') return joins(text, at) ? Mark::kNone : Mark::kSentence;
  for (const std::string_view end : {"！", "。", "…"}) {
    if (mark.starts_with(end)) return Mark::kSentence;
  }
  if (mark[0] == '-') return joins(text, at) ? Mark::kNone : Mark::kClause;
  if (mark[0] == ',' || mark[0] == ';' || mark[0] == ':' || mark[0] == '(' || mark[0] == ')') return Mark::kClause;
  for (const std::string_view part : {"，", "；", "：", "、", "—", "–", "（", "）"}) {
    if (mark.starts_with(part)) return Mark::kClause;
  }
  return Mark::kNone;
}

bool line_ends_before(const Tokenizer& text, size_t at) {
  const auto tokens = text.tokens();
  return text.text().substr(tokens[at - 1].end, tokens[at].begin - tokens[at - 1].end).find('\n') !=
         std::string_view::npos;
}

// What somebody means to say: negations turn it.
bool is_said(const MeaningMatch& match) {
  switch (match.entry->kind) {
    case MeaningKind::kEmotion:
    case MeaningKind::kMotive:
    case MeaningKind::kIntent:
    case MeaningKind::kWish:
    case MeaningKind::kAttribute:
    case MeaningKind::kSwitch: return true;
    default: return false;
  }
}

bool is_word(TokenKind kind) { return kind == TokenKind::kWord || kind == TokenKind::kIdeograph; }

}  // namespace

void MeaningScan::read(const Tokenizer& text, const MeaningWords& words) {
  text_ = &text;
  words_ = &words;
  place_tokens();
  matches_.clear();
  turners_.clear();
  buts_.clear();
  taken_.fill(0);
  for (uint32_t first = 0; first < tokens_.size(); ++first) {
    if (tokens_[first].ids.count > 0) find_at(first);
  }
  part_at_buts();
  turn();
}

void MeaningScan::place_tokens() {
  const auto tokens = text_->tokens();
  tokens_.clear();
  tokens_.resize(tokens.size());
  uint32_t clause = 0, sentence = 0, begin = 0;
  bool ends = false;
  for (uint32_t at = 0; at < tokens.size(); ++at) {
    const Mark mark = mark_of(*text_, at);
    if (at > 0 && (line_ends_before(*text_, at) || (ends && mark < Mark::kSentence))) {
      ++sentence;
      ++clause;
      begin = at;
    }
    ends = mark >= Mark::kSentence;
    TokenPlace& place = tokens_[at];
    place.ids = words_->ids_of(*text_, tokens[at]);
    place.content = is_word(tokens[at].kind);
    place.edge = mark != Mark::kNone || tokens[at].kind == TokenKind::kEmoji || tokens[at].kind == TokenKind::kEmoticon;
    const bool hyphen =
        tokens[at].kind == TokenKind::kPunctuation && mark == Mark::kNone && text_->text_of(tokens[at]) == "-";
    place.skipped = hyphen || (mark == Mark::kClause && text_->text_of(tokens[at]) == ",");
    place.sentence = sentence;
    place.clause = clause;
    if (mark != Mark::kNone) ++clause;
    if (mark == Mark::kQuestion) {
      for (uint32_t back = begin; back <= at; ++back) tokens_[back].question = true;
    }
  }
}

bool MeaningScan::begins_clause(uint32_t token) const {
  return token == 0 || tokens_[token - 1].edge || tokens_[token - 1].clause != tokens_[token].clause;
}

bool MeaningScan::ends_clause(uint32_t token) const {
  return token + 1 == size() || tokens_[token + 1].edge || tokens_[token + 1].clause != tokens_[token].clause;
}

void MeaningScan::find_at(uint32_t first) {
  found_.clear();
  walk(0, first, first, {});
  const uint32_t begin = words_->step(0, MeaningWords::kBegins);
  if (begin != KeyIndex::kAbsent && begins_clause(first)) walk(begin, first, first, {});
  if (!found_.empty()) keep_found();
}

void MeaningScan::walk(uint32_t node, uint32_t at, uint32_t first, Gap over) {
  const MeaningIds& ids = tokens_[at].ids;
  for (uint32_t i = 0; i < ids.count; ++i) {
    const uint32_t next = words_->step(node, ids.ids[i]);
    if (next == KeyIndex::kAbsent) continue;
    end_at(next, first, at, over);
    if (const uint32_t end = words_->step(next, MeaningWords::kEnds); end != KeyIndex::kAbsent && ends_clause(at))
      end_at(end, first, at, over);
    if (at + 1 < tokens_.size()) walk(next, at + 1, first, over);
    if (at + 2 < tokens_.size() && tokens_[at + 1].skipped) walk(next, at + 2, first, over);
    const uint32_t gap = words_->gap(next);
    if (gap == KeyIndex::kAbsent) continue;
    for (uint32_t on = at + 1; on <= at + 1 + kMeaningGapMax && on < tokens_.size(); ++on) {
      if (tokens_[on].clause != tokens_[at].clause) break;
      walk(gap, on, first, on > at + 1 ? Gap{at + 1, on - 1} : over);
    }
  }
}

void MeaningScan::end_at(uint32_t node, uint32_t first, uint32_t last, Gap gap) {
  for (const MeaningEntry& entry : words_->entries(node)) {
    found_.push_back({&entry, first, last, tokens_[first].clause, false, gap.first, gap.last});
  }
}

// The longest of each kind, where it reaches beyond what that kind has taken.
void MeaningScan::keep_found() {
  std::stable_sort(found_.begin(), found_.end(), [](const auto& a, const auto& b) { return a.last > b.last; });
  for (const MeaningMatch& match : found_) {
    const MeaningKind kind = match.entry->kind;
    uint32_t& taken = taken_[static_cast<size_t>(kind)];
    if (match.last < taken) continue;
    taken = match.last + 1;
    if (kind == MeaningKind::kStop || kind == MeaningKind::kBut) {
      for (uint32_t at = match.first; at <= match.last; ++at) tokens_[at].content = false;
    }
    if (kind == MeaningKind::kBut) {
      buts_.push_back(match.first);
    } else if (kind == MeaningKind::kNegation || kind == MeaningKind::kBehind) {
      turners_.push_back(match);
    } else if (kind == MeaningKind::kEnds) {
      tokens_[match.first].ends = true;
    } else if (match.entry->code != 0 && kind != MeaningKind::kStop) {
      matches_.push_back(match);
    }
  }
}

// Clauses also begin at words like "but".
void MeaningScan::part_at_buts() {
  if (!buts_.empty()) {
    uint32_t parts = 0;
    for (uint32_t at = 0; at < tokens_.size(); ++at) {
      if (parts < buts_.size() && buts_[parts] == at) ++parts;
      tokens_[at].clause += parts;
    }
  }
  for (MeaningMatch& match : matches_) {
    match.clause = tokens_[match.first].clause;
    // Ideographs that alone say nothing do so in words of two.
    const MeaningKind kind = match.entry->kind;
    if (match.first == match.last ||
        (kind != MeaningKind::kMeans && kind != MeaningKind::kWeak && kind != MeaningKind::kThing)) {
      continue;
    }
    for (uint32_t at = match.first; at <= match.last; ++at) {
      tokens_[at].content |= text_->tokens()[at].kind == TokenKind::kIdeograph;
    }
  }
}

std::span<const MeaningMatch> MeaningScan::between(uint32_t from, uint32_t to) const {
  const auto before = [](const MeaningMatch& match, uint32_t at) { return match.first < at; };
  const auto first = std::lower_bound(matches_.begin(), matches_.end(), from, before);
  return {first, std::lower_bound(first, matches_.end(), to, before)};
}

std::span<MeaningMatch> MeaningScan::among(uint32_t from, uint32_t to) {
  const std::span<const MeaningMatch> found = between(from, to);
  return {matches_.data() + (found.data() - matches_.data()), found.size()};
}

bool MeaningScan::is_covered(uint32_t token) const {
  const auto near = between(token > kPhraseReach ? token - kPhraseReach : 0, token + 1);
  return std::any_of(near.begin(), near.end(), [&](const MeaningMatch& match) {
    const MeaningKind kind = match.entry->kind;
    return match.last >= token && kind != MeaningKind::kMeans && kind != MeaningKind::kSwitch &&
           kind != MeaningKind::kBrand;
  });
}

bool MeaningScan::is_meant(uint32_t token, uint32_t from, uint32_t to) const {
  const auto near = between(std::max(from, token > kPhraseReach ? token - kPhraseReach : 0), token + 1);
  return std::any_of(near.begin(), near.end(), [&](const MeaningMatch& match) {
    return match.entry->kind == MeaningKind::kMeans && match.last > match.first && match.last >= token &&
           match.last < to;
  });
}

// A negation that belongs to a phrase says nothing else; one that stands in its gap turns it ("was not so slow").
bool MeaningScan::turn_around(const MeaningMatch& turner) {
  const uint32_t from = turner.first > kPhraseReach ? turner.first - kPhraseReach : 0;
  bool within = false;
  for (MeaningMatch& match : among(from, turner.first + 1)) {
    if (!is_said(match) || match.last < turner.last || match.last - match.first <= turner.last - turner.first) continue;
    within = true;
    if (match.gap_first <= turner.first && turner.last <= match.gap_last) match.turned = !match.turned;
  }
  return within;
}

void MeaningScan::turn() {
  for (const MeaningMatch& turner : turners_) {
    if (turn_around(turner)) continue;
    const uint32_t clause = tokens_[turner.first].clause;
    const bool behind = turner.entry->kind == MeaningKind::kBehind;
    const auto reach = static_cast<uint32_t>(std::max(0.0F, turner.entry->value));
    bool turned = false;
    for (MeaningMatch& match : among(turner.last + 1, turner.last + 1 + (behind ? kBehindReach : reach))) {
      if (!is_said(match) || match.clause != clause || is_sign(match)) continue;
      match.turned = !match.turned;
      turned = true;
    }
    if (turned || !behind) continue;
    const uint32_t from = turner.first > reach + kPhraseReach ? turner.first - reach - kPhraseReach : 0;
    for (MeaningMatch& match : among(from, turner.first)) {
      if (!is_said(match) || match.clause != clause || match.last >= turner.first || is_sign(match)) continue;
      if (turner.first - match.last <= reach) match.turned = !match.turned;
    }
  }
}

bool MeaningScan::is_sign(const MeaningMatch& match) const {
  const TokenKind kind = text_->tokens()[match.first].kind;
  return kind == TokenKind::kEmoji || kind == TokenKind::kEmoticon;
}

uint32_t MeaningScan::clause_end(uint32_t token) const {
  uint32_t end = token + 1;
  while (end < size() && end - token < kClauseReach && tokens_[end].clause == tokens_[token].clause) ++end;
  return end;
}

uint32_t MeaningScan::clause_begin(uint32_t token) const {
  uint32_t begin = token;
  while (begin > 0 && token - begin < kClauseReach && tokens_[begin - 1].clause == tokens_[token].clause) --begin;
  return begin;
}

ByteRange MeaningScan::range(uint32_t first, uint32_t last) const {
  return {text_->tokens()[first].begin, text_->tokens()[last].end};
}

}  // namespace sojourn
