// Arbitrary bytes as the file of a fact book, and as the turns of a conversation. A book opens whatever its file holds, takes
// more, and finds that again; turns are read or refused, and what was read is judged.
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include "base/assert.h"
#include "enrich/fact_book.h"
#include "enrich/turns.h"
#include "enrich/voice_facts.h"

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

}  // namespace
}  // namespace sojourn

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  sojourn::check_book(bytes);
  sojourn::check_turns(bytes);
  return 0;
}
