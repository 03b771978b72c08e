// Who gave the answers of a slice, and which of a person's answers count.
//
// Counts    a customer we can name is one person; events without an identifier are a person each. `last` is the last by
//           (time, sequence) of the events at hand, so equal times are decided by the later sequence.
// Cost      last and first stop at the first answer that counts; nothing is allocated.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "measure/definition.h"
#include "measure/fold.h"

namespace sojourn {

enum class CountedAnswers : unsigned char { kLast, kFirst, kAll };

// The parameter `count`, for definitions and for bind.
ParameterInfo count_parameter();
CountedAnswers bind_count(const BindContext& context);

// The filters `kind = "..."`, whatever characters the kind has, and the same `and exists(answer)`.
std::string of_kind(std::string_view kind);
std::string answers_of_kind(std::string_view kind);

// Calls visit(events) for each person of the slice.
template <class Visit>
void for_each_person(const Slice& slice, Visit&& visit) {
  if (slice.block.identified[slice.customer] != 0) {
    visit(slice.events);
    return;
  }
  for (size_t i = 0; i < slice.size(); ++i) visit(slice.events.subspan(i, 1));
}

// Calls take(*read(event)) for the answers of one person that count; read gives an empty optional for events that are
// no valid answers. Returns how many were taken.
template <class Read, class Take>
int64_t take_counted(CountedAnswers which, std::span<const uint32_t> events, Read&& read, Take&& take) {
  int64_t taken = 0;
  for (size_t i = 0; i < events.size(); ++i) {
    const uint32_t event = which == CountedAnswers::kLast ? events[events.size() - 1 - i] : events[i];
    const auto answer = read(event);
    if (!answer) continue;
    take(*answer);
    ++taken;
    if (which != CountedAnswers::kAll) break;
  }
  return taken;
}

}  // namespace sojourn
