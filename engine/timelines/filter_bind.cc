#include <algorithm>
#include <cmath>
#include <set>

#include "base/decimal.h"
#include "base/limits.h"
#include "base/suggest.h"
#include "event/fields.h"
#include "timelines/columns.h"
#include "timelines/filter.h"
#include "timelines/filter_literal.h"
#include "timelines/filter_plan.h"
#include "timelines/filter_syntax.h"

namespace sojourn {
namespace {

using Kind = FilterNode::Kind;
using From = FilterOperand::From;
using LiteralType = FilterLiteral::Type;

constexpr std::string_view kProperties = "properties.";

class BoundFilter final : public Predicate {
 public:
  BoundFilter(PlanPtr plan, std::vector<ColumnId> columns) : plan_(std::move(plan)), columns_(std::move(columns)) {}
  const std::vector<ColumnId>& columns() const override { return columns_; }
  void select(const Block& block, EventBits& out) const override {
    out.reset(block.event_count(), true);
    plan_->narrow(block, out);
  }

 private:
  PlanPtr plan_;
  std::vector<ColumnId> columns_;
};

// The column that an operand names, or that it is a property nobody ever had.
struct BoundOperand {
  PlanSide side = PlanSide::kEvent;
  bool time = false;                 // The event's time, which is no column.
  const ColumnInfo* info = nullptr;  // Null: absent everywhere (or time).
  ColumnId column = 0;
};

class Binder {
 public:
  Binder(const Snapshot& snapshot, const FilterContext& context) : snapshot_(snapshot), context_(context) {}

  Result<std::shared_ptr<const Predicate>> run(const Filter& filter) {
    PlanPtr plan = plan_constant(true);
    if (!filter.empty()) {
      SOJOURN_TRY(plan, bind(*filter.root()));
    }
    return std::shared_ptr<const Predicate>(
        std::make_shared<BoundFilter>(std::move(plan), std::vector<ColumnId>(columns_.begin(), columns_.end())));
  }

 private:
  static Status fail(size_t column, std::string message) {
    return Status::invalid(std::move(message), filter_where(column));
  }

  Result<PlanPtr> bind(const FilterNode& node) {
    switch (node.kind) {
      case Kind::kConstant: return plan_constant(node.truth);
      case Kind::kAnd:
      case Kind::kOr: {
        std::vector<PlanPtr> parts;
        for (const FilterNodePtr& child : node.children) {
          SOJOURN_TRY(PlanPtr part, bind(*child));
          parts.push_back(std::move(part));
        }
        return node.kind == Kind::kAnd ? plan_all(std::move(parts)) : plan_any(std::move(parts));
      }
      case Kind::kNot: {
        SOJOURN_TRY(PlanPtr part, bind(*node.children[0]));
        return plan_not(std::move(part));
      }
      case Kind::kDid: return bind_did(node);
      case Kind::kSegment: {
        if (node.children.empty()) {
          return fail(node.literals[0].column, "segments cannot be used here: write out what it stands for");
        }
        Result<PlanPtr> inner = bind(*node.children[0]);
        if (!inner) return std::move(inner).error().within(segment_where(node.literals[0].text));
        return inner;
      }
      default: return bind_leaf(node);
    }
  }

  Result<PlanPtr> bind_did(const FilterNode& node) {
    SOJOURN_TRY(PlanPtr events, bind(*node.children[0]));
    return plan_did(std::move(events),
                    {node.stretch, node.length, context_.as_of, integers_that(node.order, {node.count, true})});
  }

  Result<PlanPtr> bind_leaf(const FilterNode& node) {
    switch (node.operand.from) {
      case From::kIdentified: return bind_identified(node);
      case From::kEventCount: return bind_event_count(node);
      case From::kFirstSeen: return bind_time(node, PlanSide::kFirst);
      case From::kLastSeen: return bind_time(node, PlanSide::kLast);
      default: break;
    }
    SOJOURN_TRY(const BoundOperand operand, find_operand(node.operand));
    if (operand.time) return bind_time(node, operand.side);
    if (operand.info == nullptr) return plan_constant(false);
    if (node.kind == Kind::kExists) return bind_exists(operand);
    switch (operand.info->type) {
      case ColumnType::kCode: return bind_code(node, operand);
      case ColumnType::kKey: return bind_key(node, operand);
      case ColumnType::kText: return bind_text(node, operand);
      case ColumnType::kNumber: return bind_number(node, operand);
      case ColumnType::kInteger: break;
    }
    switch (operand.info->field_type) {
      case FieldType::kMoney: return bind_money(node, operand);
      case FieldType::kBool: return bind_bool(node, operand);
      case FieldType::kTime: return bind_time_column(node, operand);
      default: return bind_duration(node, operand);
    }
  }

