#include <algorithm>

#include "base/text.h"
#include "formats/zendesk_parts.h"

namespace sojourn::zendesk {
namespace {

// HTML without its tags, for comments that have nothing else.
std::string without_tags(std::string_view html) {
  std::string text;
  bool inside = false;
  for (const char c : html) {
    if (c == '<') inside = true;
    const bool blank = inside || is_blank(c);
    if (!blank) text += c;
    if (blank && !text.empty() && text.back() != ' ') text += ' ';
    if (c == '>') inside = false;
  }
  return std::string(trim(text));
}

std::string body_of(const Json& comment) {
  std::string text = text_at(comment, {"plain_body", "body"});
  return text.empty() ? without_tags(text_at(comment, "html_body")) : text;
}

}  // namespace

std::vector<const Json*> comments_of(const Json& ticket, const ZendeskBook& book) {
  std::vector<const Json*> list = book.comments(text_at(ticket, "id"));
  if (!list.empty()) return list;
  for (const Json& comment : items_at(ticket, "comments")) list.push_back(&comment);
  return list;
}

bool is_public(const Json& comment) {
  auto told = truth_at(comment, "public");
  if (!told) told = truth_at(comment, "is_public");
  return told.value_or(true);
}

std::vector<Turn> turns_of(const Json& ticket, const ParsedTime& created, const ZendeskBook& book) {
  std::vector<Turn> turns;
  for (const Json* comment : comments_of(ticket, book)) {
    if (!is_public(*comment)) continue;
    const std::string author = text_at(*comment, {"author_id", "author.id"});
    const Json* user = person(*comment, "author", "author_id", book);
    Turn turn;
    turn.role = role_of_user(user, author, ticket);
    turn.name = turn.role == "agent" && user != nullptr ? text_at(*user, "name") : "";
    turn.text = body_of(*comment);
    if (const auto at = instant_at(*comment, "created_at")) {
      turn.from_ms = std::max<int64_t>(0, milliseconds(*at - created.utc));
    }
    turns.push_back(std::move(turn));
  }
  return turns;
}

Status write_comment(const Context& at, const Json& comment, const std::string& ticket, const Json& about) {
  const auto time = time_at(comment, "created_at");
  if (!is_public(comment)) return {};
  if (ticket.empty() || !time) {
    return at.writer.reject(at.raw.line, at.raw.text, "ticket_id", "the comment names no ticket or no time");
  }
  EventWriter& writer = at.writer;
  const std::string author = text_at(comment, {"author_id", "author.id"});
  const Json* user = person(comment, "author", "author_id", at.book);
  std::string role = role_of_user(user, author, about);
  if (const auto staff = truth_at(comment, "author.is_staff")) role = *staff ? "agent" : "customer";
  writer.begin(at.raw.line, at.raw.text);
  writer.id(ticket + ":comment:" + text_at(comment, "id")).time(time->utc, time->offset_minutes);
  writer.set("channel", channel_of(lower_ascii(text_at(comment, "via.channel"))));
  writer.set("direction", role == "agent" ? "out" : role == "customer" ? "in" : "");
  writer.set("about", ticket).set("episode", ticket);
  if (role == "customer") {
    write_customer(writer, user, author);
  } else if (!text_at(about, "requester_id").empty()) {
    write_requester(at, about);
  }
  Turn turn;
  turn.role = role;
  turn.text = body_of(comment);
  write_turns(writer, {turn});
  return ended(writer);
}

}  // namespace sojourn::zendesk
