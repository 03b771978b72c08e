#include "timelines/filter.h"
#include "timelines/filter_syntax.h"

namespace sojourn {
namespace {

using Kind = FilterNode::Kind;

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\t': out += "\\t"; break;
      case '\r': out += "\\r"; break;
      default: out += c;
    }
  }
  return out + "\"";
}

// "properties.odd name" as properties."odd name".
std::string name_text(std::string_view name) {
  std::string out;
  for (size_t begin = 0;;) {
    const size_t point = name.find('.', begin);
    const std::string_view segment = name.substr(begin, point == std::string_view::npos ? point : point - begin);
    out += is_plain_word(segment) ? std::string(segment) : quoted(segment);
    if (point == std::string_view::npos) return out;
    out += '.';
    begin = point + 1;
  }
}

std::string operand_text(const FilterOperand& operand) {
  switch (operand.from) {
    case FilterOperand::From::kEvent: return name_text(operand.name);
    case FilterOperand::From::kLastOfCustomer: return "customer." + name_text(operand.name);
    case FilterOperand::From::kFirstOfCustomer: return "first." + name_text(operand.name);
    case FilterOperand::From::kIdentified: return "customer.identified";
    case FilterOperand::From::kEventCount: return "customer.events";
    case FilterOperand::From::kFirstSeen: return "customer.first_seen";
    case FilterOperand::From::kLastSeen: return "customer.last_seen";
  }
  return {};
}

// format_duration() writes no length as "0", which would read as a number.
std::string length_text(Micros length) { return length == 0 ? "0s" : format_duration(length); }

std::string literal_text(const FilterLiteral& literal) {
  switch (literal.type) {
    case FilterLiteral::Type::kText: return quoted(literal.text);
    case FilterLiteral::Type::kDuration: return length_text(literal.duration);
    case FilterLiteral::Type::kNumber:
    case FilterLiteral::Type::kBool: break;
  }
  return literal.text;
}

std::string node_text(const FilterNode& node);

std::string did_text(const FilterNode& node) {
  const FilterNode& events = *node.children[0];
  const bool short_form = events.kind == Kind::kCompare && events.order == FilterOrder::kEqual &&
                          events.operand.from == FilterOperand::From::kEvent && events.operand.name == "touchpoint" &&
                          events.literals[0].type == FilterLiteral::Type::kText;
  std::string out = "did(" + (short_form ? literal_text(events.literals[0]) : node_text(events)) + ")";
  if (node.order != FilterOrder::kGreaterEqual || node.count != 1) {
    out += " " + std::string(filter_order_text(node.order)) + " " + std::to_string(node.count);
  }
  if (node.stretch == FilterNode::Stretch::kWithin) out += " within " + length_text(node.length);
  if (node.stretch == FilterNode::Stretch::kInLast) out += " in last " + length_text(node.length);
  return out;
}

// A part of `parent`, in brackets where it binds less tightly.
std::string part_text(const FilterNode& part, Kind parent) {
  const bool brackets = part.kind == Kind::kOr || (part.kind == Kind::kAnd && parent == Kind::kNot);
  return brackets ? "(" + node_text(part) + ")" : node_text(part);
}

std::string list_text(const FilterNode& node, std::string_view between) {
  std::string out;
  for (const FilterNodePtr& child : node.children) {
    if (!out.empty()) out += between;
    out += part_text(*child, node.kind);
  }
  return out;
}

std::string node_text(const FilterNode& node) {
  const std::string left = operand_text(node.operand);
  switch (node.kind) {
    case Kind::kConstant: return node.truth ? "true" : "false";
    case Kind::kAnd: return list_text(node, " and ");
    case Kind::kOr: return list_text(node, " or ");
    case Kind::kNot: return "not " + part_text(*node.children[0], Kind::kNot);
    case Kind::kCompare:
      return left + " " + std::string(filter_order_text(node.order)) + " " + literal_text(node.literals[0]);
    case Kind::kContains: return left + " contains " + literal_text(node.literals[0]);
    case Kind::kStartsWith: return left + " starts_with " + literal_text(node.literals[0]);
    case Kind::kExists: return "exists(" + left + ")";
    case Kind::kDid: return did_text(node);
    case Kind::kSegment:
      return "segment(" + quoted(node.literals[0].text) +
             (node.children.empty() ? "" : ", " + node_text(*node.children[0])) + ")";
    case Kind::kIn: break;
  }
  std::string out = left + " in (";
  for (size_t i = 0; i < node.literals.size(); ++i) {
    out += (i == 0 ? "" : ", ") + literal_text(node.literals[i]);
  }
  return out + ")";
}

}  // namespace

std::string_view filter_order_text(FilterOrder order) {
  switch (order) {
    case FilterOrder::kEqual: return "=";
    case FilterOrder::kNotEqual: return "!=";
    case FilterOrder::kLess: return "<";
    case FilterOrder::kLessEqual: return "<=";
    case FilterOrder::kGreater: return ">";
    case FilterOrder::kGreaterEqual: return ">=";
  }
  return "=";
}

std::string Filter::text() const { return root_ == nullptr ? "" : node_text(*root_); }

}  // namespace sojourn
