#include "text/lexicon.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/decimal.h"
#include "base/encoding.h"
#include "base/hash.h"
#include "base/text.h"
#include "text/built_in.h"
#include "text/model_file.h"
#include "text/word_file.h"
#include "text/word_points.h"

namespace sojourn {
namespace {

constexpr size_t kStemMin = 2, kEndedMin = 4, kEntryTokensMax = 8;

struct KindName {
  std::string_view name;
  EntryKind kind;
};
constexpr std::array<KindName, 8> kKinds{{{"words", EntryKind::kWord},
                                          {"needed", EntryKind::kNeeded},
                                          {"negations", EntryKind::kNegation},
                                          {"behind", EntryKind::kBehind},
                                          {"intensifiers", EntryKind::kIntensifier},
                                          {"but", EntryKind::kBut},
                                          {"joins", EntryKind::kJoin},
                                          {"asks", EntryKind::kWord}}};

}  // namespace

std::string_view sentiment_name(Sentiment sentiment) {
  switch (sentiment) {
    case Sentiment::kNegative: return "negative";
    case Sentiment::kNeutral: return "neutral";
    case Sentiment::kPositive: return "positive";
  }
  return "";
}

Status Lexicon::read(std::string_view text, std::string_view name) {
  SOJOURN_CHECK(check_word_file(text, name));
  origins_.emplace_back(std::string(name));
  Tokenizer tokenizer;
  SOJOURN_CHECK(read_word_lines(text, name, [&](std::string_view line) { return read_line(line, tokenizer); }));
  origins_.back() += "; checksum " + checksum_text(hash64(text));
  index_endings();
  return {};
}

Status Lexicon::read_line(std::string_view line, Tokenizer& tokenizer) {
  std::string_view rest = line;
  std::string_view head = cut_to(rest, ':');
  const std::string_view kind = cut_to(head, ' ');
  if (kind == "language") {
    language_ = std::string(trim(rest));
    return {};
  }
  if (kind == "version" || kind == "source" || kind == "licence") {
    origins_.back() += "; " + std::string(kind) + " " + std::string(trim(rest));
    return {};
  }
  if (kind == "concord") {
    negations_agree_ = true;
    return {};
  }
  if (kind == "endings") {
    while (!rest.empty()) {
      const WordPoints points = word_points(cut_to(rest, ','));
      if (points.size > 0) endings_.emplace_back(points.points, points.points + points.size);
    }
    std::sort(endings_.begin(), endings_.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
    return {};
  }
  const auto known =
      std::find_if(kKinds.begin(), kKinds.end(), [&](const KindName& each) { return each.name == kind; });
  if (known == kKinds.end() && kind != "stems") {
    return Status::invalid(
        "there is no kind of entries called '" + std::string(kind.substr(0, 40)) +
        "'; there are words, stems, needed, negations, behind, intensifiers, but, joins, asks, concord and endings");
  }
  LexiconEntry entry{known == kKinds.end() ? EntryKind::kWord : known->kind, 0, kind == "asks"};
  if (entry.kind != EntryKind::kBut && entry.kind != EntryKind::kJoin && !entry.asks) {
    const Result<double> value = parse_number(head);
    if (!value || *value < -100 || *value > 100) {
      return Status::invalid("'" + std::string(kind) + "' needs a number and a colon, as in `words 2.5: good`");
    }
    entry.value = static_cast<float>(*value);
  }
  while (!rest.empty()) {
    const std::string_view text = cut_to(rest, ',');
    if (text.empty()) continue;
    if (known != kKinds.end()) {
      SOJOURN_CHECK(add(text, entry, tokenizer));
    } else {
      const WordPoints points = word_points(text);
      stems_[hash_points(points.view())] = entry;
    }
  }
  return {};
}

Status Lexicon::add(std::string_view text, LexiconEntry entry, Tokenizer& tokenizer) {
  tokenizer.read(text);
  const auto tokens = tokenizer.tokens();
  if (tokens.empty() || tokens.size() > kEntryTokensMax) {
    return Status::invalid("'" + std::string(text.substr(0, 60)) + "' must be 1 to " + std::to_string(kEntryTokensMax) +
                           " words or signs");
  }
  const uint64_t begin = hash_of(tokenizer, tokens[0]);
  uint64_t hash = begin;
  for (size_t i = 1; i < tokens.size(); ++i) hash = join_hashes(hash, hash_of(tokenizer, tokens[i]));
  entries_[hash].entry = entry;
  Slot& first = entries_[begin];
  first.longest = std::max(first.longest, static_cast<uint8_t>(tokens.size()));
  if (tokens.size() == 1 && tokens[0].kind == TokenKind::kWord) single_words_.emplace_back(text, entry);
  return {};
}

// Words that share a stem and disagree on their sign leave it out.
void Lexicon::index_endings() {
  ended_.clear();
  if (endings_.empty()) return;
  for (const auto& [word, entry] : single_words_) {
    if (entry.kind == EntryKind::kWord || entry.kind == EntryKind::kNeeded) {
      LexiconEntry& slot = ended_[hash_without_ending(word)];
      const bool clash = slot.kind != EntryKind::kNone && (slot.kind != entry.kind || slot.value * entry.value < 0);
      slot = clash ? LexiconEntry{entry.kind, 0} : entry;
    }
  }
}

uint64_t Lexicon::hash_without_ending(std::string_view word) const {
  return hash_points(without_ending(word_points(word), endings_, kEndedMin));
}

LexiconEntry Lexicon::find_ended(std::string_view word) const {
  const auto found = ended_.find(hash_without_ending(word));
  return found == ended_.end() ? LexiconEntry{} : found->second;
}

LexiconEntry Lexicon::find_stem(std::string_view word) const {
  const WordPoints read = word_points(word);
  const size_t least = std::max(kStemMin, read.size > kStemEndingMax ? read.size - kStemEndingMax : 0);
  for (size_t size = read.size; size >= least && size > 0; --size) {
    const auto found = stems_.find(hash_points(read.view().first(size)));
    if (found != stems_.end()) return found->second;
  }
  return {};
}

// The tokenizer's hash is the same for all numbers.
uint64_t Lexicon::hash_of_number(std::string_view number) { return hash64(number) | 1; }

// What the token says by itself, and how long what begins with it may be.
Lexicon::Slot Lexicon::find_first(const Tokenizer& text, size_t at) const {
  const Token& token = text.tokens()[at];
  Slot slot;
  if (const auto first = entries_.find(hash_of(text, token)); first != entries_.end()) slot = first->second;
  if (slot.entry.kind != EntryKind::kNone || token.kind != TokenKind::kWord) return slot;
  if (!stems_.empty()) slot.entry = find_stem(text.text_of(token));
  if (slot.entry.kind == EntryKind::kNone && !endings_.empty()) slot.entry = find_ended(text.text_of(token));
  return slot;
}

LexiconMatch Lexicon::find_longer(const Tokenizer& text, size_t at, const Slot& first) const {
  const auto tokens = text.tokens();
  LexiconMatch match{first.entry, 1};
  uint64_t hash = hash_of(text, tokens[at]);
  for (size_t count = 2; count <= first.longest && at + count <= tokens.size(); ++count) {
    hash = join_hashes(hash, hash_of(text, tokens[at + count - 1]));
    const auto longer = entries_.find(hash);
    if (longer != entries_.end() && longer->second.entry.kind != EntryKind::kNone)
      match = {longer->second.entry, count};
  }
  return match;
}

const Lexicon* Lexicon::built_in(std::string_view language) {
  static const std::map<std::string, Lexicon, std::less<>> lexicons = [] {
    std::map<std::string, Lexicon, std::less<>> all;
    for (const std::string code : {"en", "nl", "de", "ru", "zh"}) {
      for (const std::string& file : {std::string("signs.lexicon"), code + ".lexicon", code + ".own.lexicon"}) {
        const std::string_view text = built_in_file(file);
        const Status status = text.empty() ? Status() : all[code].read(text, file);
        SOJOURN_ASSERT(status.ok(), "a lexicon in the program is well-formed");
      }
    }
    return all;
  }();
  const auto found = lexicons.find(language);
  return found == lexicons.end() ? nullptr : &found->second;
}

}  // namespace sojourn
