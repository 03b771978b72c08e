#include "formats/shop_order.h"

#include "base/decimal.h"
#include "base/text.h"
#include "collect/phone.h"
#include "formats/contact.h"

namespace sojourn {
namespace {

class OrderWriter {
 public:
  OrderWriter(EventWriter& writer, const ShopOrder& order, uint64_t line, std::string_view raw,
              const std::function<void()>& who)
      : writer_(writer), order_(order), line_(line), raw_(raw), who_(who) {}

  Status purchase(const std::function<void()>& more) {
    begin("", order_.placed, order_.version, order_.touchpoint, "order");
    writer_.set("currency", order_.currency).set("outcome", order_.outcome);
    if (order_.paid && !order_.amount.empty()) writer_.set("amount", order_.amount);
    // The product of an order is its only one.
    if (order_.lines.size() == 1) {
      writer_.set("product", order_.lines.front().product);
      writer_.set("quantity", Cell{order_.lines.front().quantity, false, CellType::kUntyped});
    } else if (!order_.lines.empty()) {
      writer_.set("lines", static_cast<int64_t>(order_.lines.size()));
    }
    more();
    return ended(writer_);
  }

  Status cancelled() {
    if (!order_.cancelled) return {};
    begin(":cancelled", *order_.cancelled, 0, "order cancelled", "order");
    writer_.set("outcome", "cancelled").set("reason", order_.cancel_reason);
    writer_.set("dated_by", order_.cancel_dated_by);
    return ended(writer_);
  }

  Status delivered() {
    if (!order_.delivered) return {};
    begin(":delivery", *order_.delivered, 0, "delivery", "delivery");
    return ended(writer_);
  }

  Status lines() {
    for (size_t i = 0; i < order_.lines.size(); ++i) {
      const OrderLine& one = order_.lines[i];
      begin(":line:" + (one.id.empty() ? std::to_string(i + 1) : one.id), order_.placed, order_.version, "order line",
            "order");
      writer_.set("product", one.product).set("sku", one.sku);
      writer_.set("quantity", Cell{one.quantity, false, CellType::kUntyped});
      writer_.set("price", Cell{one.price, false, CellType::kUntyped});
      SOJOURN_CHECK(ended(writer_));
    }
    return {};
  }

 private:
  void begin(const std::string& part, const ParsedTime& time, int64_t version, const std::string& touchpoint,
             const std::string& channel) {
    writer_.begin(line_, raw_);
    writer_.id(order_.id + part).version(version).time(time.utc, time.offset_minutes);
    writer_.set("channel", channel).set("touchpoint", touchpoint).set("order", order_.number);
    who_();
  }

  EventWriter& writer_;
  const ShopOrder& order_;
  uint64_t line_;
  std::string_view raw_;
  const std::function<void()>& who_;
};

}  // namespace

bool is_money(std::string_view amount) {
  const Result<Decimal> number = parse_decimal(trim(amount));
  return number && number->units != 0;
}

std::string negative_amount(std::string_view amount) {
  amount = trim(amount);
  if (!is_money(amount)) return {};
  if (amount.front() == '-') return std::string(amount.substr(1));
  return "-" + std::string(amount.front() == '+' ? amount.substr(1) : amount);
}

Status write_refund(EventWriter& writer, const std::string& order, const std::string& number,
                    const std::string& currency, const OrderRefund& refund, uint64_t line, std::string_view raw,
                    const std::function<void()>& who) {
  const std::string amount = negative_amount(refund.amount);
  if (amount.empty()) return {};
  writer.begin(line, raw);
  writer.id(order + ":refund" + (refund.id.empty() ? "" : ":" + refund.id));
  if (refund.version > 0) writer.version(refund.version);
  writer.time(refund.time.utc, refund.time.offset_minutes);
  writer.set("channel", "order").set("touchpoint", "refund").set("order", number);
  writer.set("currency", currency).set("amount", amount).set("reason", refund.reason);
  if (refund.undated) writer.set("dated_by", "order");
  who();
  return ended(writer);
}

Status write_order(EventWriter& writer, const ShopOrder& order, const FormatSettings& settings, uint64_t line,
                   std::string_view raw, const std::function<void()>& who, const std::function<void()>& more) {
  OrderWriter out(writer, order, line, raw, who);
  SOJOURN_CHECK(out.purchase(more));
  if (setting(settings, "lines") == "events") SOJOURN_CHECK(out.lines());
  SOJOURN_CHECK(out.delivered());
  SOJOURN_CHECK(out.cancelled());
  for (const OrderRefund& refund : order.refunds) {
    SOJOURN_CHECK(write_refund(writer, order.id, order.number, order.currency, refund, line, raw, who));
  }
  return {};
}

void write_shop_phone(EventWriter& writer, std::initializer_list<ShopPhone> phones) {
  for (const auto& [number, country] : phones) {
    if (number.empty()) continue;
    const std::string_view where = country.empty() ? std::string_view(writer.options().country) : country;
    const auto e164 = phone_e164(number, is_phone_country(where) ? where : std::string_view());
    if (e164) {
      writer.who(IdentifierKind::kPhone, *e164);
    } else {
      writer.set("phone_as_written", number);
    }
    return;
  }
}

}  // namespace sojourn
