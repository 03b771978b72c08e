// What the files of board handlers share.
//
// Seeing    a board shows itself to the roles that it names, to all where it names none, to whoever made it, and to
//           owners and admins. To others it is not there. Who may not ask (agents) opens two kinds of boards only: the
//           own home, and those that name the role; anything else is 403, whether it is there or not.
// Changing  whoever may make boards changes their own; owners and admins all. Which board is a home is theirs to say.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/handlers.h"
#include "api/json_body.h"
#include "boards/board_answers.h"
#include "boards/board_shelf.h"

namespace sojourn {

// Boards at the owner's door. REQUIRES of all: engine.boards is set.
void add_board_definition_routes(const Engine& engine, std::vector<Route>& routes);
// GET /v1/boards/{name}/answers.
void add_board_answer_routes(const Engine& engine, std::vector<Route>& routes);
// Shares, and what they open at the open door.
void add_board_share_routes(const Engine& engine, std::vector<Route>& routes);
// Segments, goals, benchmarks.
void add_board_segment_routes(const Engine& engine, std::vector<Route>& routes);
void add_board_goal_routes(const Engine& engine, std::vector<Route>& routes);
void add_board_benchmark_routes(const Engine& engine, std::vector<Route>& routes);
void add_decision_routes(const Engine& engine, std::vector<Route>& routes);

bool may_see(const Engine& engine, const Board& board, const Caller& caller);
bool may_change(const Board& board, const Caller& caller);
// A board that the caller may see. Errors: kNotFound.
Result<std::shared_ptr<const Board>> find_board(const Engine& engine, const std::string& name, const Caller& caller);
// 403, for who may not ask and opens a board that is not the own home.
std::optional<HttpReply> refuse_beyond_home(const Engine& engine, const Call& call);
// Which events of the record pass a filter; "" : all. For answers that tell of how many they were asked.
Result<int64_t> events_within(const Engine& engine, const std::string& filter, const Call& call);
// 403 in words.
HttpReply forbidden(const Call& call, const std::string& detail, const std::string& where = {});

// {"board","answers":[...]}. `tell`: may change an answer before it is shown; null: none is.
using Tell = std::function<void(const Tile&, Answer&)>;
Result<HttpReply> board_answers_reply(const Board& board, const BoardReading& reading, const Engine& engine,
                                      const Call& call, const Tell& tell = {});

}  // namespace sojourn
