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
    if (!may_see(engine, *board, call.caller)) continue;
    Json brief = board_json(*board);
    brief["tiles"] = board->tiles.size();
    list.push_back(std::move(brief));
  }
  return json_reply(json);
}

Result<HttpReply> get_board(const Engine& engine, const Call& call) {
  if (std::optional<HttpReply> refused = refuse_beyond_home(engine, call)) return *std::move(refused);
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

// Do its shares show more than the caller may see? Then its questions are not the caller's to write: the answers would
// be those of whoever shared it.
bool is_shared_wider(const Engine& engine, const Board& board, const Caller& caller) {
  if (caller.scope.empty()) return false;
  const auto shares = engine.boards->shares().of(board.name);
  return std::ranges::any_of(shares, [&](const auto& share) { return share->scope != caller.scope; });
}

Result<HttpReply> put_board(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const Board board, parse_board_json(call.request.body, call.path[0]));
  if (board.name != call.path[0]) return Status::invalid("the address says " + call.path[0], "name");
  SOJOURN_TRY(BoardBook::Expected expected, expected_of(call));
  const auto there = engine.boards->boards().find(board.name);
  const Board* const former = there ? there->get() : nullptr;
  if (former != nullptr && !former->built_in) SOJOURN_CHECK(find_board(engine, board.name, call.caller).status());
  if (const auto why = refuse_change(former, board, call.caller)) return forbidden(call, *why);
  if (former != nullptr && is_shared_wider(engine, *former, call.caller)) {
    return forbidden(call, "the board is shared with a wider view than yours: save it under another name");
  }
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

// What the account says, else what its role begins with. Agents are not sent to the executive one, whatever it says.
std::string home_of(const Engine& engine, const Caller& caller) {
  const Result<Account> account =
      engine.access == nullptr ? Result<Account>(Status::not_found("")) : engine.access->book->find(caller.account);
  const bool agent = caller.role == Role::kAgent;
  if (account && !account->home.empty() && !(agent && account->home == "executive")) return account->home;
  if (agent) return "agent";
  if (caller.role == Role::kAnalyst) return "analyst";
  return caller.role == Role::kManager ? "service" : "executive";
}

}  // namespace

bool may_see(const Engine& engine, const Board& board, const Caller& caller) {
  const bool named = std::ranges::find(board.roles, role_name(caller.role)) != board.roles.end();
  if (!caller.may(Permission::kAsk) && !named && board.home != home_of(engine, caller)) return false;
  if (named || board.roles.empty() || rules_all(caller)) return true;
  return !board.owner.empty() && board.owner == caller.account;
}

bool may_change(const Board& board, const Caller& caller) {
  return rules_all(caller) || (!board.owner.empty() && board.owner == caller.account);
}

Result<std::shared_ptr<const Board>> find_board(const Engine& engine, const std::string& name, const Caller& caller) {
  SOJOURN_TRY(std::shared_ptr<const Board> board, engine.boards->boards().find(name));
  if (may_see(engine, *board, caller)) return board;
  return Status::not_found("there is no board \"" + name.substr(0, 80) + "\".", "board");
}

std::optional<HttpReply> refuse_beyond_home(const Engine& engine, const Call& call) {
  if (call.caller.may(Permission::kAsk) || find_board(engine, call.path[0], call.caller)) return std::nullopt;
  return forbidden(call,
                   "you may open your own home and the boards that name your role; others need the permission \"ask\"",
                   "board");
}

Result<int64_t> events_within(const Engine& engine, const std::string& filter, const Call& call) {
  Caller within;
  within.scope = filter;
  Question question;
  question.measure = "volume";
  SOJOURN_TRY(const Answer answer, ask_in_scope(engine.asker, question, within, call.cancelled));
  return answer.events;
}

HttpReply forbidden(const Call& call, const std::string& detail, const std::string& where) {
  return problem_reply({403, "forbidden", detail, where}, call.request.request_id);
}

void add_board_definition_routes(const Engine& engine, std::vector<Route>& routes) {
  const auto add = [&](Route route, Permissions needs) -> Route& {
    route.needs = needs;
    routes.push_back(std::move(route));
    return routes.back();
  };
  add({"GET", "/v1/boards", "The boards that the caller may see, without their tiles; those that are built in last.",
       [engine](const Call& call) { return list_boards(engine, call); }, "", "Boards"},
      Permission::kAsk | Permission::kPeople);
  add({"GET", "/v1/boards/{name}", "One board; its version is the ETag.",
       [engine](const Call& call) { return get_board(engine, call); }, "", "Board"},
      Permission::kAsk | Permission::kPeople)
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
  add_decision_routes(engine, routes);
}

}  // namespace sojourn
