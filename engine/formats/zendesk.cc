// Zendesk tickets: one event a ticket, its satisfaction beside it.
//
// Units     minutes; by the calendar unless the setting `hours` says business.
// Wait      the time that the requester waited in all; where that is missing, until the first reply.
// Hold      time in the state on-hold: of the ticket, as there is no line to be held.
// Words     public comments alone: private notes are no part of what was said to the customer.
// Version   the latest instant told of the ticket, its metrics, comments and rating.
// Scores    good and bad (the older satisfaction) are 1 and 0 on a scale from 0 to 1.
// Source    https://developer.zendesk.com/api-reference: Tickets, Ticket Metrics, Ticket Comments, Incremental Exports,
//           Satisfaction Ratings, CSAT Survey Responses, Webhook event types.
#include <algorithm>

#include "base/text.h"
#include "formats/zendesk_parts.h"

namespace sojourn {
namespace zendesk {
namespace {

const Json& metrics_of(const Json& ticket, const ZendeskBook& book) {
  for (const char* name : {"metric_set", "ticket_metric", "metrics"}) {
    const Json& inside = object_at(ticket, name);
    if (!inside.empty()) return inside;
  }
  const Json* found = book.metrics(text_at(ticket, "id"));
  static const Json kNone = Json::object();
  return found == nullptr ? kNone : *found;
}

class Metrics {
 public:
  Metrics(const Json& json, const FormatSettings& settings)
      : json_(json), hours_(setting(settings, "hours") == "business" ? ".business" : ".calendar") {}

  std::optional<Micros> minutes(std::string_view name) const {
    return duration_at(json_, std::string(name) + hours_, kMinute);
  }
  void write_seconds(EventWriter& writer, std::string_view property, std::string_view name) const {
    if (const auto length = minutes(name)) writer.set(property, *length / kSecond);
  }
  // How often it changed hands, between people or groups.
  std::optional<int64_t> transfers() const {
    const auto people = integer_at(json_, "assignee_stations");
    const auto groups = integer_at(json_, "group_stations");
    if (!people && !groups) return std::nullopt;
    return std::max<int64_t>({people.value_or(0) - 1, groups.value_or(0) - 1, 0});
  }
  void write(EventWriter& writer) const {
    auto wait = minutes("requester_wait_time_in_minutes");
    if (!wait) wait = minutes("reply_time_in_minutes");
    writer.duration(Field::kWait, wait).duration(Field::kHold, minutes("on_hold_time_in_minutes"));
    writer.set("transfers", transfers());
    write_seconds(writer, "first_reply_seconds", "reply_time_in_minutes");
    write_seconds(writer, "first_resolution_seconds", "first_resolution_time_in_minutes");
    write_seconds(writer, "full_resolution_seconds", "full_resolution_time_in_minutes");
    write_seconds(writer, "agent_wait_seconds", "agent_wait_time_in_minutes");
    writer.set("reopens", integer_at(json_, "reopens")).set("replies", integer_at(json_, "replies"));
  }

