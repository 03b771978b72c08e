#include <algorithm>
#include <array>

#include "base/decimal.h"
#include "base/encoding.h"
#include "base/limits.h"
#include "event/fields.h"
#include "timelines/filter.h"
#include "timelines/filter_lexer.h"
#include "timelines/filter_syntax.h"

namespace sojourn {
namespace {

using Kind = FilterNode::Kind;
using Type = FilterToken::Type;

// Recursive descent, one function a line of the grammar in docs/formats/filter.md.
class Parser {
 public:
  explicit Parser(std::vector<FilterToken> tokens) : tokens_(std::move(tokens)) {}

  Result<FilterNodePtr> run() {
    SOJOURN_TRY(FilterNodePtr root, parse_or());
    if (peek().type != Type::kEnd) {
      return expected(is_sign(")") ? "\"and\", \"or\" or the end, as no bracket is open here"
                                   : "\"and\", \"or\" or the end");
    }
    return root;
  }

 private:
  const FilterToken& peek(size_t ahead = 0) const { return tokens_[std::min(at_ + ahead, tokens_.size() - 1)]; }
  const FilterToken& take() { return tokens_[std::min(at_++, tokens_.size() - 1)]; }
  bool is_sign(std::string_view sign, size_t ahead = 0) const {
    return peek(ahead).type == Type::kSign && peek(ahead).text == sign;
  }
  // Key words may be written in capitals.
  bool is_word(std::string_view word, size_t ahead = 0) const {
    return peek(ahead).type == Type::kWord && fold_case(peek(ahead).text) == word;
  }
  bool take_word(std::string_view word) {
    if (!is_word(word)) return false;
    ++at_;
    return true;
  }

  // Columns are counted in the text of the innermost segment that is open, which errors name.
  size_t column_of(const FilterToken& token) const { return token.column - shift_; }
  Status within_segments(Status status) const {
    for (auto name = segments_.rbegin(); name != segments_.rend(); ++name) {
      status = std::move(status).within(segment_where(*name));
    }
    return status;
  }
  Status fail(size_t column, std::string message) const {
    return within_segments(Status::invalid(std::move(message), filter_where(column)));
  }
  Status expected(std::string_view what) const {
    const FilterToken& found = peek();
    const std::string shown = found.type == Type::kEnd      ? "the end"
                              : found.type == Type::kString ? "a text in quotes"
                                                            : "\"" + found.text + "\"";
    return fail(column_of(found), "expected " + std::string(what) + ", found " + shown);
  }
  Status take_sign(std::string_view sign, std::string_view what) {
    if (!is_sign(sign)) return expected(what);
    ++at_;
    return {};
  }

  // Counts nesting, so that no text can exhaust the stack.
  struct Deeper {
    explicit Deeper(size_t& depth) : depth_(depth) { ++depth_; }
    ~Deeper() { --depth_; }
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;
    size_t& depth_;
  };
  Status check_depth() const {
    if (depth_ <= limits::kFilterDepthMax) return {};
    return within_segments(
        Status::limit("brackets and \"not\" are nested more than " + std::to_string(limits::kFilterDepthMax) + " deep",
                      filter_where(column_of(peek()))));
  }

  Result<FilterNodePtr> parse_or() { return parse_list(Kind::kOr, "or"); }

  // a and b and c is one node; so is a and (b and c).
  Result<FilterNodePtr> parse_list(Kind kind, std::string_view word) {
    std::vector<FilterNodePtr> parts;
    do {
      SOJOURN_TRY(FilterNodePtr part, kind == Kind::kOr ? parse_list(Kind::kAnd, "and") : parse_not());
      if (part->kind == kind) {
        parts.insert(parts.end(), part->children.begin(), part->children.end());
      } else {
        parts.push_back(std::move(part));
      }
    } while (take_word(word));
    if (parts.size() == 1) return parts[0];
    auto node = std::make_shared<FilterNode>();
    node->kind = kind;
    node->children = std::move(parts);
    return FilterNodePtr(std::move(node));
  }

  static FilterNodePtr negate(FilterNodePtr child) {
    auto node = std::make_shared<FilterNode>();
    node->kind = Kind::kNot;
    node->children.push_back(std::move(child));
    return node;
  }

  Result<FilterNodePtr> parse_not() {
    if (!is_word("not")) return parse_primary();
    const Deeper deeper(depth_);
    SOJOURN_CHECK(check_depth());
    ++at_;
    SOJOURN_TRY(FilterNodePtr child, parse_not());
    return negate(std::move(child));
  }

