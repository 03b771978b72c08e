#include "act/alert.h"

#include <algorithm>
#include <array>

#include "act/delivery.h"
#include "answers/asker.h"
#include "answers/question_text.h"
#include "boards/board.h"

namespace sojourn {
namespace {

using boards::Json;
using boards::JsonFields;

constexpr std::array<std::string_view, 4> kWhens{"below", "above", "falls", "rises"};
constexpr size_t kNameMax = 200;

Status read_truth(const JsonFields& fields, const char* key, bool& into) {
  if (!fields.has(key)) return {};
  if (!fields[key].is_boolean()) return Status::invalid("true or false was expected", key);
  into = fields[key].get<bool>();
  return {};
}

// "question.where: column 4". A measure that there is not is a fault of the definition, not of the address.
Status of_question(const Status& fault) {
  const StatusCode code = fault.code() == StatusCode::kNotFound ? StatusCode::kInvalidArgument : fault.code();
  return {code, fault.message(), "question" + (fault.where().empty() ? "" : "." + fault.where())};
}

Status read_asked(const JsonFields& fields, Alert& alert) {
  if (!fields.has("question")) return fields.missing("question");
  if (!fields["question"].is_object()) return Status::invalid("an object with a measure was expected", "question");
  Result<Question> question = parse_question(boards::text_of(fields["question"]));
  if (!question) return of_question(question.error());
  alert.question = *std::move(question);
  const Question& asked = alert.question;
  if (!asked.by.empty()) return Status::invalid("an alert watches one figure: make one for each part", "question.by");
  if (asked.over)
    return Status::invalid("an alert watches one figure, of the last days: leave it out", "question.over");
  if (!asked.from.empty() || !asked.to.empty()) {
    return Status::invalid("the period says which days: leave it out",
                           asked.from.empty() ? "question.to" : "question.from");
  }
  return {};
}

Status read_period(const JsonFields& fields, Alert& alert) {
  std::string text;
  SOJOURN_CHECK(fields.text("period", kNameMax, text));
  if (text.empty()) return {};
  const Result<Micros> length = parse_duration(text);
  if (!length || *length % kDay != 0 || *length < kDay || *length > kAlertDaysMax * kDay) {
    return Status::invalid("whole days were expected, from 1d to " + std::to_string(kAlertDaysMax) + "d", "period");
  }
  alert.days = *length / kDay;
  return {};
}

Status read_threshold(const JsonFields& fields, Alert& alert) {
  SOJOURN_CHECK(fields.number("value", alert.value));
  std::optional<double> by;
  SOJOURN_CHECK(fields.number("by", by));
  alert.by = by.value_or(0);
  if (alert.by < 0) return Status::invalid("is a length: 0 (any change that is proven) or more", "by");
  if (!alert.compares() && !alert.value) {
    return Status::invalid("is needed: the alert fires " + std::string(alert_when_name(alert.when)) + " it", "value");
  }
  int least = static_cast<int>(kAlertLeastN);
  SOJOURN_CHECK(fields.integer("least_n", 1, 1'000'000'000, least));
  alert.least_n = least;
  return {};
}

Result<Alert> read_alert(const JsonFields& fields, std::string_view otherwise) {
  SOJOURN_CHECK(fields.only({"name", "title", "enabled", "question", "period", "when", "value", "by", "least_n", "mail",
                             "webhook", "owner", "scope", "state", "since", "now", "reason", "snoozed_until"}));
  Alert alert;
  alert.name = otherwise;
  SOJOURN_CHECK(fields.text("name", kNameMax, alert.name));
  SOJOURN_CHECK(boards::check_board_name(alert.name, "name"));
  SOJOURN_CHECK(fields.text("title", kNameMax, alert.title));
  SOJOURN_CHECK(read_truth(fields, "enabled", alert.enabled));
  SOJOURN_CHECK(read_asked(fields, alert));
  SOJOURN_CHECK(read_period(fields, alert));
  if (!fields.has("when")) return Status::invalid("is needed: below, above, falls or rises", "when");
  std::string when;
  SOJOURN_CHECK(fields.choice("when", kWhens, when));
  alert.when = static_cast<AlertWhen>(std::ranges::find(kWhens, when) - kWhens.begin());
  SOJOURN_CHECK(read_threshold(fields, alert));
  SOJOURN_TRY(alert.mail, read_addresses(fields, "mail", kAlertAddressesMax));
  SOJOURN_CHECK(read_truth(fields, "webhook", alert.webhook));
  return alert;
}

// A measure that gives one figure, and that can be asked of a period.
Status check_measure(const Alert& alert) {
  SOJOURN_TRY(const MeasureDefinition* const definition, find_measure(alert.question.measure));
  const bool figure = definition->shape == Shape::kNumber || definition->shape == Shape::kTable;
  if (definition->bind && figure) return {};
  return Status::invalid("gives no single figure that could pass a threshold", "question.measure");
}

}  // namespace

std::string_view alert_when_name(AlertWhen when) { return kWhens[static_cast<size_t>(when)]; }

Result<Alert> parse_alert(std::string_view text, std::string_view otherwise, const FindSegment& find) {
  SOJOURN_TRY(const Json json, boards::parse_bounded_json(text, "an alert", kAlertBytesMax));
  SOJOURN_TRY(Alert alert, read_alert(JsonFields(json, ""), otherwise));
  if (const Status fault = check_board_question(alert.question, find); !fault.ok()) return of_question(fault);
  SOJOURN_CHECK(check_measure(alert));
  return alert;
}

Json alert_json(const Alert& alert) {
  Json json{{"name", alert.name}, {"title", alert.title}, {"enabled", alert.enabled}};
  json["question"] = Json::parse(question_json(alert.question));
  json["period"] = std::to_string(alert.days) + "d";
  json["when"] = alert_when_name(alert.when);
  json["value"] = alert.value ? boards::number_json(*alert.value) : Json(nullptr);
  json["by"] = boards::number_json(alert.by);
  json["least_n"] = alert.least_n;
  json["mail"] = alert.mail;
  json["webhook"] = alert.webhook;
  json["owner"] = alert.owner;
  return json;
}

std::string alert_judged(const Alert& alert) {
  Json json = alert_json(alert);
  for (const char* key : {"title", "mail", "webhook"}) json.erase(key);
  json["scope"] = alert.scope;
  return boards::text_of(json);
}

Result<Alert> AlertKind::parse(std::string_view text, std::string_view name) {
  SOJOURN_TRY(const Json json, boards::parse_bounded_json(text, "an alert", 2 * kAlertBytesMax));
  const JsonFields fields(json, "");
  SOJOURN_TRY(Alert alert, read_alert(fields, name));
  SOJOURN_CHECK(fields.text("owner", kNameMax, alert.owner));
  SOJOURN_CHECK(fields.text("scope", kAlertBytesMax, alert.scope));
  return alert;
}

std::string AlertKind::text(const Alert& alert) {
  Json json = alert_json(alert);
  json["scope"] = alert.scope;
  return boards::text_of(json);
}

}  // namespace sojourn
