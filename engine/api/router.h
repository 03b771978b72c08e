// Which handler answers which request. One table of routes, from which /openapi.json is made as well.
//
// Patterns  "/v1/customers/{identifier}/timeline": a name in braces stands for one segment, decoded.
// Query     Parameters are declared; one that is not declared is refused with near names, so that a slip of the pen is
//           not an answer to another question.
// Slash     Routes of the intake are found with a slash at their end as well, as some SDKs write them.
// Threads   immutable once built.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "access/permission.h"
#include "api/caller.h"
#include "api/gatekeeper.h"
#include "api/http_message.h"
#include "base/status.h"

namespace sojourn {

// One request on its way through a handler.
struct Call {
  const HttpRequest& request;
  std::vector<std::string> path;                 // What stands for the names in braces, in order.
  const std::atomic<bool>* cancelled = nullptr;  // Becomes true when the client leaves.
  Caller caller{};                               // Who asks, and what may be read on whose behalf (caller.h).

  // "" when it is not given.
  std::string query(std::string_view name) const;
  // Errors: kInvalidArgument, `where` is the name.
  Result<int64_t> query_integer(std::string_view name, int64_t otherwise, int64_t min, int64_t max) const;
  // A header, or "".
  std::string_view header(std::string_view name) const;
};

// Pure of sockets. A reply may be pending: then nothing of the call may be needed any more. An error becomes a problem reply (problem.h).
using Handler = std::function<Result<HttpReply>(const Call&)>;

// Where the body of a request goes, looked for when only its head is here. `length`: what the head says of its bytes.
// An error is the reply: kUnavailable as 507, for it is the disk that has no room.
using MakeUpload = std::function<Result<std::shared_ptr<UploadFile>>(const Call&, std::optional<uint64_t> length)>;

struct QueryParameter {
  std::string name;
  std::string type;  // "string" or "integer", as in JSON Schema.
  std::string about;
};

// An array of questions; more than all else needs but the intake.
inline constexpr size_t kBodyBytesMax = size_t{1} << 20;

inline constexpr const char* kIsNew = "It is new.";

struct Route {
  std::string verb;  // "GET", "POST", "PUT", "DELETE".
  std::string pattern;
  std::string summary;  // One sentence.
  Handler handler;
  std::string request_schema;  // Names among the schemas of openapi.cc; "" : no body.
  std::string reply_schema;
  std::vector<QueryParameter> query{};
  std::vector<std::string> media{"application/json"};  // Of the reply.
  int success = 200;
  bool quick = false;  // Takes no time worth speaking of: may run where sockets are served.
  Door door = Door::kOwner;
  size_t body_bytes_max = kBodyBytesMax;  // As sent, and unpacked.
  std::string request_example{};          // For the description: JSON, or another text.
  std::string reply_example{};
  std::string request_media{"application/json"};
  MakeUpload upload{};  // Set: bodies go into a file, however large, and not into memory.
  // What must hold of the segments that stand for names, where not any will do; null: any will.
  bool (*fits)(const std::vector<std::string>& path) = nullptr;
  // At the owner's door: any of these lets in; none at all: whoever is signed in. Strict unless told.
  Permissions needs = Permission::kRecord;
  // Replies that are good as well, and when: {201, "It is new."}.
  std::vector<std::pair<int, std::string>> also{};
  // Types that the body may have beside `request_media`: "application/toml".
  std::vector<std::string> other_media{};
  bool needs_body = true;  // Where there is a request_schema.
};

class Router {
 public:
  explicit Router(std::vector<Route> routes);
  const std::vector<Route>& routes() const { return routes_; }

  struct Match {
    const Route* route;
    std::vector<std::string> path;
  };
  struct WrongVerb {
    std::string allow;   // "GET, HEAD, OPTIONS"
    const Route* route;  // One of those that have the path.
  };
  struct Unknown {};
  // HEAD finds the route of GET.
  std::variant<Unknown, WrongVerb, Match> find(std::string_view verb, std::string_view path) const;
  // The route that answers, or one of the same path; null when there is none.
  const Route* route_at(std::string_view verb, std::string_view path) const;

 private:
  std::vector<Match> routes_at(std::string_view path) const;

  std::vector<Route> routes_;
  std::unordered_map<std::string, std::vector<const Route*>> plain_;  // Those without names, by path.
  std::vector<const Route*> named_;
};

// Errors: kInvalidArgument for a parameter that the route does not have, or that is given twice.
Status check_query(const Route& route, const HttpRequest& request);

}  // namespace sojourn