  Result<FilterNodePtr> parse_primary() {
    if (is_sign("(")) {
      const Deeper deeper(depth_);
      SOJOURN_CHECK(check_depth());
      ++at_;
      SOJOURN_TRY(FilterNodePtr inner, parse_or());
      SOJOURN_CHECK(take_sign(")", "\"and\", \"or\" or a closing bracket"));
      return inner;
    }
    if (peek().type != Type::kWord) return expected("a field, \"not\", exists(...), did(...) or a bracket");
    if (is_word("exists") && is_sign("(", 1)) return parse_exists();
    if (is_word("did") && is_sign("(", 1)) return parse_did();
    if (is_word("segment") && is_sign("(", 1)) return parse_segment();
    const bool constant = (is_word("true") || is_word("false")) && !is_sign(".", 1);
    if (constant) {
      auto node = std::make_shared<FilterNode>();
      node->truth = is_word("true");
      ++at_;
      return FilterNodePtr(std::move(node));
    }
    return parse_relation();
  }

  Result<FilterNodePtr> parse_exists() {
    at_ += 2;
    auto node = std::make_shared<FilterNode>();
    node->kind = Kind::kExists;
    SOJOURN_TRY(node->operand, parse_name());
    SOJOURN_CHECK(take_sign(")", "a closing bracket"));
    return FilterNodePtr(std::move(node));
  }

  Result<FilterNodePtr> parse_did() {
    if (inside_did_) return fail(column_of(peek()), "did(...) cannot stand inside another did(...)");
    const Deeper deeper(depth_);
    SOJOURN_CHECK(check_depth());
    at_ += 2;
    inside_did_ = true;
    auto node = std::make_shared<FilterNode>();
    node->kind = Kind::kDid;
    SOJOURN_TRY(FilterNodePtr child, parse_did_events());
    inside_did_ = false;
    node->children.push_back(std::move(child));
    SOJOURN_CHECK(take_sign(")", "\"and\", \"or\" or a closing bracket"));
    node->order = FilterOrder::kGreaterEqual;
    node->count = 1;
    if (take_order(node->order)) {
      const Result<int64_t> count = parse_integer(peek().text);
      if (peek().type != Type::kNumber || !count || *count < 0) return expected("how many times, a whole number");
      node->count = *count;
      ++at_;
    }
    if (take_word("within")) {
      node->stretch = FilterNode::Stretch::kWithin;
    } else if (is_word("in") && is_word("last", 1)) {
      at_ += 2;
      node->stretch = FilterNode::Stretch::kInLast;
    }
    if (node->stretch != FilterNode::Stretch::kWholeLife) {
      if (peek().type != Type::kDuration) return expected("a length of time such as 30d");
      node->length = take().duration;
    }
    return FilterNodePtr(std::move(node));
  }

  // segment("loyal"), or segment("loyal", FILTER) as expand_segments() writes it (filter_segments.h).
  Result<FilterNodePtr> parse_segment() {
    const Deeper deeper(depth_);
    SOJOURN_CHECK(check_depth());
    const size_t begin = column_of(peek());
    at_ += 2;
    if (peek().type != Type::kString) return expected("the name of a segment in quotes, as in segment(\"loyal\")");
    auto node = std::make_shared<FilterNode>();
    node->kind = Kind::kSegment;
    node->literals.push_back({FilterLiteral::Type::kText, take().text, 0, false, begin});
    if (is_sign(")")) {  // Not expanded: a filter that can be read, but not bound.
      ++at_;
      return FilterNodePtr(std::move(node));
    }
    const size_t comma = peek().column;
    SOJOURN_CHECK(take_sign(",", "a closing bracket"));
    const size_t outer = shift_;
    shift_ = comma;
    segments_.push_back(node->literals[0].text);
    SOJOURN_TRY(FilterNodePtr child, parse_or());
    if (!is_sign(")")) return expected("\"and\", \"or\" or the end");
    segments_.pop_back();
    // What follows stands where it would with the name alone.
    shift_ = outer + (peek().column - comma);
    ++at_;
    node->children.push_back(std::move(child));
    return FilterNodePtr(std::move(node));
  }

  // did("purchase") is short for did(touchpoint = "purchase").
  Result<FilterNodePtr> parse_did_events() {
    if (peek().type != Type::kString) return parse_or();
    auto node = std::make_shared<FilterNode>();
    node->kind = Kind::kCompare;
    node->operand.name = "touchpoint";
    node->operand.column = column_of(peek());
    node->literals.push_back({FilterLiteral::Type::kText, peek().text, 0, false, column_of(peek())});
    ++at_;
    return FilterNodePtr(std::move(node));
  }

  bool take_order(FilterOrder& order) {
    for (const FilterOrder each : {FilterOrder::kEqual, FilterOrder::kNotEqual, FilterOrder::kLess,
                                   FilterOrder::kLessEqual, FilterOrder::kGreater, FilterOrder::kGreaterEqual}) {
      if (!is_sign(filter_order_text(each))) continue;
      order = each;
      ++at_;
      return true;
    }
    return false;
  }

