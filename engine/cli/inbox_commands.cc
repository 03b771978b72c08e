#include "cli/inbox_commands.h"

#include <nlohmann/json.hpp>

#include "cli/api_rows.h"
#include "cli/remote.h"

namespace sojourn {
namespace {

using Json = ApiDesk::Json;

std::string joined(const Json& list) {
  std::string all;
  for (const Json& each : list) all += (all.empty() ? "" : ", ") + each.get<std::string>();
  return all;
}

// "due 2026-11-22T09:30:00Z", "overdue", "escalated"; "" : it is no case.
std::string case_text(const Json& open) {
  if (!open.is_object()) return {};
  const std::string late = open.value("overdue", false) ? "overdue" : "due " + text_at(open, "due");
  return open["escalated"].is_string() ? late + ", escalated" : late;
}

std::vector<Value> item_row(const Json& item) {
  const Json& score = item["score"];
  const Json voice = item.value("voice", Json());
  const Value value = score.is_object() ? Value(score["value"].get<double>()) : Value();
  return {item["id"].get<int64_t>(),
          text_at(item, "time"),
          text_at(item, "customer"),
          text_at(score, "kind"),
          value,
          text_at(voice, "sentiment"),
          text_at(voice, "topic"),
          text_at(item, "state"),
          text_at(item, "assignee"),
          cell(item, "tags"),
          case_text(item["case"]),
          brief(text_at(item, "text"))};
}

std::string item_path(const FeedbackWords& words) { return "/v1/feedback/" + std::to_string(words.id); }
std::string notes_path(const FeedbackWords& words) {
  return "/v1/customers/" + path_segment(words.customer) + "/notes";
}

std::string list_path(const FeedbackWords& words) {
  std::string path = "/v1/feedback?limit=" + std::to_string(words.limit);
  const std::vector<std::pair<const char*, const std::string*>> parts{
      {"where", &words.where}, {"state", &words.state},    {"tag", &words.tag},           {"q", &words.text},
      {"assignee", &words.of}, {"case", &words.open_case}, {"customer", &words.customer}, {"before", &words.before}};
  for (const auto& [name, value] : parts) {
    if (!value->empty()) path += "&" + std::string(name) + "=" + path_segment(*value);
  }
  return path;
}

Status print_notes(const Json& reply, Output format) {
  if (format == Output::kJson) return print_json(reply), Status();
  std::vector<std::vector<Value>> rows;
  for (const Json& each : reply["notes"]) {
    rows.push_back({each["n"].get<int64_t>(), text_at(each, "at"), text_at(each, "account"),
                    text_at(each, "identifier"), text_at(each, "text")});
  }
  print_table({"n", "at", "account", "identifier", "text"}, rows, format);
  return {};
}

bool changes_settings(const FeedbackWords& words) {
  return words.cases || words.owner || words.since || words.due_hours || words.escalate_hours ||
         !words.escalate_to.empty();
}

Json settings_body(const FeedbackWords& words) {
  Json body = Json::object();
  if (words.cases) body["cases"] = *words.cases;
  if (words.owner) body["assignee"] = *words.owner;
  if (words.since) body["since"] = *words.since;
  if (words.due_hours) body["due_hours"] = *words.due_hours;
  if (words.escalate_hours) body["escalate_hours"] = *words.escalate_hours;
  if (words.escalate_to == std::vector<std::string>{"none"}) {
    body["escalate_to"] = Json::array();
  } else if (!words.escalate_to.empty()) {
    body["escalate_to"] = words.escalate_to;
  }
  return body;
}

}  // namespace

Status run_feedback_list(const std::string& folder, const FeedbackWords& words) {
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_api_desk(folder, "sojourn feedback list", false));
  SOJOURN_TRY(const Json page, desk->ask("GET", list_path(words)));
  if (words.format == Output::kJson) return print_json(page), Status();
  std::vector<std::vector<Value>> rows;
  for (const Json& each : page["items"]) rows.push_back(item_row(each));
  print_table(
      {"id", "time", "customer", "kind", "score", "feels", "topic", "state", "assignee", "tags", "case", "text"}, rows,
      words.format);
  const Json& counts = page["counts"];
  std::string line;
  for (const char* key : {"open", "doing", "done", "cases", "overdue", "escalated"}) {
    line += (line.empty() ? "" : ", ") + std::to_string(counts[key].get<int64_t>()) + " " + key;
  }
  if (words.format == Output::kTable) print_line(line);
  if (page["next"].is_string()) print_notice("there is more: --before " + text_at(page, "next"));
  return {};
}

