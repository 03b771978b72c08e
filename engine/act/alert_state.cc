#include "act/alert_state.h"

#include <algorithm>
#include <array>

#include "intake/json_members.h"

namespace sojourn {
namespace {

using boards::Json;
using members::integer_of;
using members::text_of;

constexpr std::array<std::string_view, 7> kStandings{"unknown", "firing", "quiet",  "no_data",
                                                     "snoozed", "off",    "trouble"};

Json number_or_null(const std::optional<double>& number) { return number ? Json(*number) : Json(nullptr); }

std::optional<double> number_of(const Json& json, const char* key) {
  if (!json.contains(key) || !json[key].is_number()) return std::nullopt;
  return json[key].get<double>();
}

Json kept_figure(const AlertFigure& figure) {
  Json json = figure_json(figure);
  json["as_of"] = figure.as_of;
  return json;
}

AlertFigure read_figure(const Json& json) {
  AlertFigure figure;
  if (!json.is_object()) return figure;
  figure.value = number_of(json, "value");
  figure.low = number_of(json, "low");
  figure.high = number_of(json, "high");
  if (const auto n = number_of(json, "n")) figure.n = static_cast<int64_t>(*n);
  figure.as_of = integer_of(json, "as_of");
  return figure;
}

Result<AlertStanding> read_standing(const Json& json) {
  const auto found = std::ranges::find(kStandings, text_of(json, "state"));
  if (found == kStandings.end()) return Status::corruption("no known state");
  return static_cast<AlertStanding>(found - kStandings.begin());
}

Json entry_json(const AlertEntry& entry) {
  Json json{{"id", entry.id}, {"at", entry.at}, {"state", standing_name(entry.standing)}};
  json["figure"] = kept_figure(entry.figure);
  json["reason"] = entry.reason;
  json["scope"] = entry.scope;
  json["told"] = Json::array();
  for (const Delivery& each : entry.told) json["told"].push_back(delivery_json(each));
  return json;
}

Result<AlertEntry> read_entry(const Json& json) {
  if (!json.is_object()) return Status::corruption("an entry is no object");
  AlertEntry entry;
  entry.id = text_of(json, "id");
  entry.at = integer_of(json, "at");
  SOJOURN_TRY(entry.standing, read_standing(json));
  if (json.contains("figure")) entry.figure = read_figure(json["figure"]);
  entry.reason = text_of(json, "reason");
  entry.scope = text_of(json, "scope");
  if (!json.contains("told") || !json["told"].is_array()) return entry;
  for (const Json& each : json["told"]) {
    SOJOURN_TRY(Delivery delivery, read_delivery(each));
    entry.told.push_back(std::move(delivery));
  }
  return entry;
}

}  // namespace

std::string_view standing_name(AlertStanding standing) { return kStandings[static_cast<size_t>(standing)]; }

Json figure_json(const AlertFigure& figure) {
  Json json{{"value", number_or_null(figure.value)}, {"low", number_or_null(figure.low)}};
  json["high"] = number_or_null(figure.high);
  json["n"] = figure.n ? Json(*figure.n) : Json(nullptr);
  return json;
}

std::string AlertStateKind::text(AlertState& state) {
  if (state.entries.size() > kAlertEntriesKept) {
    state.entries.erase(state.entries.begin(), state.entries.end() - kAlertEntriesKept);
  }
  Json json{{"state", standing_name(state.standing)}, {"since", state.since}, {"reason", state.reason}};
  json["snoozed_until"] = state.snoozed_until;
  json["told_firing"] = state.told_firing;
  json["figure"] = kept_figure(state.figure);
  json["scope"] = state.scope;
  json["entries"] = Json::array();
  for (const AlertEntry& each : state.entries) json["entries"].push_back(entry_json(each));
  return boards::text_of(json);
}

Result<AlertState> AlertStateKind::parse(const Document& document) {
  const Json json = Json::parse(document.text, nullptr, false);
  if (!json.is_object() || !json.contains("entries") || !json["entries"].is_array()) {
    return Status::corruption("it is no JSON of an alert's state");
  }
  AlertState state;
  state.name = document.name;
  SOJOURN_TRY(state.standing, read_standing(json));
  state.since = integer_of(json, "since");
  state.reason = text_of(json, "reason");
  state.snoozed_until = integer_of(json, "snoozed_until");
  state.told_firing = json.value("told_firing", false);
  if (json.contains("figure")) state.figure = read_figure(json["figure"]);
  state.scope = text_of(json, "scope");
  for (const Json& each : json["entries"]) {
    SOJOURN_TRY(AlertEntry entry, read_entry(each));
    state.entries.push_back(std::move(entry));
  }
  return state;
}

}  // namespace sojourn
