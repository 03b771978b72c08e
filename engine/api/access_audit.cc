#include "api/access_audit.h"

#include <algorithm>

#include "api/json_body.h"

namespace sojourn {
namespace {

constexpr size_t kGrantersShown = 5;

struct Kept {
  std::string_view route;
  std::string_view action;
  const char* detail = nullptr;  // A member of the body that is kept too; "*": all of a body that holds no secret.
};

constexpr Kept kKept[] = {
    {"POST /v1/sql", "sql", "sql"},
    {"POST /v1/export", "export", "*"},
    {"POST /v1/replay", "replay", "*"},
    {"POST /v1/links", "link.made", "*"},
    {"DELETE /v1/links/{number}", "link.undone"},
    {"PUT /v1/sources/{name}", "source.set"},
    {"DELETE /v1/sources/{name}", "source.disabled"},
    {"POST /v1/sources/{name}/keys", "key.made"},
    {"DELETE /v1/sources/{name}/keys/{id}", "key.revoked"},
    {"POST /v1/surveys/{name}/links", "survey_link.made"},
    {"PUT /v1/surveys/{name}", "survey.set"},
    {"PUT /v1/rules/{name}", "rule.set"},
    {"PUT /v1/maps/{name}", "map.set"},
    {"POST /v1/imports", "import.made"},
    {"PUT /v1/boards/{name}", "board.set"},
    {"PUT /v1/mail", "mail.set"},
    {"POST /v1/boards/{name}/shares", "share.made"},
    {"PUT /v1/segments/{name}", "segment.set", "where"},
    {"PUT /v1/goals/{name}", "goal.set", "*"},
    {"PUT /v1/benchmarks/{name}", "benchmark.set"},
    {"PUT /v1/alerts/{name}", "alert.set", "mail"},
    {"PUT /v1/reports/{name}", "report.set", "to"},
    {"POST /v1/reports/{name}/send", "report.sent", "to"},
    {"PUT /v1/decisions/{name}", "decision.set", "*"},
    {"PUT /v1/stages", "stages.set"},
    {"PUT /v1/feedback/settings", "feedback.settings", "cases"},
    {"DELETE /v1/boards/{name}/shares/{id}", "share.removed"},
    {"PUT /v1/voice/corrections", "correction.set", "*"},
    {"DELETE /v1/voice/corrections", "correction.removed", "*"},
    {"POST /v1/voice/train", "voice.trained"},
    {"POST /v1/voice/rescore", "voice.rescored"},
    {"POST /v1/voice/topics/refit", "voice.topics_refit", "*"},
    {"POST /v1/voice/topics", "topic.pinned", "*"},
    {"PUT /v1/voice/topics/{id}", "topic.set", "*"},
};

// Their handlers note more than the table could say.
bool notes_itself(std::string_view pattern) {
  for (const std::string_view own : {"/v1/me", "/v1/accounts", "/v1/tokens", "/v1/sign-"}) {
    if (pattern.starts_with(own)) return true;
  }
  return false;
}

std::string subject_of(const Call& call) {
  std::string subject;
  for (const std::string& each : call.path) subject += (subject.empty() ? "" : "/") + each;
  return subject;
}

std::string detail_of(const Kept& kept, const Call& call) {
  if (kept.detail == nullptr) return {};
  const Result<Json> body = read_json(call.request.body);
  if (!body || !body->is_object()) return {};
  if (std::string_view(kept.detail) == "*") return json_text(*body);
  const auto found = body->find(kept.detail);
  if (found == body->end() || found->is_null()) return {};
  return found->is_string() ? found->get<std::string>() : json_text(*found);
}

AuditEntry entry_of(const Call& call, std::string action, std::string subject, std::string detail) {
  AuditEntry entry;
  entry.account = call.caller.account;
  entry.address = call.caller.address;
  entry.action = std::move(action);
  entry.subject = std::move(subject);
  entry.detail = std::move(detail);
  if (call.caller.by == Caller::By::kToken) {
    entry.detail += (entry.detail.empty() ? "" : " ") + std::string("by token ") + call.caller.credential;
  }
  return entry;
}

std::string joined(const std::vector<std::string>& words, const char* last) {
  std::string text;
  for (size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? std::string(" ") + last + " " : std::string(", ");
    text += words[i];
  }
  return text;
}

}  // namespace

std::optional<AuditEntry> audit_note(const Route& route, const Call& call) {
  if (route.door != Door::kOwner || call.request.method == "GET" || call.request.method == "HEAD") return std::nullopt;
  const std::string name = route.verb + " " + route.pattern;
  const auto* kept = std::ranges::find(kKept, name, &Kept::route);
  if (kept != std::end(kKept))
    return entry_of(call, std::string(kept->action), subject_of(call), detail_of(*kept, call));
  if (route.verb != "DELETE" || notes_itself(route.pattern)) return std::nullopt;
  return entry_of(call, "removed", call.request.path, "");
}

void keep_note(const Engine& engine, AuditEntry entry) {
  if (engine.access == nullptr) return;
  entry.at = engine.access->now();
  const Status kept = engine.access->audit->add(std::move(entry));
  if (!kept.ok()) engine.trouble->note(kept.to_string());
}

void note_action(const Engine& engine, const Call& call, std::string action, std::string subject, std::string detail) {
  keep_note(engine, entry_of(call, std::move(action), std::move(subject), std::move(detail)));
}

std::optional<Problem> missing_permission(Permissions needs, const Caller& caller, const Access* access) {
  if (needs.empty() || caller.may(needs)) return std::nullopt;
  std::vector<std::string> wanted = needs.names();
  for (std::string& each : wanted) each = "\"" + each + "\"";
  std::string detail = "this needs the permission " + joined(wanted, "or") + ", which ";
  if (caller.by == Caller::By::kToken) {
    detail += "this token does not have";
  } else {
    detail += "your role, " + std::string(role_name(caller.role)) + ", does not give";
  }
  std::vector<std::string> granters = access == nullptr ? std::vector<std::string>() : access->book->who_grants();
  if (granters.size() > kGrantersShown) granters.resize(kGrantersShown);
  if (!granters.empty()) detail += "; ask " + joined(granters, "or") + ", who can give it";
  return Problem{403, "forbidden", detail, wanted.size() == 1 ? needs.names().front() : std::string()};
}

}  // namespace sojourn
