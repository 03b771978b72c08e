#include "collect/map.h"

#include <algorithm>

#include "base/currency.h"
#include "base/disk.h"
#include "base/suggest.h"
#include "base/text.h"
#include "collect/map_value.h"
#include "collect/phone.h"

namespace sojourn {
namespace {

Status parse_places(const MapTable& table, FileSpec& file) {
  SOJOURN_CHECK(table.read("country", file.country));
  if (!file.country.empty() && !is_phone_country(file.country)) {
    return table.error("country", "is no country; write two capitals, such as NL");
  }
  SOJOURN_CHECK(table.read("currency", file.currency));
  if (!file.currency.empty() && !is_currency_code(file.currency)) {
    return table.error("currency", "is no currency; write three capitals, such as EUR");
  }
  return {};
}

// What stands at the top of a map, or in a [[file]] for that file alone.
Status parse_format(const MapTable& table, FileSpec& file) {
  TextFormat& format = file.format;
  std::string encoding;
  SOJOURN_CHECK(table.read("encoding", encoding));
  if (!encoding.empty()) {
    for (const Encoding known :
         {Encoding::kUtf8, Encoding::kUtf16Le, Encoding::kUtf16Be, Encoding::kLatin1, Encoding::kWindows1252}) {
      if (encoding == encoding_name(known)) format.encoding = known;
    }
    if (!format.encoding) {
      return table.error("encoding", "is one of utf-8, utf-16le, utf-16be, latin-1, windows-1252");
    }
  }
  SOJOURN_CHECK(table.read("delimiter", format.delimiter));
  SOJOURN_CHECK(table.read("header", format.header));
  SOJOURN_CHECK(table.read("null", format.blanks));
  int64_t skip_lines = static_cast<int64_t>(format.skip_lines);
  SOJOURN_CHECK(table.read("skip_lines", skip_lines));
  if (skip_lines < 0 || skip_lines > 1'000'000) return table.error("skip_lines", "is not a number of lines");
  format.skip_lines = static_cast<size_t>(skip_lines);
  if (const toml::node* node = table.find("widths")) {
    const auto* list = node->as_array();
    if (list == nullptr) return table.error("widths", "expected a list of numbers of characters");
    format.widths.clear();
    for (const toml::node& item : *list) {
      const auto* width = item.as_integer();
      if (width == nullptr || width->get() < 1 || width->get() > 100'000) {
        return table.error(item, "widths", "expected a number of characters, 1 or more");
      }
      format.widths.push_back(static_cast<size_t>(width->get()));
    }
  }
  SOJOURN_TRY(std::optional<Zone> zone, parse_zone(table, "zone"));
  if (zone) file.zone = std::move(zone);
  if (table.find("time_format") != nullptr) {
    SOJOURN_TRY(file.time_formats, parse_formats(table, "time_format"));
  }
  return parse_places(table, file);
}

Status parse_condition(const toml::node& node, const MapTable& owner, std::vector<Condition>& into) {
  Condition condition;
  if (const auto* text = node.as_string()) {
    condition.column = text->get();
    into.push_back(std::move(condition));
    return {};
  }
  const auto* found = node.as_table();
  if (found == nullptr)
    return owner.error(node, "when", "expected a column, or a table such as { column = \"a\", is = 1 }");
  const MapTable table(*found, owner.path_of("when"), owner.file());
  SOJOURN_CHECK(table.only({"column", "is", "is_not", "starts", "starts_not", "above", "below", "blank"}));
  SOJOURN_CHECK(table.demand("column", condition.column));
  const size_t before = into.size();
  const auto words = [&](std::string_view key, Condition::Test test) -> Status {
    if (table.find(key) == nullptr) return {};
    condition.test = test;
    SOJOURN_CHECK(table.read(key, condition.words));
    into.push_back(condition);
    return {};
  };
  SOJOURN_CHECK(words("is", Condition::Test::kIn));
  SOJOURN_CHECK(words("is_not", Condition::Test::kNotIn));
  SOJOURN_CHECK(words("starts", Condition::Test::kStarts));
  SOJOURN_CHECK(words("starts_not", Condition::Test::kNotStarts));
  for (const auto& [key, test] : {std::pair{"above", Condition::Test::kAbove}, {"below", Condition::Test::kBelow}}) {
    const toml::node* bound = table.find(key);
    if (bound == nullptr) continue;
    if (!bound->is_number()) return table.error(key, "expected a number");
    condition.bound =
        bound->is_integer() ? static_cast<double>(bound->as_integer()->get()) : bound->as_floating_point()->get();
    condition.test = test;
    into.push_back(condition);
  }
  bool blank = false;
  SOJOURN_CHECK(table.read("blank", blank));
  if (table.find("blank") != nullptr) {
    condition.test = blank ? Condition::Test::kBlank : Condition::Test::kFilled;
    into.push_back(condition);
  }
  return into.size() > before ? Status()
                              : table.error("", "a condition needs is, is_not, starts, above, below or blank");
}

Status parse_when(const MapTable& table, std::vector<Condition>& into) {
  const toml::node* node = table.find("when");
  if (node == nullptr) return {};
  const auto* list = node->as_array();
  if (list == nullptr) return parse_condition(*node, table, into);
  for (const toml::node& item : *list) SOJOURN_CHECK(parse_condition(item, table, into));
  return {};
}

// A later mention of a target takes the place of an earlier one: an event's own of what [file.every] says.
void put_field(EventSpec& event, Target target, ValueSpec value) {
  for (auto& [known, old] : event.fields) {
    if (known == target) {
      old = std::move(value);
      return;
    }
  }
  event.fields.emplace_back(std::move(target), std::move(value));
}

Status parse_group(const MapTable& owner, std::string_view key, EventSpec& event) {
  const auto* group = owner.find(key)->as_table();
  if (group == nullptr) return owner.error(key, "expected " + std::string(key) + ".name = ...");
  const MapTable table(*group, owner.path_of(key), owner.file());
  for (const auto& [name, node] : *group) {
    const Target target = find_target(std::string(key) + "." + std::string(name.str()));
    if (key == "who" && target.kind != Target::Kind::kWho) {
      return table.error(name.str(), "is no kind of identifier; they are id, email, phone, anonymous, device, account");
    }
    SOJOURN_TRY(ValueSpec value, parse_value(node, table, name.str()));
    put_field(event, target, std::move(value));
  }
  return {};
}

Status parse_event(const MapTable& table, EventSpec& event) {
  SOJOURN_CHECK(parse_when(table, event.when));
  for (const auto& [key, node] : table.table()) {
    const std::string_view name = key.str();
    if (name == "when") continue;
    if (name == "who" || (name == "properties" && !node.is_string())) {
      SOJOURN_CHECK(parse_group(table, name, event));
      continue;
    }
    if (name == "keep") {
      SOJOURN_CHECK(table.read(name, event.keep));
      event.keep_all = event.keep == std::vector<std::string>{"*"};
      if (event.keep_all) event.keep.clear();
      continue;
    }
    if (name == "version") {
      SOJOURN_TRY(event.version, parse_value(node, table, name));
      continue;
    }
    const Target target = find_target(name);
    if (target.kind == Target::Kind::kProperty) {
      std::vector<std::string> names = canonical_names();
      names.insert(names.end(), {"when", "keep", "version", "who", "properties"});
      return table.error(name, "is no field of an event; other columns go under properties." + std::string(name) + "." +
                                   did_you_mean(name, names));
    }
    SOJOURN_TRY(ValueSpec value, parse_value(node, table, name));
    put_field(event, target, std::move(value));
  }
  return {};
}

Status parse_timed_event(const MapTable& table, EventSpec& event) {
  SOJOURN_CHECK(parse_event(table, event));
  const auto is_time = [](const auto& field) { return field.first.kind == Target::Kind::kTime; };
  const bool timed = std::any_of(event.fields.begin(), event.fields.end(), is_time);
  return timed ? Status() : table.error("time", "is missing");
}

Status parse_join_column(const MapTable& table, std::string_view name, const toml::node& node, JoinSpec& join) {
  JoinSpec::Column column;
  column.name = std::string(name);
  column.source = column.name;
  if (const auto* text = node.as_string()) {
    column.source = text->get();
    join.columns.push_back(std::move(column));
    return {};
  }
  const auto* found = node.as_table();
  if (found == nullptr) return table.error(node, name, "expected a column, or a table such as { sum = \"price\" }");
  const MapTable take(*found, table.path_of(name), table.file());
  SOJOURN_CHECK(take.only({"first", "last", "sum", "count", "concat", "with"}));
  column.with = " ";
  SOJOURN_CHECK(take.read("with", column.with));
  int taken = 0;
  for (const auto& [key, kind] : {std::pair{"first", JoinSpec::Take::kFirst},
                                  {"last", JoinSpec::Take::kLast},
                                  {"sum", JoinSpec::Take::kSum},
                                  {"concat", JoinSpec::Take::kConcat}}) {
    if (take.find(key) == nullptr) continue;
    ++taken;
    column.take = kind;
    SOJOURN_CHECK(take.demand(key, column.source));
  }
  bool count = false;
  SOJOURN_CHECK(take.read("count", count));
  if (count) {
    ++taken;
    column.take = JoinSpec::Take::kCount;
    column.source.clear();
  }
  if (taken != 1) return take.error("", "needs one of first, last, sum, concat, count = true");
  join.columns.push_back(std::move(column));
  return {};
}

Status parse_join(const MapTable& table, JoinSpec& join) {
  SOJOURN_CHECK(table.only({"file", "on", "columns", "optional"}));
  SOJOURN_CHECK(table.demand("file", join.file));
  SOJOURN_CHECK(table.read("optional", join.optional));
  if (const toml::node* on = table.find("on"); on != nullptr && on->is_table()) {
    const MapTable keys(*on->as_table(), table.path_of("on"), table.file());
    SOJOURN_CHECK(keys.only({"left", "right"}));
    SOJOURN_CHECK(keys.demand("left", join.left));
    SOJOURN_CHECK(keys.demand("right", join.right));
  } else {
    SOJOURN_CHECK(table.demand("on", join.left));
    join.right = join.left;
  }
  const toml::node* columns = table.find("columns");
  if (columns == nullptr) return table.error("columns", "is missing: which columns does the join bring?");
  if (const auto* named = columns->as_table()) {
    const MapTable names(*named, table.path_of("columns"), table.file());
    for (const auto& [name, node] : *named) SOJOURN_CHECK(parse_join_column(names, name.str(), node, join));
  } else {
    std::vector<std::string> names;
    SOJOURN_CHECK(table.read("columns", names));
    for (const std::string& name : names) join.columns.push_back({name, JoinSpec::Take::kFirst, name, {}});
  }
  return join.columns.empty() ? table.error("columns", "must not be empty") : Status();
}

Status parse_explode(const MapTable& table, ExplodeSpec& explode) {
  SOJOURN_CHECK(table.only({"path", "split", "converted", "lost", "value", "start", "gap"}));
  SOJOURN_CHECK(table.demand("path", explode.path));
  explode.split = " > ";
  SOJOURN_CHECK(table.read("split", explode.split));
  if (explode.split.empty()) return table.error("split", "must not be empty");
  SOJOURN_CHECK(table.demand("converted", explode.converted));
  SOJOURN_CHECK(table.read("lost", explode.lost));
  SOJOURN_CHECK(table.read("value", explode.value));
  std::string start;
  SOJOURN_CHECK(table.demand("start", start));
  const Result<ParsedTime> time = parse_time(start, Zone());
  if (!time) return table.error("start", time.error().message());
  explode.start = time->utc;
  std::string gap;
  SOJOURN_CHECK(table.read("gap", gap));
  if (!gap.empty()) {
    const Result<Micros> length = parse_duration(gap);
    if (!length) return table.error("gap", length.error().message());
    explode.gap = *length;
  }
  return {};
}

// Calls `visit` with each table of a [[list]]. A list that is absent is empty.
template <class Visit>
Status each_table(const MapTable& owner, std::string_view key, const Visit& visit) {
  const toml::node* node = owner.find(key);
  if (node == nullptr) return {};
  const auto* list = node->as_array();
  if (list == nullptr) return owner.error(key, "is written with two brackets: [[" + owner.path_of(key) + "]]");
  for (const toml::node& item : *list) {
    const auto* table = item.as_table();
    if (table == nullptr) return owner.error(item, key, "is written with two brackets: [[" + owner.path_of(key) + "]]");
    SOJOURN_CHECK(visit(MapTable(*table, owner.path_of(key), owner.file())));
  }
  return {};
}

Status parse_file(const MapTable& table, FileSpec& file) {
  SOJOURN_CHECK(table.only({"name", "encoding", "delimiter", "widths", "header", "null", "skip_lines", "zone",
                            "country", "currency", "time_format", "every", "event", "join", "explode"}));
  SOJOURN_CHECK(table.read("name", file.patterns));
  if (file.patterns.empty()) file.patterns.emplace_back("*");
  SOJOURN_CHECK(parse_format(table, file));
  SOJOURN_CHECK(each_table(table, "join", [&](const MapTable& join) {
    file.joins.emplace_back();
    return parse_join(join, file.joins.back());
  }));
  if (const toml::node* node = table.find("explode")) {
    if (!node->is_table()) return table.error("explode", "is a table: [file.explode]");
    file.explode.emplace();
    SOJOURN_CHECK(parse_explode(MapTable(*node->as_table(), "file.explode", table.file()), *file.explode));
  }
  EventSpec every;
  if (const toml::node* node = table.find("every")) {
    if (!node->is_table()) return table.error("every", "is a table: [file.every]");
    SOJOURN_CHECK(parse_event(MapTable(*node->as_table(), "file.every", table.file()), every));
  }
  SOJOURN_CHECK(each_table(table, "event", [&](const MapTable& event) {
    file.events.push_back(every);
    return parse_timed_event(event, file.events.back());
  }));
  return file.events.empty() ? table.error("event", "a [[file]] needs at least one [[file.event]]") : Status();
}

}  // namespace

Result<Map> parse_map(std::string_view toml, const std::string& name) {
  SOJOURN_TRY(const toml::table parsed, parse_toml(toml, name));
  const MapTable top(parsed, "", name);
  SOJOURN_CHECK(top.only({"source", "zone", "country", "currency", "encoding", "delimiter", "widths", "header", "null",
                          "skip_lines", "time_format", "file"}));
  Map map;
  SOJOURN_CHECK(top.read("source", map.source));
  FileSpec common;
  SOJOURN_CHECK(parse_format(top, common));
  SOJOURN_CHECK(each_table(top, "file", [&](const MapTable& table) {
    map.files.push_back(common);
    return parse_file(table, map.files.back());
  }));
  if (map.files.empty()) return top.error("file", "a map needs at least one [[file]]");
  return map;
}

Result<Map> read_map(const std::string& path) {
  SOJOURN_TRY(const std::string text, read_file(path));
  return parse_map(text, file_name(path));
}

}  // namespace sojourn
