// GET /v1/boards; GET, PUT, DELETE /v1/boards/{name}; POST /v1/boards/read.
#include "api/board_handlers.h"

#include <algorithm>

#include "api/problem.h"
#include "api/record_json.h"
#include "base/decimal.h"

namespace sojourn {
namespace {

const std::array<std::string, 2> kReadKeys{"toml", "board"};
constexpr size_t kReadBytesMax = 3 * kBoardBytesMax;  // As a text in JSON it is longer.

bool rules_all(const Caller& caller) { return caller.role == Role::kOwner || caller.role == Role::kAdmin; }

std::string tag_of(const Board& board) { return "\"" + std::to_string(board.version) + "\""; }

HttpReply board_reply(const Board& board, int status = 200) {
  return json_reply(board_json(board), status).with("ETag", tag_of(board));
}

// "3", W/"3", or 3 as people type it. Errors: kInvalidArgument.
Result<std::optional<int64_t>> version_of(std::string_view tag) {
  if (tag.empty() || tag == "*") return std::optional<int64_t>();
  if (tag.starts_with("W/")) tag.remove_prefix(2);
  if (tag.size() > 1 && tag.front() == '"' && tag.back() == '"') tag = tag.substr(1, tag.size() - 2);
  const Result<int64_t> version = parse_integer(tag);
  if (!version) return Status::invalid("the ETag of the board was expected, such as \"3\"", "If-Match");
  return std::optional<int64_t>(*version);
}

Result<BoardBook::Expected> expected_of(const Call& call) {
  BoardBook::Expected expected;
  expected.none = call.header("If-None-Match") == "*";
  SOJOURN_TRY(expected.version, version_of(call.header("If-Match")));
  return expected;
}

// 409, and the board as it is now, so that nobody has to ask for it.
HttpReply conflict_reply(const Status& conflict, const Board& board, const Call& call) {
  Json json = Json::parse(problem_json(problem_of(conflict), call.request.request_id));
  json["board"] = board_json(board);
  HttpReply reply = json_reply(json, 409);
  reply.type = "application/problem+json";
  return std::move(reply).with("ETag", tag_of(board));
}

Result<HttpReply> list_boards(const Engine& engine, const Call& call) {
  Json json;
  Json& list = json["boards"] = Json::array();
  for (const auto& board : engine.boards->boards().list()) {
    if (!may_see(*board, call.caller)) continue;
    Json brief = board_json(*board);
    brief["tiles"] = board->tiles.size();
    list.push_back(std::move(brief));
  }
  return json_reply(json);
}

Result<HttpReply> get_board(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const auto board, find_board(engine, call.path[0], call.caller));
  const std::string as = call.query("as");
  if (as.empty() || as == "json") return board_reply(*board);
  if (as != "toml") return Status::invalid("json or toml was expected", "as");
  HttpReply reply{200, "application/toml", board_toml(*board), {}};
  return std::move(reply).with("Content-Disposition", "attachment; filename=\"" + board->name + ".toml\"");
}

std::optional<std::string> refuse_change(const Board* there, const Board& wish, const Caller& caller) {
  if (there != nullptr && !may_change(*there, caller))
    return "the board is somebody else's: save it under another name";
  const std::string home = there == nullptr ? "" : there->home;
  if (wish.home != home && !rules_all(caller)) return "which board is a home is for owners and admins to say";
  return std::nullopt;
}

Result<HttpReply> put_board(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const Board board, parse_board_json(call.request.body, call.path[0]));
  if (board.name != call.path[0]) return Status::invalid("the address says " + call.path[0], "name");
  SOJOURN_TRY(BoardBook::Expected expected, expected_of(call));
  const auto there = engine.boards->boards().find(board.name);
  const Board* const former = there ? there->get() : nullptr;
  if (const auto why = refuse_change(former, board, call.caller)) return forbidden(call, *why);
  if (!rules_all(call.caller)) {  // What was looked at is what is changed, and nobody's board that came between.
    if (former == nullptr) expected.none = true;
    if (former != nullptr && !expected.version) expected.version = former->version;
  }
  Result<std::shared_ptr<const Board>> kept = engine.boards->put_board(board, expected, call.caller.account);
  if (kept) return board_reply(**kept, former == nullptr ? 201 : 200);
  if (kept.error().code() != StatusCode::kConflict || former == nullptr) return std::move(kept).error();
  SOJOURN_TRY(const auto newer, engine.boards->boards().find(board.name));
  return conflict_reply(kept.error(), *newer, call);
}

