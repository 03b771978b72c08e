// The steps of a funnel as tables over the codes of one column, when they ask about nothing else.
//
// Made by asking each step about each code once. Then a whole block is looked up a register at a time
// (kernels/codes.h).
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "funnels/step_matching.h"
#include "timelines/filter.h"
#include "timelines/snapshot.h"

namespace sojourn {

struct StepCodes {
  static constexpr size_t kCodes = 256;  // Vocabularies whose codes take a byte.

  ColumnId column = 0;
  std::array<uint16_t, kCodes> met{};  // By code: the steps it meets.
  std::array<uint8_t, kCodes> any{};   // 1: it meets one.
  std::array<uint8_t, kCodes> first{};
};
static_assert(limits::kFunnelStepsMax <= 16);

// `filters` and `steps` are the same steps as text and bound. Empty when a step asks about more than one column's value
// of the event itself, or the vocabulary is too large.
std::optional<StepCodes> step_codes(const std::vector<std::string>& filters,
                                    const std::vector<std::shared_ptr<const Predicate>>& steps,
                                    const Snapshot& snapshot);

}  // namespace sojourn
