// One request of the API, whoever holds the data folder: answered by this process with the handlers of the server, or by
// the server that has the folder open. A command that does no more than ask needs nothing else.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/status.h"

namespace sojourn {

class ApiDesk {
 public:
  using Json = nlohmann::ordered_json;

  virtual ~ApiDesk() = default;
  // `path`: "/v1/goals?state=true", encoded (path_segment of remote.h). `body` "" : none. `accept`: the media type wanted.
  // Errors: what the reply says; kUnavailable when no answer came.
  virtual Result<std::string> ask_text(const std::string& verb, const std::string& path, const std::string& body = "",
                                       const std::string& accept = "application/json") = 0;
  // The address of the server that is asked; "" : none is.
  virtual std::string server() const = 0;
  // The same of JSON. Null: no body is sent; and the reply had none.
  Result<Json> ask(const std::string& verb, const std::string& path, const Json& body);
  Result<Json> ask(const std::string& verb, const std::string& path);
};

// `create`: make the folder when it is missing. `owner` stands in the error that others get meanwhile. Errors: those of
// opening the record, but for a server that can be asked.
Result<std::unique_ptr<ApiDesk>> open_api_desk(const std::string& folder, const std::string& owner, bool create);

}  // namespace sojourn
