#include "api/map_proposal_json.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/calendar.h"
#include "base/limits.h"
#include "base/suggest.h"
#include "collect/target.h"

namespace sojourn {
namespace {

constexpr std::array<std::string_view, 7> kKinds{"nps", "csat", "ces", "stars", "useful", "usable", "enjoyable"};
constexpr const char* kRating = "rating";
const std::array<std::string, 5> kProposalKeys{"source", "zone", "rows", "columns", "constants"};
const std::array<std::string, 13> kColumnKeys{"column", "samples", "filled",      "target", "why",
                                              "kind",   "scale",   "time_format", "unit",   "strip_prefix",
                                              "values", "times",   "strip_suffix"};
constexpr const char* kPointZero = "point_zero";

Json column_json(const ColumnProposal& column) {
  Json json{{"column", column.column}, {"samples", column.samples}, {"filled", column.filled},
            {"target", column.target}, {"why", column.why},         {"kind", column.kind}};
  const bool scaled = column.scale.min < column.scale.max;
  json["scale"] = scaled ? Json{{"min", column.scale.min}, {"max", column.scale.max}} : Json(nullptr);
  json["time_format"] = column.time_format;
  json["unit"] = column.unit;
  json["times"] = column.times;
  json["strip_prefix"] = column.strip_prefix;
  json["strip_suffix"] = column.strip_suffix;
  json[kPointZero] = column.point_zero;
  json["values"] = Json::object();
  for (const auto& [from, to] : column.values) json["values"][from] = to;
  return json;
}

// --- reading

Status check_keys(const Json& json, std::span<const std::string> keys, std::string_view also,
                  const std::string& where) {
  if (!json.is_object()) return Status::invalid("an object was expected", where);
  std::vector<std::string> known(keys.begin(), keys.end());
  if (!also.empty()) known.emplace_back(also);
  for (const auto& [key, value] : json.items()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    return Status::invalid("is not known here." + did_you_mean(key, known), where.empty() ? key : where + "." + key);
  }
  return {};
}

Result<Scale> read_scale(const Json& json) {
  if (!json.contains("scale") || json["scale"].is_null()) return Scale{};
  const Json& scale = json["scale"];
  const bool whole = scale.is_object() && scale.size() == 2 && scale.contains("min") && scale.contains("max");
  if (!whole || !scale["min"].is_number() || !scale["max"].is_number()) {
    return Status::invalid("{\"min\":1,\"max\":5} was expected, or null for the kind's own", "scale");
  }
  const Scale read{scale["min"].get<double>(), scale["max"].get<double>()};
  if (read.min < read.max) return read;
  return Status::invalid("a scale runs upwards: min is below max", "scale");
}

Result<std::vector<std::pair<std::string, std::string>>> read_pairs(const Json& json, const char* key) {
  std::vector<std::pair<std::string, std::string>> pairs;
  if (!json.contains(key) || json[key].is_null()) return pairs;
  if (!json[key].is_object()) return Status::invalid("an object of texts was expected", key);
  for (const auto& [name, value] : json[key].items()) {
    if (!value.is_string()) return Status::invalid("a text was expected", std::string(key) + "." + name);
    pairs.emplace_back(name, value.get<std::string>());
  }
  return pairs;
}

Status check_answer(const ColumnProposal& column) {
  if (column.kind == kRating) {
    if (column.scale.min < column.scale.max) return {};
    return Status::invalid("a rating needs its scale: {\"min\":1,\"max\":10}", "scale");
  }
  if (default_scale(column.kind)) return {};
  std::vector<std::string> kinds(kKinds.begin(), kKinds.end());
  kinds.emplace_back(kRating);
  return Status::invalid(
      "\"" + column.kind.substr(0, 80) + "\" is no kind of answer." + did_you_mean(column.kind, kinds), "kind");
}

// The words as they are chosen in the terminal, so that both take the same.
Status check_target(ColumnProposal& column) {
  if (column.target.empty()) return {};
  if (column.target == "answer") return check_answer(column);
  MapProposal alone;
  alone.columns.push_back(column);
  if (const Status status = choose_target(alone, 0, column.target); !status.ok()) {
    return Status::invalid(status.message(), "target");
  }
  if (alone.columns[0].target == "answer") {
    return Status::invalid("an answer is written {\"target\":\"answer\",\"kind\":\"nps\"}", "target");
  }
  column.target = alone.columns[0].target;
  column.kind.clear();
  column.scale = {};
  if (column.target != "amount" && column.target != "cost") column.times.clear();
  return {};
}

Result<ColumnProposal> read_column(const Json& json) {
  SOJOURN_CHECK(check_keys(json, kColumnKeys, kPointZero, ""));
  ColumnProposal column;
  SOJOURN_TRY(column.column, text_at(json, "column"));
  if (json.contains("samples") && json["samples"].is_array()) {
    for (const Json& sample : json["samples"]) {
      if (sample.is_string()) column.samples.push_back(sample.get<std::string>());
    }
  }
  SOJOURN_TRY(column.filled, integer_at(json, "filled", 0, 0, INT64_MAX));
  SOJOURN_TRY(column.target, text_or_empty(json, "target"));
  SOJOURN_TRY(column.why, text_or_empty(json, "why"));
  SOJOURN_TRY(column.kind, text_or_empty(json, "kind"));
  SOJOURN_TRY(column.scale, read_scale(json));
  SOJOURN_TRY(column.time_format, text_or_empty(json, "time_format"));
  SOJOURN_TRY(column.unit, text_or_empty(json, "unit"));
  SOJOURN_TRY(column.times, text_or_empty(json, "times"));
  SOJOURN_TRY(column.strip_prefix, text_or_empty(json, "strip_prefix"));
  SOJOURN_TRY(column.strip_suffix, text_or_empty(json, "strip_suffix"));
  SOJOURN_TRY(column.values, read_pairs(json, "values"));
  column.point_zero = json.contains(kPointZero) && json[kPointZero] == Json(true);
  if (column.unit == "s") column.unit.clear();
  if (!column.unit.empty() && column.unit != "ms" && column.unit != "min" && column.unit != "h") {
    return Status::invalid("ms, s, min or h was expected", "unit");
  }
  if (!column.time_format.empty()) {
    if (const Status pattern = TimePattern::compile(column.time_format).status(); !pattern.ok()) {
      return Status::invalid(pattern.message(), "time_format");
    }
  }
  SOJOURN_CHECK(check_target(column));
  return column;
}

Status read_constants(const Json& json, MapProposal& proposal) {
  SOJOURN_TRY(proposal.constants, read_pairs(json, "constants"));
  for (const auto& [name, value] : proposal.constants) {
    if (find_field(name)) continue;
    std::vector<std::string> names;
    for (const FieldInfo& info : all_fields()) names.emplace_back(info.name);
    return Status::invalid("is no field that every event could say." + did_you_mean(name, names), "constants." + name);
  }
  return {};
}

// --- what a page offers

const std::map<std::string_view, std::string_view>& other_titles() {
  static const std::map<std::string_view, std::string_view> titles{
      {"id", "The event's own number: a row that comes again is known by it"},
      {"time", "When it happened (needed)"},
      {"customer", "The customer's number"},
      {"email", "The customer's e-mail address"},
      {"phone", "The customer's phone number"},
      {"anonymous", "A visitor nobody knows by name yet: a cookie"},
      {"account", "The company or household that the customer belongs to"},
      {"scale", "The scale of the answer, such as 1-10"}};
  return titles;
}

}  // namespace

Json proposal_json(const MapProposal& proposal) {
  Json json{{"source", proposal.source}, {"zone", proposal.zone}, {"rows", proposal.rows}};
  json["columns"] = Json::array();
  for (const ColumnProposal& column : proposal.columns) json["columns"].push_back(column_json(column));
  json["constants"] = Json::object();
  for (const auto& [name, value] : proposal.constants) json["constants"][name] = value;
  return json;
}

Result<MapProposal> parse_proposal(const Json& json) {
  SOJOURN_CHECK(check_keys(json, kProposalKeys, "", ""));
  MapProposal proposal;
  SOJOURN_TRY(proposal.source, text_at(json, "source"));
  if (proposal.source.empty()) return Status::invalid("say what the source is called", "source");
  SOJOURN_TRY(proposal.zone, text_or_empty(json, "zone"));
  if (!proposal.zone.empty()) {
    if (const Status zone = Zone::find(proposal.zone).status(); !zone.ok()) {
      return Status::invalid(zone.message(), "zone");
    }
  }
  SOJOURN_TRY(proposal.rows, integer_at(json, "rows", 0, 0, INT64_MAX));
  if (!json.contains("columns") || !json["columns"].is_array()) {
    return Status::invalid("a list of columns was expected", "columns");
  }
  if (json["columns"].size() > limits::kColumnsMax) return Status::limit("there are too many", "columns");
  for (const Json& each : json["columns"]) {
    Result<ColumnProposal> column = read_column(each);
    if (!column) {
      const Status& fault = column.error();
      const std::string where = "columns[" + std::to_string(proposal.columns.size()) + "]";
      return Status(fault.code(), fault.message(), fault.where().empty() ? where : where + "." + fault.where());
    }
    proposal.columns.push_back(std::move(column).value());
  }
  SOJOURN_CHECK(read_constants(json, proposal));
  return proposal;
}

Json proposal_targets() {
  Json list = Json::array();
  for (const std::string& name : canonical_names()) {
    const auto title = other_titles().find(name);
    const std::optional<Field> field = find_field(name);
    std::string text = title != other_titles().end() ? std::string(title->second)
                       : field                       ? std::string(field_info(*field).about)
                                                     : "Who the customer is: " + name.substr(name.find('.') + 1);
    list.push_back({{"name", name}, {"title", std::move(text)}});
  }
  return list;
}

Json proposal_kinds() {
  Json list = Json::array();
  for (const std::string_view kind : kKinds) {
    const Scale scale = default_scale(kind).value_or(Scale{});
    list.push_back({{"name", kind}, {"min", scale.min}, {"max", scale.max}});
  }
  list.push_back({{"name", kRating}, {"min", nullptr}, {"max", nullptr}});
  return list;
}

}  // namespace sojourn
