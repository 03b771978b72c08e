// Any bytes as a question or a cell: an error, or a value that writes itself as JSON which reads the same; never a
// crash.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "answers/question_text.h"
#include "base/assert.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const sojourn::Result<sojourn::Question> question = sojourn::parse_question(text);
  if (question.has_value()) {
    const std::string json = sojourn::question_json(*question);
    const sojourn::Result<sojourn::Question> again = sojourn::parse_question(json);
    // Defaults that are written out may make it longer than a question may be.
    const bool same = again.has_value() ? sojourn::question_json(*again) == json
                                        : again.error().code() == sojourn::StatusCode::kLimit;
    SOJOURN_ASSERT(same, "a question reads back the same");
    SOJOURN_ASSERT(!sojourn::question_command(*question).empty(), "a question is a command");
  }
  (void)sojourn::parse_cell(text).has_value();
  return 0;
}
