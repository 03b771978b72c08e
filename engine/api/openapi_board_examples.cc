// Boards, shares; segments, goals, benchmarks.
#include <memory>

#include "api/openapi_examples.h"

namespace sojourn {
namespace {

constexpr std::string_view kBoard =
    R"({"name":"care","title":"Care","about":"","home":"","where":"channel = \"web\"","period":"90d","over":"","roles":[],)"
    R"("tiles":[{"id":"t1","kind":"measure","title":"","x":0,"y":0,"w":6,"h":4,"drawing":"line",)"
    R"("question":{"measure":"nps"},"compare":"before","target":50}],"owner":"anna","version":3,)"
    R"("changed_at":"2026-11-22T15:16:18Z","changed_by":"anna","built_in":false})";
constexpr std::string_view kShared =
    R"({"name":"care","title":"Care","about":"","home":"","where":"","period":"90d","over":"","roles":[],"tiles":[],)"
    R"("owner":"","version":3,"changed_at":"2026-11-22T15:16:18Z","changed_by":"","built_in":false,"expires":null})";
constexpr std::string_view kAnswers =
    R"({"board":3,"answers":[{"tile":"t1","question":{"measure":"npz","zone":"UTC"},"error":{"type":"about:blank",)"
    R"("title":"Not Found","status":404,"detail":"there is no measure \"npz\". Did you mean nps?","where":"measure",)"
    R"("code":"not_found","request_id":"5e6ecb5f4d4ebbf0"}}]})";
constexpr std::string_view kShare =
    R"("id":"9f86d081884c7d65","where":"","scope":"","password":false,"made_by":"anna","made_at":"2026-11-22T15:16:18Z","expires":null)";
constexpr std::string_view kSegment =
    R"({"name":"loyal","title":"Loyal","about":"","where":"did(\"purchase\") >= 2","owner":"anna","used_by":["board \"care\""]})";
constexpr std::string_view kGoal =
    R"({"name":"nps","title":"NPS of 50","measure":"nps","parameters":{},"where":"","period":"90d","value":50,)"
    R"("by":"2027-12-31","better":"up"})";
constexpr std::string_view kBenchmark =
    R"({"name":"trade","title":"Trade","source":"Trade survey","date":"2026-06-30","rows":[)"
    R"({"measure":"nps","group":"benchmark","value":38,"n":1200},{"measure":"nps","group":"rival","value":45}]})";
constexpr std::string_view kStanding =
    R"({"benchmark":"trade","title":"Trade","measure":"nps","unit":"points","better":"up","own":{"measure":"nps",)"
    R"("question":{"measure":"nps","zone":"UTC"},"unit":"points","definition":"...","convention":"...",)"
    R"("as_of":"2026-11-22T15:16:18Z","events":100,"columns":[{"name":"value","role":"value","unit":"points"}],)"
    R"("rows":[{"value":42.0}],"notes":[]},"rank":2,"of":3,"rows":[)"
    R"({"group":"rival","own":false,"value":45.0,"rank":1,"n":null,"source":"Trade survey","date":"2026-06-30"},)"
    R"({"group":"","own":true,"value":42.0,"rank":2,"n":100,"source":"","date":"2026-11-22T15:16:18Z"},)"
    R"({"group":"benchmark","own":false,"value":38.0,"rank":3,"n":1200,"source":"Trade survey","date":"2026-06-30"}]})";

// Texts that are put together, for as long as the program runs.
std::string_view joined(std::string_view before, std::string_view what, std::string_view after) {
  static std::vector<std::unique_ptr<std::string>> kept;
  kept.push_back(std::make_unique<std::string>(std::string(before) + std::string(what) + std::string(after)));
  return *kept.back();
}

}  // namespace

std::vector<RouteExample> board_examples() {
  return {
      {"GET /v1/boards", "",
       R"({"boards":[{"name":"care","title":"Care","about":"","home":"","where":"","period":"90d","over":"","roles":[],)"
       R"("tiles":2,"owner":"anna","version":3,"changed_at":"2026-11-22T15:16:18Z","changed_by":"anna","built_in":false}]})"},
      {"GET /v1/boards/{name}", "", kBoard},
      {"PUT /v1/boards/{name}", "", kBoard},
      {"DELETE /v1/boards/{name}", "", kBoard},
      {"POST /v1/boards/read", R"({"toml":"name = \"care\"\ntitle = \"Care\"\n"})", kBoard},
      {"GET /v1/boards/{name}/answers", "", kAnswers},
      {"GET /v1/boards/{name}/shares", "", joined(R"({"shares":[{)", kShare, "}]}")},
      {"POST /v1/boards/{name}/shares", "",
       joined("{", kShare, R"(,"path":"/shared/60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"})")},
      {"DELETE /v1/boards/{name}/shares/{id}", "", R"({"removed":"9f86d081884c7d65"})"},
      {"GET /v1/shared/{token}", "", kShared},
      {"GET /v1/shared/{token}/answers", "", kAnswers},
      {"GET /v1/segments", "", joined(R"({"segments":[)", kSegment, "]}")},
      {"GET /v1/segments/{name}", "", kSegment},
      {"PUT /v1/segments/{name}", "", kSegment},
      {"DELETE /v1/segments/{name}", "", R"({"removed":"loyal"})"},
      {"GET /v1/segments/{name}/size", "", R"({"customers":120,"of":3000})"},
      {"GET /v1/goals", "", joined(R"({"goals":[)", kGoal, "]}")},
      {"PUT /v1/goals/{name}", "", kGoal},
      {"DELETE /v1/goals/{name}", "", R"({"removed":"nps"})"},
      {"GET /v1/benchmarks", "", joined(R"({"benchmarks":[)", kBenchmark, "]}")},
      {"GET /v1/benchmarks/{name}", "", kBenchmark},
      {"PUT /v1/benchmarks/{name}", "", kBenchmark},
      {"DELETE /v1/benchmarks/{name}", "", R"({"removed":"trade"})"},
      {"GET /v1/benchmarks/{name}/standing", "", kStanding},
  };
}

}  // namespace sojourn
