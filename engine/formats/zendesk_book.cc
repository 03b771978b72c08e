#include "formats/zendesk_book.h"

#include <algorithm>

#include "formats/contact.h"

namespace sojourn {
namespace {

struct MemberKind {
  std::string_view member;
  std::string_view kind;
};

constexpr MemberKind kMembers[] = {
    {"comment", "comment"},
    {"comments", "comment"},
    {"audits", "other"},
    {"groups", "group"},
    {"metric_sets", "metric"},
    {"organizations", "other"},
    {"satisfaction_rating", "rating"},
    {"satisfaction_ratings", "rating"},
    {"survey_response", "survey_response"},
    {"survey_responses", "survey_response"},
    {"ticket", "ticket"},
    {"ticket_events", "ticket_event"},
    {"ticket_metric", "metric"},
    {"ticket_metric_events", "other"},
    {"ticket_metrics", "metric"},
    {"tickets", "ticket"},
    {"user", "user"},
    {"users", "user"},
};

}  // namespace

std::string ticket_in_name(std::string_view name) {
  const size_t from = name.find_first_of("0123456789");
  if (from == std::string_view::npos) return {};
  const size_t end = std::min(name.find_first_not_of("0123456789", from), name.size());
  return std::string(name.substr(from, end - from));
}

std::string zendesk_kind(const Json& json, const std::string& member) {
  for (const MemberKind& known : kMembers) {
    if (known.member == member) return std::string(known.kind);
  }
  if (text_at(json, "type").starts_with("zen:event-type:")) return "webhook";
  if (json.contains("requester_id") && (json.contains("status") || json.contains("subject"))) {
    return json.contains("score") ? "rating" : "ticket";
  }
  if (json.contains("requester") && json.contains("status")) return "ticket";
  if (json.contains("reply_time_in_minutes")) return "metric";
  if (json.contains("author_id") && json.contains("body")) return "comment";
  if (json.contains("answers") && json.contains("subjects")) return "survey_response";
  if (json.contains("score") && json.contains("ticket_id")) return "rating";
  if (json.contains("email") && json.contains("role")) return "user";
  return {};
}

const std::vector<std::string>& ZendeskBook::wrappers() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> names;
    for (const MemberKind& known : kMembers) names.emplace_back(known.member);
    return names;
  }();
  return kNames;
}

std::vector<Json> comments_of_event(const Json& event) {
  std::vector<Json> comments;
  for (const Json& child : items_at(event, "child_events")) {
    if (text_at(child, "event_type") != "Comment" && text_at(child, "type") != "Comment") continue;
    Json comment = child;
    if (!comment.contains("created_at")) comment["created_at"] = text_at(event, "timestamp");
    comments.push_back(std::move(comment));
  }
  return comments;
}

void ZendeskBook::look_at(std::string_view bytes, std::string_view name) {
  const std::string number = ticket_in_name(name);
  look_through_json(bytes, wrappers(), [&](const Json& json, const JsonRecord& record) {
    if (!json.is_object()) return;
    const std::string kind = zendesk_kind(json, record.member);
    if (kind == "ticket") {
      tickets_[text_at(json, "id")] = true;
      return;
    }
    const std::string own = text_at(json, "ticket_id");
    if (kind == "ticket_event") {
      for (const Json& comment : comments_of_event(json)) learn(comment, "comment", own);
      return;
    }
    learn(json, kind, own.empty() ? number : own);
  });
}

void ZendeskBook::learn(const Json& json, const std::string& kind, const std::string& ticket) {
  const std::string id = text_at(json, "id");
  if (kind == "user" && !id.empty()) users_[id] = json;
  if (kind == "group" && !id.empty()) groups_[id] = json;
  if (kind == "metric" && !ticket.empty()) metrics_[ticket] = json;
  if (kind == "comment" && !ticket.empty()) {
    auto& comments = comments_[ticket];
    const int64_t next = comments.empty() ? 0 : comments.rbegin()->first + 1;
    comments.insert_or_assign(integer_at(json, "id").value_or(next), json);
  }
}

std::vector<const Json*> ZendeskBook::comments(const std::string& ticket) const {
  std::vector<const Json*> list;
  const auto found = comments_.find(ticket);
  if (found == comments_.end()) return list;
  for (const auto& [id, comment] : found->second) list.push_back(&comment);
  return list;
}

}  // namespace sojourn
