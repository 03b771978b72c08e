// What the files of voice handlers share. REQUIRES of all: engine.voice is set.
#pragma once

#include <vector>

#include "api/handlers.h"
#include "api/json_body.h"
#include "api/voice_json.h"

namespace sojourn {

void add_voice_reading_routes(const Engine& engine,
                              std::vector<Route>& routes);  // Status, one text, live conversations.
void add_voice_comment_routes(const Engine& engine, std::vector<Route>& routes);     // Comments.
void add_voice_phrase_route(const Engine& engine, std::vector<Route>& routes);       // Key phrases.
void add_voice_correction_routes(const Engine& engine, std::vector<Route>& routes);  // Corrections.
void add_voice_topic_routes(const Engine& engine, std::vector<Route>& routes);       // Topics, and what is learned.

// How the voice stands, for this caller.
Json voice_status_for(const Engine& engine, const Call& call);
// A language that is told apart; "" : any. Errors: kInvalidArgument, `where` is language.
Status check_voice_language(const std::string& language);

}  // namespace sojourn
