// Arbitrary bytes through the finder of personal data: spans lie in the text, in order. The first byte chooses a language,
// or the reader of the model.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/hash.h"
#include "text/personal_tagger.h"

namespace sojourn {
namespace {

void check(const uint8_t* data, size_t size) {
  if (size == 0) return;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  constexpr std::array<std::string_view, 6> kLanguages{"", "en", "nl", "de", "ru", "zh"};
  if (data[0] % 8 == 7) {
    ByteWriter writer;
    writer.raw("SJPERS01", 8);
    writer.raw(text.data(), text.size());
    writer.u64(hash64(writer.bytes()));
    static_cast<void>(PersonalModel::load(writer.take(), "fuzz").has_value());
    return;
  }
  static PersonalDataFinder finder;
  const std::vector<PersonalSpan> spans = finder.find(text, kLanguages[data[0] % kLanguages.size()]);
  size_t end = 0;
  for (const PersonalSpan& each : spans) {
    SOJOURN_ASSERT(each.range.begin >= end && each.range.end > each.range.begin && each.range.end <= text.size(),
                   "spans lie in the text, in order");
    SOJOURN_ASSERT(each.confidence >= kPersonalConfidence && each.confidence <= 1, "a confidence is in range");
    end = each.range.end;
  }
  static_cast<void>(mask(text, spans).size());
}

}  // namespace
}  // namespace sojourn

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  sojourn::check(data, size);
  return 0;
}
