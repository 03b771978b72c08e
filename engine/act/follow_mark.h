// How far the record was followed: one document, kind "follow", name "invitations". Written together with what was found
// on the way, so that nothing is found twice or passed over, whenever the program ends.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "base/status.h"
#include "store/store.h"

namespace sojourn {

// Of one rule.
struct RuleMark {
  int64_t position = 0;  // Number of the last event that was looked at.
  int64_t causes = 0;    // Met so far; of them
  int64_t planned = 0;   //   an invitation was planned (it may have been skipped later),
  int64_t skipped = 0;   //   skipped at once: unsubscribed or cool-down,
  int64_t sampled_out = 0;
  int64_t nobody = 0;  //   of events that name no customer.
  bool operator==(const RuleMark&) const = default;
};

struct FollowMark {
  std::map<std::string, RuleMark, std::less<>> rules;
  std::optional<int64_t> answers;  // The last event that was looked at for answers.
  bool operator==(const FollowMark&) const = default;
};

// Errors: kCorruption.
Result<FollowMark> read_follow_mark(Store& store);
Document follow_document(const FollowMark& mark);

}  // namespace sojourn
