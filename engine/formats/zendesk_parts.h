// Parts of a Zendesk ticket that its readers share: people, comments, scores.
#pragma once

#include <string>
#include <vector>

#include "formats/contact.h"
#include "formats/turns.h"
#include "formats/zendesk_book.h"

namespace sojourn::zendesk {

// What one record is read with.
struct Context {
  const ZendeskBook& book;
  const FormatSettings& settings;
  EventWriter& writer;
  const JsonRecord& raw;
};

// Our name of a channel ("via"); Zendesk's own where we have none.
std::string channel_of(const std::string& via);

// People (zendesk_people.cc).
// A person inside the record, or by their id. Null: not known.
const Json* person(const Json& record, const char* inside, const char* id, const ZendeskBook& book);
// "customer" or "agent"; "" : not known.
std::string role_of_user(const Json* user, const std::string& id, const Json& ticket);
void write_customer(EventWriter& writer, const Json* user, const std::string& id);
void write_requester(const Context& at, const Json& ticket);
// The number or address from which (or to which) the ticket came.
void write_caller(const Context& at, const Json& ticket);
// Agent and queue, by name where names are known.
void write_handlers(const Context& at, const Json& ticket);

// Comments (zendesk_comments.cc).
// From the book, else those inside the ticket.
std::vector<const Json*> comments_of(const Json& ticket, const ZendeskBook& book);
bool is_public(const Json& comment);
// Public comments alone, from when the ticket was made.
std::vector<Turn> turns_of(const Json& ticket, const ParsedTime& created, const ZendeskBook& book);
// A comment told without its ticket: its words, beside the ticket and never in its place.
Status write_comment(const Context& at, const Json& comment, const std::string& ticket, const Json& about);

// Scores (zendesk_scores.cc).
// A rating of the older kind, alone or inside its ticket. One that is no answer (offered) gives nothing.
Status write_rating(const Context& at, const Json& rating, const Json* ticket);
Status write_survey_response(const Context& at, const Json& response);

}  // namespace sojourn::zendesk