 private:
  const Json& json_;
  std::string hours_;
};

int64_t version_of(const Json& ticket, const ZendeskBook& book) {
  Micros last = instant_at(ticket, "updated_at").value_or(instant_at(ticket, "created_at").value_or(0));
  const auto see = [&](const Json& json, std::string_view path) {
    last = std::max(last, instant_at(json, path).value_or(0));
  };
  see(ticket, "generated_timestamp");
  see(metrics_of(ticket, book), "updated_at");
  see(ticket, "satisfaction_rating.updated_at");
  for (const Json* comment : comments_of(ticket, book)) see(*comment, "created_at");
  return milliseconds(last);
}

// Who began it: an agent who writes first went to the customer.
std::string direction_of(const Json& ticket, const ZendeskBook& book) {
  for (const Json* comment : comments_of(ticket, book)) {
    if (!is_public(*comment)) continue;
    const std::string author = text_at(*comment, {"author_id", "author.id"});
    const Json* user = person(*comment, "author", "author_id", book);
    return role_of_user(user, author, ticket) == "agent" ? "out" : "in";
  }
  return text_at(ticket, "via.source.rel") == "outbound" ? "out" : "in";
}

// The answers of the custom fields, under their ids.
void write_custom_fields(EventWriter& writer, const Json& ticket) {
  Json fields = Json::object();
  for (const char* name : {"custom_fields", "fields"}) {
    for (const Json& field : items_at(ticket, name)) {
      const std::string id = text_at(field, "id");
      const Json* value = json_at(field, "value");
      if (!id.empty() && value != nullptr) fields["field_" + id] = *value;
    }
  }
  keep_others(writer, fields, {});
}

void write_rest(EventWriter& writer, const Json& ticket) {
  write_custom_fields(writer, ticket);
  keep_others(writer, ticket,
              {"id",
               "url",
               "created_at",
               "updated_at",
               "generated_timestamp",
               "requester_id",
               "requester",
               "assignee_id",
               "assignee",
               "group_id",
               "group",
               "via",
               "status",
               "subject",
               "raw_subject",
               "description",
               "comments",
               "comment_count",
               "metric_set",
               "ticket_metric",
               "metrics",
               "satisfaction_rating",
               "custom_fields",
               "fields",
               "submitter",
               "submitter_id",
               "collaborator_ids",
               "collaborator",
               "follower_ids",
               "email_cc_ids",
               "recipient",
               "organization",
               "followup_ids",
               "followup_source_id",
               "via_followup_source_id"});
}

Status write_ticket(const Context& at, const Json& ticket) {
  const std::string id = text_at(ticket, "id");
  const auto created = time_at(ticket, "created_at");
  if (id.empty()) return at.writer.reject(at.raw.line, at.raw.text, "id", "the ticket has no id");
  if (!created) {
    return at.writer.reject(at.raw.line, at.raw.text, "created_at", "the ticket does not tell when it was made");
  }
  EventWriter& writer = at.writer;
  const std::string status = lower_ascii(text_at(ticket, "status"));
  writer.begin(at.raw.line, at.raw.text);
  writer.id(id).version(version_of(ticket, at.book)).time(created->utc, created->offset_minutes);
  writer.set("channel", channel_of(lower_ascii(text_at(ticket, "via.channel"))));
  // What was thrown away (spam, mistakes) is no part of anybody's journey.
  if (status != "deleted") writer.set("touchpoint", "ticket");
  writer.set("direction", direction_of(ticket, at.book)).set("status", status);
  const std::string before =
      text_at(ticket, {"via.source.from.ticket_id", "via_followup_source_id", "followup_source_id"});
  writer.set("episode", before.empty() ? id : before);
  write_requester(at, ticket);
  write_caller(at, ticket);
  write_handlers(at, ticket);
  Metrics(metrics_of(ticket, at.book), at.settings).write(writer);
  if (status == "solved" || status == "closed") writer.set("resolved", true).set("outcome", "served");
  writer.set("subject", fitting(text_at(ticket, {"subject", "raw_subject"}), 4096));
  writer.set("text", fitting(text_at(ticket, "description")));
  write_turns(writer, turns_of(ticket, *created, at.book));
  write_rest(writer, ticket);
  return ended(writer);
}

// https://developer.zendesk.com/api-reference/webhooks/event-types: the ticket stands in `detail`, in capitals.
Status write_webhook(const Context& at, const Json& json) {
  Json ticket = object_at(json, "detail");
  const std::string subject = text_at(json, "subject");
  constexpr std::string_view kTicket = "zen:ticket:";
  if (!subject.starts_with(kTicket)) return {};  // About users or articles.
  if (!ticket.contains("id")) ticket["id"] = subject.substr(kTicket.size());
  const Json& comment = object_at(json, "event.comment");
  if (!comment.empty()) {
    Json told = comment;
    if (!told.contains("created_at")) told["created_at"] = text_at(json, "time");
    if (!told.contains("via")) told["via"] = object_at(ticket, "via");
    SOJOURN_CHECK(write_comment(at, told, text_at(ticket, "id"), ticket));
  }
  return write_ticket(at, ticket);
}

Status read_record(const Context& at, const Json& json, const std::string& file_number) {
  const std::string kind = zendesk_kind(json, at.raw.member);
  if (kind == "webhook") return write_webhook(at, json);
  if (kind == "rating") return write_rating(at, json, nullptr);
  if (kind == "survey_response") return write_survey_response(at, json);
  if (kind == "ticket") {
    SOJOURN_CHECK(write_ticket(at, json));
    const Json& rating = object_at(json, "satisfaction_rating");
    return rating.empty() ? Status() : write_rating(at, rating, &json);
  }
  if (kind == "comment") {
    std::string ticket = text_at(json, "ticket_id");
    if (ticket.empty()) ticket = file_number;
    return at.book.has_ticket(ticket) ? Status() : write_comment(at, json, ticket, Json::object());
  }
  if (kind == "ticket_event") {
    const std::string ticket = text_at(json, "ticket_id");
    if (at.book.has_ticket(ticket)) return {};
    for (const Json& comment : comments_of_event(json)) {
      SOJOURN_CHECK(write_comment(at, comment, ticket, Json::object()));
    }
    return {};
  }
  if (!kind.empty()) return {};  // Looked at already.
  return at.writer.reject(at.raw.line, at.raw.text, "", "the record is no ticket, comment, user, metric or rating");
}

Status read(const FormatInput& input, const FormatSettings& settings, EventWriter& writer) {
  ZendeskBook book;
  book.look_at(input.bytes, input.name);
  for (const auto& [name, bytes] : input.side_files) book.look_at(bytes, name);
  const std::string number = ticket_in_name(input.name);
  return read_json_records(input.bytes, ZendeskBook::wrappers(), writer, [&](const Json& json, const JsonRecord& raw) {
    return read_record(Context{book, settings, writer, raw}, json, number);
  });
}

bool recognises(std::string_view head, std::string_view) {
  return is_json_with(head, {"requester_id", "assignee_id", "group_id"}) ||
         is_json_with(head, {"tickets", "requester_id"}) || is_json_with(head, {"satisfaction_ratings", "ticket_id"}) ||
         is_json_with(head, {"ticket_metrics", "assignee_stations"}) ||
         is_json_with(head, {"survey_responses", "answers"}) || is_json_with(head, {"zendesk_event_version"}) ||
         is_json_with(head, {"requester", "assignee", "metric_set"}) ||
         is_json_with(head, {"ticket_events", "child_events"}) ||
         (is_json_with(head, {"status", "via"}) && head.find(".zendesk.com/api/v2/tickets/") != std::string_view::npos);
}

}  // namespace
}  // namespace zendesk

Format zendesk_format() {
  Format format;
  format.id = "zendesk";
  format.title = "Zendesk tickets";
  format.family = "contact centre";
  format.channel = "email";
  format.about =
      "Tickets with their comments, users, groups, metrics and ratings: JSON exports, replies of the (incremental) "
      "API, "
      "and webhooks. Users, groups, metrics and comments may also be given as files beside the tickets.";
  format.settings = {{"hours", "calendar (usual) or business: which of Zendesk's two clocks durations are taken from"}};
  format.signing = SigningScheme::kZendesk;
  format.webhooks = true;
  format.recognises = zendesk::recognises;
  format.read = zendesk::read;
  return format;
}

}  // namespace sojourn
