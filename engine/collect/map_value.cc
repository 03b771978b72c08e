#include "collect/map_value.h"

#include <algorithm>
#include <array>

namespace sojourn {
namespace {

constexpr size_t kValueDepthMax = 16;  // Nested expressions: deeper is a mistake, not a map.

Result<ValueSpec> parse_at_depth(const toml::node& node, const MapTable& owner, std::string_view key, size_t depth);

struct Operator {
  std::string_view key;
  ValueSpec::Kind kind;
  size_t parts_min;
  size_t parts_max;
};
constexpr std::array<Operator, 9> kOperators{{
    {"concat", ValueSpec::Kind::kConcat, 1, 64},
    {"first", ValueSpec::Kind::kFirst, 1, 64},
    {"multiply", ValueSpec::Kind::kMultiply, 2, 64},
    {"add", ValueSpec::Kind::kAdd, 2, 64},
    {"subtract", ValueSpec::Kind::kSubtract, 2, 2},
    {"later", ValueSpec::Kind::kLater, 2, 2},
    {"days_between", ValueSpec::Kind::kDaysBetween, 2, 2},
    {"seconds_between", ValueSpec::Kind::kSecondsBetween, 2, 2},
    {"months_before", ValueSpec::Kind::kMonthsBefore, 2, 2},
}};

Result<std::vector<ValueSpec>> parse_parts(const MapTable& table, const Operator& op, size_t depth) {
  const auto* list = table.find(op.key)->as_array();
  if (list == nullptr || list->size() < op.parts_min || list->size() > op.parts_max) {
    const std::string count =
        op.parts_min == op.parts_max ? std::to_string(op.parts_min) : std::to_string(op.parts_min) + " or more";
    return table.error(op.key, "expected a list of " + count + " columns or values");
  }
  std::vector<ValueSpec> parts;
  for (const toml::node& item : *list) {
    SOJOURN_TRY(ValueSpec part, parse_at_depth(item, table, op.key, depth + 1));
    parts.push_back(std::move(part));
  }
  return parts;
}

// Which of the sources the table names; exactly one is needed.
Status parse_source(const MapTable& table, size_t depth, ValueSpec& value) {
  int sources = 0;
  if (table.find("column") != nullptr) {
    ++sources;
    SOJOURN_CHECK(table.demand("column", value.text));
  }
  if (const toml::node* node = table.find("value")) {
    ++sources;
    const auto text = scalar_text(*node);
    if (!text) return table.error("value", "expected a text, number or boolean");
    value.kind = ValueSpec::Kind::kConstant;
    value.text = *text;
  }
  if (table.find("row") != nullptr) {
    ++sources;
    bool row = false;
    SOJOURN_CHECK(table.read("row", row));
    if (!row) return table.error("row", "is either true or left out");
    value.kind = ValueSpec::Kind::kRow;
  }
  if (table.find("number_within") != nullptr) {
    ++sources;
    value.kind = ValueSpec::Kind::kNumberWithin;
    SOJOURN_TRY(ValueSpec part, parse_at_depth(*table.find("number_within"), table, "number_within", depth + 1));
    value.parts.push_back(std::move(part));
  }
  for (const Operator& op : kOperators) {
    if (table.find(op.key) == nullptr) continue;
    ++sources;
    value.kind = op.kind;
    SOJOURN_TRY(value.parts, parse_parts(table, op, depth));
  }
  if (sources != 1) {
    return table.error("", sources == 0 ? "a value needs one of column, value, concat, first, multiply, add, subtract, "
                                          "later, days_between, seconds_between, months_before, row, number_within"
                                        : "a value has one source; this one has several");
  }
  return {};
}

Status parse_translation(const MapTable& table, ValueSpec& value) {
  const toml::node* node = table.find("values");
  if (node != nullptr) {
    const auto* words = node->as_table();
    if (words == nullptr) return table.error("values", "expected a table such as { AGENT = \"served\" }");
    for (const auto& [from, to] : *words) {
      const auto text = scalar_text(to);
      if (!text) return table.error(to, "values", "expected a text for " + std::string(from.str()));
      value.values.emplace_back(std::string(from.str()), *text);
    }
    std::sort(value.values.begin(), value.values.end());
  }
  if (const toml::node* otherwise = table.find("default")) {
    value.otherwise = scalar_text(*otherwise);
    if (!value.otherwise) return table.error("default", "expected a text, number or boolean");
  }
  return {};
}

Status parse_table(const MapTable& table, size_t depth, ValueSpec& value) {
  SOJOURN_CHECK(table.only(
      {"column",       "value",           "concat",        "first",  "multiply",      "add",   "subtract", "later",
       "days_between", "seconds_between", "months_before", "row",    "number_within", "with",  "blank",    "split",
       "take",         "strip_prefix",    "strip_suffix",  "values", "default",       "round", "by",       "optional",
       "text",         "format",          "zone"}));
  SOJOURN_CHECK(parse_source(table, depth, value));
  SOJOURN_CHECK(table.read("with", value.with));
  SOJOURN_CHECK(table.read("blank", value.blanks));
  SOJOURN_CHECK(table.read("split", value.split));
  int64_t take = value.take;
  SOJOURN_CHECK(table.read("take", take));
  if (take == 0 || take > 1000 || take < -1000) return table.error("take", "counts from 1, or from the end with -1");
  value.take = static_cast<int>(take);
  SOJOURN_CHECK(table.read("strip_prefix", value.strip_prefix));
  SOJOURN_CHECK(table.read("strip_suffix", value.strip_suffix));
  SOJOURN_CHECK(parse_translation(table, value));
  SOJOURN_CHECK(table.read("round", value.round));
  SOJOURN_CHECK(table.read("optional", value.optional));
  SOJOURN_CHECK(table.read("text", value.as_text));
  std::string by = "instant";
  SOJOURN_CHECK(table.read("by", by));
  if (by != "instant" && by != "date") return table.error("by", "is \"instant\" or \"date\"");
  value.by_date = by == "date";
  SOJOURN_TRY(value.formats, parse_formats(table, "format"));
  SOJOURN_TRY(value.zone, parse_zone(table, "zone"));
  return {};
}

Result<ValueSpec> parse_at_depth(const toml::node& node, const MapTable& owner, std::string_view key, size_t depth) {
  ValueSpec value;
  if (depth > kValueDepthMax) return owner.error(node, key, "values are nested too deeply");
  if (const auto* text = node.as_string()) {
    value.text = text->get();
    if (value.text.empty()) return owner.error(node, key, "\"\" names no column; leave the key out");
    return value;
  }
  if (const auto text = scalar_text(node)) {
    value.kind = ValueSpec::Kind::kConstant;
    value.text = *text;
    return value;
  }
  const auto* table = node.as_table();
  if (table == nullptr) return owner.error(node, key, "expected a column in quotes, or a table such as { value = 1 }");
  SOJOURN_CHECK(parse_table(MapTable(*table, owner.path_of(key), owner.file()), depth, value));
  return value;
}

}  // namespace

Result<ValueSpec> parse_value(const toml::node& node, const MapTable& owner, std::string_view key) {
  return parse_at_depth(node, owner, key, 0);
}

Result<std::vector<TimePattern>> parse_formats(const MapTable& table, std::string_view key) {
  std::vector<std::string> texts;
  SOJOURN_CHECK(table.read(key, texts));
  std::vector<TimePattern> patterns;
  for (const std::string& text : texts) {
    Result<TimePattern> pattern = TimePattern::compile(text);
    if (!pattern) return table.error(key, pattern.error().message());
    patterns.push_back(std::move(pattern).value());
  }
  return patterns;
}

Result<std::optional<Zone>> parse_zone(const MapTable& table, std::string_view key) {
  if (table.find(key) == nullptr) return std::optional<Zone>();
  std::string name;
  SOJOURN_CHECK(table.demand(key, name));
  Result<Zone> zone = Zone::find(name);
  if (!zone) return table.error(key, zone.error().message());
  return std::optional<Zone>(std::move(zone).value());
}

}  // namespace sojourn
