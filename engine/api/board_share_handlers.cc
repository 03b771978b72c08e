// GET, POST /v1/boards/{name}/shares; DELETE /v1/boards/{name}/shares/{id}.
// At the open door: GET /v1/shared/{token}, and its /answers.
//
// Limits    an address may read so often in a minute, and a share be asked; addresses that guess tokens or passwords get 429 for a while.
//           Passwords are hashed by few at a time (access/password.h); one that was right is known for a while.
#include <semaphore>

#include "access/password.h"
#include "access/secret.h"
#include "api/board_handlers.h"
#include "api/deliver.h"
#include "api/problem.h"
#include "api/record_json.h"
#include "api/window_limit.h"

namespace sojourn {
namespace {

const std::array<std::string, 3> kShareKeys{"expires", "password", "where"};
constexpr int64_t kReadingsMost = 240;  // Of an address in a minute: a board open in several rooms.
constexpr int64_t kAskedMost = 60;      // Answers of a share in a minute, from wherever.
constexpr int64_t kWrongMost = 20;      // Of an address in a quarter of an hour.
constexpr int64_t kPasswordsMost = 20;  // Wrong ones of a share and an address, that of this machine too.
constexpr Micros kWrongWindow = 15 * kMinute;
constexpr Micros kShareLengthMax = 3660 * kDay;
constexpr size_t kKnownMost = 1000;

// Who reads shares, and what they have shown.
class SharedDoor {
 public:
  SharedDoor()
      : readings_(kMinute, kReadingsMost),
        asked_(kMinute, kAskedMost),
        wrong_(kWrongWindow, kWrongMost),
        passwords_(kWrongWindow, kPasswordsMost) {}

  // 429, when the address must wait.
  std::optional<HttpReply> refuse(const Call& call) {
    const std::string& address = call.request.client;
    if (address.empty()) return std::nullopt;
    Micros wait = wrong_.wait(address, now());
    if (wait == 0) wait = readings_.take(address, now());
    if (wait == 0) return std::nullopt;
    return too_many("too many requests came from your address", retry_seconds(wait), call.request.request_id);
  }
  // 429, when a share was asked too often, by whomever: its questions are many, and nobody signs in for them.
  std::optional<HttpReply> refuse_asking(const Call& call, const Share& share) {
    const Micros wait = asked_.take(share.name, now());
    if (wait == 0) return std::nullopt;
    return too_many("this board is read too often at this moment", retry_seconds(wait), call.request.request_id);
  }
  // The same of passwords. Who comes from this machine is nobody's address (client_address.h), but guesses as fast.
  std::optional<HttpReply> refuse_password(const Call& call, const Share& share) const {
    const Micros wait = passwords_.wait(share.name + " " + call.request.client, now());
    if (wait == 0) return std::nullopt;
    return too_many("too many wrong passwords came from your address", retry_seconds(wait), call.request.request_id);
  }
  void count_password(const Call& call, const Share& share) {
    passwords_.count(share.name + " " + call.request.client, now());
    count_wrong(call);
  }
  void count_wrong(const Call& call) {
    if (!call.request.client.empty()) wrong_.count(call.request.client, now());
  }

  // Nothing: too many are being looked at.
  std::optional<bool> opens(const Share& share, std::string_view password) {
    const std::string shown = secret_hash(share.name + ":" + share.password_hash + ":" + std::string(password));
    {
      const std::lock_guard lock(mutex_);
      if (std::find(known_.begin(), known_.end(), shown) != known_.end()) return true;
    }
    if (!hashing_.try_acquire()) return std::nullopt;
    const bool right = verify_password(password, share.password_hash);
    hashing_.release();
    if (!right) return false;
    const std::lock_guard lock(mutex_);
    known_.push_back(shown);
    if (known_.size() > kKnownMost) known_.pop_front();
    return true;
  }

