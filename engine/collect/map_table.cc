#define TOML_IMPLEMENTATION
#include "collect/map_table.h"

#include <algorithm>

#include "base/decimal.h"
#include "base/suggest.h"

namespace sojourn {

std::string MapTable::path_of(std::string_view key) const {
  return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

Status MapTable::error(const toml::node& node, std::string_view key, const std::string& message) const {
  return Status::invalid(path_of(key) + ": " + message, file_ + ":" + std::to_string(node.source().begin.line));
}

Status MapTable::error(std::string_view key, const std::string& message) const {
  const toml::node* node = find(key);
  return error(node != nullptr ? *node : table_, key, message);
}

Status MapTable::only(std::initializer_list<std::string_view> known) const {
  for (const auto& [key, node] : table_) {
    if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
    const std::vector<std::string> names(known.begin(), known.end());
    return error(node, key.str(), "there is no such key here." + did_you_mean(key.str(), names));
  }
  return {};
}

Status MapTable::read(std::string_view key, std::string& into) const {
  const toml::node* node = find(key);
  if (node == nullptr) return {};
  const auto* text = node->as_string();
  if (text == nullptr) return error(key, "expected a text in quotes");
  into = text->get();
  return {};
}

Status MapTable::read(std::string_view key, bool& into) const {
  const toml::node* node = find(key);
  if (node == nullptr) return {};
  const auto* truth = node->as_boolean();
  if (truth == nullptr) return error(key, "expected true or false");
  into = truth->get();
  return {};
}

Status MapTable::read(std::string_view key, int64_t& into) const {
  const toml::node* node = find(key);
  if (node == nullptr) return {};
  const auto* number = node->as_integer();
  if (number == nullptr) return error(key, "expected a whole number");
  into = number->get();
  return {};
}

Status MapTable::read(std::string_view key, std::vector<std::string>& into) const {
  const toml::node* node = find(key);
  if (node == nullptr) return {};
  into.clear();
  if (const auto text = scalar_text(*node)) {
    into.push_back(*text);
    return {};
  }
  const auto* list = node->as_array();
  if (list == nullptr) return error(key, "expected a text, or a list of texts");
  for (const toml::node& item : *list) {
    const auto text = scalar_text(item);
    if (!text) return error(item, key, "expected a list of texts");
    into.push_back(*text);
  }
  return {};
}

Status MapTable::demand(std::string_view key, std::string& into) const {
  if (find(key) == nullptr) return error(key, "is missing");
  SOJOURN_CHECK(read(key, into));
  return into.empty() ? error(key, "must not be empty") : Status();
}

std::optional<std::string> scalar_text(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return std::to_string(number->get());
  if (const auto* number = node.as_floating_point()) return format_number(number->get());
  if (const auto* truth = node.as_boolean()) return truth->get() ? "true" : "false";
  return std::nullopt;
}

}  // namespace sojourn
