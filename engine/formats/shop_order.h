// An order as every shop tells it, and the events it becomes.
//
// Events    "purchase" (the order's whole amount, once), "order cancelled", "refund" (a negative amount), "delivery".
//           Lines are events of their own only where the setting lines = events asks for it, and carry no amount, which
//           the purchase has already.
// Money     is what was paid: an order that was never paid for has no amount.
// Ids       the order's; "<order>:cancelled", "<order>:delivery", "<order>:refund:<refund>", "<order>:line:<line>".
#pragma once

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "formats/format.h"
#include "formats/json_fields.h"

namespace sojourn {

struct OrderLine {
  std::string id;
  std::string product;
  std::string sku;
  std::string quantity;
  std::string price;  // Of one.
};

struct OrderRefund {
  std::string id;
  ParsedTime time;
  std::string amount;  // Positive.
  std::string reason;
  // The shop does not say when it was: `time` is that of the order.
  bool undated = false;
  // Above 0: it tells more than the refund by itself, whose place it takes.
  int64_t version = 0;
};

struct ShopOrder {
  std::string id;
  std::string number;  // As customers know it.
  ParsedTime placed;
  int64_t version = 0;
  std::string currency;
  std::string amount;
  bool paid = true;
  // "purchase" for what the customer bought; "checkout" for what was not (yet) paid and may never be.
  std::string touchpoint = "purchase";
  std::string outcome;
  std::vector<OrderLine> lines;
  std::vector<OrderRefund> refunds;
  std::optional<ParsedTime> cancelled;
  std::string cancel_reason;
  // What dates the cancelling where the shop does not: "update", "order".
  std::string cancel_dated_by;
  std::optional<ParsedTime> delivered;
};

// `who` names the customer on each event; `more` adds to the purchase what the shop knows besides.
Status write_order(EventWriter& writer, const ShopOrder& order, const FormatSettings& settings, uint64_t line,
                   std::string_view raw, const std::function<void()>& who, const std::function<void()>& more);

// A refund told by itself. Its id is the one that the order's refund has.
Status write_refund(EventWriter& writer, const std::string& order, const std::string& number,
                    const std::string& currency, const OrderRefund& refund, uint64_t line, std::string_view raw,
                    const std::function<void()>& who);

// A number as text with the other sign: "12.50" and "-12.50". "" of what is 0 or no number.
std::string negative_amount(std::string_view amount);
// Is it a number that is not 0?
bool is_money(std::string_view amount);

// A phone number and the country of the address that it stands in ("NL"; "" : the address does not tell).
struct ShopPhone {
  std::string number;
  std::string country;
};

// The first that is told names the customer: read by the country that it names itself, else by that of its address, else
// by the source's. One that does not fit the country of its address is kept as text (phone_as_written) and names nobody:
// read by another country it could be somebody else's.
void write_shop_phone(EventWriter& writer, std::initializer_list<ShopPhone> phones);

}  // namespace sojourn