  // --- names

  ColumnId use(ColumnId column) {
    columns_.insert(column);
    return column;
  }

  Result<BoundOperand> find_operand(const FilterOperand& operand) {
    BoundOperand bound;
    bound.side = operand.from == From::kEvent            ? PlanSide::kEvent
                 : operand.from == From::kLastOfCustomer ? PlanSide::kLast
                                                         : PlanSide::kFirst;
    if (operand.name == "time") {
      bound.time = true;
      return bound;
    }
    const bool property = operand.name.starts_with(kProperties);
    std::optional<ColumnId> column = snapshot_.find_column(operand.name);
    // A trait may leave "properties." away where no field has that name: customer.country.
    if (!column && !property && bound.side != PlanSide::kEvent && !find_field(operand.name)) {
      column = snapshot_.find_column(std::string(kProperties) + operand.name);
    }
    if (column) {
      bound.column = use(*column);
      bound.info = &snapshot_.columns()[*column];
      return bound;
    }
    if (find_field(operand.name) || operand.name == "source") return bound;
    if (property || bound.side != PlanSide::kEvent) {
      SOJOURN_CHECK(check_room(operand, property ? operand.name : std::string(kProperties) + operand.name));
    }
    if (property || (context_.partial && bound.side != PlanSide::kEvent)) return bound;
    return unknown(operand);
  }

  // What has no column may still be on events: then nobody can tell whether it is absent.
  Status check_room(const FilterOperand& operand, const std::string& property) const {
    if (!snapshot_.property_left_out(property)) return {};
    return Status::limit("\"" + property + "\" cannot be asked about: the record has more than " +
                             std::to_string(limits::kPropertiesMax) +
                             " properties, and this one came after those; map it to a field, or import fewer",
                         filter_where(operand.column));
  }

