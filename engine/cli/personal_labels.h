// Files of texts with marked personal data: a JSON list of {"full_text", "spans": [{"entity_type", "start_position",
// "end_position"}], "template_id"}, also packed; positions in characters.
// Errors: kNotFound; kInvalidArgument that names the entry.
#pragma once

#include <string>
#include <vector>

#include "base/status.h"
#include "text/personal_trainer.h"

namespace sojourn {

Result<std::vector<LabelledPersonalText>> read_personal_labels(const std::string& path);

}  // namespace sojourn
