// What a text says of what: the sentiment of each sentence, and of each thing that is spoken of ("the room was dirty but the
// staff were lovely": room negative, staff positive).
//
// Sentences  ICU's, each in its own language where it is sure of it, judged as a text of its own.
// Aspects    the words and phrases of a list that the caller gives (the words of a topic), wherever they stand; without a list
//            the words that things.h takes for things. A thing that is named several times is an aspect each time.
// Window     the part of the sentence between its commas, its "but" and its "and" that the thing stands in, judged as a
//            text of its own; where no word of it feels anything, the part behind it that names no thing, then the clause.
// Limits     at most 100 things of a text, and none in sentences of more than 4 KB.
// Ranges     of text(), which is in NFC.
// Threads    one reader a thread. Cost: about twice that of TextReader, and once more a thing.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/sentences.h"
#include "text/sentiment.h"
#include "text/things.h"

namespace sojourn {

struct SentenceVerdict {
  ByteRange range;
  std::string_view language;  // "": unknown.
  std::string_view label;     // "positive", "neutral", "negative"; "": unknown.
  double score = 0;           // -1 to 1, NaN where unknown.
  double confidence = 0;
};

struct AspectVerdict {
  ByteRange range;    // The thing's words.
  std::string words;  // In lower case.
  ByteRange window;   // What was judged.
  std::string_view label;
  double score = 0;
  size_t sentence = 0;  // Its number.
};

class AspectReader {
 public:
  // Both are borrowed and may be null.
  AspectReader(const SentimentModels* models, const Corrections* corrections) : reader_(models, corrections) {}
  // `targets`: words or phrases as they are written; none: things are looked for. Results live until the next call.
  void read(std::string_view text, std::string_view language = {}, std::span<const std::string> targets = {});

  std::string_view text() const { return text_; }
  const std::vector<SentenceVerdict>& sentences() const { return sentences_; }
  const std::vector<AspectVerdict>& aspects() const { return aspects_; }

 private:
  struct Sentence {
    ByteRange range;
    std::string_view language;
  };
  void read_aspects(const Sentence& sentence, std::span<const std::string> targets, size_t number);
  void judge(const Thing& thing, const Thing* before, const Thing* behind, const Sentence& sentence, size_t number);
  bool judge_window(size_t first, size_t last, const Sentence& sentence, AspectVerdict& verdict);
  // The part or the clause around a token: from the first to behind the last.
  ByteRange stretch(size_t token, uint8_t edge) const;
  bool feels(size_t first, size_t last, std::string_view language) const;

  TextReader reader_;
  Tokenizer tokenizer_;  // Of the sentence.
  SentenceSplitter splitter_;
  std::string text_;
  std::vector<SentenceVerdict> sentences_;
  std::vector<AspectVerdict> aspects_;
  std::vector<uint8_t> edges_;  // Of each token.
};

}  // namespace sojourn
