#include "cli/api_rows.h"

#include <nlohmann/json.hpp>

#include "cli/remote.h"

namespace sojourn {

using Json = ApiDesk::Json;

namespace {

constexpr size_t kTextShown = 60;  // Characters.

}  // namespace

std::string brief(const std::string& text) {
  std::string line;
  size_t characters = 0;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80 && ++characters > kTextShown) return line + "...";
    line += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  }
  return line;
}

Value cell(const Json& json, const char* key) {
  if (!json.is_object() || !json.contains(key)) return std::monostate{};
  const Json& value = json[key];
  if (value.is_number_integer()) return value.get<int64_t>();
  if (value.is_number()) return value.get<double>();
  if (value.is_boolean()) return std::string(value.get<bool>() ? "yes" : "no");
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_array()) return std::monostate{};
  std::string all;
  for (const Json& each : value)
    all += (all.empty() ? "" : ", ") + (each.is_string() ? each.get<std::string>() : each.dump());
  return all;
}

std::string text_at(const Json& json, const char* key) {
  const Value value = cell(json, key);
  return std::holds_alternative<std::monostate>(value) ? std::string() : value_text(value);
}

void print_json(const Json& json) { print_line(json.dump(2, ' ', false, Json::error_handler_t::replace)); }

Status print_list(const std::string& folder, const char* owner, const std::string& path, const char* key, Output format,
                  const std::vector<std::string>& columns, RowOf row) {
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_api_desk(folder, owner, false));
  SOJOURN_TRY(const Json reply, desk->ask("GET", path));
  if (format == Output::kJson) return print_json(reply), Status();
  std::vector<std::vector<Value>> rows;
  for (const Json& each : reply.value(key, Json::array())) rows.push_back(row(each));
  print_table(columns, rows, format);
  return {};
}

Status print_reply(const std::string& folder, const char* owner, const std::string& path) {
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_api_desk(folder, owner, false));
  SOJOURN_TRY(const Json reply, desk->ask("GET", path));
  print_json(reply);
  return {};
}

Status remove_named(const std::string& folder, const std::string& noun, const std::string& name) {
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_api_desk(folder, "sojourn " + noun + " remove", false));
  SOJOURN_CHECK(desk->ask("DELETE", "/v1/" + noun + "s/" + path_segment(name)).status());
  print_line(noun + " \"" + name + "\" is gone");
  return {};
}

}  // namespace sojourn
