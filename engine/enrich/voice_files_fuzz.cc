// Arbitrary bytes as the file of a fact book, as the turns of a conversation, and as files of models by fold and of usual
// languages. A book opens whatever its file holds, takes more, and finds that again; the others are read or refused, what was
// read judges, and is saved as it was. A checksum is put right as well, so that what lies behind it is reached.
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/assert.h"
#include "base/bytes.h"
#include "enrich/fact_book.h"
#include "enrich/fold_models.h"
#include "enrich/turns.h"
#include "enrich/voice_facts.h"
#include "text/language_prior.h"
#include "text/model_file.h"

namespace sojourn {
namespace {

using Book = FactBook<VoiceFacts>;

std::string scratch_path() { return "/tmp/sojourn_voice_fuzz_" + std::to_string(::getpid()) + ".book"; }

void check_book(std::string_view bytes) {
  const std::string path = scratch_path();
  std::FILE* file = std::fopen(path.c_str(), "wb");
  SOJOURN_ASSERT(file != nullptr, "a scratch file can be made");
  std::fwrite(bytes.data(), 1, bytes.size(), file);
  std::fclose(file);
  VoiceFacts facts;
  facts.topic = 17;
  for (int round = 0; round < 2; ++round) {
    const auto book = Book::open(path, 7, 2);
    SOJOURN_ASSERT(book.has_value(), "a book opens whatever its file holds");
    if (round == 0) (*book)->add(0x1234567890ULL, facts);
    SOJOURN_ASSERT((*book)->find(0x1234567890ULL).has_value(), "what was added is found, also after a reopening");
  }
  ::unlink(path.c_str());
}

void check_turns(std::string_view bytes) {
  static TurnsReader turns;
  static ConversationReader conversations;
  static TextReader reader;
  const auto read = turns.read(bytes);
  if (!read) return;
  std::string said;
  customer_text(*read, said);
  const ConversationFacts facts = conversations.read(*read, reader);
  SOJOURN_ASSERT(!(facts.tone_change > 2) && !(facts.tone_change < -2), "a change of tone is at most two");
}

std::string sealed(std::string_view body) {
  ByteWriter writer = begin_model_file("SJFOLD02", {"1", "fuzz", "none"});
  writer.raw(body.data(), body.size());
  return end_model_file(std::move(writer));
}

void check_folds(std::string_view bytes) {
  const Result<FoldedModel> model = FoldedModel::load(bytes, "fuzz");
  if (!model) return;
  SOJOURN_ASSERT(FoldedModel::load(model->save(), "saved").has_value(), "what is saved reads back");
  FoldModels models;
  models.add(std::make_shared<const FoldedModel>(*model));
  TextReader reader(&models.of_fold(fold_of(bytes)), nullptr);
  const TextVerdict verdict = reader.read("The room was not clean.", "en");
  SOJOURN_ASSERT(verdict.confidence >= 0 && verdict.confidence <= 1, "a confidence is in range");
}

void check_languages(std::string_view bytes) {
  const Result<LanguagePrior> prior = LanguagePrior::load(bytes, "fuzz");
  if (!prior) return;
  const Result<LanguagePrior> again = LanguagePrior::load(prior->save(), "saved");
  SOJOURN_ASSERT(again && again->shares() == prior->shares(), "what is saved reads back");
  for (const LanguagePrior::Share& share : prior->shares()) {
    SOJOURN_ASSERT(prior->bonus(share.code) >= 0 && prior->bonus(share.code) < 5, "a bonus is in range");
  }
}

}  // namespace
}  // namespace sojourn

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  sojourn::check_book(bytes);
  sojourn::check_turns(bytes);
  sojourn::check_folds(bytes);
  sojourn::check_folds(sojourn::sealed(bytes));
  sojourn::check_languages(bytes);
  return 0;
}