Result<HttpReply> remove_board(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const auto board, find_board(engine, call.path[0], call.caller));
  if (!may_change(*board, call.caller)) return forbidden(call, "the board is somebody else's");
  SOJOURN_TRY(const BoardBook::Expected expected, expected_of(call));
  const Status removed = engine.boards->remove_board(board->name, expected);
  if (removed.code() == StatusCode::kConflict) return conflict_reply(removed, *board, call);
  SOJOURN_CHECK(removed);
  return board_reply(*board);
}

// {"toml":"..."} or {"board":{...}}: checked, and as it would be kept.
Result<HttpReply> read_board(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const Json json, parse_json_object(call.request.body, kReadKeys));
  if (json.size() != 1) return Status::invalid("one was expected: toml, or board as JSON", "toml");
  Result<Board> board = Status::invalid("is needed", "toml");
  if (json.contains("board")) {
    board = parse_board(json["board"], "board");
  } else {
    SOJOURN_TRY(const std::string toml, text_at(json, "toml"));
    board = parse_board_toml(toml, "toml", "board");
  }
  if (!board) return std::move(board).error();
  SOJOURN_CHECK(check_board_questions(*board, engine.boards->find_segment()));
  return json_reply(board_json(*board));
}

const char* const kBoardExample = R"({"title":"Care","home":"","where":"channel = \"web\"","period":"90d","tiles":[)"
                                  R"({"id":"t1","x":0,"y":0,"w":6,"h":4,)"
                                  R"("drawing":"line","compare":"before","target":50,"question":{"measure":"nps"}},)"
                                  R"({"id":"t2","kind":"text","x":6,"y":0,"w":6,"h":4,"text":"# What we promise"}]})";

}  // namespace

bool may_see(const Board& board, const Caller& caller) {
  if (board.roles.empty() || rules_all(caller)) return true;
  if (!board.owner.empty() && board.owner == caller.account) return true;
  return std::ranges::find(board.roles, role_name(caller.role)) != board.roles.end();
}

bool may_change(const Board& board, const Caller& caller) {
  return rules_all(caller) || (!board.owner.empty() && board.owner == caller.account);
}

Result<std::shared_ptr<const Board>> find_board(const Engine& engine, const std::string& name, const Caller& caller) {
  SOJOURN_TRY(std::shared_ptr<const Board> board, engine.boards->boards().find(name));
  if (may_see(*board, caller)) return board;
  return Status::not_found("there is no board \"" + name.substr(0, 80) + "\".", "board");
}

HttpReply forbidden(const Call& call, const std::string& detail, const std::string& where) {
  return problem_reply({403, "forbidden", detail, where}, call.request.request_id);
}

void add_board_definition_routes(const Engine& engine, std::vector<Route>& routes) {
  const auto add = [&](Route route, Permission needs) -> Route& {
    route.needs = needs;
    routes.push_back(std::move(route));
    return routes.back();
  };
  add({"GET", "/v1/boards", "The boards that the caller may see, without their tiles; those that are built in last.",
       [engine](const Call& call) { return list_boards(engine, call); }, "", "Boards"},
      Permission::kAsk);
  add({"GET", "/v1/boards/{name}", "One board; its version is the ETag.",
       [engine](const Call& call) { return get_board(engine, call); }, "", "Board"},
      Permission::kAsk)
      .query = {{"as", "string", "json (default), or toml: the definition as text."}};
  routes.back().media = {"application/json", "application/toml"};
  Route& put = add({"PUT", "/v1/boards/{name}",
                    "Makes a board (201) or replaces it. With If-Match only that version, with If-None-Match: * only a "
                    "new one; else 409, with the board as it is.",
                    [engine](const Call& call) { return put_board(engine, call); }, "BoardDefinition", "Board"},
                   Permission::kBoards);
  put.request_example = kBoardExample;
  put.also = {{201, kIsNew}};
  add({"DELETE", "/v1/boards/{name}", "Removes a board and its shares.",
       [engine](const Call& call) { return remove_board(engine, call); }, "", "Board"},
      Permission::kBoards);
  Route& read = add({"POST", "/v1/boards/read", "Checks a board and shows it as it would be kept; stores nothing.",
                     [engine](const Call& call) { return read_board(engine, call); }, "BoardDraft", "Board"},
                    Permission::kAsk);
  read.body_bytes_max = kReadBytesMax;
}

void add_board_routes(const Engine& engine, std::vector<Route>& routes) {
  if (engine.boards == nullptr) return;
  add_board_definition_routes(engine, routes);
  add_board_answer_routes(engine, routes);
  add_board_share_routes(engine, routes);
  add_board_segment_routes(engine, routes);
  add_board_goal_routes(engine, routes);
  add_board_benchmark_routes(engine, routes);
}

}  // namespace sojourn
