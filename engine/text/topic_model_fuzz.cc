// Arbitrary bytes through the reader of topic models, with the checksum put right so that what lies behind it is reached; what
// could be read reads a text and is written again. Also arbitrary lines as texts that topics are found in.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "text/key_phrases.h"
#include "text/topic_model.h"
#include "text/word_list.h"

namespace sojourn {
namespace {

void check_model(std::string_view body) {
  ByteWriter writer;
  writer.raw("SJTOPC01", 8);
  writer.raw(body.data(), body.size());
  writer.u64(hash64(writer.bytes()));
  const Result<TopicModel> model = TopicModel::load(writer.bytes(), "fuzz");
  if (!model) return;
  TopicReader reader(*model);
  Tokenizer tokenizer;
  tokenizer.read(body);
  for (const TopicLanguage& language : model->languages()) {
    const TopicVerdict verdict = reader.read(tokenizer, language.code);
    SOJOURN_ASSERT(verdict.weight >= 0 && verdict.weight <= 1, "a weight is in range");
    for (const ByteRange& range : verdict.evidence)
      SOJOURN_ASSERT(range.begin < range.end && range.end <= tokenizer.text().size(), "evidence is in the text");
  }
  SOJOURN_ASSERT(TopicModel::load(model->save(), "again").has_value(), "what was read can be written and read");
}

void check_texts(std::string_view lines) {
  std::vector<TopicText> texts;
  std::vector<KeyPhraseText> sides;
  while (!lines.empty() && texts.size() < 200) {
    const size_t end = std::min(lines.find('\n'), lines.size());
    texts.push_back({lines.substr(0, end), texts.size() % 3 == 0 ? "zh" : "en", 1});
    sides.push_back({lines.substr(0, end), "en", texts.size() % 2 == 0, 1});
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
  TopicOptions options;
  options.topics = 2;
  options.pinned = {{0, "pinned", {"one two", std::string(texts.empty() ? "three" : texts[0].text)}}};
  const Result<TopicModel> model = TopicModel::fit(texts, options, nullptr);
  SOJOURN_ASSERT(model.has_value(), "any texts can be fitted");
  static_cast<void>(key_phrases(sides, {}));
}

}  // namespace
}  // namespace sojourn

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 3) {
    case 0: sojourn::check_model(rest); break;
    case 1: sojourn::check_texts(rest); break;
    default: static_cast<void>(sojourn::WordList::read(rest, "fuzz"));
  }
  return 0;
}
