// What a request is told when it fails: RFC 9457, application/problem+json.
//
//   {"type":"about:blank","title":"Bad Request","status":400,"detail":"...","where":"by[0]","code":"invalid_argument",
//    "request_id":"..."}
//
// `where` and `code` are ours: the field, column or byte at fault, and a word for programs.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "api/http_message.h"
#include "base/status.h"

namespace sojourn {

struct Problem {
  int status = 500;
  std::string code;    // "invalid_argument", "too_large" ...
  std::string detail;  // What is wrong and what to do, in one or two sentences.
  std::string where;
};

// 400 kInvalidArgument, 404 kNotFound, 409 kConflict, 422 kLimit (understood, but more than we answer: too many
// groups), 499 kCancelled, 503 kUnavailable, 500 for the rest.
Problem problem_of(const Status& status);
std::string problem_json(const Problem& problem, const std::string& request_id);
HttpReply problem_reply(const Problem& problem, const std::string& request_id);

// For a name that is not known: " Did you mean a or b?", else " Known are a, b, c.", else " There are none here."
std::string known_hint(std::string_view name, std::span<const std::string> known);

}  // namespace sojourn