  Status unknown(const FilterOperand& operand) const {
    std::vector<std::string> names{"time", "source"};
    for (const ColumnInfo& info : snapshot_.columns()) {
      names.push_back(info.name);
      if (info.name.starts_with(kProperties) && info.name.substr(kProperties.size()) == operand.name) {
        return fail(operand.column, "there is no field \"" + operand.name + "\". Did you mean " + info.name + "?");
      }
    }
    for (const FieldInfo& info : all_fields()) names.emplace_back(info.name);
    for (const char* fact : {"customer.identified", "customer.events", "customer.first_seen", "customer.last_seen"}) {
      names.emplace_back(fact);
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return fail(operand.column, "there is no field \"" + operand.name + "\"." + did_you_mean(operand.name, names) +
                                    " Properties are written properties." + operand.name);
  }

  // --- what fits what

  static std::string shown_name(const FilterOperand& operand) {
    switch (operand.from) {
      case From::kIdentified: return "customer.identified";
      case From::kEventCount: return "customer.events";
      case From::kFirstSeen: return "customer.first_seen";
      case From::kLastSeen: return "customer.last_seen";
      default: return operand.name;
    }
  }

  static Status no_text_operator(const FilterNode& node) {
    const std::string name = shown_name(node.operand);
    return fail(node.operand.column, name +
                                         " is no text: " + (node.kind == Kind::kContains ? "contains" : "starts_with") +
                                         " cannot be asked of it");
  }

  static Status no_order(const FilterNode& node) {
    return fail(node.operand.column, shown_name(node.operand) + " cannot be ordered: use = or != or in (...)");
  }

  // A comparison or list over values that become intervals: x in (a, b) is x = a or x = b.
  template <class Leaf>
  Result<PlanPtr> bind_each(const FilterNode& node, Leaf leaf) {
    if (node.kind != Kind::kCompare && node.kind != Kind::kIn) return no_text_operator(node);
    std::vector<PlanPtr> parts;
    for (const FilterLiteral& literal : node.literals) {
      SOJOURN_TRY(PlanPtr part, leaf(node.kind == Kind::kIn ? FilterOrder::kEqual : node.order, literal));
      parts.push_back(std::move(part));
    }
    return plan_any(std::move(parts));
  }

  static Status check_number(const FilterNode& node, const FilterLiteral& literal) {
    if (literal.type == LiteralType::kNumber) return {};
    const bool looks_right = literal.type == LiteralType::kText && parse_number(literal.text).has_value();
    return fail(literal.column, shown_name(node.operand) + " is a number: " +
                                    (looks_right ? "write " + literal.text + " without quotes"
                                                 : "compare it with a number such as 5 or 12.50"));
  }

  static Status check_text(const FilterNode& node, const FilterLiteral& literal) {
    if (literal.type == LiteralType::kText) return {};
    return fail(literal.column, shown_name(node.operand) + " is a text: write \"" + literal.text + "\" in quotes");
  }

  // --- facts about the customer

  Result<PlanPtr> bind_identified(const FilterNode& node) {
    if (node.kind == Kind::kExists) return plan_constant(true);
    SOJOURN_TRY(const bool wanted, truth_of(node));
    return plan_identified(wanted);
  }

  Result<PlanPtr> bind_event_count(const FilterNode& node) {
    if (node.kind == Kind::kExists) return plan_constant(true);
    return bind_each(node, [&](FilterOrder order, const FilterLiteral& literal) -> Result<PlanPtr> {
      SOJOURN_CHECK(check_number(node, literal));
      return plan_event_count(numbers_that(order, parse_number(literal.text).value()));
    });
  }

  Result<PlanPtr> bind_time(const FilterNode& node, PlanSide side) {
    if (node.kind == Kind::kExists) return plan_constant(true);
    return bind_each(node, [&](FilterOrder order, const FilterLiteral& literal) -> Result<PlanPtr> {
      SOJOURN_TRY(const Micros time, time_of(node, literal));
      return plan_times(side, integers_that(order, {time, true}));
    });
  }

  // --- columns

  Result<PlanPtr> bind_exists(const BoundOperand& operand) {
    switch (operand.info->type) {
      case ColumnType::kCode: {
        std::vector<uint8_t> table(names_of(operand).size(), 1);
        table[0] = 0;
        return plan_table(operand.column, operand.side, std::move(table));
      }
      case ColumnType::kKey: return plan_keys(operand.column, operand.side, {}, true);
      case ColumnType::kText: return plan_texts(operand.column, operand.side, {});
      case ColumnType::kNumber: return plan_numbers(operand.column, operand.side, {1, 0, true});
      case ColumnType::kInteger: break;
    }
    return plan_integers(operand.column, operand.side, {1, 0, true});
  }

  const Names& names_of(const BoundOperand& operand) const { return *snapshot_.names(operand.column); }

  // Marks the vocabulary's words that pass.
  template <class Test>
  PlanPtr table_of(const BoundOperand& operand, Test passes) const {
    const Names& names = names_of(operand);
    std::vector<uint8_t> table(std::max<uint32_t>(names.size(), 1), 0);
    for (uint32_t code = 1; code < table.size(); ++code) table[code] = passes(names.text(code)) ? 1 : 0;
    return plan_table(operand.column, operand.side, std::move(table));
  }

  Result<PlanPtr> bind_code(const FilterNode& node, const BoundOperand& operand) {
    const bool property = operand.info->name.starts_with(kProperties);
    if (node.kind == Kind::kContains) {
      const TextSearch search(node.literals[0].text);
      return table_of(operand, [&](std::string_view word) { return search.found_in(word); });
    }
    if (node.kind == Kind::kStartsWith) {
      return table_of(operand, [&](std::string_view word) { return word.starts_with(node.literals[0].text); });
    }
    if (node.kind == Kind::kIn && all_texts(node)) return bind_word_list(node, operand);
    return bind_each(node, [&](FilterOrder order, const FilterLiteral& literal) -> Result<PlanPtr> {
      if (property) return bind_property(order, literal, operand);
      SOJOURN_CHECK(check_text(node, literal));
      if (order != FilterOrder::kEqual && order != FilterOrder::kNotEqual) return no_order(node);
      const bool equal = order == FilterOrder::kEqual;
      return table_of(operand, [&](std::string_view word) { return (word == literal.text) == equal; });
    });
  }

  static bool all_texts(const FilterNode& node) {
    return std::all_of(node.literals.begin(), node.literals.end(),
                       [](const FilterLiteral& literal) { return literal.type == LiteralType::kText; });
  }

  // One look-up a word, so that long lists stay cheap.
  PlanPtr bind_word_list(const FilterNode& node, const BoundOperand& operand) const {
    const Names& names = names_of(operand);
    std::vector<uint8_t> table(std::max<uint32_t>(names.size(), 1), 0);
    for (const FilterLiteral& literal : node.literals) {
      const std::optional<uint32_t> code = names.find(literal.text);
      if (code && *code != 0 && *code < table.size()) table[*code] = 1;
    }
    return plan_table(operand.column, operand.side, std::move(table));
  }

  // Properties have no type of their own: the literal says how they are to be read.
  Result<PlanPtr> bind_property(FilterOrder order, const FilterLiteral& literal, const BoundOperand& operand) {
    if (literal.type == LiteralType::kDuration) {
      return fail(literal.column, "properties hold numbers and texts, not lengths of time: write a number");
    }
    if (literal.type == LiteralType::kNumber) {
      const NumberInterval wanted = numbers_that(order, parse_number(literal.text).value());
      return table_of(operand, [&](std::string_view word) {
        const Result<double> number = parse_number(word);
        return number ? wanted.holds(*number) : order == FilterOrder::kNotEqual;
      });
    }
    return table_of(operand, [&](std::string_view word) {
      const int compared = word.compare(literal.text);
      return integers_that(order, {0, true}).holds(compared);
    });
  }

  Result<PlanPtr> bind_key(const FilterNode& node, const BoundOperand& operand) {
    if (node.kind != Kind::kCompare && node.kind != Kind::kIn) {
      return fail(node.operand.column, shown_name(node.operand) + " can be compared as a whole only: = != in exists");
    }
    const bool listed = node.kind == Kind::kIn || node.order == FilterOrder::kEqual;
    if (!listed && node.order != FilterOrder::kNotEqual) return no_order(node);
    std::vector<uint64_t> hashes;
    for (const FilterLiteral& literal : node.literals) {
      SOJOURN_CHECK(check_text(node, literal));
      hashes.push_back(key_word(literal.text));
    }
    std::sort(hashes.begin(), hashes.end());
    return plan_keys(operand.column, operand.side, std::move(hashes), !listed);
  }

  Result<PlanPtr> bind_text(const FilterNode& node, const BoundOperand& operand) {
    PlanText wanted;
    for (const FilterLiteral& literal : node.literals) {
      SOJOURN_CHECK(check_text(node, literal));
      wanted.texts.push_back(literal.text);
    }
    switch (node.kind) {
      case Kind::kContains: wanted.kind = PlanText::Kind::kContains; break;
      case Kind::kStartsWith: wanted.kind = PlanText::Kind::kStartsWith; break;
      case Kind::kIn: wanted.kind = PlanText::Kind::kOneOf; break;
      default:
        if (node.order != FilterOrder::kEqual && node.order != FilterOrder::kNotEqual) return no_order(node);
        wanted.kind = node.order == FilterOrder::kEqual ? PlanText::Kind::kOneOf : PlanText::Kind::kNoneOf;
    }
    return plan_texts(operand.column, operand.side, std::move(wanted));
  }

  Result<PlanPtr> bind_number(const FilterNode& node, const BoundOperand& operand) {
    return bind_each(node, [&](FilterOrder order, const FilterLiteral& literal) -> Result<PlanPtr> {
      SOJOURN_CHECK(check_number(node, literal));
      return plan_numbers(operand.column, operand.side, numbers_that(order, parse_number(literal.text).value()));
    });
  }

  Result<PlanPtr> bind_money(const FilterNode& node, const BoundOperand& operand) {
    const std::optional<ColumnId> currency = snapshot_.find_column("currency");
    if (!currency) return plan_constant(false);
    const Names& currencies = *snapshot_.names(use(*currency));
    return bind_each(node, [&](FilterOrder order, const FilterLiteral& literal) -> Result<PlanPtr> {
      SOJOURN_CHECK(check_number(node, literal));
      std::vector<IntegerInterval> intervals;
      for (uint32_t code = 0; code < std::max<uint32_t>(currencies.size(), 1); ++code) {
        const int digits = currency_digits(code == 0 ? std::string_view() : currencies.text(code));
        SOJOURN_TRY(const ScaledLiteral scaled, scale_literal(literal, digits));
        intervals.push_back(integers_that(order, scaled));
      }
      return plan_money(operand.column, *currency, operand.side, std::move(intervals));
    });
  }

  Result<PlanPtr> bind_duration(const FilterNode& node, const BoundOperand& operand) {
    constexpr int kSecondDigits = 6;
    return bind_each(node, [&](FilterOrder order, const FilterLiteral& literal) -> Result<PlanPtr> {
      ScaledLiteral length{literal.duration, true};
      if (literal.type != LiteralType::kDuration) {
        if (literal.type != LiteralType::kNumber) {
          return fail(literal.column, shown_name(node.operand) + " is a length of time: write 2m, or 120 for seconds");
        }
        SOJOURN_TRY(length, scale_literal(literal, kSecondDigits));
      }
      return plan_integers(operand.column, operand.side, integers_that(order, length));
    });
  }

  static Result<bool> truth_of(const FilterNode& node) {
    const std::string name = shown_name(node.operand);
    if (node.kind != Kind::kCompare) return fail(node.operand.column, name + " is compared with = true or = false");
    if (node.order != FilterOrder::kEqual && node.order != FilterOrder::kNotEqual) return no_order(node);
    if (node.literals[0].type != LiteralType::kBool) {
      return fail(node.literals[0].column, name + " is compared with true or false, without quotes");
    }
    return node.literals[0].truth == (node.order == FilterOrder::kEqual);
  }

  Result<PlanPtr> bind_bool(const FilterNode& node, const BoundOperand& operand) {
    SOJOURN_TRY(const bool wanted, truth_of(node));
    const int64_t value = wanted ? 1 : 0;
    return plan_integers(operand.column, operand.side, {value, value, false});
  }

  Result<Micros> time_of(const FilterNode& node, const FilterLiteral& literal) const {
    const std::string name = shown_name(node.operand);
    if (literal.type != LiteralType::kText) {
      return fail(literal.column, name + " is a time: write it in quotes, such as \"2026-01-31\"");
    }
    const Result<ParsedTime> time = parse_time(literal.text, context_.zone);
    if (!time) return fail(literal.column, time.error().message());
    return time->utc;
  }

  Result<PlanPtr> bind_time_column(const FilterNode& node, const BoundOperand& operand) {
    return bind_each(node, [&](FilterOrder order, const FilterLiteral& literal) -> Result<PlanPtr> {
      SOJOURN_TRY(const Micros time, time_of(node, literal));
      return plan_integers(operand.column, operand.side, integers_that(order, {time, true}));
    });
  }

  const Snapshot& snapshot_;
  const FilterContext& context_;
  std::set<ColumnId> columns_;
};

}  // namespace

Result<std::shared_ptr<const Predicate>> bind_filter(const Filter& filter, const Snapshot& snapshot,
                                                     const FilterContext& context) {
  return Binder(snapshot, context).run(filter);
}

std::shared_ptr<const Predicate> filter_present(ColumnId column, const Snapshot& snapshot) {
  std::vector<uint8_t> table(snapshot.names(column)->size(), 1);
  if (!table.empty()) table[0] = 0;
  return std::make_shared<BoundFilter>(plan_table(column, PlanSide::kEvent, std::move(table)),
                                       std::vector<ColumnId>{column});
}

}  // namespace sojourn
