#include <nlohmann/json.hpp>

#include "answers/question_text.h"
#include "cli/api_rows.h"
#include "cli/commands.h"
#include "cli/remote.h"

namespace sojourn {
namespace {

using Json = ApiDesk::Json;

std::string alert_path(const std::string& name) { return "/v1/alerts/" + path_segment(name); }
std::string report_path(const std::string& name) { return "/v1/reports/" + path_segment(name); }

// "below 30", "falls by 5".
std::string when_text(const Json& alert) {
  const std::string when = alert.value("when", "");
  if (when == "below" || when == "above") return when + " " + text_at(alert, "value");
  return alert.value("by", 0.0) > 0 ? when + " by " + text_at(alert, "by") : when;
}

std::vector<Value> alert_row(const Json& alert) {
  const Json now = alert.value("now", Json());
  return {cell(alert, "name"),  cell(alert.value("question", Json()), "measure"),
          when_text(alert),     cell(alert, "period"),
          cell(alert, "state"), cell(now, "value"),
          cell(now, "n"),       cell(alert, "since"),
          cell(alert, "mail"),  cell(alert, "reason")};
}

std::vector<Value> entry_row(const Json& entry) {
  return {cell(entry, "at"), cell(entry, "state"), cell(entry, "value"),   cell(entry, "low"),   cell(entry, "high"),
          cell(entry, "n"),  cell(entry, "told"),  cell(entry, "outcome"), cell(entry, "reason")};
}

std::vector<Value> report_row(const Json& report) {
  const Json last = report.value("last", Json());
  const std::string every = report.value("every", "");
  const std::string day = every == "week" ? text_at(report, "weekday") : every == "month" ? text_at(report, "day") : "";
  return {cell(report, "name"),  cell(report, "board"), every + (day.empty() ? "" : ", " + day),
          cell(report, "at"),    cell(report, "zone"),  cell(report, "to"),
          cell(report, "state"), cell(report, "next"),  cell(last, "at"),
          cell(last, "outcome"), cell(report, "reason")};
}

Result<Json> alert_body(const AlertWords& words) {
  SOJOURN_TRY(const Question question, question_of(words.ask));
  Json body{{"question", Json::parse(question_json(question))}};
  body["when"] = words.below ? "below" : words.above ? "above" : words.falls ? "falls" : "rises";
  if (words.below) body["value"] = *words.below;
  if (words.above) body["value"] = *words.above;
  body["by"] = words.by;
  body["period"] = words.period;
  body["least_n"] = words.least_n;
  return body;
}

// A length counts from now; a time is one.
Result<Json> snooze_body(const std::string& until) {
  if (until == "off") return Json{{"until", nullptr}};
  if (const Result<Micros> length = parse_duration(until)) return Json{{"until", format_time(now() + *length)}};
  const Result<ParsedTime> time = parse_time(until, Zone());
  if (time) return Json{{"until", format_time(time->utc)}};
  return Status::invalid("a length was expected, such as 2d, a time, such as 2026-12-01, or off", "until");
}

}  // namespace

// --- alerts

Status run_alert_set(const std::string& folder, const AlertWords& words) {
  SOJOURN_TRY(Json body, alert_body(words));
  body["title"] = words.title;
  body["mail"] = words.mail;
  body["webhook"] = words.webhook;
  body["enabled"] = !words.disabled;
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_api_desk(folder, "sojourn alert set", true));
  SOJOURN_TRY(const Json alert, desk->ask("PUT", alert_path(words.name), body));
  const std::string reason = text_at(alert, "reason");
  print_line("alert \"" + words.name + "\" is set: " + when_text(alert) + "; it is " + text_at(alert, "state") +
             (reason.empty() ? "" : " (" + reason + ")"));
  if (words.mail.empty() && !words.webhook) print_notice("nobody is told: give --mail ADDRESS or --webhook");
  return {};
}