 private:
  WindowLimit readings_;
  WindowLimit asked_;
  WindowLimit wrong_;
  WindowLimit passwords_;
  std::counting_semaphore<2> hashing_{2};
  std::mutex mutex_;
  std::deque<std::string> known_;
};

Json share_json(const Share& share) {
  return {{"id", share.name},
          {"where", share.where},
          {"scope", share.scope},
          {"password", !share.password_hash.empty()},
          {"made_by", share.made_by},
          {"made_at", time_or_null(share.made_at)},
          {"expires", time_or_null(share.expires)}};
}

// --- at the owner's door

Result<HttpReply> list_shares(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const auto board, find_board(engine, call.path[0], call.caller));
  if (!may_change(*board, call.caller)) return forbidden(call, "the board is somebody else's");
  Json json;
  Json& list = json["shares"] = Json::array();
  for (const auto& each : engine.boards->shares().of(board->name)) list.push_back(share_json(*each));
  return json_reply(json);
}

Result<Share> read_share(const Engine& engine, const Call& call, const Board& board) {
  SOJOURN_TRY(const Json json, parse_json_object(call.request.body.empty() ? "{}" : call.request.body, kShareKeys));
  Share share;
  share.board = board.name;
  share.scope = call.caller.scope;
  share.made_by = call.caller.account;
  share.made_at = now();
  SOJOURN_TRY(const std::string expires, text_or_empty(json, "expires"));
  if (!expires.empty()) {
    const Result<Micros> length = parse_duration(expires);
    if (!length) return Status(length.error()).within("expires");
    if (*length == 0 || *length > kShareLengthMax) return Status::invalid("from a moment to ten years", "expires");
    share.expires = share.made_at + *length;
  }
  SOJOURN_TRY(share.where, text_or_empty(json, "where"));
  if (Status fault = check_board_filter(share.where, engine.boards->find_segment()); !fault.ok()) {
    return std::move(fault).within("where");
  }
  SOJOURN_TRY(share.where, written_out(share.where, engine.boards->find_segment()));
  SOJOURN_TRY(const std::string password, text_or_empty(json, "password"));
  if (!password.empty()) {
    SOJOURN_CHECK(check_password(password, board.name));
    SOJOURN_CHECK(ready_for_secrets());
    SOJOURN_TRY(share.password_hash, hash_password(password));
  }
  return share;
}

Result<HttpReply> make_share(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const auto board, find_board(engine, call.path[0], call.caller));
  if (!may_change(*board, call.caller)) {
    return forbidden(call, "the board is somebody else's: save it under another name to share it");
  }
  SOJOURN_TRY(const Share share, read_share(engine, call, *board));
  SOJOURN_TRY(const ShareBook::Made made, engine.boards->shares().make(share));
  Json json = share_json(*made.share);
  json["path"] = "/shared/" + made.token;
  return json_reply(json, 201);
}

Result<HttpReply> remove_share(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const auto board, find_board(engine, call.path[0], call.caller));
  if (!may_change(*board, call.caller)) return forbidden(call, "the board is somebody else's");
  SOJOURN_CHECK(engine.boards->shares().remove(board->name, call.path[1]));
  return json_reply({{"removed", call.path[1]}});
}

// --- at the open door

struct Opened {
  ShareBook::Pointer share;
  std::shared_ptr<const Board> board;
  std::string scope;  // Of the share, and of its maker as the account is now.
};

// What the maker of a share may see now; nothing when the account is gone, disabled, or a namesake's that came later.
std::optional<std::string> scope_of_maker(const Engine& engine, const Share& share) {
  if (share.made_by.empty() || engine.access == nullptr) return share.scope;
  const Result<Account> maker = engine.access->book->find(share.made_by);
  if (!maker || maker->disabled || maker->made > share.made_at) return std::nullopt;
  return maker->scope == share.scope ? share.scope : join_scopes(share.scope, maker->scope);
}

// What the token opens, or the reply that says why not.
Result<std::variant<Opened, HttpReply>> open_share(const Engine& engine, SharedDoor& door, const Call& call) {
  if (std::optional<HttpReply> wait = door.refuse(call)) return std::variant<Opened, HttpReply>(*std::move(wait));
  Result<ShareBook::Pointer> share = engine.boards->shares().opened_by(call.path[0], now());
  if (!share) {
    door.count_wrong(call);
    return std::move(share).error();
  }
  std::optional<std::string> scope = scope_of_maker(engine, **share);
  if (!scope) return ShareBook::gone();
  if (!(*share)->password_hash.empty()) {
    const std::string_view password = call.header("X-Share-Password");
    const auto problem = [&call](Problem told) {
      return std::variant<Opened, HttpReply>(problem_reply(told, call.request.request_id));
    };
    if (password.empty()) {
      return problem(
          {403, "password_needed", "this board asks for a password: send it as X-Share-Password", "password"});
    }
    if (std::optional<HttpReply> wait = door.refuse_password(call, **share)) {
      return std::variant<Opened, HttpReply>(*std::move(wait));
    }
    const std::optional<bool> right = door.opens(**share, password);
    if (!right) return problem({429, "limit", "try again in a moment", ""});
    if (!*right) {
      door.count_password(call, **share);
      return problem({403, "wrong_password", "the password is wrong", "password"});
    }
  }
  SOJOURN_TRY(const auto board, engine.boards->boards().find((*share)->board));
  return std::variant<Opened, HttpReply>(Opened{*share, board, std::move(*scope)});
}

