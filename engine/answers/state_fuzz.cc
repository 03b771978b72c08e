// Any bytes as a saved state: the first byte chooses the measure, the second whether the question is split, the rest is
// the state. It is refused, or it is a state that can be merged, finished and saved; never a crash.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "answers/asker.h"
#include "answers/bound_question.h"
#include "base/assert.h"
#include "timelines/fixture.h"

namespace {

const sojourn::Snapshot& snapshot() {
  static const std::shared_ptr<const sojourn::Snapshot> kSnapshot = [] {
    sojourn::Fixture life;
    life.add("anna", "2026-01-01T10:00:00Z", {{"channel", "web"}, {"touchpoint", "visit"}, {"stage", "buy"}});
    return life.snapshot();
  }();
  return *kSnapshot;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2) return 0;
  const auto measures = sojourn::catalogue();
  const sojourn::MeasureDefinition& definition = measures[data[0] % measures.size()];
  if (!definition.bind) return 0;
  sojourn::Question question;
  question.measure = definition.id;
  for (const sojourn::ParameterInfo& parameter : definition.parameters) {
    if (parameter.required) question.parameters[parameter.name] = {"true", "exists(channel)"};
  }
  if (data[1] % 2 == 1) {
    question.by = {"channel"};
    question.over = sojourn::Period::kMonth;
  }
  const auto bound = sojourn::bind_question(definition, question, snapshot());
  SOJOURN_ASSERT(bound.has_value(), "the question is right");
  const sojourn::Fold& fold = *bound->fold;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
  const auto state = fold.load(bytes);
  if (!state.has_value()) return 0;
  fold.merge(*fold.new_state(), **state);
  sojourn::Answer answer;
  (void)fold.finish(**state, answer).ok();
  const std::string saved = fold.save(**state);
  const auto again = fold.load(saved);
  SOJOURN_ASSERT(again.has_value() && fold.save(**again) == saved, "a state that was taken can be saved");
  return 0;
}
