// The feedback inbox as JSON.
#pragma once

#include "api/json_body.h"
#include "inbox/feedback_inbox.h"

namespace sojourn {

class Voice;  // enrich/voice.h

// With what its texts say, where there is a voice (null: there is none).
Json feedback_json(const FeedbackItem& item, const Voice* voice);
Json feedback_counts_json(const FeedbackCounts& counts);
// A note on a customer, and the identifier at which it stands.
Json customer_note_json(const CustomerNotes::Kept& kept);

}  // namespace sojourn