Result<HttpReply> shared_board(const Engine& engine, SharedDoor& door, const Call& call) {
  SOJOURN_TRY(auto opened, open_share(engine, door, call));
  if (auto* refused = std::get_if<HttpReply>(&opened)) return std::move(*refused);
  const Opened& read = std::get<Opened>(opened);
  Json json = board_json(*read.board);
  json["owner"] = "";
  json["changed_by"] = "";
  json["roles"] = Json::array();
  json["expires"] = time_or_null(read.share->expires);
  return json_reply(json);
}

Result<HttpReply> shared_answers(const Engine& engine, SharedDoor& door, const Call& call) {
  SOJOURN_TRY(auto opened, open_share(engine, door, call));
  if (auto* refused = std::get_if<HttpReply>(&opened)) return std::move(*refused);
  const Opened& read = std::get<Opened>(opened);
  if (std::optional<HttpReply> wait = door.refuse_asking(call, *read.share)) return *std::move(wait);
  const FindSegment find = engine.boards->find_segment();
  SOJOURN_TRY(const std::string scope, both_filters(read.share->where, read.scope, find));
  SOJOURN_TRY(const std::string shown, both_filters(read.board->where, scope, find));
  SOJOURN_TRY(const int64_t events, events_within(engine, shown, call));
  // What is held back of the record is not told either, nor how much it is.
  const Tell tell = [events](const Tile& tile, Answer& answer) {
    answer.question.where = tile.question.where;
    answer.events = events;
  };
  return board_answers_reply(*read.board, {call.query("period"), "", scope, call.query("zone")}, engine, call, tell);
}

void add_open_routes(const Engine& engine, std::vector<Route>& routes) {
  const auto door = std::make_shared<SharedDoor>();
  routes.push_back({"GET", "/v1/shared/{token}", "The board that was shared under this address, to be read only.",
                    [engine, door](const Call& call) { return shared_board(engine, *door, call); }, "", "SharedBoard"});
  routes.back().door = Door::kOpen;
  routes.push_back({"GET", "/v1/shared/{token}/answers", "What the tiles of a shared board show; never who is behind.",
                    [engine, door](const Call& call) { return shared_answers(engine, *door, call); }, "",
                    "BoardAnswers"});
  routes.back().door = Door::kOpen;
  routes.back().query = {{"period", "string", "In place of the board's."}, {"zone", "string", "Of days."}};
}

}  // namespace

void add_board_share_routes(const Engine& engine, std::vector<Route>& routes) {
  routes.push_back({"GET", "/v1/boards/{name}/shares", "Who may read a board without signing in: its shares.",
                    [engine](const Call& call) { return list_shares(engine, call); }, "", "BoardShares"});
  routes.back().needs = Permission::kBoards;
  routes.push_back({"POST", "/v1/boards/{name}/shares",
                    "Shares a board: whoever has the address may read it. The address is told this once.",
                    [engine](const Call& call) { return make_share(engine, call); }, "BoardShareWish",
                    "NewBoardShare"});
  routes.back().needs = Permission::kBoards;
  routes.back().request_example = R"({"expires":"30d","password":"","where":"channel = \"web\""})";
  routes.back().success = 201;
  routes.push_back({"DELETE", "/v1/boards/{name}/shares/{id}", "Makes a share worthless, at once.",
                    [engine](const Call& call) { return remove_share(engine, call); }, "", "Removed"});
  routes.back().needs = Permission::kBoards;
  add_open_routes(engine, routes);
}

}  // namespace sojourn
