// When a server holds the data folder, the terminal asks that server instead of failing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/status.h"

namespace sojourn {

// The address of the server that holds the folder, from the conflict that opening it gave; empty for other errors.
std::optional<std::string> server_of(const Status& conflict);

// One request to a server on this machine. `verb`: "" is GET without a body and POST with one. `accept` is the media
// type wanted. Carries the admin key of SOJOURN_ADMIN_KEY when there is one.
// Errors: kUnavailable; those that the server answers, with its own words.
Result<std::string> ask_server(const std::string& address, const std::string& path, const std::string& body,
                               const std::string& accept, const std::string& verb = "");

// A segment of a path, with %XX for whatever must not stand in one.
std::string path_segment(std::string_view text);

}  // namespace sojourn
