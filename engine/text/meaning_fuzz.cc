// Arbitrary bytes through what reads files of meanings and models of wishes, and as texts through both. The first byte
// chooses; the checksum of a model is put right first, so that what lies behind it is reached.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/hash.h"
#include "text/meaning.h"
#include "text/meaning_scan.h"
#include "text/wishes.h"

namespace sojourn {
namespace {

constexpr std::string_view kLanguages[] = {"en", "nl", "de", "ru", "zh", "fr"};

void check_words(std::string_view bytes) {
  MeaningWords words;
  if (!words.read(bytes, "fuzz").ok()) return;
  Tokenizer tokenizer;
  tokenizer.read(bytes);
  MeaningScan scan;
  scan.read(tokenizer, words);
  for (const MeaningMatch& match : scan.matches()) {
    SOJOURN_ASSERT(match.first <= match.last && match.last < scan.size(), "a phrase is in the text");
  }
}

void check_text(std::string_view bytes, uint8_t language) {
  static MeaningReader reader;
  Tokenizer tokenizer;
  tokenizer.read(bytes);
  const TextMeaning meaning = reader.read(tokenizer, kLanguages[language % 6]);
  for (const ByteRange& range : {meaning.emotion_range, meaning.motive_range, meaning.intent_range, meaning.wish,
                                 meaning.obstacle_range, meaning.switching_range, meaning.rival_range}) {
    SOJOURN_ASSERT(range.begin <= range.end && range.end <= tokenizer.text().size(), "a range is in the text");
  }
}

void check_model(std::string_view bytes) {
  ByteWriter writer;
  writer.raw("SJWISH02", 8);
  writer.raw(bytes.data(), bytes.size());
  writer.u64(hash64(writer.bytes()));
  const Result<WishModel> model = WishModel::load(writer.bytes(), "fuzz");
  if (!model) return;
  SOJOURN_ASSERT(bool(WishModel::load(model->save(), "again")), "what is saved is read");
  static_cast<void>(model->find(bytes, "en"));
}

void check_fit(std::string_view bytes, std::string_view language) {
  std::vector<WishText> texts;
  while (!bytes.empty() && texts.size() < 50) {
    const size_t end = std::min(bytes.find('\n'), bytes.size());
    texts.push_back({std::string(bytes.substr(0, end)), std::string(language), 1});
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
  }
  const WishModel model = WishModel::fit(texts);
  for (const WishText& each : texts) {
    const uint32_t id = model.find(each.text, language);
    SOJOURN_ASSERT(id == 0 || !model.name(id).empty(), "what is found has a name");
  }
}

}  // namespace
}  // namespace sojourn

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 4) {
    case 0: sojourn::check_words(rest); break;
    case 1: sojourn::check_text(rest, static_cast<uint8_t>(data[0] / 4)); break;
    case 2: sojourn::check_model(rest); break;
    default: sojourn::check_fit(rest, sojourn::kLanguages[data[0] / 4 % 6]);
  }
  return 0;
}