  Result<FilterNodePtr> parse_relation() {
    auto node = std::make_shared<FilterNode>();
    SOJOURN_TRY(node->operand, parse_name());
    const bool negated = is_word("not") && (is_word("in", 1) || is_word("contains", 1) || is_word("starts_with", 1));
    if (negated) ++at_;
    if (take_word("in")) {
      node->kind = Kind::kIn;
      SOJOURN_CHECK(take_sign("(", "an opening bracket, as in ... in (\"a\", \"b\")"));
      do {
        SOJOURN_TRY(FilterLiteral literal, parse_literal());
        node->literals.push_back(std::move(literal));
      } while (is_sign(",") && ++at_);
      SOJOURN_CHECK(take_sign(")", "a comma or a closing bracket"));
    } else if (is_word("contains") || is_word("starts_with")) {
      node->kind = is_word("contains") ? Kind::kContains : Kind::kStartsWith;
      const std::string word = take().text;
      if (peek().type != Type::kString) return expected("a text in quotes after " + word);
      SOJOURN_TRY(FilterLiteral literal, parse_literal());
      node->literals.push_back(std::move(literal));
    } else if (take_order(node->order)) {
      node->kind = Kind::kCompare;
      SOJOURN_TRY(FilterLiteral literal, parse_literal());
      node->literals.push_back(std::move(literal));
    } else {
      return expected("= != < <= > >= in, contains or starts_with");
    }
    FilterNodePtr relation(std::move(node));
    return negated ? negate(std::move(relation)) : relation;
  }

  Result<FilterLiteral> parse_literal() {
    const FilterToken& token = peek();
    FilterLiteral literal;
    literal.column = column_of(token);
    literal.text = token.text;
    switch (token.type) {
      case Type::kString: literal.type = FilterLiteral::Type::kText; break;
      case Type::kNumber: literal.type = FilterLiteral::Type::kNumber; break;
      case Type::kDuration:
        literal.type = FilterLiteral::Type::kDuration;
        literal.duration = token.duration;
        literal.text = format_duration(token.duration);
        break;
      case Type::kWord:
        if (!is_word("true") && !is_word("false")) {
          return fail(column_of(token), "texts stand in quotes: write \"" + token.text + "\"");
        }
        literal.type = FilterLiteral::Type::kBool;
        literal.truth = is_word("true");
        literal.text = literal.truth ? "true" : "false";
        break;
      default: return expected("a text in quotes, a number, true or false");
    }
    ++at_;
    return literal;
  }

  // channel, properties.a."odd name", customer.channel, first.properties.x, customer.events ...
  Result<FilterOperand> parse_name() {
    if (peek().type != Type::kWord) return expected("the name of a field");
    FilterOperand operand;
    operand.column = column_of(peek());
    std::string first = take().text;
    if ((first == "customer" || first == "first") && is_sign(".")) {
      ++at_;
      operand.from = first == "first" ? FilterOperand::From::kFirstOfCustomer : FilterOperand::From::kLastOfCustomer;
      if (peek().type != Type::kWord) return expected("the name of a field after \"" + first + ".\"");
      first = take().text;
      const bool single = !is_sign(".");
      if (operand.from == FilterOperand::From::kLastOfCustomer && single && take_fact(first, operand.from))
        return operand;
    }
    operand.name = first;
    while (is_sign(".")) {
      ++at_;
      const bool segment = peek().type == Type::kWord || peek().type == Type::kString || peek().type == Type::kNumber;
      if (!segment) return expected("a name after the point");
      operand.name += "." + take().text;
    }
    return operand;
  }

  static bool take_fact(std::string_view name, FilterOperand::From& from) {
    using From = FilterOperand::From;
    constexpr std::array<std::pair<std::string_view, From>, 4> kFacts{{{"identified", From::kIdentified},
                                                                       {"events", From::kEventCount},
                                                                       {"first_seen", From::kFirstSeen},
                                                                       {"last_seen", From::kLastSeen}}};
    for (const auto& [fact, meaning] : kFacts) {
      if (name != fact) continue;
      from = meaning;
      return true;
    }
    return false;
  }

  std::vector<FilterToken> tokens_;
  size_t at_ = 0;
  size_t depth_ = 0;
  bool inside_did_ = false;
  size_t shift_ = 0;  // What columns of tokens are ahead of those in the text that people wrote.
  std::vector<std::string> segments_;
};

}  // namespace

Result<Filter> Filter::parse(std::string_view text) {
  SOJOURN_TRY(std::vector<FilterToken> tokens, lex_filter(text));
  if (tokens.size() == 1) return Filter();
  SOJOURN_TRY(FilterNodePtr root, Parser(std::move(tokens)).run());
  return Filter(std::move(root));
}

Filter Filter::both(const Filter& a, const Filter& b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  auto node = std::make_shared<FilterNode>();
  node->kind = Kind::kAnd;
  for (const Filter* part : {&a, &b}) {
    const FilterNodePtr& root = part->root();
    if (root->kind == Kind::kAnd) {
      node->children.insert(node->children.end(), root->children.begin(), root->children.end());
    } else {
      node->children.push_back(root);
    }
  }
  return Filter(std::move(node));
}

}  // namespace sojourn
