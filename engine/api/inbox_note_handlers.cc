// POST /v1/feedback/{id}/notes; DELETE /v1/feedback/{id}/notes/{n}; /v1/customers/{identifier}/notes.
#include <algorithm>
#include <array>

#include "api/board_handlers.h"
#include "api/inbox_handlers.h"
#include "api/masking.h"
#include "api/record_json.h"
#include "base/decimal.h"

namespace sojourn {
namespace {

const std::array<std::string, 1> kNoteKeys{"text"};

Result<std::string> read_note(const Call& call) {
  SOJOURN_TRY(const Json json, parse_json_object(call.request.body, kNoteKeys));
  return text_at(json, "text");
}

Result<int64_t> note_number(const std::string& text) {
  const Result<int64_t> number = parse_integer(text);
  return number ? *number : Result<int64_t>(Status::invalid("a note is named by its number", "n"));
}

// One's own; owners and admins all. Where nobody is signed in, whoever sits there is the owner.
bool may_remove(const Note& note, const Caller& caller) {
  if (caller.role == Role::kOwner || caller.role == Role::kAdmin) return true;
  return !note.account.empty() && note.account == caller.account;
}

HttpReply refuse(const Call& call) {
  return forbidden(call, "the note is somebody else's: owners and admins may", "n");
}

// --- of items

Result<HttpReply> item_reply(const Engine& engine, const Call& call, int64_t id, int status) {
  SOJOURN_TRY(const FeedbackItem item, engine.inbox->find(id, call.caller.scope));
  return json_reply(masked(call.caller, feedback_json(item, engine.voice)), status);
}

Result<HttpReply> add_item_note(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const int64_t id, feedback_id(call.path[0]));
  SOJOURN_TRY(const std::string text, read_note(call));
  SOJOURN_CHECK(engine.inbox->add_note(id, call.caller.scope, call.caller.account, text));
  engine.intake.touch();
  return item_reply(engine, call, id, 201);
}

Result<HttpReply> remove_item_note(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const int64_t id, feedback_id(call.path[0]));
  SOJOURN_TRY(const int64_t number, note_number(call.path[1]));
  SOJOURN_TRY(const FeedbackItem item, engine.inbox->find(id, call.caller.scope));
  const auto& notes = item.state.notes;
  const auto note = std::ranges::find(notes, number, &Note::number);
  if (note != notes.end() && !may_remove(*note, call.caller)) return refuse(call);
  SOJOURN_CHECK(engine.inbox->remove_note(id, call.caller.scope, number));
  engine.intake.touch();
  return item_reply(engine, call, id, 200);
}

// --- of customers

Result<HttpReply> notes_reply(const Engine& engine, const Call& call, const Store::Customer& customer, int status) {
  Json json;
  Json& list = json["notes"] = Json::array();
  for (const CustomerNotes::Kept& each : engine.inbox->customer_notes().of(customer.identifiers)) {
    list.push_back(customer_note_json(each));
  }
  return json_reply(masked(call.caller, std::move(json)), status);
}

Result<HttpReply> customer_notes(const Engine& engine, const Call& call) {
  Identifier identifier;
  SOJOURN_TRY(const Store::Customer customer, customer_in_scope(engine, call, identifier));
  return notes_reply(engine, call, customer, 200);
}

Result<HttpReply> add_customer_note(const Engine& engine, const Call& call) {
  Identifier identifier;
  SOJOURN_TRY(const Store::Customer customer, customer_in_scope(engine, call, identifier));
  SOJOURN_TRY(const std::string written, read_note(call));
  SOJOURN_TRY(const std::string text, check_note(written));
  CustomerNotes& notes = engine.inbox->customer_notes();
  SOJOURN_CHECK(notes.add(identifier, call.caller.account, text, engine.inbox->now()).status());
  engine.intake.touch();
  return notes_reply(engine, call, customer, 201);
}

Result<HttpReply> remove_customer_note(const Engine& engine, const Call& call) {
  Identifier identifier;
  SOJOURN_TRY(const Store::Customer customer, customer_in_scope(engine, call, identifier));
  SOJOURN_TRY(const int64_t number, note_number(call.path[1]));
  CustomerNotes& notes = engine.inbox->customer_notes();
  for (const CustomerNotes::Kept& each : notes.of(customer.identifiers)) {
    if (each.note.number == number && !may_remove(each.note, call.caller)) return refuse(call);
  }
  SOJOURN_CHECK(notes.remove(customer.identifiers, number));
  engine.intake.touch();
  return notes_reply(engine, call, customer, 200);
}

}  // namespace

Result<Store::Customer> customer_in_scope(const Engine& engine, const Call& call, Identifier& identifier) {
  SOJOURN_TRY(Store::Customer found, named_customer(engine.store, call.path[0]));
  SOJOURN_TRY(const bool shown, engine.scoped->has(engine.timelines, call.caller.scope, found.number));
  if (!shown) return Status::not_found("nobody is known as " + call.path[0]);
  const Result<Identifier> parsed = parse_identifier(call.path[0]);
  if (!parsed) {  // "number:12"
    identifier = found.identifiers.front();
    return found;
  }
  // As the record has it, so that a note under "Anna@Example.com" is found again.
  identifier = {parsed->kind, normalise_identifier(parsed->kind, parsed->value)};
  if (std::ranges::find(found.identifiers, *parsed) != found.identifiers.end()) identifier = *parsed;
  return found;
}

void add_inbox_note_routes(const Engine& engine, std::vector<Route>& routes) {
  const auto add = [&routes](Route route) -> Route& {
    route.needs = Permission::kPeople;
    routes.push_back(std::move(route));
    return routes.back();
  };
  Route& note = add({"POST", "/v1/feedback/{id}/notes", "Writes a note on an item; gives the item.",
                     [engine](const Call& call) { return add_item_note(engine, call); }, "NewNote", "Feedback"});
  note.success = 201;
  note.request_example = R"({"text":"Called back, a new parcel is on its way."})";
  add({"DELETE", "/v1/feedback/{id}/notes/{n}", "Removes a note of one's own (owners and admins: any); gives the item.",
       [engine](const Call& call) { return remove_item_note(engine, call); }, "", "Feedback"});
  add({"GET", "/v1/customers/{identifier}/notes", "Notes on a customer, at whichever identifier, oldest first.",
       [engine](const Call& call) { return customer_notes(engine, call); }, "", "CustomerNotes"});
  Route& on_customer =
      add({"POST", "/v1/customers/{identifier}/notes", "Writes a note on a customer; it stays with this identifier.",
           [engine](const Call& call) { return add_customer_note(engine, call); }, "NewNote", "CustomerNotes"});
  on_customer.success = 201;
  on_customer.request_example = R"({"text":"Prefers to be called in the evening."})";
  add({"DELETE", "/v1/customers/{identifier}/notes/{n}", "Removes a note of one's own (owners and admins: any).",
       [engine](const Call& call) { return remove_customer_note(engine, call); }, "", "CustomerNotes"});
}

}  // namespace sojourn