Status run_feedback_show(const std::string& folder, const FeedbackWords& words) {
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_api_desk(folder, "sojourn feedback show", false));
  SOJOURN_TRY(const Json item, desk->ask("GET", item_path(words)));
  print_json(item);
  return {};
}

Status run_feedback_set(const std::string& folder, const FeedbackWords& words) {
  Json body{{"ids", words.ids}};
  if (!words.state.empty()) body["state"] = words.state;
  if (!words.assignee.empty()) body["assignee"] = words.assignee;
  if (words.nobody) body["assignee"] = nullptr;
  if (!words.add_tags.empty()) body["add_tags"] = words.add_tags;
  if (!words.remove_tags.empty()) body["remove_tags"] = words.remove_tags;
  if (body.size() == 1) {
    return Status::invalid("say what is to change: --state, --assign, --nobody, --tag or --untag");
  }
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_api_desk(folder, "sojourn feedback set", false));
  SOJOURN_TRY(const Json reply, desk->ask("POST", "/v1/feedback/change", body));
  for (const Json& each : reply["items"]) {
    const std::string owner = text_at(each, "assignee");
    const std::string tags = joined(each["tags"]);
    print_line("feedback " + std::to_string(each["id"].get<int64_t>()) + " is " + text_at(each, "state") +
               (owner.empty() ? "" : ", " + owner + " sees to it") + (tags.empty() ? "" : "; tags: " + tags));
  }
  return {};
}

Status run_feedback_note(const std::string& folder, const FeedbackWords& words) {
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_api_desk(folder, "sojourn feedback note", false));
  SOJOURN_TRY(const Json item, desk->ask("POST", item_path(words) + "/notes", Json{{"text", words.note}}));
  print_line("note " + std::to_string(item["notes"].back()["n"].get<int64_t>()) + " is written");
  return {};
}

Status run_feedback_unnote(const std::string& folder, const FeedbackWords& words) {
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_api_desk(folder, "sojourn feedback unnote", false));
  SOJOURN_CHECK(desk->ask("DELETE", item_path(words) + "/notes/" + std::to_string(words.number)).status());
  print_line("note " + std::to_string(words.number) + " is removed");
  return {};
}

Status run_feedback_tags(const std::string& folder, const FeedbackWords& words) {
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_api_desk(folder, "sojourn feedback tags", false));
  SOJOURN_TRY(const Json reply, desk->ask("GET", "/v1/feedback/tags"));
  if (words.format == Output::kJson) return print_json(reply), Status();
  std::vector<std::vector<Value>> rows;
  for (const Json& each : reply["tags"]) rows.push_back({text_at(each, "tag"), each["count"].get<int64_t>()});
  print_table({"tag", "count"}, rows, words.format);
  return {};
}

Status run_feedback_settings(const std::string& folder, const FeedbackWords& words) {
  const bool changes = changes_settings(words);
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_api_desk(folder, "sojourn feedback settings", changes));
  if (changes) SOJOURN_CHECK(desk->ask("PUT", "/v1/feedback/settings", settings_body(words)).status());
  SOJOURN_TRY(const Json settings, desk->ask("GET", "/v1/feedback/settings"));
  if (words.format == Output::kJson) return print_json(settings), Status();
  std::vector<std::vector<Value>> rows;
  for (const char* key : {"cases", "due_hours", "escalate_hours", "assignee", "escalate_to", "since"}) {
    const Json& value = settings[key];
    const std::string text = value.is_array()    ? joined(value)
                             : value.is_string() ? text_at(settings, key)
                                                 : value.dump();
    rows.push_back({std::string(key), text});
  }
  print_table({"setting", "value"}, rows, words.format);
  if (settings["trouble"].is_object()) print_notice("no case opens: " + text_at(settings["trouble"], "detail"));
  return {};
}

Status run_customer_note_list(const std::string& folder, const FeedbackWords& words) {
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_api_desk(folder, "sojourn note list", false));
  SOJOURN_TRY(const Json reply, desk->ask("GET", notes_path(words)));
  return print_notes(reply, words.format);
}

Status run_customer_note_add(const std::string& folder, const FeedbackWords& words) {
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_api_desk(folder, "sojourn note add", false));
  SOJOURN_TRY(const Json reply, desk->ask("POST", notes_path(words), Json{{"text", words.note}}));
  return print_notes(reply, words.format);
}

Status run_customer_note_remove(const std::string& folder, const FeedbackWords& words) {
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_api_desk(folder, "sojourn note remove", false));
  SOJOURN_CHECK(desk->ask("DELETE", notes_path(words) + "/" + std::to_string(words.number)).status());
  print_line("note " + std::to_string(words.number) + " is removed");
  return {};
}

}  // namespace sojourn
