#include "formats/zendesk_parts.h"

namespace sojourn::zendesk {
namespace {

std::string name_of(const Json* person, const std::string& id) {
  const std::string name = person == nullptr ? "" : text_at(*person, {"name", "email"});
  return name.empty() ? id : name;
}

}  // namespace

std::string channel_of(const std::string& via) {
  if (via == "email" || via == "mail") return "email";
  if (via == "chat" || via == "messaging" || via == "native_messaging" || via == "whatsapp" ||
      via == "sunshine_conversations_api") {
    return "chat";
  }
  if (via == "voice" || via == "phone") return "call";
  if (via == "web" || via == "web_form" || via == "web_service" || via == "web_widget" || via == "help_center")
    return "web";
  if (via == "mobile" || via == "mobile_sdk") return "app";
  if (via == "facebook" || via == "twitter" || via == "x_corp" || via == "instagram_dm" || via == "line" ||
      via == "wechat" || via == "telegram" || via == "viber" || via == "any_channel") {
    return "social";
  }
  return via;
}

const Json* person(const Json& record, const char* inside, const char* id, const ZendeskBook& book) {
  const Json& embedded = object_at(record, inside);
  if (!embedded.empty()) return &embedded;
  return book.user(text_at(record, id));
}

void write_customer(EventWriter& writer, const Json* user, const std::string& id) {
  const std::string external = user == nullptr ? "" : text_at(*user, "external_id");
  // The company's own number first; Zendesk's joins records that tell no other.
  writer.who(IdentifierKind::kId, external);
  if (!id.empty()) writer.who(IdentifierKind::kId, "zendesk:" + id);
  if (user == nullptr) return;
  writer.who(IdentifierKind::kEmail, text_at(*user, "email"));
  write_address(writer, text_at(*user, "phone"));
}

std::string role_of_user(const Json* user, const std::string& id, const Json& ticket) {
  const std::string role = user == nullptr ? "" : text_at(*user, "role");
  if (role == "end-user") return "customer";
  if (role == "agent" || role == "admin") return "agent";
  if (id.empty()) return "";
  if (id == text_at(ticket, {"requester_id", "requester.id"})) return "customer";
  return id == text_at(ticket, {"assignee_id", "assignee.id"}) ? "agent" : "";
}

void write_handlers(const Context& at, const Json& ticket) {
  const std::string assignee = text_at(ticket, {"assignee_id", "assignee.id"});
  at.writer.set("agent", name_of(person(ticket, "assignee", "assignee_id", at.book), assignee));
  const std::string group = text_at(ticket, {"group_id", "group.id"});
  const Json& inside = object_at(ticket, "group");
  at.writer.set("queue", name_of(inside.empty() ? at.book.group(group) : &inside, group));
}

void write_requester(const Context& at, const Json& ticket) {
  write_customer(at.writer, person(ticket, "requester", "requester_id", at.book),
                 text_at(ticket, {"requester_id", "requester.id"}));
}

void write_caller(const Context& at, const Json& ticket) {
  const bool out = text_at(ticket, "via.source.rel") == "outbound";
  const Json& party = object_at(ticket, out ? "via.source.to" : "via.source.from");
  write_address(at.writer, text_at(party, {"phone", "formatted_phone"}));
  // Of a mail, where nothing else tells the address.
  if (!out && person(ticket, "requester", "requester_id", at.book) == nullptr) {
    write_address(at.writer, text_at(party, "address"));
  }
}

}  // namespace sojourn::zendesk
