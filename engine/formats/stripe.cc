// Stripe: the events around subscriptions, invoices and charges that tell why customers stay, pay and leave.
//
// Order     events arrive in any order: their time is `created`, by which timelines order them.
// Money     in the smallest unit of its currency, as Stripe counts it (ISK and UGX in hundredths, though they have none).
//           Only invoice.paid, one-off checkouts and refunds bring an amount: a charge of an invoice is not counted twice.
// Refunds   charge.refunded tells all that was refunded so far; the event's amount is what was added.
// Churn     "subscription ended" has outcome voluntary or involuntary by cancellation_details.reason; the comment is its
//           text, and the feedback a property.
// Source    Stripe API reference, "Event", "Subscription", "Invoice", "Charge", "Checkout Session".
#include <algorithm>
#include <array>

#include "base/text.h"
#include "formats/contact.h"
#include "formats/json_records.h"
#include "formats/survey_response.h"

namespace sojourn {
namespace {

// https://docs.stripe.com/currencies#zero-decimal
int stripe_digits(const std::string& currency) {
  static constexpr std::array<std::string_view, 15> kNone{"bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga",
                                                          "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf"};
  static constexpr std::array<std::string_view, 5> kThree{"bhd", "jod", "kwd", "omr", "tnd"};
  if (std::find(kNone.begin(), kNone.end(), currency) != kNone.end()) return 0;
  return std::find(kThree.begin(), kThree.end(), currency) != kThree.end() ? 3 : 2;
}

// 1250 cents are "12.50".
std::string money_text(int64_t units, const std::string& currency) {
  const auto digits = static_cast<size_t>(stripe_digits(currency));
  const bool negative = units < 0;
  std::string text = std::to_string(units);
  if (negative) text.erase(0, 1);
  if (digits > 0) {
    if (text.size() <= digits) text.insert(0, digits + 1 - text.size(), '0');
    text.insert(text.size() - digits, ".");
  }
  return (negative ? "-" : "") + text;
}

// The id of what may be an id or the whole object.
std::string id_at(const Json& json, const std::string& name) { return text_at(json, {name + ".id", name}); }

// Epoch seconds as a time that people read.
std::string time_text(const Json& json, std::string_view path) {
  const auto time = instant_at(json, path);
  return time ? format_time(*time) : std::string();
}

struct Context {
  const FormatSettings& settings;
  EventWriter& writer;
  const Json& event;
  const Json& object;
  const Json& before;  // previous_attributes
  std::string type;
};

void write_amount(const Context& at, std::optional<int64_t> units) {
  const std::string currency = lower_ascii(text_at(at.object, "currency"));
  if (!units || currency.empty()) return;
  at.writer.set("currency", currency).amount(money_text(*units, currency));
}

void write_property_amount(const Context& at, std::string_view name, std::string_view path) {
  const auto units = integer_at(at.object, path);
  if (units) {
    const std::string text = money_text(*units, lower_ascii(text_at(at.object, "currency")));
    at.writer.set(name, Cell{text, false, CellType::kUntyped});
  }
}

void write_who(const Context& at) {
  EventWriter& writer = at.writer;
  const std::string key = setting(at.settings, "customer_metadata");
  const Json& metadata = object_at(at.object, "metadata");
  const auto own = key.empty() ? metadata.end() : metadata.find(key);
  if (own != metadata.end()) writer.who(IdentifierKind::kId, text_of(*own));
  writer.who(IdentifierKind::kId, text_at(at.object, "client_reference_id"));
  const std::string customer =
      text_at(at.object, "object") == "customer" ? text_at(at.object, "id") : id_at(at.object, "customer");
  writer.who(IdentifierKind::kId, customer);
  writer.who(IdentifierKind::kEmail,
             text_at(at.object, {"customer_email", "customer_details.email", "customer.email", "billing_details.email",
                                 "receipt_email", "evidence.customer_email_address"}));
  writer.who(IdentifierKind::kPhone, text_at(at.object, {"customer_phone", "customer_details.phone", "customer.phone",
                                                         "billing_details.phone"}));
  if (text_at(at.object, "object") == "customer") {
    writer.who(IdentifierKind::kEmail, text_at(at.object, "email"));
    writer.who(IdentifierKind::kPhone, text_at(at.object, "phone"));
  }
}

// "price_gold", or the price's name.
std::string plan_of(const Json& subscription) {
  const Json& item = object_at(subscription, "items.data.0");
  return text_at(item.empty() ? subscription : item,
                 {"price.nickname", "plan.nickname", "price.lookup_key", "price.product.name", "price.id", "plan.id"});
}

std::string churn_outcome(const std::string& reason) {
  if (reason == "payment_failed" || reason == "payment_disputed") return "involuntary";
  return reason == "cancellation_requested" ? "voluntary" : "";
}

// What happened to the subscription; "" : a change that is no step of a journey.
std::string subscription_touchpoint(const Context& at) {
  if (at.type.ends_with(".created")) return "subscription started";
  if (at.type.ends_with(".deleted")) return "subscription ended";
  if (at.type.ends_with(".paused")) return "subscription paused";
  if (at.type.ends_with(".resumed")) return "subscription resumed";
  if (at.type.ends_with(".trial_will_end")) return "trial ending";
  const bool leaves =
      truth_at(at.object, "cancel_at_period_end").value_or(false) || !text_at(at.object, "cancel_at").empty();
  if (at.before.contains("cancel_at_period_end") || at.before.contains("cancel_at")) {
    return leaves ? "cancellation requested" : "cancellation withdrawn";
  }
  const std::string status = text_at(at.object, "status");
  if (at.before.contains("status")) {
    if (status == "past_due" || status == "unpaid") return "subscription past due";
    if (status == "active") return "subscription active";
  }
  if (at.before.contains("pause_collection")) {
    return object_at(at.object, "pause_collection").empty() ? "subscription resumed" : "subscription paused";
  }
  return at.before.contains("items") || at.before.contains("plan") || at.before.contains("quantity")
             ? "subscription changed"
             : "";
}

void write_subscription(const Context& at) {
  EventWriter& writer = at.writer;
  const std::string touchpoint = subscription_touchpoint(at);
  const std::string reason = text_at(at.object, "cancellation_details.reason");
  writer.set("channel", "subscription").set("touchpoint", touchpoint).set("subscription", text_at(at.object, "id"));
  writer.set("product", plan_of(at.object)).set("status", text_at(at.object, "status"));
  writer.set("cancel_at_period_end", truth_at(at.object, "cancel_at_period_end"));
  writer.set("canceled_at", time_text(at.object, "canceled_at")).set("ended_at", time_text(at.object, "ended_at"));
  writer.set("trial_end", time_text(at.object, "trial_end"));
  writer.set("cancellation_reason", reason);
  writer.set("cancellation_feedback", text_at(at.object, "cancellation_details.feedback"));
  writer.set("text", fitting(text_at(at.object, "cancellation_details.comment")));
  if (touchpoint == "subscription ended") writer.set("outcome", churn_outcome(reason));
}

void write_invoice(const Context& at) {
  EventWriter& writer = at.writer;
  writer.set("channel", "payment").set("order", text_at(at.object, {"number", "id"}));
  writer.set("subscription",
             text_at(at.object, {"subscription.id", "subscription", "parent.subscription_details.subscription"}));
  writer.set("billing_reason", text_at(at.object, "billing_reason")).set("invoice", text_at(at.object, "id"));
  writer.set("attempts", integer_at(at.object, "attempt_count"));
  if (at.type == "invoice.paid" || at.type == "invoice.payment_succeeded") {
    writer.set("touchpoint", "payment");
    write_amount(at, integer_at(at.object, "amount_paid"));
    return;
  }
  writer.set("touchpoint", at.type == "invoice.payment_failed" ? "payment failed" : "payment written off");
  writer.set("outcome", at.type == "invoice.payment_failed" ? "failed" : "uncollectible");
  write_property_amount(at, "amount_due", "amount_due");
}

void write_charge(const Context& at) {
  EventWriter& writer = at.writer;
  writer.set("channel", "payment").set("invoice", id_at(at.object, "invoice"));
  if (at.type == "charge.dispute.created") {
    writer.set("touchpoint", "dispute")
        .set("reason", text_at(at.object, "reason"))
        .set("charge", id_at(at.object, "charge"));
    write_property_amount(at, "disputed_amount", "amount");
    return;
  }
  writer.set("touchpoint", "refund").set("charge", text_at(at.object, "id"));
  writer.set("reason", text_at(at.object, "refunds.data.0.reason"));
  const auto refunded = integer_at(at.object, "amount_refunded");
  const int64_t earlier = integer_at(at.before, "amount_refunded").value_or(0);
  if (refunded && *refunded >= earlier && earlier >= 0) write_amount(at, earlier - *refunded);
}

void write_checkout(const Context& at) {
  EventWriter& writer = at.writer;
  const std::string mode = text_at(at.object, "mode");
  // What is paid later (a debit, a voucher) is told again when the money is there.
  const bool bought = mode != "setup" && text_at(at.object, "payment_status") != "unpaid";
  writer.set("channel", "web").set("touchpoint", bought ? "purchase" : "checkout").set("mode", mode);
  writer.set("order", text_at(at.object, "id")).set("subscription", id_at(at.object, "subscription"));
  writer.set("payment_status", text_at(at.object, "payment_status"));
  // Of a subscription, and of what made an invoice, the invoice brings the money.
  const bool invoiced = mode == "subscription" || !id_at(at.object, "invoice").empty();
  if (!invoiced && bought) write_amount(at, integer_at(at.object, "amount_total"));
}

void write_customer(const Context& at) {
  at.writer.set("customer_since", time_text(at.object, "created"))
      .set("currency_preferred", text_at(at.object, "currency"));
  at.writer.set("delinquent", truth_at(at.object, "delinquent"));
  at.writer.set("language", language_of(text_at(at.object, "preferred_locales.0")));
}

// Null for types that say nothing of a customer's journey.
void (*writer_of(const std::string& type))(const Context&) {
  if (type.starts_with("customer.subscription.")) return write_subscription;
  if (type == "invoice.paid" || type == "invoice.payment_failed" || type == "invoice.marked_uncollectible") {
    return write_invoice;
  }
  if (type == "charge.refunded" || type == "charge.dispute.created") return write_charge;
  if (type == "checkout.session.completed" || type == "checkout.session.async_payment_succeeded") {
    return write_checkout;
  }
  if (type == "customer.created" || type == "customer.updated") return write_customer;
  return nullptr;
}

Status read_event(const FormatSettings& settings, const Json& json, const JsonRecord& raw, EventWriter& writer) {
  const std::string id = text_at(json, "id");
  const auto created = time_at(json, "created");
  if (text_at(json, "object") != "event") {
    return writer.reject(raw.line, raw.text, "object", "the record is no event of Stripe: its object is not \"event\"");
  }
  if (id.empty()) return writer.reject(raw.line, raw.text, "id", "the event has no id");
  if (!created) return writer.reject(raw.line, raw.text, "created", "the event has no time");
  const Context at{settings,
                   writer,
                   json,
                   object_at(json, "data.object"),
                   object_at(json, "data.previous_attributes"),
                   text_at(json, "type")};
  const auto write = writer_of(at.type);
  if (write == nullptr) return {};
  writer.begin(raw.line, raw.text);
  writer.id(id).time(created->utc, created->offset_minutes);
  write_who(at);
  write(at);
  writer.set("event", at.type);
  if (const auto live = truth_at(json, "livemode"); live && !*live) writer.set("livemode", false);
  keep_others(writer, object_at(at.object, "metadata"), {}, "metadata.");
  return ended(writer);
}

Status read(const FormatInput& input, const FormatSettings& settings, EventWriter& writer) {
  return read_json_records(input.bytes, {}, writer, [&](const Json& json, const JsonRecord& raw) -> Status {
    if (text_at(json, "object") != "list") return read_event(settings, json, raw, writer);
    for (const Json& event : items_at(json, "data")) SOJOURN_CHECK(read_event(settings, event, raw, writer));
    return {};
  });
}

bool recognises(std::string_view head, std::string_view) {
  return is_json_with(head, {"object", "event", "data", "livemode", "pending_webhooks"});
}

}  // namespace

Format stripe_format() {
  Format format;
  format.id = "stripe";
  format.title = "Stripe events";
  format.family = "shop";
  format.channel = "payment";
  format.about =
      "Webhooks of Stripe, and events as its API lists them: subscriptions, invoices paid and failed, refunds, "
      "disputes, "
      "checkouts, and why customers left.";
  format.settings = {{"customer_metadata", "Key of the metadata that holds your customer number"}};
  format.signing = SigningScheme::kStripe;
  format.webhooks = true;
  format.recognises = recognises;
  format.read = read;
  return format;
}

}  // namespace sojourn
