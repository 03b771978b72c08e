// Shopify: the orders CSV of its admin, webhooks, and replies of its Admin API.
//
// Source    Shopify help, "Exporting orders"; Admin REST API reference, "Order", "Refund"; webhook topics.
#include <algorithm>
#include <array>

#include "base/decimal.h"
#include "formats/contact.h"
#include "formats/json_records.h"
#include "formats/shop_order.h"
#include "formats/shopify_orders.h"
#include "formats/survey_response.h"
#include "formats/table.h"

namespace sojourn {
namespace {

struct Context {
  const FormatSettings& settings;
  EventWriter& writer;
  const JsonRecord& raw;
  std::string topic;
};

void write_who(const Context& at, const Json& json) {
  const Json& customer = object_at(json, "customer");
  at.writer.who(IdentifierKind::kId, vendor_id(at.settings, "shopify", text_at(customer, "id")));
  at.writer.who(IdentifierKind::kEmail, text_at(json, {"email", "contact_email", "customer.email"}));
  const std::string billed = text_at(json, "billing_address.country_code");
  const std::string shipped = text_at(json, "shipping_address.country_code");
  write_shop_phone(at.writer, {{text_at(json, {"phone", "customer.phone"}), billed.empty() ? shipped : billed},
                               {text_at(json, "billing_address.phone"), billed},
                               {text_at(json, "shipping_address.phone"), shipped}});
}

// What was given back in money, of the transactions that went through.
std::optional<OrderRefund> refund_of(const Json& json) {
  auto time = time_at(json, "processed_at");
  if (!time) time = time_at(json, "created_at");
  if (!time) return std::nullopt;
  Decimal sum;
  for (const Json& transaction : items_at(json, "transactions")) {
    const std::string status = text_at(transaction, "status");
    const std::string kind = text_at(transaction, "kind");
    if ((!status.empty() && status != "success") || (!kind.empty() && kind != "refund")) continue;
    const Result<Decimal> amount = parse_decimal(text_at(transaction, "amount"));
    if (!amount || amount->scale > 4) continue;
    int64_t units = amount->units;
    for (int i = amount->scale; i < 4; ++i) {
      if (__builtin_mul_overflow(units, int64_t{10}, &units)) return std::nullopt;
    }
    if (__builtin_add_overflow(sum.units, units, &sum.units)) return std::nullopt;
  }
  OrderRefund refund;
  refund.id = text_at(json, "id");
  refund.time = *time;
  // Ten-thousandths, as a number that money is rounded from without loss.
  refund.amount = std::to_string(sum.units / 10000) + "." + std::to_string(10000 + sum.units % 10000).substr(1);
  while (refund.amount.back() == '0') refund.amount.pop_back();
  if (refund.amount.back() == '.') refund.amount.pop_back();
  refund.reason = text_at(json, "note");
  return refund;
}

std::vector<OrderLine> lines_of(const Json& json) {
  std::vector<OrderLine> lines;
  for (const Json& line : items_at(json, "line_items")) {
    lines.push_back({text_at(line, "id"), text_at(line, {"name", "title"}), text_at(line, "sku"),
                     text_at(line, "quantity"), text_at(line, "price")});
  }
  return lines;
}

std::optional<ParsedTime> first_fulfilment(const Json& order) {
  std::optional<ParsedTime> first;
  for (const Json& fulfilment : items_at(order, "fulfillments")) {
    const std::string status = text_at(fulfilment, "status");
    if (status == "cancelled" || status == "error" || status == "failure") continue;
    const auto time = time_at(fulfilment, "created_at");
    if (time && (!first || time->utc < first->utc)) first = time;
  }
  return first;
}

Status read_order(const Context& at, const Json& json) {
  const auto refuse = [&](const char* field, const char* reason) {
    return at.writer.reject(at.raw.line, at.raw.text, field, reason);
  };
  if (truth_at(json, "test").value_or(false)) return refuse("test", "a test order, which nobody placed");
  ShopOrder order;
  order.id = text_at(json, "id");
  order.number = text_at(json, {"name", "order_number", "id"});
  auto placed = time_at(json, "processed_at");
  if (!placed) placed = time_at(json, "created_at");
  if (order.id.empty() || !placed) return refuse("id", "the order has no id or no time");
  order.placed = *placed;
  order.currency = text_at(json, "currency");
  order.amount = text_at(json, "total_price");
  order.paid = is_paid(text_at(json, "financial_status"));
  order.lines = lines_of(json);
  order.cancelled = time_at(json, "cancelled_at");
  order.cancel_reason = text_at(json, "cancel_reason");
  if (order.cancelled) order.outcome = "cancelled";
  const std::string status = text_at(json, "financial_status");
  order.version = milliseconds(instant_at(json, "updated_at").value_or(placed->utc)) +
                  state_rank(status, text_at(json, "fulfillment_status"), order.cancelled.has_value());
  if (was_void(status, order.cancelled.has_value())) void_order(order, time_at(json, "updated_at"));
  order.delivered = first_fulfilment(json);
  for (const Json& refund : items_at(json, "refunds")) {
    auto read = refund_of(refund);
    if (!read) continue;
    read->version = 1;
    order.refunds.push_back(*std::move(read));
  }
  return write_order(
      at.writer, order, at.settings, at.raw.line, at.raw.text, [&] { write_who(at, json); },
      [&] {
        EventWriter& writer = at.writer;
        writer.set("location", text_at(json, {"shipping_address.country", "billing_address.country"}));
        writer.set("language", language_of(text_at(json, "customer_locale")));
        writer.set("text", fitting(text_at(json, "note")));
        writer.set("discount_code", text_at(json, "discount_codes.0.code"));
        for (const char* name : {"financial_status", "fulfillment_status", "source_name", "tags", "landing_site",
                                 "referring_site", "subtotal_price", "total_discounts", "total_tax"}) {
          writer.set(name, Cell{text_at(json, name), false, CellType::kUntyped});
        }
      });
}

Status read_refund(const Context& at, const Json& json) {
  const auto refund = refund_of(json);
  if (!refund) return at.writer.reject(at.raw.line, at.raw.text, "created_at", "the refund does not tell when it was");
  const std::string currency = text_at(json, "transactions.0.currency");
  const std::string order = text_at(json, "order_id");
  // It does not tell the order's name; the order, told again with its refunds, does.
  return write_refund(at.writer, order, order, currency, *refund, at.raw.line, at.raw.text,
                      [&] { write_who(at, json); });
}

// A customer's record joins and describes; nothing happened to anybody.
Status read_customer(const Context& at, const Json& json) {
  EventWriter& writer = at.writer;
  auto time = time_at(json, "updated_at");
  if (!time) time = time_at(json, "created_at");
  if (!time) return writer.reject(at.raw.line, at.raw.text, "updated_at", "the customer's record has no time");
  writer.begin(at.raw.line, at.raw.text);
  writer.id("customer:" + text_at(json, "id")).version(milliseconds(time->utc)).time(time->utc, time->offset_minutes);
  writer.who(IdentifierKind::kId, vendor_id(at.settings, "shopify", text_at(json, "id")));
  writer.who(IdentifierKind::kEmail, text_at(json, "email")).who(IdentifierKind::kPhone, text_at(json, "phone"));
  writer.set("customer_since", text_at(json, "created_at")).set("customer_tags", text_at(json, "tags"));
  writer.set("customer_state", text_at(json, "state"));
  return ended(writer);
}

Status read_checkout(const Context& at, const Json& json) {
  EventWriter& writer = at.writer;
  const auto time = time_at(json, "created_at");
  const std::string token = text_at(json, {"token", "id"});
  if (!time || token.empty())
    return writer.reject(at.raw.line, at.raw.text, "token", "the checkout has no token or no time");
  writer.begin(at.raw.line, at.raw.text);
  writer.id("checkout:" + token).version(milliseconds(instant_at(json, "updated_at").value_or(time->utc)));
  writer.time(time->utc, time->offset_minutes).set("channel", "web").set("touchpoint", "checkout");
  write_who(at, json);
  writer.set("checkout_total", Cell{text_at(json, "total_price"), false, CellType::kUntyped});
  writer.set("lines", static_cast<int64_t>(items_at(json, "line_items").size()));
  return ended(writer);
}

// Topics whose body is the whole order. Others (orders/edited, fulfillments/create) tell a part of one.
bool tells_order(std::string_view topic) {
  static constexpr std::array<std::string_view, 6> kTopics{"orders/create",    "orders/updated",
                                                           "orders/paid",      "orders/cancelled",
                                                           "orders/fulfilled", "orders/partially_fulfilled"};
  return std::ranges::find(kTopics, topic) != kTopics.end();
}

Status read_record(const Context& at, const Json& json) {
  const bool order = json.contains("financial_status") || json.contains("total_price");
  // Requests of the privacy topics (customers/redact) name a customer and tell nothing of them; what was deleted is a
  // number.
  if (json.contains("shop_domain") && json.contains("customer")) return {};
  if (at.topic.ends_with("/delete")) return {};
  if (tells_order(at.topic)) return read_order(at, json);
  if (at.topic == "refunds/create") return read_refund(at, json);
  if (at.topic.starts_with("customers/") || at.raw.member == "customers") return read_customer(at, json);
  if (at.topic.starts_with("checkouts/") || at.raw.member == "checkouts") return read_checkout(at, json);
  if (json.contains("order_id") && (json.contains("refund_line_items") || json.contains("transactions"))) {
    return read_refund(at, json);
  }
  if (order && !(json.contains("token") && !json.contains("financial_status"))) return read_order(at, json);
  if (json.contains("abandoned_checkout_url")) return read_checkout(at, json);
  if (at.topic.empty()) {
    return at.writer.reject(at.raw.line, at.raw.text, "", "the record is no order, refund, checkout or customer");
  }
  return {};  // Topics that tell nothing of a customer.
}

Status read(const FormatInput& input, const FormatSettings& settings, EventWriter& writer) {
  if (!is_json_with(input.bytes, {})) return read_shopify_table(input, settings, writer);
  const auto topic = input.headers.find("x-shopify-topic");
  return read_json_records(
      input.bytes, {"orders", "refunds", "customers", "checkouts"}, writer,
      [&](const Json& json, const JsonRecord& raw) {
        return read_record({settings, writer, raw, topic == input.headers.end() ? "" : topic->second}, json);
      });
}

bool recognises(std::string_view head, std::string_view) {
  return has_columns(head, {"Name", "Financial Status", "Lineitem name"}) ||
         is_json_with(head, {"financial_status", "total_price", "line_items"}) ||
         is_json_with(head, {"refund_line_items", "order_id"});
}

}  // namespace

Format shopify_format() {
  Format format;
  format.id = "shopify";
  format.title = "Shopify orders";
  format.family = "shop";
  format.channel = "order";
  format.about =
      "The orders export of Shopify (CSV), replies of its Admin API ({\"orders\":[...]}) and webhooks of orders, "
      "refunds, "
      "checkouts and customers.";
  format.settings = {{"lines", "events: each line of an order is an event as well"},
                     {"customer_ids", "plain: Shopify's own numbers of customers are your customer numbers"}};
  format.signing = SigningScheme::kShopify;
  format.webhooks = true;
  format.recognises = recognises;
  format.read = read;
  return format;
}

}  // namespace sojourn
