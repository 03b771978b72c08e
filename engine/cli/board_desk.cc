#include "cli/board_desk.h"

#include "cli/remote.h"

namespace sojourn {
namespace {

using boards::Json;

class LocalBoards final : public BoardDesk {
 public:
  LocalBoards(std::unique_ptr<Store> store, std::unique_ptr<BoardShelf> shelf)
      : store_(std::move(store)), shelf_(std::move(shelf)) {}

  Result<std::vector<Listed>> list() override {
    std::vector<Listed> all;
    for (const auto& each : shelf_->boards().list()) all.push_back({*each, each->tiles.size()});
    return all;
  }
  Result<Board> find(const std::string& name) override {
    SOJOURN_TRY(const auto board, shelf_->boards().find(name));
    return *board;
  }
  Result<Board> put(const Board& board) override {
    SOJOURN_TRY(const auto kept, shelf_->put_board(board, {}, ""));
    return *kept;
  }
  Status remove(const std::string& name) override { return shelf_->remove_board(name, {}); }
  Result<std::vector<ListedSegment>> segments() override {
    std::vector<ListedSegment> all;
    for (const auto& each : shelf_->segments()) all.push_back({*each, shelf_->uses_of(each->name)});
    return all;
  }
  Status put_segment(const Segment& segment) override { return shelf_->put_segment(segment); }
  Status remove_segment(const std::string& name) override { return shelf_->remove_segment(name); }

 private:
  std::unique_ptr<Store> store_;
  std::unique_ptr<BoardShelf> shelf_;
};

class RemoteBoards final : public BoardDesk {
 public:
  explicit RemoteBoards(std::string address) : address_(std::move(address)) {}

  Result<std::vector<Listed>> list() override {
    SOJOURN_TRY(Json json, read(ask("/v1/boards")));
    std::vector<Listed> all;
    for (Json each : json.value("boards", Json::array())) {
      Listed listed;
      listed.tiles = each.value("tiles", size_t{0});
      each.erase("tiles");
      SOJOURN_TRY(listed.board, parse_board(each));
      all.push_back(std::move(listed));
    }
    return all;
  }
  Result<Board> find(const std::string& name) override {
    SOJOURN_TRY(const std::string reply, ask("/v1/boards/" + path_segment(name)));
    return parse_board_json(reply);
  }
  Result<Board> put(const Board& board) override {
    SOJOURN_TRY(const std::string reply,
                ask("/v1/boards/" + path_segment(board.name), boards::text_of(board_json(board)), "PUT"));
    return parse_board_json(reply);
  }
  Status remove(const std::string& name) override {
    return ask("/v1/boards/" + path_segment(name), "", "DELETE").status();
  }
  Result<std::vector<ListedSegment>> segments() override {
    SOJOURN_TRY(Json json, read(ask("/v1/segments")));
    std::vector<ListedSegment> all;
    for (Json each : json.value("segments", Json::array())) {
      ListedSegment listed;
      listed.used_by = each.value("used_by", std::vector<std::string>());
      each.erase("used_by");
      SOJOURN_TRY(listed.segment, parse_segment(boards::text_of(each)));
      all.push_back(std::move(listed));
    }
    return all;
  }
  Status put_segment(const Segment& segment) override {
    return ask("/v1/segments/" + path_segment(segment.name), boards::text_of(segment_json(segment)), "PUT").status();
  }
  Status remove_segment(const std::string& name) override {
    return ask("/v1/segments/" + path_segment(name), "", "DELETE").status();
  }

 private:
  Result<std::string> ask(const std::string& path, const std::string& body = "", const std::string& verb = "") const {
    return ask_server(address_, path, body, "application/json", verb);
  }
  static Result<Json> read(const Result<std::string>& reply) {
    if (!reply) return reply.error();
    Json json = Json::parse(*reply, nullptr, false);
    if (!json.is_object()) return Status::unavailable("the server's reply is not JSON");
    return json;
  }

  std::string address_;
};

}  // namespace

Result<std::unique_ptr<BoardDesk>> open_board_desk(const std::string& folder, bool create) {
  StoreOptions options;
  options.create = create;
  options.owner = "sojourn board";
  Result<std::unique_ptr<Store>> store = Store::open(folder, options);
  if (!store) {
    const std::optional<std::string> server = server_of(store.error());
    if (!server) return std::move(store).error();
    return std::unique_ptr<BoardDesk>(std::make_unique<RemoteBoards>(*server));
  }
  SOJOURN_TRY(std::unique_ptr<BoardShelf> shelf, BoardShelf::open(**store));
  return std::unique_ptr<BoardDesk>(std::make_unique<LocalBoards>(std::move(store).value(), std::move(shelf)));
}

}  // namespace sojourn