Status run_alert_try(const std::string& folder, const AlertWords& words, Output format) {
  SOJOURN_TRY(const Json body, alert_body(words));
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_api_desk(folder, "sojourn alert try", false));
  SOJOURN_TRY(const Json trial, desk->ask("POST", "/v1/alerts/try", body));
  if (format == Output::kJson) return print_json(trial), Status();
  std::vector<std::vector<Value>> rows;
  for (const Json& each : trial.value("series", Json::array())) {
    rows.push_back({cell(each, "from"), cell(each, "to"), cell(each, "value"), cell(each, "low"), cell(each, "high"),
                    cell(each, "n"), cell(each, "fires"), cell(each, "reason")});
  }
  print_table({"from", "to", "value", "low", "high", "n", "fires", "reason"}, rows, format);
  print_notice("it would have fired " + text_at(trial, "fired") + " times in 90 days");
  return {};
}

Status run_alert_list(const std::string& folder, Output format) {
  return print_list(folder, "sojourn alert list", "/v1/alerts", "alerts", format,
                    {"alert", "measure", "when", "period", "state", "value", "n", "since", "mail", "reason"},
                    alert_row);
}

Status run_alert_show(const std::string& folder, const std::string& name) {
  return print_reply(folder, "sojourn alert show", alert_path(name));
}

Status run_alert_history(const std::string& folder, const std::string& name, Output format) {
  return print_list(folder, "sojourn alert history", alert_path(name) + "/history", "entries", format,
                    {"at", "state", "value", "low", "high", "n", "told", "outcome", "reason"}, entry_row);
}

Status run_alert_snooze(const std::string& folder, const std::string& name, const std::string& until) {
  SOJOURN_TRY(const Json body, snooze_body(until));
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_api_desk(folder, "sojourn alert snooze", false));
  SOJOURN_TRY(const Json alert, desk->ask("POST", alert_path(name) + "/snooze", body));
  const std::string kept = text_at(alert, "snoozed_until");
  print_line("alert \"" + name + "\" " + (kept.empty() ? "tells again" : "tells nobody until " + kept));
  return {};
}

Status run_alert_remove(const std::string& folder, const std::string& name) {
  return remove_named(folder, "alert", name);
}

// --- reports

Status run_report_set(const std::string& folder, const ReportWords& words) {
  Json body{{"board", words.board}, {"to", words.to}, {"title", words.title}, {"every", words.every}};
  body["at"] = words.at;
  body["zone"] = words.zone;
  body["weekday"] = words.weekday;
  body["day"] = words.day;
  body["format"] = words.attach;
  body["language"] = words.language;
  body["enabled"] = !words.disabled;
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_api_desk(folder, "sojourn report set", true));
  SOJOURN_TRY(const Json report, desk->ask("PUT", report_path(words.name), body));
  const std::string next = text_at(report, "next");
  print_line("report \"" + words.name + "\" is set: " + (next.empty() ? "nothing is sent" : "next at " + next));
  return {};
}

Status run_report_list(const std::string& folder, Output format) {
  return print_list(folder, "sojourn report list", "/v1/reports", "reports", format,
                    {"report", "board", "every", "at", "zone", "to", "state", "next", "last", "outcome", "reason"},
                    report_row);
}

Status run_report_show(const std::string& folder, const std::string& name) {
  return print_reply(folder, "sojourn report show", report_path(name));
}

Status run_report_send(const std::string& folder, const std::string& name, const std::vector<std::string>& to) {
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_api_desk(folder, "sojourn report send", false));
  SOJOURN_TRY(const Json sent, desk->ask("POST", report_path(name) + "/send", Json{{"to", to}}));
  std::string failed;
  for (const Json& each : sent.value("failed", Json::array())) {
    failed += (failed.empty() ? "" : "; ") + text_at(each, "to") + ": " + text_at(each, "reason");
  }
  const std::string told = text_at(sent, "sent");
  if (!told.empty()) print_line("report \"" + name + "\" was sent to " + told);
  return failed.empty() ? Status() : Status::unavailable("it was not sent to " + failed, "report");
}

Status run_report_remove(const std::string& folder, const std::string& name) {
  return remove_named(folder, "report", name);
}

}  // namespace sojourn
