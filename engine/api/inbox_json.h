// The feedback inbox as JSON.
#pragma once

#include "api/json_body.h"
#include "inbox/feedback_inbox.h"

namespace sojourn {

Json feedback_json(const FeedbackItem& item);
Json feedback_counts_json(const FeedbackCounts& counts);
// A note on a customer, and the identifier at which it stands.
Json customer_note_json(const CustomerNotes::Kept& kept);

}  // namespace sojourn
