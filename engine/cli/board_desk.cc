#include "cli/board_desk.h"

#include "cli/remote.h"

namespace sojourn {
namespace {

using boards::Json;

std::string board_path(const std::string& name) { return "/v1/boards/" + path_segment(name); }

std::string segment_path(const std::string& name) { return "/v1/segments/" + path_segment(name); }

}  // namespace

Result<BoardDesk> BoardDesk::open(const std::string& folder, bool create) {
  SOJOURN_TRY(std::unique_ptr<ApiDesk> api, open_api_desk(folder, "sojourn board", create));
  return BoardDesk(std::move(api));
}

Result<std::vector<BoardDesk::Listed>> BoardDesk::list() {
  SOJOURN_TRY(const Json json, api_->ask("GET", "/v1/boards"));
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

Result<Board> BoardDesk::find(const std::string& name) {
  SOJOURN_TRY(const std::string reply, api_->ask_text("GET", board_path(name)));
  return parse_board_json(reply);
}

Result<Board> BoardDesk::put(const Board& board) {
  SOJOURN_TRY(const std::string reply,
              api_->ask_text("PUT", board_path(board.name), boards::text_of(board_json(board))));
  return parse_board_json(reply);
}

Status BoardDesk::remove(const std::string& name) { return api_->ask("DELETE", board_path(name)).status(); }

Result<std::vector<BoardDesk::ListedSegment>> BoardDesk::segments() {
  SOJOURN_TRY(const Json json, api_->ask("GET", "/v1/segments"));
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

Status BoardDesk::put_segment(const Segment& segment) {
  return api_->ask("PUT", segment_path(segment.name), segment_json(segment)).status();
}

Status BoardDesk::remove_segment(const std::string& name) { return api_->ask("DELETE", segment_path(name)).status(); }

}  // namespace sojourn
