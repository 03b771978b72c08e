// Arbitrary bytes through what reads files of models and lexicons, and texts through a model that could be read. The first
// byte chooses; a checksum is put right first, so that what lies behind it is reached.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/hash.h"
#include "text/language.h"
#include "text/lexicon.h"
#include "text/linear_model.h"
#include "text/sentiment.h"

namespace sojourn {
namespace {

std::string sealed(std::string_view kind, std::string_view body) {
  ByteWriter writer;
  writer.raw(kind.data(), kind.size());
  writer.raw(body.data(), body.size());
  writer.u64(hash64(writer.bytes()));
  return writer.take();
}

void check_lexicon(std::string_view text) {
  Lexicon lexicon;
  if (!lexicon.read(text, "fuzz").ok()) return;
  Tokenizer tokenizer;
  tokenizer.read(text);
  const RuleScore score = RuleScorer(lexicon).score(tokenizer);
  SOJOURN_ASSERT(score.score >= -1 && score.score <= 1, "a score is in range");
}

void check_text(std::string_view text) {
  static TextReader reader;
  std::vector<Reason> reasons;
  const TextVerdict verdict = reader.explain(text, reasons);
  SOJOURN_ASSERT(verdict.confidence >= 0 && verdict.confidence <= 1, "a confidence is in range");
  for (const Reason& reason : reasons) {
    SOJOURN_ASSERT(reason.range.begin <= reason.range.end && reason.range.end <= reader.text().size(),
                   "a reason is in the text");
    SOJOURN_ASSERT(reason.scope.begin <= reason.scope.end && reason.scope.end <= reader.text().size(),
                   "a scope is in the text");
  }
}

}  // namespace
}  // namespace sojourn

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 4) {
    case 0: sojourn::check_lexicon(rest); break;
    case 1: sojourn::check_text(rest); break;
    case 2: static_cast<void>(sojourn::LinearModel::load(sojourn::sealed("SJLINE01", rest), "fuzz")); break;
    default: static_cast<void>(sojourn::LanguageModel::load(sojourn::sealed("SJLANG01", rest), "fuzz"));
  }
  return 0;
}
