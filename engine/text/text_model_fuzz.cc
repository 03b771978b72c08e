// Arbitrary bytes through what reads files of models and lexicons, and texts through a model that could be read. The first
// byte chooses; a checksum is put right first, so that what lies behind it is reached.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/hash.h"
#include "text/aspects.h"
#include "text/corrections.h"
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

// Corrections that could be read, on their own lines as texts.
void check_corrections(std::string_view lines) {
  const Result<Corrections> corrections = Corrections::read(lines, "fuzz");
  if (!corrections) return;
  const Result<Corrections> again = Corrections::read(corrections->print(), "printed");
  SOJOURN_ASSERT(again && again->print() == corrections->print(), "what is printed reads back");
  TextReader reader(nullptr, &*corrections);
  std::vector<Reason> reasons;
  const TextVerdict verdict = reader.explain(lines, reasons, "en");
  SOJOURN_ASSERT(verdict.confidence >= 0 && verdict.confidence <= 1, "a confidence is in range");
}

void check_aspects(std::string_view text) {
  static AspectReader reader(nullptr, nullptr);
  reader.read(text);
  for (const AspectVerdict& each : reader.aspects()) {
    SOJOURN_ASSERT(each.range.end <= reader.text().size() && each.window.end <= reader.text().size(),
                   "an aspect is in the text");
  }
}

// A model of two labels whose rows are arbitrary: what can be read answers, and is saved as it was.
void check_model(std::string_view body) {
  const Result<LinearModel> model = LinearModel::load(sealed("SJLINE02", body), "fuzz");
  if (!model) return;
  TextReader reader(&*model);
  const TextVerdict verdict = reader.read("The room was not clean.", "en");
  SOJOURN_ASSERT(verdict.confidence >= 0 && verdict.confidence <= 1, "a confidence is in range");
}

}  // namespace
}  // namespace sojourn

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 6) {
    case 0: sojourn::check_lexicon(rest); break;
    case 1: sojourn::check_text(rest); break;
    case 2: sojourn::check_model(rest); break;
    case 3: sojourn::check_corrections(rest); break;
    case 4: sojourn::check_aspects(rest); break;
    default: static_cast<void>(sojourn::LanguageModel::load(sojourn::sealed("SJLANG02", rest), "fuzz"));
  }
  return 0;
}
