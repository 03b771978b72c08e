// When a server holds the data folder, the terminal asks that server instead of failing.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/status.h"

namespace sojourn {

// The address of the server that holds the folder, from the conflict that opening it gave; empty for other errors.
std::optional<std::string> server_of(const Status& conflict);

inline constexpr long kAskSeconds = 600;

// What came of a request, besides its body.
struct Heard {
  long status = 0;              // 0: no answer came at all.
  long try_again_seconds = -1;  // As the answer says; below 0: it does not.
};

// What a reply of 400 and beyond says, as an error. `body`: a problem as JSON, or anything.
Status error_of_reply(long status, const std::string& body);

// One request to a server on this machine. `verb`: "" is GET without a body and POST with one. `accept` is the media
// type wanted. Carries the token of SOJOURN_TOKEN, else the admin key of SOJOURN_ADMIN_KEY, when there is one. `seconds`: how long it may take; 0: as long
// as it takes. `heard`: is told of the answer. Errors: kUnavailable; those that the server answers, with its own words.
Result<std::string> ask_server(const std::string& address, const std::string& path, const std::string& body,
                               const std::string& accept, const std::string& verb = "", long seconds = kAskSeconds,
                               Heard* heard = nullptr);

// Sends a file as the body of a POST, however large; `sent` is told how far it is, each second at least, and says
// whether to go on. Errors: as above; kNotFound and kUnavailable of the file; kCancelled.
Result<std::string> send_file(const std::string& address, const std::string& path, const std::string& file,
                              const std::function<bool(uint64_t bytes)>& sent);

// Writes the reply to a POST into a new file; what the header X-Rows says. Errors: as above; kConflict when the file is
// there already; nothing is left of it then.
Result<int64_t> fetch_file(const std::string& address, const std::string& path, const std::string& body,
                           const std::string& file);

// A segment of a path, with %XX for whatever must not stand in one.
std::string path_segment(std::string_view text);

}  // namespace sojourn
