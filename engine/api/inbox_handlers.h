// What the files of inbox handlers share.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/handlers.h"
#include "api/inbox_json.h"
#include "api/json_body.h"

namespace sojourn {

// REQUIRES of all: engine.inbox is set.
void add_feedback_routes(const Engine& engine, std::vector<Route>& routes);        // Items, changes, tags.
void add_inbox_note_routes(const Engine& engine, std::vector<Route>& routes);      // Notes on items and customers.
void add_inbox_settings_routes(const Engine& engine, std::vector<Route>& routes);  // Cases.

// The number of an item in the address. Errors: kInvalidArgument.
Result<int64_t> feedback_id(const std::string& text);
// An account that items may be given to; "" : nobody. Where there are no accounts, any name.
// Errors: kInvalidArgument, with near names.
Status check_assignee(const Engine& engine, const std::string& account);
// Those who may see to feedback, by account; empty where there are no accounts.
std::vector<std::string> assignees(const Engine& engine);
// The customer of an identifier in the address; one who is not in the caller's scope is not there.
Result<Store::Customer> customer_in_scope(const Engine& engine, const Call& call, Identifier& identifier);

}  // namespace sojourn
