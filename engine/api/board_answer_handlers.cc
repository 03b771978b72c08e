// GET /v1/boards/{name}/answers: all tiles of a board in one go, over one snapshot.
#include "answers/question_text.h"
#include "api/board_handlers.h"
#include "api/problem.h"

namespace sojourn {
namespace {

Result<HttpReply> board_answers(const Engine& engine, const Call& call) {
  if (std::optional<HttpReply> refused = refuse_beyond_home(engine, call)) return *std::move(refused);
  SOJOURN_TRY(const auto board, find_board(engine, call.path[0], call.caller));
  const BoardReading reading{call.query("period"), call.query("where"), call.caller.scope, call.query("zone")};
  if (call.caller.scope.empty()) return board_answers_reply(*board, reading, engine, call);
  SOJOURN_TRY(const int64_t events, events_within(engine, call.caller.scope, call));
  return board_answers_reply(*board, reading, engine, call,
                             [events](const Tile&, Answer& answer) { answer.events = events; });
}

}  // namespace

Result<HttpReply> board_answers_reply(const Board& board, const BoardReading& reading, const Engine& engine,
                                      const Call& call, const Tell& tell) {
  SOJOURN_TRY(std::vector<TileAnswer> answers, ask_board(board, reading, engine.asker, call.cancelled));
  std::string body;
  for (TileAnswer& each : answers) {
    const Tile& tile = board.tiles[each.tile];
    if (tell && each.answer) tell(tile, *each.answer);
    if (tell && each.compared && *each.compared) tell(tile, **each.compared);
    const Question& question = each.answer ? each.answer->question : tile.question;
    body += body.empty() ? "{" : ",{";
    body += "\"tile\":" + json_text(tile.id) + ",\"question\":" + question_json(question);
    if (each.answer) {
      body += ",\"answer\":" + answer_json(*each.answer);
    } else {
      body += ",\"error\":" + problem_json(problem_of(each.answer.error()), call.request.request_id);
    }
    if (each.compared && *each.compared) body += ",\"compared\":" + answer_json(**each.compared);
    body += "}";
  }
  return HttpReply{
      200, "application/json", "{\"board\":" + std::to_string(board.version) + ",\"answers\":[" + body + "]}", {}};
}

void add_board_answer_routes(const Engine& engine, std::vector<Route>& routes) {
  Route route{"GET",
              "/v1/boards/{name}/answers",
              "What the tiles of a board show: each with the question as it was asked, and its answer or its error.",
              [engine](const Call& call) { return board_answers(engine, call); },
              "",
              "BoardAnswers"};
  route.needs = Permission::kAsk | Permission::kPeople;
  route.query = {{"period", "string", "7d, 30d, 90d, 12m, 24m or all, in place of the board's."},
                 {"where", "string", "A filter that must hold besides those of the board."},
                 {"zone", "string", "The time zone of days, where a tile names none (default UTC)."}};
  routes.push_back(std::move(route));
}

}  // namespace sojourn
