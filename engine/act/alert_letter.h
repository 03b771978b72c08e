// What those are told whom an alert names: that it fires, or that it is over.
#pragma once

#include <string>

#include "act/alert.h"
#include "act/alert_state.h"
#include "act/carrier.h"

namespace sojourn {

// `language`: of letters; "" : English. REQUIRES: the entry is firing or quiet.
OutgoingMessage alert_message(const Alert& alert, const AlertEntry& entry, const Delivery& delivery,
                              const std::string& language, const OutgoingSettings& settings, Micros now);

}  // namespace sojourn
