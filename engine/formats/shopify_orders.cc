// Shopify's orders export (CSV).
//
// Lines     second and later lines of an order repeat only its name, e-mail and time, and tell one more item: lines of
//           one name are one order, of which the first value that is not blank counts. Totals are never added up.
// Refunds   the CSV does not say when: dated by the cancelling, else by the order itself (property dated_by).
// Source    Shopify help, "Exporting orders".
#include "formats/shopify_orders.h"

#include <map>

#include "base/text.h"
#include "formats/contact.h"
#include "formats/table.h"

namespace sojourn {

bool is_paid(std::string_view financial_status) {
  return financial_status != "voided" && financial_status != "expired";
}

bool was_void(std::string_view financial_status, bool cancelled) {
  const bool waits = financial_status.empty() || financial_status == "pending" || financial_status == "authorized" ||
                     financial_status == "expired";
  return financial_status == "voided" || (cancelled && waits);
}

int64_t state_rank(std::string_view financial_status, std::string_view fulfillment_status, bool cancelled) {
  const int64_t paid = financial_status == "paid"                                       ? 1
                       : financial_status == "partially_refunded"                       ? 2
                       : financial_status == "refunded" || financial_status == "voided" ? 3
                                                                                        : 0;
  const int64_t sent = fulfillment_status == "fulfilled" ? 2 : fulfillment_status == "partial" ? 1 : 0;
  return paid + 4 * sent + (cancelled ? 16 : 0);
}

void void_order(ShopOrder& order, const std::optional<ParsedTime>& updated) {
  order.touchpoint = "checkout";
  order.outcome = "cancelled";
  order.paid = false;
  if (order.cancelled) return;
  order.cancelled = updated.value_or(order.placed);
  order.cancel_dated_by = updated ? "update" : "order";
}

namespace {

// "2026-03-01 12:05:09 -0500": a blank stands before the offset.
std::optional<ParsedTime> read_time(std::string_view text, const Zone& zone) {
  if (text.empty()) return std::nullopt;
  static const TimePattern kSpaced = TimePattern::compile("%Y-%m-%d %H:%M:%S %z").value();
  Result<ParsedTime> time = kSpaced.parse(text, zone);
  if (!time) time = parse_time(text, zone);
  return time ? std::optional<ParsedTime>(*time) : std::nullopt;
}

// The lines of one order in a CSV.
struct OrderRows {
  std::map<std::string, std::string, std::less<>> cells;  // By column: the first that is not blank.
  std::vector<OrderLine> lines;
  uint64_t line = 0;
  std::string raw;

  std::string at(std::string_view column) const {
    const auto found = cells.find(column);
    return found == cells.end() ? std::string() : found->second;
  }
};

class OrdersTable {
 public:
  OrdersTable(const FormatInput& input, const FormatSettings& settings, EventWriter& writer)
      : input_(input), settings_(settings), writer_(writer) {}

  Status read() {
    SOJOURN_TRY(Table table, Table::open(input_.bytes, input_.name));
    if (!table.has("name") || !table.has("lineitem name")) {
      return Status::invalid("an orders export of Shopify has columns Name and Lineitem name", "line 1");
    }
    OrderRows order;
    while (true) {
      SOJOURN_TRY(const bool more, table.next(writer_));
      if (!more) return flush(order);
      const std::string_view name = table.at("name");
      if (name.empty()) {
        SOJOURN_CHECK(writer_.reject(table.line(), table.raw(), "Name", "the line names no order"));
        continue;
      }
      if (order.at("name") != name) {
        SOJOURN_CHECK(flush(order));
        order = {};
        order.line = table.line();
        order.raw = table.raw();
      }
      add_row(table, order);
    }
  }

 private:
  static void add_row(const Table& table, OrderRows& order) {
    for (size_t i = 0; i < table.columns().size(); ++i) {
      const std::string_view text = table.cell(i);
      if (!text.empty()) order.cells.emplace(lower_ascii(trim(table.columns()[i])), text);
    }
    const std::string product(table.at("lineitem name"));
    if (product.empty()) return;
    order.lines.push_back({"", product, std::string(table.at("lineitem sku")),
                           std::string(table.at("lineitem quantity")), std::string(table.at("lineitem price"))});
  }

  Status flush(const OrderRows& rows) {
    if (rows.cells.empty()) return {};
    const Zone& zone = writer_.options().zone;
    const auto placed = read_time(rows.at("created at"), zone);
    if (!placed) return writer_.reject(rows.line, rows.raw, "Created at", "the order does not tell when it was placed");
    ShopOrder order;
    order.number = rows.at("name");
    order.id = rows.at("id").empty() ? order.number : rows.at("id");
    order.placed = *placed;
    order.currency = rows.at("currency");
    order.amount = rows.at("total");
    const std::string status = lower_ascii(rows.at("financial status"));
    order.paid = is_paid(status);
    order.lines = rows.lines;
    order.cancelled = read_time(rows.at("cancelled at"), zone);
    order.delivered = read_time(rows.at("fulfilled at"), zone);
    if (order.cancelled) order.outcome = "cancelled";
    if (is_money(rows.at("refunded amount"))) {
      order.refunds.push_back(
          {"", order.cancelled.value_or(*placed), rows.at("refunded amount"), "", !order.cancelled});
    }
    if (was_void(status, order.cancelled && rows.at("paid at").empty())) void_order(order, std::nullopt);
    // A later export knows more: what it has learned is its version.
    Micros last = placed->utc;
    for (const char* column : {"paid at", "fulfilled at", "cancelled at"}) {
      if (const auto time = read_time(rows.at(column), zone)) last = std::max(last, time->utc);
    }
    order.version = milliseconds(last) + (order.refunds.empty() ? 0 : 1);
    return write_order(
        writer_, order, settings_, rows.line, rows.raw, [&] { write_who(rows); }, [&] { write_more(rows); });
  }

  void write_who(const OrderRows& rows) {
    writer_.who(IdentifierKind::kEmail, rows.at("email"));
    const std::string billed = rows.at("billing country");
    const std::string shipped = rows.at("shipping country");
    write_shop_phone(writer_, {{rows.at("phone"), billed.empty() ? shipped : billed},
                               {rows.at("billing phone"), billed},
                               {rows.at("shipping phone"), shipped}});
  }

  void write_more(const OrderRows& rows) {
    static constexpr std::pair<const char*, const char*> kKept[] = {
        {"financial status", "financial_status"},
        {"fulfillment status", "fulfillment_status"},
        {"accepts marketing", "accepts_marketing"},
        {"subtotal", "subtotal"},
        {"shipping", "shipping"},
        {"taxes", "taxes"},
        {"discount code", "discount_code"},
        {"discount amount", "discount_amount"},
        {"shipping method", "shipping_method"},
        {"payment method", "payment_method"},
        {"tags", "tags"},
        {"source", "shop_source"},
        {"risk level", "risk_level"},
        {"vendor", "vendor"},
        {"paid at", "paid_at"},
    };
    for (const auto& [column, name] : kKept) {
      writer_.set(name, Cell{rows.at(column), false, CellType::kUntyped});
    }
    writer_.set("location",
                rows.at("shipping country").empty() ? rows.at("billing country") : rows.at("shipping country"));
    writer_.set("text", fitting(rows.at("notes")));
  }

  const FormatInput& input_;
  const FormatSettings& settings_;
  EventWriter& writer_;
};

}  // namespace

Status read_shopify_table(const FormatInput& input, const FormatSettings& settings, EventWriter& writer) {
  return OrdersTable(input, settings, writer).read();
}

}  // namespace sojourn
