#include "text/word_splitter.h"

#include <unicode/brkiter.h>
#include <unicode/utext.h>

#include <algorithm>
#include <string>

namespace sojourn {

struct WordSplitter::Breaks {
  std::unique_ptr<icu::BreakIterator> words;
};

WordSplitter::WordSplitter(std::string_view language) : breaks_(std::make_unique<Breaks>()) {
  UErrorCode error = U_ZERO_ERROR;
  breaks_->words.reset(icu::BreakIterator::createWordInstance(icu::Locale(std::string(language).c_str()), error));
  if (U_FAILURE(error)) breaks_->words.reset();  // Without ICU's data each character is a word.
}
WordSplitter::~WordSplitter() = default;

void WordSplitter::split_ideographs(const Tokenizer& text, size_t begin, size_t end, std::vector<WordSpan>& spans) {
  const auto tokens = text.tokens();
  const size_t from = tokens[begin].begin;
  const auto add = [&](size_t first, size_t past) {
    uint64_t hash = tokens[first].hash;
    for (size_t i = first + 1; i < past; ++i) hash = join_hashes(hash, tokens[i].hash);
    const bool adjoins =
        first > 0 && (first > begin || (!spans.empty() && spans.back().first_token + spans.back().tokens == first));
    spans.push_back({static_cast<uint32_t>(first), static_cast<uint32_t>(past - first), hash, true, adjoins});
  };
  UErrorCode error = U_ZERO_ERROR;
  UText* opened = breaks_->words == nullptr ? nullptr
                                            : utext_openUTF8(nullptr, text.text().data() + from,
                                                             static_cast<int64_t>(tokens[end - 1].end - from), &error);
  size_t token = begin;
  if (opened != nullptr && U_SUCCESS(error)) {
    breaks_->words->setText(opened, error);
    breaks_->words->first();
    for (int32_t edge = breaks_->words->next(); edge != icu::BreakIterator::DONE; edge = breaks_->words->next()) {
      size_t past = token;
      while (past < end && tokens[past].end <= from + static_cast<size_t>(edge)) ++past;
      if (past > token) add(token, past);
      token = std::max(token, past);
    }
  }
  if (opened != nullptr) utext_close(opened);
  for (; token < end; ++token) add(token, token + 1);
}

void WordSplitter::split(const Tokenizer& text, std::vector<WordSpan>& spans) {
  spans.clear();
  const auto tokens = text.tokens();
  for (size_t at = 0; at < tokens.size();) {
    size_t end = at + 1;
    if (tokens[at].kind == TokenKind::kWord) {
      const bool adjoins = !spans.empty() && spans.back().first_token + spans.back().tokens == at;
      spans.push_back({static_cast<uint32_t>(at), 1, tokens[at].hash, false, adjoins});
    } else if (tokens[at].kind == TokenKind::kIdeograph) {
      while (end < tokens.size() && tokens[end].kind == TokenKind::kIdeograph &&
             tokens[end].begin == tokens[end - 1].end)
        ++end;
      split_ideographs(text, at, end, spans);
    }
    at = end;
  }
}

}  // namespace sojourn
