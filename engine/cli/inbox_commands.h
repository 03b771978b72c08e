// `sojourn feedback` and `sojourn note`: the feedback inbox and notes on customers, in the folder, or at the server that
// holds it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/status.h"
#include "cli/terminal.h"

namespace sojourn {

struct FeedbackWords {
  // Of list.
  std::string where, state, tag, text, of, open_case, customer, before;
  int64_t limit = 20;
  // Of an item, or several.
  int64_t id = 0;
  std::vector<int64_t> ids;
  std::string assignee;
  bool nobody = false;
  std::vector<std::string> add_tags, remove_tags;
  std::string note;
  int64_t number = 0;
  // Of settings.
  std::optional<std::string> cases, owner, since;
  std::optional<int> due_hours, escalate_hours;
  std::vector<std::string> escalate_to;
  Output format = Output::kTable;
};

Status run_feedback_list(const std::string& folder, const FeedbackWords& words);
Status run_feedback_show(const std::string& folder, const FeedbackWords& words);
Status run_feedback_set(const std::string& folder, const FeedbackWords& words);
Status run_feedback_note(const std::string& folder, const FeedbackWords& words);
Status run_feedback_unnote(const std::string& folder, const FeedbackWords& words);
Status run_feedback_tags(const std::string& folder, const FeedbackWords& words);
Status run_feedback_settings(const std::string& folder, const FeedbackWords& words);

Status run_customer_note_list(const std::string& folder, const FeedbackWords& words);
Status run_customer_note_add(const std::string& folder, const FeedbackWords& words);
Status run_customer_note_remove(const std::string& folder, const FeedbackWords& words);

}  // namespace sojourn
