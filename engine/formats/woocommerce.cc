// WooCommerce: webhooks, and replies of its REST API.
//
// Bought    processing, completed, on-hold and refunded orders are purchases; pending, failed and draft ones are a
//           checkout that may still become one, under the same id with a newer version. So is what was cancelled before
//           it was paid.
// Versions  are the time of the last change, which has seconds only: of two tellings in one second the later state wins.
// Times     of the shop: *_gmt ones are UTC, and their distance to the local ones is the offset.
// Refunds   an order tells them without a time: the first order that told one dates it.
// Source    WooCommerce REST API documentation, "Order properties", "Webhooks".
#include "formats/contact.h"
#include "formats/json_records.h"
#include "formats/shop_order.h"
#include "formats/survey_response.h"

namespace sojourn {
namespace {

std::optional<ParsedTime> shop_time(const Json& json, const std::string& name, const Zone& zone) {
  const auto utc = time_at(json, name + "_gmt", Zone());
  if (!utc) return time_at(json, name, zone);
  const auto wall = time_at(json, name, Zone());
  constexpr int kMinutesMax = 15 * 60;
  const int64_t offset = wall ? (wall->utc - utc->utc) / kMinute : 0;
  return ParsedTime{utc->utc, offset >= -kMinutesMax && offset <= kMinutesMax ? static_cast<int>(offset) : 0};
}

struct Context {
  const FormatSettings& settings;
  EventWriter& writer;
  const JsonRecord& raw;
  std::string topic;
};

void write_who(const Context& at, const Json& json, const std::string& id) {
  at.writer.who(IdentifierKind::kId, vendor_id(at.settings, "woocommerce", id == "0" ? "" : id));
  at.writer.who(IdentifierKind::kEmail, text_at(json, {"billing.email", "email"}));
  write_shop_phone(at.writer, {{text_at(json, "billing.phone"), text_at(json, "billing.country")},
                               {text_at(json, "shipping.phone"), text_at(json, "shipping.country")}});
}

bool is_bought(const std::string& status) {
  return status == "processing" || status == "completed" || status == "on-hold" || status == "refunded";
}

// How far an order has come; below 1000, so that it only counts within a second.
int64_t state_rank(const std::string& status) {
  if (status == "completed") return 4;
  if (status == "refunded" || status == "cancelled") return 5;
  if (status == "processing") return 3;
  return status == "on-hold" ? 2 : status == "failed" ? 1 : 0;
}

ShopOrder order_of(const Context& at, const Json& json, const ParsedTime& placed) {
  const Zone& zone = at.writer.options().zone;
  const std::string status = text_at(json, "status");
  ShopOrder order;
  order.id = text_at(json, "id");
  order.number = text_at(json, {"number", "id"});
  order.placed = placed;
  const auto modified = shop_time(json, "date_modified", zone);
  order.version = milliseconds(modified ? modified->utc : placed.utc) + state_rank(status);
  order.currency = text_at(json, "currency");
  order.amount = text_at(json, "total");
  const bool was_paid = shop_time(json, "date_paid", zone).has_value();
  order.paid = is_bought(status) || was_paid;
  order.touchpoint = order.paid ? "purchase" : "checkout";
  order.outcome = status == "cancelled" || status == "failed" ? status : "";
  for (const Json& line : items_at(json, "line_items")) {
    order.lines.push_back({text_at(line, "id"), text_at(line, "name"), text_at(line, "sku"), text_at(line, "quantity"),
                           text_at(line, "price")});
  }
  if (status == "cancelled") order.cancelled = modified;
  if (status == "completed" || status == "refunded") order.delivered = shop_time(json, "date_completed", zone);
  for (const Json& refund : items_at(json, "refunds")) {
    std::string amount = text_at(refund, "total");
    if (amount.starts_with('-')) amount.erase(0, 1);
    order.refunds.push_back(
        {text_at(refund, "id"), modified.value_or(placed), amount, text_at(refund, "reason"), !modified});
  }
  return order;
}

Status read_order(const Context& at, const Json& json) {
  const auto placed = shop_time(json, "date_created", at.writer.options().zone);
  if (!placed || text_at(json, "id").empty()) {
    return at.writer.reject(at.raw.line, at.raw.text, "date_created_gmt", "the order has no id or no time");
  }
  const std::string status = text_at(json, "status");
  if (status == "trash" || status == "auto-draft") {
    return at.writer.reject(at.raw.line, at.raw.text, "status", "the order was thrown away");
  }
  const ShopOrder order = order_of(at, json, *placed);
  return write_order(
      at.writer, order, at.settings, at.raw.line, at.raw.text,
      [&] { write_who(at, json, text_at(json, "customer_id")); },
      [&] {
        EventWriter& writer = at.writer;
        writer.set("status", status).set("payment_method", text_at(json, {"payment_method_title", "payment_method"}));
        writer.set("created_via", text_at(json, "created_via"));
        writer.set("location", text_at(json, {"shipping.country", "billing.country"}));
        writer.set("text", fitting(text_at(json, "customer_note")));
        writer.set("discount_code", text_at(json, "coupon_lines.0.code"));
        for (const char* name : {"discount_total", "shipping_total", "total_tax"}) {
          writer.set(name, Cell{text_at(json, name), false, CellType::kUntyped});
        }
      });
}

Status read_customer(const Context& at, const Json& json) {
  const Zone& zone = at.writer.options().zone;
  auto time = shop_time(json, "date_modified", zone);
  if (!time) time = shop_time(json, "date_created", zone);
  if (!time)
    return at.writer.reject(at.raw.line, at.raw.text, "date_modified_gmt", "the customer's record has no time");
  EventWriter& writer = at.writer;
  writer.begin(at.raw.line, at.raw.text);
  writer.id("customer:" + text_at(json, "id")).version(milliseconds(time->utc)).time(time->utc, time->offset_minutes);
  write_who(at, json, text_at(json, "id"));
  writer.who(IdentifierKind::kEmail, text_at(json, "email"));
  writer.set("customer_role", text_at(json, "role"));
  return ended(writer);
}

Status read_record(const Context& at, const Json& json) {
  if (json.contains("webhook_id") && !json.contains("status")) return {};  // The first call, to see whether we listen.
  if (at.topic.ends_with(".deleted")) return {};
  const bool order = json.contains("line_items") || json.contains("date_paid_gmt");
  if (order || at.topic.starts_with("order.")) return read_order(at, json);
  if (at.topic.starts_with("customer.") || json.contains("is_paying_customer")) return read_customer(at, json);
  if (!at.topic.empty()) return {};  // Products, coupons.
  return at.writer.reject(at.raw.line, at.raw.text, "", "the record is no order and no customer");
}

Status read(const FormatInput& input, const FormatSettings& settings, EventWriter& writer) {
  if (input.bytes.starts_with("webhook_id=")) return {};
  const auto topic = input.headers.find("x-wc-webhook-topic");
  return read_json_records(input.bytes, {}, writer, [&](const Json& json, const JsonRecord& raw) {
    return read_record({settings, writer, raw, topic == input.headers.end() ? "" : topic->second}, json);
  });
}

bool recognises(std::string_view head, std::string_view) {
  return is_json_with(head, {"date_created_gmt", "line_items", "billing"});
}

}  // namespace

Format woocommerce_format() {
  Format format;
  format.id = "woocommerce";
  format.title = "WooCommerce orders";
  format.family = "shop";
  format.channel = "order";
  format.about = "Webhooks of WooCommerce (order and customer topics) and orders as its REST API lists them.";
  format.settings = {{"lines", "events: each line of an order is an event as well"},
                     {"customer_ids", "plain: the shop's own numbers of customers are your customer numbers"}};
  format.signing = SigningScheme::kWooCommerce;
  format.webhooks = true;
  format.recognises = recognises;
  format.read = read;
  return format;
}

}  // namespace sojourn
