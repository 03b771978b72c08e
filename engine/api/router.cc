#include "api/router.h"

#include <algorithm>
#include <optional>

#include "api/problem.h"
#include "base/decimal.h"

namespace sojourn {
namespace {

// The decoded segments that stand for the names of the pattern; nothing when the path is another one.
std::optional<std::vector<std::string>> match(std::string_view pattern, const std::vector<std::string>& segments) {
  std::vector<std::string> values;
  size_t index = 0;
  pattern.remove_prefix(1);
  while (true) {
    if (index == segments.size()) return std::nullopt;
    const size_t slash = pattern.find('/');
    const std::string_view wanted = pattern.substr(0, slash);
    const std::string& segment = segments[index++];
    if (wanted.starts_with('{')) {
      if (segment.empty()) return std::nullopt;
      values.push_back(segment);
    } else if (wanted != segment) {
      return std::nullopt;
    }
    if (slash == std::string_view::npos) break;
    pattern.remove_prefix(slash + 1);
  }
  if (index != segments.size()) return std::nullopt;
  return values;
}

}  // namespace

std::string Call::query(std::string_view name) const {
  for (const auto& [each, value] : request.query) {
    if (each == name) return value;
  }
  return {};
}

Result<int64_t> Call::query_integer(std::string_view name, int64_t otherwise, int64_t min, int64_t max) const {
  const std::string text = query(name);
  if (text.empty()) return otherwise;
  const Result<int64_t> number = parse_integer(text);
  if (!number.has_value() || *number < min || *number > max) {
    return Status::invalid(
        "a whole number from " + std::to_string(min) + " to " + std::to_string(max) + " was expected",
        std::string(name));
  }
  return *number;
}

std::string_view Call::header(std::string_view name) const {
  const std::string* value = request.header(name);
  return value == nullptr ? std::string_view() : std::string_view(*value);
}

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)) {
  for (const Route& route : routes_) {
    if (route.pattern.find('{') != std::string::npos) {
      named_.push_back(&route);
      continue;
    }
    plain_[route.pattern].push_back(&route);
    if (route.door == Door::kIntake) plain_[route.pattern + "/"].push_back(&route);
  }
}

std::vector<Router::Match> Router::routes_at(std::string_view path) const {
  std::vector<Match> found;
  if (const auto plain = plain_.find(std::string(path)); plain != plain_.end()) {
    for (const Route* route : plain->second) found.push_back({route, {}});
    return found;
  }
  Result<std::vector<std::string>> segments = path_segments(path);
  if (!segments.has_value()) return found;
  for (const Route* route : named_) {
    std::vector<std::string> wanted = *segments;
    if (route->door == Door::kIntake && wanted.size() > 1 && wanted.back().empty()) wanted.pop_back();
    std::optional<std::vector<std::string>> values = match(route->pattern, wanted);
    if (!values || (route->fits != nullptr && !route->fits(*values))) continue;
    found.push_back({route, *std::move(values)});
  }
  if (!found.empty()) return found;
  std::string decoded;  // "/v1/%74rack" is a path as well; an escaped slash parts no segments.
  for (const std::string& each : *segments) {
    if (each.find('/') != std::string::npos) return found;
    decoded += "/" + each;
  }
  if (const auto plain = plain_.find(decoded); plain != plain_.end()) {
    for (const Route* route : plain->second) found.push_back({route, {}});
  }
  return found;
}

std::variant<Router::Unknown, Router::WrongVerb, Router::Match> Router::find(std::string_view verb,
                                                                             std::string_view path) const {
  std::string allow;
  std::vector<Match> found = routes_at(path);
  for (Match& each : found) {
    const Route& route = *each.route;
    if (route.verb == verb || (verb == "HEAD" && route.verb == "GET")) return std::move(each);
    allow += (allow.empty() ? "" : ", ") + route.verb + (route.verb == "GET" ? ", HEAD" : "");
  }
  if (found.empty()) return Unknown{};
  return WrongVerb{allow + ", OPTIONS", found.front().route};
}

const Route* Router::route_at(std::string_view verb, std::string_view path) const {
  const auto found = find(verb, path);
  if (const auto* match = std::get_if<Match>(&found)) return match->route;
  const auto* wrong = std::get_if<WrongVerb>(&found);
  return wrong == nullptr ? nullptr : wrong->route;
}

Status check_query(const Route& route, const HttpRequest& request) {
  std::vector<std::string> known;
  for (const QueryParameter& each : route.query) known.push_back(each.name);
  std::vector<std::string> seen;
  for (const auto& [name, value] : request.query) {
    if (std::ranges::find(known, name) == known.end()) {
      return Status::invalid("unknown parameter." + known_hint(name, known), name);
    }
    if (std::ranges::find(seen, name) != seen.end()) return Status::invalid("is given twice", name);
    seen.push_back(name);
  }
  return {};
}

}  // namespace sojourn
