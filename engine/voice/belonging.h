// To which of a customer's answers (or failed tasks) a text belongs.
//
// Rule      the one on the same event; else, of those with the same survey response (properties.response), the nearest
//           in time; else the nearest within a day (or within=). Of two equally near ones the earlier, and of several at
//           one moment the first. A text belongs to one at most; several texts may belong to one.
// Cost      O(log n) a text for near ones, O(those with the response).
// Checked   against a search of all pairs, belonging_test.cc.
#pragma once

#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "measure/definition.h"
#include "timelines/block.h"
#include "voice/voice_column.h"

namespace sojourn {

// An event of one customer.
struct Moment {
  uint32_t event = 0;  // Its place in the block.
  Micros time = 0;
  uint32_t response = 0;  // Code; 0: none.
};

// The parameter `within`.
ParameterInfo within_parameter();

class Belonging {
 public:
  // Bound to `within`.
  static Belonging bind(BindContext& context);
  explicit Belonging(Micros within) : within_(within) {}

  Moment moment(const Block& block, uint32_t event) const {
    return {event, block.times[event], response_.at(block, event)};
  }
  // An index into `answers`, which are in order of events. Those of other customers must not be among them.
  std::optional<size_t> of(const Moment& text, std::span<const Moment> answers) const;

 private:
  Micros within_ = 0;
  VoiceCode response_{std::nullopt, nullptr};
};

}  // namespace sojourn
