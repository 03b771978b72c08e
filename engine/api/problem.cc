#include "api/problem.h"

#include <nlohmann/json.hpp>

#include "base/suggest.h"

namespace sojourn {
namespace {

int http_status(StatusCode code) {
  switch (code) {
    case StatusCode::kOk: return 200;
    case StatusCode::kInvalidArgument: return 400;
    case StatusCode::kNotFound: return 404;
    case StatusCode::kConflict: return 409;
    case StatusCode::kLimit: return 422;
    case StatusCode::kUnavailable: return 503;
    case StatusCode::kCancelled: return kStatusClientGone;
    case StatusCode::kCorruption:
    case StatusCode::kInternal: break;
  }
  return 500;
}

}  // namespace

Problem problem_of(const Status& status) {
  return {http_status(status.code()), std::string(status_code_name(status.code())), status.message(), status.where()};
}

std::string problem_json(const Problem& problem, const std::string& request_id) {
  nlohmann::ordered_json json;
  json["type"] = "about:blank";
  json["title"] = status_phrase(problem.status);
  json["status"] = problem.status;
  json["detail"] = problem.detail;
  if (!problem.where.empty()) json["where"] = problem.where;
  json["code"] = problem.code;
  if (!request_id.empty()) json["request_id"] = request_id;
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

HttpReply problem_reply(const Problem& problem, const std::string& request_id) {
  return {problem.status, "application/problem+json", problem_json(problem, request_id), {}};
}

std::string known_hint(std::string_view name, std::span<const std::string> known) {
  if (known.empty()) return " There are none here.";
  std::string hint = did_you_mean(name, known);
  if (!hint.empty()) return hint;
  for (const std::string& each : known) hint += (hint.empty() ? " Known are " : ", ") + each;
  return hint + ".";
}

}  // namespace sojourn
