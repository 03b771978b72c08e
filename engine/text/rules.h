// How a text feels by rules and a lexicon: what there is before anybody has scored a comment.
//
// Words      add up; capitals, exclamation marks and stretched words weigh them.
// Negations  turn the words in their scope: up to the lexicon's number of tokens, ending at marks, at "but" and at the end of
//            the sentence. A word turned keeps three quarters of its weight; turned twice it is what it was, but
//            in a language where two negations say one.
// "But"      halves what stands before it in its sentence, and adds half to what follows.
// Questions  and sentences that ask for something say little: what is good in them weighs a third, what is bad two thirds.
// Score      sum / sqrt(sum^2 + 15), from -1 to 1 (the form of C. J. Hutto and E. Gilbert, VADER, ICWSM 2014).
// Long       a text of more than 20 tokens is neutral unless its sum is at least 0.02 for each token more (at most 4); its score
//            stays.
// Told       a correction's phrase wins over what the lexicon says of it, but not over a longer phrase of the lexicon.
// Irony      is not seen.
// Threads    one scorer a thread. Cost: about 40 ns a token.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "text/corrections.h"
#include "text/lexicon.h"
#include "text/sentences.h"

namespace sojourn {

// From this score on a text is positive, and from its opposite on negative.
inline constexpr double kFeeling = 0.05;

enum class EvidenceKind : uint8_t { kWord, kNegation, kIntensifier, kBut, kQuestion, kCorrection };
std::string_view evidence_name(EvidenceKind kind);

// Why: words with what they add to the sum, and what turned or weighed others.
struct Evidence {
  EvidenceKind kind = EvidenceKind::kWord;
  ByteRange range;    // Of Tokenizer::text().
  double weight = 0;  // Of words: what they add; of others: what they multiply by.
  ByteRange scope;    // What a negation, "but" or question reaches; empty for words.
};

struct RuleScore {
  double score = 0;  // -1 to 1
  Sentiment sentiment = Sentiment::kNeutral;
  uint32_t words = 0;  // That said something.
  bool bent = false;   // A negation turned a word, a "but" weighed it, or words say together what none says alone.
  bool asks = false;   // It has a question, or asks for something.
};

// A phrase of the corrections that stands in the text, and what it adds there: turned where it is negated, and so on.
struct CorrectedPhrase {
  size_t first = 0, last = 0;  // Tokens.
  Sentiment told = Sentiment::kNeutral;
  double weight = 0;
};

class RuleScorer {
 public:
  // What is given is borrowed; `corrections` may be null.
  explicit RuleScorer(const Lexicon& lexicon, const Corrections* corrections = nullptr, std::string language = {})
      : lexicon_(lexicon), corrections_(corrections), language_(std::move(language)) {}
  RuleScore score(const Tokenizer& text) { return score(text, nullptr); }
  // With the reasons, in the order of the text.
  RuleScore explain(const Tokenizer& text, std::vector<Evidence>& evidence) { return score(text, &evidence); }
  // Of the text last scored.
  std::span<const CorrectedPhrase> corrected() const { return corrected_; }

 private:
  struct Hit {
    LexiconEntry entry;
    uint32_t first = 0, last = 0;  // Tokens.
    uint32_t clause = 0;
    double weight = 0;
    bool turned = false;
    bool corrected = false;
  };
  Hit hit_at(const Tokenizer& text, uint32_t at);
  RuleScore score(const Tokenizer& text, std::vector<Evidence>* evidence);
  void find_hits(const Tokenizer& text, std::vector<Evidence>* evidence);
  void end_sentence(const Tokenizer& text, uint32_t end, std::vector<Evidence>* evidence);
  void weigh_words(const Tokenizer& text);
  void turn_words(const Tokenizer& text, std::vector<Evidence>* evidence);
  void weigh_clauses(const Tokenizer& text, uint32_t end, std::vector<Evidence>* evidence);

  LexiconReader lexicon_;
  const Corrections* corrections_;
  std::string language_;
  std::vector<Hit> hits_;  // Of one sentence.
  std::vector<CorrectedPhrase> corrected_;
  uint32_t clause_ = 0;
  uint32_t sentence_begin_ = 0;
  double sum_ = 0;
  uint32_t words_ = 0;
  bool bent_ = false;
  bool asks_ = false;
  bool shouts_ = false;  // All of the text is in capitals, so that they say nothing.
};

}  // namespace sojourn
