// What Shopify's orders have in common, as CSV and as JSON; and its CSV.
//
// Voided    nothing was bought, and no money moved: a checkout and its cancelling. So is what was cancelled before it was
//           paid.
// Versions  are the time of the last change, which has seconds only: of two tellings in one second the later state wins.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/calendar.h"
#include "formats/format.h"
#include "formats/shop_order.h"

namespace sojourn {

// Was money taken, or is it about to be?
bool is_paid(std::string_view financial_status);
bool was_void(std::string_view financial_status, bool cancelled);
// How far an order has come; below 1000, so that it only counts within a second.
int64_t state_rank(std::string_view financial_status, std::string_view fulfillment_status, bool cancelled);
// `updated`: the order's last change, where it is told.
void void_order(ShopOrder& order, const std::optional<ParsedTime>& updated);

// The orders export of the admin. Errors: kInvalidArgument when it is another table.
Status read_shopify_table(const FormatInput& input, const FormatSettings& settings, EventWriter& writer);

}  // namespace sojourn
