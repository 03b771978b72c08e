#include "text/topic_vocabulary.h"

#include <algorithm>
#include <cmath>

namespace sojourn {
namespace {

bool is_ideograph(const Token& token) { return token.kind == TokenKind::kIdeograph; }

}  // namespace

void HashTable::put(uint64_t key, uint32_t value) {
  if (size_ * 2 >= slots_.size()) {
    std::vector<Slot> before(std::max<size_t>(64, slots_.size() * 2));
    before.swap(slots_);
    size_ = 0;
    for (const Slot& slot : before) {
      if (slot.value != kMissing) put(slot.key, slot.value);
    }
  }
  const size_t mask = slots_.size() - 1;
  size_t at = (key ^ key >> 32) & mask;
  while (slots_[at].value != kMissing && slots_[at].key != key) at = (at + 1) & mask;
  size_ += slots_[at].value == kMissing ? 1 : 0;
  slots_[at] = {key, value};
}

std::vector<std::pair<uint64_t, uint32_t>> HashTable::entries() const {
  std::vector<std::pair<uint64_t, uint32_t>> all;
  all.reserve(size_);
  for (const Slot& slot : slots_) {
    if (slot.value != kMissing) all.emplace_back(slot.key, slot.value);
  }
  std::sort(all.begin(), all.end());
  return all;
}

TopicVocabulary::TopicVocabulary(std::string_view language)
    : language_(language), list_(&WordList::built_in(language)) {}

uint32_t TopicVocabulary::add_term(Term term) {
  terms_.push_back(std::move(term));
  return static_cast<uint32_t>(terms_.size() - 1);
}

void TopicVocabulary::add_ideographs(uint64_t first, uint64_t joined, size_t count, uint32_t term) {
  words_.put(joined, term);
  const uint32_t found = longest_.find(first);
  const auto length = static_cast<uint32_t>(std::min(count, kIdeographsMost));
  if (found == HashTable::kMissing || found < length) longest_.put(first, length);
}

uint32_t TopicVocabulary::find_word(std::string_view word, uint64_t hash) const {
  uint32_t found = words_.find(hash);
  if (found == HashTable::kMissing) found = folded_.find(list_->fold(word));
  return found == HashTable::kMissing ? kNoTerm : found;
}

// How many tokens the longest known word from `at` has; 0: none.
size_t TopicVocabulary::find_ideographs(std::span<const Token> tokens, size_t at, uint32_t& term) const {
  const uint32_t longest = longest_.find(tokens[at].hash);
  if (longest == HashTable::kMissing) return 0;
  uint64_t joined = tokens[at].hash;
  size_t best = 0;
  for (size_t count = 2; count <= longest && at + count <= tokens.size(); ++count) {
    const Token& next = tokens[at + count - 1];
    if (!is_ideograph(next) || next.begin != tokens[at + count - 2].end) break;
    joined = join_hashes(joined, next.hash);
    const uint32_t found = words_.find(joined);
    if (found == HashTable::kMissing) continue;
    best = count;
    term = found;
  }
  return best;
}

void TopicVocabulary::find(const Tokenizer& text, std::vector<TermUse>& uses) const {
  uses.clear();
  const std::span<const Token> tokens = text.tokens();
  TermUse left{kNoTerm, 0, 0};  // The term or phrase that ends where the next token begins,
  TermUse last{kNoTerm, 0, 0};  // and its last word.
  for (size_t at = 0; at < tokens.size();) {
    uint32_t term = kNoTerm;
    size_t count = 1;
    if (tokens[at].kind == TokenKind::kWord) {
      term = find_word(text.text_of(tokens[at]), tokens[at].hash);
    } else if (is_ideograph(tokens[at])) {
      count = std::max<size_t>(1, find_ideographs(tokens, at, term));
    }
    const TermUse use{term, static_cast<uint32_t>(at), static_cast<uint32_t>(at + count)};
    at += count;
    if (term == kNoTerm) {
      left.term = last.term = kNoTerm;
      continue;
    }
    uses.push_back(use);
    uint32_t joined = left.term == kNoTerm ? kNoTerm : phrase(left.term, term);
    if (joined == kNoTerm && left.term != last.term) {
      joined = phrase(last.term, term);
      left = last;
    }
    left = joined == kNoTerm ? use : TermUse{joined, left.first_token, use.end_token};
    last = use;
    if (joined != kNoTerm) uses.push_back(left);
  }
}

void TopicVocabulary::save(ByteWriter& writer) const {
  writer.u32(static_cast<uint32_t>(terms_.size()));
  for (const Term& term : terms_) {
    writer.text(term.text);
    writer.f64(term.rarity);
    writer.u32(term.words);
    writer.u32(term.texts);
  }
  for (const HashTable* table : {&words_, &folded_, &phrases_, &longest_}) {
    const auto entries = table->entries();
    writer.u32(static_cast<uint32_t>(entries.size()));
    for (const auto& [key, value] : entries) {
      writer.u64(key);
      writer.u32(value);
    }
  }
}

Result<TopicVocabulary> TopicVocabulary::load(std::string_view language, ByteReader& reader) {
  TopicVocabulary vocabulary(language);
  SOJOURN_TRY(const uint32_t count, reader.u32());
  if (count > reader.remaining() / 20) return reader.corrupt("there cannot be that many terms");
  for (uint32_t i = 0; i < count; ++i) {
    Term term;
    SOJOURN_TRY(term.text, reader.text());
    SOJOURN_TRY(term.rarity, reader.f64());
    SOJOURN_TRY(term.words, reader.u32());
    SOJOURN_TRY(term.texts, reader.u32());
    if (!(term.rarity >= 0 && term.rarity < 1e3) || term.words == 0) return reader.corrupt("a term makes no sense");
    vocabulary.terms_.push_back(std::move(term));
  }
  for (HashTable* table : {&vocabulary.words_, &vocabulary.folded_, &vocabulary.phrases_, &vocabulary.longest_}) {
    SOJOURN_TRY(const uint32_t entries, reader.u32());
    if (entries > reader.remaining() / 12) return reader.corrupt("there cannot be that many words");
    const bool lengths = table == &vocabulary.longest_;
    for (uint32_t i = 0; i < entries; ++i) {
      SOJOURN_TRY(const uint64_t key, reader.u64());
      SOJOURN_TRY(const uint32_t value, reader.u32());
      const bool fits = lengths ? value >= 2 && value <= kIdeographsMost : value < count || value == kNoTerm;
      if (!fits) return reader.corrupt("a word stands for a term that is not there");
      table->put(key, value);
    }
  }
  return vocabulary;
}

}  // namespace sojourn
