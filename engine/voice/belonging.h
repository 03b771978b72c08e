// To which of a customer's answers (or failed tasks) a text belongs.
//
// Rule      the one on the same event; else, of those with the same survey response (properties.response), the nearest
//           in time; else the nearest within a day (or within=). Of two equally near ones the earlier, and of several at
//           one moment the first. A text belongs to one at most; several texts may belong to one.
// Cost      O(log n) a text; O(n log n) for the answers of a customer that have a response.
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

// The answers of one customer, in order of events, and so of times.
class Answers {
 public:
  explicit Answers(std::vector<Moment> moments);
  const std::vector<Moment>& moments() const { return moments_; }
  // Those with that response, in order. Indices into moments().
  std::span<const uint32_t> with_response(uint32_t response) const;

 private:
  std::vector<Moment> moments_;
  std::vector<uint32_t> by_response_;  // Without those that have none.
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
  // An index into the moments of `answers`, which are of the same customer.
  std::optional<size_t> of(const Moment& text, const Answers& answers) const;

 private:
  Micros within_ = 0;
  VoiceCode response_{std::nullopt, nullptr};
};

}  // namespace sojourn
