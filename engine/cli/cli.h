// The terminal: every subcommand of `sojourn`. Their words stand in *_words.cc, what they do in *_commands.cc.
#pragma once

#include <functional>
#include <string>

#include "base/status.h"
#include "cli/workplace.h"

namespace sojourn {

struct ServeWords {
  std::string bind = "127.0.0.1";
  int port = 8080;
  std::string admin_key;  // Needed when `bind` is not a loopback address.
  size_t threads = 0;     // 0: as many as cores.
};

// What the terminal does not do itself: serving HTTP with its pages (api/). Joined in apps/main.cc.
// The address is announced by calling `ready` once the server listens; it returns when the server has stopped.
using Serve =
    std::function<Status(const ServeWords&, Workplace&, const std::function<void(const std::string& address)>& ready)>;

// Runs one command line. Returns the exit code: 0 ok, 1 the command failed, 2 the words are wrong.
int run_cli(int argc, char** argv, const Serve& serve);

}  // namespace sojourn
